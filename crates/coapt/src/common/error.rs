//! The one error of the blocking client and server.

use std::net::SocketAddr;
use std::time::Duration;

use coapt_net::NetError;
use coapt_proto::{Failure, RequestError};
use coapt_wire::uri::UriError;
use coapt_wire::{Code, ContentFormat, OptionNumber};

/// Why the client or the server could not do what it was asked to.
///
/// An answer with an error code is no error: the server was reached and replied, and the reply
/// says what it made of the request. The one exception is [`Client::discover`], which has no
/// reply to hand out.
///
/// [`Client::discover`]: crate::Client::discover
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The URI cannot be used.
    #[error("cannot use {uri:?}: {source}")]
    Uri {
        /// The URI as it was given.
        uri: String,
        /// What is wrong with it.
        source: UriError,
    },
    /// The URI asks for a transport that coapt does not have yet.
    #[error("{scheme}:// is not supported yet; only coap:// over UDP is")]
    Scheme {
        /// The scheme of the URI.
        scheme: String,
    },
    /// The host of the URI is a group, and a group gives more than one answer.
    #[error("{address} is a multicast address; the client asks one server at a time")]
    Multicast {
        /// The address of the group.
        address: SocketAddr,
    },
    /// The request has an option that none to a group may have (RFC 7252 §8.2.1).
    #[error("option {option} cannot stand in a request to a group")]
    NotForGroups {
        /// The option.
        option: OptionNumber,
    },
    /// The name of the host has no address that can be used.
    #[error("cannot find the address of {host}: {source}")]
    Resolve {
        /// The host as the URI names it.
        host: String,
        /// What the look-up said.
        source: NetError,
    },
    /// There was no answer in time.
    #[error("no answer within {} s", after.as_secs_f32())]
    TimedOut {
        /// How long the client waited.
        after: Duration,
    },
    /// The server rejected the request with a Reset.
    #[error("the server rejected the message with a reset")]
    Reset,
    /// Nobody listens on the port.
    #[error("nothing listens on that port: the message was refused")]
    Refused,
    /// The network has no way to the host.
    #[error("the host cannot be reached")]
    Unreachable,
    /// The blocks of the answer do not fit together.
    #[error(
        "the blocks of the answer do not fit together; the resource may have changed meanwhile"
    )]
    Blocks,
    /// The answer has a critical option that the client does not know.
    #[error("the answer carries the critical option {0}, which is not understood")]
    CriticalOption(OptionNumber),
    /// The body of the answer is larger than the configured limit.
    #[error("the answer is larger than the {limit} bytes that are allowed")]
    TooLarge {
        /// The limit: [`Limits::body`](coapt_proto::Limits::body).
        limit: usize,
    },
    /// The exchange ended in a way that this version has no better word for.
    #[error("the exchange failed: {0:?}")]
    Failed(Failure),
    /// The request cannot be sent as it is.
    #[error("the request cannot be sent: {0}")]
    Request(#[from] RequestError),
    /// An option has a value longer than any message can carry.
    #[error("the value of option {number} takes {len} bytes; {max} are allowed")]
    OptionTooLong {
        /// The option.
        number: OptionNumber,
        /// The size of the value.
        len: usize,
        /// The longest value that an option can have.
        max: usize,
    },
    /// The block size is none that CoAP knows.
    #[error("{size} is no block size; 16, 32, 64, 128, 256, 512 and 1024 are")]
    BlockSize {
        /// The size that was asked for.
        size: u16,
    },
    /// Discovery was answered with an error code.
    #[error("the server answered {code} {diagnostic}")]
    Answered {
        /// The code of the answer.
        code: Code,
        /// The diagnostic payload of the answer, if it is text.
        diagnostic: String,
    },
    /// Discovery was answered with something that is not link format.
    #[error("the answer is not in link format: {reason}")]
    Links {
        /// What is wrong with it.
        reason: String,
    },
    /// A body cannot be written or read in its format.
    #[error("the body is not usable as {format}: {reason}")]
    Body {
        /// The format.
        format: ContentFormat,
        /// What is wrong with it.
        reason: String,
    },
    /// The client cannot go on, for instance because its runtime was shut down.
    #[error("the client cannot go on: {reason}")]
    Closed {
        /// What happened.
        reason: String,
    },
    /// The address to bind is no address.
    #[error("cannot find an address to bind: {0}")]
    Address(std::io::Error),
    /// A server cannot have so many workers.
    #[error("{asked} workers were asked for; a server has 1 to {max}")]
    Workers {
        /// How many were asked for.
        asked: usize,
        /// How many there are at most.
        max: usize,
    },
    /// The system would not start a thread for a worker.
    #[error("cannot start a worker: {0}")]
    Thread(std::io::Error),
    /// The socket failed.
    #[error(transparent)]
    Net(#[from] NetError),
}
