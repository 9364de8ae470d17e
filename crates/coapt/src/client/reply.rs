//! An answer as the caller reads it.

use std::str::Utf8Error;
use std::time::Duration;

use bytes::Bytes;

use coapt_proto::{Peer, Response};
use coapt_wire::{Code, ContentFormat, OptionNumber, Options};

/// The freshness of an answer that says nothing about it (RFC 7252 §5.10.5).
const DEFAULT_MAX_AGE: u32 = 60;

/// What a server answered: the code, the options and the whole body.
///
/// A reply with an error code is a reply all the same; [`is_success`](Self::is_success) tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    peer: Peer,
    response: Response,
}

impl Reply {
    /// Wraps what the endpoint received.
    pub(crate) fn new(peer: Peer, response: Response) -> Self {
        Self { peer, response }
    }

    /// Returns who answered.
    #[must_use]
    pub fn peer(&self) -> Peer {
        self.peer
    }

    /// Returns the response code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.response.code
    }

    /// Tells whether the code is of class 2, or 0.00 because the request refused every answer (No-Response, RFC 7967).
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.response.code.is_success() || self.response.code.is_empty()
    }

    /// Returns the body.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.response.payload
    }

    /// Gives the body away without copying it.
    #[must_use]
    pub fn into_payload(self) -> Bytes {
        self.response.payload
    }

    /// Gives the reply another body, such as one put together from the pieces of a [`Download`](crate::Download).
    #[must_use]
    pub fn with_payload(mut self, payload: impl Into<Bytes>) -> Self {
        self.response.payload = payload.into();
        self
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// Fails if it is not UTF-8.
    pub fn text(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.response.payload)
    }

    /// Returns the options in wire order.
    #[must_use]
    pub fn options(&self) -> Options<'_> {
        self.response.options.as_options()
    }

    /// Returns the format of the body, if the server told.
    #[must_use]
    pub fn content_format(&self) -> Option<ContentFormat> {
        let value = self.options().uint(OptionNumber::CONTENT_FORMAT)?;
        u16::try_from(value).ok().map(ContentFormat::new)
    }

    /// Returns the entity-tag of this state, if the server gave it one.
    #[must_use]
    pub fn etag(&self) -> Option<&[u8]> {
        self.options().opaque(OptionNumber::ETAG)
    }

    /// Returns how long this answer may be used again; 60 s if the server does not say.
    #[must_use]
    pub fn max_age(&self) -> Duration {
        let seconds = self.options().uint(OptionNumber::MAX_AGE).unwrap_or(DEFAULT_MAX_AGE);
        Duration::from_secs(seconds.into())
    }

    /// Returns the sequence number of a notification.
    #[must_use]
    pub fn observe(&self) -> Option<u32> {
        self.options().uint(OptionNumber::OBSERVE)
    }

    /// Returns path and query of the resource that the request made, if the server told.
    ///
    /// It is a relative reference such as `/jobs/7?owner=me`, percent-coded where a URI needs it.
    #[must_use]
    pub fn location(&self) -> Option<String> {
        super::target::location(self.options())
    }
}
