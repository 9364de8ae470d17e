//! Whole messages: from a datagram and back, RFC 7252 §3.

use alloc::vec::Vec;

use crate::{
    Code, Header, MessageId, MessageType, Options, ParseError, Token, options::PAYLOAD_MARKER,
};

/// A message over UDP, borrowed from its datagram (RFC 7252 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Message<'a> {
    /// The message type.
    pub message_type: MessageType,
    /// The method or response code.
    pub code: Code,
    /// The message id.
    pub id: MessageId,
    /// The token.
    pub token: Token,
    /// The options.
    pub options: Options<'a>,
    /// The payload; no bytes if there is none.
    pub payload: &'a [u8],
}

impl<'a> Message<'a> {
    /// Makes a message without token, options and payload.
    #[must_use]
    pub const fn new(message_type: MessageType, code: Code, id: MessageId) -> Self {
        let (token, options) = (Token::EMPTY, Options::EMPTY);
        Self { message_type, code, id, token, options, payload: &[] }
    }

    /// Reads a datagram; nothing of it is copied but the token.
    ///
    /// # Errors
    ///
    /// Fails with the first format error. [`Header::peek`] tells what to answer it with.
    #[inline]
    pub fn parse(datagram: &'a [u8]) -> Result<Self, ParseError> {
        let Some((&[first, code, high, low], rest)) = datagram.split_first_chunk::<4>() else {
            return Err(ParseError::ShortHeader { length: datagram.len() });
        };
        //= rfc7252#3 version
        if first >> 6 != 1 {
            return Err(ParseError::Version { version: first >> 6 });
        }
        let code = Code::from_byte(code);
        //= rfc7252#4.1 empty-message
        let token_length = first & 0x0f;
        if code.is_empty() && (token_length != 0 || !rest.is_empty()) {
            return Err(ParseError::EmptyWithData { length: datagram.len(), token_length });
        }
        let (token, rest) = split_token(token_length, rest)?;
        let (options, payload) = Options::parse(rest)?;
        let message_type = MessageType::from_first_byte(first);
        let id = MessageId::new(u16::from_be_bytes([high, low]));
        Ok(Self { message_type, code, id, token, options, payload })
    }

    /// Appends the message to `out` as the bytes of a datagram.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        out.reserve(self.encoded_len().saturating_add(Token::MAX_LENGTH));
        let first = 0x40 | self.message_type.to_first_byte() | self.token.length();
        let [high, low] = self.id.value().to_be_bytes();
        // A copy of fixed size, cut to the token's length, is cheaper than one of an odd size.
        let end = out.len().saturating_add(self.head_len());
        out.extend_from_slice(&[first, self.code.to_byte(), high, low]);
        out.extend_from_slice(&self.token.padded());
        out.truncate(end);
        out.extend_from_slice(self.options.as_bytes());
        //= rfc7252#3 payload-marker
        if !self.payload.is_empty() {
            out.push(PAYLOAD_MARKER);
            out.extend_from_slice(self.payload);
        }
    }

    /// Gives the number of bytes that the message takes in a datagram.
    #[inline]
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.head_len()
            .saturating_add(self.options.as_bytes().len())
            .saturating_add(usize::from(!self.payload.is_empty()))
            .saturating_add(self.payload.len())
    }

    /// Gives the number of bytes that header and token take.
    #[inline]
    fn head_len(&self) -> usize {
        Header::LENGTH.saturating_add(usize::from(self.token.length()))
    }
}

/// Takes the token off what stands behind the header.
#[inline]
fn split_token(length: u8, rest: &[u8]) -> Result<(Token, &[u8]), ParseError> {
    //= rfc7252#3 token-length
    if usize::from(length) > Token::MAX_LENGTH {
        return Err(ParseError::TokenLengthReserved { length });
    }
    let truncated = ParseError::TokenTruncated { length, left: rest.len() };
    Token::split_from(rest, length).ok_or(truncated)
}
