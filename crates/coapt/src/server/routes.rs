//! From a request to the handler that answers it, and what every answer has to keep.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use coapt_proto::IncomingRequest;
use coapt_wire::{Code, ContentFormat, OptionNumber};

use super::Handler;
use super::conditions::Conditions;
use super::discovery::{self, Links};
use super::incoming::Incoming;
use super::outcome::Outcome;
use super::paths::Paths;
use super::resource::Resource;
use super::server_reply::ServerReply;
use super::turns::Turns;

/// All that a server answers with.
#[derive(Default)]
pub(crate) struct Routes {
    resources: Paths<Resource>,
    fallback: Option<Handler>,
    links: Option<Links>,
    turns: Turns,
}

impl Routes {
    /// Puts a resource at a path, in place of what was there.
    pub(crate) fn add(&mut self, path: &str, resource: Resource) {
        *self.entry(path) = resource;
    }

    /// Returns the resource at a path, an empty one if there was none.
    pub(super) fn entry(&mut self, path: &str) -> &mut Resource {
        self.resources.entry(path, Resource::new)
    }

    /// Sets the handler of all paths that have no resource.
    pub(crate) fn set_fallback(&mut self, fallback: Handler) {
        self.fallback = Some(fallback);
    }

    /// Sets what discovery shows beside the resources.
    pub(super) fn set_links(&mut self, links: Links) {
        self.links = Some(links);
    }

    /// Sets the turns in which this and other workers change what is validated.
    pub(super) fn set_turns(&mut self, turns: Turns) {
        self.turns = turns;
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, request: &mut Incoming) -> Outcome {
        let answered = catch_unwind(AssertUnwindSafe(|| self.dispatch(request)));
        match answered {
            Ok(Outcome::Reply(reply)) => finish(reply, request.request()).into(),
            Ok(Outcome::Later) if request.is_deferred() => Outcome::Later,
            Ok(Outcome::Later) => failed("nobody took on the answer").into(),
            Err(_) => failed("the handler failed").into(),
        }
    }

    /// Finds the handler and lets it answer.
    fn dispatch(&mut self, request: &mut Incoming) -> Outcome {
        if let Err(refusal) = check_text(request) {
            return refusal.into();
        }
        let found = self.resources.find(&request.path());
        if let Some((resource, parameters)) = found {
            request.routed(parameters, resource.settings().defaults());
            let _turn = self.turns.take(resource.settings(), request);
            return serve(resource, request);
        }
        if discovery::is_asked_for(request) {
            return self.discover(request);
        }
        match &mut self.fallback {
            Some(fallback) => fallback(request),
            None => ServerReply::error(Code::NOT_FOUND, "no such resource").into(),
        }
    }

    /// Returns when observers of what a request asks for are told, if its resource says so.
    pub(super) fn conditions(&mut self, request: &Incoming) -> Result<Conditions, ServerReply> {
        let found = self.resources.find(&request.path());
        let conditions =
            found.map(|(resource, _)| resource.settings().conditions).unwrap_or_default();
        conditions.with_query(request)
    }

    /// Answers a request for `/.well-known/core`.
    fn discover(&mut self, request: &Incoming) -> Outcome {
        let more = self.links.as_mut().map(|links| links()).unwrap_or_default();
        let routes = self.resources.exact().filter(|(_, resource)| !resource.settings().is_hidden);
        let links = routes.map(|(path, resource)| discovery::link(path, resource)).chain(more);
        discovery::answer(request, links)
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("resources", &self.resources).finish_non_exhaustive()
    }
}

/// Refuses requests whose path or query is no text.
///
/// The endpoint does so, too, unless it was told that the application handles all options itself.
fn check_text(request: &Incoming) -> Result<(), ServerReply> {
    let options = request.options();
    let is_text = |number| options.all(number).all(|value| std::str::from_utf8(value).is_ok());
    if is_text(OptionNumber::URI_PATH) && is_text(OptionNumber::URI_QUERY) {
        return Ok(());
    }
    Err(ServerReply::error(Code::BAD_REQUEST, "path or query is not UTF-8"))
}

/// Lets a resource answer.
fn serve(resource: &mut Resource, request: &Incoming) -> Outcome {
    let defaults = resource.settings().defaults();
    if resource.handler(request.method()).is_none() {
        //= rfc7252#5.8 unknown-method
        let allowed = format!("allowed here: {}", resource.allowed());
        return ServerReply::error(Code::METHOD_NOT_ALLOWED, allowed).into();
    }
    let checked = check_resource(resource, request).and_then(|()| validate(resource, request));
    let handler = resource.handler(request.method());
    match (checked, handler) {
        (Err(refusal), _) => refusal.into(),
        (Ok(()), Some(handler)) => match handler(request) {
            Outcome::Reply(reply) => defaults.apply(reply).into(),
            Outcome::Later => Outcome::Later,
        },
        (Ok(()), None) => Outcome::Later,
    }
}

