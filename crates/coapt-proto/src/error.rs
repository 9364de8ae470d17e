//! What a caller can ask for and not get.

use alloc::format;
use alloc::string::String;

use coapt_wire::Token;

use crate::event::{ExchangeId, RequestId};

/// Why a request was not started; nothing was sent and no id was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// As many exchanges are open as [`Limits::exchanges`](crate::Limits::exchanges) allows.
    #[error("{limit} exchanges are open already")]
    TooManyExchanges {
        /// The limit.
        limit: usize,
    },
    /// The body is larger than [`Limits::body`](crate::Limits::body).
    #[error("the body takes {len} bytes; {max} are allowed")]
    TooLarge {
        /// The size of the body.
        len: usize,
        /// The limit.
        max: usize,
    },
    /// The code is not a method code.
    #[error("{code} is no method code; 0.01 to 0.31 are")]
    NotAMethod {
        /// The code that was given.
        code: coapt_wire::Code,
    },
    /// The token that was asked for belongs to another open exchange with this peer (RFC 7252 §5.3.1).
    #[error("{} is in use with this peer; an open exchange has it", named(*token))]
    TokenInUse {
        /// The token.
        token: Token,
    },
    /// There is no such exchange or observation, or it has ended.
    #[error("exchange {0:?} is not open")]
    UnknownExchange(ExchangeId),
}

/// Names a token within a sentence.
fn named(token: Token) -> String {
    if token.is_empty() { "the empty token".into() } else { format!("token {token}") }
}

/// Why a response was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RespondError {
    /// There is no such request, or it was answered already.
    #[error("request {0:?} does not wait for an answer")]
    UnknownRequest(RequestId),
    /// The code is not a response code.
    #[error("{code} cannot be the code of a response")]
    NotAResponse {
        /// The code that was given.
        code: coapt_wire::Code,
    },
    /// The body is larger than [`Limits::body`](crate::Limits::body).
    #[error("the body takes {len} bytes; {max} are allowed")]
    TooLarge {
        /// The size of the body.
        len: usize,
        /// The limit.
        max: usize,
    },
}
