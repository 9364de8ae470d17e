//! What an endpoint tells its application, and the ids it uses for that.

use coapt_wire::{OptionNumber, Token};

use crate::message::{IncomingRequest, Response};
use crate::peer::Peer;

/// Names a request that was received and waits for its answer; never used twice by one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(crate) u64);

/// Names an exchange or an observation of our own; never used twice by one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeId(pub(crate) u64);

/// Names an observable resource; the application chooses the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u64);

/// Something the application should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A request arrived; it is answered with [`Endpoint::respond`](crate::Endpoint::respond).
    Request {
        /// The name under which it is answered.
        id: RequestId,
        /// The request itself.
        request: IncomingRequest,
    },
    /// A response that was sent confirmably came to its end.
    Delivered {
        /// The request that was answered.
        id: RequestId,
        /// How it ended.
        outcome: Result<(), Failure>,
    },
    /// A request of ours was answered; for an observation: the server refused to register us, it is over.
    ///
    /// A request whose No-Response option refuses every answer ends with code 0.00 as soon as it has been sent, or, if
    /// confirmable, acknowledged (RFC 7967).
    Response {
        /// The exchange that has ended.
        id: ExchangeId,
        /// The whole response.
        response: Response,
    },
    /// A request of ours, or the registration of an observation, ended without an answer.
    Failed {
        /// The exchange that has ended.
        id: ExchangeId,
        /// Why.
        cause: Failure,
    },
    /// An observed resource has a new state; the first of an observation is the accepting answer.
    Notification {
        /// The observation.
        id: ExchangeId,
        /// The state: code, options (Observe included) and whole body.
        response: Response,
        /// Whether it is newer than all before (RFC 7641 §3.4).
        order: Order,
        /// Whether the observation is over with it: an error code, or a success without Observe.
        last: bool,
    },
    /// An observation could not be renewed after its state ran out; it is tried again later.
    Unrenewed {
        /// The observation.
        id: ExchangeId,
        /// Why this attempt failed.
        cause: Failure,
    },
    /// An observer left a list without the application's doing.
    ObserverLeft {
        /// The resource it observed.
        resource: ResourceId,
        /// Who it was.
        peer: Peer,
        /// The token of its registration.
        token: Token,
        /// Why it left.
        departure: Departure,
    },
    /// A ping was answered: the peer is there.
    Pong {
        /// The ping.
        id: ExchangeId,
        /// How it was answered.
        answer: PingAnswer,
    },
    /// A peer did something that no call can be blamed for.
    Problem {
        /// Who.
        peer: Peer,
        /// What.
        problem: Problem,
    },
}

impl Event {
    /// The exchange or observation of ours that the event belongs to.
    #[must_use]
    pub const fn exchange(&self) -> Option<ExchangeId> {
        match self {
            Self::Response { id, .. }
            | Self::Failed { id, .. }
            | Self::Notification { id, .. }
            | Self::Unrenewed { id, .. }
            | Self::Pong { id, .. } => Some(*id),
            Self::Request { .. }
            | Self::Delivered { .. }
            | Self::ObserverLeft { .. }
            | Self::Problem { .. } => None,
        }
    }
}

/// How a peer answered a ping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PingAnswer {
    /// With a Reset, as it must (RFC 7252 §4.2).
    Reset,
    /// With an acknowledgement, Empty or not: wrong, but it was the peer who sent it.
    Acknowledgement,
}

/// Whether a notification is newer than those seen before (RFC 7641 §3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// It is the newest so far.
    Latest,
    /// It was overtaken; what it holds is older than what is known.
    Outdated,
}

/// Why an exchange ended without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// A confirmable message was never acknowledged.
    TimedOut,
    /// The peer answered with a Reset.
    Reset,
    /// The network reported that host or port cannot be reached.
    Unreachable,
    /// The blocks of the response do not fit together.
    Blocks,
    /// The response has a critical option that nobody understands.
    CriticalOption(OptionNumber),
    /// The body of the response is larger than [`Limits::body`](crate::Limits::body).
    TooLarge,
}

/// Why an observer left a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Departure {
    /// It asked to (GET with Observe 1).
    Deregistered,
    /// It answered a notification with a Reset.
    Reset,
    /// It did not acknowledge a confirmable notification.
    TimedOut,
    /// The network reported that it cannot be reached.
    Unreachable,
}

/// What a peer did wrong, told once for each datagram up to [`Limits::problems`](crate::Limits::problems).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The datagram is no CoAP message of version 1.
    Malformed(coapt_wire::ParseError),
    /// The datagram was longer than the receive buffer.
    Truncated,
    /// A request or response has a critical option that nobody understands.
    CriticalOption(OptionNumber),
    /// The blocks of a request do not fit together; it was answered 4.08 or 4.00.
    Blocks,
    /// The body of a request is too large; it was answered 4.13.
    TooLarge,
}
