//! What a server does with events and wishes, however its datagrams travel and whoever runs it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use coapt_proto::{
    Counters, Endpoint, Event, GroupRequests, IncomingRequest, Instant, Observe, RequestId,
    ResourceId, RespondError, Response, Streamed,
};
use coapt_wire::{Code, OptionNumber};

use crate::common::Port;

use super::deferred::{Client, Destination};
use super::handle::Handle;
use super::inbox::{Answer, Inbox, Mail, Wake};
use super::incoming::{Incoming, texts};
use super::observed::{Entry, Observed, Registration, Turn};
use super::outcome::Outcome;
use super::paths::Paths;
use super::resource::Resource;
use super::routes::{Routes, finish};
use super::server_reply::ServerReply;
use super::turns::Turns;
use super::witness::{Answered, Witness};

/// The ports of a server, its routes and its observers.
pub(crate) struct Core<P> {
    pub(crate) ports: Vec<P>,
    pub(crate) routes: Routes,
    observed: Observed,
    inbox: Arc<Inbox>,
    /// What others reach the server by, together with the other workers if there are any.
    handle: Handle,
    /// The paths whose request bodies are taken block by block.
    streamed: Arc<Mutex<Paths<()>>>,
    /// The paths that have a resource, and whether it answers requests to a group.
    for_groups: Arc<Mutex<Paths<bool>>>,
    /// Whether the endpoints were told of them.
    are_groups_told: bool,
    /// Who learns what is answered.
    witness: Option<Box<dyn Witness>>,
    is_stopped: bool,
}

impl<P: Port> Core<P> {
    /// Makes a server of at least one port; `waker` wakes whoever runs it.
    pub(crate) fn new(ports: Vec<P>, waker: Box<dyn Wake>) -> Self {
        let inbox = Arc::new(Inbox::new(waker));
        Self {
            ports,
            routes: Routes::default(),
            observed: Observed::default(),
            handle: Handle::new(Arc::clone(&inbox)),
            inbox,
            streamed: Arc::default(),
            for_groups: Arc::default(),
            are_groups_told: false,
            witness: None,
            is_stopped: false,
        }
    }

    /// Returns a way to reach the server from other threads.
    pub(crate) fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Makes the server one of several workers: `all` reaches each of them, and all take turns in changing.
    pub(crate) fn join(&mut self, all: Handle, turns: Turns) {
        self.handle = all;
        self.routes.set_turns(turns);
    }

    /// Tells `witness` what is answered from now on.
    pub(crate) fn set_witness(&mut self, witness: Box<dyn Witness>) {
        self.witness = Some(witness);
    }

    /// Puts a resource at a path, in place of what was there.
    pub(crate) fn route(&mut self, path: &str, resource: Resource) {
        if resource.settings().is_streamed {
            self.stream(path);
        }
        for cell in &resource.settings().cells {
            // Each worker is told of the cells on its own routes.
            cell.attach(Handle::new(Arc::clone(&self.inbox)), path);
        }
        let is_for_groups = resource.settings().is_for_groups;
        self.routes.add(path, resource);
        self.admit_groups(path, is_for_groups);
    }

    /// Puts a handler into the resource at a path.
    pub(crate) fn method<O: Into<Outcome>>(
        &mut self,
        method: Code,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) {
        let resource = self.routes.entry(path);
        *resource = std::mem::take(resource).method(method, handler);
        let is_for_groups = resource.settings().is_for_groups;
        self.admit_groups(path, is_for_groups);
    }

    /// Takes requests to a group for the resource at a path, or takes them no more.
    fn admit_groups(&mut self, path: &str, is_for_groups: bool) {
        let mut for_groups = self.for_groups.lock().unwrap_or_else(PoisonError::into_inner);
        *for_groups.entry(path, || false) = is_for_groups;
        drop(for_groups);
        if !is_for_groups || self.are_groups_told {
            return;
        }
        self.are_groups_told = true;
        for port in &mut self.ports {
            let mut config = port.endpoint().config().clone();
            if config.group_requests == GroupRequests::none() {
                continue;
            }
            let for_groups = Arc::clone(&self.for_groups);
            config.group_requests = config.group_requests.or_by(move |_, options| {
                let mut for_groups = for_groups.lock().unwrap_or_else(PoisonError::into_inner);
                for_groups.find(&texts(options, OptionNumber::URI_PATH)).is_some_and(|it| *it.0)
            });
            port.endpoint_mut().set_config(config);
        }
    }

