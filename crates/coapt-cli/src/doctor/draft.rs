//! A request to be sent: well formed, whatever its options say.

use coapt::wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

use super::probe::Mark;

/// A request without message id and token.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    message_type: MessageType,
    code: Code,
    options: OptionsBuf,
    payload: Vec<u8>,
    /// Bytes behind all else, which make it malformed.
    tail: Vec<u8>,
}

impl Draft {
    /// Begins a confirmable request.
    pub(super) fn new(code: Code, options: &OptionsBuf) -> Self {
        let (message_type, options) = (MessageType::Confirmable, options.clone());
        Self { message_type, code, options, payload: Vec::new(), tail: Vec::new() }
    }

    /// Makes it another type of message.
    pub(super) fn typed(mut self, message_type: MessageType) -> Self {
        self.message_type = message_type;
        self
    }

    /// Gives it another code.
    pub(super) fn coded(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Adds an option; all that are added here are short enough.
    pub(super) fn option(mut self, number: OptionNumber, value: &[u8]) -> Self {
        // Too long a value is left out; the doctor has none.
        self.options.push(number, value).ok();
        self
    }

    /// Adds an option whose value is a number.
    pub(super) fn uint(mut self, number: OptionNumber, value: u32) -> Self {
        self.options.push_uint(number, value);
        self
    }

    /// Gives it a payload.
    pub(super) fn payload(mut self, payload: &[u8]) -> Self {
        self.payload = payload.to_vec();
        self
    }

    /// Puts bytes behind all else.
    pub(super) fn tail(mut self, tail: &[u8]) -> Self {
        self.tail = tail.to_vec();
        self
    }

    /// Makes the bytes, with this Echo option if there is one.
    pub(super) fn encode(&self, mark: Mark, echo: Option<&[u8]>) -> Vec<u8> {
        let mut options = self.options.clone();
        if let Some(echo) = echo {
            // What the server sent has the length of an Echo option.
            options.push(OptionNumber::ECHO, echo).ok();
        }
        let mut bytes = Vec::new();
        self.message(mark.id, mark.token, &options).encode_into(&mut bytes);
        bytes.extend_from_slice(&self.tail);
        bytes
    }

    fn message<'a>(&'a self, id: MessageId, token: Token, options: &'a OptionsBuf) -> Message<'a> {
        let mut message = Message::new(self.message_type, self.code, id);
        (message.token, message.options, message.payload) =
            (token, options.as_options(), &self.payload);
        message
    }
}
