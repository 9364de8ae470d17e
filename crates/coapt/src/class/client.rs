//! The client methods: from properties and a URI to a request, and the wait for its end.

use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::{Endpoint, ExchangeId, Instant, Peer, Request, RequestError};
use coapt_wire::uri::Uri;
use coapt_wire::{Code, Token};

use super::coap::CoAP;
use super::errors::CoAPError;
use super::exchanges::{Outgoing, Purpose};
use super::fields::Carries;
use super::log::VERBOSE;
use super::uris;

/// How many requests may be pending at once: one message id and one more is all a peer could tell apart.
const MAX_PENDING: usize = 65_535;

/// A request that the endpoint has taken, before its record is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun {
    pub(crate) exchange: ExchangeId,
    pub(crate) purpose: Purpose,
    pub(crate) method: Code,
    pub(crate) remote: SocketAddr,
}

/// Client methods.
///
/// All of them take a URI `coap://host[:port][/path][?query]`; without a port it is 5683 (RFC 7252 §6.1). The ETag and
/// the option array of the request go with all of them, the body and the content format with `post`, `put` and
/// `send_custom_request`.
///
/// With [`timeout`](CoAP::timeout) above 0 a method waits for the end of its exchange, delivers events meanwhile, and
/// returns "" if a response came, whatever its code. With 0 it returns a request Id at once. Either way
/// `on_request_complete` tells the end.
///
/// # Errors
///
/// Nothing is sent and no event fires if the arguments are wrong: 712 in server mode, 700 for the URI, 701 for an
/// option, 703 for the method code, checked in this order. 11001 and 10047 say that the host was not found or has no
/// address of the family; 10055 that 65535 requests are pending; 10056 that with `UseConnection` the socket belongs to
/// another peer; other numbers that the system refused the socket or the datagram.
///
/// A call that waits fails, after `on_request_complete` has fired with the same code, with 704 (never confirmed, or
/// the timeout is over), 705 (the network cannot reach the peer), 708 (Reset), 702 (blocks do not fit), 701 (the
/// response has an unknown critical option) or 711 (cancelled).
impl CoAP {
    /// Sends a GET request (RFC 7252 §5.8.1).
    ///
    /// # Errors
    /// See above.
    pub fn get(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.ask(uri, 1, Carries::Options)
    }

    /// Sends a POST request with `request_data` (RFC 7252 §5.8.2).
    ///
    /// # Errors
    /// See above.
    pub fn post(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.ask(uri, 2, Carries::Body)
    }

    /// Sends a PUT request with `request_data` (RFC 7252 §5.8.3).
    ///
    /// # Errors
    /// See above.
    pub fn put(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.ask(uri, 3, Carries::Body)
    }

    /// Sends a DELETE request (RFC 7252 §5.8.4).
    ///
    /// # Errors
    /// See above.
    pub fn delete(&mut self, uri: &str) -> Result<String, CoAPError> {
        self.ask(uri, 4, Carries::Options)
    }

    /// Sends a request with any method code from 1 to 31, such as FETCH (5) or PATCH (6), and `request_data`
    /// (RFC 8132).
    ///
    /// # Errors
    /// See above; 703 for a code outside 1 to 31.
    pub fn send_custom_request(&mut self, uri: &str, method: i32) -> Result<String, CoAPError> {
        self.ask(uri, method, Carries::Body)
    }

    fn ask(&mut self, uri: &str, method: i32, carries: Carries) -> Result<String, CoAPError> {
        let result = self.ask_and_wait(uri, method, carries);
        self.leave(result)
    }

    fn ask_and_wait(
        &mut self,
        uri: &str,
        method: i32,
        carries: Carries,
    ) -> Result<String, CoAPError> {
        self.check_client_mode()?;
        let parsed = uris::parse(uri)?;
        if self.request.has_observe() {
            let why = "an Observe option belongs to start_observing and stop_observing";
            return Err(CoAPError::option(why));
        }
        let mut request = self.draft(&parsed, carries)?;
        request.code = method_code(method)?;
        self.check_room()?;
        let remote = self.destination(&parsed)?;
        self.open_for_request(remote)?;
        let (method, purpose) = (request.code, Purpose::Answer);
        let exchange =
            self.begin(|endpoint, now, peer| endpoint.request(now, peer, request), remote)?;
        self.record(Begun { exchange, purpose, method, remote }, uri)
    }

    /// Makes a GET request of the properties.
    pub(crate) fn draft(&self, uri: &Uri, carries: Carries) -> Result<Request, CoAPError> {
        // The port is the destination's, and no other part of it shows in the options.
        let destination = SocketAddr::from(([0, 0, 0, 0], uri.port()));
        let request = self.request.to_request(Code::GET, uri.options(destination), carries)?;
        Ok(Request { reliability: self.reliability, ..request })
    }

    /// Hands something to the endpoint that starts an exchange.
    pub(crate) fn begin(
        &mut self,
        start: impl FnOnce(&mut Endpoint, Instant, Peer) -> Result<ExchangeId, RequestError>,
        remote: SocketAddr,
    ) -> Result<ExchangeId, CoAPError> {
        let peer = self.peer(remote);
        let driver = self.driver.as_mut().ok_or_else(CoAPError::cancelled)?;
        let now = driver.now();
        Ok(start(driver.endpoint_mut(), now, peer)?)
    }

    /// Refuses a request if as many are pending as there may be.
    pub(crate) fn check_room(&self) -> Result<(), CoAPError> {
        if self.client.requests.len() < MAX_PENDING {
            return Ok(());
        }
        let message = format!("{MAX_PENDING} requests are pending already");
        Err(CoAPError::new(CoAPError::TOO_MANY_REQUESTS, message))
    }

    /// Makes the record of a request that has begun, and waits for its end if the timeout says so.
    pub(crate) fn record(&mut self, begun: Begun, uri: &str) -> Result<String, CoAPError> {
        let Begun { exchange, purpose, method, remote } = begun;
        let token = self.driver.as_ref().and_then(|driver| driver.endpoint().token(exchange));
        let token = token.unwrap_or(Token::EMPTY);
        if let Some(refused) = self.flush_watching(remote, token) {
            self.forget_exchange(exchange);
            self.client.observations.retain(|observation| observation.exchange != exchange);
            return Err(refused.to_error());
        }
        let (number, id, timeout) = (self.next_number(), self.next_id(), self.timeout);
        self.log(VERBOSE, || format!("request {id}: {method} {}", self.uri_for_log(uri)));
        self.client.requests.push_back(Outgoing {
            number,
            id: id.clone(),
            exchange,
            purpose,
            method: method.to_byte(),
            uri: uri.to_owned(),
            remote,
            token,
            is_blocking: timeout > 0,
            timeout,
        });
        let Some(seconds) = u64::try_from(timeout).ok().filter(|seconds| *seconds > 0) else {
            return Ok(id);
        };
        let Some(now) = self.now() else { return Err(CoAPError::cancelled()) };
        self.wait(number, now + Duration::from_secs(seconds))?.into_result()
    }
}

fn method_code(method: i32) -> Result<Code, CoAPError> {
    let detail = u8::try_from(method).ok().filter(|detail| (1..=31).contains(detail));
    detail.and_then(|detail| Code::new(0, detail)).ok_or_else(|| {
        let message = format!("a method code is 1 to 31, not {method}");
        CoAPError::new(CoAPError::MALFORMED_MESSAGE, message)
    })
}
