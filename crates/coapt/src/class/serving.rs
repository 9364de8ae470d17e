//! Requests that arrive: how they are shown to the application, and how they are answered.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use coapt_proto::{
    Carriage, Departure, Failure, IncomingRequest, Observe, Peer, RequestId, ResourceId, Response,
};
use coapt_wire::{Code, Token};

use super::announce::Announcement;
use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::{
    CoAPRegisterEventParams, CoAPRequestEventParams, CoAPResponseCompleteEventParams,
    CoAPUnregisteredEventParams,
};
use super::log::{INFO, VERBOSE};
use super::uris::{Asked, Target, address_text, key};

/// How many resources are kept before those without observers are forgotten.
const RESOURCES_KEPT: usize = 4_096;

/// The server side of an object.
#[derive(Debug, Default)]
pub(crate) struct Server {
    pub(crate) listening: bool,
    /// Whether the object is about to listen, and the last client requests are told their end.
    pub(crate) is_starting: bool,
    /// The requests that wait for an answer, in order of age.
    pub(crate) requests: VecDeque<Received>,
    /// The confirmable responses that wait for their confirmation.
    pub(crate) in_flight: BTreeMap<RequestId, InFlight>,
    /// The observed resources by the normal form of their URI.
    pub(crate) resources: BTreeMap<String, Observed>,
}

/// A request that waits for its answer.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) endpoint_id: RequestId,
    pub(crate) id: String,
    pub(crate) method: u8,
    pub(crate) peer: Peer,
    pub(crate) token: Token,
    pub(crate) asked: Arc<Asked>,
}

/// A confirmable response that was sent.
#[derive(Clone, Debug)]
pub(crate) struct InFlight {
    pub(crate) id: String,
    pub(crate) peer: SocketAddr,
    pub(crate) token: Token,
}

/// A resource that is or was observed.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) id: ResourceId,
    pub(crate) target: Target,
    pub(crate) format: Format,
}

/// The content format that the observers of a resource expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// None was promised.
    Unknown,
    /// That of the answer to a registration.
    Promised(Option<u16>),
    /// Another was sent since, and the log has a warning about it.
    Broken,
}

impl Server {
    pub(crate) fn place_of(&self, id: &str) -> Option<usize> {
        self.requests.iter().position(|request| request.id == id)
    }
}

/// Requests.
impl CoAP {
    /// A request arrived.
    pub(crate) fn take_request(
        &mut self,
        id: RequestId,
        request: IncomingRequest,
    ) -> Result<(), CoAPError> {
        if !self.server.listening {
            self.reject(id);
            return Ok(());
        }
        let received = self.receive(id, &request);
        self.request.show(request.options.as_options(), request.payload);
        let registers = request.observe == Observe::Register && request.code == Code::GET;
        if registers && self.hooks.on_register.is_some() {
            self.serve_registration(received)
        } else {
            self.serve_request(received)
        }
    }

    fn receive(&mut self, endpoint_id: RequestId, request: &IncomingRequest) -> Received {
        let local = self.asked_address(request.peer);
        let from = request.peer.address();
        let asked = Arc::new(Asked::new(request.options.clone(), local, from));
        let id = self.next_id();
        self.log(VERBOSE, || {
            let uri = self.uri_for_log(asked.uri());
            format!("request {id} from {from}: {} {uri}", request.code)
        });
        let (method, peer, token) = (request.code.to_byte(), request.peer, request.token);
        Received { endpoint_id, id, method, peer, token, asked }
    }

    fn serve_request(&mut self, received: Received) -> Result<(), CoAPError> {
        let mut params = request_params(&received);
        let id = received.id.clone();
        self.server.requests.push_back(received);
        let fired = self.fire(self.hooks.on_request.clone(), &mut params);
        let Some(place) = self.server.place_of(&id) else { return fired.map(|_| ()) };
        if !params.send_response {
            self.put_off(place);
            return fired.map(|_| ());
        }
        match fired {
            Ok(_) => match self.make_response() {
                Ok(response) => self.respond_pending(place, response),
                Err(error) => self.fail_pending(place, &error),
            },
            Err(thrown) => {
                self.apologise(place);
                Err(thrown)
            }
        }
    }

    fn serve_registration(&mut self, received: Received) -> Result<(), CoAPError> {
        let mut params = register_params(&received);
        let epoch = self.epoch;
        let fired = self.fire(self.hooks.on_register.clone(), &mut params);
        if epoch != self.epoch || !self.server.listening {
            return fired.map(|_| ());
        }
        self.server.requests.push_back(received);
        let place = self.server.requests.len() - 1;
        match fired {
            Ok(_) => match self.make_response() {
                Ok(response) if params.accept && response.code.is_success() => {
                    self.respond_registering(place, response)
                }
                Ok(response) => self.respond_pending(place, response),
                Err(error) => self.fail_pending(place, &error),
            },
            Err(thrown) => {
                self.apologise(place);
                Err(thrown)
            }
        }
    }

