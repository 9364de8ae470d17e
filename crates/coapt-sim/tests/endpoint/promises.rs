//! What an endpoint promises to every caller, whatever the network does.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test file: whatever does not fit shall end the test"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use coapt_proto::{
    Config, Event, ExchangeId, Observe, Reliability, Request, ResourceId, Response, Role,
};
use coapt_sim::{HostId, Link, World, for_each_seed};
use coapt_wire::{Code, OptionNumber};

/// Long enough for everything to end: the longest exchange, its lifetime, and all that waits for it.
const AGES: Duration = Duration::from_secs(24 * 3600);

const LAMP: ResourceId = ResourceId(7);

/// A client and a server that answers each request with its own payload, backwards.
struct Pair {
    world: World,
    client: HostId,
    server: HostId,
    /// How each exchange of the client ended: with the body of a success, or without.
    ended: BTreeMap<ExchangeId, Vec<Option<Bytes>>>,
    /// How often a handler saw each body.
    handled: BTreeMap<Bytes, usize>,
    /// The states of the observed resource that the client was shown as the latest.
    shown: Vec<Bytes>,
    /// The state of the lamp.
    lamp: Bytes,
}

impl Pair {
    fn new(seed: u64, link: Link) -> Self {
        let mut world = World::new(seed, link);
        let mut config = Config::default();
        config.role = Role::Client;
        config.transmission.nstart = 20;
        let client = world.host(config);
        let server = world.host(Config::default());
        let (ended, handled, shown) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Self { world, client, server, ended, handled, shown, lamp: Bytes::from_static(b"0") }
    }

    fn ask(&mut self, code: Code, payload: Bytes, reliability: Reliability) -> ExchangeId {
        let mut request = Request::new(code);
        request.options.push(OptionNumber::URI_PATH, b"echo").unwrap();
        request.payload = payload;
        request.reliability = reliability;
        let (now, to) = (self.world.now(), self.world.peer(self.server));
        self.world.endpoint(self.client).request(now, to, request).unwrap()
    }

    fn observe(&mut self) -> ExchangeId {
        let mut request = Request::new(Code::GET);
        request.options.push(OptionNumber::URI_PATH, b"lamp").unwrap();
        let (now, to) = (self.world.now(), self.world.peer(self.server));
        self.world.endpoint(self.client).observe(now, to, request).unwrap()
    }

    /// Switches the lamp and tells its observers.
    fn switch(&mut self, state: impl Into<Bytes>) {
        self.lamp = state.into();
        let response = Response::new(Code::CONTENT).with_payload(self.lamp.clone());
        let now = self.world.now();
        self.world.endpoint(self.server).notify(now, LAMP, response);
    }

    /// Lets this much time pass.
    fn run(&mut self, time: Duration) {
        let until = self.world.now().since_origin() + time;
        let Self { ended, handled, shown, lamp, .. } = self;
        self.world.run(until, |world, host, event| match event {
            Event::Request { id, request } => {
                let now = world.now();
                if request.observe == Observe::Register {
                    let state = Response::new(Code::CONTENT).with_payload(lamp.clone());
                    world.endpoint(host).respond_registering(now, id, state, LAMP).unwrap();
                    return;
                }
                *handled.entry(request.payload.clone()).or_default() += 1;
                // Some answers are late, and so travel on their own.
                if world.random().happens(0.3) {
                    world.endpoint(host).acknowledge(now, id);
                }
                let backwards: Vec<u8> = request.payload.iter().rev().copied().collect();
                let response = Response::new(Code::CHANGED).with_payload(backwards);
                world.endpoint(host).respond(now, id, response).unwrap();
            }
            Event::Response { id, response } => {
                let body = response.code.is_success().then_some(response.payload);
                ended.entry(id).or_default().push(body);
            }
            Event::Failed { id, .. } => ended.entry(id).or_default().push(None),
            Event::Notification { response, order: coapt_proto::Order::Latest, .. } => {
                shown.push(response.payload);
            }
            _ => {}
        });
    }

