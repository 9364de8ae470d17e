//! What several pings say together.

use std::time::Duration;

/// The times that answers took, added up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Statistics {
    sent: u32,
    answered: u32,
    least: Duration,
    most: Duration,
    sum: f64,
    /// The sum of the squares.
    squares: f64,
}

impl Statistics {
    /// Counts a ping that was sent.
    pub(super) fn send(&mut self) {
        self.sent += 1;
    }

    /// Counts an answer.
    pub(super) fn answer(&mut self, time: Duration) {
        self.least = if self.answered == 0 { time } else { self.least.min(time) };
        self.most = self.most.max(time);
        self.answered += 1;
        self.sum += time.as_secs_f64();
        self.squares += time.as_secs_f64().powi(2);
    }

    /// Returns how many pings were sent.
    pub(super) fn sent(&self) -> u32 {
        self.sent
    }

    /// Tells whether nothing came back.
    pub(super) fn is_silent(&self) -> bool {
        self.answered == 0
    }

    /// Gives the counts, and the times if there are any.
    pub(super) fn lines(&self) -> Vec<String> {
        let lost = self.sent.saturating_sub(self.answered);
        let share = 100.0 * f64::from(lost) / f64::from(self.sent.max(1));
        let mut lines = vec![format!(
            "{} sent, {} answered, {lost} lost ({share:.0}%)",
            self.sent, self.answered
        )];
        if !self.is_silent() {
            let count = f64::from(self.answered);
            let average = self.sum / count;
            let deviation = (self.squares / count - average.powi(2)).max(0.0).sqrt();
            let [least, most] = [self.least, self.most].map(|time| time.as_secs_f64());
            let [least, average, most, deviation] =
                [least, average, most, deviation].map(|seconds| seconds * 1e3);
            lines.push(format!(
                "min/avg/max/mdev = {least:.3}/{average:.3}/{most:.3}/{deviation:.3} ms"
            ));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_losses_are_added_up() {
        let mut statistics = Statistics::default();
        for milliseconds in [Some(10), Some(20), None, Some(60)] {
            statistics.send();
            if let Some(milliseconds) = milliseconds {
                statistics.answer(Duration::from_millis(milliseconds));
            }
        }

        let expected = [
            "4 sent, 3 answered, 1 lost (25%)",
            "min/avg/max/mdev = 10.000/30.000/60.000/21.602 ms",
        ];
        assert_eq!(statistics.lines(), expected);
    }

    #[test]
    fn silence_has_no_times() {
        let mut statistics = Statistics::default();
        statistics.send();

        assert_eq!(statistics.lines(), ["1 sent, 0 answered, 1 lost (100%)"]);
        assert!(statistics.is_silent());
    }
}
