//! A port that a task drives.

use std::fmt;
use std::net::SocketAddr;
use std::task::{Context, Poll};
use std::time::Duration;

use coapt_net::{Membership, NetError};
use coapt_proto::{Endpoint, Instant, Peer};

use crate::common::Port;

/// An endpoint whose datagrams and deadlines a task waits for.
pub(crate) trait AsyncPort: Port + fmt::Debug + Send {
    /// Receives one batch, does what fell due and sends what comes of it; pending if there is nothing to do before
    /// traffic, a deadline of the endpoint or the end of `wait`.
    fn poll_turn(
        &mut self,
        context: &mut Context<'_>,
        wait: Option<Duration>,
    ) -> Poll<Result<(), NetError>>;

    /// Returns the address that the port is bound to.
    fn local_addr(&self) -> SocketAddr;

    /// Returns the groups that the port is in.
    fn joined(&self) -> &[Membership] {
        &[]
    }
}

/// A port of any kind.
pub(crate) type BoxedPort = Box<dyn AsyncPort>;

impl Port for BoxedPort {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn endpoint(&self) -> &Endpoint {
        (**self).endpoint()
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        (**self).endpoint_mut()
    }

    fn flush(&mut self) {
        (**self).flush();
    }

    fn is_flushed(&self) -> bool {
        (**self).is_flushed()
    }

    fn take_failure(&mut self) -> Option<coapt_net::SendError> {
        (**self).take_failure()
    }

    fn is_host_missing(&self, peer: &Peer) -> bool {
        (**self).is_host_missing(peer)
    }
}
