//! What the tests of the class share: a raw peer on a socket, a recorder of events, and a bounded pump.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use coapt::CoAP;
use coapt_wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

/// How often a condition is looked at before a test gives up.
const MOST_PUMPS: usize = 600;

pub(crate) const CON: MessageType = MessageType::Confirmable;
pub(crate) const NON: MessageType = MessageType::NonConfirmable;
pub(crate) const ACK: MessageType = MessageType::Acknowledgement;
pub(crate) const RST: MessageType = MessageType::Reset;

/// Makes an object whose `do_events` waits 5 milliseconds at most.
pub(crate) fn coap() -> CoAP {
    let mut coap = CoAP::new();
    coap.config("SelectWaitMillis=5").unwrap();
    coap
}

/// Makes an asynchronous client.
pub(crate) fn client() -> CoAP {
    let mut client = coap();
    client.set_timeout(0).unwrap();
    client
}

/// Makes a server that listens on a port of the system's choice and says 2.05 to everything.
pub(crate) fn server() -> CoAP {
    let mut server = coap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();
    server
}

/// Makes confirmable messages expire after some 110 milliseconds, with one repetition or two.
pub(crate) fn expire_soon(coap: &mut CoAP) {
    coap.config("AckTimeout=16").unwrap();
    coap.config("AckRandomFactor=1.0").unwrap();
    coap.config("MaxRetransmit=2").unwrap();
}

/// Pumps one object until the condition holds.
#[track_caller]
pub(crate) fn pump(coap: &mut CoAP, mut done: impl FnMut(&mut CoAP) -> bool) {
    for _ in 0..MOST_PUMPS {
        if done(coap) {
            return;
        }
        coap.do_events().unwrap();
    }
    panic!("nothing happened after {MOST_PUMPS} pumps: {coap:?}");
}

/// Pumps two objects in turn until the condition holds.
#[track_caller]
pub(crate) fn pump_both(
    a: &mut CoAP,
    b: &mut CoAP,
    mut done: impl FnMut(&mut CoAP, &mut CoAP) -> bool,
) {
    for _ in 0..MOST_PUMPS {
        if done(a, b) {
            return;
        }
        a.do_events().unwrap();
        b.do_events().unwrap();
    }
    panic!("nothing happened after {MOST_PUMPS} pumps: {a:?} {b:?}");
}

/// Pumps an object a few times, long enough for everything on this machine to arrive.
pub(crate) fn pump_a_while(coap: &mut CoAP) {
    for _ in 0..8 {
        coap.do_events().unwrap();
    }
}

/// The code of a call that must fail.
#[track_caller]
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, coapt::CoAPError>) -> i32 {
    result.unwrap_err().code()
}

/// The URI of a path on this machine.
pub(crate) fn uri(port: impl std::fmt::Display, path: &str) -> String {
    format!("coap://127.0.0.1:{port}/{path}")
}

/// A message as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    pub(crate) from: SocketAddr,
    pub(crate) kind: MessageType,
    pub(crate) code: Code,
    pub(crate) id: u16,
    pub(crate) token: Vec<u8>,
    pub(crate) options: Vec<(u16, Vec<u8>)>,
    pub(crate) payload: Vec<u8>,
}

impl Got {
    fn parse(from: SocketAddr, bytes: &[u8]) -> Self {
        let message = Message::parse(bytes).expect("the class sends well-formed messages");
        Self {
            from,
            kind: message.message_type,
            code: message.code,
            id: message.id.value(),
            token: message.token.as_bytes().to_vec(),
            options: message.options.iter().map(|o| (o.number.value(), o.value.to_vec())).collect(),
            payload: message.payload.to_vec(),
        }
    }

