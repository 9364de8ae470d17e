//! The only public door of the protocol machine: it composes the layers and knows their order.

mod answer;
mod bodies;
mod client;
mod guard;
mod notifications;
mod operation;
mod refusal;
mod response;
mod server;

use alloc::collections::VecDeque;

use coapt_wire::{Code, Token};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::blockwise::{Assemblies, Outgoing, Turns};
use crate::config::{Config, Role as Taking};
use crate::counters::Counters;
use crate::error::{RequestError, RespondError};
use crate::event::{Event, ExchangeId, Problem, RequestId, ResourceId};
use crate::exchange::{Keys, Served};
use crate::message::{Request, Response};
use crate::messaging::{Inbound, Messaging, Owner, Report, Truncated};
use crate::observe::Observers;
use crate::peer::{Delivery, Peer};
use crate::random::Random;
use crate::shrink::Shrink as _;
use crate::slab::Slab;
use crate::time::Instant;
use crate::timers::{Timers, earlier};
use crate::transmit::{Carriage, Transmit};

use operation::{Echo, Kind, Operation, Role};

/// A CoAP endpoint that opens no socket, reads no clock and draws no entropy.
///
/// A driver feeds it with the `handle_` calls and empties it with the `poll_` calls, in any order. It is client and
/// server at once for one local address.
///
/// ```
/// use coapt_proto::{Config, Delivery, Endpoint, Event, Instant, Peer, Request, Response};
/// use coapt_wire::Code;
///
/// let now = Instant::ORIGIN;
/// let client_at = Peer::new("192.0.2.1:40000".parse()?);
/// let server_at = Peer::new("192.0.2.2:5683".parse()?);
/// let mut client = Endpoint::new(Config::default(), [1; 32]);
/// let mut server = Endpoint::new(Config::default(), [2; 32]);
///
/// let asked = client.request(now, server_at, Request::new(Code::GET))?;
/// let datagram = client.poll_transmit().ok_or("nothing to send")?.datagram;
/// server.handle_datagram(now, client_at, Delivery::Unicast, &datagram);
/// let Some(Event::Request { id, .. }) = server.poll_event() else { return Err("no request".into()) };
/// server.respond(now, id, Response::new(Code::CONTENT).with_payload("22 C"))?;
/// let datagram = server.poll_transmit().ok_or("nothing to send")?.datagram;
/// client.handle_datagram(now, server_at, Delivery::Unicast, &datagram);
///
/// let Some(Event::Response { id, response }) = client.poll_event() else { return Err("no response".into()) };
/// assert_eq!((id, &response.payload[..]), (asked, &b"22 C"[..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Endpoint {
    config: Config,
    messaging: Messaging,
    keys: Keys,
    // As a client.
    operations: Slab<Operation>,
    tokens: HashMap<(Peer, Token), (ExchangeId, Role), FixedState>,
    /// Echo values that servers gave unasked, for the next request to them.
    echoes: HashMap<Peer, Echo, FixedState>,
    turns: Turns,
    // As a server.
    served: Served,
    assemblies: Assemblies,
    outgoing: Outgoing,
    observers: Observers,
    /// Observers whose notification waits until there is room for their peer.
    starved: VecDeque<u64>,
    timers: Timers<Due>,
    events: VecDeque<Event>,
    /// How many of the events are problems.
    problems: usize,
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

/// What falls due above the message layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The state of an observed resource has run out.
    Renewal(ExchangeId),
    /// An observer may be sent another non-confirmable notification.
    Pace(u64),
}

impl Endpoint {
    /// Makes an endpoint whose every random choice follows from `seed`.
    #[must_use]
    pub fn new(config: Config, seed: [u8; 32]) -> Self {
        let messaging = Messaging::new(config.transmission, &config.limits, seed);
        // The seeds of the tables do not come from the stream that tokens and ids are drawn from.
        let mut random = Random::new(seed.map(|byte| !byte));
        let mut seeds = || [random.number(), random.number()];
        let [tokens, keys] = seeds();
        let [turns, echoes] = seeds();
        Self {
            messaging,
            keys: Keys::new(keys),
            operations: Slab::new(),
            tokens: HashMap::with_hasher(FixedState::with_seed(tokens)),
            echoes: HashMap::with_hasher(FixedState::with_seed(echoes)),
            turns: Turns::new(turns),
            served: Served::new(),
            assemblies: Assemblies::new(seeds()),
            outgoing: Outgoing::new(seeds()),
            observers: Observers::new(seeds()),
            starved: VecDeque::new(),
            timers: Timers::new(),
            events: VecDeque::new(),
            problems: 0,
            config,
        }
    }

