//! The line that shows how it goes, for people in front of a terminal.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use coapt::proto::Instant;

use crate::paint::{Paint, Role};

use super::numbers;
use super::tally::Tally;

/// How often the line changes.
const EACH: Duration = Duration::from_millis(500);

/// Takes the line away: to its beginning, and erase to its end.
const ERASE: &str = "\r\x1b[K";

/// Shows a line on standard error each half second, if that is a terminal.
#[derive(Debug)]
pub(super) struct Watch {
    is_shown: bool,
    paint: Paint,
    start: Instant,
    next: Instant,
    counted: u64,
}

impl Watch {
    /// Begins now.
    pub(super) fn new(now: Instant) -> Self {
        let is_shown = io::stderr().is_terminal();
        Self { is_shown, paint: Paint::for_stderr(), start: now, next: now + EACH, counted: 0 }
    }

    /// Shows how it goes, if it is time to.
    pub(super) fn glance(&mut self, now: Instant, tally: &Tally, under_way: usize) {
        self.show(now, tally.answered, || {
            let median = Duration::from_nanos(tally.latency().value_at_quantile(0.5));
            format!(
                "median {}, {} under way, {} lost, {} sent again",
                numbers::time(median),
                numbers::grouped(under_way as u64),
                numbers::grouped(tally.lost),
                numbers::grouped(tally.retransmissions)
            )
        });
    }

    /// Shows how many there are by now, and more.
    pub(super) fn show(&mut self, now: Instant, count: u64, more: impl FnOnce() -> String) {
        if !self.is_shown || now < self.next {
            return;
        }
        let time = now.saturating_since(self.next) + EACH;
        let rate = numbers::rate(count.saturating_sub(self.counted), time);
        let since = now.saturating_since(self.start).as_secs_f64();
        let line = format!("{since:5.1} s  {:>9}/s  {}", numbers::figure(rate), more());
        let line = self.paint.text(Role::Faint, &line);
        // The line is a courtesy.
        write!(io::stderr(), "{ERASE}{line}").ok();
        (self.counted, self.next) = (count, now + EACH);
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.is_shown {
            write!(io::stderr(), "{ERASE}").ok();
        }
    }
}
