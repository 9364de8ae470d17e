//! Waiting: of one driver, and of several in one thread.

use std::io;
use std::time::Duration;

use coapt_proto::Instant;

use super::{Driver, Turn};
use crate::error::NetError;
use crate::sys::{self, Waiting};

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
        driver.flush();
        let has_reports = driver.socket.has_reports();
        let due = if has_reports { Some(Duration::ZERO) } else { driver.time_left(None) };
        time_left = time_left.into_iter().chain(due).min();
        waiting.extend(driver.waits_for());
    }
    let is_ready = poll(&mut waiting, time_left)?;
    let mut all = Turn::default();
    for (driver, ready) in drivers.iter_mut().zip(waiting.as_chunks().0) {
        if is_ready {
            let turn = driver.after_wait(*ready)?;
            all.received += turn.received;
            all.woken |= turn.woken;
        }
        driver.finish();
    }
    Ok(all)
}

impl Driver {
    /// Waits for traffic, a wake-up, the deadline or `until`, and receives what came.
    pub(super) fn wait(&mut self, until: Option<Instant>) -> Result<Turn, NetError> {
        let mut waiting = self.waits_for();
        if poll(&mut waiting, self.time_left(until))? {
            self.after_wait(waiting)
        } else {
            Ok(Turn::default())
        }
    }
}

/// Waits; false if a signal ended the wait.
fn poll(waiting: &mut [Waiting], timeout: Option<Duration>) -> Result<bool, NetError> {
    match sys::poll(waiting, timeout) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        Err(error) => Err(NetError::io("wait", error)),
    }
}
