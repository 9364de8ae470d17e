//! The message layer by itself: datagrams, calls and time go in, datagrams and reports come out.

mod ending;
mod guarding;
mod layer;
mod matching;
mod pacing;
mod places;
mod receiving;
mod remembering;
mod repeating;
mod replying;

use alloc::vec::Vec;
use core::iter;
use core::net::SocketAddr;
use core::time::Duration;

use coapt_wire::{Code, Message, MessageId, MessageType, Options, Token};

use super::*;
use crate::event::ExchangeId;
use crate::message::Reliability;
use crate::peer::{Delivery, Peer};

use Delivery::Unicast;
use MessageType::{Acknowledgement, Confirmable, NonConfirmable, Reset};

/// A message layer and the time of its test.
struct Layer {
    messaging: Messaging,
    now: Instant,
}

/// The first time-out is always 2 s, so `MAX_TRANSMIT_SPAN` is 30 s, `EXCHANGE_LIFETIME` 232 s, `NON_LIFETIME` 130 s.
const STEADY: fn() -> Transmission =
    || Transmission { ack_random_factor: 1.0, ..Transmission::default() };

const ID: MessageId = MessageId::new(0x0102);
const TOKEN: [u8; 2] = [0xaa, 0xbb];
const CALL: Owner = Owner::Call(ExchangeId(1));

impl Layer {
    fn new() -> Self {
        Self::with(STEADY(), &Limits::default())
    }

    fn with(transmission: Transmission, limits: &Limits) -> Self {
        Self { messaging: Messaging::new(transmission, limits, [7; 32]), now: at(1_000) }
    }

    fn limited(limits: &Limits) -> Self {
        Self::with(STEADY(), limits)
    }

    fn with_nstart(nstart: u8) -> Self {
        Self::with(Transmission { nstart, ..STEADY() }, &Limits::default())
    }

    /// Lets time pass at once; deadlines on the way are late.
    fn wait(&mut self, milliseconds: u64) {
        self.now += Duration::from_millis(milliseconds);
        self.messaging.handle_timeout(self.now);
    }

    /// Lets time pass from deadline to deadline, each dealt with when it comes.
    fn pass(&mut self, milliseconds: u64) {
        let end = self.now + Duration::from_millis(milliseconds);
        let mut steps = 0;
        while let Some(due) = self.messaging.next_deadline().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            self.messaging.handle_timeout(self.now);
            steps += 1;
            assert!(steps < 10_000, "{due:?} does not pass");
        }
        self.now = end;
        self.messaging.handle_timeout(end);
    }

    fn receive<'d>(&mut self, from: u16, bytes: &'d [u8]) -> Inbound<'d> {
        self.messaging.receive(self.now, peer(from), Unicast, bytes)
    }

    /// Receives a request and returns its receipt.
    fn request(&mut self, from: u16, kind: MessageType, code: Code, id: u16) -> Receipt {
        let bytes = datagram(kind, code, MessageId::new(id), b"");
        let inbound = self.receive(from, &bytes);
        let Inbound::Request { receipt, .. } = inbound else { panic!("{inbound:?}") };
        receipt
    }

    /// What there is to be sent: to which peer, and the bytes.
    fn sent(&mut self) -> Vec<(u16, Vec<u8>)> {
        let sent = iter::from_fn(|| self.messaging.poll_transmit());
        sent.map(|transmit| (transmit.to.address().port(), transmit.datagram.to_vec())).collect()
    }

    /// The one datagram there is to be sent.
    fn sent_one(&mut self) -> Vec<u8> {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:02x?}");
        sent.remove(0).1
    }

    fn reports(&mut self) -> Vec<(Owner, Outcome)> {
        iter::from_fn(|| self.messaging.poll_report())
            .map(|report| (report.owner, report.outcome))
            .collect()
    }

    /// Sends a confirmable message that has no place; returns its key and id.
    fn send_confirmable(&mut self, to: u16, owner: Owner) -> (SentKey, MessageId) {
        let parcel = parcel(to, owner, Place::NotNeeded);
        let key = self.messaging.send_confirmable(self.now, parcel).unwrap();
        (key, id_of(&self.sent_one()))
    }

    /// Sends a non-confirmable message; returns its key and id.
    fn send_non(&mut self, to: u16, owner: Owner, place: Place) -> (SentKey, MessageId) {
        let key = self.messaging.send_non_confirmable(self.now, parcel(to, owner, place)).unwrap();
        (key, id_of(&self.sent_one()))
    }

    fn take_place(&mut self, to: u16, owner: Owner) -> bool {
        self.messaging.take_place(self.now, peer(to), owner)
    }

    fn key(&self, of: u16) -> PeerKey {
        self.messaging.peers.find(&peer(of)).unwrap()
    }

    /// Nothing that was sent is of interest any more, and nothing of it is left.
    fn assert_nothing_is_under_way(&self) {
        let Messaging { sent, by_id, abandoned, timers, .. } = &self.messaging;
        assert_eq!((sent.len(), by_id.len(), abandoned.len(), timers.next()), (0, 0, 0, None));
        assert!(self.messaging.is_idle());
    }
}

fn call(number: u64) -> Owner {
    Owner::Call(ExchangeId(number))
}

fn at(seconds: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(seconds))
}

/// A peer is told apart by its port.
fn peer(port: u16) -> Peer {
    Peer::new(SocketAddr::from(([192, 0, 2, 1], port)))
}

fn draft(code: Code, payload: &[u8]) -> Draft<'_> {
    Draft { code, token: Token::new(&TOKEN).unwrap(), options: Options::EMPTY, payload }
}

fn parcel(to: u16, owner: Owner, place: Place) -> Parcel<'static> {
    Parcel { to: peer(to), draft: draft(Code::GET, b"old"), owner, place }
}

fn datagram(kind: MessageType, code: Code, id: MessageId, payload: &[u8]) -> Vec<u8> {
    let token = if code.is_empty() { Token::EMPTY } else { Token::new(&TOKEN).unwrap() };
    let message = Message { message_type: kind, code, id, token, options: Options::EMPTY, payload };
    let mut bytes = Vec::new();
    message.encode_into(&mut bytes);
    bytes
}

fn empty(kind: MessageType, id: MessageId) -> Vec<u8> {
    datagram(kind, Code::EMPTY, id, b"")
}

fn id_of(datagram: &[u8]) -> MessageId {
    MessageId::new(u16::from_be_bytes([datagram[2], datagram[3]]))
}

fn kind_of(inbound: &Inbound<'_>) -> &'static str {
    match inbound {
        Inbound::Nothing => "nothing",
        Inbound::Malformed(_) => "malformed",
        Inbound::Request { .. } => "request",
        Inbound::NoRoom { .. } => "no room",
        Inbound::TooMany { .. } => "too many",
        Inbound::Separate { .. } => "separate",
        Inbound::Piggybacked { .. } => "piggybacked",
    }
}
