//! The only public door of the protocol machine.

use coapt_wire::Token;

use crate::config::Config;
use crate::counters::Counters;
use crate::error::{RequestError, RespondError};
use crate::event::{Event, ExchangeId, RequestId, ResourceId};
use crate::message::{Request, Response};
use crate::peer::{Delivery, Peer};
use crate::time::Instant;
use crate::transmit::{Carriage, Transmit};

/// A CoAP endpoint that opens no socket, reads no clock and draws no entropy.
#[derive(Debug)]
pub struct Endpoint {
    config: Config,
    counters: Counters,
}

/// How far the bodies of an exchange have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the request body that the server has acknowledged.
    pub sent: u64,
    /// Bytes of the request body in all.
    pub to_send: u64,
    /// Bytes of the response body that have arrived.
    pub received: u64,
    /// Bytes of the response body in all, if the server told (Size2).
    pub to_receive: Option<u64>,
}

#[expect(unused_variables, clippy::unimplemented, reason = "skeleton")]
impl Endpoint {
    /// Makes an endpoint whose every random choice follows from `seed`.
    #[must_use]
    pub fn new(config: Config, seed: [u8; 32]) -> Self {
        unimplemented!()
    }

    /// Returns the settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Replaces the settings; what is under way keeps the ones it began with.
    pub fn set_config(&mut self, config: Config) {
        self.config = config;
    }

    /// Starts a request; its outcome comes later as exactly one [`Event::Response`] or [`Event::Failed`].
    pub fn request(&mut self, now: Instant, to: Peer, request: Request) -> Result<ExchangeId, RequestError> {
        unimplemented!()
    }

    /// Starts to observe; [`Event::Notification`]s follow until the last one, or one Response/Failed if it is refused.
    pub fn observe(&mut self, now: Instant, to: Peer, request: Request) -> Result<ExchangeId, RequestError> {
        unimplemented!()
    }

    /// Registers again for a running observation, with its token and the given request.
    pub fn refresh(&mut self, now: Instant, id: ExchangeId, request: Request) -> Result<(), RequestError> {
        unimplemented!()
    }

    /// Ends an observation by a GET with Observe 1, its token and its options; the answer belongs to the id returned.
    pub fn deregister(&mut self, now: Instant, id: ExchangeId) -> Result<ExchangeId, RequestError> {
        unimplemented!()
    }

    /// Forgets an exchange or observation without a word on the wire; no event follows. Late answers are rejected.
    pub fn cancel(&mut self, now: Instant, id: ExchangeId) -> bool {
        unimplemented!()
    }

    /// Sends an Empty confirmable message; [`Event::Pong`] or [`Event::Failed`] follows (RFC 7252 §4.3).
    pub fn ping(&mut self, now: Instant, to: Peer) -> Result<ExchangeId, RequestError> {
        unimplemented!()
    }

    /// Returns the token of an open exchange or observation.
    #[must_use]
    pub fn token(&self, id: ExchangeId) -> Option<Token> {
        unimplemented!()
    }

    /// Tells how far the bodies of an open exchange have come.
    #[must_use]
    pub fn progress(&self, id: ExchangeId) -> Option<Progress> {
        unimplemented!()
    }

    /// Answers a request.
    pub fn respond(&mut self, now: Instant, id: RequestId, response: Response) -> Result<Carriage, RespondError> {
        unimplemented!()
    }

    /// Answers a registration and, if the code is a success, puts the client on the list of `resource`.
    pub fn respond_registering(&mut self, now: Instant, id: RequestId, response: Response, resource: ResourceId) -> Result<Carriage, RespondError> {
        unimplemented!()
    }

    /// Sends an Empty acknowledgement at once for a request whose answer will take time; further calls do nothing.
    pub fn acknowledge(&mut self, now: Instant, id: RequestId) {
        unimplemented!()
    }

    /// Gives a request up without an answer: a Reset if it is confirmable and not acknowledged, else silence.
    pub fn reject(&mut self, now: Instant, id: RequestId) -> bool {
        unimplemented!()
    }

    /// Tells all observers of a resource its new state; any code but a success also empties the list.
    ///
    /// Returns how many observers there were.
    pub fn notify(&mut self, now: Instant, resource: ResourceId, response: Response) -> usize {
        unimplemented!()
    }

    /// Returns how many observe a resource.
    #[must_use]
    pub fn observers(&self, resource: ResourceId) -> usize {
        unimplemented!()
    }

    /// Takes all observers off the list of a resource without a word to them.
    pub fn forget_observers(&mut self, resource: ResourceId) {
        unimplemented!()
    }

    /// Takes one received datagram; one that is of no use is counted and dropped.
    pub fn handle_datagram(&mut self, now: Instant, from: Peer, delivery: Delivery, bytes: &[u8]) {
        unimplemented!()
    }

    /// Takes the head of a datagram that was longer than the receive buffer; it counts as malformed.
    pub fn handle_truncated(&mut self, now: Instant, from: Peer, delivery: Delivery, head: &[u8]) {
        unimplemented!()
    }

    /// Takes a report of the network that `quoted`, the beginning of a datagram of ours, did not reach `peer`.
    pub fn handle_unreachable(&mut self, now: Instant, peer: Peer, quoted: &[u8]) {
        unimplemented!()
    }

    /// Does what fell due at or before `now`; early calls do nothing.
    pub fn handle_timeout(&mut self, now: Instant) {
        unimplemented!()
    }

    /// Hands out the next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        unimplemented!()
    }

    /// Hands out the next event for the application.
    pub fn poll_event(&mut self) -> Option<Event> {
        unimplemented!()
    }

    /// Tells when [`handle_timeout`](Self::handle_timeout) next has work, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        unimplemented!()
    }

    /// Returns the counters.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }
}
