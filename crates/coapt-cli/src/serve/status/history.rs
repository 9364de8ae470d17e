//! The last minutes, second by second.

use std::collections::VecDeque;

use hdrhistogram::Histogram;
use serde::Serialize;

/// How many seconds are remembered.
const SECONDS: usize = 300;

/// What happened in each of the last seconds; columns of equal length, the oldest first.
#[derive(Debug, Serialize)]
pub(super) struct History {
    /// How many seconds there have been.
    pub(super) ticks: u64,
    requests: VecDeque<u64>,
    /// In microseconds; `null` where nothing was answered.
    p50: VecDeque<Option<u64>>,
    p90: VecDeque<Option<u64>>,
    p99: VecDeque<Option<u64>>,
}

impl History {
    pub(super) fn new() -> Self {
        Self {
            ticks: 0,
            requests: VecDeque::new(),
            p50: VecDeque::new(),
            p90: VecDeque::new(),
            p99: VecDeque::new(),
        }
    }

    /// Adds a second.
    pub(super) fn push(&mut self, times: &Histogram<u32>) {
        self.ticks += 1;
        let at = |quantile| (!times.is_empty()).then(|| times.value_at_quantile(quantile));
        put(&mut self.requests, times.len());
        put(&mut self.p50, at(0.5));
        put(&mut self.p90, at(0.9));
        put(&mut self.p99, at(0.99));
    }
}

/// Adds to a column, and forgets what is too old.
fn put<T>(column: &mut VecDeque<T>, value: T) {
    if column.len() == SECONDS {
        column.pop_front();
    }
    column.push_back(value);
}

#[cfg(test)]
mod tests {
    use super::super::tally;
    use super::*;

    #[test]
    fn the_last_minutes_are_kept_and_no_more() {
        let mut history = History::new();
        let mut times = tally::histogram();
        history.push(&times);
        times.saturating_record(100);
        for _ in 0..SECONDS {
            history.push(&times);
        }

        assert_eq!((history.requests.len(), history.p50.len()), (SECONDS, SECONDS));
        assert_eq!((history.requests[0], history.p99[0]), (1, Some(100)));
        assert_eq!(history.ticks, 1 + SECONDS as u64);
    }
}
