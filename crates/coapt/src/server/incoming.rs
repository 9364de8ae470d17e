//! A request as a handler reads it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;

use coapt_proto::{Delivery, IncomingRequest, Observe, Peer};
use coapt_wire::{Block, Code, ContentFormat, OptionNumber, Options};

use crate::trace::Span;

use super::deferred::{Deferred, Destination, Duty};
use super::inbox::Inbox;
use super::paths::Parameters;
use super::server_reply::ServerReply;
use super::settings::Defaults;

/// A request that a handler is to answer.
#[derive(Debug)]
pub struct Incoming {
    request: Arc<IncomingRequest>,
    parameters: Arc<Parameters>,
    destination: Destination,
    inbox: Arc<Inbox>,
    defaults: Defaults,
    span: Span,
    #[cfg(feature = "async")]
    body: Option<crate::aio::BodySlot>,
    /// Whether the handler has put the answer off, and whether the client is to be told so at once.
    is_deferred: AtomicBool,
    is_announced: AtomicBool,
}

impl Incoming {
    /// Wraps what the endpoint received.
    pub(super) fn new(
        request: Arc<IncomingRequest>,
        destination: Destination,
        inbox: Arc<Inbox>,
    ) -> Self {
        Self {
            span: Span::of_request(&request),
            request,
            parameters: Arc::default(),
            destination,
            inbox,
            defaults: Defaults::default(),
            #[cfg(feature = "async")]
            body: None,
            is_deferred: AtomicBool::new(false),
            is_announced: AtomicBool::new(false),
        }
    }

    /// Gives the same request to somebody else; whether the answer was put off is known to each alone.
    pub(crate) fn share(&self) -> Self {
        Self {
            request: Arc::clone(&self.request),
            parameters: Arc::clone(&self.parameters),
            inbox: Arc::clone(&self.inbox),
            is_deferred: AtomicBool::new(false),
            is_announced: AtomicBool::new(false),
            destination: self.destination,
            defaults: self.defaults,
            span: self.span.clone(),
            #[cfg(feature = "async")]
            body: self.body.clone(),
        }
    }

    /// Makes a GET of the same resource, to learn its state.
    pub(crate) fn as_get(&self) -> Self {
        let mut request = IncomingRequest::clone(&self.request);
        request.code = Code::GET;
        request.payload = Bytes::new();
        request.block2 = None;
        request.observe = Observe::Absent;
        for number in [
            OptionNumber::IF_MATCH,
            OptionNumber::IF_NONE_MATCH,
            OptionNumber::ETAG,
            OptionNumber::CONTENT_FORMAT,
            OptionNumber::ACCEPT,
        ] {
            request.options.remove(number);
        }
        Self { request: Arc::new(request), ..self.share() }
    }

    /// Returns who asks.
    #[must_use]
    pub fn peer(&self) -> Peer {
        self.request.peer
    }

    /// Tells whether the request was sent to this server alone or to a group.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.request.delivery
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> Code {
        self.request.code
    }

    /// Goes through the segments of the path, empty ones included; a segment may hold any character.
    pub fn path(&self) -> impl Iterator<Item = &str> + Clone {
        texts(self.options(), OptionNumber::URI_PATH)
    }

    /// Returns the path with a slash before each segment, for people to read; "/" for the root.
    #[must_use]
    pub fn path_text(&self) -> String {
        let text: String = self.path().flat_map(|segment| ["/", segment]).collect();
        if text.is_empty() { String::from("/") } else { text }
    }

