//! The state of the server in the form that Prometheus reads.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, text};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::Registry;

use coapt::Metrics;

use super::Shared;
use super::report::Sums;

/// The prefix of all names.
const PREFIX: &str = "coapt";

/// A label and its value.
type Labels = [(&'static str, String); 1];

/// Writes all there is.
pub(super) fn text(shared: &Arc<Shared>) -> String {
    let mut registry = Registry::default();
    let handle = shared.watched.handle.clone();
    registry.register_collector(Box::new(Metrics::new(PREFIX, move || handle.counters())));
    registry.register_collector(Box::new(Answers(Arc::clone(shared))));
    let mut text = String::new();
    // Writing to a text fails only if a name is wrong, and these are constants.
    text::encode(&mut text, &registry).ok();
    text
}

/// What the workers count beside their endpoints.
#[derive(Debug)]
struct Answers(Arc<Shared>);

impl Collector for Answers {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let sums = Sums::of(&self.0);
        let codes = counts("code", sums.codes.iter().map(|(code, count)| (code, *count)));
        let paths = sums.resources.iter();
        let requests = counts("path", paths.clone().map(|(path, (count, _))| (path, *count)));
        let observers = gauges("path", paths.map(|(path, (_, count))| (path, *count)));
        let seconds = ConstCounter::new(seconds(sums.micros));
        let uptime = ConstGauge::new(shortened(self.0.since.past().as_secs()));
        let workers = ConstGauge::new(shortened(self.0.watched.tallies.len()));
        for (name, help, metric) in [
            ("answers", "Requests answered, by code", &codes as &dyn DynMetric),
            ("resource_requests", "Requests answered, by resource", &requests),
            ("resource_observers", "Clients that observe a resource", &observers),
            ("answer_time_seconds", "Time from request to answer, in all", &seconds),
            ("uptime_seconds", "Time since the start", &uptime),
            ("workers", "Threads that serve", &workers),
        ] {
            metric.write(&mut encoder, &format!("{PREFIX}_{name}"), help)?;
        }
        Ok(())
    }
}

/// Any metric, to be written.
trait DynMetric {
    fn write(&self, to: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result;
}

impl<M: EncodeMetric> DynMetric for M {
    fn write(&self, to: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        self.encode(to.encode_descriptor(name, help, None, self.metric_type())?)
    }
}

fn counts<'a>(
    label: &'static str,
    rows: impl Iterator<Item = (&'a String, u64)>,
) -> Family<Labels, Counter> {
    let family = Family::<Labels, Counter>::default();
    for (value, count) in rows {
        family.get_or_create(&[(label, value.clone())]).inc_by(count);
    }
    family
}

fn gauges<'a>(
    label: &'static str,
    rows: impl Iterator<Item = (&'a String, usize)>,
) -> Family<Labels, Gauge> {
    let family = Family::<Labels, Gauge>::default();
    for (value, count) in rows {
        family.get_or_create(&[(label, value.clone())]).set(shortened(count));
    }
    family
}

/// Gives microseconds as seconds.
fn seconds(micros: u64) -> f64 {
    std::time::Duration::from_micros(micros).as_secs_f64()
}

fn shortened(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
