//! What the applications of a storm do: they ask, answer, observe, are restarted and cut off, and compare.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use coapt_proto::{
    Config, Event, ExchangeId, IncomingRequest, Instant, Observe, Order, Reliability, Request,
    RequestId, ResourceId, Response, Role,
};
use coapt_wire::{Code, OptionNumber};

use super::Report;
use super::content::{Kind, answer, body, length_of, name, number_of, push, state_of, text};
use super::model::Model;
use crate::{HostId, Link, World};

const CLIENTS: usize = 4;
const SERVERS: usize = 2;
/// How long the storm lasts.
const STORM: Duration = Duration::from_secs(300);
/// How long the calm lasts: the longest back-off of an observation is an hour.
const CALM: Duration = Duration::from_secs(3 * 3600);
/// How long all is quiet before nothing may be left.
const QUIET: Duration = Duration::from_secs(600);
const STATE: ResourceId = ResourceId(1);

const KINDS: [Kind; 8] = [
    Kind::Get,
    Kind::SlowGet,
    Kind::NonGet,
    Kind::Post,
    Kind::Post,
    Kind::PutBody,
    Kind::GetBody,
    Kind::Get,
];

#[derive(Clone, Copy, Debug)]
struct Asked {
    number: u64,
    kind: Kind,
}

/// A client: what it asked, and what it knows of the states that it observes.
#[derive(Debug)]
struct Client {
    host: HostId,
    asked: BTreeMap<ExchangeId, Asked>,
    /// By observation: of which server, the state that is known, and since when.
    observing: BTreeMap<ExchangeId, (usize, Option<Bytes>, Instant)>,
}

/// A server: its state, and the answers that it has put off.
#[derive(Debug)]
struct Server {
    host: HostId,
    state: u64,
    was_restarted: bool,
    late: Vec<(Instant, RequestId, Response)>,
}

pub(super) struct Application {
    world: World<Model>,
    clients: Vec<Client>,
    servers: Vec<Server>,
    report: Report,
    cut_until: Vec<(Instant, HostId, HostId)>,
    first_number: u64,
}

