//! When requests begin: whenever there is room (closed loop), or by a schedule (open loop).

use std::time::Duration;

use coapt::proto::Instant;

/// What makes a request begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pace {
    /// The end of another: so many are under way at any time.
    Closed,
    /// The clock: so many begin in a second, whatever becomes of others.
    Open {
        /// Requests a second.
        rate: f64,
    },
}

/// The schedule of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    pace: Pace,
    start: Instant,
    begun: u64,
    /// When the next request should begin.
    next: Instant,
}

impl Schedule {
    /// Begins now.
    pub(super) fn new(pace: Pace, start: Instant) -> Self {
        Self { pace, start, begun: 0, next: start }
    }

    /// Takes the next request if its time has come: gives when it should begin.
    pub(super) fn take(&mut self, now: Instant) -> Option<Instant> {
        match self.pace {
            Pace::Closed => Some(now),
            Pace::Open { .. } if now < self.next => None,
            Pace::Open { rate } => {
                let due = self.next;
                self.begun += 1;
                self.next = self.start + seconds(self.begun, rate);
                Some(due)
            }
        }
    }

    /// When the next request should begin; `None` if that depends on others.
    pub(super) fn next(&self) -> Option<Instant> {
        match self.pace {
            Pace::Closed => None,
            Pace::Open { .. } => Some(self.next),
        }
    }

    /// How many requests should have begun before `end` and did not.
    pub(super) fn backlog(&mut self, end: Instant, most: u64) -> u64 {
        let mut count = 0;
        if let Pace::Open { rate } = self.pace {
            let due = end.saturating_since(self.start).as_secs_f64() * rate;
            count = whole(due).saturating_sub(self.begun).min(most);
        }
        count
    }
}

/// The time that so many requests take.
#[expect(clippy::cast_precision_loss, reason = "2^53 requests are more than anybody waits for")]
fn seconds(requests: u64, rate: f64) -> Duration {
    Duration::try_from_secs_f64(requests as f64 / rate).unwrap_or(Duration::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is not negative, and a cast saturates"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::ORIGIN + Duration::from_millis(millis)
    }

    #[test]
    fn a_late_request_keeps_the_time_at_which_it_should_have_begun() {
        let mut schedule = Schedule::new(Pace::Open { rate: 10.0 }, at(0));

        assert_eq!(schedule.take(at(0)), Some(at(0)));
        assert_eq!(schedule.take(at(50)), None);
        assert_eq!(schedule.take(at(350)), Some(at(100)));
        assert_eq!(schedule.take(at(350)), Some(at(200)));
        assert_eq!(schedule.backlog(at(1000), 100), 7);
        assert_eq!(schedule.next(), Some(at(300)));
    }

    #[test]
    fn a_closed_loop_waits_for_no_clock() {
        let mut schedule = Schedule::new(Pace::Closed, at(0));

        assert_eq!(schedule.take(at(7)), Some(at(7)));
        assert_eq!((schedule.next(), schedule.backlog(at(1000), 9)), (None, 0));
    }
}
