//! One exchange with one server: pump the driver until the endpoint tells how it ended.

use std::io::ErrorKind;
use std::time::Duration;

use coapt_net::{Driver, NetError, SendError};
use coapt_proto::{Event, ExchangeId, Failure, Instant, Peer, Progress, Response};

use crate::Error;

/// What is needed to wait for the outcome of an exchange.
#[derive(Debug)]
pub(super) struct Exchange<'c> {
    pub(super) driver: &'c mut Driver,
    pub(super) peer: Peer,
    pub(super) started: Instant,
    pub(super) timeout: Duration,
}

/// How an exchange can end, or an observation begin.
#[derive(Debug)]
pub(super) enum Outcome {
    /// With an answer.
    Answered(Response),
    /// With the first state of an observation; `true` if it is the last one, too.
    Registered(Response, bool),
    /// With a sign of life.
    Alive,
}

impl<'c> Exchange<'c> {
    /// Begins the waiting time.
    pub(super) fn new(driver: &'c mut Driver, peer: Peer, timeout: Duration) -> Self {
        let started = driver.now();
        Self { driver, peer, started, timeout }
    }

    /// Waits for the answer of an exchange, and forgets the exchange if none comes.
    pub(super) fn response(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Response, Error> {
        match self.outcome(id, progress)? {
            Outcome::Answered(response) | Outcome::Registered(response, _) => Ok(response),
            Outcome::Alive => Ok(Response::new(coapt_wire::Code::EMPTY)),
        }
    }

    /// Waits until an exchange has an outcome, and forgets it if the wait ends otherwise.
    pub(super) fn outcome(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, Error> {
        let outcome = self.wait(id, progress);
        if outcome.is_err() {
            let now = self.driver.now();
            self.driver.endpoint_mut().cancel(now, id);
        }
        outcome
    }

    /// Turns the driver until something has become of the exchange.
    fn wait(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, Error> {
        let until = self.started + self.timeout;
        let mut told = Progress::default();
        loop {
            if let Some(outcome) = self.poll(id) {
                return outcome;
            }
            if let Some(now) = self.driver.endpoint().progress(id).filter(|now| *now != told) {
                told = now;
                progress(now);
            }
            if self.driver.now() >= until {
                return Err(Error::TimedOut { after: self.timeout });
            }
            self.driver.turn(Some(until))?;
            self.check_sent()?;
        }
    }

    /// Looks for the outcome among what the endpoint has to say.
    fn poll(&mut self, id: ExchangeId) -> Option<Result<Outcome, Error>> {
        while let Some(event) = self.driver.endpoint_mut().poll_event() {
            let outcome = self.take(id, event);
            if outcome.is_some() {
                return outcome;
            }
        }
        None
    }

    /// Sees whether an event is the outcome of this exchange.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all else is about exchanges forgotten")]
    fn take(&self, ours: ExchangeId, event: Event) -> Option<Result<Outcome, Error>> {
        match event {
            Event::Response { id, response } if id == ours => Some(Ok(Outcome::Answered(response))),
            Event::Notification { id, response, last, .. } if id == ours => {
                Some(Ok(Outcome::Registered(response, last)))
            }
            Event::Pong { id } if id == ours => Some(Ok(Outcome::Alive)),
            Event::Failed { id, cause } if id == ours => Some(Err(failure(cause, self))),
            _ => None,
        }
    }

    /// Fails if a datagram to this peer could not be sent.
    pub(super) fn check_sent(&mut self) -> Result<(), Error> {
        while let Some(failed) = self.driver.take_send_error() {
            if failed.to.address() == self.peer.address() {
                return Err(send_error(failed));
            }
        }
        Ok(())
    }
}

/// Says what a failed exchange failed from.
pub(super) fn failure(cause: Failure, exchange: &Exchange<'_>) -> Error {
    match cause {
        Failure::TimedOut => Error::TimedOut { after: exchange.driver.now() - exchange.started },
        Failure::Reset => Error::Reset,
        Failure::Unreachable => Error::Refused,
        Failure::Blocks => Error::Blocks,
        Failure::CriticalOption(number) => Error::CriticalOption(number),
        Failure::TooLarge => {
            Error::TooLarge { limit: exchange.driver.endpoint().config().limits.body }
        }
        other => Error::Failed(other),
    }
}

/// Says why a datagram was not sent.
fn send_error(failed: SendError) -> Error {
    let address = Some(failed.to.address());
    let kind = failed.error.kind();
    if kind == ErrorKind::ConnectionRefused {
        Error::Refused
    } else if matches!(kind, ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) {
        Error::Unreachable
    } else {
        Error::Net(NetError::Io { operation: "send to", address, source: failed.error })
    }
}
