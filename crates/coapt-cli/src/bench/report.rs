//! The result of a run, as it is stored and compared; [`summary`](super::summary) lays it out for people.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use coapt::wire::Code;

use super::args::Plan;
use super::cpu::Spent;
use super::numbers;
use super::pace::Pace;
use super::tally::Tally;

/// For how long a message id must not be used again: `EXCHANGE_LIFETIME` (RFC 7252 §4.8.2), in seconds.
const ID_LIFETIME: f64 = 247.0;

/// How many message ids a client has.
const IDS: f64 = 65_536.0;

/// The result of a run; its form is that of `--json`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    pub(super) uri: String,
    pub(super) method: String,
    /// `closed`, `open` or `observe`.
    pub(super) mode: &'static str,
    pub(super) confirmable: bool,
    /// Requests under way at once, at most.
    pub(super) window: u32,
    /// Requests a second that were asked for.
    pub(super) rate: Option<f64>,
    pub(super) clients: u32,
    /// How long it took.
    pub(super) seconds: f64,
    /// Answered requests a second.
    pub(super) per_second: f64,
    pub(super) requests: Requests,
    /// Answers by their code.
    pub(super) codes: BTreeMap<String, u64>,
    pub(super) messages: Messages,
    /// From the request to the last block of its answer; with a rate from when it should have begun.
    pub(super) latency_us: Option<Latency>,
    pub(super) cpu: Cpu,
    /// Whether a client used a message id again within the 247 seconds for which it is taken.
    pub(super) message_ids_reused: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) observe: Option<Fanout>,
}

/// What became of the requests: `begun` is the sum of the next six.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Requests {
    pub(super) begun: u64,
    pub(super) answered: u64,
    pub(super) lost: u64,
    pub(super) reset: u64,
    pub(super) refused: u64,
    pub(super) broken: u64,
    pub(super) unfinished: u64,
    /// Requests of the schedule that never began, since too many were under way.
    pub(super) not_begun: u64,
}

/// What went over the wire beside one request and one response each.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Messages {
    pub(super) retransmissions: u64,
    pub(super) separate_responses: u64,
    pub(super) further_blocks: u64,
    pub(super) unexpected: u64,
    pub(super) malformed: u64,
    pub(super) bytes_received: u64,
}

/// Latencies in microseconds.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Latency {
    pub(super) min: f64,
    pub(super) mean: f64,
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) p99: f64,
    pub(super) p99_9: f64,
    pub(super) max: f64,
}

/// CPU time in microseconds for each answered request, or for each notification.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Cpu {
    pub(super) own_us: Option<f64>,
    pub(super) server_us: Option<f64>,
}

/// What observers saw.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Fanout {
    /// Clients that the server took as observers.
    pub(super) registered: u64,
    pub(super) notifications: u64,
    /// Notifications a second.
    pub(super) per_second: f64,
    /// Notifications that asked for an acknowledgement, and got it.
    pub(super) confirmable: u64,
    /// Notifications that came again.
    pub(super) repeated: u64,
    /// Changes that were sent, and those that were answered 2.xx.
    pub(super) changes: u64,
    pub(super) changes_answered: u64,
    /// From a change to each notification of it; needs `--trigger`.
    pub(super) latency_us: Option<Latency>,
}

impl Report {
    /// Makes the report of a run of requests.
    pub(super) fn new(plan: &Plan, tally: &Tally, time: Duration, spent: Spent) -> Self {
        let (mode, rate) = match plan.pace {
            Pace::Closed => ("closed", None),
            Pace::Open { rate } => ("open", Some(rate)),
        };
        Self {
            uri: plan.uri.clone(),
            method: name(plan.template.method()),
            mode,
            confirmable: plan.template.is_confirmable(),
            window: plan.window,
            rate,
            clients: plan.clients,
            seconds: time.as_secs_f64(),
            per_second: numbers::rate(tally.answered, time),
            requests: Requests::of(tally),
            codes: tally.codes().map(|(code, count)| (code.to_string(), count)).collect(),
            messages: Messages::of(tally),
            latency_us: latency(tally.latency()),
            cpu: Cpu::new(spent, tally.answered),
            message_ids_reused: are_ids_reused(plan.clients, tally, time),
            observe: None,
        }
    }
}

impl Requests {
    fn of(tally: &Tally) -> Self {
        Self {
            begun: tally.begun,
            answered: tally.answered,
            lost: tally.lost,
            reset: tally.reset,
            refused: tally.refused,
            broken: tally.broken,
            unfinished: tally.unfinished,
            not_begun: tally.not_begun,
        }
    }
}

impl Messages {
    fn of(tally: &Tally) -> Self {
        Self {
            retransmissions: tally.retransmissions,
            separate_responses: tally.separate,
            further_blocks: tally.blocks,
            unexpected: tally.unexpected,
            malformed: tally.malformed,
            bytes_received: tally.bytes_received,
        }
    }
}

impl Cpu {
    pub(super) fn new(spent: Spent, count: u64) -> Self {
        Self {
            own_us: numbers::micros_each(spent.own, count),
            server_us: spent.server.and_then(|time| numbers::micros_each(time, count)),
        }
    }
}

/// Gives the name of a code, such as GET.
pub(super) fn name(code: Code) -> String {
    code.name().map_or_else(|| code.to_string(), str::to_owned)
}

/// Sums latencies up; `None` if there are none.
pub(super) fn latency(histogram: &Histogram<u64>) -> Option<Latency> {
    let micros = |nanos: u64| numbers::float(nanos) / 1e3;
    let at = |quantile| micros(histogram.value_at_quantile(quantile).min(histogram.max()));
    (!histogram.is_empty()).then(|| Latency {
        min: micros(histogram.min()),
        mean: histogram.mean() / 1e3,
        p50: at(0.5),
        p90: at(0.9),
        p99: at(0.99),
        p99_9: at(0.999),
        max: micros(histogram.max()),
    })
}

fn are_ids_reused(clients: u32, tally: &Tally, time: Duration) -> bool {
    let messages = numbers::float(tally.begun + tally.blocks) / f64::from(clients);
    let lifetimes = (time.as_secs_f64() / ID_LIFETIME).max(1.0);
    messages / lifetimes > IDS
}
