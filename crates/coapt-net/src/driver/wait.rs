//! Waiting: of one driver, and of several in one thread.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use coapt_proto::Instant;

use super::{Driver, Turn};
use crate::error::NetError;
use crate::socket::{Awaited, MOMENT};
use crate::sys::{self, Waiting};
use crate::waker::Waker;

/// A deadline that is nearer than this is waited for exactly.
const MARGIN: Duration = MOMENT.saturating_mul(16);

/// What a driver waits for, to be waited for while somebody else has the driver.
///
/// It holds the socket open until it is dropped. Made by [`Driver::readiness`].
#[derive(Clone, Debug)]
pub struct Readiness {
    socket: Arc<OwnedFd>,
    waker: Waker,
    is_blocked: bool,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// There is something to receive or to send, somebody woke the driver, or the time is up.
    Ready,
    /// A signal arrived.
    Signal,
}

impl Readiness {
    /// Waits until the driver has something to do, at most for `timeout`; `None` sets no limit.
    ///
    /// Nothing is received: a turn of the driver does that.
    ///
    /// # Errors
    /// If the system fails to wait.
    pub fn wait(&self, timeout: Option<Duration>) -> Result<WaitEnd, NetError> {
        poll_until(self.waits_for(), timeout)
    }

    fn waits_for(&self) -> [Waiting; 2] {
        waits_for(&self.waker, self.socket.as_fd(), self.is_blocked)
    }
}

/// Waits without a driver, at most for `timeout`, or until a signal arrives.
///
/// # Errors
/// If the system fails to wait.
pub fn pause(timeout: Duration) -> Result<WaitEnd, NetError> {
    poll_until([], Some(timeout))
}

fn poll_until<const N: usize>(
    mut waiting: [Waiting; N],
    timeout: Option<Duration>,
) -> Result<WaitEnd, NetError> {
    let is_ready = poll(&mut waiting, timeout)?;
    Ok(if is_ready { WaitEnd::Ready } else { WaitEnd::Signal })
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
    let mut drivers: Vec<_> = drivers.into_iter().collect();
    let mut waiting = Vec::with_capacity(2 * drivers.len());
    let mut time_left = timeout;
    for driver in &mut drivers {
        driver.flush_some();
        let due = if driver.has_more() || driver.has_own_news() {
            Some(Duration::ZERO)
        } else {
            driver.time_left(None)
        };
        time_left = time_left.into_iter().chain(due).min();
        waiting.extend(driver.waits_for());
    }
    let is_ready = poll(&mut waiting, time_left)?;
    let mut all = Turn::default();
    for (driver, ready) in drivers.iter_mut().zip(waiting.as_chunks().0) {
        let turn = if is_ready { driver.after_wait(*ready)? } else { Turn::default() };
        all.received += turn.received;
        all.woken |= turn.woken;
        driver.finish(turn.received == 0);
    }
    Ok(all)
}

impl Driver {
    /// Sends what is there to send, and returns what there is to wait for then and for how long.
    ///
    /// The time is that to `until` or the endpoint's deadline, zero if there is something to do already.
    ///
    /// # Errors
    /// If the socket cannot be shared: too many files are open.
    pub fn readiness(
        &mut self,
        until: Option<Instant>,
    ) -> Result<(Readiness, Option<Duration>), NetError> {
        self.flush_some();
        let socket = self.share()?;
        let is_ready = self.is_busy || self.has_more() || self.has_own_news();
        let time_left = if is_ready { Some(Duration::ZERO) } else { self.time_left(until) };
        let readiness =
            Readiness { socket, waker: self.waker.clone(), is_blocked: self.is_blocked() };
        Ok((readiness, time_left))
    }

    /// Waits for traffic, a wake-up, the deadline or `until`, and receives what came.
    pub(super) fn wait(&mut self, until: Option<Instant>) -> Result<Turn, NetError> {
        if let Some(turn) = self.wait_briskly(until)? {
            return Ok(turn);
        }
        let mut waiting = self.waits_for();
        if poll(&mut waiting, self.time_left(until))? {
            self.after_wait(waiting)
        } else {
            Ok(Turn::default())
        }
    }
}

impl Driver {
    /// Waits and receives in one call, where datagrams came so steadily that the next is to be expected in a moment.
    ///
    /// There is `None` if it was not tried, or in vain: then a real wait follows. A waker is not seen meanwhile.
    fn wait_briskly(&mut self, until: Option<Instant>) -> Result<Option<Turn>, NetError> {
        let has_time = || self.time_left(until).is_none_or(|left| left > MARGIN);
        if !self.pace.is_brisk() || self.is_blocked() || !has_time() {
            return Ok(None);
        }
        let awaited = self.socket.receive_in_a_moment();
        match awaited.map_err(|error| NetError::io("receive", error))? {
            Awaited::Datagrams(received) => {
                self.handle(received);
                Ok(Some(Turn { received, woken: false }))
            }
            Awaited::Silence => {
                self.pace.silence();
                Ok(None)
            }
            Awaited::Report | Awaited::Signal => Ok(Some(Turn::default())),
        }
    }
}

/// What there is to wait for with a waker and a socket.
pub(super) fn waits_for(waker: &Waker, socket: BorrowedFd<'_>, is_blocked: bool) -> [Waiting; 2] {
    let socket = Waiting::to_read(socket);
    let socket = if is_blocked { socket.or_write() } else { socket };
    [Waiting::to_read(waker.as_fd()), socket]
}

/// Waits; false if a signal ended the wait.
fn poll(waiting: &mut [Waiting], timeout: Option<Duration>) -> Result<bool, NetError> {
    match sys::poll(waiting, timeout) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        Err(error) => Err(NetError::io("wait", error)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn a_wait_for_room_to_send_is_not_ended_by_the_waker() {
        let (mut full, _other_end) = UnixStream::pair().unwrap();
        full.set_nonblocking(true).unwrap();
        while full.write(&[0; 4096]).is_ok() {}
        let readiness = Readiness {
            socket: Arc::new(full.into()),
            waker: Waker::new().unwrap(),
            is_blocked: true,
        };

        assert!(!is_ready(&readiness));
        readiness.waker.wake();
        assert!(is_ready(&readiness));
    }

    fn is_ready(readiness: &Readiness) -> bool {
        let mut waiting = readiness.waits_for();
        sys::poll(&mut waiting, Some(Duration::ZERO)).unwrap();
        waiting.iter().any(|one| one.is_ready())
    }
}