    /// All values of an option.
    pub(crate) fn all(&self, number: u16) -> Vec<Vec<u8>> {
        let named = self.options.iter().filter(|(other, _)| *other == number);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// The first value of an option.
    pub(crate) fn option(&self, number: u16) -> Option<Vec<u8>> {
        self.all(number).into_iter().next()
    }

    /// The code as text.
    pub(crate) fn code_text(&self) -> String {
        self.code.to_string()
    }

    /// A response in the acknowledgement of this request.
    pub(crate) fn piggyback(&self, code: &str) -> Msg {
        Msg::new(ACK, code, self.id).token(&self.token)
    }

    /// A response of its own, with the token of this request.
    pub(crate) fn separate(&self, kind: MessageType, code: &str, id: u16) -> Msg {
        Msg::new(kind, code, id).token(&self.token)
    }

    pub(crate) fn ack(&self) -> Msg {
        Msg::new(ACK, "0.00", self.id)
    }

    pub(crate) fn reset(&self) -> Msg {
        Msg::new(RST, "0.00", self.id)
    }
}

/// A message that a test makes.
#[derive(Clone, Debug)]
pub(crate) struct Msg {
    kind: MessageType,
    code: Code,
    id: u16,
    token: Vec<u8>,
    options: OptionsBuf,
    payload: Vec<u8>,
}

impl Msg {
    pub(crate) fn new(kind: MessageType, code: &str, id: u16) -> Self {
        let code = code.parse().unwrap();
        Self { kind, code, id, token: vec![], options: OptionsBuf::new(), payload: vec![] }
    }

    /// A confirmable request.
    pub(crate) fn con(code: &str, id: u16) -> Self {
        Self::new(CON, code, id)
    }

    /// A non-confirmable request.
    pub(crate) fn non(code: &str, id: u16) -> Self {
        Self::new(NON, code, id)
    }

    pub(crate) fn token(mut self, token: &[u8]) -> Self {
        self.token = token.to_vec();
        self
    }

    pub(crate) fn option(mut self, number: u16, value: &[u8]) -> Self {
        self.options.push(OptionNumber::new(number), value).unwrap();
        self
    }

    pub(crate) fn uint(mut self, number: u16, value: u32) -> Self {
        self.options.push_uint(OptionNumber::new(number), value);
        self
    }

    pub(crate) fn path(self, path: &str) -> Self {
        path.split('/').fold(self, |message, segment| message.option(11, segment.as_bytes()))
    }

    pub(crate) fn payload(mut self, payload: &[u8]) -> Self {
        self.payload = payload.to_vec();
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut message = Message::new(self.kind, self.code, MessageId::new(self.id));
        message.token = Token::new(&self.token).unwrap();
        message.options = self.options.as_options();
        message.payload = &self.payload;
        message.encode_into(&mut out);
        out
    }
}

/// The other end of the wire: a plain socket on this machine.
pub(crate) struct Raw {
    socket: UdpSocket,
}

impl Raw {
    pub(crate) fn new() -> Self {
        Self::at("127.0.0.1:0")
    }

    pub(crate) fn at(address: &str) -> Self {
        let socket = UdpSocket::bind(address).unwrap();
        socket.set_nonblocking(true).unwrap();
        Self { socket }
    }

    pub(crate) fn port(&self) -> u16 {
        self.socket.local_addr().unwrap().port()
    }

    /// The URI of a path at this peer.
    pub(crate) fn uri(&self, path: &str) -> String {
        uri(self.port(), path)
    }

    pub(crate) fn send(&self, message: &Msg, to: SocketAddr) {
        self.send_bytes(&message.bytes(), to);
    }

    /// Sends to the port of an object on this machine.
    pub(crate) fn send_to(&self, message: &Msg, coap: &CoAP) {
        self.send(message, local(coap));
    }

    pub(crate) fn send_bytes(&self, bytes: &[u8], to: SocketAddr) {
        self.socket.send_to(bytes, to).unwrap();
    }

    /// What has arrived already.
    pub(crate) fn take(&self) -> Option<Got> {
        let mut buffer = vec![0; 70_000];
        let (length, from) = self.socket.recv_from(&mut buffer).ok()?;
        Some(Got::parse(from, &buffer[..length]))
    }

    /// The next message, while the object is pumped.
    #[track_caller]
    pub(crate) fn next(&self, coap: &mut CoAP) -> Got {
        let mut got = None;
        pump(coap, |_| {
            got = self.take();
            got.is_some()
        });
        got.unwrap()
    }

