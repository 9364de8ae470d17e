//! Requests and responses as the application gives and takes them: whole bodies, no ids, no blocks.

use bytes::Bytes;

use coapt_wire::{Block, Code, OptionsBuf, Token};

use crate::peer::{Delivery, Peer};

/// Whether a message wants to be acknowledged (RFC 7252 §4.2, §4.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reliability {
    /// It is repeated until it is acknowledged.
    #[default]
    Confirmable,
    /// It is sent once.
    NonConfirmable,
}

/// A request to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method code, 0.01 to 0.31.
    pub code: Code,
    /// The options. With Block1 or Block2 among them, the application deals with the blocks of that direction itself;
    /// Observe is set by the endpoint where it observes, and sent as it stands in a plain request.
    pub options: OptionsBuf,
    /// The whole body; it is sent in blocks if it is larger than one.
    pub payload: Bytes,
    /// The type of the messages that carry it; to a group it is non-confirmable whatever is said here (RFC 7252 §8.1).
    pub reliability: Reliability,
    /// The block size to use from the start, both ways, as SZX; `None` leaves it to the endpoint and the server.
    pub block_size_exponent: Option<u8>,
    /// The token of its first message (RFC 7252 §5.3.1); `None` draws one at random, as do all further messages.
    ///
    /// It must not be that of another open exchange with the peer; the empty one, which costs no byte, will do where
    /// there is none. A token that is easy to guess lets others forge the answer: this is for tests, for comparing
    /// recordings and for networks where nobody else can send.
    pub token: Option<Token>,
}

/// A response, to be sent or received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The response code.
    pub code: Code,
    /// The options, without Block1 and Block2.
    pub options: OptionsBuf,
    /// The body: all of it, or the piece that [`part`](Self::part) describes.
    pub payload: Bytes,
    /// What piece of the body `payload` is; `None` if it is the whole body.
    pub part: Option<Part>,
    /// How it is sent where it is not piggybacked; `None` answers in kind (RFC 7252 §5.2.3), and leaves the choice for
    /// a notification to [`Observing::reliability`](crate::Observing::reliability).
    pub reliability: Option<Reliability>,
}

/// The place of a piece in a body, for servers that do not want to hold the whole body in memory.
///
/// A server reads [`IncomingRequest::block2`] and answers with at least that block. An ETag option is then its duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where the piece begins, in bytes.
    pub offset: u64,
    /// How long the whole body is, in bytes.
    pub total: u64,
}

/// A request that was received whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingRequest {
    /// Who sent it.
    pub peer: Peer,
    /// Whether it came to this endpoint alone.
    pub delivery: Delivery,
    /// The type of the message that carried it.
    pub reliability: Reliability,
    /// The method code, 0.01 to 0.31.
    pub code: Code,
    /// The token that its response will carry.
    pub token: Token,
    /// The options in wire order; Block1 and Block2 are left out where the endpoint dealt with them.
    pub options: OptionsBuf,
    /// The whole body; empty for GET and DELETE.
    pub payload: Bytes,
    /// What it asks for beyond an answer.
    pub observe: Observe,
    /// The block that is asked for, if one is: number and size of the piece that a part must cover.
    pub block2: Option<Block>,
}

/// What a request asks for by its Observe option (RFC 7641 §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Observe {
    /// Nothing: there is none, or it has no meaning here.
    #[default]
    Absent,
    /// To be put on the list of observers (0).
    Register,
    /// To be taken from the list (1). If the sender was on it, that was done already.
    Deregister,
}

impl Request {
    /// Makes a confirmable request without options and body.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            options: OptionsBuf::new(),
            payload: Bytes::new(),
            reliability: Reliability::Confirmable,
            block_size_exponent: None,
            token: None,
        }
    }
}

impl Response {
    /// Makes a response without options and body that answers in kind.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            options: OptionsBuf::new(),
            payload: Bytes::new(),
            part: None,
            reliability: None,
        }
    }

    /// Replaces the body.
    #[must_use]
    pub fn with_payload(mut self, payload: impl Into<Bytes>) -> Self {
        self.payload = payload.into();
        self
    }
}