/// Holds a condition against what GET gives now, if the resource has its conditions seen to.
fn validate(resource: &mut Resource, request: &Incoming) -> Result<(), ServerReply> {
    let settings = resource.settings();
    if !settings.is_validated || settings.is_conditional || !request.has_condition() {
        return Ok(());
    }
    let defaults = settings.defaults();
    let Some(get) = resource.handler(Code::GET) else {
        return Err(failed("there is no GET handler to learn the state from"));
    };
    match get(&request.as_get()) {
        Outcome::Reply(state) => holds(request, defaults.apply(state)),
        Outcome::Later => Err(failed("the GET handler does not tell the state at once")),
    }
}

/// Holds the condition of a request against the reply that a GET has now.
///
/// # Errors
///
/// Gives the reply 4.12 if it is not fulfilled, and that of the GET if it tells no state.
pub(crate) fn holds(request: &Incoming, state: ServerReply) -> Result<(), ServerReply> {
    let state = state.or_own_code(Code::GET).or_fingerprint();
    match state.code() {
        Code::NOT_FOUND => request.precondition(None),
        code if code.is_success() => {
            request.precondition(Some(state.options().opaque(OptionNumber::ETAG).unwrap_or(&[])))
        }
        _ => Err(state),
    }
}

/// Refuses what the resource cannot do, before anything is done.
fn check_resource(resource: &Resource, request: &Incoming) -> Result<(), ServerReply> {
    let settings = resource.settings();
    let is_conditional = settings.is_conditional || settings.is_validated;
    if request.has_condition() && !is_conditional {
        return Err(ServerReply::error(Code::BAD_OPTION, "this resource takes no conditions"));
    }
    let is_among = |list: &[ContentFormat], format: Option<ContentFormat>| {
        list.is_empty() || format.is_none_or(|format| list.contains(&format))
    };
    //= rfc7252#5.9.2.10 unsupported-content-format
    if !request.payload().is_empty() && !is_among(&settings.taken, request.content_format()) {
        let why = "bodies of this format are not taken";
        return Err(ServerReply::error(Code::UNSUPPORTED_CONTENT_FORMAT, why));
    }
    //= rfc7252#5.10.4 not-acceptable
    if request.method().is_safe() && !is_among(&settings.formats, request.accept()) {
        return Err(ServerReply::error(Code::NOT_ACCEPTABLE, "no such representation"));
    }
    Ok(())
}

/// Makes a reply keep the rules that hold for all handlers.
pub(super) fn finish(reply: ServerReply, request: &IncomingRequest) -> ServerReply {
    let mut reply = reply.or_own_format().or_own_code(request.code);
    let options = request.options.as_options();
    //= rfc7252#5.10.4 not-acceptable: nothing was changed, so a late refusal is a whole one
    let accept = options.uint(OptionNumber::ACCEPT);
    let is_read = request.code.is_safe() && reply.code().is_success();
    if is_read && reply.format().zip(accept).is_some_and(|(is, wanted)| is != wanted) {
        return ServerReply::error(Code::NOT_ACCEPTABLE, "no such representation");
    }
    //= rfc7252#5.10.6 etag-request
    let etag = reply.options().opaque(OptionNumber::ETAG);
    let knows = etag.is_some_and(|etag| options.all(OptionNumber::ETAG).any(|known| known == etag));
    let is_from_start = request.block2.is_none_or(|block| block.number == 0);
    if is_read && reply.code() == Code::CONTENT && knows && is_from_start {
        reply = reply.with_code(Code::VALID);
    }
    if reply.code() == Code::VALID && reply.options().opaque(OptionNumber::ETAG).is_none() {
        //= rfc7252#5.9.1.3 etag: 2.03 says which state is valid
        return failed("the reply 2.03 has no entity-tag");
    }
    //= rfc7252#5.9.1.3 no-payload
    if reply.code() == Code::VALID {
        reply = reply.without_body().without(OptionNumber::CONTENT_FORMAT);
    }
    reply
}

/// Makes the reply 5.00.
fn failed(why: &str) -> ServerReply {
    ServerReply::error(Code::INTERNAL_SERVER_ERROR, why)
}
