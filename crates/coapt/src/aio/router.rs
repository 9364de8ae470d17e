//! Which handler answers which request.

use std::fmt;
use std::sync::Arc;

use coapt_wire::Code;

use crate::common::Port;
use crate::server::{Core, Paths};

use super::handler::{Handler, Stated, stated};
use super::resource::{Resource, start};

/// Resources by path, for [`Server::serve`](super::Server::serve).
///
/// A segment `{name}` of a path stands for any one segment, `{*name}` at the end for one or more; `{{` and `}}` stand
/// for braces. Where several patterns fit, the one that names more from the left counts. The server answers by itself:
/// 4.04 for paths that have no resource, 4.05 for methods that the resource does not have, 4.06 and 4.15 by the formats
/// it names, 4.00 for what the arguments of the handler cannot be made of, 2.03 where the client knows the state, 5.00
/// when a handler panics, each with a diagnostic payload, and `/.well-known/core` with links to all resources whose path
/// is known.
///
/// `S` is the type of the state that the handlers share; a router is served when it has been given.
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use coapt::aio::{Router, State};
/// use coapt::ServerReply;
///
/// type Lamp = Arc<Mutex<bool>>;
///
/// async fn show(State(lamp): State<Lamp>) -> &'static str {
///     if *lamp.lock().unwrap() { "on" } else { "off" }
/// }
///
/// async fn switch(State(lamp): State<Lamp>, wanted: String) -> ServerReply {
///     *lamp.lock().unwrap() = wanted == "on";
///     ServerReply::changed()
/// }
///
/// let kitchen = Router::new().get("/lamp", show).put("/lamp", switch);
/// let house: Router = Router::new().nest("/kitchen", kitchen).with_state(Lamp::default());
/// ```
#[must_use]
pub struct Router<S = ()> {
    resources: Paths<Resource<S>>,
    fallback: Option<Stated<S>>,
}

/// Methods that add a handler to the resource at a path.
macro_rules! methods {
    ($($method:ident $code:ident)*) => {
        $(
            #[doc = concat!("Answers ", stringify!($code), " at a path; what the resource there has beside it stays.")]
            ///
            /// # Panics
            ///
            /// If the path makes no sense, see [`route`](Self::route).
            pub fn $method<A>(self, path: &str, handler: impl Handler<A, S>) -> Self {
                self.route(path, Resource::new().method(Code::$code, handler))
            }
        )*
    };
}

impl<S: Clone + Send + Sync + 'static> Router<S> {
    /// Makes a router without resources.
    pub fn new() -> Self {
        Self { resources: Paths::default(), fallback: None }
    }

    /// Puts a resource at a path; if there is one, it keeps what the new one has not.
    ///
    /// # Panics
    ///
    /// If braces are out of place, a name is missing or used twice, `{*name}` is not the last segment, or there is a
    /// path of the same shape with other names.
    pub fn route(mut self, path: &str, resource: Resource<S>) -> Self {
        self.resources.entry(path, Resource::new).merge(resource);
        self
    }

    methods! {
        get GET
        post POST
        put PUT
        delete DELETE
        fetch FETCH
        patch PATCH
        ipatch IPATCH
    }

    /// Puts all resources of another router below a path.
    ///
    /// The fallback of the other one is dropped.
    ///
    /// # Panics
    ///
    /// As [`route`](Self::route) does.
    pub fn nest(mut self, path: &str, router: Self) -> Self {
        let path = path.trim_end_matches('/');
        for (below, resource) in router.resources.into_entries() {
            let place = if below == "/" { path.to_owned() } else { format!("{path}{below}") };
            self = self.route(&place, resource);
        }
        self
    }

    /// Adds all resources of another router, and its fallback if there is none yet.
    ///
    /// # Panics
    ///
    /// As [`route`](Self::route) does.
    pub fn merge(mut self, router: Self) -> Self {
        self.fallback = self.fallback.or(router.fallback);
        for (path, resource) in router.resources.into_entries() {
            self = self.route(&path, resource);
        }
        self
    }

    /// Answers all requests whose path has no resource, whatever their method.
    pub fn fallback<A>(mut self, handler: impl Handler<A, S>) -> Self {
        self.fallback = Some(stated(handler));
        self
    }

    /// Gives the handlers their state, each a clone of it.
    ///
    /// What comes of it is a router for any state: further resources can be added.
    pub fn with_state<T: Clone + Send + Sync + 'static>(self, state: S) -> Router<T> {
        self.map(|handler| {
            let call = handler(&state);
            Arc::new(move |_| Arc::clone(&call))
        })
    }

    /// Changes all handlers.
    pub(super) fn map<T>(self, change: impl Fn(Stated<S>) -> Stated<T>) -> Router<T>
    where
        T: Clone + Send + Sync + 'static,
    {
        let mut resources = Paths::default();
        for (path, resource) in self.resources.into_entries() {
            *resources.entry(&path, Resource::new) = resource.map(&change);
        }
        Router { resources, fallback: self.fallback.map(&change) }
    }
}

impl Router {
    /// Puts all resources on a server.
    pub(crate) fn settle<P: Port>(self, core: &mut Core<P>) {
        for (path, resource) in self.resources.into_entries() {
            core.route(&path, resource.settle());
        }
        if let Some(fallback) = self.fallback {
            let call = fallback(&());
            core.routes.set_fallback(Box::new(move |request| start(&call, request)));
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Router<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("resources", &self.resources).finish_non_exhaustive()
    }
}
