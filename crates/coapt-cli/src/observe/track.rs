//! What the sequence numbers of the states tell: what is missing, what was overtaken, who counts anew (RFC 7641 §3.4).

/// Sequence numbers have 24 bits.
const MODULUS: u32 = 1 << 24;

/// How far ahead a number may be and still count as newer.
const HALF: u32 = MODULUS / 2;

/// Follows the numbers of one observation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Track {
    latest: Option<u32>,
    /// How often a number came right after the one before, and how often it did not.
    steps: u32,
    leaps: u32,
}

/// What a number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Nothing but the next state.
    Next,
    /// The server counts by one, and so many states before this one did not come.
    Gap {
        /// How many.
        missed: u32,
        /// The number before.
        after: u32,
    },
    /// The server counts anew: it was probably restarted.
    Restart {
        /// The number before.
        after: u32,
    },
}

impl Track {
    /// Takes the number of a state that is the newest.
    ///
    /// Servers may count as they like (RFC 7641 §4.4). Only of one that counted by one most of the time can be said
    /// that something is missing.
    pub(super) fn take(&mut self, number: Option<u32>) -> Finding {
        let Some(number) = number else { return Finding::Next };
        let Some(after) = self.latest.replace(number) else { return Finding::Next };
        let distance = number.wrapping_sub(after) % MODULUS;
        match distance {
            1 => {
                self.steps += 1;
                Finding::Next
            }
            0 => Finding::Next,
            HALF.. => {
                *self = Self { latest: Some(number), ..Self::default() };
                Finding::Restart { after }
            }
            2..HALF => {
                let counts_by_one = self.steps > self.leaps;
                self.leaps += 1;
                if counts_by_one {
                    Finding::Gap { missed: distance - 1, after }
                } else {
                    Finding::Next
                }
            }
        }
    }

    /// Returns the number of the newest state.
    pub(super) fn latest(&self) -> Option<u32> {
        self.latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(numbers: &[u32]) -> Vec<Finding> {
        let mut track = Track::default();
        numbers.iter().map(|number| track.take(Some(*number))).collect()
    }

    #[test]
    fn a_leap_of_a_server_that_counts_by_one_is_a_gap() {
        let gap = Finding::Gap { missed: 3, after: 3 };
        assert_eq!(findings(&[2, 3, 7, 8])[1..], [Finding::Next, gap, Finding::Next]);
        let over_the_end = findings(&[MODULUS - 2, MODULUS - 1, 1]);
        assert_eq!(over_the_end[2], Finding::Gap { missed: 1, after: MODULUS - 1 });
    }

    #[test]
    fn a_server_that_counts_by_a_clock_misses_nothing() {
        assert_eq!(findings(&[10, 400, 930, 2000]), [Finding::Next; 4]);
    }

    #[test]
    fn a_smaller_number_is_a_restart() {
        assert_eq!(findings(&[70, 71, 2, 3])[2..], [Finding::Restart { after: 71 }, Finding::Next]);
        assert_eq!(Track::default().take(None), Finding::Next);
    }
}
