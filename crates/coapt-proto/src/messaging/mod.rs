//! RFC 7252 §4: message ids, acknowledgement, retransmission, duplicates, NSTART, `PROBING_RATE`.
//!
//! The layer above hands over what to say to whom and names itself as the owner; how that went comes back as a
//! [`Report`]. Nothing here knows what a token, a request or an observer means.

mod duplicates;
mod guard;
mod inbound;
mod outbound;
mod pace;
mod peers;
mod sending;

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::time::Duration;

use coapt_wire::{Code, MessageId, Options, Token};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::config::{Limits, Transmission};
use crate::counters::Counters;
use crate::event::{ExchangeId, RequestId};
use crate::message::Reliability;
use crate::peer::{Delivery, Peer};
use crate::random::Random;
use crate::shrink::Shrink as _;
use crate::slab::Slab;
use crate::time::Instant;
use crate::timers::{Timers, earlier};
use crate::transmit::{Datagram, Transmit};

pub(crate) use inbound::{Inbound, Truncated};
pub(crate) use outbound::{Parcel, Place};
pub(crate) use peers::PeerKey;

use duplicates::Duplicates;
use peers::Peers;
use sending::Sending;

/// Who sent a message and wants to know how it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The request, registration or deregistration of an exchange of ours.
    Call(ExchangeId),
    /// The request for further blocks of a notification.
    Rest(ExchangeId),
    /// A separate response.
    Response(RequestId),
    /// A notification.
    Observer(u64),
    /// Nobody any more: a message whose owner does not wait, which holds its place for as long as it would have.
    Nobody,
}

/// How a message of an owner went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was acknowledged; `stale` if what was acknowledged has been replaced since.
    Acknowledged { stale: bool },
    /// It was answered with a Reset.
    Reset,
    /// It was never acknowledged.
    TimedOut,
    /// The network reported that it did not arrive.
    Unreachable,
    /// The peer may be sent something now; the owner holds one of its NSTART places.
    Granted,
    /// It is about to be sent again and its content is out of date.
    Refresh,
}

/// What an owner is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) owner: Owner,
    pub(crate) outcome: Outcome,
    pub(crate) peer: PeerKey,
}

/// A message without type and id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) code: Code,
    pub(crate) token: Token,
    pub(crate) options: Options<'a>,
    pub(crate) payload: &'a [u8],
}

/// Names a message that was sent and is still of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SentKey(u64);

/// What is needed to acknowledge, reject or answer a received message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) peer: Peer,
    pub(crate) delivery: Delivery,
    pub(crate) reliability: Reliability,
    pub(crate) id: MessageId,
    key: PeerKey,
}

/// A message that was sent and whose acknowledgement or Reset would be recognised.
#[derive(Debug)]
struct Sent {
    peer: PeerKey,
    to: Peer,
    owner: Owner,
    id: MessageId,
    /// Ids under which older contents of the same message went out.
    older_ids: Vec<MessageId>,
    datagram: Datagram,
    state: Sending,
    /// Whether it holds one of the peer's NSTART places.
    place: bool,
    /// Whether the owner has newer content for the next retransmission.
    outdated: bool,
}

/// What falls due in this layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A message is to be sent again, or its place to be given back.
    Sent(SentKey),
    /// A peer's message ids can be used again.
    Ids(PeerKey),
}

/// What follows from the transmission parameters, worked out once.
#[derive(Clone, Copy, Debug)]
struct Lifetimes {
    exchange: Duration,
    non_confirmable: Duration,
    span: Duration,
}

impl From<&Transmission> for Lifetimes {
    fn from(transmission: &Transmission) -> Self {
        Self {
            exchange: transmission.exchange_lifetime(),
            non_confirmable: transmission.non_lifetime(),
            span: transmission.max_transmit_span(),
        }
    }
}

/// The message layer of one endpoint.
#[derive(Debug)]
pub(crate) struct Messaging {
    transmission: Transmission,
    lifetimes: Lifetimes,
    /// How many times what came from it an unverified address is sent; no limit if `None`.
    amplification: Option<u32>,
    /// Requests a second that one peer is answered; no limit if `None`.
    request_rate: Option<u32>,
    pub(crate) random: Random,
    pub(crate) counters: Counters,
    peers: Peers,
    duplicates: Duplicates,
    sent: Slab<Sent>,
    by_id: HashMap<(PeerKey, MessageId), SentKey, FixedState>,
    /// When non-confirmable messages without a place are forgotten: a Reset that comes later matches nothing.
    passing: VecDeque<(Instant, SentKey)>,
    /// Messages of nobody, which end as soon as their peer is heard from.
    abandoned: BTreeSet<(PeerKey, SentKey)>,
    timers: Timers<Due>,
    outbox: VecDeque<Transmit>,
    /// Answers to multicast requests that wait for their random moment.
    leisurely: BTreeMap<(Instant, u64), Transmit>,
    reports: VecDeque<Report>,
    scratch: Vec<u8>,
    serial: u64,
}

