//! A request as the caller builds it.

use std::num::NonZeroU8;
use std::time::Duration;

use bytes::Bytes;

use coapt_proto::Reliability;
use coapt_wire::{Block, Code, ContentFormat, OptionNumber, OptionRef, Options, OptionsBuf, Token};

use crate::Error;

/// A request for [`Client::send`](crate::Client::send) and [`Client::observe`](crate::Client::observe).
///
/// ```
/// use coapt::{ContentFormat, Request};
/// use std::time::Duration;
///
/// let request = Request::put("coap://[::1]/lamp")
///     .content_format(ContentFormat::JSON)
///     .payload(r#"{"on":true}"#)
///     .timeout(Duration::from_secs(5));
/// assert_eq!(request.uri(), "coap://[::1]/lamp");
/// ```
#[derive(Clone, Debug)]
pub struct Request {
    code: Code,
    uri: String,
    options: OptionsBuf,
    payload: Bytes,
    reliability: Reliability,
    block_size: Option<u16>,
    timeout: Option<Duration>,
    token: Option<Token>,
    fault: Option<TooLong>,
}

/// An option that was given a value no message can carry; told when the request is sent.
#[derive(Clone, Copy, Debug)]
struct TooLong {
    number: OptionNumber,
    len: usize,
}

impl Request {
    /// Makes a request with any method, 0.01 to 0.31.
    #[must_use]
    pub fn new(method: Code, uri: impl Into<String>) -> Self {
        Self {
            code: method,
            uri: uri.into(),
            options: OptionsBuf::new(),
            payload: Bytes::new(),
            reliability: Reliability::Confirmable,
            block_size: None,
            timeout: None,
            token: None,
            fault: None,
        }
    }

    /// Makes a GET request: give me this resource.
    #[must_use]
    pub fn get(uri: impl Into<String>) -> Self {
        Self::new(Code::GET, uri)
    }

    /// Makes a PUT request: let this resource be what the payload says.
    #[must_use]
    pub fn put(uri: impl Into<String>) -> Self {
        Self::new(Code::PUT, uri)
    }

    /// Makes a POST request: let this resource process the payload.
    #[must_use]
    pub fn post(uri: impl Into<String>) -> Self {
        Self::new(Code::POST, uri)
    }

    /// Makes a DELETE request: let this resource be gone.
    #[must_use]
    pub fn delete(uri: impl Into<String>) -> Self {
        Self::new(Code::DELETE, uri)
    }

    /// Makes a FETCH request: give me what the payload asks for (RFC 8132 §2).
    #[must_use]
    pub fn fetch(uri: impl Into<String>) -> Self {
        Self::new(Code::FETCH, uri)
    }

    /// Makes a PATCH request: change this resource by the payload (RFC 8132 §3).
    #[must_use]
    pub fn patch(uri: impl Into<String>) -> Self {
        Self::new(Code::PATCH, uri)
    }

    /// Makes an iPATCH request: a PATCH that can be repeated without harm (RFC 8132 §3).
    #[must_use]
    pub fn ipatch(uri: impl Into<String>) -> Self {
        Self::new(Code::IPATCH, uri)
    }

    /// Sets the body; it goes in blocks if it is larger than one.
    #[must_use]
    pub fn payload(mut self, payload: impl Into<Vec<u8>>) -> Self {
        self.payload = Bytes::from(payload.into());
        self
    }

    /// Says what format the body has.
    #[must_use]
    pub fn content_format(self, format: ContentFormat) -> Self {
        self.set_uint(OptionNumber::CONTENT_FORMAT, format.value().into())
    }

    /// Says what format the answer is to have; a server that cannot give it answers 4.06.
    #[must_use]
    pub fn accept(self, format: ContentFormat) -> Self {
        self.set_uint(OptionNumber::ACCEPT, format.value().into())
    }

    /// Adds the entity-tag of a state that is known; the answer is 2.03 if that is still the state.
    #[must_use]
    pub fn etag(self, etag: &[u8]) -> Self {
        self.option(OptionNumber::ETAG, etag)
    }

    /// Adds an entity-tag, one of which must be the current one; an empty one asks for existence only.
    #[must_use]
    pub fn if_match(self, etag: &[u8]) -> Self {
        self.option(OptionNumber::IF_MATCH, etag)
    }

    /// Asks for the request to be done only if the resource does not exist yet.
    #[must_use]
    pub fn if_none_match(mut self) -> Self {
        self.options.remove(OptionNumber::IF_NONE_MATCH);
        self.option(OptionNumber::IF_NONE_MATCH, &[])
    }