    /// Gives up what was acknowledged and never answered, since all answers were lost.
    ///
    /// Nothing but the caller ends such a wait (RFC 7252 §5.2.2). Returns how many there were.
    fn give_up(&mut self, asked: &[(ExchangeId, Bytes)]) -> usize {
        let waiting: Vec<_> =
            asked.iter().map(|(id, _)| *id).filter(|id| !self.ended.contains_key(id)).collect();
        for id in &waiting {
            let (now, client) = (self.world.now(), self.client);
            assert!(self.world.endpoint(client).cancel(now, *id), "{id:?} is lost");
        }
        self.run(AGES);
        waiting.len()
    }

    fn is_idle(&mut self) -> bool {
        let client = self.client;
        let server = self.server;
        self.world.endpoint(client).is_idle() && self.world.endpoint(server).is_idle()
    }
}

fn body(number: usize, length: usize) -> Bytes {
    let bytes = (0..length).map(|place| u8::try_from((place + number * 7) % 256).unwrap());
    [number.to_be_bytes().to_vec(), bytes.collect()].concat().into()
}

/// Each confirmable request ends exactly once, with the right answer or a reason, its handler runs
/// once at most, and nothing is left behind.
#[test]
fn every_request_ends_exactly_once() {
    for_each_seed(200, |seed| {
        let mut pair = Pair::new(seed, Link::hostile());

        let asked: Vec<_> = (0..40)
            .map(|number| {
                let body = body(number, number * 3);
                (pair.ask(Code::POST, body.clone(), Reliability::Confirmable), body)
            })
            .collect();
        pair.run(AGES);

        let unanswered = pair.give_up(&asked);
        assert!(unanswered <= 3, "{unanswered} of 40 were never answered");
        for (id, body) in &asked {
            let Some(ended) = pair.ended.get(id) else { continue };
            assert_eq!(ended.len(), 1, "{id:?} ended {} times", ended.len());
            let times = pair.handled.get(body).copied().unwrap_or_default();
            assert!(times <= 1, "the handler ran {times} times");
            if let [Some(answer)] = &ended[..] {
                assert_eq!(times, 1);
                assert!(answer.iter().rev().eq(body.iter()), "the answer of another request");
            }
        }
        assert!(pair.is_idle(), "something is left open");
    });
}

/// Bodies of many blocks arrive whole or not at all, both ways.
#[test]
fn bodies_arrive_whole_or_not_at_all() {
    let whole = std::cell::Cell::new(0);
    for_each_seed(60, |seed| {
        let mut link = Link::hostile();
        link.loss = 0.15;
        let mut pair = Pair::new(seed, link);

        let asked: Vec<_> = (0..3)
            .map(|number| {
                let body = body(number, 5_000 + number * 7_777);
                (pair.ask(Code::PUT, body.clone(), Reliability::Confirmable), body)
            })
            .collect();
        pair.run(AGES);

        pair.give_up(&asked);
        for (id, body) in &asked {
            let Some(ended) = pair.ended.get(id) else { continue };
            assert_eq!(ended.len(), 1);
            if let [Some(answer)] = &ended[..] {
                whole.set(whole.get() + 1);
                assert!(answer.iter().rev().eq(body.iter()), "a mixed body");
            }
        }
        let sent: Vec<_> = asked.iter().map(|(_, body)| body.clone()).collect();
        for seen in pair.handled.keys() {
            assert!(sent.contains(seen), "a handler saw a mixed body");
        }
        assert!(pair.is_idle(), "something is left open");
    });
    assert!(whole.get() > 60, "only {} bodies arrived", whole.get());
}

