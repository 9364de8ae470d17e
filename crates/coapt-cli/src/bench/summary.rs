//! The result of a run for people: figures in columns, and the latencies drawn.

use std::io::{self, Write};
use std::time::Duration;

use hdrhistogram::Histogram;

use coapt::wire::Code;

use crate::paint::{Paint, Role};
use crate::printer::{Printer, status_line};

use super::numbers::{figure, float, grouped, time};
use super::report::{Fanout, Latency, Report};

/// How wide the column of names is.
const NAMES: usize = 24;

/// How wide the column of figures is.
const FIGURES: usize = 14;

/// How many bars the latencies are drawn with, and how long the longest is.
const BARS: u64 = 10;
const LONGEST_BAR: f64 = 40.0;

/// Prints the summary.
pub(super) fn print(
    report: &Report,
    histogram: &Histogram<u64>,
    printer: &mut Printer<impl Write>,
) -> io::Result<()> {
    let paint = printer.paint();
    let mut lines = head(report, paint);
    match &report.observe {
        Some(fanout) => lines.extend(observers(fanout)),
        None => lines.extend(requests(report, paint)),
    }
    lines.extend(messages(report, paint));
    let latency = match &report.observe {
        Some(fanout) => fanout.latency_us.as_ref(),
        None => report.latency_us.as_ref(),
    };
    if let Some(latency) = latency {
        lines.push(String::new());
        lines.extend(percentiles(latency, paint));
        lines.push(String::new());
        lines.extend(bars(histogram, paint));
    }
    lines.extend(cpu(report));
    lines.extend(warnings(report, paint));
    lines.iter().try_for_each(|line| printer.line(line))
}

fn head(report: &Report, paint: Paint) -> Vec<String> {
    let title = format!("{} {}", report.method, report.uri);
    let kind = if report.confirmable { "confirmable" } else { "non-confirmable" };
    let clients = plural(u64::from(report.clients), "client");
    let pace = match (report.rate, report.mode) {
        (Some(rate), _) => {
            format!(
                "{} a second, {} under way at most, ",
                figure(rate),
                grouped(report.window.into())
            )
        }
        (None, "observe") => String::new(),
        (None, _) => format!("{} at a time, ", grouped(report.window.into())),
    };
    let details = format!("{kind}, {pace}{clients}, {} s", figure(report.seconds));
    vec![paint.text(Role::Heading, &title), paint.text(Role::Faint, &details), String::new()]
}

fn requests(report: &Report, paint: Paint) -> Vec<String> {
    let counts = &report.requests;
    let each_second = format!("{:>FIGURES$}/s", figure(report.per_second));
    let mut lines = vec![row("answered", counts.answered) + &paint.text(Role::Good, &each_second)];
    for (code, count) in &report.codes {
        let code: Option<Code> = code.parse().ok();
        let name = format!("  {}", code.map(status_line).unwrap_or_default());
        let line = row(&name, *count);
        let is_good = code.is_some_and(Code::is_success);
        lines.push(if is_good { line } else { paint.text(Role::Bad, &line) });
    }
    let lost = row("lost", counts.lost);
    lines.push(if counts.lost > 0 { paint.text(Role::Bad, &lost) } else { lost });
    let rare = [
        ("rejected by a Reset", counts.reset),
        ("nobody at the port", counts.refused),
        ("blocks that do not fit", counts.broken),
        ("under way at the end", counts.unfinished),
        ("too late to begin", counts.not_begun),
    ];
    lines.extend(rows_of(&rare).map(|line| paint.text(Role::Accent, &line)));
    lines
}

fn observers(fanout: &Fanout) -> Vec<String> {
    let each_second = format!("{:>FIGURES$}/s", figure(fanout.per_second));
    let mut lines = vec![
        row("observers", fanout.registered),
        row("notifications", fanout.notifications) + &each_second,
    ];
    let rare = [
        ("  confirmable", fanout.confirmable),
        ("  repeated", fanout.repeated),
        ("changes sent", fanout.changes),
        ("  and answered", fanout.changes_answered),
    ];
    lines.extend(rows_of(&rare));
    lines
}

