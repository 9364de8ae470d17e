//! A reply as a handler builds it.

use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;

use bytes::Bytes;

use coapt_proto::{Part, Reliability, Response};
use coapt_wire::{Code, ContentFormat, OptionNumber, Options, OptionsBuf};

/// The answer to a request: code, options and body.
///
/// ```
/// use coapt::{ContentFormat, ServerReply};
/// use std::time::Duration;
///
/// let reply = ServerReply::content(r#"{"celsius":21.5}"#)
///     .content_format(ContentFormat::JSON)
///     .etag(&[7])
///     .max_age(Duration::from_secs(10));
/// assert_eq!(reply.code(), coapt::Code::CONTENT);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerReply {
    code: Code,
    options: OptionsBuf,
    payload: Bytes,
    part: Option<Part>,
    reliability: Option<Reliability>,
    /// How it is sent as a notification if it says nothing of its own.
    notified: Option<Reliability>,
    is_observable: bool,
    default_format: Option<ContentFormat>,
    /// Whether the code is what success means for the method.
    has_own_code: bool,
    fault: Option<OptionNumber>,
}

impl ServerReply {
    /// Makes a reply without options and body.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            options: OptionsBuf::new(),
            payload: Bytes::new(),
            part: None,
            reliability: None,
            notified: None,
            is_observable: false,
            default_format: None,
            has_own_code: true,
            fault: None,
        }
    }

    /// Makes a reply 2.05 with this body; say what format it has, too.
    #[must_use]
    pub fn content(body: impl Into<Bytes>) -> Self {
        Self::new(Code::CONTENT).payload(body)
    }

    /// Makes a reply 2.05 with this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::content(text.into()).content_format(ContentFormat::TEXT_PLAIN)
    }

    /// Makes a reply 2.05 with this text, which is JSON.
    #[must_use]
    pub fn json(text: impl Into<String>) -> Self {
        Self::content(text.into()).content_format(ContentFormat::JSON)
    }

    /// Makes a reply 2.01: the resource was made.
    #[must_use]
    pub fn created() -> Self {
        Self::new(Code::CREATED)
    }

    /// Makes a reply 2.02: the resource is gone, or never was there.
    #[must_use]
    pub fn deleted() -> Self {
        Self::new(Code::DELETED)
    }

    /// Makes a reply 2.04: the resource was changed.
    #[must_use]
    pub fn changed() -> Self {
        Self::new(Code::CHANGED)
    }

    /// Makes a reply with an error code and a word to the people at the other end.
    #[must_use]
    pub fn error(code: Code, diagnostic: impl Into<String>) -> Self {
        //= rfc7252#5.5.2 diagnostic-payload: UTF-8, and no Content-Format
        Self::new(code).payload(diagnostic.into())
    }

    /// Sets the body.
    #[must_use]
    pub fn payload(mut self, payload: impl Into<Bytes>) -> Self {
        self.payload = payload.into();
        self
    }

    /// Says that the body is a piece of a longer one: where it begins, and how long the whole is.
    ///
    /// It must cover the block that [`Incoming::block2`](super::Incoming::block2) asks for, or the
    /// first one if none is asked for. An entity-tag should stand beside it, the same in all pieces.
    #[must_use]
    pub fn part(mut self, offset: u64, total: u64) -> Self {
        self.part = Some(Part { offset, total });
        self
    }

    /// Says what format the body has.
    #[must_use]
    pub fn content_format(self, format: ContentFormat) -> Self {
        self.set_uint(OptionNumber::CONTENT_FORMAT, format.value().into())
    }

    /// Names this state of the resource, in 1 to 8 bytes.
    #[must_use]
    pub fn etag(self, etag: &[u8]) -> Self {
        self.option(OptionNumber::ETAG, etag)
    }

    /// Says how long the reply may be used again; whole seconds, 60 if nothing is said.
    #[must_use]
    pub fn max_age(self, age: Duration) -> Self {
        let seconds = u32::try_from(age.as_secs()).unwrap_or(u32::MAX);
        self.set_uint(OptionNumber::MAX_AGE, seconds)
    }

    /// Says where the resource is that was made, one segment an item.
    ///
    /// A segment "." or ".." is our mistake: the reply turns into 5.00.
    #[must_use]
    pub fn location_path<S: AsRef<str>>(self, segments: impl IntoIterator<Item = S>) -> Self {
        let add = |reply: Self, segment: S| {
            reply.option(OptionNumber::LOCATION_PATH, segment.as_ref().as_bytes())
        };
        segments.into_iter().fold(self, add)
    }

    /// Adds an argument to the query of the resource that was made.
    #[must_use]
    pub fn location_query(self, argument: &str) -> Self {
        self.option(OptionNumber::LOCATION_QUERY, argument.as_bytes())
    }

    /// Adds an option of any kind, behind those with the same number; one that may stand once replaces the other.
    ///
    /// A value longer than the option allows, or a Location-Path "." or "..", is our mistake: the reply turns into 5.00.
    #[must_use]
    pub fn option(mut self, number: OptionNumber, value: &[u8]) -> Self {
        self.make_way(number);
        //= rfc7252#5.10.7 dot-segments
        if number == OptionNumber::LOCATION_PATH && matches!(value, b"." | b"..") {
            self.fault = Some(number);
        }
        let fits = number.definition().is_none_or(|row| row.accepts_length(value.len()));
        if !fits || self.options.push(number, value).is_err() {
            self.fault = Some(number);
        }
        self
    }

    /// Adds an option whose value is a number; one that takes more bytes than the option allows is our mistake.
    #[must_use]
    pub fn option_uint(mut self, number: OptionNumber, value: u32) -> Self {
        self.make_way(number);
        let length = (u32::BITS - value.leading_zeros()).div_ceil(8) as usize;
        let fits = number.definition().is_none_or(|row| row.accepts_length(length));
        if fits {
            self.options.push_uint(number, value);
        } else {
            self.fault = Some(number);
        }
        self
    }

    /// Sends the reply confirmably where it is not piggybacked, whatever the request was; as a notification, too.
    #[must_use]
    pub fn confirmable(mut self) -> Self {
        self.reliability = Some(Reliability::Confirmable);
        self
    }

    /// Sends the reply non-confirmably where it is not piggybacked, whatever the request was; as a notification, too.
    ///
    /// If it is lost, nobody sends it again: that suits states which are followed by others soon. Within 24 hours one
    /// notification to each observer is confirmable all the same (RFC 7641 §4.5).
    #[must_use]
    pub fn non_confirmable(mut self) -> Self {
        self.reliability = Some(Reliability::NonConfirmable);
        self
    }

    /// Lets the client observe what it asked for, if it asked to.
    ///
    /// A fallback says so; a routed resource is made observable by
    /// [`Resource::observable`](super::Resource::observable).
    #[must_use]
    pub fn observable(mut self) -> Self {
        self.is_observable = true;
        self
    }

    /// Returns the code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Returns the options.
    #[must_use]
    pub fn options(&self) -> Options<'_> {
        self.options.as_options()
    }

    /// Returns the body, or the piece of it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.payload
    }

    /// Tells whether the client may observe.
    pub(super) fn is_observable(&self) -> bool {
        self.is_observable
    }

    /// Removes all options with this number.
    pub(super) fn without(mut self, number: OptionNumber) -> Self {
        self.options.remove(number);
        self
    }

    /// Replaces the code.
    pub(super) fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Drops the body.
    pub(super) fn without_body(mut self) -> Self {
        self.payload = Bytes::new();
        self.part = None;
        self
    }

    /// Returns the format of the body, if it is told.
    pub(super) fn format(&self) -> Option<u32> {
        self.options().uint(OptionNumber::CONTENT_FORMAT)
    }

    /// Makes a reply that says success in the way of the method, with a body that has this format unless the resource
    /// says otherwise.
    pub(crate) fn bare(body: impl Into<Bytes>, format: Option<ContentFormat>) -> Self {
        let mut reply = Self::content(body);
        (reply.default_format, reply.has_own_code) = (format, false);
        reply
    }

    /// Gives a reply without a code of its own what success means for the method.
    pub(super) fn or_own_code(mut self, method: Code) -> Self {
        if !self.has_own_code {
            //= rfc7252#5.8 success-codes
            self.code = match method {
                Code::GET | Code::FETCH => Code::CONTENT,
                Code::DELETE => Code::DELETED,
                _ => Code::CHANGED,
            };
            self.has_own_code = true;
        }
        if self.payload.is_empty() && self.code != Code::CONTENT {
            return self.without(OptionNumber::CONTENT_FORMAT);
        }
        self
    }

    /// Gives content without a format the one that the resource names.
    pub(super) fn or_format(self, format: Option<ContentFormat>) -> Self {
        let lacks_format = self.code == Code::CONTENT && self.format().is_none();
        match format.filter(|_| lacks_format) {
            Some(format) => self.content_format(format),
            None => self,
        }
    }

    /// Gives content without an entity-tag one that is another for another body.
    pub(super) fn or_fingerprint(self) -> Self {
        let lacks_tag = self.code == Code::CONTENT
            && self.part.is_none()
            && self.options().opaque(OptionNumber::ETAG).is_none();
        if !lacks_tag {
            return self;
        }
        let tag = fingerprint(&self.payload);
        self.etag(&tag)
    }

    /// Gives content without a format the one that it was made with.
    pub(super) fn or_own_format(self) -> Self {
        let format = self.default_format;
        self.or_format(format)
    }

    /// Says how it is sent as a notification if it says nothing of its own.
    pub(super) fn or_notified(mut self, reliability: Option<Reliability>) -> Self {
        self.notified = self.notified.or(reliability);
        self
    }

    /// Turns it into what the endpoint sends to observers.
    pub(super) fn into_notification(self) -> Response {
        let usual = self.notified.filter(|_| self.code.is_success());
        let response = self.into_wire();
        Response { reliability: response.reliability.or(usual), ..response }
    }

    /// Turns it into what the endpoint sends.
    pub(super) fn into_wire(self) -> Response {
        if let Some(number) = self.fault {
            let why = format!("the reply has an impossible {number}");
            return Self::error(Code::INTERNAL_SERVER_ERROR, why).into_wire();
        }
        Response {
            code: self.code,
            options: self.options,
            payload: self.payload,
            part: self.part,
            reliability: self.reliability,
        }
    }

    /// Removes an option that may stand once, before it is set.
    fn make_way(&mut self, number: OptionNumber) {
        //= rfc7252#5.10.6 etag-response: at most one, though a request may have several
        let may_repeat = number.definition().is_none_or(|row| row.repeatable);
        if !may_repeat || number == OptionNumber::ETAG {
            self.options.remove(number);
        }
    }

    /// Puts one option with a number in place of all of its kind.
    fn set_uint(mut self, number: OptionNumber, value: u32) -> Self {
        self.options.set_uint(number, value);
        self
    }
}

/// Makes an entity-tag that is another one for another body.
pub(super) fn fingerprint(body: &[u8]) -> [u8; 8] {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish().to_be_bytes()
}
