//! Requests of our own: the records of those that are open, and how each comes to its one end.

use std::collections::{BTreeSet, VecDeque};
use std::net::SocketAddr;

use coapt_proto::{ExchangeId, Failure, Response};
use coapt_wire::{Code, Token};

use super::announce::Announcement;
use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::{CoAPErrorEventParams, CoAPRequestCompleteEventParams};
use super::log::VERBOSE;
use super::pump::Ready;

/// The client side of an object.
#[derive(Debug, Default)]
pub(crate) struct Client {
    /// The open requests, in order of age.
    pub(crate) requests: VecDeque<Outgoing>,
    /// The observations whose registration was accepted.
    pub(crate) observations: Vec<Observation>,
    /// Exchanges whose answer is of no interest.
    pub(crate) swallowed: BTreeSet<ExchangeId>,
    /// The peer that the socket is connected to.
    pub(crate) connected: Option<SocketAddr>,
    /// Whether all client work is being given up; handlers that want to try again are too early.
    pub(crate) is_ending: bool,
}

/// A request of ours that has not ended.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) exchange: ExchangeId,
    pub(crate) purpose: Purpose,
    pub(crate) method: u8,
    pub(crate) uri: String,
    pub(crate) remote: SocketAddr,
    pub(crate) token: Token,
    /// Whether a call waits for it; it is then not listed as pending.
    pub(crate) is_blocking: bool,
    /// The timeout that the call began with, in seconds.
    pub(crate) timeout: i32,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// For its answer.
    Answer,
    /// To begin or refresh an observation.
    Registration,
}

/// An observation of ours.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    pub(crate) exchange: ExchangeId,
    /// The text of the latest `start_observing` for it.
    pub(crate) uri: String,
    pub(crate) key: String,
    pub(crate) remote: SocketAddr,
}

/// How a request ended: 0 or 709 with a response, another code without.
#[derive(Clone, Debug)]
pub(crate) struct Ending {
    pub(crate) code: i32,
    pub(crate) description: String,
    /// The response, where a handler may have overwritten `response_*` before the call returns.
    pub(crate) response: Option<Box<Response>>,
}

impl Ending {
    /// Says that a request ended well.
    pub(crate) fn done() -> Self {
        Self { code: 0, description: String::new(), response: None }
    }

    /// Says how a request ended that was answered, or that wanted no answer (0.00).
    pub(crate) fn answered(code: Code) -> Self {
        if code.is_success() || code.is_empty() {
            return Self::done();
        }
        let description = code.to_string();
        Self { code: CoAPError::ERROR_RESPONSE, description, response: None }
    }

    /// Gives what a blocking call returns.
    pub(crate) fn into_result(self) -> Result<String, CoAPError> {
        match self.code {
            0 | CoAPError::ERROR_RESPONSE => Ok(String::new()),
            code => Err(CoAPError::new(code, self.description)),
        }
    }
}

impl From<&CoAPError> for Ending {
    fn from(error: &CoAPError) -> Self {
        Self { code: error.code(), description: error.message().to_owned(), response: None }
    }
}

impl Client {
    /// Tells whether anything of the client's is outstanding.
    pub(crate) fn is_busy(&self) -> bool {
        !self.requests.is_empty() || !self.observations.is_empty()
    }

    pub(crate) fn place_of(&self, exchange: ExchangeId) -> Option<usize> {
        self.requests.iter().position(|request| request.exchange == exchange)
    }
}

impl CoAP {
    /// Tells whether a blocking call has not ended yet.
    pub(crate) fn is_open(&self, number: u64) -> bool {
        self.client.requests.iter().any(|request| request.number == number)
    }

    /// A request was answered, or an observation was refused.
    pub(crate) fn take_response(
        &mut self,
        exchange: ExchangeId,
        response: Response,
    ) -> Result<(), CoAPError> {
        self.client.swallowed.remove(&exchange);
        self.client.observations.retain(|observation| observation.exchange != exchange);
        let Some(place) = self.client.place_of(exchange) else { return Ok(()) };
        let code = response.code;
        let is_refusal =
            self.client.requests.get(place).is_some_and(|request| {
                request.purpose == Purpose::Registration && code.is_success()
            });
        let completed = self.complete(place, Ending::answered(code), Some(response));
        if !is_refusal {
            return completed;
        }
        let description = "the server answered and does not support observing this URI".to_owned();
        let error_code = CoAPError::NOT_OBSERVABLE;
        let refusal = CoAPErrorEventParams { error_code, description };
        self.announce_after(completed, Announcement::Error(refusal))
    }