    /// Takes the bodies of requests for a path block by block.
    fn stream(&mut self, path: &str) {
        let mut streamed = self.streamed.lock().unwrap_or_else(PoisonError::into_inner);
        streamed.entry(path, || ());
        drop(streamed);
        let streamed = Arc::clone(&self.streamed);
        let rule = Streamed::by(move |_, options| {
            let mut streamed = streamed.lock().unwrap_or_else(PoisonError::into_inner);
            streamed.find(&texts(options, OptionNumber::URI_PATH)).is_some()
        });
        for port in &mut self.ports {
            let mut config = port.endpoint().config().clone();
            config.streamed = rule.clone();
            port.endpoint_mut().set_config(config);
        }
    }

    /// Adds up what the endpoints of all ports have counted.
    pub(crate) fn counters(&self) -> Counters {
        let mut sum = Counters::default();
        for port in &self.ports {
            sum += port.endpoint().counters();
        }
        sum
    }

    /// Tells whether somebody asked for the end since the last call.
    pub(crate) fn take_stop(&mut self) -> bool {
        std::mem::take(&mut self.is_stopped)
    }

    /// Tells when there is something to do without traffic, by the clock of the first port.
    pub(crate) fn next_alarm(&self) -> Option<Instant> {
        self.observed.next_alarm()
    }

    /// Does all that there is to do.
    pub(crate) fn work(&mut self) {
        for place in 0..self.ports.len() {
            while let Some(event) = self.ports[place].endpoint_mut().poll_event() {
                self.take(place, event);
            }
            self.ports[place].drop_failures();
        }
        if let Some(mail) = self.inbox.take() {
            self.open(mail);
        }
        if self.observed.next_alarm().is_some() {
            self.do_what_is_due();
        }
        self.ports.iter_mut().for_each(Port::flush);
        self.inbox.publish(self.counters());
    }

    /// Takes what an endpoint says.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the endpoint counts all else")]
    fn take(&mut self, place: usize, event: Event) {
        match event {
            Event::Request { id, request } => {
                let request = Arc::new(request);
                let client = Client { place, id, asked_at: self.time_for_witness() };
                let mut incoming = self.incoming(request, Destination::Client(client));
                match self.answer(&mut incoming) {
                    Outcome::Reply(reply) => self.reply(client, incoming.request(), reply),
                    Outcome::Later if incoming.is_announced() => {
                        let port = &mut self.ports[place];
                        let now = port.now();
                        port.endpoint_mut().acknowledge(now, id);
                    }
                    Outcome::Later => {}
                }
            }
            Event::ObserverLeft { resource, .. } => self.tidy(resource),
            _ => {}
        }
    }

    /// Does what other threads asked for.
    fn open(&mut self, mail: Mail) {
        for Answer { duty, reply } in mail.answers {
            let reply = finish(duty.defaults.apply(reply), &duty.request);
            duty.span.replied(reply.code());
            match duty.destination {
                Destination::Client(client) => self.reply(client, &duty.request, reply),
                Destination::Observers(resource, turn) => self.tell(resource, turn, reply),
                Destination::Nobody => {}
            }
        }
        let now = self.now();
        for change in mail.changes {
            let mut entries = self.observed.concerned(&change);
            entries.retain(|entry| self.observed.may_ask(now, entry.id));
            for entry in entries {
                self.ask(entry);
            }
        }
        for change in mail.gone {
            for entry in self.observed.concerned(&change) {
                let turn = self.observed.ask(entry.id);
                let reply = ServerReply::error(Code::NOT_FOUND, "the resource is gone");
                self.tell(entry.id, turn, reply);
            }
        }
        self.is_stopped |= mail.is_stopped;
    }

    /// Asks for states whose time has come without a change.
    fn do_what_is_due(&mut self) {
        let now = self.now();
        for entry in self.observed.due(now) {
            self.ask(entry);
        }
    }

    /// Tells the time by the clock of the first port.
    fn now(&self) -> Instant {
        self.ports.first().map(Port::now).unwrap_or_default()
    }

    /// Tells the time if somebody wants to know how long answers take.
    fn time_for_witness(&self) -> Instant {
        if self.witness.is_some() { self.now() } else { Instant::ORIGIN }
    }

    /// Asks the handler of an observed resource for its new state.
    fn ask(&mut self, entry: Entry) {
        let turn = self.observed.ask(entry.id);
        let mut incoming = self.incoming(entry.request, Destination::Observers(entry.id, turn));
        match self.answer(&mut incoming) {
            Outcome::Reply(reply) => self.tell(entry.id, turn, reply),
            Outcome::Later => {}
        }
    }

