//! One exchange with one server: pump the driver until the endpoint tells how it ended.

use std::io::ErrorKind;
use std::time::Duration;

use coapt_net::{Driver, NetError, SendError};
use coapt_proto::{Event, ExchangeId, Failure, Instant, Peer, PingAnswer, Progress, Response};

use crate::Error;
use crate::common::Port;

/// What is needed to wait for the outcome of an exchange.
#[derive(Debug)]
pub(super) struct Exchange<'c> {
    pub(super) driver: &'c mut Driver,
    pub(super) peer: Peer,
    pub(super) started: Instant,
    pub(super) timeout: Duration,
}

/// How an observation can begin.
#[derive(Debug)]
pub(super) enum Beginning {
    /// The server put us on its list.
    Registered(Response),
    /// The server answered and did not, or has taken us off already.
    Refused(Response),
}

impl<'c> Exchange<'c> {
    /// Begins the waiting time.
    pub(super) fn new(driver: &'c mut Driver, peer: Peer, timeout: Duration) -> Self {
        // What an exchange before this one could not send is no fault of this one.
        while driver.take_send_error().is_some() {}
        let started = driver.now();
        Self { driver, peer, started, timeout }
    }

    /// Waits for the answer to a request.
    pub(super) fn response(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Response, Error> {
        self.outcome(id, progress, response)
    }

    /// Waits for the answer to a registration.
    pub(super) fn beginning(&mut self, id: ExchangeId) -> Result<Beginning, Error> {
        self.outcome(id, &mut |_| {}, beginning)
    }

    /// Waits for the answer to a ping.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all else is about exchanges forgotten")]
    pub(super) fn pong(&mut self, id: ExchangeId) -> Result<PingAnswer, Error> {
        self.outcome(id, &mut |_| {}, |ours, event| match event {
            Event::Pong { id, answer } if id == ours => Some(answer),
            _ => None,
        })
    }

    /// Waits for the event that `pick` knows, and forgets the exchange if the wait ends otherwise.
    fn outcome<T>(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
        pick: fn(ExchangeId, Event) -> Option<T>,
    ) -> Result<T, Error> {
        let outcome = self.wait(id, progress, pick);
        if outcome.is_err() {
            let now = self.driver.now();
            self.driver.endpoint_mut().cancel(now, id);
        }
        outcome
    }

    /// Turns the driver until something has become of the exchange.
    fn wait<T>(
        &mut self,
        id: ExchangeId,
        progress: &mut dyn FnMut(Progress),
        pick: fn(ExchangeId, Event) -> Option<T>,
    ) -> Result<T, Error> {
        let until = self.started + self.timeout;
        let mut told = Progress::default();
        loop {
            if let Some(outcome) = self.poll(id, pick)? {
                return Ok(outcome);
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
    fn poll<T>(
        &mut self,
        ours: ExchangeId,
        pick: fn(ExchangeId, Event) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        while let Some(event) = self.driver.endpoint_mut().poll_event() {
            if let Event::Failed { id, cause } = event
                && id == ours
            {
                return Err(self.failure(cause));
            }
            let picked = pick(ours, event);
            if picked.is_some() {
                return Ok(picked);
            }
        }
        Ok(None)
    }

    /// Says what the exchange failed from.
    pub(super) fn failure(&self, cause: Failure) -> Error {
        failure(cause, self.driver.now() - self.started, self.peer, &*self.driver)
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

/// Picks the answer to a request.
#[expect(clippy::wildcard_enum_match_arm, reason = "all else is about exchanges forgotten")]
fn response(ours: ExchangeId, event: Event) -> Option<Response> {
    match event {
        Event::Response { id, response } if id == ours => Some(response),
        _ => None,
    }
}

/// Picks the answer to a registration.
#[expect(clippy::wildcard_enum_match_arm, reason = "all else is about exchanges forgotten")]
fn beginning(ours: ExchangeId, event: Event) -> Option<Beginning> {
    match event {
        Event::Response { id, response } if id == ours => Some(Beginning::Refused(response)),
        Event::Notification { id, response, last: true, .. } if id == ours => {
            Some(Beginning::Refused(response))
        }
        Event::Notification { id, response, last: false, .. } if id == ours => {
            Some(Beginning::Registered(response))
        }
        _ => None,
    }
}

/// Says what an exchange with a peer failed from, after which time.
pub(crate) fn failure(cause: Failure, waited: Duration, peer: Peer, port: &impl Port) -> Error {
    match cause {
        Failure::TimedOut => Error::TimedOut { after: waited },
        Failure::Reset => Error::Reset,
        Failure::Unreachable if port.is_host_missing(&peer) => Error::Unreachable,
        Failure::Unreachable => Error::Refused,
        Failure::Blocks => Error::Blocks,
        Failure::CriticalOption(number) => Error::CriticalOption(number),
        Failure::TooLarge => Error::TooLarge { limit: port.endpoint().config().limits.body },
        other => Error::Failed(other),
    }
}

/// Says why a datagram was not sent.
pub(crate) fn send_error(failed: SendError) -> Error {
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