impl Messaging {
    pub(crate) fn new(transmission: Transmission, limits: &Limits, seed: [u8; 32]) -> Self {
        let mut random = Random::new(seed);
        let hasher = FixedState::with_seed(random.number());
        Self {
            lifetimes: Lifetimes::from(&transmission),
            transmission,
            amplification: limits.amplification,
            request_rate: limits.request_rate,
            counters: Counters::default(),
            peers: Peers::new(limits.peers, FixedState::with_seed(random.number())),
            duplicates: Duplicates::new(
                limits.duplicate_bytes,
                FixedState::with_seed(random.number()),
            ),
            sent: Slab::new(),
            by_id: HashMap::with_hasher(hasher),
            passing: VecDeque::new(),
            abandoned: BTreeSet::new(),
            timers: Timers::new(),
            outbox: VecDeque::new(),
            leisurely: BTreeMap::new(),
            reports: VecDeque::new(),
            scratch: Vec::new(),
            serial: 0,
            random,
        }
    }

    pub(crate) fn configure(&mut self, transmission: Transmission, limits: &Limits) {
        self.lifetimes = Lifetimes::from(&transmission);
        self.transmission = transmission;
        self.amplification = limits.amplification;
        self.request_rate = limits.request_rate;
        self.peers.set_limit(limits.peers);
        self.duplicates.set_limit(limits.duplicate_bytes);
    }

    /// Hands out the next report for the layers above.
    pub(crate) fn poll_report(&mut self) -> Option<Report> {
        self.reports.pop_front()
    }

    pub(crate) fn poll_transmit(&mut self) -> Option<Transmit> {
        let transmit = self.outbox.pop_front()?;
        self.counters.sent += 1;
        Some(transmit)
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        let leisurely = self.leisurely.first_key_value().map(|(&(due, _), _)| due);
        let passing = self.passing.front().map(|&(due, _)| duplicates::coarse(due));
        let forgetting = earlier(self.duplicates.next_expiry(), self.peers.next_expiry());
        let forgetting = earlier(forgetting, passing);
        earlier(earlier(self.timers.next(), leisurely), forgetting)
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        while let Some((_, due)) = self.timers.pop(now) {
            match due {
                Due::Sent(key) => self.tick(now, key),
                Due::Ids(peer) => self.grant(now, peer),
            }
        }
        while let Some(entry) = self.leisurely.first_entry()
            && entry.key().0 <= now
        {
            let Transmit { to, datagram } = entry.remove();
            self.push(to, datagram);
        }
        self.forget_old(now);
    }

    /// How many answers to requests to a group wait for their moment.
    pub(crate) fn leisurely(&self) -> usize {
        self.leisurely.len()
    }

    /// Tells whether nothing waits to be sent, acknowledged or reported.
    pub(crate) fn is_idle(&self) -> bool {
        self.sent.len() == self.abandoned.len()
            && self.outbox.is_empty()
            && self.leisurely.is_empty()
            && self.reports.is_empty()
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some(&(due, key)) = self.passing.front()
            && due <= now
        {
            self.passing.pop_front();
            self.end(now, key);
        }
        self.duplicates.forget_old(now);
        self.unpin_forgotten(now);
        self.peers.forget_idle(now, self.lifetimes.exchange);
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        let tables = self.duplicates.shrink() | self.peers.shrink() | self.by_id.shrink();
        tables | self.outbox.shrink() | self.reports.shrink() | self.passing.shrink()
    }

    /// Returns the counters, the gauges of this layer among them.
    pub(crate) fn counters(&self) -> Counters {
        Counters {
            duplicate_bytes: self.duplicates.bytes(),
            duplicates_forgotten: self.duplicates.forgotten,
            peers: self.peers.len(),
            ..self.counters
        }
    }

    /// Lets go of the peers whose messages were forgotten.
    fn unpin_forgotten(&mut self, now: Instant) {
        while let Some(peer) = self.duplicates.unpinned.pop() {
            self.peers.unpin(peer, now);
        }
    }
}

#[cfg(test)]
mod tests;
