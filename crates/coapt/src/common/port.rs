//! An endpoint with a clock, however its datagrams travel.

use coapt_net::{Driver, SendError};
use coapt_proto::{Endpoint, Instant, Peer};

/// What clients and servers are made of.
pub(crate) trait Port {
    /// Tells the time.
    fn now(&self) -> Instant;

    /// Returns the endpoint.
    fn endpoint(&self) -> &Endpoint;

    /// Returns the endpoint, to ask something of it or to take its events.
    fn endpoint_mut(&mut self) -> &mut Endpoint;

    /// When there is something to do next, if ever.
    #[cfg(feature = "async")]
    fn next_deadline(&self) -> Option<Instant> {
        self.endpoint().next_deadline()
    }

    /// Sends all that the endpoint has.
    fn flush(&mut self);

    /// Tells whether all that the endpoint had was sent.
    #[cfg(feature = "async")]
    fn is_flushed(&self) -> bool;

    /// Takes the oldest report of a datagram that could not be sent.
    fn take_failure(&mut self) -> Option<SendError>;

    /// Tells whether an unreachable peer has no host, and not only nobody who listens.
    fn is_host_missing(&self, peer: &Peer) -> bool;

    /// Forgets which datagrams could not be sent.
    fn drop_failures(&mut self) {
        while self.take_failure().is_some() {}
    }
}

impl Port for Driver {
    fn now(&self) -> Instant {
        Self::now(self)
    }

    fn endpoint(&self) -> &Endpoint {
        Self::endpoint(self)
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        Self::endpoint_mut(self)
    }

    fn flush(&mut self) {
        Self::flush(self);
    }

    #[cfg(feature = "async")]
    fn is_flushed(&self) -> bool {
        !self.is_blocked()
    }

    fn take_failure(&mut self) -> Option<SendError> {
        self.take_send_error()
    }

    fn is_host_missing(&self, peer: &Peer) -> bool {
        Self::is_host_missing(self, peer)
    }
}