    /// The next message that is no repetition of one seen before.
    #[track_caller]
    pub(crate) fn next_but(&self, coap: &mut CoAP, seen: &Got) -> Got {
        loop {
            let got = self.next(coap);
            if got != *seen {
                return got;
            }
        }
    }

    /// Makes sure that nothing comes.
    #[track_caller]
    pub(crate) fn expect_silence(&self, coap: &mut CoAP) {
        pump_a_while(coap);
        assert_eq!(self.take(), None, "nothing is sent");
    }

    /// Sends a message and returns what the object says to it.
    #[track_caller]
    pub(crate) fn ask(&self, message: &Msg, coap: &mut CoAP) -> Got {
        self.send_to(message, coap);
        self.next(coap)
    }
}

/// Where an object on this machine can be reached.
pub(crate) fn local(coap: &CoAP) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], u16::try_from(coap.local_port()).unwrap()))
}

/// A peer in a thread of its own, for calls that block.
pub(crate) struct Responder {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
    requests: Arc<Mutex<Vec<Got>>>,
}

impl Responder {
    /// Answers each message by what `answer` makes of it.
    pub(crate) fn new(mut answer: impl FnMut(&Got) -> Vec<Msg> + Send + 'static) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let address = socket.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let thread = std::thread::spawn(move || {
            answer_all(&socket, |got| {
                seen.lock().unwrap().push(got.clone());
                answer(got)
            });
        });
        Self { address, thread: Some(thread), requests }
    }

    /// Answers each request 2.05 with this payload, in its acknowledgement.
    pub(crate) fn content(payload: &'static [u8]) -> Self {
        Self::new(move |got| vec![got.piggyback("2.05").payload(payload)])
    }

    /// Answers each request with this code and nothing else.
    pub(crate) fn code(code: &'static str) -> Self {
        Self::new(move |got| vec![got.piggyback(code)])
    }

    /// Never answers.
    pub(crate) fn silent() -> Self {
        Self::new(|_| vec![])
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        uri(self.port(), path)
    }

    pub(crate) fn requests(&self) -> Vec<Got> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.send_to(&[], self.address).unwrap();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

/// An event with what `response_*` or `request_*` held while its handler ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    RequestComplete {
        method: i32,
        uri: String,
        id: String,
        code: i32,
        text: String,
        response: String,
        data: Vec<u8>,
        pending: i32,
    },
    ResponseComplete {
        id: String,
        code: i32,
        text: String,
    },
    Notification {
        uri: String,
        is_latest: bool,
        stops: bool,
        code: String,
        data: Vec<u8>,
    },
    Error {
        code: i32,
        text: String,
    },
    Request {
        id: String,
        method: i32,
        path: String,
        query: String,
        data: Vec<u8>,
    },
    Register {
        uri: String,
        token: Vec<u8>,
    },
    Unregistered {
        uri: String,
        host: String,
        port: i32,
        path: String,
        query: String,
    },
    Log {
        level: i32,
        message: String,
    },
}

/// The events of one object, in order.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<Vec<Seen>>>);

impl Events {
    /// Records all events of an object; requests are answered by what `response_*` hold.
    pub(crate) fn of(coap: &mut CoAP) -> Self {
        let events = Self::default();
        events.record_client(coap);
        events.record_server(coap);
        events
    }

    fn push(&self, seen: Seen) {
        self.0.lock().unwrap().push(seen);
    }

    fn record_client(&self, coap: &mut CoAP) {
        let events = self.clone();
        coap.on_request_complete(move |coap, e| {
            events.push(Seen::RequestComplete {
                method: e.method(),
                uri: e.uri().into(),
                id: e.request_id().into(),
                code: e.error_code(),
                text: e.error_description().into(),
                response: coap.response_code(),
                data: coap.response_data().to_vec(),
                pending: coap.pending_request_count(),
            });
        });
        let events = self.clone();
        coap.on_notification(move |coap, e| {
            events.push(Seen::Notification {
                uri: e.uri().into(),
                is_latest: e.is_latest(),
                stops: e.stop_observing(),
                code: coap.response_code(),
                data: coap.response_data().to_vec(),
            });
        });
        let events = self.clone();
        coap.on_error(move |_, e| {
            events.push(Seen::Error { code: e.error_code(), text: e.description().into() });
        });
        let events = self.clone();
        coap.on_log(move |_, e| {
            events.push(Seen::Log { level: e.log_level(), message: e.message().into() });
        });
    }

