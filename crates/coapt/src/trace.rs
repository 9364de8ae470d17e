//! Spans of `tracing` for requests and exchanges, with the words of the RFCs as fields (feature `tracing`).

use std::panic::{RefUnwindSafe, UnwindSafe};

use coapt_proto::{IncomingRequest, Observe, Reliability};
use coapt_wire::{Code, uri};
use tracing::field::{Empty, debug, display};
#[cfg(feature = "async")]
use tracing::instrument::{Instrument as _, Instrumented};

use crate::{Error, Reply, Request};

/// A request that is being answered, or an exchange that is under way; at the level DEBUG.
#[derive(Clone, Debug)]
pub(crate) struct Span(tracing::Span);

/// A span of which a field is not recorded does no harm.
impl UnwindSafe for Span {}

impl RefUnwindSafe for Span {}

impl Span {
    /// A request that a server received.
    pub(crate) fn of_request(request: &IncomingRequest) -> Self {
        let span = tracing::debug_span!(
            "request",
            peer = Empty,
            method = Empty,
            path = Empty,
            token = Empty,
            confirmable = request.reliability == Reliability::Confirmable,
            observe = Empty,
            code = Empty
        );
        if !span.is_disabled() {
            span.record("peer", debug(request.peer));
            span.record("method", display(method(request.code)));
            let path = uri::path_text(request.options.as_options());
            span.record("path", format!("/{path}"));
            span.record("token", display(request.token));
            if request.observe != Observe::Absent {
                span.record("observe", u8::from(request.observe == Observe::Deregister));
            }
        }
        Self(span)
    }

    /// An exchange that a client begins.
    pub(crate) fn of_exchange(request: &Request) -> Self {
        let span = tracing::debug_span!(
            "exchange",
            method = display(method(request.method())),
            uri = request.uri(),
            peer = Empty,
            code = Empty,
            error = Empty
        );
        Self(span)
    }

    /// Notes the response code.
    pub(crate) fn replied(&self, code: Code) {
        self.0.record("code", display(code));
    }

    /// Notes how an exchange ended.
    pub(crate) fn ended(&self, outcome: &Result<Reply, Error>) {
        match outcome {
            Ok(reply) => {
                self.0.record("peer", debug(reply.peer()));
                self.replied(reply.code());
            }
            Err(error) => {
                self.0.record("error", display(error));
            }
        }
    }

    /// Does something within the span.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    /// Has a future run within the span.
    #[cfg(feature = "async")]
    pub(crate) fn around<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }
}

/// Has a future run within the span that is open now.
#[cfg(feature = "async")]
pub(crate) fn carry_on<F: Future>(future: F) -> Instrumented<F> {
    future.in_current_span()
}

/// The method by its name, or by its code if it has none.
fn method(code: Code) -> String {
    code.name().map_or_else(|| code.to_string(), String::from)
}
