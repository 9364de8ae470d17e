//! A test of one's own handler: no socket, no port, and no waiting, although the handler takes minutes and the line is
//! bad.
//!
//! Run: `cargo run -p coapt --features full --example handler_test`. In a program of your own it is a function with
//! `#[tokio::test(start_paused = true)]`, which needs tokio with the feature `test-util`.

use std::time::Duration;

use coapt::Request;
use coapt::aio::Router;
use coapt::testing::{Conditions, Network};

/// What is to be tested.
async fn brew() -> &'static str {
    tokio::time::sleep(Duration::from_secs(150)).await;
    "coffee"
}

/// The test.
pub(crate) async fn coffee_comes_through_a_bad_line() {
    let network = Network::with_seed(5);
    let server = network.serve(Router::new().post("/coffee", brew));
    let client = network.client();
    let delay = Duration::from_millis(50)..Duration::from_secs(2);
    network.set_conditions(Conditions { loss: 0.3, duplicate: 0.1, delay });

    let request = Request::post(server.uri("/coffee")).timeout(Duration::from_secs(300));
    let reply = client.send(request).await;

    assert_eq!(reply.expect("there is coffee").payload(), b"coffee");
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    coffee_comes_through_a_bad_line().await;
}
