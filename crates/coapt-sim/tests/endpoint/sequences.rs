//! The exchanges of `sequences.jsonl`, replayed in virtual time against the protocol machine.

#![expect(
    clippy::wildcard_enum_match_arm,
    clippy::cast_possible_truncation,
    reason = "a test file: whatever does not fit shall end the test"
)]

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use coapt_proto::{
    Config, Delivery, Endpoint, Event, ExchangeId, Instant, Observe, Order, Peer, Reliability,
    Request, RequestId, ResourceId, Response,
};
use coapt_wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};
use serde_json::Value;

const OBS: ResourceId = ResourceId(1);

/// One message that the endpoint sent.
struct Sent {
    at: u64,
    to: &'static str,
    bytes: Vec<u8>,
    matched: bool,
}

/// An endpoint in virtual time with the small site and the small client that the sequences speak of.
struct Host {
    endpoint: Endpoint,
    now: u64,
    sent: Vec<Sent>,
    bound: BTreeMap<String, Value>,
    confirmable: bool,
    calls: BTreeMap<String, u64>,
    bodies: BTreeMap<String, Vec<u8>>,
    late: VecDeque<(u64, RequestId)>,
    changes: VecDeque<(u64, String)>,
    obs: Option<String>,
    asked: Vec<ExchangeId>,
    results: Vec<(ExchangeId, String, Vec<u8>)>,
    shown: Vec<Vec<u8>>,
}

type Verdict = Result<(), String>;

