//! A run of requests: begins them, waits for answers, and knows when it is over.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use coapt::proto::Instant;

use crate::failure::Failure;

use super::pace::{Pace, Schedule};
use super::ports::{Patience, Ports};
use super::requests::Requests;
use super::watch::Watch;

/// How many requests begin in one turn at most, so that answers are taken in between.
pub(super) const TURN: usize = 256;

/// How long answers are waited for after the time is up.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// No wait for the schedule is shorter than this: waking for each request would cost more than the request.
const STEP: Duration = Duration::from_micros(50);

/// How long a signal, the display or a full socket may have to wait.
pub(super) const GLANCE: Duration = Duration::from_millis(100);

/// With more time than this, waiting and receiving may be one call that takes a few milliseconds too long.
const AMPLE: Duration = Duration::from_millis(20);

/// How many refusals in a row mean that there is nobody.
pub(super) const REFUSALS: u32 = 8;

/// How many requests in a row that were given up, and how long a silence, mean that the server has ended.
const LOSSES: u32 = 16;

/// How long the run goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How many requests there are.
    pub(super) requests: u64,
    /// How long they may begin.
    pub(super) duration: Duration,
    /// How long the server may be silent.
    pub(super) silence: Duration,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It did what it was to do.
    Done,
    /// Somebody interrupted it.
    Interrupted,
    /// The network says that nobody is there.
    Refused,
    /// The server fell silent.
    Silent,
}

/// A run that goes on.
#[derive(Debug)]
pub(super) struct Load<'r, 'p> {
    pub(super) ports: &'r mut Ports,
    pub(super) requests: &'r mut Requests<'p>,
    pub(super) limits: Limits,
    pub(super) pace: Pace,
}

impl Load<'_, '_> {
    /// Runs to the end; gives why it ended, and how long it took.
    pub(super) fn run(
        &mut self,
        interrupted: &AtomicBool,
        watch: &mut Watch,
    ) -> Result<(End, Duration), Failure> {
        let start = self.ports.now();
        let mut schedule = Schedule::new(self.pace, start);
        let until = start + self.limits.duration;
        loop {
            let now = self.ports.now();
            let end = match self.end(now, start, until) {
                _ if interrupted.load(Ordering::Relaxed) => Some(End::Interrupted),
                end => end,
            };
            if let Some(end) = end {
                return Ok((end, self.finish(&mut schedule, start, until.min(now))));
            }
            self.requests.resend(now, self.ports);
            if now < until {
                self.begin(now, &mut schedule);
            }
            self.ports.flush()?;
            self.receive(&schedule)?;
            watch.glance(self.ports.now(), &self.requests.tally, self.requests.under_way());
        }
    }

    /// Begins what can begin.
    fn begin(&mut self, now: Instant, schedule: &mut Schedule) {
        for _ in 0..TURN {
            let is_enough = self.requests.tally.begun >= self.limits.requests;
            if is_enough || self.requests.is_full() || self.ports.is_full() {
                return;
            }
            let Some(since) = schedule.take(now) else { return };
            self.requests.begin(now, since, self.ports);
        }
    }

    /// Takes what has come; waits for it if nothing has.
    fn receive(&mut self, schedule: &Schedule) -> Result<(), Failure> {
        let now = self.ports.now();
        let timeout = self.time_left(now, schedule);
        let is_alone = !self.ports.has_many_sockets();
        let got = if is_alone && timeout > AMPLE && !self.ports.is_full() {
            self.take(Patience::Short)?
        } else {
            let got = if is_alone { self.take(Patience::None)? } else { 0 };
            if got > 0 {
                got
            } else {
                self.ports.wait(timeout)?;
                self.take(Patience::None)?
            }
        };
        if got == 0 {
            while let Some(quoted) = self.ports.take_undelivered() {
                self.requests.handle_undelivered(&quoted);
            }
        }
        Ok(())
    }

    fn take(&mut self, patience: Patience) -> Result<usize, Failure> {
        let now = self.ports.now();
        let requests = &mut *self.requests;
        self.ports.receive(patience, |arrival, out| requests.handle(now, arrival, out))
    }

    fn time_left(&self, now: Instant, schedule: &Schedule) -> Duration {
        let is_full = self.requests.is_full();
        let next = schedule.next().filter(|_| !is_full).map(|next| next.max(now + STEP));
        let due = self.requests.next_due().min(next.unwrap_or(Instant::FAR_FUTURE));
        due.saturating_since(now).min(GLANCE)
    }

    fn end(&self, now: Instant, start: Instant, until: Instant) -> Option<End> {
        let tally = &self.requests.tally;
        let is_over = tally.begun >= self.limits.requests || now >= until;
        let last_heard = tally.last_heard.unwrap_or(start);
        if tally.refusals_in_a_row >= REFUSALS {
            Some(End::Refused)
        } else if is_over {
            let is_end = self.requests.under_way() == 0 || now >= until + GRACE;
            let end = if tally.refusals_in_a_row > 0 { End::Refused } else { End::Done };
            is_end.then_some(end)
        } else if tally.lost_in_a_row >= LOSSES && now >= last_heard + self.limits.silence {
            Some(End::Silent)
        } else {
            None
        }
    }

    /// Counts what is left over; gives how long it took to the last answer, or to the end of the time.
    fn finish(&mut self, schedule: &mut Schedule, start: Instant, end: Instant) -> Duration {
        let left = self.limits.requests.saturating_sub(self.requests.tally.begun);
        let unfinished = self.requests.under_way() as u64;
        let tally = &mut self.requests.tally;
        tally.not_begun = schedule.backlog(end, left);
        let last = tally.last_heard.unwrap_or(end).max(start);
        let is_cut_short = left > 0;
        tally.unfinished = unfinished;
        let last = if is_cut_short { last.max(end) } else { last };
        last.saturating_since(start)
    }
}