impl Application {
    pub(super) fn new(seed: u64, link: Link) -> Self {
        let mut world = World::watched(seed, link, Model::default());
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            let mut config = Config::default();
            config.role = Role::Client;
            config.transmission.nstart = if number == 0 { 4 } else { 1 };
            let nstart = usize::from(config.transmission.nstart);
            let host = world.host(config);
            let address = world.peer(host).address();
            world.witness.allow(address, nstart);
            clients.push(Client { host, asked: BTreeMap::new(), observing: BTreeMap::new() });
        }
        let servers = (0..SERVERS).map(|_| Server {
            host: world.host(Config::default()),
            state: 0,
            was_restarted: false,
            late: Vec::new(),
        });
        let servers = servers.collect();
        let report = Report::default();
        Self { world, clients, servers, report, cut_until: Vec::new(), first_number: 36_u64.pow(7) }
    }

    /// Runs the storm, the calm and the silence after it.
    pub(super) fn run(mut self, exchanges: u64) -> Report {
        for client in 0..CLIENTS {
            self.observe_all(client);
        }
        let step = STORM / u32::try_from(exchanges.max(1)).unwrap_or(u32::MAX);
        for _ in 0..exchanges {
            self.mischief();
            self.ask();
            self.pass(step);
        }
        self.calm();
        self.judge_states();
        self.give_up();
        self.pass(QUIET);
        // What was on its way when the observations ended has registered once more.
        self.forget_observers();
        self.pass(QUIET);
        self.judge_silence();
        let Model { findings, broken, datagrams, hash, .. } = self.world.witness;
        Report { datagrams, hash, broken, findings, ..self.report }
    }

    /// Begins an exchange of any kind with any server.
    fn ask(&mut self) {
        let random = self.world.random();
        let (client, server) = (random.below(CLIENTS), random.below(SERVERS));
        let kind = KINDS[random.below(KINDS.len())];
        let number = self.first_number + self.report.exchanges;
        self.report.exchanges += 1;
        let (code, path) = match kind {
            Kind::Get | Kind::NonGet => (Code::GET, "get"),
            Kind::SlowGet => (Code::GET, "slow"),
            Kind::Post => (Code::POST, "post"),
            Kind::PutBody => (Code::PUT, "body"),
            Kind::GetBody => (Code::GET, "body"),
        };
        let mut request = Request::new(code);
        push(&mut request, OptionNumber::URI_PATH, path.as_bytes());
        push(&mut request, OptionNumber::URI_QUERY, name(number).as_bytes());
        if kind == Kind::NonGet {
            request.reliability = Reliability::NonConfirmable;
        }
        if kind == Kind::Post {
            request.payload = body(number, 20);
        } else if kind == Kind::PutBody {
            request.payload = body(number, length_of(number));
        }
        let (now, to) = (self.world.now(), self.world.peer(self.servers[server].host));
        let host = self.clients[client].host;
        match self.world.endpoint(host).request(now, to, request) {
            Ok(id) => drop(self.clients[client].asked.insert(id, Asked { number, kind })),
            Err(error) => self.world.witness.finds(format!("a request was refused: {error}")),
        }
    }

    fn observe_all(&mut self, client: usize) {
        for server in 0..SERVERS {
            let mut request = Request::new(Code::GET);
            push(&mut request, OptionNumber::URI_PATH, b"state");
            let (now, to) = (self.world.now(), self.world.peer(self.servers[server].host));
            let host = self.clients[client].host;
            if let Ok(id) = self.world.endpoint(host).observe(now, to, request) {
                self.clients[client].observing.insert(id, (server, None, now));
            }
        }
    }

    /// Lets something go wrong now and then: a host restarts, a line is cut, a state changes.
    fn mischief(&mut self) {
        let (now, random) = (self.world.now(), self.world.random());
        let (client, server) = (random.below(CLIENTS), random.below(SERVERS));
        let cut_for = random.time(&(Duration::from_secs(5)..Duration::from_secs(60)));
        match random.below(100) {
            0 => self.restart_client(client),
            1 => self.restart_server(server),
            2..5 => {
                let (one, other) = (self.clients[client].host, self.servers[server].host);
                self.world.cut(one, other, true);
                self.cut_until.push((now + cut_for, one, other));
            }
            5..25 => self.change(server),
            _ => {}
        }
        self.mend(now);
    }

    /// Mends the lines whose time has come.
    fn mend(&mut self, now: Instant) {
        let (over, rest) = self.cut_until.drain(..).partition(|(until, _, _)| *until <= now);
        self.cut_until = rest;
        for (_, one, other) in over {
            self.world.cut(one, other, false);
        }
    }

    fn restart_client(&mut self, client: usize) {
        let host = self.clients[client].host;
        self.forget(host);
        // Its program starts anew, too: nobody waits for what was asked before.
        let asked = std::mem::take(&mut self.clients[client].asked);
        self.report.given_up += asked.len() as u64;
        self.clients[client].observing.clear();
        self.observe_all(client);
    }

    fn restart_server(&mut self, server: usize) {
        let host = self.servers[server].host;
        self.servers[server].late.clear();
        self.servers[server].was_restarted = true;
        self.forget(host);
    }

    fn forget(&mut self, host: HostId) {
        self.world.restart(host);
        let address = self.world.peer(host).address();
        self.world.witness.restarted(address);
    }

    /// Changes the state of a server and tells its observers.
    fn change(&mut self, server: usize) {
        self.servers[server].state += 1;
        let (now, state) = (self.world.now(), state_of(server, self.servers[server].state));
        self.world.endpoint(self.servers[server].host).notify(now, STATE, state);
    }

    /// Lets time pass, and answers what was put off.
    fn pass(&mut self, time: Duration) {
        let until = self.world.now() + time;
        loop {
            let due = self.servers.iter().flat_map(|server| &server.late).map(|(at, _, _)| *at);
            let next = due.filter(|at| *at < until).min().unwrap_or(until);
            let Self { world, clients, servers, report, .. } = self;
            let mut turn = Turn { clients, servers, report };
            world.run(next.since_origin(), |world, host, event| turn.take(world, host, event));
            self.answer_late();
            if next >= until {
                return;
            }
        }
    }

    fn answer_late(&mut self) {
        let now = self.world.now();
        for server in &mut self.servers {
            let (due, rest) = server.late.drain(..).partition(|(at, _, _)| *at <= now);
            server.late = rest;
            for (_, id, response) in due {
                // The request may be void by now; that is the endpoint's affair.
                self.world.endpoint(server.host).respond(now, id, response).ok();
            }
        }
    }

    /// The network is good again, the states change once more, and there is time.
    fn calm(&mut self) {
        let delay = Duration::from_millis(5)..Duration::from_millis(50);
        *self.world.link_mut() = Link { delay, ..Link::perfect() };
        self.mend(Instant::after_origin(Duration::from_secs(1 << 30)));
        for server in 0..SERVERS {
            self.change(server);
        }
        self.pass(CALM);
    }

    /// Each observer knows the last state.
    fn judge_states(&mut self) {
        let mut wrong = Vec::new();
        for Client { host, observing, .. } in &self.clients {
            let states = observing.values().map(|(server, known, _)| {
                let expected = state_of(*server, self.servers[*server].state).payload;
                (server, known.as_ref(), expected)
            });
            let old = states.filter(|(_, known, expected)| *known != Some(expected));
            wrong.extend(old.map(|(server, known, expected)| {
                format!("{host:?}, an observer of {server}, knows {known:?}, not {expected:?}")
            }));
            if observing.len() != SERVERS {
                wrong.push(format!("an observation of {host:?} ended by itself"));
            }
        }
        for what in wrong {
            self.world.witness.finds(what);
        }
    }

    /// Ends what nobody else ends: exchanges whose answers were lost, and observations.
    fn give_up(&mut self) {
        for client in &mut self.clients {
            let now = self.world.now();
            for (id, Asked { number, kind }) in std::mem::take(&mut client.asked) {
                self.report.given_up += 1;
                self.world.endpoint(client.host).cancel(now, id);
                let may_wait = kind == Kind::NonGet;
                self.world.witness.waits(number, may_wait, &format!("{kind:?}"));
            }
            for id in std::mem::take(&mut client.observing).into_keys() {
                self.world.endpoint(client.host).cancel(now, id);
            }
        }
        self.forget_observers();
    }

    fn forget_observers(&mut self) {
        for server in &self.servers {
            let now = self.world.now();
            self.world.endpoint(server.host).forget_observers(now, STATE);
        }
    }

    /// Nothing is left.
    fn judge_silence(&mut self) {
        let hosts = self.clients.iter().map(|client| client.host);
        let hosts: Vec<_> = hosts.chain(self.servers.iter().map(|server| server.host)).collect();
        for host in hosts {
            let endpoint = self.world.endpoint(host);
            let (counters, is_idle) = (endpoint.counters(), endpoint.is_idle());
            let left = counters.exchanges
                + counters.open_requests
                + counters.body_bytes
                + counters.observers
                + counters.duplicate_bytes;
            if left > 0 || !is_idle {
                self.world.witness.finds(format!("something is left: {counters:?}"));
            }
        }
    }
}

