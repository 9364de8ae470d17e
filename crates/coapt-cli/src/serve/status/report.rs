//! The state of the server as JSON, for the page and for programs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use coapt::{Code, Counters};

use super::super::access_log;
use super::Shared;
use super::history::History;

/// What `/status.json` says; its names are part of the interface.
#[derive(Serialize)]
struct Report<'a> {
    name: &'a str,
    version: &'static str,
    addresses: Vec<String>,
    workers: usize,
    time: String,
    uptime_seconds: u64,
    requests: u64,
    request_bytes: u64,
    response_bytes: u64,
    history: &'a History,
    resources: Vec<Row>,
    codes: BTreeMap<String, u64>,
    methods: BTreeMap<String, u64>,
    counters: BTreeMap<&'static str, u64>,
}

/// A resource.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    /// As in a URI, or a sum in parentheses.
    pub(super) path: String,
    pub(super) requests: u64,
    pub(super) observers: usize,
}

/// The sums over all workers.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) resources: BTreeMap<String, (u64, usize)>,
    pub(super) codes: BTreeMap<String, u64>,
    pub(super) methods: BTreeMap<String, u64>,
    pub(super) request_bytes: u64,
    pub(super) response_bytes: u64,
    pub(super) micros: u64,
}

impl Sums {
    /// Adds up what the workers have counted.
    pub(super) fn of(shared: &Shared) -> Self {
        let mut sums = Self::default();
        for tally in shared.tallies() {
            sums.request_bytes += tally.request_bytes;
            sums.response_bytes += tally.response_bytes;
            sums.micros += tally.micros;
            for (path, count) in &tally.resources {
                sums.resources.entry(path.clone()).or_default().0 += count;
            }
            for (path, count) in &tally.observers {
                sums.resources.entry(path.clone()).or_default().1 += count;
            }
            for (code, count) in &tally.codes {
                *sums.codes.entry(Code::from_byte(*code).to_string()).or_default() += count;
            }
            for (method, count) in &tally.methods {
                let method = access_log::method(Code::from_byte(*method));
                *sums.methods.entry(method).or_default() += count;
            }
        }
        sums
    }

    /// Counts all answers.
    pub(super) fn answers(&self) -> u64 {
        self.codes.values().sum()
    }

    /// Gives the resources, the most asked for first.
    fn rows(&self) -> Vec<Row> {
        let row = |(path, (requests, observers)): (&String, &(u64, usize))| Row {
            path: path.clone(),
            requests: *requests,
            observers: *observers,
        };
        let mut rows: Vec<_> = self.resources.iter().map(row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.requests));
        rows
    }
}

/// Writes the report.
pub(super) fn json(shared: &Shared) -> String {
    let sums = Sums::of(shared);
    let watched = &shared.watched;
    let history = shared.history();
    let report = Report {
        name: &watched.name,
        version: env!("CARGO_PKG_VERSION"),
        addresses: watched.addresses.iter().map(|it| format!("coap://{it}")).collect(),
        workers: watched.tallies.len(),
        time: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        uptime_seconds: shared.since.past().as_secs(),
        requests: sums.answers(),
        request_bytes: sums.request_bytes,
        response_bytes: sums.response_bytes,
        history: &history,
        resources: sums.rows(),
        codes: sums.codes,
        methods: sums.methods,
        counters: counters(&watched.handle.counters()),
    };
    serde_json::to_string(&report).unwrap_or_default()
}

/// Gives the counters of the protocol machine by their names.
fn counters(counters: &Counters) -> BTreeMap<&'static str, u64> {
    let size = |gauge: usize| u64::try_from(gauge).unwrap_or(u64::MAX);
    BTreeMap::from([
        ("received", counters.received),
        ("sent", counters.sent),
        ("retransmitted", counters.retransmitted),
        ("timed_out", counters.timed_out),
        ("ignored", counters.ignored),
        ("malformed", counters.malformed),
        ("duplicates", counters.duplicates),
        ("unexpected", counters.unexpected),
        ("bad_options", counters.bad_options),
        ("requests", counters.requests),
        ("refused", counters.refused),
        ("duplicates_forgotten", counters.duplicates_forgotten),
        ("bodies_dropped", counters.bodies_dropped),
        ("notifications", counters.notifications),
        ("challenged", counters.challenged),
        ("withheld", counters.withheld),
        ("duplicate_bytes", size(counters.duplicate_bytes)),
        ("peers", size(counters.peers)),
        ("open_requests", size(counters.open_requests)),
        ("body_bytes", size(counters.body_bytes)),
        ("observers", size(counters.observers)),
    ])
}