    /// Returns the settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Replaces the settings; what is under way keeps the ones it began with.
    pub fn set_config(&mut self, config: Config) {
        self.messaging.configure(config.transmission, &config.limits);
        self.config = config;
    }

    /// Starts a request; its outcome comes later as exactly one [`Event::Response`] or [`Event::Failed`].
    ///
    /// Bodies larger than a block are sent and fetched block by block (RFC 7959), unless the options hold Block1 or
    /// Block2: then the application deals with that direction itself.
    ///
    /// # Errors
    ///
    /// Nothing is sent if the code is no method code, the body is larger than [`Limits::body`](crate::Limits::body),
    /// [`Limits::exchanges`](crate::Limits::exchanges) are open, or the token asked for is in use.
    pub fn request(
        &mut self,
        now: Instant,
        to: Peer,
        request: Request,
    ) -> Result<ExchangeId, RequestError> {
        self.start(now, to, request, Kind::Request)
    }

    /// Starts to observe a resource (RFC 7641 §3.1).
    ///
    /// [`Event::Notification`]s follow until the last one; or one [`Event::Response`] if the server refuses, or one
    /// [`Event::Failed`] if it does not answer. The registration is renewed by itself when the state runs out.
    ///
    /// # Errors
    ///
    /// As for [`request`](Self::request).
    pub fn observe(
        &mut self,
        now: Instant,
        to: Peer,
        request: Request,
    ) -> Result<ExchangeId, RequestError> {
        self.start(now, to, request, Kind::Observe)
    }

    /// Registers again for a running observation, with its token and the given request (RFC 7641 §3.3.1).
    ///
    /// # Errors
    ///
    /// Fails if the observation is over.
    pub fn refresh(
        &mut self,
        now: Instant,
        id: ExchangeId,
        request: Request,
    ) -> Result<(), RequestError> {
        self.register_again(now, id, Some(request))
    }

    /// Ends an observation by a GET with Observe 1, its token and its options (RFC 7641 §3.6).
    ///
    /// The observation ends at once; the answer belongs to the id that is returned.
    ///
    /// # Errors
    ///
    /// Fails if the observation is over.
    pub fn deregister(&mut self, now: Instant, id: ExchangeId) -> Result<ExchangeId, RequestError> {
        self.stop_observing(now, id)
    }

    /// Forgets an exchange or observation without a word on the wire; late answers to it are rejected.
    ///
    /// A non-confirmable request that has gone out still counts towards `PROBING_RATE` until its peer is heard from.
    /// No event of it follows, not even one that waits to be taken. Returns whether it was open.
    pub fn cancel(&mut self, now: Instant, id: ExchangeId) -> bool {
        self.events.retain(|event| event.exchange() != Some(id));
        self.leave_calls(now, id);
        let open = self.close(now, id).is_some();
        self.settle(now);
        open
    }

    /// Sends an Empty confirmable message; [`Event::Pong`] or [`Event::Failed`] follows (RFC 7252 §1.2, §4.2).
    ///
    /// # Errors
    ///
    /// As for [`request`](Self::request).
    pub fn ping(&mut self, now: Instant, to: Peer) -> Result<ExchangeId, RequestError> {
        self.start(now, to, Request::new(Code::EMPTY), Kind::Ping)
    }

    /// Returns the token of an open exchange or observation.
    #[must_use]
    pub fn token(&self, id: ExchangeId) -> Option<Token> {
        self.operations.get(id.0).map(|operation| operation.call.token)
    }

    /// Tells how far the bodies of an open exchange have come.
    #[must_use]
    pub fn progress(&self, id: ExchangeId) -> Option<Progress> {
        self.operations.get(id.0).map(Operation::progress)
    }

