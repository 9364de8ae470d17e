//! When messages are sent again and given up (RFC 7252 §4.2 and §4.8).

use std::time::Duration;

use coapt::proto::Instant;

use super::flights::State;

/// The parameters of transmission.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    /// The least time before the first retransmission.
    pub(super) ack_timeout: Duration,
    /// How often a message is sent again.
    pub(super) max_retransmit: u8,
    /// How long an answer is waited for that no retransmission brings: to a message that asks for no
    /// acknowledgement, or after the acknowledgement.
    pub(super) patience: Duration,
    random: u64,
}

impl Timing {
    /// Makes the parameters; `seed` decides the first time-outs.
    pub(super) fn new(
        ack_timeout: Duration,
        max_retransmit: u8,
        patience: Duration,
        seed: u64,
    ) -> Self {
        Self { ack_timeout, max_retransmit, patience, random: seed | 1 }
    }

    /// Gives the state of a message that is sent now.
    pub(super) fn sent(&mut self, now: Instant, is_confirmable: bool) -> State {
        let gap = if is_confirmable { self.first_gap() } else { self.patience };
        State::Sent { resent: 0, gap, due: now + gap }
    }

    /// Gives the state of a message that is sent once more, `None` if it is time to give up.
    pub(super) fn resent(&self, now: Instant, state: State, is_confirmable: bool) -> Option<State> {
        match state {
            State::Sent { resent, gap, .. } if is_confirmable && resent < self.max_retransmit => {
                let gap = gap.saturating_mul(2);
                Some(State::Sent { resent: resent + 1, gap, due: now + gap })
            }
            State::Idle | State::Sent { .. } | State::Acknowledged { .. } => None,
        }
    }

    /// Gives the state of a message that was acknowledged without its answer.
    pub(super) fn acknowledged(&self, now: Instant) -> State {
        State::Acknowledged { due: now + self.patience }
    }

    /// How long a server may be silent before no request can be answered any more.
    pub(super) fn longest(&self, is_confirmable: bool) -> Duration {
        if !is_confirmable {
            return self.patience;
        }
        let gaps = (1_u32 << (u32::from(self.max_retransmit) + 1).min(31)) - 1;
        self.longest_first_gap().saturating_mul(gaps).saturating_add(self.patience)
    }

    /// Draws the gap before the first retransmission, between the time-out and 1.5 times of it.
    fn first_gap(&mut self) -> Duration {
        // xorshift: nothing secret depends on it.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let [a, b, ..] = self.random.to_be_bytes();
        let share = u32::from(u16::from_be_bytes([a, b]));
        let spread = self.longest_first_gap().saturating_sub(self.ack_timeout);
        self.ack_timeout.saturating_add(spread.saturating_mul(share) / 0x1_0000)
    }

    /// `ACK_RANDOM_FACTOR` is 1.5 (RFC 7252 §4.8).
    fn longest_first_gap(&self) -> Duration {
        self.ack_timeout.saturating_mul(3) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn gaps_double_from_a_first_one_in_the_range_until_it_is_given_up() {
        let mut timing = Timing::new(2 * SECOND, 4, SECOND, 7);
        let mut now = Instant::ORIGIN;
        let mut state = timing.sent(now, true);
        let State::Sent { gap: first, .. } = state else { panic!("{state:?}") };
        assert!((2 * SECOND..=3 * SECOND).contains(&first), "{first:?}");

        let mut sent_again = 0;
        while let State::Sent { due, .. } = state {
            now = due;
            let Some(next) = timing.resent(now, state, true) else { break };
            state = next;
            sent_again += 1;
        }

        assert_eq!((sent_again, now), (4, Instant::ORIGIN + first * 31));
        assert!(timing.longest(true) >= first * 31);
    }

    #[test]
    fn endless_times_are_no_trouble() {
        let mut timing = Timing::new(Duration::MAX, u8::MAX, Duration::MAX, 7);

        let state = timing.sent(Instant::ORIGIN, true);

        assert!(timing.resent(Instant::ORIGIN, state, true).is_some());
        assert!(timing.longest(true) > SECOND);
    }

    #[test]
    fn what_asks_for_no_acknowledgement_is_sent_once() {
        let mut timing = Timing::new(2 * SECOND, 4, SECOND, 7);

        let state = timing.sent(Instant::ORIGIN, false);

        assert!(matches!(state, State::Sent { gap: SECOND, .. }), "{state:?}");
        assert_eq!(timing.resent(Instant::ORIGIN + SECOND, state, false), None);
    }
}