#[test]
fn all_sequences_run_as_written() {
    let text = include_str!("../../../../tests/vectors/sequences.jsonl");
    let mut failures = Vec::new();

    for line in text.lines() {
        let sequence: Value = serde_json::from_str(line).unwrap();
        if let Err(why) = Host::new(&sequence).run(&sequence) {
            failures.push(format!("{} ({}): {why}", sequence["id"], sequence["title"]));
        }
    }

    assert_eq!(text.lines().count(), 45);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

impl Host {
    fn new(sequence: &Value) -> Self {
        Self {
            endpoint: Endpoint::new(Config::default(), [7; 32]),
            now: 0,
            sent: Vec::new(),
            bound: BTreeMap::new(),
            confirmable: sequence["confirmable_notifications"].as_bool().unwrap_or(true),
            calls: BTreeMap::new(),
            bodies: BTreeMap::new(),
            late: VecDeque::new(),
            changes: VecDeque::new(),
            obs: Some("v0".into()),
            asked: Vec::new(),
            results: Vec::new(),
            shown: Vec::new(),
        }
    }

    fn run(&mut self, sequence: &Value) -> Verdict {
        let steps = sequence["steps"].as_array().unwrap();
        for (number, step) in steps.iter().enumerate() {
            self.step(step).map_err(|why| format!("step {number}: {why}\n  {step}"))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Value) -> Verdict {
        let at = step["at"].as_u64().unwrap();
        let until = step["not_after"].as_u64().unwrap_or(at);
        if let Some(input) = step.get("in") {
            self.advance(at);
            self.deliver(input);
        } else if let Some(wanted) = step.get("out") {
            return self.expect(wanted, at, until);
        } else if let Some(until) = step["quiet_until"].as_u64() {
            return self.expect_silence(step["to"].as_str().unwrap(), at, until);
        } else if let Some(what) = step["do"].as_str() {
            self.advance(at);
            self.act(what, step);
        } else {
            self.advance(until);
            return self.check(step);
        }
        Ok(())
    }

    fn instant(&self) -> Instant {
        Instant::after_origin(Duration::from_millis(self.now))
    }

    /// Moves the clock, doing all that falls due on the way.
    fn advance(&mut self, to: u64) {
        self.drain();
        while let Some(due) = self.next_due().filter(|&due| due <= to) {
            self.now = due;
            self.endpoint.handle_timeout(self.instant());
            self.fall_due();
            self.drain();
        }
        self.now = self.now.max(to);
    }

    fn next_due(&self) -> Option<u64> {
        let deadline = self.endpoint.next_deadline();
        let endpoint = deadline.map(|due| due.since_origin().as_micros().div_ceil(1000) as u64);
        let late = self.late.front().map(|&(due, _)| due);
        let change = self.changes.front().map(|(due, _)| *due);
        [endpoint, late, change].into_iter().flatten().min()
    }

    fn fall_due(&mut self) {
        while self.late.front().is_some_and(|&(due, _)| due <= self.now) {
            let (_, id) = self.late.pop_front().unwrap();
            let response = Response::new(Code::CONTENT).with_payload("late");
            self.endpoint.respond(self.instant(), id, response).unwrap();
        }
        while self.changes.front().is_some_and(|(due, _)| *due <= self.now) {
            let (_, value) = self.changes.pop_front().unwrap();
            self.set_obs(Some(value));
        }
    }

    fn drain(&mut self) {
        while let Some(event) = self.endpoint.poll_event() {
            self.on_event(event);
        }
        while let Some(transmit) = self.endpoint.poll_transmit() {
            self.sent.push(Sent {
                at: self.now,
                to: if transmit.to == peer("A") { "A" } else { "B" },
                bytes: transmit.datagram.to_vec(),
                matched: false,
            });
        }
    }

    fn on_event(&mut self, event: Event) {
        match event {
            Event::Request { id, request } => {
                let path: Vec<_> = request
                    .options
                    .as_options()
                    .all(OptionNumber::URI_PATH)
                    .map(|segment| String::from_utf8_lossy(segment).into_owned())
                    .collect();
                let path = format!("/{}", path.join("/"));
                *self.calls.entry(path.clone()).or_default() += 1;
                self.bodies.insert(path.clone(), request.payload.to_vec());
                self.answer(id, &path, request.code, request.observe);
            }
            Event::Response { id, response } => {
                self.results.push((id, response.code.to_string(), response.payload.to_vec()));
            }
            Event::Failed { id, cause } => {
                let text = match cause {
                    coapt_proto::Failure::TimedOut => "timeout",
                    coapt_proto::Failure::Reset => "reset",
                    _ => "failed",
                };
                self.results.push((id, text.into(), Vec::new()));
            }
            Event::Notification { response, order: Order::Latest, .. } => {
                self.shown.push(response.payload.to_vec());
            }
            _ => {}
        }
    }

    fn answer(&mut self, id: RequestId, path: &str, code: Code, observe: Observe) {
        let now = self.instant();
        match (path, code) {
            ("/separate", _) => self.late.push_back((self.now + 2000, id)),
            ("/obs", Code::GET) if observe == Observe::Register => {
                let response = self.obs_response();
                self.endpoint.respond_registering(now, id, response, OBS).unwrap();
            }
            ("/obs", Code::GET) => {
                let response = self.obs_response();
                self.endpoint.respond(now, id, response).unwrap();
            }
            (_, Code::GET) => {
                let response = Response::new(Code::CONTENT).with_payload("hello");
                self.endpoint.respond(now, id, response).unwrap();
            }
            _ => {
                self.endpoint.respond(now, id, Response::new(Code::CHANGED)).unwrap();
            }
        }
    }

    fn obs_response(&self) -> Response {
        let reliability =
            if self.confirmable { Reliability::Confirmable } else { Reliability::NonConfirmable };
        let response = match &self.obs {
            Some(value) => Response::new(Code::CONTENT).with_payload(value.clone()),
            None => Response::new(Code::NOT_FOUND),
        };
        Response { reliability: Some(reliability), ..response }
    }

    fn set_obs(&mut self, value: Option<String>) {
        self.obs = value;
        let response = self.obs_response();
        self.endpoint.notify(self.instant(), OBS, response);
    }

    fn act(&mut self, what: &str, step: &Value) {
        let now = self.instant();
        match what {
            "set /obs" => self.set_obs(Some(step["value"].as_str().unwrap().into())),
            "remove /obs" => self.set_obs(None),
            "set /obs every 600 s until 90000 s" => {
                self.changes = (1..=150).map(|n| (n * 600_000, format!("v{n}"))).collect();
            }
            "request" => {
                let id = self.endpoint.request(now, peer("A"), request_of(step)).unwrap();
                self.asked.push(id);
            }
            "observe" => {
                let id = self.endpoint.observe(now, peer("A"), request_of(step)).unwrap();
                self.asked.push(id);
            }
            "forget" => {
                let id = self.asked.pop().unwrap();
                assert!(self.endpoint.cancel(now, id));
            }
            other => panic!("unknown act {other}"),
        }
        self.drain();
    }

    fn deliver(&mut self, input: &Value) {
        let from = peer(input["from_"].as_str().unwrap());
        let mut options = OptionsBuf::new();
        for option in input["options"].as_array().unwrap() {
            let number = OptionNumber::new(option[0].as_u64().unwrap() as u16);
            options.push(number, &hex(option[1].as_str().unwrap())).unwrap();
        }
        let payload = hex(input["payload"].as_str().unwrap());
        let message = Message {
            message_type: type_of(&input["type"]),
            code: input["code"].as_str().unwrap().parse().unwrap(),
            id: MessageId::from(self.id(&input["mid"])),
            token: Token::new(&self.token(input["token"].as_str().unwrap())).unwrap(),
            options: options.as_options(),
            payload: &payload,
        };
        let mut bytes = Vec::new();
        message.encode_into(&mut bytes);
        self.endpoint.handle_datagram(self.instant(), from, Delivery::Unicast, &bytes);
        self.drain();
    }

    fn id(&self, value: &Value) -> u16 {
        let number = match value.as_str() {
            Some(name) => {
                let (name, more) = name.split_once('+').unwrap_or((name, "0"));
                self.bound[name].as_u64().unwrap() + more.parse::<u64>().unwrap()
            }
            None => value.as_u64().unwrap(),
        };
        number as u16
    }

    fn token(&self, text: &str) -> Vec<u8> {
        match text {
            "$last" => {
                let last = &self.sent.last().unwrap().bytes;
                Message::parse(last).unwrap().token.as_bytes().to_vec()
            }
            name if name.starts_with('$') => hex(self.bound[name].as_str().unwrap()),
            text => hex(text),
        }
    }

    /// Finds the first unmatched message in the span, letting time pass for it, and compares it.
    fn expect(&mut self, wanted: &Value, at: u64, until: u64) -> Verdict {
        let to = wanted["to"].as_str().unwrap();
        self.drain();
        loop {
            let fits = |s: &Sent| !s.matched && s.to == to && (at..=until).contains(&s.at);
            if let Some(index) = self.sent.iter().position(fits) {
                let bytes = self.sent[index].bytes.clone();
                self.compare(wanted, &bytes)?;
                self.sent[index].matched = true;
                self.remember(wanted, &bytes);
                return Ok(());
            }
            match self.next_due().filter(|&due| due <= until) {
                Some(due) => self.advance(due),
                None => return Err(format!("nothing was sent to {to} from {at} to {until} ms")),
            }
        }
    }

    fn expect_silence(&mut self, to: &str, at: u64, until: u64) -> Verdict {
        self.advance(until - 1);
        let noise = |s: &&Sent| !s.matched && s.to == to && (at..until).contains(&s.at);
        match self.sent.iter().find(noise) {
            Some(noise) => Err(format!("{:02x?} was sent at {} ms", noise.bytes, noise.at)),
            None => Ok(()),
        }
    }

    fn compare(&self, wanted: &Value, bytes: &[u8]) -> Verdict {
        let message = Message::parse(bytes).unwrap();
        let known = |value: &Value| match value.as_str() {
            Some("any") => None,
            Some(name) if name.starts_with('$') => self.bound.get(name).cloned(),
            _ => (!value.is_null()).then(|| value.clone()),
        };
        let id = Value::from(message.id.value());
        let token = Value::from(message.token.to_string());
        let has = |option: &Value| {
            let number = OptionNumber::new(option[0].as_u64().unwrap() as u16);
            let value = hex(option[1].as_str().unwrap());
            message.options.all(number).any(|found| found == value)
        };
        let includes = wanted["options_include"].as_array();
        let earlier = |sent: &Sent| sent.matched && sent.bytes == bytes;
        let checks = [
            ("type", message.message_type == type_of(&wanted["type"])),
            ("code", Some(message.code.to_string().as_str()) == wanted["code"].as_str()),
            ("message id", known(&wanted["mid"]).is_none_or(|known| known == id)),
            ("token", known(&wanted["token"]).is_none_or(|known| known == token)),
            ("an option", includes.into_iter().flatten().all(has)),
            ("payload", wanted["payload"].as_str().is_none_or(|p| hex(p) == message.payload)),
            ("copy", wanted["same_bytes_as"].is_null() || self.sent.iter().any(earlier)),
            ("Observe", self.observe_fits(wanted, &message)),
        ];
        match checks.iter().find(|(_, fits)| !fits) {
            Some((what, _)) => Err(format!("{what} differs: {message:?}")),
            None => Ok(()),
        }
    }

    fn observe_fits(&self, wanted: &Value, message: &Message<'_>) -> bool {
        let Some(wanted) = wanted.get("observe") else { return true };
        let found = message.options.uint(OptionNumber::OBSERVE);
        match wanted.as_str() {
            None => found.is_none(),
            Some(text) => match text.strip_prefix("> ") {
                Some(name) => found.map(u64::from) > self.bound[name].as_u64(),
                None => found.is_some(),
            },
        }
    }

    fn remember(&mut self, wanted: &Value, bytes: &[u8]) {
        let message = Message::parse(bytes).unwrap();
        for (field, value) in [
            ("mid", Value::from(message.id.value())),
            ("token", Value::from(message.token.to_string())),
            ("observe", Value::from(message.options.uint(OptionNumber::OBSERVE))),
        ] {
            if let Some(name) = wanted[field].as_str().filter(|name| name.starts_with('$')) {
                self.bound.insert(name.into(), value);
            }
        }
    }

    fn check(&self, step: &Value) -> Verdict {
        for (path, calls) in step["calls"].as_object().into_iter().flatten() {
            let found = self.calls.get(path).copied().unwrap_or_default();
            if found != calls.as_u64().unwrap() {
                return Err(format!("{path} was called {found} times"));
            }
        }
        for (path, body) in step["body"].as_object().into_iter().flatten() {
            if self.bodies.get(path) != Some(&hex(body.as_str().unwrap())) {
                return Err(format!("the body is {:02x?}", self.bodies.get(path)));
            }
        }
        let results = &self.results;
        if step["pending"] == true && !results.is_empty() {
            return Err(format!("it has ended: {results:?}"));
        }
        if let Some(wanted) = step["result"].as_str() {
            let body = step["payload"].as_str().map(hex);
            let fits = results.last().is_some_and(|(_, result, payload)| {
                result == wanted && body.is_none_or(|body| body == *payload)
            });
            if !fits {
                return Err(format!("the results are {results:?}"));
            }
        }
        let never = step["never"].as_str();
        let mixed = step["never_payload"].as_str().map(hex);
        if results.iter().any(|(_, r, p)| Some(r.as_str()) == never || Some(p) == mixed.as_ref()) {
            return Err(format!("it ended as it never may: {results:?}"));
        }
        if let Some(shown) = step["shown"].as_array() {
            let shown: Vec<_> = shown.iter().map(|text| hex(text.as_str().unwrap())).collect();
            if shown != self.shown {
                return Err(format!("shown: {:02x?}", self.shown));
            }
        }
        self.check_in_words(step["check"].as_str())
    }

    fn check_in_words(&self, what: Option<&str>) -> Verdict {
        let fits = match what {
            None => true,
            Some("at least one notification so far was CON") => {
                self.sent.iter().any(|sent| sent.bytes[0] >> 4 == 4)
            }
            Some("both requests got their own payload") => {
                let got = self.asked.iter().map(|id| self.payload_of(*id));
                got.eq([Some(b"1".to_vec()), Some(b"2".to_vec())])
            }
            Some(other) => panic!("unknown check {other}"),
        };
        if fits { Ok(()) } else { Err("it is not so".into()) }
    }

    fn payload_of(&self, id: ExchangeId) -> Option<Vec<u8>> {
        self.results.iter().find(|(of, ..)| *of == id).map(|(_, _, payload)| payload.clone())
    }
}

fn peer(name: &str) -> Peer {
    let address = if name == "A" { "192.0.2.1:5683" } else { "192.0.2.2:5683" };
    Peer::new(address.parse().unwrap())
}

fn type_of(value: &Value) -> MessageType {
    match value.as_str().unwrap() {
        "CON" => MessageType::Confirmable,
        "NON" => MessageType::NonConfirmable,
        "ACK" => MessageType::Acknowledgement,
        _ => MessageType::Reset,
    }
}

fn request_of(step: &Value) -> Request {
    let code = if step["method"] == "PUT" { Code::PUT } else { Code::GET };
    let mut request = Request::new(code);
    for segment in step["path"].as_str().unwrap().split('/').skip(1) {
        request.options.push_str(OptionNumber::URI_PATH, segment).unwrap();
    }
    if let Some(length) = step["body_len"].as_u64() {
        request.payload = vec![b'x'; length as usize].into();
    }
    request.block_size_exponent = step["first_szx"].as_u64().map(|szx| szx as u8);
    request
}

fn hex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}
