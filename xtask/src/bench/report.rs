//! What a comparison of servers came to: a table, and the same drawn, both with the date and the machine.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::say;
use crate::workspace::Workspace;

/// One server: its name, what a request cost it in microseconds of processor time, and that as a multiple of the echo.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) cost: f64,
    pub(super) ratio: f64,
    /// The smallest and the largest ratio of the rounds.
    pub(super) range: [f64; 2],
}

const WIDTH: f64 = 760.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 90.0;
const BAR: f64 = 22.0;
const STEP: f64 = 32.0;
const TOP: f64 = 58.0;

/// Prints the table, and writes it and its drawing to `docs/bench/NAME.md` and `.svg`.
pub(super) fn publish(house: &Workspace, name: &str, rows: &[Row]) -> Result<(), String> {
    say::line("processor time of the server for a small GET, median of the rounds");
    say::line(format_args!("{:<18}{:>8}{:>14}{:>18}", "", "µs", "x raw echo", "rounds"));
    for Row { name, cost, ratio, range: [least, most] } in rows {
        let range = format!("{least:.2} to {most:.2}");
        say::line(format_args!("{name:<18}{cost:>8.2}{ratio:>14.2}{range:>18}"));
    }
    let folder = house.path("docs/bench");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    let place = format!("{}, {}", date(), machine());
    fs::write(folder.join(format!("{name}.md")), table(name, &place, rows)).map_err(failed)?;
    fs::write(folder.join(format!("{name}.svg")), drawing(&place, rows)).map_err(failed)?;
    say::line(format_args!("written to docs/bench/{name}.md and docs/bench/{name}.svg"));
    Ok(())
}

fn table(name: &str, place: &str, rows: &[Row]) -> String {
    let mut text = format!(
        "Processor time of the whole server process for one small confirmable GET.\n{place}.\n\n\
         | server | µs | x raw echo | rounds |\n|---|---:|---:|---:|\n"
    );
    for Row { name, cost, ratio, range: [least, most] } in rows {
        // Writing to a string does not fail.
        writeln!(text, "| {name} | {cost:.2} | {ratio:.2} | {least:.2} to {most:.2} |").ok();
    }
    write!(text, "\n![The same as bars]({name}.svg)\n").ok();
    text
}

/// Draws a bar for each server; long ones are cut, with their number beside them.
fn drawing(place: &str, rows: &[Row]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let height = TOP + STEP * rows.len() as f64 + 34.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\" fill=\"#222222\">\
         Processor time of the server for a small GET, times that of a raw UDP echo</text>\n"
    );
    let longest = rows.iter().map(|row| row.ratio).fold(1.0, f64::max).min(6.0);
    let scale = (WIDTH - LEFT - RIGHT) / longest;
    for (place, row) in rows.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
        let y = TOP + STEP * place as f64;
        let (length, baseline) = (row.ratio.min(longest) * scale, y + 16.0);
        let colour = if row.name.starts_with("coapt") { "#1769aa" } else { "#9aa5b1" };
        write!(
            text,
            "<text x=\"{}\" y=\"{baseline}\" text-anchor=\"end\" fill=\"#222222\">{}</text>\n\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"3\" fill=\"{colour}\"/>\n\
             <text x=\"{:.1}\" y=\"{baseline}\" fill=\"#222222\">{:.2}{}</text>\n",
            LEFT - 10.0,
            row.name,
            LEFT + length + 8.0,
            row.ratio,
            if row.ratio > longest { " →" } else { "" }
        )
        .ok();
    }
    let x = LEFT + scale;
    write!(
        text,
        "<line x1=\"{x:.1}\" y1=\"{}\" x2=\"{x:.1}\" y2=\"{}\" stroke=\"#c62828\" stroke-dasharray=\"4 3\"/>\n\
         <text x=\"16\" y=\"{}\" font-size=\"12\" fill=\"#555555\">{place}</text>\n</svg>\n",
        TOP - 8.0,
        height - 34.0,
        height - 12.0
    )
    .ok();
    text
}

/// The day, as the system tells it.
fn date() -> String {
    let output = Command::new("date").arg("+%Y-%m-%d").output();
    output
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}

/// The processor, how many cores of it there are, and the kernel.
fn machine() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        processors.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let model = model.unwrap_or("unknown processor");
    format!("{cores} cores of {model}, Linux {}", kernel.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_and_drawing_hold_every_server() {
        let row = |name, ratio| Row { name, cost: ratio * 3.0, ratio, range: [ratio, ratio] };
        let rows = [row("raw echo", 1.0), row("coapt", 1.1), row("slow", 50.0)];

        let (table, drawing) = (table("x", "today", &rows), drawing("today", &rows));

        for row in &rows {
            assert!(table.contains(row.name) && drawing.contains(row.name));
        }
        assert!(drawing.contains("50.00 →"), "a bar that is cut says so");
    }
}
