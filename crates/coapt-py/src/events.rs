//! The parameters of the events, and the way of an event to its handler.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use coapt::{CoAP, Hook};
use pyo3::PyClass;
use pyo3::prelude::*;

use crate::convert::Flag;
use crate::shared::Shared;

/// How many kinds of events there are.
pub(crate) const HOOKS: usize = 8;

/// A Python type of event parameters.
trait Parameters: PyClass + Sized {
    /// The type that stands behind it.
    type Inner: Default;

    fn new(inner: Self::Inner) -> Self;

    /// Hands back what the handler has set.
    fn settle(&self, inner: &mut Self::Inner);
}

/// Makes a hook that calls the handler with this number.
fn hook<P>(shared: &Arc<Shared>, index: usize) -> Hook<P::Inner>
where
    P: Parameters<Frozen = pyo3::pyclass::boolean_struct::True>
        + Into<PyClassInitializer<P>>
        + Sync
        + 'static,
{
    let weak = Arc::downgrade(shared);
    Hook::reentrant(move |coap, params| deliver::<P>(&weak, index, coap, params))
}

fn deliver<P>(
    weak: &Weak<Shared>,
    index: usize,
    coap: &mut CoAP,
    params: &mut P::Inner,
) -> PyResult<()>
where
    P: Parameters<Frozen = pyo3::pyclass::boolean_struct::True>
        + Into<PyClassInitializer<P>>
        + Sync,
{
    let Some(shared) = weak.upgrade() else { return Ok(()) };
    Python::attach(|py| {
        let Some(handler) = shared.hook(py, index) else { return Ok(()) };
        let event = Py::new(py, P::new(std::mem::take(params)))?;
        let called = shared.lend(py, coap, || handler.call1(py, (&event,)));
        event.get().settle(params);
        called.map(drop)
    })
}