/// A handler runs once for a non-confirmable request, however often it arrives.
#[test]
fn non_confirmable_requests_run_once_at_most() {
    for_each_seed(100, |seed| {
        let mut pair = Pair::new(seed, Link::hostile());

        let asked: Vec<_> = (0..10)
            .map(|number| {
                let body = body(number, 10);
                (pair.ask(Code::POST, body.clone(), Reliability::NonConfirmable), body)
            })
            .collect();
        pair.run(AGES);

        assert!(pair.handled.values().all(|times| *times == 1), "{:?}", pair.handled);
        for (id, body) in &asked {
            let answers = pair.ended.get(id).map_or(&[][..], |ended| &ended[..]);
            assert!(answers.len() <= 1);
            if let [Some(answer)] = answers {
                assert!(answer.iter().rev().eq(body.iter()));
            }
        }
        pair.give_up(&asked);
        assert!(pair.is_idle(), "something is left open");
    });
}

/// An observer sees states in order, none that never was, and the last one in the end.
// rfc: M-7641-4.5.2-02
#[test]
fn an_observer_has_the_last_state_in_the_end() {
    for_each_seed(100, |seed| {
        let mut link = Link::hostile();
        link.loss = 0.2;
        link.delay = Duration::from_millis(5)..Duration::from_millis(1500);
        let mut pair = Pair::new(seed, link);
        let id = pair.observe();
        pair.run(Duration::from_secs(100));

        for number in 1..=20_u8 {
            pair.switch(vec![number]);
            let gap = Duration::from_millis(u64::from(number) * 150);
            pair.run(gap);
        }
        // The network recovers; who was dropped meanwhile registers anew.
        *pair.world.link_mut() = Link::perfect();
        pair.run(Duration::from_secs(400));

        if pair.ended.contains_key(&id) {
            return; // The registration itself was lost: the caller was told.
        }
        assert_eq!(pair.shown.last().map(|state| &state[..]), Some(&[20][..]), "{:?}", pair.shown);
        let states: Vec<u8> =
            pair.shown.iter().filter(|s| s.len() == 1 && s[0] <= 20).map(|s| s[0]).collect();
        assert!(states.is_sorted(), "{states:?}");
    });
}

/// Damaged and forged datagrams change nothing for those who behave.
#[test]
fn damaged_datagrams_harm_nobody() {
    for_each_seed(100, |seed| {
        let mut link = Link::hostile();
        link.damage = 0.5;
        link.loss = 0.0;
        let mut pair = Pair::new(seed, link);

        let asked: Vec<_> = (0..20)
            .map(|number| {
                let body = body(number, number * 100);
                (pair.ask(Code::POST, body.clone(), Reliability::Confirmable), body)
            })
            .collect();
        pair.run(AGES);

        pair.give_up(&asked);
        for (id, _) in &asked {
            let times = pair.ended.get(id).map_or(0, Vec::len);
            assert!(times <= 1, "a request ended {times} times");
        }
        assert!(pair.is_idle(), "something is left open");
    });
}

/// No bytes from anybody make an endpoint panic or grow beyond its limits.
#[test]
fn any_bytes_are_survived() {
    for_each_seed(20, |seed| {
        let mut pair = Pair::new(seed, Link::perfect());
        let (client, server) = (pair.world.peer(pair.client), pair.world.peer(pair.server));
        pair.observe();
        for round in 0..500_usize {
            let length = pair.world.random().below(60);
            let mut bytes: Vec<u8> =
                (0..length).map(|_| pair.world.random().number().to_le_bytes()[0]).collect();
            // Most are of the right version, and so get further.
            if let Some(first) = bytes.first_mut().filter(|_| round % 4 != 0) {
                *first = 0x40 | *first & 0x3F;
            }
            let (from, to) = if round % 2 == 0 { (client, server) } else { (server, client) };
            pair.world.send(from.address(), to.address(), bytes);
        }
        pair.run(AGES);

        for host in [pair.client, pair.server] {
            let counters = pair.world.endpoint(host).counters();
            assert_eq!((counters.open_requests, counters.body_bytes), (0, 0), "{counters:?}");
        }
    });
}
