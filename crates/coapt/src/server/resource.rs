//! A resource: what it answers to which method, and what it says of itself.

use std::fmt;

use coapt_wire::{Code, ContentFormat};

use super::Handler;
use super::incoming::Incoming;
use super::outcome::Outcome;
use super::server_reply::ServerReply;

/// A resource for [`Server::route`](super::Server::route): its methods and what discovery tells of it.
///
/// ```
/// use coapt::{ContentFormat, Incoming, Resource, Server, ServerReply};
///
/// let lamp = Resource::new()
///     .title("the lamp in the hall")
///     .attribute("rt", "lamp")
///     .content_format(ContentFormat::TEXT_PLAIN)
///     .get(|_: &Incoming| "off")
///     .put(|_: &Incoming| ServerReply::changed());
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.route("hall/lamp", lamp);
/// # Ok::<(), coapt::Error>(())
/// ```
#[must_use]
#[derive(Default)]
pub struct Resource {
    methods: Vec<(Code, Handler)>,
    attributes: Vec<(String, Option<String>)>,
    formats: Vec<ContentFormat>,
    taken: Vec<ContentFormat>,
    is_observable: bool,
    is_conditional: bool,
    is_hidden: bool,
}

/// What a resource adds to each reply of its handlers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Defaults {
    format: Option<ContentFormat>,
    is_observable: bool,
}

impl Resource {
    /// Makes a resource that answers no method yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a method, known or not, with `handler`; a second handler replaces the first.
    pub fn method<O: Into<Outcome>>(
        mut self,
        method: Code,
        mut handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.methods.retain(|(known, _)| *known != method);
        self.methods.push((method, Box::new(move |request| handler(request).into())));
        self
    }

    /// Answers GET, which changes nothing.
    pub fn get<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::GET, handler)
    }

    /// Answers PUT, which may arrive twice.
    pub fn put<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::PUT, handler)
    }

    /// Answers POST.
    pub fn post<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::POST, handler)
    }

    /// Answers DELETE, which may arrive twice.
    pub fn delete<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::DELETE, handler)
    }

    /// Answers FETCH, which changes nothing (RFC 8132 §2).
    pub fn fetch<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::FETCH, handler)
    }

    /// Answers PATCH (RFC 8132 §3).
    pub fn patch<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::PATCH, handler)
    }

    /// Answers iPATCH, which may arrive twice (RFC 8132 §3).
    pub fn ipatch<O: Into<Outcome>>(
        self,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.method(Code::IPATCH, handler)
    }

    /// Adds an attribute to the link that discovery shows, such as `rt`, `if` or `sz`.
    pub fn attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.into(), Some(value.into())));
        self
    }

    /// Says in the link what the resource is, for people to read.
    pub fn title(self, title: &str) -> Self {
        self.attribute("title", title)
    }

    /// Names a format that GET and FETCH can give; once for each.
    ///
    /// Requests that accept another one only get 4.06 without asking the handler, the link has a
    /// `ct`, and a reply that names no format has the first of these.
    pub fn content_format(mut self, format: ContentFormat) -> Self {
        self.formats.push(format);
        self
    }

    /// Names a format that request bodies may have; once for each.
    ///
    /// Bodies that say they have another one get 4.15 without asking the handler.
    pub fn takes(mut self, format: ContentFormat) -> Self {
        self.taken.push(format);
        self
    }

    /// Lets clients observe the resource; [`Handle::notify`](super::Handle::notify) tells them.
    ///
    /// All who observe with the same query get the same state, so it must not depend on who asks.
    pub fn observable(mut self) -> Self {
        self.is_observable = true;
        self
    }

    /// Promises that the handlers hold If-Match and If-None-Match against the current state.
    ///
    /// They do so by [`Incoming::precondition`]. Without this promise, requests with such an option
    /// are answered 4.02 and not executed.
    pub fn conditional(mut self) -> Self {
        self.is_conditional = true;
        self
    }

    /// Keeps the resource out of discovery.
    pub fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self
    }

    /// Finds the handler of a method.
    pub(super) fn handler(&mut self, method: Code) -> Option<&mut Handler> {
        self.methods.iter_mut().find(|(known, _)| *known == method).map(|(_, handler)| handler)
    }

    /// Names the methods that have a handler.
    pub(super) fn allowed(&self) -> String {
        let name =
            |(code, _): &(Code, Handler)| code.name().map_or_else(|| code.to_string(), Into::into);
        self.methods.iter().map(name).collect::<Vec<String>>().join(", ")
    }

    /// Returns what the resource adds to each reply.
    pub(super) fn defaults(&self) -> Defaults {
        Defaults { format: self.formats.first().copied(), is_observable: self.is_observable }
    }

    /// Returns the formats that were named.
    pub(super) fn formats(&self) -> &[ContentFormat] {
        &self.formats
    }

    /// Returns the formats that request bodies may have; any if there are none.
    pub(super) fn taken(&self) -> &[ContentFormat] {
        &self.taken
    }

    /// Returns the attributes for the link, those of the other settings left out.
    pub(super) fn attributes(&self) -> &[(String, Option<String>)] {
        &self.attributes
    }

    /// Tells whether clients may observe.
    pub(super) fn is_observable(&self) -> bool {
        self.is_observable
    }

    /// Tells whether the handlers look at If-Match and If-None-Match.
    pub(super) fn is_conditional(&self) -> bool {
        self.is_conditional
    }

    /// Tells whether discovery leaves it out.
    pub(super) fn is_hidden(&self) -> bool {
        self.is_hidden
    }
}

impl Defaults {
    /// Adds to a reply what its handler left to the resource.
    pub(super) fn apply(self, reply: ServerReply) -> ServerReply {
        let reply = reply.or_format(self.format);
        if self.is_observable { reply.observable() } else { reply }
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource")
            .field("methods", &self.allowed())
            .field("attributes", &self.attributes)
            .field("formats", &self.formats)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}
