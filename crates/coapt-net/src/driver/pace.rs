//! How steadily datagrams come, which decides how to wait for the next.

use super::Turn;

/// After how many turns in a row with datagrams the next one is expected in a moment.
const STEADY: i32 = 16;

/// How many turns with datagrams it takes after a wake-up: a driver that is woken by others is not to miss the next.
const AFTER_WAKE_UP: i32 = -10_000;

/// Counts the turns in a row that received something.
#[derive(Debug, Default)]
pub(super) struct Pace {
    count: i32,
}

impl Pace {
    /// Tells whether the next datagram is to be expected in a moment, and nobody needs to be heard meanwhile.
    pub(super) fn is_brisk(&self) -> bool {
        self.count >= STEADY
    }

    /// Notes what a turn brought.
    pub(super) fn after(&mut self, turn: Turn) {
        if turn.woken {
            self.count = AFTER_WAKE_UP;
        } else if turn.received > 0 {
            self.count = (self.count + 1).min(STEADY);
        } else {
            self.silence();
        }
    }

    /// Notes that nothing came.
    pub(super) fn silence(&mut self) {
        self.count = self.count.min(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: Turn = Turn { received: 1, woken: false };

    fn after(pace: &mut Pace, turns: i32) -> bool {
        (0..turns).for_each(|_| pace.after(RECEIVED));
        pace.is_brisk()
    }

    #[test]
    fn datagrams_in_a_row_make_it_brisk_and_silence_ends_it() {
        let mut pace = Pace::default();
        assert!(!after(&mut pace, STEADY - 1));
        assert!(after(&mut pace, 1));

        pace.after(Turn::default());
        assert!(!after(&mut pace, STEADY - 1));
        assert!(after(&mut pace, 1));

        pace.silence();
        assert!(!pace.is_brisk());
    }

    #[test]
    fn a_wake_up_is_remembered_for_long() {
        let mut pace = Pace::default();
        after(&mut pace, STEADY);

        pace.after(Turn { received: 1, woken: true });

        assert!(!after(&mut pace, STEADY - AFTER_WAKE_UP - 1));
        assert!(after(&mut pace, 1));
    }

    #[test]
    fn silence_does_not_make_a_wake_up_forgotten() {
        let mut pace = Pace::default();
        pace.after(Turn { received: 0, woken: true });
        pace.silence();

        assert!(!after(&mut pace, STEADY));
    }
}
