//! `coapt bench`: put a server under load and tell how it bears it.
//!
//! What is hot takes no heap and no queue of its own: a request is a template with another message id and token, it
//! lives in a slot, and datagrams travel in batches. So the CPU time is the system's, and most of it the server's.

mod args;
mod compare;
mod cpu;
mod fanout;
mod flights;
mod load;
mod members;
mod numbers;
mod pace;
mod ports;
mod report;
mod requests;
mod summary;
mod tally;
mod template;
mod timing;
mod watch;

use std::io::Write;
use std::num::NonZeroU64;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hdrhistogram::Histogram;

use coapt::Error;

use crate::failure::{Failure, Status};
use crate::link;
use crate::observe::interruption;
use crate::printer::{Printer, status_line};

use self::args::Plan;
use self::compare::Before;
use self::cpu::Meter;
use self::flights::Flights;
use self::load::{End, Limits, Load};
use self::ports::Ports;
use self::report::Report;
use self::requests::Requests;
use self::tally::Tally;
use self::timing::Timing;
use self::watch::Watch;

pub(crate) use self::args::Args;

/// Ends with status 0 if a request was answered 2.xx; else as the answers say, or why there were none.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    let plan = args.plan()?;
    let before = args.output.compare.as_deref().map(Before::read).transpose()?;
    let interrupted = interruption()?;
    // Waits end when they should, not 50 µs later; where that cannot be had, latencies show it.
    rustix::thread::set_current_timer_slack(NonZeroU64::new(1)).ok();
    let result = if args.observe.observe {
        observe(&plan, args.output.pid, &interrupted)?
    } else {
        load(&plan, args.output.pid, &interrupted)?
    };
    let has_figures = match &result.report.observe {
        Some(fanout) => fanout.registered > 0,
        None => result.report.requests.answered > 0,
    };
    if args.output.json {
        compare::print_json(&result.report, before.as_ref(), printer)?;
    } else if has_figures {
        summary::print(&result.report, &result.latency, printer)?;
        before.map_or(Ok(()), |before| before.print(&result.report, printer))?;
    }
    result.status
}

/// What a run gives.
#[derive(Debug)]
struct Outcome {
    report: Report,
    latency: Histogram<u64>,
    status: Result<Status, Failure>,
}

/// Puts the server under load by requests.
fn load(plan: &Plan, pid: Option<u32>, interrupted: &AtomicBool) -> Result<Outcome, Failure> {
    let meter = Meter::start(pid)?;
    let mut ports = Ports::open(plan.target, &plan.uri, plan.clients)?;
    let (timing, first_id) = timing(plan);
    let silence = timing.longest(plan.template.is_confirmable());
    let flights = Flights::new(plan.window, plan.clients, plan.burst, first_id);
    let mut requests = Requests::new(&plan.template, timing, flights, Tally::new()?);
    let mut watch = Watch::new(ports.now());
    let mut load = Load {
        ports: &mut ports,
        requests: &mut requests,
        limits: Limits { requests: plan.requests, duration: plan.duration, silence },
        pace: plan.pace,
    };
    let outcome = load.run(interrupted, &mut watch);
    watch.finish();
    let (end, time) = outcome?;
    let tally = requests.tally;
    let report = Report::new(plan, &tally, time, meter.spent());
    let status = status(plan, end, &tally, time);
    Ok(Outcome { report, latency: tally.into_latency(), status })
}

/// Puts the server under load by observers.
fn observe(plan: &Plan, pid: Option<u32>, interrupted: &AtomicBool) -> Result<Outcome, Failure> {
    // One more client makes the changes.
    let mut ports = Ports::open(plan.target, &plan.uri, plan.clients + 1)?;
    let mut watch = Watch::new(ports.now());
    let run = fanout::Run {
        plan,
        changes: plan.changes.as_ref(),
        ports: &mut ports,
        interrupted,
        watch: &mut watch,
    };
    let outcome = run.run(timing(plan).0, pid);
    watch.finish();
    let outcome = outcome?;
    let report = outcome.report(plan);
    let mut status = status(plan, outcome.end, &outcome.tally, outcome.time);
    if status.is_ok() && outcome.fanout.registered == 0 && outcome.end == End::Done {
        status = Err(Failure::local(format!(
            "{}: the server answers, but does not let this resource be observed",
            plan.uri
        )));
    }
    Ok(Outcome { report, latency: outcome.latency, status })
}

/// Says how it went.
fn status(plan: &Plan, end: End, tally: &Tally, time: Duration) -> Result<Status, Failure> {
    let uri = &plan.uri;
    let failed = |error| Err(link::failure(&error, uri));
    let best = tally.codes().max_by_key(|(code, count)| (code.is_success(), *count));
    match (end, best) {
        (End::Interrupted, _) => Ok(Status::Success),
        (End::Refused, _) => failed(Error::Refused),
        (_, None) if tally.reset > 0 => failed(Error::Reset),
        (_, None) if tally.broken > 0 => failed(Error::Blocks),
        (End::Done | End::Silent, None) => Err(Failure::new(
            Status::TimedOut,
            format!(
                "{uri}: no answer to any of {} requests within {} s",
                tally.begun,
                numbers::figure(time.as_secs_f64())
            ),
        )),
        (End::Silent, Some(_)) => Err(Failure::new(
            Status::TimedOut,
            format!("{uri}: the server fell silent after {} answers", tally.answered),
        )),
        (End::Done, Some((code, _))) if code.is_success() => Ok(Status::Success),
        (End::Done, Some((code, count))) => Err(Failure::new(
            Status::of_reply(code),
            format!("{uri}: no answer is a success; {count} are {}", status_line(code)),
        )),
    }
}

/// Gives the timing with a seed of its own, and where message ids begin.
fn timing(plan: &Plan) -> (Timing, u16) {
    let random = coapt::net::seed();
    let (words, _) = random.as_chunks();
    let seed = words.first().map_or(0, |word| u64::from_be_bytes(*word));
    let [.., high, low] = random;
    let timing = Timing::new(plan.ack_timeout, plan.max_retransmit, plan.patience, seed);
    (timing, u16::from_be_bytes([high, low]))
}
