//! What handlers can ask for: parts of a request in the types of the program.

use bytes::Bytes;
use coapt_proto::Peer;
use coapt_wire::{Code, ContentFormat};
use serde::de::DeserializeOwned;

use crate::{Incoming, ServerReply};

use super::values::from_pairs;

/// Something that is made of a request and the state of the router; arguments of handlers are.
///
/// ```
/// use coapt::aio::FromRequest;
/// use coapt::{Code, Incoming, ServerReply};
///
/// /// The client says who it is.
/// struct User(String);
///
/// impl<S> FromRequest<S> for User {
///     fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
///         let name = request.query_value("user");
///         let nobody = || ServerReply::error(Code::UNAUTHORIZED, "say ?user=NAME");
///         Ok(Self(name.ok_or_else(nobody)?.to_owned()))
///     }
/// }
/// ```
pub trait FromRequest<S>: Sized {
    /// Makes it.
    ///
    /// # Errors
    ///
    /// Gives the reply that the client gets if the request has nothing to make it of.
    fn from_request(request: &Incoming, state: &S) -> Result<Self, ServerReply>;
}

/// The open segments of the route, as one value, a tuple in their order or a structure with their names; else 4.00.
///
/// ```
/// use coapt::aio::{Path, Router};
///
/// async fn reading(Path((room, sensor)): Path<(String, u8)>) -> String {
///     format!("{room} {sensor}")
/// }
///
/// let router: Router = Router::new().get("/room/{room}/sensor/{sensor}", reading);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<T>(pub T);

/// The query of the URI, as a structure or map with the names of the arguments; else 4.00.
///
/// An argument without "=" is a flag that is set. Names that the structure does not know are passed over.
///
/// ```
/// use coapt::aio::{Query, Router};
///
/// #[derive(serde::Deserialize)]
/// struct Range {
///     from: u32,
///     to: Option<u32>,
/// }
///
/// async fn log(Query(range): Query<Range>) -> String {
///     format!("{} to {:?}", range.from, range.to)
/// }
///
/// let router: Router = Router::new().get("/log", log);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// The state that [`Router::with_state`](super::Router::with_state) was given, cloned.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// use coapt::aio::{Router, State};
///
/// async fn count(State(counter): State<Arc<AtomicU32>>) -> u32 {
///     counter.fetch_add(1, Ordering::Relaxed)
/// }
///
/// let router: Router = Router::new().post("/count", count).with_state(Arc::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State<S>(pub S);

impl<S, T: DeserializeOwned> FromRequest<S> for Path<T> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        from_pairs(request.parameters()).map(Self).map_err(|error| bad(format!("path: {error}")))
    }
}

impl<S, T: DeserializeOwned> FromRequest<S> for Query<T> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        let pairs =
            request.query().map(|argument| argument.split_once('=').unwrap_or((argument, "")));
        from_pairs(pairs).map(Self).map_err(|error| bad(format!("query: {error}")))
    }
}

impl<S: Clone> FromRequest<S> for State<S> {
    fn from_request(_request: &Incoming, state: &S) -> Result<Self, ServerReply> {
        Ok(Self(state.clone()))
    }
}

impl<S> FromRequest<S> for Incoming {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Ok(request.share())
    }
}

/// The body as it came.
impl<S> FromRequest<S> for Bytes {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Ok(request.payload_bytes())
    }
}

/// The body as text; 4.00 if it is not UTF-8.
impl<S> FromRequest<S> for String {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        let text = request.text().map(Self::from);
        text.ok_or_else(|| bad(String::from("the body is not UTF-8")))
    }
}

/// Who asks.
impl<S> FromRequest<S> for Peer {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Ok(request.peer())
    }
}

/// The method.
impl<S> FromRequest<S> for Code {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Ok(request.method())
    }
}

/// The format of the body; 4.00 if the client does not tell.
impl<S> FromRequest<S> for ContentFormat {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        let format = request.content_format();
        format.ok_or_else(|| bad(String::from("the option Content-Format is missing")))
    }
}

/// The format of the body, if the client tells.
impl<S> FromRequest<S> for Option<ContentFormat> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Ok(request.content_format())
    }
}

fn bad(why: String) -> ServerReply {
    ServerReply::error(Code::BAD_REQUEST, why)
}