    /// Tells the server which answers need not be sent (RFC 7967 §2.1): the sum of 2 for codes 2.xx, 8 for 4.xx and
    /// 16 for 5.xx; 0 wants them all.
    ///
    /// With all three the exchange ends with a reply of code 0.00, as soon as the request was acknowledged or, if it is
    /// non-confirmable, sent. An answer that is refused and one that got lost look the same.
    #[must_use]
    pub fn no_response(self, classes: u8) -> Self {
        self.set_uint(OptionNumber::NO_RESPONSE, classes.into())
    }

    /// Sets how many proxies may pass the request on before one answers 5.08 (RFC 8768 §3).
    #[must_use]
    pub fn hop_limit(self, hops: NonZeroU8) -> Self {
        self.set_uint(OptionNumber::HOP_LIMIT, hops.get().into())
    }

    /// Sets the token of the first message (RFC 7252 §5.3.1); else it is drawn at random, as for all further blocks.
    ///
    /// It must not be that of another open request to the server, else the request fails with
    /// [`RequestError::TokenInUse`](crate::proto::RequestError::TokenInUse). [`Token::EMPTY`], which costs no byte, will
    /// do where no other is open. A token that can be guessed lets others forge the answer: this is for tests, for
    /// comparing recordings and for networks where nobody else can send.
    ///
    /// ```
    /// use coapt::wire::Token;
    /// use coapt::Request;
    ///
    /// let request = Request::get("coap://[::1]/lamp").token(Token::EMPTY);
    /// ```
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// Adds an option of any kind, behind those with the same number.
    #[must_use]
    pub fn option(mut self, number: OptionNumber, value: &[u8]) -> Self {
        if self.options.push(number, value).is_err() {
            self.fault = Some(TooLong { number, len: value.len() });
        }
        self
    }

    /// Adds an option whose value is a number.
    #[must_use]
    pub fn option_uint(mut self, number: OptionNumber, value: u32) -> Self {
        self.options.push_uint(number, value);
        self
    }

    /// Adds an option whose value is text.
    #[must_use]
    pub fn option_text(self, number: OptionNumber, value: &str) -> Self {
        self.option(number, value.as_bytes())
    }

    /// Sends each message once, without asking for an acknowledgement.
    #[must_use]
    pub fn non_confirmable(mut self) -> Self {
        self.reliability = Reliability::NonConfirmable;
        self
    }

    /// Sets the largest block, both ways: 16, 32, 64, 128, 256, 512 or 1024 bytes.
    #[must_use]
    pub fn block_size(mut self, size: u16) -> Self {
        self.block_size = Some(size);
        self
    }

    /// Sets how long the whole exchange may take, all blocks included.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> Code {
        self.code
    }

    /// Returns the URI.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Returns the options that were set, without those that the URI stands for.
    #[must_use]
    pub fn options(&self) -> Options<'_> {
        self.options.as_options()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.payload
    }

    /// Returns the time limit, if this request has one of its own.
    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Returns the exponent of the block size that was set.
    pub(super) fn own_exponent(&self) -> Result<Option<u8>, Error> {
        self.block_size.map(size_exponent).transpose()
    }

    /// Gives it a block size unless it has one of its own.
    pub(crate) fn or_block_size(mut self, size: Option<u16>) -> Self {
        self.block_size = self.block_size.or(size);
        self
    }

    /// Turns it into what the endpoint sends, but for the options that the URI stands for.
    pub(crate) fn into_wire(self) -> Result<coapt_proto::Request, Error> {
        if let Some(fault) = self.fault {
            return Err(fault.into());
        }
        Ok(coapt_proto::Request {
            code: self.code,
            options: self.options,
            payload: self.payload,
            reliability: self.reliability,
            block_size_exponent: self.block_size.map(size_exponent).transpose()?,
            token: self.token,
        })
    }

    /// Puts one option with a number in place of all of its kind.
    fn set_uint(mut self, number: OptionNumber, value: u32) -> Self {
        self.options.set_uint(number, value);
        self
    }
}

/// Copies a request and puts the options that its URI stands for before its own.
pub(crate) fn aimed(
    request: &coapt_proto::Request,
    target: OptionsBuf,
) -> Result<coapt_proto::Request, Error> {
    let mut aimed = coapt_proto::Request { options: target, ..request.clone() };
    for OptionRef { number, value } in &request.options {
        let too_long = |_| TooLong { number, len: value.len() };
        aimed.options.push(number, value).map_err(too_long)?;
    }
    Ok(aimed)
}

impl From<TooLong> for Error {
    fn from(TooLong { number, len }: TooLong) -> Self {
        Self::OptionTooLong { number, len, max: OptionsBuf::MAX_VALUE_LENGTH }
    }
}

/// Returns the exponent that stands for a block size.
pub(super) fn size_exponent(size: u16) -> Result<u8, Error> {
    Block::size_exponent_for(size.into()).ok_or(Error::BlockSize { size })
}
