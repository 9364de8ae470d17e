//! Event hooks: one handler an event, callable while it may be replaced, and stopped in its tracks if it panics.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, TryLockError};

use super::coap::CoAP;
use super::errors::{CoAPError, HandlerError, Thrown};
use super::events::{
    CoAPErrorEventParams, CoAPLogEventParams, CoAPNotificationEventParams, CoAPRegisterEventParams,
    CoAPRequestCompleteEventParams, CoAPRequestEventParams, CoAPResponseCompleteEventParams,
    CoAPUnregisteredEventParams,
};

/// What a handler returned; `None` if it is running already and must not be entered twice.
type Called = Option<Result<(), HandlerError>>;

type Callback<P> = dyn Fn(&mut CoAP, &mut P) -> Called + Send + Sync;

/// What a handler gives back: nothing, or a result with any error.
///
/// An error leaves, after the bookkeeping for the event is done, through the method that delivered the event, as a
/// [`CoAPError`] that holds it ([`CoAPError::into_handler_error`]). If the event was `on_request` or `on_register`,
/// the client is sent 5.00 unless it was answered already or the answer was put off.
pub trait Handled {
    /// Makes the result of it.
    ///
    /// # Errors
    /// What the handler failed with.
    fn into_result(self) -> Result<(), HandlerError>;
}

impl Handled for () {
    fn into_result(self) -> Result<(), HandlerError> {
        Ok(())
    }
}

impl<E: Into<HandlerError>> Handled for Result<(), E> {
    fn into_result(self) -> Result<(), HandlerError> {
        self.map_err(Into::into)
    }
}

/// A handler for one kind of event, with the event's parameters `P`.
///
/// It gets the object and the parameters and may call every method of the object, blocking ones included, and replace
/// or remove any hook, itself included.
pub struct Hook<P>(Arc<Callback<P>>);

impl<P> Hook<P> {
    /// Makes a hook of a function or closure that returns nothing, or a [`Result`] with an error of any type.
    ///
    /// If it causes its own event (a blocking request inside `on_request_complete`), that event is delivered after it
    /// has returned; [`Hook::reentrant`] delivers it at once.
    pub fn new<R: Handled>(handler: impl FnMut(&mut CoAP, &mut P) -> R + Send + 'static) -> Self {
        let handler = Mutex::new(handler);
        Self(Arc::new(move |coap, params| {
            let mut handler = match handler.try_lock() {
                Ok(handler) => handler,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => return None,
            };
            Some(handler(coap, params).into_result())
        }))
    }

    /// Makes a hook that may be entered again while it runs.
    pub fn reentrant<R: Handled>(
        handler: impl Fn(&mut CoAP, &mut P) -> R + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |coap, params| Some(handler(coap, params).into_result())))
    }
}

impl<P> Clone for Hook<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> fmt::Debug for Hook<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").finish_non_exhaustive()
    }
}

/// Whether an event reached its handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fired {
    /// The handler ran, or there is none.
    Done,
    /// The handler is running already; the event has to wait.
    Busy,
}

/// Makes the fields and the methods of all hooks, one a row.
macro_rules! hooks {
    ($($(#[$doc:meta])* $name:ident, $set:ident, $has:ident, $get:ident, $params:ident;)*) => {
        /// The handlers of one object; `reset` leaves them alone.
        #[derive(Debug, Default)]
        pub(crate) struct Hooks {
            $(pub(crate) $name: Option<Hook<$params>>,)*
        }

        /// Event hooks: one handler an event.
        impl CoAP {
            $(
                $(#[$doc])*
                ///
                /// The handler replaces the one that was there and may return a result ([`Handled`]); the `set_` form
                /// takes any [`Hook`] and removes with `None`.
                pub fn $name<R: Handled>(
                    &mut self,
                    handler: impl FnMut(&mut CoAP, &mut $params) -> R + Send + 'static,
                ) {
                    self.$set(Some(Hook::new(handler)));
                }

                #[doc = concat!("Replaces the hook `", stringify!($name), "`, or removes it with `None`.")]
                pub fn $set(&mut self, hook: Option<Hook<$params>>) {
                    self.hooks.$name = hook;
                    self.refresh_tap();
                }

                #[doc = concat!("Tells whether the hook `", stringify!($name), "` is set.")]
                #[must_use]
                pub fn $has(&self) -> bool {
                    self.hooks.$name.is_some()
                }

                #[doc = concat!("Returns the hook `", stringify!($name), "`, if it is set.")]
                #[must_use]
                pub fn $get(&self) -> Option<Hook<$params>> {
                    self.hooks.$name.clone()
                }
            )*
        }
    };
}

hooks! {
    /// Sets what is called for a problem that no call can be blamed for, in both modes.
    ///
    /// Such are malformed datagrams (703), blocks of a client that do not fit together (702), a response that is due
    /// and not possible (701, 707), a notification that was never confirmed (704), a refusal to be observed (710).
    on_error, set_on_error, has_on_error, on_error_hook, CoAPErrorEventParams;
    /// Sets what is called for each log message whose level is at most the setting `LogLevel`.
    on_log, set_on_log, has_on_log, on_log_hook, CoAPLogEventParams;
    /// Sets what a client calls for each notification, the accepting answer to `start_observing` included (RFC 7641).
    ///
    /// `response_*` hold the notification while the handler runs.
    on_notification, set_on_notification, has_on_notification, on_notification_hook,
        CoAPNotificationEventParams;
    /// Sets what a server calls when a client asks to observe a resource: GET with Observe 0 (RFC 7641 §4.1).
    ///
    /// `request_*` hold the request; the answer is made of `response_*` when the handler returns, accepted or not.
    on_register, set_on_register, has_on_register, on_register_hook, CoAPRegisterEventParams;
    /// Sets what a server calls for each request, observe registrations excepted.
    ///
    /// `request_*` hold the request; the answer is made of `response_*` when the handler returns, unless it sets
    /// `send_response` to false.
    on_request, set_on_request, has_on_request, on_request_hook, CoAPRequestEventParams;
    /// Sets what a client calls when a request has come to its end, with or without a response.
    on_request_complete, set_on_request_complete, has_on_request_complete, on_request_complete_hook,
        CoAPRequestCompleteEventParams;
    /// Sets what a server calls when a response has been dealt with: confirmed, sent, failed or cancelled.
    on_response_complete, set_on_response_complete, has_on_response_complete,
        on_response_complete_hook, CoAPResponseCompleteEventParams;
    /// Sets what a server calls when an observer has left by itself (RFC 7641 §3.6, §4.5).
    on_unregistered, set_on_unregistered, has_on_unregistered, on_unregistered_hook,
        CoAPUnregisteredEventParams;
}

impl CoAP {
    /// Calls a handler; a panic in it becomes an error like any other until the bookkeeping is done.
    pub(crate) fn fire<P>(
        &mut self,
        hook: Option<Hook<P>>,
        params: &mut P,
    ) -> Result<Fired, CoAPError> {
        let Some(hook) = hook else { return Ok(Fired::Done) };
        self.depth += 1;
        let called = catch_unwind(AssertUnwindSafe(|| (hook.0)(self, params)));
        self.depth = self.depth.saturating_sub(1);
        match called {
            Ok(Some(Ok(()))) => Ok(Fired::Done),
            Ok(None) => Ok(Fired::Busy),
            Ok(Some(Err(error))) => Err(CoAPError::thrown(Thrown::Returned(error))),
            Err(panic) => Err(CoAPError::thrown(Thrown::Panicked(Mutex::new(panic)))),
        }
    }
}
