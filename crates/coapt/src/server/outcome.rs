//! What a handler returns.

use bytes::Bytes;

use coapt_wire::{Code, ContentFormat};

use super::server_reply::ServerReply;

/// What text is, where nobody says otherwise.
const TEXT: Option<ContentFormat> = Some(ContentFormat::TEXT_PLAIN);

/// What bytes are, where nobody says otherwise.
const BYTES: Option<ContentFormat> = Some(ContentFormat::OCTET_STREAM);

/// What a handler has done with a request.
///
/// Handlers return anything that turns into it: a [`ServerReply`], a text, a number, bytes, nothing, a bare code, or a
/// `Result` of two replies, so that `?` works with [`Incoming::precondition`]. Where no code is named, the reply says
/// success in the way of the method: 2.05 to GET and FETCH, 2.02 to DELETE, 2.04 to the others.
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
        Self::Reply(ServerReply::bare(String::from(text), TEXT))
    }
}

impl From<String> for Outcome {
    fn from(text: String) -> Self {
        Self::Reply(ServerReply::bare(text, TEXT))
    }
}

impl From<Bytes> for Outcome {
    fn from(body: Bytes) -> Self {
        Self::Reply(ServerReply::bare(body, BYTES))
    }
}

impl From<Vec<u8>> for Outcome {
    fn from(body: Vec<u8>) -> Self {
        Self::Reply(ServerReply::bare(body, BYTES))
    }
}

impl From<()> for Outcome {
    fn from((): ()) -> Self {
        Self::Reply(ServerReply::bare(Bytes::new(), None))
    }
}

/// Numbers are written as text.
macro_rules! numbers {
    ($($number:ty)*) => {
        $(
            impl From<$number> for Outcome {
                fn from(number: $number) -> Self {
                    number.to_string().into()
                }
            }
        )*
    };
}

numbers! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64 bool }

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