    /// A request or a registration ended without an answer.
    pub(crate) fn take_failure(
        &mut self,
        exchange: ExchangeId,
        cause: Failure,
    ) -> Result<(), CoAPError> {
        self.client.swallowed.remove(&exchange);
        self.client.observations.retain(|observation| observation.exchange != exchange);
        match self.client.place_of(exchange) {
            Some(place) => self.complete(place, Ending::from(&CoAPError::from(cause)), None),
            None => Ok(()),
        }
    }

    /// Ends a request whose exchange is still open, without a word on the wire.
    pub(crate) fn give_up(&mut self, place: usize, why: &CoAPError) -> Result<(), CoAPError> {
        if let Some(request) = self.client.requests.get(place) {
            let (exchange, purpose) = (request.exchange, request.purpose);
            // The refresh of an observation can end while the observation goes on.
            let goes_on = purpose == Purpose::Registration
                && self.client.observations.iter().any(|known| known.exchange == exchange);
            if !goes_on {
                self.forget_exchange(exchange);
            }
        }
        self.complete(place, Ending::from(why), None)
    }

    /// Removes the record of a request and tells how it ended.
    pub(crate) fn complete(
        &mut self,
        place: usize,
        ending: Ending,
        response: Option<Response>,
    ) -> Result<(), CoAPError> {
        let Some(request) = self.client.requests.remove(place) else { return Ok(()) };
        self.log(VERBOSE, || {
            let how = if ending.code == 0 { "done" } else { &ending.description };
            format!("request {} has ended: {how}", request.id)
        });
        let response = response.map(Box::new);
        if self.waiting.contains(&request.number) {
            let mut ending = ending.clone();
            let hook = self.hooks.on_request_complete.as_ref();
            ending.response = hook.and_then(|_| response.clone());
            self.endings.insert(request.number, ending);
        }
        let params = completion(request, ending);
        self.announce(Announcement::RequestComplete { params, response })
    }

    /// The time of a blocking call is over.
    pub(crate) fn expire(&mut self, number: u64) -> Result<(), CoAPError> {
        let place = self.client.requests.iter().position(|request| request.number == number);
        let Some(place) = place else { return Ok(()) };
        let timeout = self.client.requests.get(place).map_or(0, |request| request.timeout);
        self.give_up(place, &CoAPError::timed_out(timeout))
    }

    /// A blocking call ended because a handler failed; that the request is cancelled is told later.
    pub(crate) fn abandon(&mut self, number: u64) {
        let place = self.client.requests.iter().position(|request| request.number == number);
        let Some(request) = place.and_then(|place| self.client.requests.remove(place)) else {
            return;
        };
        self.forget_exchange(request.exchange);
        let params = completion(request, Ending::from(&CoAPError::cancelled()));
        let announcement = Announcement::RequestComplete { params, response: None };
        self.ready.push_back(Ready::Announce(announcement));
    }

    /// Lets the endpoint forget an exchange; late answers are rejected.
    pub(crate) fn forget_exchange(&mut self, exchange: ExchangeId) {
        if let Some(driver) = &mut self.driver {
            let now = driver.now();
            driver.endpoint_mut().cancel(now, exchange);
        }
    }

    /// Ends all client work: every request with 711, every observation without a word.
    ///
    /// If handlers fail, the first failure is returned when all have been called.
    pub(crate) fn give_up_client_work(&mut self) -> Result<(), CoAPError> {
        for observation in std::mem::take(&mut self.client.observations) {
            self.forget_exchange(observation.exchange);
        }
        let was_ending = std::mem::replace(&mut self.client.is_ending, true);
        let numbers: Vec<u64> = self.client.requests.iter().map(|open| open.number).collect();
        let mut result = Ok(());
        for number in numbers {
            let place = self.client.requests.iter().position(|open| open.number == number);
            let ended = place.map_or(Ok(()), |place| self.give_up(place, &CoAPError::cancelled()));
            result = result.and(ended);
        }
        self.client.is_ending = was_ending;
        result
    }
}

fn completion(request: Outgoing, ending: Ending) -> CoAPRequestCompleteEventParams {
    CoAPRequestCompleteEventParams {
        method: i32::from(request.method),
        uri: request.uri,
        request_id: request.id,
        error_code: ending.code,
        error_description: ending.description,
    }
}