/// Makes the Python type of each event's parameters, and the hooks that lead there.
macro_rules! events {
    ($(
        $(#[doc = $doc:literal])*
        $index:literal $hook:ident $set_hook:ident $type:ident {
            $($(#[doc = $field_doc:literal])* $field:ident: $kind:ident,)*
        }
        $(, settable { $(#[doc = $set_doc:literal])* $settable:ident, $set:ident $(, $fixed:ident)? })?;
    )*) => {
        $(
            $(#[doc = $doc])*
            #[pyclass(frozen, module = "coapt")]
            #[derive(Debug)]
            pub(crate) struct $type {
                inner: coapt::$type,
                $($settable: AtomicBool,)?
            }

            impl Parameters for $type {
                type Inner = coapt::$type;

                fn new(inner: coapt::$type) -> Self {
                    Self { $($settable: AtomicBool::new(inner.$settable()),)? inner }
                }

                fn settle(&self, inner: &mut coapt::$type) {
                    $(inner.$set(self.$settable.load(Ordering::Relaxed));)?
                    let _ = inner;
                }
            }

            #[pymethods]
            impl $type {
                $(
                    $(#[doc = $field_doc])*
                    #[getter]
                    fn $field(&self) -> events!(@python $kind) {
                        self.inner.$field()
                    }
                )*
                $(
                    $(#[doc = $set_doc])*
                    #[getter]
                    fn $settable(&self) -> bool {
                        self.$settable.load(Ordering::Relaxed)
                    }

                    #[setter]
                    fn $set(&self, value: Flag) {
                        self.$settable.store(value.0 $(|| self.inner.$fixed())?, Ordering::Relaxed);
                    }
                )?

                fn __repr__(&self) -> String {
                    let mut fields = Vec::new();
                    $(fields.push(format!(
                        concat!(stringify!($field), "={}"),
                        events!(@show $kind, self.inner.$field())
                    ));)*
                    $(fields.push(format!(
                        concat!(stringify!($settable), "={}"),
                        events!(@show bool, self.$settable())
                    ));)?
                    format!(concat!(stringify!($type), "({})"), fields.join(", "))
                }
            }
        )*

        /// Sets the handler of an event, or takes it away.
        pub(crate) fn set_hook(shared: &Arc<Shared>, py: Python<'_>, index: usize, set: bool) {
            shared.with(py, |coap| match index {
                $($index => coap.$set_hook(set.then(|| hook::<$type>(shared, $index))),)*
                _ => {}
            });
        }

        /// The event hooks.
        #[pymethods]
        impl crate::coap::CoAP {
            $(
                $(#[doc = $doc])*
                #[getter]
                fn $hook(&self, py: Python<'_>) -> Option<Py<PyAny>> {
                    self.hook(py, $index)
                }

                #[setter]
                fn $set_hook(&self, value: &Bound<'_, PyAny>) -> PyResult<()> {
                    self.set_hook($index, value)
                }
            )*
        }
    };
    (@python text) => { &str };
    (@python bytes) => { &[u8] };
    (@python int) => { i32 };
    (@python bool) => { bool };
    (@show text, $value:expr) => { format!("{:?}", $value) };
    (@show bytes, $value:expr) => { format!("b\"{}\"", $value.escape_ascii()) };
    (@show int, $value:expr) => { $value.to_string() };
    (@show bool, $value:expr) => { if $value { "True" } else { "False" } };
}

events! {
    /// A problem came up while messages were processed, and no call is there to fail; fires in both modes.
    0 on_error set_on_error CoAPErrorEventParams {
        /// The code of the problem, as in CoAPError.code.
        error_code: int,
        /// A sentence that describes the problem.
        description: text,
    };

    /// There is a log message whose level is at most the setting LogLevel; fires in both modes.
    1 on_log set_on_log CoAPLogEventParams {
        /// The level of the message: 1 information, 2 verbose, 3 debug.
        log_level: int,
        /// The message; what is sensitive is masked unless the setting MaskSensitive is False.
        message: text,
    };

    /// A notification for an observed resource arrived, the accepting response included; fires in client mode.
    2 on_notification set_on_notification CoAPNotificationEventParams {
        /// The URI that the latest start_observing for this resource was given.
        uri: text,
        /// Whether this is newer than every notification seen before (RFC 7641 section 3.4).
        is_latest: bool,
    }, settable {
        /// Set it to True to end the observation without a word to the server; it is True from the start for the
        /// last notification, and then cannot be set to False.
        stop_observing, set_stop_observing, stop_observing
    };

    /// A client asks to observe a resource (GET with Observe 0); fires in server mode.
    3 on_register set_on_register CoAPRegisterEventParams {
        /// The client's address as text, IPv6 without brackets.
        remote_host: text,
        /// The client's port.
        remote_port: int,
        /// The full URI of the resource: what send_notification is given.
        uri: text,
        /// The host of the URI: Uri-Host, else the address the request was sent to.
        uri_host: text,
        /// The port of the URI: Uri-Port, else the local port.
        uri_port: int,
        /// The path, percent-encoded, without a leading slash; empty for the root.
        uri_path: text,
        /// The query, percent-encoded, without a question mark; empty if there is none.
        uri_query: text,
        /// The token of the request, 0 to 8 bytes.
        token: bytes,
    }, settable {
        /// Whether the client becomes an observer; False at first. response_* are the answer in either case.
        accept, set_accept
    };

    /// A request arrived, other than an observe registration; fires in server mode.
    4 on_request set_on_request CoAPRequestEventParams {
        /// The client's address as text, IPv6 without brackets.
        remote_host: text,
        /// The client's port.
        remote_port: int,
        /// The method code, 1 to 31: 1 GET, 2 POST, 3 PUT, 4 DELETE, 5 FETCH, 6 PATCH, 7 iPATCH.
        method: int,
        /// The host of the URI: Uri-Host, else the address the request was sent to.
        uri_host: text,
        /// The port of the URI: Uri-Port, else the local port.
        uri_port: int,
        /// The path, percent-encoded, without a leading slash; empty for the root.
        uri_path: text,
        /// The query, percent-encoded, without a question mark; empty if there is none.
        uri_query: text,
        /// The token of the request, 0 to 8 bytes.
        token: bytes,
        /// The Id for send_response and cancel_request.
        request_id: text,
    }, settable {
        /// Whether response_* are sent when the handler returns; True at first. With False the request stays pending
        /// until send_response or cancel_request.
        send_response, set_send_response
    };

    /// A request of this client has ended, with or without a response; fires in client mode.
    5 on_request_complete set_on_request_complete CoAPRequestCompleteEventParams {
        /// The method code of the request, 1 to 31.
        method: int,
        /// The URI that the method was given.
        uri: text,
        /// The Id of the request.
        request_id: text,
        /// 0 for a 2.xx response, 709 for any other, another code if there was none.
        error_code: int,
        /// Empty for 0, the response code such as "4.04" for 709, else a sentence.
        error_description: text,
    };

    /// A response of this server has been dealt with: confirmed, sent, failed or cancelled; fires in server mode.
    6 on_response_complete set_on_response_complete CoAPResponseCompleteEventParams {
        /// The Id that on_request gave.
        request_id: text,
        /// 0 if the response was confirmed or needed no confirmation, else the code of what happened.
        error_code: int,
        /// Empty for 0, else a sentence.
        error_description: text,
    };

    /// An observer has left by itself; fires in server mode.
    7 on_unregistered set_on_unregistered CoAPUnregisteredEventParams {
        /// The client's address as text, IPv6 without brackets.
        remote_host: text,
        /// The client's port.
        remote_port: int,
        /// The URI it observed, as in on_register.
        uri: text,
        /// The host of that URI.
        uri_host: text,
        /// The port of that URI.
        uri_port: int,
        /// The path of that URI, without a leading slash.
        uri_path: text,
        /// The query of that URI, without a question mark.
        uri_query: text,
    };
}
