//! A resource: what it answers to which method, and what it says of itself.

use std::fmt;
use std::sync::Arc;

use coapt_wire::Code;

use super::Handler;
use super::incoming::Incoming;
use super::observable::Observable;
use super::outcome::Outcome;
use super::settings::{Settings, settings};

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
    settings: Settings,
}

impl Resource {
    /// Makes a resource that answers no method yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a resource of a value: GET gives it, and clients may observe it.
    pub fn of<T>(value: &Observable<T>) -> Self
    where
        T: Clone + Into<Outcome> + Send + 'static,
    {
        let cell = value.clone();
        Self::with_settings(Settings::of_cell(Arc::new(value.clone())))
            .get(move |_: &Incoming| cell.outcome())
    }

    /// Answers a method, known or not, with `handler`; a second handler replaces the first.
    pub fn method<O: Into<Outcome>>(
        mut self,
        method: Code,
        mut handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> Self {
        self.with_handler(method, Box::new(move |request| handler(request).into()));
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

    settings!();

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

    /// Returns what stands beside the methods.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes a resource with these settings.
    pub(crate) fn with_settings(settings: Settings) -> Self {
        Self { methods: Vec::new(), settings }
    }

    /// Answers a method with what gives the outcome itself.
    pub(crate) fn with_handler(&mut self, method: Code, handler: Handler) {
        self.methods.retain(|(known, _)| *known != method);
        self.methods.push((method, handler));
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource")
            .field("methods", &self.allowed())
            .field("settings", &self.settings)
            .finish()
    }
}
