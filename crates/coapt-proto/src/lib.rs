//! CoAP as a protocol machine: no socket, no clock, no thread.
//!
//! [`Endpoint`] is the whole of CoAP for one local address, client and server at once. A driver feeds it with the
//! `handle_` calls and empties it with the `poll_` calls, in any order. Time is an argument, and every random choice
//! follows from one seed.
#![cfg_attr(not(test), no_std)]
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::std_instead_of_core, clippy::std_instead_of_alloc)
)]

extern crate alloc;

mod blockwise;
mod config;
mod counters;
mod endpoint;
mod error;
mod event;
mod exchange;
mod message;
mod messaging;
mod observe;
mod peer;
mod random;
mod shrink;
mod slab;
mod time;
mod timers;
mod transmit;

pub use config::{
    Blocks, Config, GroupRequests, Limits, Observing, Oversized, Recognized, Role, Streamed,
    Transmission,
};
pub use counters::Counters;
pub use endpoint::{Endpoint, Progress};
pub use error::{RequestError, RespondError};
pub use event::{
    Departure, Event, ExchangeId, Failure, Order, PingAnswer, Problem, RequestId, ResourceId,
};
pub use message::{IncomingRequest, Observe, Part, Reliability, Request, Response};
pub use peer::{Association, Delivery, Peer};
pub use time::Instant;
pub use transmit::{Carriage, Datagram, Transmit};
