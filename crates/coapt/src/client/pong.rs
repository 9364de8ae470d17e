//! The answer to a ping.

use std::time::Duration;

use coapt_proto::PingAnswer;

/// The sign of life that a server gave, for [`Client::pong`](crate::Client::pong).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pong {
    /// How long it took.
    pub took: Duration,
    /// How the server answered: RFC 7252 §4.2 asks for a Reset.
    pub answer: PingAnswer,
}
