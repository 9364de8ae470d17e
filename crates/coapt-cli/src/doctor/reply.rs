//! What came back: a datagram, and the answer that it holds.

use std::fmt;
use std::time::Duration;

use coapt::wire::{Block, Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

use crate::printer::status_line;

use super::probe::At;

/// How long an answer stays fresh if it does not say (RFC 7252 §5.10.5).
const DEFAULT_MAX_AGE: u32 = 60;

/// A datagram from the server.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub(super) bytes: Vec<u8>,
    pub(super) at: At,
}

impl Heard {
    /// Reads it; `None` if it is no message.
    pub(super) fn message(&self) -> Option<Message<'_>> {
        Message::parse(&self.bytes).ok()
    }

    /// Tells whether nothing is to come any more: a response, a Reset, or no message at all.
    pub(super) fn is_final(&self) -> bool {
        !self.is_empty_acknowledgement()
    }

    /// Tells whether it says that the answer comes later.
    pub(super) fn is_empty_acknowledgement(&self) -> bool {
        self.message().is_some_and(|message| {
            message.message_type == MessageType::Acknowledgement && message.code.is_empty()
        })
    }

    /// Tells whether it is a Reset.
    pub(super) fn is_reset(&self) -> bool {
        self.message().is_some_and(|message| message.message_type == MessageType::Reset)
    }

    /// Tells whether it is a response.
    pub(super) fn is_response(&self) -> bool {
        self.message().is_some_and(|message| message.code.is_response())
    }

    /// Gives the code, if it is a response.
    pub(super) fn code(&self) -> Option<Code> {
        self.message().map(|message| message.code).filter(|code| code.is_response())
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            None => f.write_str("something that is no message"),
            Some(message) => describe(message.message_type, message.code, f),
        }
    }
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) message_type: MessageType,
    pub(super) code: Code,
    pub(super) id: MessageId,
    /// The message id of the request.
    pub(super) asked_id: MessageId,
    pub(super) token: Token,
    pub(super) options: OptionsBuf,
    pub(super) payload: Vec<u8>,
    /// The datagram as it came.
    pub(super) bytes: Vec<u8>,
    /// Whether an empty acknowledgement came before.
    pub(super) is_acknowledged: bool,
    /// The time since the request was sent first.
    pub(super) taken: Duration,
}

impl Reply {
    /// Reads it; `None` if it is no message.
    pub(super) fn new(
        heard: &Heard,
        asked_id: MessageId,
        is_acknowledged: bool,
        taken: Duration,
    ) -> Option<Self> {
        let message = heard.message()?;
        Some(Self {
            message_type: message.message_type,
            code: message.code,
            id: message.id,
            asked_id,
            token: message.token,
            options: message.options.into(),
            payload: message.payload.to_vec(),
            bytes: heard.bytes.clone(),
            is_acknowledged,
            taken,
        })
    }

    /// Tells whether the server asks to be asked again: with its Echo value, or later.
    pub(super) fn wants_another_try(&self) -> bool {
        let is_guard = self.code == Code::UNAUTHORIZED && self.echo().is_some();
        is_guard || self.code == Code::TOO_MANY_REQUESTS
    }

    /// Gives the value of the Echo option.
    pub(super) fn echo(&self) -> Option<&[u8]> {
        self.options.as_options().opaque(OptionNumber::ECHO)
    }

    /// Gives the value of the ETag option.
    pub(super) fn etag(&self) -> Option<&[u8]> {
        self.options.as_options().opaque(OptionNumber::ETAG)
    }

    /// Gives the block of a body that it is.
    pub(super) fn block2(&self) -> Option<Block> {
        self.options.as_options().block(OptionNumber::BLOCK2)
    }

    /// Gives a number that stands in an option.
    pub(super) fn uint(&self, number: OptionNumber) -> Option<u32> {
        self.options.as_options().uint(number)
    }

    /// How many seconds it stays fresh.
    pub(super) fn max_age(&self) -> u32 {
        self.uint(OptionNumber::MAX_AGE).unwrap_or(DEFAULT_MAX_AGE)
    }

    /// Tells whether it is a Reset.
    pub(super) fn is_reset(&self) -> bool {
        self.message_type == MessageType::Reset
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(self.message_type, self.code, f)
    }
}

fn describe(message_type: MessageType, code: Code, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (message_type, code) {
        (MessageType::Reset, _) => f.write_str("a Reset"),
        (MessageType::Acknowledgement, Code::EMPTY) => f.write_str("an empty acknowledgement"),
        (_, Code::EMPTY) => f.write_str("an Empty message"),
        _ => f.write_str(&status_line(code)),
    }
}

/// Puts what came back into words.
pub(super) fn words<T: fmt::Display>(answer: Option<&T>) -> String {
    answer.map_or_else(|| "nothing".to_owned(), ToString::to_string)
}