    /// Answers a request: in its acknowledgement if that has not gone out yet, else in a message of its own.
    ///
    /// A body larger than a block is kept until the client has fetched it.
    ///
    /// # Errors
    ///
    /// Nothing is sent and the request keeps waiting if the code cannot be that of a response or the body is larger
    /// than [`Limits::body`](crate::Limits::body). Fails too if the request does not wait for an answer.
    pub fn respond(
        &mut self,
        now: Instant,
        id: RequestId,
        response: Response,
    ) -> Result<Carriage, RespondError> {
        self.answer(now, id, response, None)
    }

    /// Answers a registration and, if the code is a success, puts the client on the list of `resource`.
    ///
    /// When the lists are full, or the request did not ask for it, it is answered as by [`respond`](Self::respond).
    ///
    /// # Errors
    ///
    /// As for [`respond`](Self::respond).
    pub fn respond_registering(
        &mut self,
        now: Instant,
        id: RequestId,
        response: Response,
        resource: ResourceId,
    ) -> Result<Carriage, RespondError> {
        self.answer(now, id, response, Some(resource))
    }

    /// Sends an Empty acknowledgement at once for a request whose answer will take time; further calls do nothing.
    pub fn acknowledge(&mut self, _now: Instant, id: RequestId) {
        if let Some(receipt) = self.served.acknowledged(id) {
            self.messaging.acknowledge(&receipt);
        }
    }

    /// Gives a request up without an answer: a Reset if it is confirmable and not acknowledged yet, else silence.
    ///
    /// Returns whether it waited for an answer.
    pub fn reject(&mut self, now: Instant, id: RequestId) -> bool {
        self.refuse_to_answer(now, id)
    }

    /// Gives up a confirmable response that is under way; no [`Event::Delivered`] follows.
    ///
    /// Returns whether one was.
    pub fn abort_response(&mut self, now: Instant, id: RequestId) -> bool {
        self.stop_responding(now, id)
    }

    /// Tells all observers of a resource its new state; any code but a success also empties the list.
    ///
    /// Returns how many observers there were. What goes on the wire follows RFC 7641 §4.5: an observer that has not
    /// acknowledged the last state yet gets the newest one afterwards.
    pub fn notify(&mut self, now: Instant, resource: ResourceId, response: Response) -> usize {
        self.tell_all(now, resource, response)
    }

    /// Returns how many observe a resource.
    #[must_use]
    pub fn observers(&self, resource: ResourceId) -> usize {
        self.observers.count(resource)
    }

    /// Takes all observers off the list of a resource without a word to them.
    pub fn forget_observers(&mut self, now: Instant, resource: ResourceId) {
        self.forget_all(now, resource);
    }

    /// Takes one received datagram; one that is of no use is counted and dropped.
    pub fn handle_datagram(&mut self, now: Instant, from: Peer, delivery: Delivery, bytes: &[u8]) {
        match self.messaging.receive(now, from, delivery, bytes) {
            Inbound::Nothing => {}
            Inbound::Malformed(error) => {
                self.report_problem(from, Problem::Malformed(error));
            }
            Inbound::Request { receipt, .. }
            | Inbound::NoRoom { receipt, .. }
            | Inbound::TooMany { receipt, .. }
                if self.config.role == Taking::Client =>
            {
                self.messaging.counters.unexpected += 1;
                self.messaging.reject(&receipt);
            }
            Inbound::Request { message, receipt } => self.receive_request(now, &message, &receipt),
            Inbound::NoRoom { message, receipt } => {
                self.refuse_for_room(now, message.token, &receipt);
            }
            Inbound::TooMany { message, receipt } => {
                self.refuse_for_rate(now, message.token, &receipt);
            }
            Inbound::Separate { message, receipt } => {
                self.receive_separate(now, &message, &receipt);
            }
            Inbound::Piggybacked { message, owner } => {
                self.receive_piggybacked(now, from, &message, owner);
            }
        }
        self.settle(now);
    }

