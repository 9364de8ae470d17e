//! A request as a handler reads it.

use std::cell::Cell;
use std::sync::Arc;

use bytes::Bytes;

use coapt_proto::{Delivery, IncomingRequest, Observe, Peer};
use coapt_wire::{Block, Code, ContentFormat, OptionNumber, Options};

use super::deferred::{Deferred, Destination, Duty};
use super::inbox::Inbox;
use super::resource::Defaults;
use super::server_reply::ServerReply;

/// A request that a handler is to answer.
#[derive(Debug)]
pub struct Incoming {
    request: IncomingRequest,
    destination: Destination,
    inbox: Arc<Inbox>,
    defaults: Cell<Defaults>,
    is_deferred: Cell<bool>,
}

impl Incoming {
    /// Wraps what the endpoint received.
    pub(super) fn new(
        request: IncomingRequest,
        destination: Destination,
        inbox: Arc<Inbox>,
    ) -> Self {
        let (defaults, is_deferred) = (Cell::default(), Cell::new(false));
        Self { request, destination, inbox, defaults, is_deferred }
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
        self.is_deferred.set(true);
        let duty = Duty {
            destination: self.destination,
            request: self.request.clone(),
            defaults: self.defaults.get(),
        };
        Deferred::new(duty, Arc::clone(&self.inbox))
    }

    /// Remembers what the resource adds to the reply, should it be put off.
    pub(super) fn set_defaults(&self, defaults: Defaults) {
        self.defaults.set(defaults);
    }

    /// Tells whether the handler has put the answer off.
    pub(super) fn is_deferred(&self) -> bool {
        self.is_deferred.get()
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
fn texts(options: Options<'_>, number: OptionNumber) -> impl Iterator<Item = &str> + Clone {
    options
        .iter()
        .filter(move |option| option.number == number)
        .filter_map(coapt_wire::OptionRef::str)
}

/// Makes the reply 4.12.
fn failed(why: &str) -> ServerReply {
    ServerReply::error(Code::PRECONDITION_FAILED, why)
}
