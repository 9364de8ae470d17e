//! `--timing`: where the time of an exchange went, as a table with bars.

use std::fmt::Write as _;
use std::time::Duration;

use crate::paint::{Paint, Role};
use crate::show::text;
use crate::trace::{Record, Round};

/// How many columns stand for the whole time.
const BAR: usize = 40;

/// How many blocks have a row of their own.
const ROWS: usize = 16;

/// One row: from when to when.
struct Row {
    name: String,
    from: Duration,
    until: Duration,
    remark: String,
}

/// Draws what a record knows about time, a row for each step.
pub(super) fn draw(record: &Record, paint: Paint) -> String {
    let mut out = String::new();
    for row in rows(record) {
        push_row(&mut out, &row, record.total, paint);
    }
    let more = record.answered.saturating_sub(ROWS as u64);
    if record.answered > 1 && more > 0 {
        out.push_str(&rest(&record.rounds, more));
    }
    let total = Row {
        name: "total".to_owned(),
        from: Duration::ZERO,
        until: record.total,
        remark: remark(record),
    };
    push_row(&mut out, &total, record.total, paint);
    out
}

fn rows(record: &Record) -> Vec<Row> {
    let Some(sent) = record.first_sent else { return Vec::new() };
    let row =
        |name: &str, from, until| Row { name: name.to_owned(), from, until, remark: String::new() };
    let mut rows = vec![row("look-up", Duration::ZERO, sent)];
    if let Some(acknowledged) = record.first_acknowledged {
        rows.push(row("first ack", sent, acknowledged));
    }
    if let Some(answered) = record.first_answered {
        rows.push(row("response", sent, answered));
    }
    if record.answered > 1 {
        rows.extend(record.rounds.iter().take(ROWS).enumerate().map(|(index, round)| Row {
            name: name(index, round),
            from: round.sent,
            until: round.sent + round.taken,
            remark: text::size(round.bytes),
        }));
    }
    rows
}

fn push_row(out: &mut String, row: &Row, total: Duration, paint: Paint) {
    let column = |time: Duration| {
        let share = time.as_nanos() * BAR as u128 / total.as_nanos().max(1);
        usize::try_from(share).unwrap_or(BAR).min(BAR)
    };
    let (from, until) = (column(row.from).min(BAR - 1), column(row.until));
    let length = until.saturating_sub(from).max(1);
    let bar = format!("{}{}", " ".repeat(from), "█".repeat(length));
    let bar = paint.text(Role::Received, &format!("{bar:<BAR$}"));
    let time = milliseconds(row.until.saturating_sub(row.from));
    let line = format!("{:<12}{time:>11} ms  {bar}  {}", row.name, row.remark);
    writeln!(out, "{}", line.trim_end()).expect("a String takes everything");
}

/// Names a round by its block, or by its place.
fn name(index: usize, round: &Round) -> String {
    match round.block {
        Some(number) => format!("block {number}"),
        None => format!("request {}", index + 1),
    }
}

/// Sums up the blocks that have no row.
fn rest(rounds: &[Round], more: u64) -> String {
    let slowest = rounds.iter().enumerate().max_by_key(|(_, round)| round.taken);
    let sum: Duration = rounds.iter().map(|round| round.taken).sum();
    let mean = sum / u32::try_from(rounds.len().max(1)).unwrap_or(u32::MAX);
    let slowest = slowest.map_or_else(String::new, |(index, round)| {
        format!(", the slowest was {} with {} ms", name(index, round), milliseconds(round.taken))
    });
    format!("… {more} more; one took {} ms on average{slowest}\n", milliseconds(mean))
}

fn remark(record: &Record) -> String {
    let mut parts = Vec::new();
    if record.retransmissions > 0 {
        parts.push(counted(record.retransmissions, "retransmission"));
    }
    if record.duplicates > 0 {
        parts.push(counted(record.duplicates, "duplicate"));
    }
    parts.join(", ")
}

fn counted(count: u32, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn each_step_has_its_row_and_its_place() {
        let record = Record {
            first_sent: Some(time(10)),
            first_acknowledged: Some(time(20)),
            first_answered: Some(time(30)),
            total: time(40),
            retransmissions: 1,
            answered: 1,
            ..Record::default()
        };

        let drawn = draw(&record, Paint::Plain);

        let lines: Vec<_> = drawn.lines().collect();
        assert_eq!(lines[0], format!("look-up          10.000 ms  {}", "█".repeat(10)));
        let shifted = format!("{}{}", " ".repeat(10), "█".repeat(20));
        assert_eq!(lines[2], format!("response         20.000 ms  {shifted}"));
        assert!(lines[3].ends_with("█  1 retransmission"), "{drawn}");
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn many_blocks_are_summed_up() {
        let round = |number| Round {
            sent: time(1),
            taken: time(if number == 77 { 9 } else { 2 }),
            bytes: 1024,
            block: Some(number),
        };
        let rounds = (0..100).map(round).collect();
        let record = Record {
            first_sent: Some(time(1)),
            total: time(300),
            answered: 100,
            rounds,
            ..Record::default()
        };

        let drawn = draw(&record, Paint::Plain);

        assert!(drawn.contains("block 15 "), "{drawn}");
        assert!(!drawn.contains("block 16"), "{drawn}");
        let rest =
            "… 84 more; one took 2.070 ms on average, the slowest was block 77 with 9.000 ms";
        assert!(drawn.contains(rest), "{drawn}");
    }

    #[test]
    fn nothing_heard_and_no_time_are_drawn_too() {
        assert_eq!(draw(&Record::default(), Paint::Plain).lines().count(), 1);
    }
}