    fn record_server(&self, coap: &mut CoAP) {
        let events = self.clone();
        coap.on_request(move |coap, e| {
            events.push(Seen::Request {
                id: e.request_id().into(),
                method: e.method(),
                path: e.uri_path().into(),
                query: e.uri_query().into(),
                data: coap.request_data().to_vec(),
            });
        });
        let events = self.clone();
        coap.on_response_complete(move |_, e| {
            events.push(Seen::ResponseComplete {
                id: e.request_id().into(),
                code: e.error_code(),
                text: e.error_description().into(),
            });
        });
        let events = self.clone();
        coap.on_register(move |_, e| {
            e.set_accept(true);
            events.push(Seen::Register { uri: e.uri().into(), token: e.token().to_vec() });
        });
        let events = self.clone();
        coap.on_unregistered(move |_, e| {
            events.push(Seen::Unregistered {
                uri: e.uri().into(),
                host: e.remote_host().into(),
                port: e.remote_port(),
                path: e.uri_path().into(),
                query: e.uri_query().into(),
            });
        });
    }

    /// All events but log messages.
    pub(crate) fn all(&self) -> Vec<Seen> {
        let all = self.0.lock().unwrap().clone();
        all.into_iter().filter(|seen| !matches!(seen, Seen::Log { .. })).collect()
    }

    pub(crate) fn logs(&self) -> Vec<(i32, String)> {
        let all = self.0.lock().unwrap().clone();
        let logs = all.into_iter().filter_map(|seen| {
            let Seen::Log { level, message } = seen else { return None };
            Some((level, message))
        });
        logs.collect()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// The codes of the requests that have ended.
    pub(crate) fn completions(&self) -> Vec<i32> {
        let codes = self.all().into_iter().filter_map(|seen| {
            let Seen::RequestComplete { code, .. } = seen else { return None };
            Some(code)
        });
        codes.collect()
    }

    /// The codes of the responses that have ended.
    pub(crate) fn responses(&self) -> Vec<i32> {
        let codes = self.all().into_iter().filter_map(|seen| {
            let Seen::ResponseComplete { code, .. } = seen else { return None };
            Some(code)
        });
        codes.collect()
    }

    /// The codes of `on_error`.
    pub(crate) fn errors(&self) -> Vec<i32> {
        let codes = self.all().into_iter().filter_map(|seen| {
            let Seen::Error { code, .. } = seen else { return None };
            Some(code)
        });
        codes.collect()
    }

    /// The bodies of the notifications.
    pub(crate) fn notifications(&self) -> Vec<Vec<u8>> {
        let bodies = self.all().into_iter().filter_map(|seen| {
            let Seen::Notification { data, .. } = seen else { return None };
            Some(data)
        });
        bodies.collect()
    }

    /// How many requests have fired `on_request`.
    pub(crate) fn requests(&self) -> usize {
        self.all().iter().filter(|seen| matches!(seen, Seen::Request { .. })).count()
    }

    /// How many registrations have fired `on_register`.
    pub(crate) fn registrations(&self) -> usize {
        self.all().iter().filter(|seen| matches!(seen, Seen::Register { .. })).count()
    }

    /// How many observers have left.
    pub(crate) fn departures(&self) -> usize {
        self.all().iter().filter(|seen| matches!(seen, Seen::Unregistered { .. })).count()
    }
}

/// Answers what arrives until an empty datagram does.
fn answer_all(socket: &UdpSocket, mut answer: impl FnMut(&Got) -> Vec<Msg>) {
    let mut buffer = vec![0; 70_000];
    while let Ok((length @ 1.., from)) = socket.recv_from(&mut buffer) {
        for message in answer(&Got::parse(from, &buffer[..length])) {
            socket.send_to(&message.bytes(), from).unwrap();
        }
    }
}
