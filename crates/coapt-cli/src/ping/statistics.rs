//! What several pings say together.

use std::time::Duration;

use crate::show::json::Object;

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
        if let Some([least, average, most, deviation]) = self.times() {
            lines.push(format!(
                "min/avg/max/mdev = {least:.3}/{average:.3}/{most:.3}/{deviation:.3} ms"
            ));
        }
        lines
    }

    /// Gives the same as a JSON object.
    pub(super) fn json(&self, uri: &str) -> String {
        let mut object = Object::default();
        object.add("uri", uri);
        object.add("sent", self.sent);
        object.add("answered", self.answered);
        object.add("lost", self.sent.saturating_sub(self.answered));
        let names = ["min_ms", "avg_ms", "max_ms", "mdev_ms"];
        for (name, time) in names.into_iter().zip(self.times().into_iter().flatten()) {
            object.add_json(name, &format!("{time:.3}"));
        }
        object.into_json()
    }

    /// Gives the least, the average, the most and the deviation in milliseconds, if there was an answer.
    fn times(&self) -> Option<[f64; 4]> {
        if self.is_silent() {
            return None;
        }
        let count = f64::from(self.answered);
        let average = self.sum / count;
        let deviation = (self.squares / count - average.powi(2)).max(0.0).sqrt();
        let [least, most] = [self.least, self.most].map(milliseconds);
        Some([least, average * 1e3, most, deviation * 1e3])
    }
}

/// Counts the milliseconds of a time.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
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
        let json = r#"{"uri":"coap://h","sent":4,"answered":3,"lost":1,"min_ms":10.000,"avg_ms":30.000,"max_ms":60.000,"mdev_ms":21.602}"#;
        assert_eq!(statistics.json("coap://h"), json);
    }

    #[test]
    fn silence_has_no_times() {
        let mut statistics = Statistics::default();
        statistics.send();

        assert_eq!(statistics.lines(), ["1 sent, 0 answered, 1 lost (100%)"]);
        let json = r#"{"uri":"coap://h","sent":1,"answered":0,"lost":1}"#;
        assert_eq!(statistics.json("coap://h"), json);
        assert!(statistics.is_silent());
    }
}
