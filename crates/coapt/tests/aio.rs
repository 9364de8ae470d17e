//! The asynchronous client and server.
#![cfg(test)]

#[path = "aio/client.rs"]
mod client;
#[path = "aio/layers.rs"]
mod layers;
#[path = "aio/observing.rs"]
mod observing;
#[path = "aio/peers.rs"]
mod peers;
#[path = "aio/routing.rs"]
mod routing;
#[path = "aio/rules.rs"]
mod rules;
#[path = "aio/sockets.rs"]
mod sockets;
#[path = "aio/support.rs"]
mod support;
#[path = "aio/telling.rs"]
mod telling;
#[path = "aio/transfers.rs"]
mod transfers;
