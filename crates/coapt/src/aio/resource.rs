//! A resource of a router: what it answers to which method, and what it says of itself.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use coapt_wire::Code;
use tokio::sync::Mutex;

use crate::server::{Settings, holds, settings};
use crate::trace::carry_on;
use crate::{Incoming, Observable, Outcome, ServerReply};

use super::body::streamed;
use super::handler::{Call, Handler, Stated, stated};

/// What a [`Router`](super::Router) has at a path: handlers by method, and what discovery tells of it.
///
/// ```
/// use coapt::ContentFormat;
/// use coapt::aio::{Router, get};
///
/// let lamp = get(|| "off")
///     .put(|state: String| async move { println!("the lamp is {state}") })
///     .title("the lamp in the hall")
///     .content_format(ContentFormat::TEXT_PLAIN)
///     .observable();
/// let router: Router = Router::new().route("/hall/lamp", lamp);
/// ```
#[must_use]
#[derive(Clone)]
pub struct Resource<S = ()> {
    methods: Vec<(Code, Stated<S>)>,
    settings: Settings,
}

/// Functions that begin a resource with a method, and methods that add one.
macro_rules! methods {
    ($($method:ident $code:ident $doc:literal)*) => {
        $(
            #[doc = concat!("Begins a resource that answers ", $doc)]
            pub fn $method<A, S: Clone + Send + Sync + 'static>(
                handler: impl Handler<A, S>,
            ) -> Resource<S> {
                Resource::new().method(Code::$code, handler)
            }
        )*

        impl<S: Clone + Send + Sync + 'static> Resource<S> {
            $(
                #[doc = concat!("Answers ", $doc)]
                pub fn $method<A>(self, handler: impl Handler<A, S>) -> Self {
                    self.method(Code::$code, handler)
                }
            )*
        }
    };
}

methods! {
    get GET "GET, which changes nothing."
    post POST "POST."
    put PUT "PUT, which may arrive twice."
    delete DELETE "DELETE, which may arrive twice."
    fetch FETCH "FETCH, which changes nothing (RFC 8132 §2)."
    patch PATCH "PATCH (RFC 8132 §3)."
    ipatch IPATCH "iPATCH, which may arrive twice (RFC 8132 §3)."
}

impl<S: Clone + Send + Sync + 'static> Resource<S> {
    /// Makes a resource that answers no method yet.
    pub fn new() -> Self {
        Self { methods: Vec::new(), settings: Settings::default() }
    }

    /// Makes a resource of a value: GET gives it, and clients may observe it.
    pub fn of<T>(value: &Observable<T>) -> Self
    where
        T: Clone + Into<Outcome> + Send + 'static,
    {
        let (cell, attached) = (value.clone(), Arc::new(value.clone()));
        let new = Self { methods: Vec::new(), settings: Settings::of_cell(attached) };
        new.method(Code::GET, move || cell.outcome())
    }

    /// Answers a method, known or not, with `handler`; a second handler replaces the first.
    pub fn method<A>(mut self, method: Code, handler: impl Handler<A, S>) -> Self {
        self.put_in(method, stated(handler));
        self
    }

    settings!();

    /// Adds the handlers and settings of another resource; what both have is taken from the other.
    pub(super) fn merge(&mut self, other: Self) {
        for (method, handler) in other.methods {
            self.put_in(method, handler);
        }
        self.settings.merge(other.settings);
    }

    /// Changes all handlers.
    pub(super) fn map<T>(self, change: impl Fn(Stated<S>) -> Stated<T>) -> Resource<T> {
        let methods = self.methods.into_iter();
        let methods = methods.map(|(method, handler)| (method, change(handler))).collect();
        Resource { methods, settings: self.settings }
    }

    fn put_in(&mut self, method: Code, handler: Stated<S>) {
        self.methods.retain(|(known, _)| *known != method);
        self.methods.push((method, handler));
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Resource<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl Resource<()> {
    /// Makes what the server routes to.
    pub(super) fn settle(self) -> crate::Resource {
        let mut settings = self.settings;
        let calls: Vec<(Code, Call)> =
            self.methods.into_iter().map(|(method, handler)| (method, handler(&()))).collect();
        let get = calls.iter().find(|(method, _)| *method == Code::GET);
        let get = get.map(|(_, call)| Arc::clone(call)).filter(|_| settings.is_validated);
        // The conditions are held by what stands around the handlers.
        settings.is_conditional |= get.is_some();
        let turn = Arc::new(Mutex::new(()));
        let is_streamed = settings.is_streamed;
        let mut resource = crate::Resource::with_settings(settings);
        for (method, call) in calls {
            let call = get.as_ref().map_or(Arc::clone(&call), |get| conditional(get, &call, &turn));
            let call = if is_streamed { streamed(call) } else { call };
            resource.with_handler(method, Box::new(move |request| start(&call, request)));
        }
        resource
    }
}

impl<S> fmt::Debug for Resource<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<_> = self.methods.iter().map(|(method, _)| method).collect();
        f.debug_struct("Resource")
            .field("methods", &methods)
            .field("settings", &self.settings)
            .finish()
    }
}

/// Holds the condition of each request against what GET gives before the handler is called.
///
/// Nothing else changes the resource between the two: requests that may do so come one after the other.
fn conditional(get: &Call, call: &Call, turn: &Arc<Mutex<()>>) -> Call {
    let (get, call, turn) = (Arc::clone(get), Arc::clone(call), Arc::clone(turn));
    Arc::new(move |request: Incoming| {
        if request.method().is_safe() && !request.has_condition() {
            return call(request);
        }
        let (get, call, turn) = (Arc::clone(&get), Arc::clone(&call), Arc::clone(&turn));
        Box::pin(async move {
            //= rfc7252#5.10.8 atomic
            let _turn = turn.lock().await;
            if !request.has_condition() {
                return call(request).await;
            }
            let state = reply(get(request.as_get()).await);
            match holds(&request, state) {
                Ok(()) => call(request).await,
                Err(refusal) => refusal.into(),
            }
        })
    })
}

/// Lets a handler answer: at once if it can, else in a task of its own.
pub(super) fn start(call: &Call, request: &Incoming) -> Outcome {
    let mut answer = call(request.share());
    // Whoever takes the answer on polls it again and is woken then.
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready(outcome) = answer.as_mut().poll(&mut context) {
        return reply(outcome).into();
    }
    let deferred = request.defer_quietly();
    tokio::spawn(carry_on(async move { deferred.respond(reply(answer.await)) }));
    Outcome::Later
}

/// Takes the reply out of an outcome.
pub(super) fn reply(outcome: Outcome) -> ServerReply {
    match outcome {
        Outcome::Reply(reply) => reply,
        Outcome::Later => {
            let why = "an asynchronous handler returns the answer itself";
            ServerReply::error(Code::INTERNAL_SERVER_ERROR, why)
        }
    }
}
