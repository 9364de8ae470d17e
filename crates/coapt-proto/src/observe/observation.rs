//! RFC 7641 §3: what a client knows of a resource that it observes.

use core::time::Duration;

use crate::event::Order;
use crate::random::Random;
use crate::time::Instant;

/// An accepted observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    sequence: u32,
    arrived: Instant,
    /// When the registration is to be renewed.
    renew_at: Option<Instant>,
    attempts: u32,
    /// When it was last asked to be renewed.
    asked: Instant,
}

/// The span in which the smaller of two sequence numbers may be the newer one (RFC 7641 §3.4).
const WINDOW: Duration = Duration::from_secs(128);
const HALF: u32 = 1 << 23;

impl Observation {
    pub(crate) const fn new(sequence: u32, now: Instant) -> Self {
        Self { sequence, arrived: now, renew_at: None, attempts: 0, asked: Instant::ORIGIN }
    }

    /// Judges a further notification, and remembers it if it is the newest.
    //= rfc7641#3.4 order: 24-bit serial numbers, and anything is newer after 128 s
    pub(crate) fn judge(&mut self, now: Instant, sequence: u32) -> Order {
        let (old, new) = (self.sequence, sequence);
        let newer = (old < new && new - old < HALF)
            || (old > new && old - new > HALF)
            || now > self.arrived + WINDOW;
        if newer {
            self.accept(now, sequence);
            Order::Latest
        } else {
            Order::Outdated
        }
    }

    /// Notes that the server is asked anew.
    pub(crate) fn ask(&mut self, now: Instant) {
        self.asked = now;
    }

    /// Judges the answer to a renewal, and remembers it if it is the newest.
    ///
    /// It is the present state, also after the server has restarted and counts anew, unless a notification has
    /// overtaken it.
    pub(crate) fn judge_answer(&mut self, now: Instant, sequence: u32) -> Order {
        if self.arrived >= self.asked {
            return self.judge(now, sequence);
        }
        self.accept(now, sequence);
        Order::Latest
    }

    /// Remembers the newest notification.
    fn accept(&mut self, now: Instant, sequence: u32) {
        self.sequence = sequence;
        self.arrived = now;
        self.attempts = 0;
    }

    pub(crate) const fn renew_at(&self) -> Option<Instant> {
        self.renew_at
    }

    pub(crate) fn clear_renewal(&mut self) -> Option<Instant> {
        self.renew_at.take()
    }

    /// Plans the renewal for when the state runs out; returns the moment.
    //= rfc7641#3.3.1 renew: not while the notification is fresh, and then after 5 to 15 s more
    pub(crate) fn plan_renewal(
        &mut self,
        now: Instant,
        max_age: u32,
        random: &mut Random,
    ) -> Instant {
        let wait = random.between(Duration::from_secs(5), Duration::from_secs(15));
        let due = now + Duration::from_secs(u64::from(max_age)) + wait;
        self.renew_at = Some(due);
        due
    }

    /// Plans another attempt after one that failed, each time after a longer pause; returns the moment.
    pub(crate) fn plan_retry(&mut self, now: Instant, random: &mut Random) -> Instant {
        const SHORTEST: u32 = 15;
        const LONGEST: u32 = 3600;
        let pause = (SHORTEST << self.attempts.min(8)).min(LONGEST);
        self.attempts += 1;
        self.plan_renewal(now, pause, random)
    }
}

#[cfg(test)]
mod tests;