    /// Keeps a request for later and lets its client know that it arrived.
    fn put_off(&mut self, place: usize) {
        if let (Some(request), Some(driver)) = (self.server.requests.get(place), &mut self.driver) {
            let now = driver.now();
            driver.endpoint_mut().acknowledge(now, request.endpoint_id);
        }
        self.flush();
    }

    /// Gives up a request of a peer without an answer.
    pub(crate) fn reject(&mut self, id: RequestId) {
        if let Some(driver) = &mut self.driver {
            let now = driver.now();
            driver.endpoint_mut().reject(now, id);
        }
    }
}

/// Responses.
impl CoAP {
    /// Answers a pending request.
    pub(crate) fn respond_pending(
        &mut self,
        place: usize,
        response: Response,
    ) -> Result<(), CoAPError> {
        self.send(place, response, None)
    }

    fn respond_registering(&mut self, place: usize, response: Response) -> Result<(), CoAPError> {
        let resource = self.observed_resource(place);
        self.send(place, response, resource)
    }

    /// Answers a pending request, and puts the client on the list of `resource` if there is one.
    fn send(
        &mut self,
        place: usize,
        response: Response,
        resource: Option<ResourceId>,
    ) -> Result<(), CoAPError> {
        let Some(request) = self.server.requests.get(place) else { return Ok(()) };
        let Some(driver) = &mut self.driver else { return Ok(()) };
        let (now, endpoint) = (driver.now(), driver.endpoint_mut());
        let sent = match resource {
            Some(resource) => {
                endpoint.respond_registering(now, request.endpoint_id, response, resource)
            }
            None => endpoint.respond(now, request.endpoint_id, response),
        };
        match sent {
            Ok(carriage) => self.sent(place, carriage),
            Err(error) => self.not_sent(place, &CoAPError::from(error)),
        }
    }

    fn sent(&mut self, place: usize, carriage: Carriage) -> Result<(), CoAPError> {
        let Some(request) = self.server.requests.remove(place) else { return Ok(()) };
        let (id, peer, token) = (request.id, request.peer.address(), request.token);
        if self.may_wait(carriage) {
            if carriage == Carriage::Confirmable {
                self.server.in_flight.insert(request.endpoint_id, InFlight { id, peer, token });
            }
            return Ok(());
        }
        if let Some(refused) = self.flush_watching(peer, token) {
            self.abort_response(request.endpoint_id);
            let reported = self.report(refused.code, refused.message.clone());
            let completion = response_completion(id, Some(&refused.to_error()));
            return self.announce_after(reported, completion);
        }
        if carriage == Carriage::Confirmable {
            self.server.in_flight.insert(request.endpoint_id, InFlight { id, peer, token });
            return Ok(());
        }
        self.response_complete(id, None)
    }

    /// The endpoint refused the response: the caller is told, and a client that waits gets 5.00.
    fn not_sent(&mut self, place: usize, error: &CoAPError) -> Result<(), CoAPError> {
        if self.depth == 0 && error.code() != CoAPError::UNKNOWN_REQUEST {
            return self.fail_pending(place, error);
        }
        Err(CoAPError::new(error.code(), error.message().to_owned()))
    }

    /// No response is possible though one is due: 5.00 for the client, the reason for the application.
    fn fail_pending(&mut self, place: usize, error: &CoAPError) -> Result<(), CoAPError> {
        let Some(id) = self.send_apology(place) else { return Ok(()) };
        let reported = self.report(error.code(), error.message().to_owned());
        self.announce_after(reported, response_completion(id, Some(error)))
    }

    /// A handler failed: 5.00 for the client; that the request is dealt with is told later.
    fn apologise(&mut self, place: usize) {
        if let Some(request_id) = self.send_apology(place) {
            let announcement = Announcement::ResponseComplete(CoAPResponseCompleteEventParams {
                request_id,
                error_code: CoAPError::INVALID_RESPONSE_CODE,
                error_description: "the handler failed; the client was sent 5.00".to_owned(),
            });
            self.ready.push_back(super::pump::Ready::Announce(announcement));
        }
    }

    fn send_apology(&mut self, place: usize) -> Option<String> {
        let request = self.server.requests.remove(place)?;
        let driver = self.driver.as_mut()?;
        let mut response = Response::new(Code::INTERNAL_SERVER_ERROR);
        response.payload = Bytes::new();
        response.reliability = Some(self.reliability);
        let now = driver.now();
        let sent = driver.endpoint_mut().respond(now, request.endpoint_id, response);
        self.flush();
        if let Err(error) = sent {
            self.log(VERBOSE, || format!("request {}: {error}", request.id));
        }
        Some(request.id)
    }

