//! What is told of what goes on: counters.

use coapt::Metrics;
use coapt::aio::Router;
use coapt::testing::Network;
use prometheus_client::registry::Registry;

#[tokio::test(start_paused = true)]
async fn counters_are_shown_to_prometheus() {
    let network = Network::new();
    let server = network.serve(Router::new().get("/x", || "x"));
    network.client().get(&server.uri("/x")).await.unwrap();
    let handle = server.handle().clone();
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Metrics::new("coap", move || handle.counters())));

    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();

    for line in ["# TYPE coap_requests counter", "coap_requests_total 1", "coap_observers 0"] {
        assert!(text.contains(line), "{text}");
    }
}
