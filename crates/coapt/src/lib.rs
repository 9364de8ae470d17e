#![doc = include_str!("../../../README.md")]

mod class;
mod client;
pub mod code_page;
mod common;
mod server;

pub use class::{
    CoAP, CoAPError, CoAPErrorEventParams, CoAPLogEventParams, CoAPNotificationEventParams,
    CoAPRegisterEventParams, CoAPRequestCompleteEventParams, CoAPRequestEventParams,
    CoAPResponseCompleteEventParams, CoAPUnregisteredEventParams, Handled, HandlerError, Hook,
    Wait,
};
pub use client::{Client, ClientBuilder, Notification, Observation, Reply, Request};
pub use common::Error;
pub use server::{
    Deferred, Handle, Incoming, Outcome, Resource, Server, ServerBuilder, ServerReply,
};

pub use coapt_net::{self as net, NetError, Tap};
pub use coapt_proto::{self as proto, Config, Counters, Peer, Progress};
pub use coapt_wire::link_format::Link;
pub use coapt_wire::uri::{Uri, UriError};
pub use coapt_wire::{self as wire, Block, Code, ContentFormat, OptionNumber, Options};
