//! The `CoAP` class: a CoAP client and server in one object of properties, methods and events.
//!
//! [`CoAP`] is pumped by its caller: events fire only inside its methods, on the calling thread. Everything that
//! travels is decided by [`coapt_proto::Endpoint`]; this module snapshots properties into messages, fills properties
//! from messages, and calls handlers.
//!
//! One file a matter: [`coap`] the type, `properties`, `option_arrays` and `config` its state, `client`, `observing`
//! and `server` its methods, `exchanges`, `notifications` and `serving` what happens when something arrives, `pump`
//! the order in which that is told.

mod announce;
mod client;
mod coap;
mod config;
mod cork;
mod errors;
mod events;
mod exchanges;
mod fields;
mod hooks;
mod log;
mod notifications;
mod observing;
mod option_arrays;
mod options;
mod pending;
mod properties;
mod pump;
mod server;
mod serving;
mod settings;
mod sockets;
mod trouble;
mod uris;
mod waiting;

pub use coap::CoAP;
pub use errors::{CoAPError, HandlerError};
pub use events::{
    CoAPErrorEventParams, CoAPLogEventParams, CoAPNotificationEventParams, CoAPRegisterEventParams,
    CoAPRequestCompleteEventParams, CoAPRequestEventParams, CoAPResponseCompleteEventParams,
    CoAPUnregisteredEventParams,
};
pub use hooks::{Handled, Hook};
pub use waiting::Wait;
