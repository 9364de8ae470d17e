//! The class: its methods.

use std::sync::Arc;

use pyo3::PyTraverseError;
use pyo3::exceptions::PyTypeError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;

use crate::convert::Int;
use crate::events;
use crate::shared::Shared;

/// A CoAP client and server in one object: properties, methods and events (RFC 7252, 7641, 7959, 8132).
///
/// It begins in client mode; start_listening and stop_listening, or assigning listening, switch. It is pumped by its
/// caller: events fire only inside its methods, above all do_events, on the thread that calls.
///
/// A client sets request_*, calls a method with a URI, and finds the answer in response_*. With timeout above 0 the
/// call waits; with 0 it returns a request Id at once and on_request_complete fires later. A server assigns its
/// handlers and listens; on_request finds the request in request_* and answers by setting response_*.
///
/// A failing call raises CoAPError, whose code says why.
#[pyclass(frozen, subclass, weakref, module = "coapt")]
#[derive(Debug)]
pub(crate) struct CoAP {
    pub(crate) shared: Arc<Shared>,
}

impl CoAP {
    pub(crate) fn hook(&self, py: Python<'_>, index: usize) -> Option<Py<PyAny>> {
        self.shared.hook(py, index)
    }

    pub(crate) fn set_hook(&self, index: usize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if !value.is_none() && !value.is_callable() {
            let name = value.get_type().name()?;
            let message = format!("a handler is a callable or None, not {name}");
            return Err(PyTypeError::new_err(message));
        }
        let handler = (!value.is_none()).then(|| value.clone().unbind());
        events::set_hook(&self.shared, value.py(), index, handler.is_some());
        self.shared.set_hook(index, handler);
        Ok(())
    }
}

#[pymethods]
impl CoAP {
    #[new]
    fn new() -> Self {
        Self { shared: Shared::new() }
    }

    /// Sends a GET request (code 1); request_data and Content-Format do not go along.
    ///
    /// Returns "" when it waited for the outcome (timeout above 0), else the request Id. Raises 700 for a bad URI, 701
    /// for a bad option, 702, 704, 705, 708 or 711 as the request ends, 712 in server mode.
    fn get(&self, py: Python<'_>, uri: String) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.get(&uri))
    }

    /// Sends a POST request (code 2) with request_data.
    ///
    /// Returns and raises as get does.
    fn post(&self, py: Python<'_>, uri: String) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.post(&uri))
    }

    /// Sends a PUT request (code 3) with request_data.
    ///
    /// Returns and raises as get does.
    fn put(&self, py: Python<'_>, uri: String) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.put(&uri))
    }

    /// Sends a DELETE request (code 4); request_data and Content-Format do not go along.
    ///
    /// Returns and raises as get does.
    fn delete(&self, py: Python<'_>, uri: String) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.delete(&uri))
    }

    /// Sends a request with any method code from 1 to 31, such as 5 FETCH or 6 PATCH (RFC 8132), with request_data.
    ///
    /// Returns and raises as get does, and 703 for another code.
    fn send_custom_request(&self, py: Python<'_>, uri: String, method: Int) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.send_custom_request(&uri, method.0))
    }

    /// Registers as an observer: a GET with Observe 0 (RFC 7641 section 3.1); on_notification fires for each state.
    ///
    /// Returns and raises as get does.
    fn start_observing(&self, py: Python<'_>, uri: String) -> PyResult<String> {
        self.shared.call_detached(py, move |coap| coap.start_observing(&uri))
    }

    /// Ends an observation: a GET with Observe 1 for the URI that start_observing was given (RFC 7641 section 3.6).
    ///
    /// Raises as get does.
    fn stop_observing(&self, py: Python<'_>, uri: String) -> PyResult<()> {
        self.shared.call_detached(py, move |coap| coap.stop_observing(&uri))
    }

    /// Opens the socket on local_port and switches to server mode; outstanding client work is given up.
    ///
    /// Raises 10048 if the port is taken, 10013 or 10049 if it or local_host is not to be had.
    fn start_listening(&self, py: Python<'_>) -> PyResult<()> {
        self.shared.call_detached(py, coapt::CoAP::start_listening)
    }

    /// Ends server mode: unanswered requests and observers are given up; responses in flight are still carried.
    fn stop_listening(&self, py: Python<'_>) -> PyResult<()> {
        self.shared.call(py, coapt::CoAP::stop_listening)
    }

    /// Ends everything and closes the socket: stop_listening, and responses in flight end with 711.
    fn shutdown(&self, py: Python<'_>) -> PyResult<()> {
        self.shared.call(py, coapt::CoAP::shutdown)
    }

    /// Answers a request whose response was put off, with response_*; it does not wait for the confirmation.
    ///
    /// Raises 706 for an unknown Id, 707 without a response_code, 701 for a bad option, 712 in client mode.
    fn send_response(&self, py: Python<'_>, request_id: &str) -> PyResult<()> {
        self.shared.call(py, |coap| coap.send_response(request_id))
    }

    /// Sends response_* to every observer of the URI that on_register gave; a code other than 2.xx ends them.
    ///
    /// Raises 700 for a bad URI, 707 without a response_code, 701 for a bad option, 712 in client mode.
    fn send_notification(&self, py: Python<'_>, uri: String) -> PyResult<()> {
        self.shared.call_detached(py, move |coap| coap.send_notification(&uri))
    }

    /// Gives up a pending request, of either mode; its completion event fires with 711.
    ///
    /// Raises 706 for an unknown Id.
    fn cancel_request(&self, py: Python<'_>, request_id: &str) -> PyResult<()> {
        self.shared.call(py, |coap| coap.cancel_request(request_id))
    }

    /// Reads ("NAME") or writes ("NAME=VALUE") a setting; returns its value as text, "" after writing.
    ///
    /// Raises 10022 for an unknown name or a bad value.
    fn config(&self, py: Python<'_>, configuration_string: &str) -> PyResult<String> {
        self.shared.call(py, |coap| coap.config(configuration_string))
    }

    /// Delivers the events that are ready; if there are none it waits for SelectWaitMillis (20 ms) at most.
    fn do_events(&self, py: Python<'_>) -> PyResult<()> {
        self.shared.call(py, coapt::CoAP::do_events)
    }

    /// Returns the object to its initial state, silently; handlers stay.
    fn reset(&self, py: Python<'_>) {
        self.shared.with(py, coapt::CoAP::reset);
    }

    fn __enter__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyAny>) -> PyResult<()> {
        self.shutdown(py)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        self.shared.with(py, |coap| {
            let mode = if coap.listening() { "listening" } else { "client" };
            let (port, pending) = (coap.local_port(), coap.pending_request_count());
            format!("<CoAP {mode}, local_port {port}, {pending} pending>")
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.shared.visit_hooks(|hook| visit.call(hook))
    }

    fn __clear__(&self) {
        for index in 0..events::HOOKS {
            self.shared.set_hook(index, None);
        }
    }
}
