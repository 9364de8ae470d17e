//! Averages that are kept to: notifications to a peer, requests of a peer, refusals to it.

use core::time::Duration;

use super::peers::PeerKey;
use super::{Messaging, Receipt};
use crate::peer::Peer;
use crate::time::Instant;

/// How often 4.29 is sent to one peer at most on average.
const REFUSAL_GAP: Duration = Duration::from_secs(1);

/// How many 4.29 one peer may be sent at once before that average counts.
const REFUSAL_BURST: u32 = 4;

/// One turn every `gap` on average, with `burst` of them at once after a rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pace {
    /// When the next turn would come if all came evenly.
    even: Instant,
}

impl Pace {
    /// Takes the next turn; returns when it comes, which may be now.
    pub(super) fn take(&mut self, now: Instant, gap: Duration, burst: u32) -> Instant {
        let slack = gap * burst.saturating_sub(1);
        let even = self.even.max(now);
        self.even = even + gap;
        if even <= now + slack { now } else { now + (even - (now + slack)) }
    }

    /// Takes a turn if one may come now.
    pub(super) fn take_now(&mut self, now: Instant, gap: Duration, burst: u32) -> bool {
        let before = *self;
        let comes_now = self.take(now, gap, burst) <= now;
        if !comes_now {
            *self = before;
        }
        comes_now
    }
}

impl Messaging {
    /// Takes a peer's next turn for a non-confirmable notification; returns when it comes.
    pub(crate) fn notification_turn(
        &mut self,
        now: Instant,
        peer: Peer,
        gap: Duration,
        burst: u32,
    ) -> Instant {
        let Some(key) = self.enter(now, peer) else { return now };
        self.peers.get_mut(key).map_or(now, |state| state.paces().notifying.take(now, gap, burst))
    }

    /// Tells whether one more request of a peer keeps to the rate that is set.
    //= rfc7252#4.7 response-rate: as many responses a second as are allowed, a second's worth of them at once
    pub(super) fn takes_request(&mut self, now: Instant, key: PeerKey) -> bool {
        let Some(rate) = self.request_rate else { return true };
        let gap = Duration::from_secs(1) / rate.max(1);
        self.peers.get_mut(key).is_none_or(|state| state.paces().asking.take_now(now, gap, rate))
    }

    /// Tells whether the sender of a request may be sent 4.29; if not, the request is as if it had not come, so that
    /// its repetition is looked at anew.
    //= rfc8516#3 limited: the 4.29s themselves are rate limited
    pub(crate) fn may_refuse(&mut self, now: Instant, receipt: &Receipt) -> bool {
        let state = self.peers.get_mut(receipt.key);
        if state
            .is_none_or(|state| state.paces().refusing.take_now(now, REFUSAL_GAP, REFUSAL_BURST))
        {
            return true;
        }
        self.duplicates.forget_message(receipt.key, receipt.id);
        self.unpin_forgotten(now);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_secs(3);

    fn at(seconds: u64) -> Instant {
        Instant::after_origin(Duration::from_secs(seconds))
    }

    #[test]
    fn turns_come_in_a_burst_and_then_evenly() {
        let mut pace = Pace::default();

        let turns: [Instant; 6] = core::array::from_fn(|_| pace.take(at(100), GAP, 3));

        assert_eq!(turns, [at(100), at(100), at(100), at(103), at(106), at(109)]);
    }

    #[test]
    fn a_rest_gives_a_new_burst() {
        let mut pace = Pace::default();
        for _ in 0..3 {
            pace.take(at(100), GAP, 3);
        }

        let turns: [Instant; 4] = core::array::from_fn(|_| pace.take(at(109), GAP, 3));

        assert_eq!(turns, [at(109), at(109), at(109), at(112)]);
    }

    #[test]
    fn a_turn_that_may_not_come_now_is_not_taken() {
        let mut pace = Pace::default();
        assert!(pace.take_now(at(100), GAP, 1));

        let refused: [bool; 3] = core::array::from_fn(|_| pace.take_now(at(102), GAP, 1));

        assert_eq!(refused, [false; 3]);
        assert!(pace.take_now(at(103), GAP, 1));
    }

    #[test]
    fn without_a_gap_every_turn_comes_now() {
        let mut pace = Pace::default();

        assert!((0..100).all(|_| pace.take(at(5), Duration::ZERO, 0) == at(5)));
    }
}
