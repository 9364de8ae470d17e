//! Functions as handlers of requests.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use crate::{Incoming, Outcome, ServerReply};

use super::extract::FromRequest;

/// A reply on its way.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A handler whose arguments and state are settled.
pub(crate) type Call = Arc<dyn Fn(Incoming) -> Answer + Send + Sync>;

/// A handler that waits for the state of the router.
pub(crate) type Stated<S> = Arc<dyn Fn(&S) -> Call + Send + Sync>;

/// A function that answers requests: asynchronous or not, with up to eight arguments that are
/// [`FromRequest`], returning what turns into an [`Outcome`].
///
/// A request of which an argument cannot be made is answered by what the argument says, most often 4.00; the function
/// is not called. One that takes long is answered for: the client is told that the reply will take time after
/// [`piggyback_within`](coapt_proto::Transmission::piggyback_within). One that panics is answered 5.00. A function that
/// is not asynchronous must not block.
///
/// ```
/// use coapt::aio::{Path, Router};
/// use coapt::{Code, ServerReply};
///
/// async fn room(Path(name): Path<String>) -> Result<String, ServerReply> {
///     match name.as_str() {
///         "hall" => Ok(String::from("the hall")),
///         _ => Err(ServerReply::error(Code::NOT_FOUND, format!("there is no {name}"))),
///     }
/// }
///
/// let router: Router = Router::new().get("/room/{name}", room).get("/hello", || "Hello!");
/// ```
///
/// `A` stands for the arguments and the way of the function; the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler for a router with the state `{S}`",
    note = "a handler takes arguments that are `FromRequest<{S}>` and returns, perhaps asynchronously, something that is `Into<Outcome>`; its future must be `Send`"
)]
pub trait Handler<A, S>: Clone + Send + Sync + Sized + 'static {
    /// Answers a request.
    fn call(&self, request: Incoming, state: &S) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;
}

/// Marks functions that return a future.
#[derive(Debug)]
pub struct Later<A>(A);

/// Marks functions that return the outcome itself.
#[derive(Debug)]
pub struct AtOnce<A>(A);

/// Leaves the state open.
pub(super) fn stated<A, S: Clone + Send + Sync + 'static>(
    handler: impl Handler<A, S>,
) -> Stated<S> {
    Arc::new(move |state: &S| {
        let (handler, state) = (handler.clone(), state.clone());
        Arc::new(move |request| handler.call(request, &state))
    })
}

/// Functions of so many arguments.
macro_rules! handlers {
    ($($argument:ident)*) => {
        /// All of them; the first that cannot be made says why.
        #[allow(unused_variables, reason = "there may be none")]
        impl<S, $($argument: FromRequest<S>,)*> FromRequest<S> for ($($argument,)*) {
            fn from_request(request: &Incoming, state: &S) -> Result<Self, ServerReply> {
                Ok(($($argument::from_request(request, state)?,)*))
            }
        }

        #[allow(
            non_snake_case,
            clippy::let_unit_value,
            clippy::ignored_unit_patterns,
            reason = "arguments are named like their types, and not every function has them"
        )]
        impl<F, R, O, S, $($argument,)*> Handler<Later<($($argument,)*)>, S> for F
        where
            F: Fn($($argument,)*) -> R + Clone + Send + Sync + 'static,
            R: Future<Output = O> + Send + 'static,
            O: Into<Outcome>,
            $($argument: FromRequest<S>,)*
        {
            fn call(&self, request: Incoming, state: &S) -> Answer {
                let ($($argument,)*) = match FromRequest::from_request(&request, state) {
                    Ok(arguments) => arguments,
                    Err(refusal) => return Box::pin(ready(refusal.into())),
                };
                let answer = self($($argument,)*);
                Box::pin(async move { answer.await.into() })
            }
        }

        #[allow(
            non_snake_case,
            clippy::let_unit_value,
            clippy::ignored_unit_patterns,
            reason = "arguments are named like their types, and not every function has them"
        )]
        impl<F, O, S, $($argument,)*> Handler<AtOnce<($($argument,)*)>, S> for F
        where
            F: Fn($($argument,)*) -> O + Clone + Send + Sync + 'static,
            O: Into<Outcome>,
            $($argument: FromRequest<S>,)*
        {
            fn call(&self, request: Incoming, state: &S) -> Answer {
                let ($($argument,)*) = match FromRequest::from_request(&request, state) {
                    Ok(arguments) => arguments,
                    Err(refusal) => return Box::pin(ready(refusal.into())),
                };
                Box::pin(ready(self($($argument,)*).into()))
            }
        }
    };
}

handlers! {}
handlers! { A1 }
handlers! { A1 A2 }
handlers! { A1 A2 A3 }
handlers! { A1 A2 A3 A4 }
handlers! { A1 A2 A3 A4 A5 }
handlers! { A1 A2 A3 A4 A5 A6 }
handlers! { A1 A2 A3 A4 A5 A6 A7 }
handlers! { A1 A2 A3 A4 A5 A6 A7 A8 }
