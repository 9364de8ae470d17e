//! RFC 7252 §4.2: the life of one message after its first sending.

use core::time::Duration;

use crate::time::Instant;

/// Where a message stands after its first sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// Confirmable and not acknowledged yet.
    Waiting {
        /// How often it was sent again.
        resent: u8,
        /// The current time-out.
        gap: Duration,
        /// When that ends.
        due: Instant,
        /// The end of `MAX_TRANSMIT_SPAN`: nothing is sent after it.
        last: Instant,
    },
    /// Non-confirmable: it is remembered for a Reset, and may hold an NSTART place until `due`.
    Unconfirmed { since: Instant, due: Option<Instant> },
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Nothing,
    Resend,
    GiveUp,
    GiveBackPlace,
}

impl Sending {
    /// When the next step is due.
    pub(super) const fn due(self) -> Option<Instant> {
        match self {
            Self::Waiting { due, .. } => Some(due),
            Self::Unconfirmed { due, .. } => due,
        }
    }

    /// Moves the message on by the passage of time. Pure: same arguments, same answer.
    pub(super) fn tick(self, now: Instant, max_resends: u8, shortest: Duration) -> (Self, Effect) {
        match self {
            Self::Waiting { due, .. } if now < due => (self, Effect::Nothing),
            //= rfc7252#4.2 give-up: at MAX_RETRANSMIT
            Self::Waiting { resent, .. } if resent >= max_resends => (self, Effect::GiveUp),
            //= rfc7252#4.2 span: nothing is sent after MAX_TRANSMIT_SPAN, but an answer may come
            Self::Waiting { resent, gap, due, last } if now > last => {
                let left = u32::from(max_resends - resent).min(16);
                let due = due + gap * ((2 << left) - 2);
                (Self::Waiting { resent: max_resends, gap, due, last }, Effect::Nothing)
            }
            Self::Waiting { resent, gap, due, last } => {
                //= rfc7252#4.2 backoff: the gap doubles with every retransmission
                let gap = gap * 2;
                //= rfc7252#4.2 never-closer: a late timer does not bring two sendings together
                let due = (due + gap).max(now + shortest);
                (Self::Waiting { resent: resent + 1, gap, due, last }, Effect::Resend)
            }
            Self::Unconfirmed { due: Some(due), .. } if now < due => (self, Effect::Nothing),
            Self::Unconfirmed { since, due: Some(_) } => {
                (Self::Unconfirmed { since, due: None }, Effect::GiveBackPlace)
            }
            Self::Unconfirmed { due: None, .. } => (self, Effect::Nothing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: fn(u64) -> Duration = Duration::from_secs;

    fn at(seconds: u64) -> Instant {
        Instant::after_origin(S(seconds))
    }

    fn waiting(resent: u8, gap: u64, due: u64) -> Sending {
        Sending::Waiting { resent, gap: S(gap), due: at(due), last: at(45) }
    }

    // rfc: M-7252-4.2-08
    #[test]
    fn every_state_against_every_moment() {
        let unconfirmed =
            |due: Option<u64>| Sending::Unconfirmed { since: at(1), due: due.map(at) };
        let table = [
            (waiting(0, 2, 2), 1, waiting(0, 2, 2), Effect::Nothing),
            (waiting(0, 2, 2), 2, waiting(1, 4, 6), Effect::Resend),
            (waiting(0, 2, 2), 9, waiting(1, 4, 11), Effect::Resend),
            (waiting(3, 16, 14), 14, waiting(4, 32, 46), Effect::Resend),
            (waiting(4, 32, 62), 61, waiting(4, 32, 62), Effect::Nothing),
            (waiting(4, 32, 62), 62, waiting(4, 32, 62), Effect::GiveUp),
            (waiting(3, 16, 30), 46, waiting(4, 16, 62), Effect::Nothing),
            (waiting(1, 4, 6), 46, waiting(4, 4, 62), Effect::Nothing),
            (waiting(4, 4, 62), 99, waiting(4, 4, 62), Effect::GiveUp),
            (unconfirmed(Some(5)), 4, unconfirmed(Some(5)), Effect::Nothing),
            (unconfirmed(Some(5)), 5, unconfirmed(None), Effect::GiveBackPlace),
            (unconfirmed(None), 99, unconfirmed(None), Effect::Nothing),
        ];

        for (state, now, next, effect) in table {
            assert_eq!(state.tick(at(now), 4, S(2)), (next, effect), "{state:?} at {now} s");
        }
    }
}
