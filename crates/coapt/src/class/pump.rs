//! The pump: what has arrived is told in order, on the thread that called, and nowhere else.

use std::time::Duration;

use coapt_proto::{Event, ExchangeId, Instant};

use super::announce::Announcement;
use super::coap::CoAP;
use super::errors::CoAPError;
use super::exchanges::Ending;
use super::settings::Setting;
use super::sockets::SocketUse;
use super::trouble::SendFailure;

/// How many batches of datagrams one call takes before it tells what they brought.
const MAX_BATCHES: usize = 16;

/// Something that waits to be told.
#[derive(Debug)]
pub(crate) enum Ready {
    /// The endpoint has news.
    Net(Event),
    /// The system refused a datagram.
    SendFailed(SendFailure),
    /// An event whose handler was running, or whose call ended too early.
    Announce(Announcement),
}

impl Ready {
    /// Tells whether this decides about a request of ours, or about the registration of an observation.
    fn decides(&self, exchange: ExchangeId) -> bool {
        match self {
            Self::Net(
                Event::Response { id, .. }
                | Event::Failed { id, .. }
                | Event::Notification { id, .. }
                | Event::Unrenewed { id, .. },
            ) => *id == exchange,
            Self::Net(_) | Self::SendFailed(_) | Self::Announce(_) => false,
        }
    }
}

impl CoAP {
    /// Delivers every event that is ready; if none is, waits for the time of the setting `SelectWaitMillis`
    /// (20 milliseconds by default) and is woken early by an arrival.
    ///
    /// Without a socket it waits just as long, so that a loop around it does not spin. Called from inside a handler
    /// it services the network and delivers nothing.
    ///
    /// # Errors
    /// What a handler failed with, or what the system said when it could not wait or receive.
    pub fn do_events(&mut self) -> Result<(), CoAPError> {
        let result = self.pump_once();
        self.leave(result)
    }

    fn pump_once(&mut self) -> Result<(), CoAPError> {
        let received = self.receive_waiting()?;
        // What a handler cannot be told is no reason for it not to wait.
        let has_news = if self.depth == 0 { !self.ready.is_empty() } else { received };
        if !has_news {
            let wait = Duration::from_millis(self.settings.int(Setting::SelectWaitMillis));
            self.idle(wait)?;
        }
        self.deliver_ready(None)
    }

    /// Takes what has arrived already; whether there was anything.
    fn receive_waiting(&mut self) -> Result<bool, CoAPError> {
        for batch in 0..MAX_BATCHES {
            let Some(driver) = &mut self.driver else { return Ok(batch > 0) };
            let turn = driver.receive_now()?;
            self.collect();
            if turn.received == 0 {
                return Ok(batch > 0);
            }
        }
        Ok(true)
    }

