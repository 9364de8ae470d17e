//! The counters of clients and servers in the form that Prometheus reads.

use std::fmt;

use coapt_proto::Counters;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Shows the [`Counters`] of a client or server to a registry of `prometheus-client` (feature `metrics`).
///
/// ```
/// use coapt::Metrics;
/// use coapt::aio::Client;
/// use prometheus_client::registry::Registry;
///
/// let client = Client::new()?;
/// let counted = client.clone();
/// let mut registry = Registry::default();
/// registry.register_collector(Box::new(Metrics::new("coap_client", move || counted.counters())));
/// let mut text = String::new();
/// prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
/// assert!(text.contains("coap_client_retransmitted_total 0"));
/// # Ok::<(), coapt::Error>(())
/// ```
pub struct Metrics {
    prefix: String,
    counters: Box<dyn Fn() -> Counters + Send + Sync>,
}

impl Metrics {
    /// Shows what `counters` gives, under names that begin with `prefix`.
    pub fn new(prefix: &str, counters: impl Fn() -> Counters + Send + Sync + 'static) -> Self {
        Self { prefix: prefix.to_owned(), counters: Box::new(counters) }
    }
}

impl Collector for Metrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let counters = (self.counters)();
        for (name, help, value) in counts(&counters) {
            let metric = ConstCounter::new(value);
            let name = format!("{}_{name}", self.prefix);
            metric.encode(encoder.encode_descriptor(&name, help, None, metric.metric_type())?)?;
        }
        for (name, help, value) in gauges(&counters) {
            let metric = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            let name = format!("{}_{name}", self.prefix);
            metric.encode(encoder.encode_descriptor(&name, help, None, metric.metric_type())?)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// What only grows: name, meaning, value.
fn counts(counters: &Counters) -> [(&'static str, &'static str, u64); 17] {
    [
        ("received", "Datagrams received", counters.received),
        ("sent", "Datagrams sent", counters.sent),
        ("retransmitted", "Confirmable messages sent again", counters.retransmitted),
        ("timed_out", "Confirmable messages never acknowledged", counters.timed_out),
        ("ignored", "Datagrams of another version", counters.ignored),
        ("malformed", "Malformed datagrams", counters.malformed),
        ("duplicates", "Copies of messages seen before", counters.duplicates),
        ("unexpected", "Messages that belong to nothing", counters.unexpected),
        ("bad_options", "Messages rejected for a critical option", counters.bad_options),
        ("requests", "Requests delivered to handlers", counters.requests),
        ("refused", "Requests refused because a table was full", counters.refused),
        (
            "duplicates_forgotten",
            "Replies forgotten early because the memory for duplicates was full",
            counters.duplicates_forgotten,
        ),
        ("bodies_dropped", "Bodies given up", counters.bodies_dropped),
        ("notifications", "Notifications sent", counters.notifications),
        ("challenged", "Requests answered with an Echo value", counters.challenged),
        ("withheld", "Datagrams not sent to unverified addresses", counters.withheld),
        ("problems_dropped", "Problems that were counted only", counters.problems_dropped),
    ]
}

/// What rises and falls: name, meaning, value.
fn gauges(counters: &Counters) -> [(&'static str, &'static str, usize); 6] {
    [
        ("duplicate_bytes", "Bytes in the memory for duplicates", counters.duplicate_bytes),
        ("peers", "Peers remembered", counters.peers),
        ("exchanges", "Own exchanges and observations open", counters.exchanges),
        ("open_requests", "Received requests without an answer", counters.open_requests),
        ("body_bytes", "Bytes of unfinished and half-sent bodies", counters.body_bytes),
        ("observers", "Observers", counters.observers),
    ]
}
