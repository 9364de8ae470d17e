//! Numbers over time as a chart: one line for each resource, what was said last below.

use std::collections::VecDeque;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::{Axis, Block, Chart, Dataset, GraphType, Paragraph};

use crate::show::text;

/// How many points of each line are kept; the oldest go first.
const MAX_POINTS: usize = 4096;

/// The largest number that is drawn where it belongs.
const MAX_NUMBER: f64 = 1e300;

/// The colours of the lines, in turn.
const COLOURS: [Color; 6] =
    [Color::Cyan, Color::Yellow, Color::Green, Color::Magenta, Color::Blue, Color::Red];

/// The numbers of all resources.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    series: Vec<Series>,
    /// Whether lines differ in colour.
    is_coloured: bool,
    /// What a person should know.
    note: String,
}

/// The numbers of one resource.
#[derive(Clone, Debug)]
struct Series {
    name: String,
    points: VecDeque<(f64, f64)>,
    /// The last state, if it had no number.
    without_number: bool,
}

impl Numbers {
    /// Makes a chart with a line for each name.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>, is_coloured: bool) -> Self {
        let series = names.map(|name| Series {
            name: text::printable(name, &[]),
            points: VecDeque::new(),
            without_number: false,
        });
        Self { series: series.collect(), is_coloured, note: String::new() }
    }

    /// Adds the number of a state, or notes that it has none.
    pub(super) fn add(&mut self, index: usize, now: Duration, number: Option<f64>) {
        let Some(series) = self.series.get_mut(index) else { return };
        series.without_number = number.is_none();
        let Some(number) = number.filter(|number| number.is_finite()) else { return };
        if series.points.len() == MAX_POINTS {
            series.points.pop_front();
        }
        // The axis needs room beyond the numbers.
        let number = number.clamp(-MAX_NUMBER, MAX_NUMBER);
        series.points.push_back((now.as_secs_f64(), number));
    }

    /// Notes what a person should know; the last note is shown.
    pub(super) fn note(&mut self, note: &str) {
        self.note = text::printable(note, &[]);
    }

    /// Draws all of it.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, now: Duration) {
        let height = u16::try_from(self.series.len()).unwrap_or(u16::MAX).min(8) + 1;
        let areas = Layout::vertical([Constraint::Min(5), Constraint::Length(height)]);
        let [chart, foot] = areas.areas(frame.area());
        frame.render_widget(Paragraph::new(self.words()), foot);

        // Each resource keeps its last value until it has another: the line goes on to now.
        let lines: Vec<Vec<(f64, f64)>> =
            self.series.iter().map(|series| series.until(now)).collect();
        let datasets = lines.iter().enumerate().map(|(index, points)| {
            Dataset::default()
                .marker(Marker::Braille)
                .graph_type(GraphType::Line)
                .style(self.style(index))
                .data(points)
        });
        let all = || lines.iter().flatten();
        let start = all().map(|(x, _)| *x).fold(now.as_secs_f64(), f64::min);
        let end = now.as_secs_f64().max(start + 1.0);
        let (low, high) = bounds(all().map(|(_, y)| *y));
        let middle = f64::midpoint(low, high);
        let x = Axis::default()
            .bounds([start, end])
            .labels([format!("{:.0} s", start - end), "now".to_owned()]);
        let y = Axis::default().bounds([low, high]).labels([low, middle, high].map(short));
        let chart_of = Chart::new(datasets.collect())
            .block(Block::bordered().title(" coapt observe — Ctrl-C ends "))
            .x_axis(x)
            .y_axis(y)
            .legend_position(None);
        frame.render_widget(chart_of, chart);
    }

    /// Gives the last value of each resource, and the note.
    fn words(&self) -> Vec<Line<'_>> {
        let mut words: Vec<_> = self
            .series
            .iter()
            .enumerate()
            .take(8)
            .map(|(index, series)| Line::styled(series.words(), self.style(index)))
            .collect();
        words.push(Line::from(self.note.as_str()));
        words
    }

    fn style(&self, index: usize) -> Style {
        let colour = COLOURS.get(index % COLOURS.len()).copied().filter(|_| self.is_coloured);
        colour.map_or_else(Style::default, |colour| Style::default().fg(colour))
    }
}

impl Series {
    fn words(&self) -> String {
        let name = &self.name;
        let last = self.points.back().map(|(_, number)| short(*number));
        match (last, self.without_number) {
            (Some(last), false) => format!("{name}  {last}"),
            (Some(last), true) => format!("{name}  {last}, and the last state has no number"),
            (None, true) => format!("{name}  no number in the state; --field says where one is"),
            (None, false) => format!("{name}  no state yet"),
        }
    }

    fn until(&self, now: Duration) -> Vec<(f64, f64)> {
        let last = self.points.back().map(|(_, number)| (now.as_secs_f64(), *number));
        self.points.iter().copied().chain(last).collect()
    }
}

/// Gives the range of numbers with some room around them.
fn bounds(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let ends = |(low, high): (f64, f64), number: f64| (low.min(number), high.max(number));
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), ends);
    if low > high {
        return (0.0, 1.0);
    }
    let room = ((high - low) * 0.05).max(low.abs() * 1e-3).max(1e-6);
    (low - room, high + room)
}

fn short(number: f64) -> String {
    let is_plain = number == 0.0 || (1e-3..1e7).contains(&number.abs());
    if is_plain { format!("{number:.3}") } else { format!("{number:.3e}") }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    fn drawn(numbers: &Numbers, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| numbers.draw(frame, Duration::from_secs(10))).unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn a_chart_has_the_last_values_the_range_and_the_note() {
        let mut numbers = Numbers::new(["coap://h/a", "coap://h/b\x1b[2J"].into_iter(), true);
        for (second, number) in [(1, 20.0), (5, 22.5), (9, 21.0)] {
            numbers.add(0, Duration::from_secs(second), Some(number));
        }
        numbers.add(1, Duration::from_secs(3), None);
        numbers.note("the server answers again");

        let shown = drawn(&numbers, 70, 20);

        for part in ["coap://h/a  21.000", "22.625", "19.875", "-9 s", "now", "answers again"] {
            assert!(shown.contains(part), "{part}\n{shown}");
        }
        assert!(shown.contains("b\\u{1b}[2J  no number in the state; --field"), "{shown}");
    }

    #[test]
    fn no_size_and_no_number_is_too_much() {
        let mut numbers = Numbers::new(std::iter::repeat_n("coap://h/a", 200), false);
        for number in [f64::MAX, f64::MIN, 0.0, f64::NAN, f64::INFINITY, 1e-300] {
            numbers.add(7, Duration::from_secs(1), Some(number));
        }
        for _ in 0..2 * MAX_POINTS {
            numbers.add(8, Duration::from_secs(2), Some(1.0));
        }
        assert_eq!(numbers.series[8].points.len(), MAX_POINTS);
        for (width, height) in [(1, 1), (3, 2), (200, 60)] {
            drawn(&numbers, width, height);
        }
    }
}
