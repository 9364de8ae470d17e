//! One bound socket, one endpoint, and the clock they share.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::sync::Arc;
use std::time::Duration;

use coapt_proto::{Config, Endpoint, Instant, Peer};

use crate::error::NetError;
use crate::settings::SocketSettings;
use crate::tap::Tap;
use crate::waker::Waker;

/// A bound UDP socket and the endpoint that speaks through it.
///
/// After each [`turn`](Self::turn) take the events of the [`endpoint`](Self::endpoint_mut) until there are none; what
/// is asked of the endpoint in between goes out with the next turn or [`flush`](Self::flush).
pub struct Driver {
    endpoint: Endpoint,
}

/// What happened in one turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// How many datagrams came in.
    pub received: usize,
    /// Whether a [`Waker`] ended the wait.
    pub woken: bool,
}

/// A datagram that the system would not send.
#[derive(Debug)]
pub struct SendError {
    /// Where it should have gone.
    pub to: Peer,
    /// Its bytes.
    pub datagram: Arc<[u8]>,
    /// What the system said.
    pub error: io::Error,
}

#[expect(unused_variables, clippy::unimplemented, clippy::unused_self, reason = "skeleton")]
impl Driver {
    /// Opens a socket and gives it an endpoint with a seed of its own.
    ///
    /// # Errors
    /// If the system refuses the socket, an option or the address.
    pub fn open(settings: &SocketSettings, config: Config) -> Result<Self, NetError> {
        unimplemented!()
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns the endpoint, to ask something of it or to take its events.
    pub fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }

    /// Tells the time by this driver's clock, which began when it was opened.
    #[must_use]
    pub fn now(&self) -> Instant {
        unimplemented!()
    }

    /// Tells what time it will be after `duration`.
    #[must_use]
    pub fn instant_after(&self, duration: Duration) -> Instant {
        self.now() + duration
    }

    /// Returns the address that the socket is bound to.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        unimplemented!()
    }

    /// Sends what waits, waits for something to happen, and deals with it.
    ///
    /// The wait ends with traffic, a wake-up, the endpoint's deadline, `until` or a signal. One batch is received.
    ///
    /// # Errors
    /// If the system fails to wait or to receive; never because of what a peer did.
    pub fn turn(&mut self, until: Option<Instant>) -> Result<Turn, NetError> {
        unimplemented!()
    }

    /// Does the same as [`turn`](Self::turn) without waiting.
    ///
    /// # Errors
    /// The same as those of [`turn`](Self::turn).
    pub fn receive_now(&mut self) -> Result<Turn, NetError> {
        unimplemented!()
    }

    /// Sends all that the endpoint has, as far as the socket takes it.
    pub fn flush(&mut self) {
        unimplemented!()
    }

    /// Takes the oldest report of a datagram that could not be sent.
    ///
    /// A bounded number is kept; the oldest go first.
    pub fn take_send_error(&mut self) -> Option<SendError> {
        unimplemented!()
    }

    /// Sets or removes the observer of all datagrams.
    pub fn set_tap(&mut self, tap: Option<Box<dyn Tap>>) {
        unimplemented!()
    }

    /// Returns what ends a wait of this driver from another thread.
    #[must_use]
    pub fn waker(&self) -> Waker {
        unimplemented!()
    }

    /// Returns the address that the last datagram was sent to, if packet info is not off.
    #[must_use]
    pub fn destination(&self) -> Option<IpAddr> {
        unimplemented!()
    }

    /// Returns the size of the receive buffer in effect, in bytes.
    #[must_use]
    pub fn receive_buffer_size(&self) -> usize {
        unimplemented!()
    }

    /// Returns the size of the send buffer in effect, in bytes.
    #[must_use]
    pub fn send_buffer_size(&self) -> usize {
        unimplemented!()
    }
}

/// Waits for the first of several drivers to have something to do, at most for `timeout`, and turns each.
///
/// The drivers' turns are added up. `None` sets no limit beyond the endpoints' deadlines.
///
/// # Errors
/// The same as those of [`Driver::turn`].
pub fn wait_any<'a>(
    drivers: impl IntoIterator<Item = &'a mut Driver>,
    timeout: Option<Duration>,
) -> Result<Turn, NetError> {
    let _ = (drivers.into_iter(), timeout);
    unimplemented!()
}

impl AsFd for Driver {
    fn as_fd(&self) -> BorrowedFd<'_> {
        unimplemented!()
    }
}

impl AsRawFd for Driver {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver").finish_non_exhaustive()
    }
}
