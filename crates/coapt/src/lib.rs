#![doc = include_str!("../../../README.md")]

#[cfg(feature = "async")]
pub mod aio;
#[cfg(any(feature = "json", feature = "cbor"))]
mod body;
#[cfg(feature = "cbor")]
mod cbor;
mod class;
mod client;
pub mod code_page;
mod common;
#[cfg(doctest)]
mod guide;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "metrics")]
mod metrics;
mod server;
#[cfg(feature = "async")]
pub mod testing;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "trace_off.rs"]
mod trace;

#[cfg(feature = "cbor")]
pub use cbor::Cbor;
pub use class::{
    CoAP, CoAPError, CoAPErrorEventParams, CoAPLogEventParams, CoAPNotificationEventParams,
    CoAPRegisterEventParams, CoAPRequestCompleteEventParams, CoAPRequestEventParams,
    CoAPResponseCompleteEventParams, CoAPUnregisteredEventParams, Handled, HandlerError, Hook,
    Wait,
};
pub use client::{
    Client, ClientBuilder, Download, Notification, Observation, Pong, Reply, Request, Upload,
};
pub use common::Error;
#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
pub use server::{
    Answered, Deferred, Handle, Incoming, Observable, Outcome, Resource, Server, ServerBuilder,
    ServerReply, Witness, Workers,
};

pub use coapt_net::{self as net, NetError, Tap};
pub use coapt_proto::{self as proto, Config, Counters, Peer, PingAnswer, Progress, Reliability};
pub use coapt_wire::link_format::Link;
pub use coapt_wire::uri::{Uri, UriError};
pub use coapt_wire::{self as wire, Block, Code, ContentFormat, OptionNumber, Options};
