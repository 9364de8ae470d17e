//! Observers of one resource: each client registers, and notifications are counted (RFC 7641).
//!
//! A run has three parts: all join, the time is spent with notifications, all leave. What is counted and timed is the
//! second part.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hdrhistogram::Histogram;

use coapt::proto::Instant;

use crate::failure::Failure;

use super::args::{Changes, Plan};
use super::cpu::{Meter, Spent};
use super::load::{End, GLANCE, GRACE, TURN};
use super::members::{Campaign, Members};
use super::numbers;
use super::pace::{Pace, Schedule};
use super::ports::{Patience, Ports};
use super::report::{self, Fanout};
use super::tally::Tally;
use super::timing::Timing;
use super::watch::Watch;

/// How long all together may take to leave.
const FAREWELL: Duration = Duration::from_secs(5);

/// A run with observers.
#[derive(Debug)]
pub(super) struct Run<'r> {
    pub(super) plan: &'r Plan,
    pub(super) changes: Option<&'r Changes>,
    pub(super) ports: &'r mut Ports,
    pub(super) interrupted: &'r AtomicBool,
    pub(super) watch: &'r mut Watch,
}

/// What a run with observers gives.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) end: End,
    pub(super) time: Duration,
    pub(super) spent: Spent,
    pub(super) fanout: Fanout,
    /// The registrations.
    pub(super) tally: Tally,
    /// From a change to each notification of it, in nanoseconds.
    pub(super) latency: Histogram<u64>,
}

impl Run<'_> {
    /// Joins, counts and leaves.
    pub(super) fn run(mut self, timing: Timing, pid: Option<u32>) -> Result<Outcome, Failure> {
        let mut members = Members::new(self.plan, timing, Tally::new()?, Tally::new()?);
        let mut end = self.campaign(&mut members, Campaign::Join, self.plan.duration)?;
        let registered = members.count();
        let meter = Meter::start(pid)?;
        let mut time = Duration::ZERO;
        if registered > 0 && end == End::Done {
            (end, time) = self.attend(&mut members)?;
        }
        let spent = meter.spent();
        let fanout = members.fanout(registered, time);
        if registered > 0 && end != End::Refused {
            self.campaign(&mut members, Campaign::Leave, FAREWELL)?;
        }
        let (tally, latency) = members.into_tallies();
        Ok(Outcome { end, time, spent, fanout, tally, latency: latency.into_latency() })
    }

    /// Lets all join, or all leave; neither may take longer than `longest` without a sign of life.
    fn campaign(
        &mut self,
        members: &mut Members<'_>,
        campaign: Campaign,
        longest: Duration,
    ) -> Result<End, Failure> {
        let start = self.ports.now();
        let mut next = 0;
        loop {
            let now = self.ports.now();
            let is_interrupted = self.interrupted.load(Ordering::Relaxed);
            if campaign == Campaign::Join && is_interrupted {
                return Ok(End::Interrupted);
            }
            let is_over = next == self.plan.clients && members.under_way() == 0;
            if let Some(end) = members.end(is_over) {
                return Ok(end);
            }
            if now >= members.last_heard(campaign, start) + longest {
                members.give_up();
                return Ok(End::Done);
            }
            members.resend(now, self.ports);
            let room = (self.plan.window as usize).saturating_sub(members.under_way()).min(TURN);
            let until = next.saturating_add(u32::try_from(room).unwrap_or(u32::MAX));
            let until = until.min(self.plan.clients);
            (next..until).for_each(|client| members.begin(now, (campaign, client), self.ports));
            next = until;
            self.exchange(members, GLANCE)?;
            self.watch.show(self.ports.now(), members.answered(), || {
                format!("{} observers", numbers::grouped(members.count()))
            });
        }
    }

    /// Counts notifications for the time of the plan, and makes changes.
    fn attend(&mut self, members: &mut Members<'_>) -> Result<(End, Duration), Failure> {
        let start = self.ports.now();
        let until = start + self.plan.duration;
        let mut schedule =
            self.changes.map(|changes| Schedule::new(Pace::Open { rate: changes.rate }, start));
        members.begin_counting();
        loop {
            let now = self.ports.now();
            if self.interrupted.load(Ordering::Relaxed) {
                return Ok((End::Interrupted, now.saturating_since(start)));
            }
            if let (Some(changes), Some(schedule)) = (self.changes, &mut schedule) {
                let due = std::iter::from_fn(|| schedule.take(now).filter(|due| *due < until));
                due.take(TURN).for_each(|since| members.change(since, changes, self.ports));
            }
            // After the last change its notifications are waited for.
            let is_complete = self.changes.is_some() && members.is_complete();
            if now >= until && (is_complete || self.changes.is_none() || now >= until + GRACE) {
                return Ok((End::Done, members.last_counted(until).saturating_since(start)));
            }
            let next = schedule.and_then(|schedule| schedule.next()).filter(|next| *next < until);
            let due = next.unwrap_or(if now < until { until } else { until + GRACE });
            self.exchange(members, due.saturating_since(now).min(GLANCE))?;
            self.watch.show(self.ports.now(), members.notified(), || {
                format!("notifications, {} in all", numbers::grouped(members.notified()))
            });
        }
    }

    /// Sends what waits and takes what has come; waits for it if nothing has.
    fn exchange(&mut self, members: &mut Members<'_>, timeout: Duration) -> Result<(), Failure> {
        self.ports.flush()?;
        let mut take = |ports: &mut Ports| {
            let now = ports.now();
            ports.receive(Patience::None, |arrival, out| members.handle(now, arrival, out))
        };
        if self.ports.has_many_sockets() {
            self.ports.wait(timeout)?;
        }
        let mut got = take(self.ports)?;
        if got == 0 && !self.ports.has_many_sockets() {
            self.ports.wait(timeout)?;
            got = take(self.ports)?;
        }
        if got == 0 {
            while let Some(quoted) = self.ports.take_undelivered() {
                members.handle_undelivered(&quoted);
            }
        }
        self.ports.flush()
    }
}

impl Outcome {
    /// Makes the report.
    pub(super) fn report(&self, plan: &Plan) -> report::Report {
        let mut report = report::Report::new(plan, &self.tally, self.time, self.spent);
        report.mode = "observe";
        report.per_second = 0.0;
        report.latency_us = None;
        report.cpu = report::Cpu::new(self.spent, self.fanout.notifications);
        report.observe = Some(self.fanout.clone());
        report
    }
}

/// When the last of what counts came, as far as the end of the time.
pub(super) fn last_of(last: Option<Instant>, until: Instant) -> Instant {
    last.unwrap_or(until).max(until)
}