    /// Lets the routes answer a request.
    fn answer(&mut self, incoming: &mut Incoming) -> Outcome {
        let span = incoming.span().clone();
        let outcome = span.within(|| self.routes.answer(incoming));
        if let Outcome::Reply(reply) = &outcome {
            span.replied(reply.code());
        }
        outcome
    }

    /// Answers a request; a registration is granted if the reply allows it.
    fn reply(&mut self, client: Client, request: &IncomingRequest, reply: ServerReply) {
        let Client { place, id, asked_at } = client;
        let wants = request.observe == Observe::Register && request.code.is_safe();
        let wants = wants && reply.is_observable() && reply.code().is_success();
        let (resource, reply) = if wants { self.register(request, reply) } else { (None, reply) };
        let took = self.time_for_witness().saturating_since(asked_at);
        if let Some(witness) = &mut self.witness {
            witness.answered(&Answered { request, reply: &reply, took });
        }
        let port = &mut self.ports[place];
        let now = port.now();
        let endpoint = port.endpoint_mut();
        let response = reply.into_wire();
        let sent = match resource {
            Some(resource) => endpoint.respond_registering(now, id, response, resource),
            None => endpoint.respond(now, id, response),
        };
        if let Err(error) = sent {
            refuse(endpoint, now, id, error);
        }
        if let Some(resource) = resource {
            self.tidy(resource);
        }
    }

    /// Puts a client on the list of what it asks for, unless the conditions it names make no sense.
    fn register(
        &mut self,
        request: &IncomingRequest,
        reply: ServerReply,
    ) -> (Option<ResourceId>, ServerReply) {
        let incoming = self.incoming(Arc::new(request.clone()), Destination::Nobody);
        match self.routes.conditions(&incoming) {
            Ok(conditions) => {
                let now = self.now();
                let registration = Registration { request, reply: &reply, conditions };
                (Some(self.observed.enter(now, &registration)), reply)
            }
            Err(refusal) => (None, refusal),
        }
    }

    /// Sends a new state to all observers of a resource.
    fn tell(&mut self, resource: ResourceId, turn: Turn, reply: ServerReply) {
        // A put-off state may come after a later one, or after the handler replied all the same.
        if !self.observed.tell(resource, turn) {
            return;
        }
        let now = self.now();
        if !self.observed.judge(now, resource, &reply) {
            return;
        }
        let Some(entry) = self.observed.find(resource) else { return };
        //= rfc7641#4.2 same-content-format
        let keeps_format = !reply.code().is_success() || reply.format() == entry.format;
        let reply = if keeps_format {
            reply
        } else {
            ServerReply::error(Code::NOT_ACCEPTABLE, "the format has changed")
        };
        let response: Response = reply.into_notification();
        for port in &mut self.ports {
            let now = port.now();
            port.endpoint_mut().notify(now, resource, response.clone());
        }
        self.tidy(resource);
    }

    /// Forgets a resource that nobody observes any more, and says how many observe its path.
    fn tidy(&mut self, resource: ResourceId) {
        let path = self.witness.is_some().then(|| self.observed.path(resource)).flatten();
        let path = path.map(<[String]>::to_vec);
        if self.observers(resource) == 0 {
            self.observed.forget(resource);
        }
        let Some(path) = path else { return };
        let count = self.observed.at(&path).map(|id| self.observers(id)).sum();
        if let Some(witness) = &mut self.witness {
            witness.observed(&path, count);
        }
    }

    /// Counts the observers of a resource at all ports.
    fn observers(&self, resource: ResourceId) -> usize {
        self.ports.iter().map(|port| port.endpoint().observers(resource)).sum()
    }

    /// Makes a request for handlers of what the endpoint gave.
    fn incoming(&self, request: Arc<IncomingRequest>, destination: Destination) -> Incoming {
        Incoming::new(request, destination, Arc::clone(&self.inbox))
    }
}

impl<P> Drop for Core<P> {
    fn drop(&mut self) {
        self.inbox.close();
    }
}

impl<P> fmt::Debug for Core<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("routes", &self.routes).finish_non_exhaustive()
    }
}

/// Answers 5.00 in place of a reply that cannot be sent.
fn refuse(endpoint: &mut Endpoint, now: Instant, id: RequestId, error: RespondError) {
    if matches!(error, RespondError::UnknownRequest(_)) {
        return;
    }
    let reply = ServerReply::error(Code::INTERNAL_SERVER_ERROR, error.to_string());
    if endpoint.respond(now, id, reply.into_wire()).is_err() {
        endpoint.reject(now, id);
    }
}