    /// Returns what stands in the path for the segment `{name}` of the route, or for all that `{*name}` covers.
    ///
    /// It is empty if the route has no such segment.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        let mut parameters = self.parameters.iter();
        parameters.find(|(known, _)| **known == *name).map_or("", |(_, value)| value.as_str())
    }

    /// Goes through the open segments of the route, in order: names and what stands for them.
    pub fn parameters(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (&**name, value.as_str()))
    }

    /// Goes through the arguments of the query, such as `rt=temperature`.
    pub fn query(&self) -> impl Iterator<Item = &str> + Clone {
        texts(self.options(), OptionNumber::URI_QUERY)
    }

    /// Finds the value of an argument `name=value`; an argument without "=" has an empty one.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query().map(|text| text.split_once('=').unwrap_or((text, "")));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Returns the options in wire order.
    #[must_use]
    pub fn options(&self) -> Options<'_> {
        self.request.options.as_options()
    }

    /// Returns the whole body.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.request.payload
    }

    /// Returns the whole body, shared instead of copied.
    #[must_use]
    pub fn payload_bytes(&self) -> Bytes {
        self.request.payload.clone()
    }

    /// Returns the body as text, or `None` if it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.request.payload).ok()
    }

    /// Returns the format of the body, if the client told.
    #[must_use]
    pub fn content_format(&self) -> Option<ContentFormat> {
        self.format(OptionNumber::CONTENT_FORMAT)
    }

    /// Returns the format that the client wants, if it wants a certain one.
    #[must_use]
    pub fn accept(&self) -> Option<ContentFormat> {
        self.format(OptionNumber::ACCEPT)
    }

    /// Goes through the entity-tags of the states that the client knows.
    pub fn etags(&self) -> impl Iterator<Item = &[u8]> {
        self.options().all(OptionNumber::ETAG)
    }

    /// Goes through the entity-tags of which one must be current; an empty one means any state.
    pub fn if_match(&self) -> impl Iterator<Item = &[u8]> {
        self.options().all(OptionNumber::IF_MATCH)
    }

    /// Tells whether the resource must not exist yet.
    #[must_use]
    pub fn if_none_match(&self) -> bool {
        self.options().first(OptionNumber::IF_NONE_MATCH).is_some()
    }

    /// Tells whether the client wants to be told of changes.
    #[must_use]
    pub fn is_observe(&self) -> bool {
        self.request.observe == Observe::Register
    }

    /// Returns the block that the client asks for: number and size of the piece a part must cover.
    #[must_use]
    pub fn block2(&self) -> Option<Block> {
        self.request.block2
    }

    /// Tells whether the request has a condition: If-Match or If-None-Match.
    pub(crate) fn has_condition(&self) -> bool {
        self.if_none_match() || self.if_match().next().is_some()
    }

    /// Holds the conditions of the request against the state of the resource.
    ///
    /// `current` is the entity-tag of that state, `None` if there is no resource; give an empty one
    /// for a resource without entity-tags. A handler calls this before it changes anything.
    ///
    /// # Errors
    ///
    /// Gives the reply 4.12 if If-Match or If-None-Match is not fulfilled (RFC 7252 §5.10.8).
    pub fn precondition(&self, current: Option<&[u8]>) -> Result<(), ServerReply> {
        //= rfc7252#5.10.8 conditional-request-options
        let mut wanted = self.if_match().peekable();
        if wanted.peek().is_some() {
            let Some(current) = current else {
                return Err(failed("the resource does not exist"));
            };
            if !wanted.any(|etag| etag.is_empty() || etag == current) {
                return Err(failed("the resource has another state"));
            }
        }
        if self.if_none_match() && current.is_some() {
            return Err(failed("the resource exists"));
        }
        Ok(())
    }

    /// Gives the reply 2.03 if the client knows the state with this entity-tag already.
    #[must_use]
    pub fn not_modified(&self, etag: &[u8]) -> Option<ServerReply> {
        //= rfc7252#5.10.6 etag-request: a match with any of them will do
        let knows = !etag.is_empty() && self.etags().any(|known| known == etag);
        knows.then(|| ServerReply::new(Code::VALID).etag(etag))
    }

    /// Puts the answer off: the client is told at once that it will take time.
    ///
    /// The handler returns [`Outcome::Later`](super::Outcome::Later), and whoever holds what this
    /// gives answers when the time has come, from any thread.
    #[must_use]
    pub fn defer(&self) -> Deferred {
        self.is_announced.store(true, Ordering::Relaxed);
        self.defer_quietly()
    }

    /// Puts the answer off; the client is told if it does not come soon.
    pub(crate) fn defer_quietly(&self) -> Deferred {
        self.is_deferred.store(true, Ordering::Relaxed);
        let duty = Duty {
            destination: self.destination,
            request: Arc::clone(&self.request),
            defaults: self.defaults,
            span: self.span.clone(),
        };
        Deferred::new(duty, Arc::clone(&self.inbox))
    }

    /// Keeps a body that comes block by block for the handler.
    #[cfg(feature = "async")]
    pub(crate) fn set_body_slot(&mut self, slot: crate::aio::BodySlot) {
        self.body = Some(slot);
    }

    /// Returns where such a body is kept.
    #[cfg(feature = "async")]
    pub(crate) fn body_slot(&self) -> Option<crate::aio::BodySlot> {
        self.body.clone()
    }

    /// Learns which route it came to: its open segments, and what the resource adds to the reply.
    pub(super) fn routed(&mut self, parameters: Parameters, defaults: Defaults) {
        if !parameters.is_empty() {
            self.parameters = Arc::new(parameters);
        }
        self.defaults = defaults;
    }

    /// Tells whether the handler has put the answer off.
    pub(super) fn is_deferred(&self) -> bool {
        self.is_deferred.load(Ordering::Relaxed)
    }

    /// Tells whether the client is to be told at once that the answer was put off.
    pub(super) fn is_announced(&self) -> bool {
        self.is_announced.load(Ordering::Relaxed)
    }

    /// Returns the span of the request.
    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// Returns the request as the endpoint gave it.
    pub(super) fn request(&self) -> &IncomingRequest {
        &self.request
    }

    /// Reads an option as a content format.
    fn format(&self, number: OptionNumber) -> Option<ContentFormat> {
        let value = self.options().uint(number)?;
        u16::try_from(value).ok().map(ContentFormat::new)
    }
}

/// Goes through the values of all options with this number that are text.
pub(super) fn texts(
    options: Options<'_>,
    number: OptionNumber,
) -> impl Iterator<Item = &str> + Clone {
    options
        .iter()
        .filter(move |option| option.number == number)
        .filter_map(coapt_wire::OptionRef::str)
}

/// Makes the reply 4.12.
fn failed(why: &str) -> ServerReply {
    ServerReply::error(Code::PRECONDITION_FAILED, why)
}