    /// Stops repeating a confirmable response.
    pub(crate) fn abort_response(&mut self, id: RequestId) {
        if let Some(driver) = &mut self.driver {
            let now = driver.now();
            driver.endpoint_mut().abort_response(now, id);
        }
    }

    /// A confirmable response came to its end.
    pub(crate) fn take_delivered(
        &mut self,
        id: RequestId,
        outcome: Result<(), Failure>,
    ) -> Result<(), CoAPError> {
        let Some(sent) = self.server.in_flight.remove(&id) else { return Ok(()) };
        let error = outcome.err().map(CoAPError::from);
        self.response_complete(sent.id, error.as_ref())
    }

    /// Tells `on_response_complete`.
    pub(crate) fn response_complete(
        &mut self,
        request_id: String,
        error: Option<&CoAPError>,
    ) -> Result<(), CoAPError> {
        self.announce(response_completion(request_id, error))
    }
}

/// Observers.
impl CoAP {
    /// Finds or makes the resource that a registration is for.
    fn observed_resource(&mut self, place: usize) -> Option<ResourceId> {
        let target = self.server.requests.get(place)?.asked.target();
        let key = key(&target.uri);
        self.forget_unobserved();
        let id = ResourceId(self.next_number());
        let format = Format::Promised(self.response.content_format);
        let fresh = Observed { id, target, format };
        let observed = self.server.resources.entry(key).or_insert(fresh);
        if observed.format == Format::Unknown {
            observed.format = format;
        }
        Some(observed.id)
    }

    fn forget_unobserved(&mut self) {
        if self.server.resources.len() < RESOURCES_KEPT {
            return;
        }
        if let Some(driver) = &self.driver {
            let endpoint = driver.endpoint();
            self.server.resources.retain(|_, resource| endpoint.observers(resource.id) > 0);
        }
    }

    /// Warns, once for each resource, of a content format other than the one the observers were promised.
    pub(crate) fn warn_of_format(&mut self, key: &str) {
        let sent = self.response.content_format;
        let is_success =
            self.response_code.is_some_and(|code| code.is_success() && code != Code::VALID);
        let Some(resource) = self.server.resources.get_mut(key) else { return };
        let is_broken = matches!(resource.format, Format::Promised(format) if format != sent);
        if is_success && is_broken {
            resource.format = Format::Broken;
            let uri = resource.target.uri.clone();
            self.log(INFO, || {
                let uri = self.uri_for_log(&uri);
                format!("warning: the notification for {uri} has another content format than the answer to the registration")
            });
        }
    }

    /// An observer left by itself.
    pub(crate) fn take_departure(
        &mut self,
        resource: ResourceId,
        peer: Peer,
        departure: Departure,
    ) -> Result<(), CoAPError> {
        if !self.server.listening {
            return Ok(());
        }
        let known = self.server.resources.values().find(|known| known.id == resource);
        let Some(target) = known.map(|known| known.target.clone()) else { return Ok(()) };
        let (host, port) = (address_text(peer.address().ip()), i32::from(peer.address().port()));
        let (code, why) = match departure {
            Departure::TimedOut => (CoAPError::TIMED_OUT, "was never confirmed"),
            Departure::Unreachable => (CoAPError::REFUSED, "could not reach it"),
            Departure::Deregistered | Departure::Reset | _ => (0, ""),
        };
        let reported = if code == 0 {
            Ok(())
        } else {
            self.report(code, format!("a notification to {host} port {port} {why}"))
        };
        let params = CoAPUnregisteredEventParams {
            remote_host: host,
            remote_port: port,
            uri: target.uri,
            uri_host: target.host,
            uri_port: target.port,
            uri_path: target.path,
            uri_query: target.query,
        };
        self.announce_after(reported, Announcement::Unregistered(params))
    }
}

pub(crate) fn response_completion(request_id: String, error: Option<&CoAPError>) -> Announcement {
    Announcement::ResponseComplete(CoAPResponseCompleteEventParams {
        request_id,
        error_code: error.map_or(0, CoAPError::code),
        error_description: error.map_or_else(String::new, |error| error.message().to_owned()),
    })
}

fn request_params(received: &Received) -> CoAPRequestEventParams {
    CoAPRequestEventParams {
        asked: Arc::clone(&received.asked),
        method: i32::from(received.method),
        token: received.token,
        request_id: received.id.clone(),
        send_response: true,
    }
}

fn register_params(received: &Received) -> CoAPRegisterEventParams {
    let target = received.asked.target();
    CoAPRegisterEventParams {
        remote_host: received.asked.remote_host().to_owned(),
        remote_port: received.asked.remote_port(),
        uri: target.uri,
        uri_host: target.host,
        uri_port: target.port,
        uri_path: target.path,
        uri_query: target.query,
        token: received.token.as_bytes().to_vec(),
        accept: false,
    }
}
