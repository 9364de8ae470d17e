//! Clients and servers without sockets: for tests of one's own handlers (feature `async`).
//!
//! A [`Network`] carries datagrams within the process. Time is that of tokio: with its clock paused
//! (`#[tokio::test(start_paused = true)]`), hours of retransmissions and expiries pass in no time, and a test needs
//! neither ports nor patience. The protocol machines are those that are shipped.
//!
//! ```
//! use coapt::Request;
//! use coapt::aio::Router;
//! use coapt::testing::Network;
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), coapt::Error> {
//! async fn brew() -> &'static str {
//!     tokio::time::sleep(Duration::from_secs(90)).await; // passes at once
//!     "coffee"
//! }
//!
//! let network = Network::new();
//! let server = network.serve(Router::new().get("/coffee", brew));
//! let client = network.client();
//!
//! let request = Request::get(server.uri("/coffee")).timeout(Duration::from_secs(120));
//! assert_eq!(client.send(request).await?.payload(), b"coffee");
//! # Ok(())
//! # }
//! ```

mod memory_port;
mod network;

pub use network::{Conditions, Network, Running};
