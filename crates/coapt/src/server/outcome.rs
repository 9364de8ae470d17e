//! What a handler returns.

use coapt_wire::Code;

use super::server_reply::ServerReply;

/// What a handler has done with a request.
///
/// Handlers return anything that turns into it: a [`ServerReply`], a text (2.05), a bare code, or
/// a `Result` of two replies, so that `?` works with [`Incoming::precondition`].
///
/// [`Incoming::precondition`]: super::Incoming::precondition
#[derive(Debug)]
pub enum Outcome {
    /// It has the answer.
    Reply(ServerReply),
    /// The answer comes later, by what [`Incoming::defer`](super::Incoming::defer) gave.
    Later,
}

impl Outcome {
    /// Lets the client observe what it asked for, if it asked to; nothing changes for `Later`.
    #[must_use]
    pub fn observable(self) -> Self {
        match self {
            Self::Reply(reply) => Self::Reply(reply.observable()),
            Self::Later => Self::Later,
        }
    }
}

impl From<ServerReply> for Outcome {
    fn from(reply: ServerReply) -> Self {
        Self::Reply(reply)
    }
}

impl From<&str> for Outcome {
    fn from(text: &str) -> Self {
        Self::Reply(ServerReply::bare_text(text.into()))
    }
}

impl From<String> for Outcome {
    fn from(text: String) -> Self {
        Self::Reply(ServerReply::bare_text(text))
    }
}

impl From<Code> for Outcome {
    fn from(code: Code) -> Self {
        Self::Reply(ServerReply::new(code))
    }
}

impl<A: Into<Self>, B: Into<Self>> From<Result<A, B>> for Outcome {
    fn from(result: Result<A, B>) -> Self {
        match result {
            Ok(outcome) => outcome.into(),
            Err(outcome) => outcome.into(),
        }
    }
}
