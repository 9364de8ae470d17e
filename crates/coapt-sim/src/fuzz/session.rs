//! An endpoint under arbitrary datagrams and calls.

use std::time::Duration;

use bytes::Bytes;
use coapt_proto::{
    Config, Delivery, Endpoint, Event, ExchangeId, Instant, Request, RequestId, ResourceId,
    Response,
};
use coapt_wire::{Code, Message, OptionNumber};

use super::Input;
use crate::peer;

const STATE: ResourceId = ResourceId(1);

/// An endpoint survives any datagrams and calls in any order, keeps its limits, and sends messages only.
///
/// # Panics
///
/// If it does not.
pub fn endpoint(data: &[u8]) {
    let mut session = Session::new();
    let mut input = Input(data);
    while let Some(step) = input.byte() {
        session.step(step, &mut input);
        session.look();
    }
    session.end();
}

/// An endpoint with small limits and what its application knows.
struct Session {
    endpoint: Endpoint,
    now: Instant,
    requests: Vec<RequestId>,
    exchanges: Vec<ExchangeId>,
    config: Config,
}

impl Session {
    fn new() -> Self {
        let mut config = Config::default();
        config.limits.peers = 8;
        config.limits.exchanges = 8;
        config.limits.requests = 8;
        config.limits.requests_per_peer = 4;
        config.limits.duplicate_bytes = 4096;
        config.limits.body = 4096;
        config.limits.bodies_per_peer = 8192;
        config.limits.bodies = 16_384;
        config.limits.observers = 8;
        config.limits.observers_per_peer = 4;
        config.limits.problems = 8;
        let endpoint = Endpoint::new(config.clone(), [9; 32]);
        let (requests, exchanges) = (Vec::new(), Vec::new());
        Self { endpoint, now: Instant::ORIGIN, requests, exchanges, config }
    }

    /// Does what a byte says.
    fn step(&mut self, step: u8, input: &mut Input<'_>) {
        let (now, other) = (self.now, peer(u32::from(step >> 5)));
        match step & 15 {
            0..6 => {
                let delivery = if step & 16 == 0 { Delivery::Unicast } else { Delivery::Multicast };
                self.endpoint.handle_datagram(now, other, delivery, input.bytes());
            }
            6 => self.pass(Duration::from_millis(u64::from(input.number()) * 50)),
            7 => self.pass(Duration::from_secs(u64::from(input.number()) * 10)),
            8 => self.answer(step & 16 != 0, input),
            9 => self.ask(step, input),
            10 => {
                let state = Response::new(Code::CONTENT).with_payload(input.bytes().to_vec());
                self.endpoint.notify(now, STATE, state);
            }
            11 => {
                if let Some(id) = self.exchanges.pop() {
                    self.endpoint.cancel(now, id);
                }
            }
            12 => {
                if let Some(id) = self.exchanges.pop() {
                    self.exchanges.extend(self.endpoint.deregister(now, id).ok());
                }
            }
            13 => self.endpoint.handle_unreachable(now, other, input.bytes()),
            14 => self.endpoint.handle_truncated(now, other, Delivery::Unicast, input.bytes()),
            _ => self.exchanges.extend(self.endpoint.ping(now, other).ok()),
        }
    }

    fn answer(&mut self, registers: bool, input: &mut Input<'_>) {
        let Some(id) = self.requests.pop() else { return };
        let length = usize::from(input.number()) * 20;
        let response = Response::new(Code::from_byte(input.number()))
            .with_payload(Bytes::from(vec![input.number(); length]));
        let answered = if registers {
            self.endpoint.respond_registering(self.now, id, response, STATE)
        } else {
            self.endpoint.respond(self.now, id, response)
        };
        if answered.is_err() {
            self.endpoint.reject(self.now, id);
        }
    }

    fn ask(&mut self, step: u8, input: &mut Input<'_>) {
        let mut request = Request::new(Code::from_byte(input.number() & 31));
        request.payload = vec![7; usize::from(input.number()) * 20].into();
        if let Ok(path) = std::str::from_utf8(input.bytes()) {
            request.options.push_str(OptionNumber::URI_PATH, path).ok();
        }
        let to = peer(u32::from(step >> 5));
        let begun = if step & 16 == 0 {
            self.endpoint.request(self.now, to, request)
        } else {
            self.endpoint.observe(self.now, to, request)
        };
        self.exchanges.extend(begun.ok());
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.endpoint.handle_timeout(self.now);
    }

    /// Takes what there is, and holds it against what must be.
    fn look(&mut self) {
        while let Some(transmit) = self.endpoint.poll_transmit() {
            assert!(Message::parse(&transmit.datagram).is_ok(), "{:02x?}", transmit.datagram);
        }
        while let Some(event) = self.endpoint.poll_event() {
            if let Event::Request { id, .. } = event {
                self.requests.push(id);
            }
        }
        let (counters, limits) = (self.endpoint.counters(), &self.config.limits);
        assert!(counters.peers <= limits.peers, "{counters:?}");
        assert!(counters.exchanges <= limits.exchanges, "{counters:?}");
        assert!(counters.open_requests <= limits.requests, "{counters:?}");
        // What was taken before the memory was full is answered all the same, and its reply is kept.
        let duplicates = limits.duplicate_bytes + limits.requests * 1500;
        assert!(counters.duplicate_bytes <= duplicates, "{counters:?}");
        assert!(counters.body_bytes <= limits.bodies, "{counters:?}");
        assert!(counters.observers <= limits.observers, "{counters:?}");
    }

    /// Ends everything; nothing may be left.
    fn end(&mut self) {
        for id in std::mem::take(&mut self.requests) {
            self.endpoint.reject(self.now, id);
        }
        for id in std::mem::take(&mut self.exchanges) {
            self.endpoint.cancel(self.now, id);
        }
        for _ in 0..2 {
            self.endpoint.forget_observers(self.now, STATE);
            self.pass(Duration::from_secs(3600));
            self.look();
        }
        let counters = self.endpoint.counters();
        assert_eq!(counters.body_bytes + counters.duplicate_bytes, 0, "{counters:?}");
    }
}
