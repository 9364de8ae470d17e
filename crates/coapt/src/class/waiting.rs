//! How an object waits: by itself, or as the program that holds it wants.
//!
//! A binding to another language has to let other threads run while a call waits, and to look for signals. It sets a
//! waiter, which is given the object itself: while it waits, other threads may use the object, if the waiter passes
//! it on.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use coapt_net::{NetError, Readiness, Turn, WaitEnd};
use coapt_proto::Instant;

use super::coap::CoAP;
use super::errors::{CoAPError, HandlerError, Thrown};

/// A wait that is due, see [`CoAP::set_waiter`].
#[derive(Clone, Debug)]
pub struct Wait {
    readiness: Option<Readiness>,
    time_left: Option<Duration>,
}

impl Wait {
    /// Makes it shorter, if it is longer than that.
    #[must_use]
    pub fn at_most(&self, time: Duration) -> Self {
        let time_left = self.time_left.map_or(time, |left| left.min(time));
        Self { readiness: self.readiness.clone(), time_left: Some(time_left) }
    }

    /// Waits until something happens, the time is up or a signal arrives; no other object is needed for it.
    ///
    /// # Errors
    /// If the system fails to wait.
    pub fn wait(&self) -> Result<WaitEnd, NetError> {
        match &self.readiness {
            Some(readiness) => readiness.wait(self.time_left),
            None => coapt_net::pause(self.time_left.unwrap_or_default()),
        }
    }
}

type Waiting = dyn Fn(&mut CoAP, &Wait) -> Result<(), HandlerError> + Send + Sync;

/// What waits in place of the object; several calls may wait at once, one inside the other or in several threads.
#[derive(Clone)]
pub(crate) struct Waiter(Arc<Waiting>);

impl fmt::Debug for Waiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").finish_non_exhaustive()
    }
}

/// Waiting.
impl CoAP {
    /// Sets what is called whenever a call has to wait, in place of waiting by itself.
    ///
    /// The waiter calls [`Wait::wait`] once and returns. It may use the object before
    /// and after, and let others use it meanwhile, as long as it puts the same object back. An error ends the call
    /// that waits, as an error of a handler does.
    pub fn set_waiter(
        &mut self,
        waiter: impl Fn(&mut Self, &Wait) -> Result<(), HandlerError> + Send + Sync + 'static,
    ) {
        self.waiter = Some(Waiter(Arc::new(waiter)));
    }

    /// Returns what ends a wait of this object early from another thread, while it has a socket.
    #[must_use]
    pub fn waker(&self) -> Option<coapt_net::Waker> {
        self.driver.as_ref().map(|driver| driver.waker())
    }

    /// Waits for traffic until then and takes one batch of it.
    pub(crate) fn turn(&mut self, until: Instant) -> Result<Turn, CoAPError> {
        let Some(driver) = &mut self.driver else { return Ok(Turn::default()) };
        let Some(waiter) = self.waiter.clone() else { return Ok(driver.turn(Some(until))?) };
        let (readiness, time_left) = driver.readiness(Some(until))?;
        waiter.wait(self, &Wait { readiness: Some(readiness), time_left })?;
        let received = self.driver.as_mut().map(|driver| driver.receive_now());
        Ok(received.transpose()?.unwrap_or_default())
    }

    /// Waits that long; there is no socket.
    pub(crate) fn wait_without_socket(&mut self, time: Duration) -> Result<(), CoAPError> {
        match self.waiter.clone() {
            Some(waiter) => waiter.wait(self, &Wait { readiness: None, time_left: Some(time) }),
            None => Ok(coapt_net::pause(time).map(|_| ())?),
        }
    }
}

impl Waiter {
    fn wait(&self, coap: &mut CoAP, wait: &Wait) -> Result<(), CoAPError> {
        (self.0)(coap, wait).map_err(|error| CoAPError::thrown(Thrown::Returned(error)))
    }
}