/// What the applications do with an event.
struct Turn<'a> {
    clients: &'a mut Vec<Client>,
    servers: &'a mut Vec<Server>,
    report: &'a mut Report,
}

impl Turn<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the applications need no other events")]
    fn take(&mut self, world: &mut World<Model>, host: HostId, event: Event) {
        match event {
            Event::Request { id, request } => self.serve(world, host, id, &request),
            Event::Response { id, response } => self.answered(world, host, id, Some(&response)),
            Event::Failed { id, .. } => self.answered(world, host, id, None),
            Event::Notification { id, response, order: Order::Latest, .. } => {
                self.told(world, host, id, response.payload);
            }
            _ => {}
        }
    }

    /// A client is told a state that shall be the newest.
    fn told(&mut self, world: &mut World<Model>, host: HostId, id: ExchangeId, state: Bytes) {
        let client = self.clients.iter_mut().find(|client| client.host == host);
        let observed = client.and_then(|client| client.observing.get_mut(&id));
        let Some((server, known, since)) = observed else { return };
        let now = world.now();
        let is_older = number_of(&state) < known.as_ref().map_or(0, number_of);
        // After 128 s everything is newer (RFC 7641 §3.4), and a restarted server counts anew.
        let is_recent = now.saturating_since(*since) < Duration::from_secs(128);
        if is_older && is_recent && !self.servers[*server].was_restarted {
            world.witness.finds(format!("{known:?} is followed by {state:?}"));
        }
        (*known, *since) = (Some(state), now);
    }

    /// An exchange ended: holds the answer against what was asked.
    fn answered(
        &mut self,
        world: &mut World<Model>,
        host: HostId,
        id: ExchangeId,
        response: Option<&Response>,
    ) {
        let Some(client) = self.clients.iter_mut().find(|client| client.host == host) else {
            return;
        };
        if client.observing.remove(&id).is_some() {
            return self.observe_again(world, host, id);
        }
        let Some(Asked { number, kind }) = client.asked.remove(&id) else {
            return world.witness.finds(format!("{id:?} ended, and nobody had asked"));
        };
        world.witness.ends(number);
        match response.filter(|response| response.code.is_success()) {
            Some(response) if response.payload == answer(number, kind) => self.report.answered += 1,
            Some(response) => {
                let length = response.payload.len();
                let what =
                    format!("exchange {number} ({kind:?}) got another answer of {length} bytes");
                world.witness.finds(what);
            }
            None => self.report.failed += 1,
        }
    }

    /// A program registers again when an observation was lost.
    fn observe_again(&mut self, world: &mut World<Model>, host: HostId, _lost: ExchangeId) {
        let Some(client) = self.clients.iter_mut().find(|client| client.host == host) else {
            return;
        };
        let observed: Vec<usize> = client.observing.values().map(|(server, ..)| *server).collect();
        for (server, place) in self.servers.iter().enumerate() {
            if observed.contains(&server) {
                continue;
            }
            let mut request = Request::new(Code::GET);
            push(&mut request, OptionNumber::URI_PATH, b"state");
            let (now, to) = (world.now(), world.peer(place.host));
            if let Ok(id) = world.endpoint(host).observe(now, to, request) {
                client.observing.insert(id, (server, None, now));
            }
        }
    }

    /// Answers a request, at once or later.
    fn serve(
        &mut self,
        world: &mut World<Model>,
        host: HostId,
        id: RequestId,
        request: &IncomingRequest,
    ) {
        let now = world.now();
        let Some(place) = self.servers.iter().position(|server| server.host == host) else {
            return world.witness.finds(String::from("a client was asked"));
        };
        let options = request.options.as_options();
        let path = text(options, OptionNumber::URI_PATH).to_owned();
        if path == "state" {
            let state = state_of(place, self.servers[place].state);
            let answered = if request.observe == Observe::Register {
                world.endpoint(host).respond_registering(now, id, state, STATE)
            } else {
                world.endpoint(host).respond(now, id, state)
            };
            if answered.is_err() {
                world.witness.finds(format!("a state cannot be told: {answered:?}"));
            }
            return;
        }
        let query = text(options, OptionNumber::URI_QUERY);
        let number = query.strip_prefix("i=").and_then(|text| u64::from_str_radix(text, 36).ok());
        let Some(number) = number else {
            return world.witness.finds(format!("a request without a number: {request:?}"));
        };
        let kind = match (path.as_str(), request.code) {
            ("slow", _) => Kind::SlowGet,
            ("post", _) => Kind::Post,
            ("body", Code::PUT) => Kind::PutBody,
            ("body", _) => Kind::GetBody,
            _ => Kind::Get,
        };
        // Each block is a request of its own, and a body that has changed meanwhile is asked for from the beginning.
        if kind != Kind::GetBody {
            let address = world.peer(host).address();
            world.witness.handles(now, address, number);
        }
        let expected = match kind {
            Kind::Post => body(number, 20),
            Kind::PutBody => body(number, length_of(number)),
            Kind::Get | Kind::SlowGet | Kind::NonGet | Kind::GetBody => Bytes::new(),
        };
        if request.payload != expected {
            world.witness.finds(format!("the handler got another body for exchange {number}"));
        }
        let code = if request.code == Code::GET { Code::CONTENT } else { Code::CHANGED };
        let response = Response::new(code).with_payload(answer(number, kind));
        if kind == Kind::SlowGet {
            let pause = world.random().time(&(Duration::from_millis(100)..Duration::from_secs(5)));
            self.servers[place].late.push((now + pause, id, response));
        } else {
            world.endpoint(host).respond(now, id, response).ok();
        }
    }
}
