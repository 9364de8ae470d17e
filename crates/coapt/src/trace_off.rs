//! What stands for spans without the feature `tracing`.

use coapt_proto::IncomingRequest;
use coapt_wire::Code;

use crate::{Error, Reply, Request};

/// Nothing.
#[derive(Clone, Debug)]
pub(crate) struct Span(());

#[expect(clippy::unused_self, reason = "the same calls as with the feature")]
impl Span {
    pub(crate) fn of_request(_request: &IncomingRequest) -> Self {
        Self(())
    }

    pub(crate) fn of_exchange(_request: &Request) -> Self {
        Self(())
    }

    pub(crate) fn replied(&self, _code: Code) {}

    pub(crate) fn ended(&self, _outcome: &Result<Reply, Error>) {}

    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    #[cfg(feature = "async")]
    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }
}

#[cfg(feature = "async")]
pub(crate) fn carry_on<F: Future>(future: F) -> F {
    future
}