fn messages(report: &Report, paint: Paint) -> Vec<String> {
    let messages = &report.messages;
    let expected = [
        ("sent again", messages.retransmissions),
        ("separate responses", messages.separate_responses),
        ("further blocks", messages.further_blocks),
    ];
    let odd = [("unexpected messages", messages.unexpected), ("malformed", messages.malformed)];
    let odd = rows_of(&odd).map(|line| paint.text(Role::Accent, &line));
    rows_of(&expected).chain(odd).collect()
}

fn percentiles(latency: &Latency, paint: Paint) -> Vec<String> {
    let columns = [
        ("median", latency.p50),
        ("90 %", latency.p90),
        ("99 %", latency.p99),
        ("99.9 %", latency.p99_9),
        ("longest", latency.max),
    ];
    let joined = |texts: [String; 5]| texts.map(|text| format!("{text:>11}")).concat();
    let names = joined(columns.map(|(name, _)| name.to_owned()));
    let values = joined(columns.map(|(_, value)| micros(value)));
    vec![
        paint.text(Role::Faint, &format!("  {:<9}{names}", "")),
        format!("  {:<9}{values}", "latency"),
    ]
}

/// Draws how many latencies lie between times that grow by equal factors.
fn bars(histogram: &Histogram<u64>, paint: Paint) -> Vec<String> {
    let low = float(histogram.min().max(1));
    let high = float(histogram.value_at_quantile(0.999).min(histogram.max())).max(low * 1.01);
    let factor = (high / low).powf(1.0 / float(BARS));
    let edge = |number: u64| super::numbers::rounded(low * factor.powf(float(number)));
    let counts: Vec<_> = (0..BARS)
        .map(|bar| {
            let from = if bar == 0 { 0 } else { edge(bar) + 1 };
            let to = if bar + 1 == BARS { u64::MAX } else { edge(bar + 1) };
            (
                edge(bar + 1),
                histogram.iter_recorded().fold(0, |sum, step| {
                    let value = step.value_iterated_to();
                    sum + if (from..=to).contains(&value) { step.count_at_value() } else { 0 }
                }),
            )
        })
        .collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let total = histogram.len().max(1);
    let bar = |(place, (to, count)): (usize, &(u64, u64))| {
        let sign = if place + 1 == counts.len() { "> " } else { "≤ " };
        let to = if place + 1 == counts.len() { counts[place - 1].0 } else { *to };
        let drawn = bar(float(*count) / float(most) * LONGEST_BAR);
        let share = float(*count) * 100.0 / float(total);
        let label = format!("{sign}{}", time(Duration::from_nanos(to)));
        format!("  {label:>11}  {}{share:>6.1} %", paint.text(Role::Received, &drawn))
    };
    counts.iter().enumerate().map(bar).collect()
}

/// Draws a bar to an eighth of a character, and fills the rest of its place.
fn bar(length: f64) -> String {
    const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = usize::try_from(super::numbers::rounded(length * 8.0)).unwrap_or_default();
    let mut drawn = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        drawn.push(EIGHTHS[eighths % 8]);
    }
    let width = super::numbers::rounded(LONGEST_BAR);
    format!("{drawn:<width$}", width = usize::try_from(width).unwrap_or_default())
}

fn cpu(report: &Report) -> Vec<String> {
    let what = if report.observe.is_some() { "notification" } else { "request" };
    let times = [("the server", report.cpu.server_us), ("this program", report.cpu.own_us)];
    let times: Vec<_> = times
        .iter()
        .filter_map(|(who, time)| Some(format!("{who} {}", micros((*time)?))))
        .collect();
    if times.is_empty() {
        return Vec::new();
    }
    vec![String::new(), format!("  CPU time for each {what}: {}", times.join(", "))]
}

fn warnings(report: &Report, paint: Paint) -> Option<String> {
    report.message_ids_reused.then(|| {
        let text = "  message ids were used again while servers remember them: use more --clients";
        paint.text(Role::Accent, text)
    })
}

fn rows_of<'r>(rows: &'r [(&'r str, u64)]) -> impl Iterator<Item = String> + 'r {
    rows.iter().filter(|(_, count)| *count > 0).map(|(name, count)| row(name, *count))
}

fn row(name: &str, count: u64) -> String {
    format!("  {name:<NAMES$}{:>FIGURES$}", grouped(count))
}

fn plural(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// Gives a time in microseconds with the unit that suits it.
fn micros(micros: f64) -> String {
    time(Duration::try_from_secs_f64(micros / 1e6).unwrap_or_default())
}
