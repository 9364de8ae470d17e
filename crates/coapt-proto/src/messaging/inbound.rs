//! RFC 7252 §4: what becomes of a received datagram.

use coapt_wire::{Code, Header, Message, MessageId, MessageType, ParseError, Token};

use super::duplicates::{Rank, Reply};
use super::peers::PeerKey;
use super::{Messaging, Outcome, Owner, Receipt, Report, SentKey};
use crate::message::Reliability;
use crate::peer::{Delivery, Peer};
use crate::time::Instant;

/// What a received datagram means to the layers above.
#[derive(Debug)]
pub(crate) enum Inbound<'d> {
    /// Nothing: it was dealt with here.
    Nothing,
    /// It is no message; a Reset went out where the RFC asks for one.
    Malformed(ParseError),
    /// A request that was not seen before.
    Request { message: Message<'d>, receipt: Receipt },
    /// A request that cannot be remembered, so it must not be carried out.
    NoRoom { message: Message<'d>, receipt: Receipt },
    /// A request of a peer that sends too many; it is not remembered.
    TooMany { message: Message<'d>, receipt: Receipt },
    /// A response in a message of its own, not seen before.
    Separate { message: Message<'d>, receipt: Receipt },
    /// A response in the acknowledgement of a message of `owner`.
    Piggybacked { message: Message<'d>, owner: Owner },
}

/// What a datagram means that did not fit into the receive buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Truncated {
    /// Nothing: it is of another version.
    Ignored,
    /// It is no request, or its token is not all there; a Reset went out where the RFC asks for one.
    Rejected,
    /// A request that is too long to be read.
    Request { token: Token, receipt: Receipt },
}

impl Messaging {
    /// Takes a datagram in.
    pub(crate) fn receive<'d>(
        &mut self,
        now: Instant,
        from: Peer,
        delivery: Delivery,
        bytes: &'d [u8],
    ) -> Inbound<'d> {
        self.counters.received += 1;
        let message = match Message::parse(bytes) {
            Ok(message) => message,
            Err(error) => return self.malformed(from, delivery, bytes, error),
        };
        match message.message_type {
            MessageType::Confirmable | MessageType::NonConfirmable => {
                self.receive_original(now, (from, delivery), message, bytes.len())
            }
            MessageType::Acknowledgement => self.receive_acknowledgement(now, from, message),
            MessageType::Reset => {
                //= rfc7252#4.2 bad-reset: one that is not Empty is ignored
                if message.code.is_empty() {
                    self.end_by_id(now, &from, message.id, Outcome::Reset);
                } else {
                    self.counters.unexpected += 1;
                }
                Inbound::Nothing
            }
        }
    }

    /// Takes the head of a datagram that did not fit into the receive buffer in; a request can be answered.
    pub(crate) fn receive_truncated(
        &mut self,
        now: Instant,
        from: Peer,
        delivery: Delivery,
        head: &[u8],
    ) -> Truncated {
        self.counters.received += 1;
        if is_of_another_version(head) {
            self.counters.ignored += 1;
            return Truncated::Ignored;
        }
        self.counters.malformed += 1;
        if let Some((header, token)) = Header::peek(head).zip(token_of(head))
            && header.code.is_request()
            && let Some(reliability) = reliability_of(header.message_type)
            && let Some(key) = self.enter(now, from)
        {
            self.note_received(key, head.len());
            let receipt = Receipt { peer: from, delivery, reliability, id: header.id, key };
            return Truncated::Request { token, receipt };
        }
        self.reject_head(from, delivery, head);
        Truncated::Rejected
    }

    fn malformed<'d>(
        &mut self,
        from: Peer,
        delivery: Delivery,
        bytes: &[u8],
        error: ParseError,
    ) -> Inbound<'d> {
        if is_of_another_version(bytes) {
            //= rfc7252#3 other-version: silently ignored
            //= rfc7252#3 no-log-flood: it causes nothing at all
            self.counters.ignored += 1;
            return Inbound::Nothing;
        }
        self.counters.malformed += 1;
        self.reject_head(from, delivery, bytes);
        Inbound::Malformed(error)
    }

    //= rfc7252#4.2 reject: a confirmable message that is malformed is answered with a Reset
    fn reject_head(&mut self, from: Peer, delivery: Delivery, head: &[u8]) {
        if let Some(header) = Header::peek(head)
            && header.message_type == MessageType::Confirmable
            && delivery == Delivery::Unicast
        {
            self.push_empty(from, MessageType::Reset, header.id);
        }
    }

    fn receive_original<'d>(
        &mut self,
        now: Instant,
        (from, delivery): (Peer, Delivery),
        message: Message<'d>,
        length: usize,
    ) -> Inbound<'d> {
        let confirmable = message.message_type == MessageType::Confirmable;
        //= rfc7252#4.2 reject-empty: an Empty confirmable message is a ping, answered with a Reset
        //= rfc7252#4.2 reject-reserved
        if message.code.is_empty() || message.code.is_reserved() {
            if let Some(peer) = self.peers.find(&from) {
                self.note_heard(now, peer);
            }
            if confirmable && delivery == Delivery::Unicast {
                self.push_empty(from, MessageType::Reset, message.id);
            } else {
                self.counters.unexpected += 1;
            }
            return Inbound::Nothing;
        }
        let Some(key) = self.enter(now, from) else {
            self.counters.refused += 1;
            if confirmable && delivery == Delivery::Unicast {
                //= rfc7252#4.2 reject: what cannot be dealt with is rejected; that needs no memory
                self.push_empty(from, MessageType::Reset, message.id);
            }
            return Inbound::Nothing;
        };
        self.note_received(key, length);
        self.note_heard(now, key);
        if let Some(reply) = self.duplicates.find(now, key, message.id) {
            let reply = reply.clone();
            self.counters.duplicates += 1;
            self.repeat(from, message.id, reply);
            return Inbound::Nothing;
        }
        let (reliability, lifetime) = if confirmable {
            (Reliability::Confirmable, self.lifetimes.exchange)
        } else {
            (Reliability::NonConfirmable, self.lifetimes.non_confirmable)
        };
        let receipt = Receipt { peer: from, delivery, reliability, id: message.id, key };
        if message.code.is_request() && !self.takes_request(now, key) {
            return Inbound::TooMany { message, receipt };
        }
        let rank = rank_of(message.code);
        let recorded = self.duplicates.record((key, message.id), now + lifetime, rank, reliability);
        self.unpin_forgotten(now);
        if recorded {
            self.peers.pin(key);
        }
        if message.code.is_response() {
            Inbound::Separate { message, receipt }
        } else if recorded || rank == Rank::Safe {
            Inbound::Request { message, receipt }
        } else {
            Inbound::NoRoom { message, receipt }
        }
    }

    //= rfc7252#4.5 repeat-reply: every copy gets the same answer, the original alone is processed
    fn repeat(&mut self, to: Peer, id: MessageId, reply: Reply) {
        match reply {
            Reply::Open | Reply::Silence => {}
            Reply::Acknowledgement => self.push_empty(to, MessageType::Acknowledgement, id),
            Reply::Reset => self.push_empty(to, MessageType::Reset, id),
            Reply::Response(datagram) => self.push(to, datagram),
        }
    }

    fn receive_acknowledgement<'d>(
        &mut self,
        now: Instant,
        from: Peer,
        message: Message<'d>,
    ) -> Inbound<'d> {
        let code = message.code;
        let peer = self.peers.find(&from);
        if let Some(peer) = peer {
            self.note_heard(now, peer);
        }
        //= rfc7252#4.2 bad-acknowledgement: a request or reserved class in one is ignored
        let Some(key) = peer
            .and_then(|peer| self.by_id.get(&(peer, message.id)).copied())
            .filter(|_| !code.is_request() && !code.is_reserved())
        else {
            self.counters.unexpected += 1;
            return Inbound::Nothing;
        };
        let Some((owner, token, is_ping)) = self.sent.get(key.0).map(|sent| {
            let is_ping = sent.datagram.get(1) == Some(&Code::EMPTY.to_byte());
            (sent.owner, token_of(&sent.datagram), is_ping)
        }) else {
            return Inbound::Nothing;
        };
        // An acknowledgement of a ping is wrong, and whatever it carries no response to anything.
        let is_call = matches!(owner, Owner::Call(_) | Owner::Rest(_)) && !is_ping;
        if code.is_empty() || !is_call {
            //= rfc7252#5.2.2 any-acknowledgement: it ends the repeating of a response, whatever it carries
            self.end_by_id(now, &from, message.id, Outcome::Acknowledged { stale: false });
            return Inbound::Nothing;
        }
        //= rfc7252#5.3.2 both-match: message id and token
        if token != Some(message.token) {
            self.counters.unexpected += 1;
            return Inbound::Nothing;
        }
        self.end(now, key);
        Inbound::Piggybacked { message, owner }
    }

    /// Notes that a peer is not silent.
    fn note_heard(&mut self, now: Instant, peer: PeerKey) {
        if let Some(state) = self.peers.get_mut(peer) {
            state.heard = now;
        }
        if !self.abandoned.is_empty() {
            self.end_abandoned(now, peer);
        }
    }

    fn sent_key(&self, from: &Peer, id: MessageId) -> Option<SentKey> {
        let peer = self.peers.find(from)?;
        self.by_id.get(&(peer, id)).copied()
    }

    /// Ends the message that was sent to this peer under this id, and tells its owner.
    pub(super) fn end_by_id(&mut self, now: Instant, from: &Peer, id: MessageId, outcome: Outcome) {
        let key = self.sent_key(from, id);
        if let Some(peer) = self.peers.find(from).filter(|_| outcome != Outcome::Unreachable) {
            self.note_heard(now, peer);
        }
        let Some((key, sent)) = key.and_then(|key| Some((key, self.sent.get(key.0)?))) else {
            self.counters.unexpected += 1;
            return;
        };
        let unconfirmed = matches!(sent.state, super::Sending::Unconfirmed { .. });
        if unconfirmed && matches!(outcome, Outcome::Acknowledged { .. }) {
            self.counters.unexpected += 1;
            return;
        }
        let stale = sent.id != id;
        let acknowledged = matches!(outcome, Outcome::Acknowledged { .. });
        let outcome = if acknowledged { Outcome::Acknowledged { stale } } else { outcome };
        let (owner, peer) = (sent.owner, sent.peer);
        self.end(now, key);
        self.reports.push_back(Report { owner, outcome, peer });
    }

    /// Takes a report of the network about a datagram of ours.
    //= rfc7252#4.2 icmp: believed only if the quoted datagram is one that we sent
    pub(crate) fn unreachable(&mut self, now: Instant, peer: &Peer, quoted: &[u8]) {
        let Some(header) = Header::peek(quoted) else { return };
        let Some(key) = self.sent_key(peer, header.id) else { return };
        let matches = self.sent.get(key.0).is_some_and(|sent| {
            let known = quoted.len().min(sent.datagram.len());
            sent.id == header.id && sent.datagram.get(..known) == quoted.get(..known)
        });
        if matches {
            self.end_by_id(now, peer, header.id, Outcome::Unreachable);
        }
    }
}

fn rank_of(code: Code) -> Rank {
    if code.is_request() && !code.is_safe() { Rank::Unsafe } else { Rank::Safe }
}

fn token_of(datagram: &[u8]) -> Option<Token> {
    let length = usize::from(datagram.first()? & 0x0f);
    Token::new(datagram.get(4..4 + length)?)
}

const fn reliability_of(message_type: MessageType) -> Option<Reliability> {
    match message_type {
        MessageType::Confirmable => Some(Reliability::Confirmable),
        MessageType::NonConfirmable => Some(Reliability::NonConfirmable),
        MessageType::Acknowledgement | MessageType::Reset => None,
    }
}

/// Tells whether a datagram says that it is of another version than 1.
fn is_of_another_version(datagram: &[u8]) -> bool {
    datagram.first().is_some_and(|first| first >> 6 != 1)
}