    /// Waits until something arrives or the time is over.
    fn idle(&mut self, wait: Duration) -> Result<(), CoAPError> {
        if wait.is_zero() {
            return Ok(());
        }
        let Some(until) = self.now().map(|now| now + wait) else {
            return self.wait_without_socket(wait);
        };
        let epoch = self.epoch;
        while self.epoch == epoch && self.now().is_some_and(|now| now < until) {
            let turn = self.turn(until)?;
            self.collect();
            if turn.received > 0 || turn.woken || !self.ready.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Puts what the endpoint and the socket have to tell in line.
    pub(crate) fn collect(&mut self) {
        self.flush();
        self.gather();
    }

    /// Puts in line what the endpoint and the socket have to tell of before the next sending.
    pub(crate) fn gather(&mut self) {
        if let Some(driver) = &mut self.driver {
            let trouble = &mut self.trouble;
            let events = std::iter::from_fn(|| driver.endpoint_mut().poll_event());
            let kept = events
                .filter(|event| !matches!(event, Event::Problem { .. }) || trouble.may_wait());
            self.ready.extend(kept.map(Ready::Net));
        }
        self.ready.extend(self.send_failures.drain(..).map(Ready::SendFailed));
    }

    /// Tells everything in line, or all until the blocking call `until` has ended; nothing inside a handler.
    fn deliver_ready(&mut self, until: Option<u64>) -> Result<(), CoAPError> {
        self.deliver_log()?;
        if self.depth > 0 {
            return Ok(());
        }
        self.cork();
        let delivered = self.deliver_line(until);
        self.uncork();
        delivered?;
        self.close_if_drained();
        Ok(())
    }

    fn deliver_line(&mut self, until: Option<u64>) -> Result<(), CoAPError> {
        loop {
            if until.is_some_and(|number| !self.is_open(number)) {
                return Ok(());
            }
            let Some(ready) = self.next_ready() else { return Ok(()) };
            let delivered = self.deliver(ready);
            self.after_event();
            delivered?;
            self.deliver_log()?;
        }
    }

    /// Takes the next in line; when the line ends, what the sending of what waited put there.
    fn next_ready(&mut self) -> Option<Ready> {
        if self.ready.is_empty() {
            self.let_go();
        }
        self.ready.pop_front()
    }

    fn deliver(&mut self, ready: Ready) -> Result<(), CoAPError> {
        match ready {
            Ready::SendFailed(failure) => self.take_send_failure(&failure),
            Ready::Announce(announcement) => self.announce(announcement),
            Ready::Net(event) => self.take_event(event),
        }
    }

    fn take_event(&mut self, event: Event) -> Result<(), CoAPError> {
        match event {
            Event::Request { id, request } => self.take_request(id, request),
            Event::Delivered { id, outcome } => self.take_delivered(id, outcome),
            Event::Response { id, response } => self.take_response(id, response),
            Event::Failed { id, cause } => self.take_failure(id, cause),
            Event::Unrenewed { id, cause } => self.take_unrenewed(id, cause),
            Event::Problem { peer, problem } => self.take_problem(peer, problem),
            Event::Notification { .. } => self.take_notification(event),
            Event::ObserverLeft { resource, peer, departure, .. } => {
                self.take_departure(resource, peer, departure)
            }
            Event::Pong { .. } | _ => Ok(()),
        }
    }

    /// Waits for a blocking call to end; other events fire meanwhile, unless this is inside a handler.
    pub(crate) fn wait(&mut self, number: u64, deadline: Instant) -> Result<Ending, CoAPError> {
        self.waiting.insert(number);
        let result = self.wait_for_ending(number, deadline);
        self.waiting.remove(&number);
        let ending = self.endings.remove(&number);
        if result.is_err() {
            self.abandon(number);
        }
        result?;
        let mut ending = ending.unwrap_or_else(|| Ending::from(&CoAPError::cancelled()));
        if let Some(response) = ending.response.take() {
            self.show_response(&response);
        }
        Ok(ending)
    }

    fn wait_for_ending(&mut self, number: u64, deadline: Instant) -> Result<(), CoAPError> {
        loop {
            if self.depth == 0 {
                self.deliver_ready(Some(number))?;
            } else {
                self.deliver_decision(number)?;
                self.deliver_log()?;
            }
            if !self.is_open(number) {
                return Ok(());
            }
            if self.now().is_none_or(|now| now >= deadline) {
                return self.expire(number);
            }
            self.turn(deadline)?;
            self.collect();
        }
    }

    /// Inside a handler: tells of all that waits only how this very call ends.
    fn deliver_decision(&mut self, number: u64) -> Result<(), CoAPError> {
        let open = self.client.requests.iter().find(|request| request.number == number);
        let Some((exchange, remote, token)) = open.map(|r| (r.exchange, r.remote, r.token)) else {
            return Ok(());
        };
        let decides = |ready: &Ready| match ready {
            Ready::SendFailed(failure) => failure.is_of(remote, token),
            Ready::Net(_) | Ready::Announce(_) => ready.decides(exchange),
        };
        let place = self.ready.iter().position(decides);
        let Some(decision) = place.and_then(|place| self.ready.remove(place)) else {
            return Ok(());
        };
        let delivered = self.deliver(decision);
        self.collect();
        delivered
    }

    /// Tells what time it is by the clock of the socket.
    pub(crate) fn now(&self) -> Option<Instant> {
        self.driver.as_ref().map(|driver| driver.now())
    }

    /// Closes the socket of a server that has stopped once nothing of it is in flight.
    pub(crate) fn close_if_drained(&mut self) {
        if self.driver.is_some() && self.socket_use == SocketUse::Server && !self.is_active() {
            self.close_socket();
        }
    }
}