    /// Takes the head of a datagram that was longer than the receive buffer; it counts as malformed.
    ///
    /// A request is answered as [`Config::oversized`] says.
    pub fn handle_truncated(&mut self, now: Instant, from: Peer, delivery: Delivery, head: &[u8]) {
        match self.messaging.receive_truncated(now, from, delivery, head) {
            Truncated::Ignored => {}
            Truncated::Rejected => self.report_problem(from, Problem::Truncated),
            Truncated::Request { token, receipt } => {
                self.report_problem(from, Problem::Truncated);
                self.refuse_oversized(now, token, &receipt);
            }
        }
        self.settle(now);
    }

    /// Takes a report of the network that `quoted`, the beginning of a datagram of ours, did not reach `peer`.
    pub fn handle_unreachable(&mut self, now: Instant, peer: Peer, quoted: &[u8]) {
        self.messaging.unreachable(now, &peer, quoted);
        self.settle(now);
    }

    /// Does what fell due at or before `now`; early calls do nothing.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.messaging.handle_timeout(now);
        while let Some(id) = self.served.pop_due(now) {
            self.acknowledge(now, id);
        }
        self.messaging.counters.bodies_dropped += self.assemblies.expire(now);
        self.outgoing.expire(now, self.config.blocks.keep);
        while let Some((_, due)) = self.timers.pop(now) {
            match due {
                Due::Renewal(id) => self.renew(now, id),
                Due::Pace(key) => self.paced(now, key),
            }
        }
        self.settle(now);
    }

    /// Gives memory back to the allocator that was needed once and is not any more; tells whether that was much, so that
    /// the allocator can be asked to give it to the system.
    ///
    /// To be called now and then, such as when nothing else is to be done; it costs little if there is nothing to do.
    pub fn shrink(&mut self) -> bool {
        let messages = self.messaging.shrink() | self.tokens.shrink() | self.echoes.shrink();
        let bodies = self.assemblies.shrink() | self.outgoing.shrink();
        let bodies = bodies | self.starved.shrink();
        messages | bodies | self.served.shrink() | self.observers.shrink() | self.events.shrink()
    }

    /// Hands out the next datagram to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.messaging.poll_transmit()
    }

    /// Hands out the next event for the application.
    pub fn poll_event(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        if matches!(event, Event::Problem { .. }) {
            self.problems -= 1;
        }
        Some(event)
    }

    /// Tells when [`handle_timeout`](Self::handle_timeout) next has work, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let bodies = earlier(
            self.assemblies.next_deadline(),
            self.outgoing.next_deadline(self.config.blocks.keep),
        );
        let above = earlier(self.timers.next(), self.served.next_deadline());
        earlier(self.messaging.next_deadline(), earlier(bodies, above))
    }

    /// Tells whether nothing is open: no exchange, no request, no body, nothing to send or to tell.
    ///
    /// Observers and observations at rest do not count, nor does the memory for duplicates.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.messaging.is_idle()
            && self.operations.values().all(Operation::is_at_rest)
            && self.served.is_empty()
            && self.observers.is_idle()
            && self.events.is_empty()
            && self.assemblies.bytes() == 0
            && self.outgoing.bytes() == 0
    }

    /// Returns the counters.
    #[must_use]
    pub fn counters(&self) -> Counters {
        Counters {
            exchanges: self.operations.len(),
            open_requests: self.served.waiting(),
            body_bytes: self.assemblies.bytes() + self.outgoing.bytes(),
            observers: self.observers.len(),
            ..self.messaging.counters()
        }
    }

    /// Deals with what the message layer reported.
    fn settle(&mut self, now: Instant) {
        while let Some(report) = self.messaging.poll_report() {
            let Report { owner, outcome, peer } = report;
            match owner {
                Owner::Call(id) => self.call_report(now, (id, Role::Call), outcome, peer),
                Owner::Rest(id) => self.call_report(now, (id, Role::Rest), outcome, peer),
                Owner::Response(id) => self.response_report(id, outcome),
                Owner::Observer(key) => self.observer_report(now, key, outcome, peer),
                Owner::Nobody => {}
            }
        }
        self.feed_starved(now);
    }

    fn report_problem(&mut self, peer: Peer, problem: Problem) {
        if self.problems >= self.config.limits.problems {
            self.messaging.counters.problems_dropped += 1;
            return;
        }
        self.problems += 1;
        self.events.push_back(Event::Problem { peer, problem });
    }
}
