//! One endpoint, fed datagram by datagram.

use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::{Config, Delivery, Endpoint, Event, Instant, Peer, RequestId, Response};
use coapt_wire::{Code, Message, MessageId, MessageType, OptionsBuf, Token};

/// An endpoint without a network, and its clock.
#[derive(Debug)]
pub struct Lone {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The time.
    pub now: Instant,
}

/// A message of an endpoint.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Where it goes.
    pub to: SocketAddr,
    /// Its type.
    pub kind: MessageType,
    /// Its code.
    pub code: Code,
    /// Its message id.
    pub id: u16,
    /// Its token.
    pub token: Vec<u8>,
    /// Its options.
    pub options: OptionsBuf,
    /// Its payload.
    pub payload: Vec<u8>,
    /// All of it.
    pub datagram: Vec<u8>,
}

impl Lone {
    /// Makes an endpoint with default settings but for what `set` changes.
    pub fn new(set: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        set(&mut config);
        Self { endpoint: Endpoint::new(config, [3; 32]), now: Instant::ORIGIN }
    }

    /// Takes a datagram in.
    pub fn take(&mut self, from: Peer, datagram: &[u8]) {
        self.endpoint.handle_datagram(self.now, from, Delivery::Unicast, datagram);
    }

    /// Takes a datagram in that was sent to a group.
    pub fn take_from_group(&mut self, from: Peer, datagram: &[u8]) {
        self.endpoint.handle_datagram(self.now, from, Delivery::Multicast, datagram);
    }

    /// Lets time pass, deadline by deadline.
    pub fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(due) = self.endpoint.next_deadline().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.endpoint.handle_timeout(self.now);
        }
        self.now = until;
    }

    /// Takes all that it sent.
    ///
    /// # Panics
    ///
    /// If a datagram of the endpoint is no message.
    pub fn sent(&mut self) -> Vec<Sent> {
        let transmits = std::iter::from_fn(|| self.endpoint.poll_transmit());
        let sent = transmits.map(|transmit| {
            let message = Message::parse(&transmit.datagram).expect("endpoints send messages");
            Sent {
                to: transmit.to.address(),
                kind: message.message_type,
                code: message.code,
                id: message.id.value(),
                token: message.token.as_bytes().to_vec(),
                options: OptionsBuf::from(message.options),
                payload: message.payload.to_vec(),
                datagram: transmit.datagram.to_vec(),
            }
        });
        sent.collect()
    }

    /// Takes the only message that it sent.
    ///
    /// # Panics
    ///
    /// If there is none or more than one.
    #[track_caller]
    pub fn only(&mut self) -> Sent {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.remove(0)
    }

    /// The code of the only message that it sent.
    #[track_caller]
    pub fn code(&mut self) -> Code {
        self.only().code
    }

    /// Takes all events.
    pub fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.endpoint.poll_event()).collect()
    }

    /// The requests that wait to be answered; other events are passed over.
    pub fn requests(&mut self) -> Vec<RequestId> {
        let events = self.events().into_iter();
        events
            .filter_map(|event| if let Event::Request { id, .. } = event { Some(id) } else { None })
            .collect()
    }

    /// Answers all requests that wait with 2.05.
    ///
    /// # Panics
    ///
    /// If one cannot be answered.
    pub fn answer_all(&mut self) {
        for id in self.requests() {
            let response = Response::new(Code::CONTENT).with_payload("x");
            self.endpoint.respond(self.now, id, response).expect("it waits to be answered");
        }
    }
}

/// A peer of its own for each number.
#[must_use]
pub fn peer(number: u32) -> Peer {
    let [_, a, b, c] = number.to_be_bytes();
    Peer::new(SocketAddr::from(([10, a, b, c], 40_000)))
}

/// Makes a datagram.
///
/// # Panics
///
/// If the token is longer than eight bytes.
#[must_use]
pub fn datagram(
    (kind, code, id): (MessageType, Code, u16),
    token: &[u8],
    options: &OptionsBuf,
    payload: &[u8],
) -> Vec<u8> {
    let mut message = Message::new(kind, code, MessageId::new(id));
    message.token = Token::new(token).expect("a token of at most eight bytes");
    message.options = options.as_options();
    message.payload = payload;
    let mut datagram = Vec::new();
    message.encode_into(&mut datagram);
    datagram
}
