//! Observing as a client: registering, refreshing and ending observations (RFC 7641 §3).

use std::net::SocketAddr;

use coapt_proto::{ExchangeId, Request};
use coapt_wire::{Code, OptionNumber};

use super::client::Begun;
use super::coap::CoAP;
use super::errors::CoAPError;
use super::exchanges::Purpose;
use super::fields::Carries;
use super::uris;

impl CoAP {
    /// Registers as an observer of a resource: a GET with Observe 0 (RFC 7641 §3.1).
    ///
    /// If the server accepts, its answer and every later change fire `on_notification`. If it refuses, the answer
    /// fires `on_request_complete` as for [`get`](Self::get), and, if it is a 2.xx, `on_error` with 710. Waiting and
    /// the Id are as for `get`, up to that first answer. A second call for the same resource refreshes the
    /// registration.
    ///
    /// # Errors
    /// Those of the client methods.
    pub fn start_observing(&mut self, uri: &str) -> Result<String, CoAPError> {
        let result = self.observe_and_wait(uri);
        self.leave(result)
    }

    /// Ends an observation: a GET with Observe 1 and the token and options of the registration (RFC 7641 §3.6).
    ///
    /// The URI may be spelled in any equivalent way. No notification for it fires from now on; the server's answer
    /// fires `on_request_complete`. Waiting is as for [`get`](Self::get); with `timeout` 0 the Id is found in the
    /// pending arrays. For a resource that is not observed the GET is sent all the same.
    ///
    /// # Errors
    /// Those of the client methods.
    pub fn stop_observing(&mut self, uri: &str) -> Result<(), CoAPError> {
        let result = self.deregister_and_wait(uri);
        self.leave(result).map(|_| ())
    }

    fn observe_and_wait(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.check_client_mode()?;
        let parsed = uris::parse(uri)?;
        let request = self.draft(&parsed, Carries::Options)?;
        self.check_room()?;
        let remote = self.destination(&parsed)?;
        self.open_for_request(remote)?;
        let key = parsed.normalized();
        let exchange = match self.refreshed(&key, uri, &request)? {
            Some(exchange) => exchange,
            None => {
                self.begin(|endpoint, now, peer| endpoint.observe(now, peer, request), remote)?
            }
        };
        self.record(
            Begun { exchange, purpose: Purpose::Registration, method: Code::GET, remote },
            uri,
        )
    }

    /// Refreshes the observation of this resource, if there is one.
    fn refreshed(
        &mut self,
        key: &str,
        uri: &str,
        request: &Request,
    ) -> Result<Option<ExchangeId>, CoAPError> {
        let known = self.client.observations.iter_mut().find(|known| known.key == key);
        let (Some(known), Some(driver)) = (known, &mut self.driver) else { return Ok(None) };
        uri.clone_into(&mut known.uri);
        let now = driver.now();
        driver.endpoint_mut().refresh(now, known.exchange, request.clone())?;
        Ok(Some(known.exchange))
    }

    fn deregister_and_wait(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.check_client_mode()?;
        let parsed = uris::parse(uri)?;
        let mut request = self.draft(&parsed, Carries::Options)?;
        self.check_room()?;
        let key = parsed.normalized();
        let (exchange, remote) = if let Some((registration, remote)) = self.registered(&key) {
            let exchange =
                self.begin(|endpoint, now, _| endpoint.deregister(now, registration), remote)?;
            self.forget_registration(registration)?;
            (exchange, remote)
        } else {
            request.options.push_uint(OptionNumber::OBSERVE, 1);
            let remote = self.destination(&parsed)?;
            self.open_for_request(remote)?;
            let start = |endpoint: &mut coapt_proto::Endpoint, now, peer| {
                endpoint.request(now, peer, request)
            };
            (self.begin(start, remote)?, remote)
        };
        self.record(Begun { exchange, purpose: Purpose::Answer, method: Code::GET, remote }, uri)
    }

    /// Finds the observation of a resource, accepted or still asked for, and its peer.
    fn registered(&self, key: &str) -> Option<(ExchangeId, SocketAddr)> {
        let known = self.client.observations.iter().find(|known| known.key == key);
        if let Some(known) = known {
            return Some((known.exchange, known.remote));
        }
        let asked = self.client.requests.iter().find(|request| {
            request.purpose == Purpose::Registration && uris::key(&request.uri) == key
        });
        asked.map(|request| (request.exchange, request.remote))
    }

    /// Forgets an observation that was deregistered; a registration still under way ends with 711.
    fn forget_registration(&mut self, exchange: ExchangeId) -> Result<(), CoAPError> {
        self.client.observations.retain(|known| known.exchange != exchange);
        match self.client.place_of(exchange) {
            Some(place) => {
                let why = CoAPError::cancelled();
                self.complete(place, super::exchanges::Ending::from(&why), None)
            }
            None => Ok(()),
        }
    }

    /// Ends an observation because a handler said so: the server is told, its answer is of no interest.
    pub(crate) fn drop_observation(&mut self, exchange: ExchangeId) {
        let before = self.client.observations.len();
        self.client.observations.retain(|known| known.exchange != exchange);
        if self.client.observations.len() == before {
            return;
        }
        let Some(driver) = &mut self.driver else { return };
        let now = driver.now();
        if let Ok(farewell) = driver.endpoint_mut().deregister(now, exchange) {
            self.client.swallowed.insert(farewell);
        }
    }
}
