//! A UDP socket in a tokio runtime.

use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use coapt_net::{Driver, Membership, NetError, SendError};
use coapt_proto::{Endpoint, Instant, Peer};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::{Sleep, sleep};

use crate::common::Port;

use super::port::AsyncPort;

/// A driver, what the runtime watches for it, and its alarm clock.
#[derive(Debug)]
pub(crate) struct UdpPort {
    driver: Driver,
    readable: AsyncFd<Arc<OwnedFd>>,
    /// Watched only while the socket has no room: each datagram that leaves would wake the task otherwise.
    writable: Option<AsyncFd<OwnedFd>>,
    alarm: Alarm,
}

/// An alarm clock that is set anew only where it would ring too late.
///
/// Ringing too early costs less than setting it for each message.
#[derive(Debug)]
pub(crate) struct Alarm {
    sleep: Pin<Box<Sleep>>,
    /// When it rings, unless it has.
    at: Option<tokio::time::Instant>,
}

impl UdpPort {
    /// Watches the socket of a driver.
    ///
    /// # Errors
    ///
    /// Fails if too many files are open.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime that has its I/O enabled.
    pub(crate) fn new(mut driver: Driver) -> Result<Self, NetError> {
        let socket = driver.share()?;
        let readable = watch(socket, Interest::READABLE)?;
        Ok(Self { driver, readable, writable: None, alarm: Alarm::new() })
    }

    /// Receives a batch if there may be one.
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Result<(), NetError>> {
        loop {
            let mut guard = ready!(self.readable.poll_read_ready(context)).map_err(watch_error)?;
            let turn = self.driver.receive_batch()?;
            if self.driver.is_drained() {
                guard.clear_ready();
            }
            if turn.received > 0 {
                return Poll::Ready(Ok(()));
            }
        }
    }

    /// Sends what waits for room if there may be some.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<Result<(), NetError>> {
        while self.driver.is_blocked() {
            if self.writable.is_none() {
                let socket = self.readable.get_ref().try_clone().map_err(watch_error)?;
                self.writable = Some(watch(socket, Interest::WRITABLE)?);
            }
            let Some(writable) = &self.writable else { break };
            let mut guard = ready!(writable.poll_write_ready(context)).map_err(watch_error)?;
            self.driver.flush();
            if self.driver.is_blocked() {
                guard.clear_ready();
            }
        }
        self.writable = None;
        Poll::Pending
    }
}

impl AsyncPort for UdpPort {
    fn poll_turn(
        &mut self,
        context: &mut Context<'_>,
        wait: Option<Duration>,
    ) -> Poll<Result<(), NetError>> {
        if let Poll::Ready(received) = self.poll_receive(context) {
            return Poll::Ready(received);
        }
        if let Poll::Ready(Err(failed)) = self.poll_send(context) {
            return Poll::Ready(Err(failed));
        }
        if self.driver.has_more() {
            self.driver.receive_batch()?;
            return Poll::Ready(Ok(()));
        }
        let now = self.driver.now();
        let due = self.driver.next_deadline().map(|due| due.saturating_since(now));
        let Some(wait) = wait.into_iter().chain(due).min() else { return Poll::Pending };
        ready!(self.alarm.poll(context, wait));
        self.driver.receive_batch()?;
        Poll::Ready(Ok(()))
    }

    fn local_addr(&self) -> SocketAddr {
        self.driver.local_addr()
    }

    fn joined(&self) -> &[Membership] {
        self.driver.joined()
    }
}

impl Port for UdpPort {
    fn now(&self) -> Instant {
        self.driver.now()
    }

    fn endpoint(&self) -> &Endpoint {
        self.driver.endpoint()
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        self.driver.endpoint_mut()
    }

    fn next_deadline(&self) -> Option<Instant> {
        self.driver.next_deadline()
    }

    fn flush(&mut self) {
        self.driver.flush_some();
    }

    fn is_flushed(&self) -> bool {
        !self.driver.is_blocked() && !self.driver.has_more()
    }

    fn take_failure(&mut self) -> Option<SendError> {
        self.driver.take_send_error()
    }

    fn is_host_missing(&self, peer: &Peer) -> bool {
        self.driver.is_host_missing(peer)
    }
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Self { sleep: Box::pin(sleep(Duration::ZERO)), at: None }
    }

    /// Waits until `wait` has passed, as seen from now; the last call counts.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>, wait: Duration) -> Poll<()> {
        if wait.is_zero() {
            return Poll::Ready(());
        }
        let due = tokio::time::Instant::now() + wait;
        if self.at.is_none_or(|at| at > due) {
            self.sleep.as_mut().reset(due);
            self.at = Some(due);
        }
        while self.sleep.as_mut().poll(context).is_ready() {
            if self.at.replace(due) == Some(due) {
                self.at = None;
                return Poll::Ready(());
            }
            // It was set for something that has passed.
            self.sleep.as_mut().reset(due);
        }
        Poll::Pending
    }
}

/// Has the runtime watch a socket.
#[allow(
    deprecated,
    reason = "the other constructor is unsafe; what is watched here owns its socket"
)]
fn watch<T: AsRawFd>(socket: T, interest: Interest) -> Result<AsyncFd<T>, NetError> {
    AsyncFd::with_interest(socket, interest).map_err(watch_error)
}

fn watch_error(source: std::io::Error) -> NetError {
    NetError::Io { operation: "watch", address: None, source }
}
