//! RFC 7252 §4: sending, sending again, and the places that NSTART grants.

use alloc::vec::Vec;
use core::time::Duration;

use coapt_wire::{Code, Message, MessageId, MessageType, Options, Token};

use super::duplicates::Reply;
use super::peers::PeerKey;
use super::sending::{Effect, Sending};
use super::{Draft, Due, Messaging, Outcome, Owner, Receipt, Report, Sent, SentKey};
use crate::message::Reliability;
use crate::peer::{Delivery, Peer};
use crate::time::Instant;
use crate::transmit::{Datagram, Transmit};

impl Messaging {
    /// Asks for a place among the NSTART interactions with a peer; without one, [`Outcome::Granted`] follows later.
    //= rfc7252#4.7 nstart
    pub(crate) fn take_place(&mut self, now: Instant, peer: Peer, owner: Owner) -> bool {
        // A peer that cannot be remembered has no other exchange that this one could disturb.
        let Some(key) = self.enter(now, peer) else { return true };
        let nstart = u32::from(self.transmission.nstart.max(1));
        let lifetime = self.lifetimes.exchange;
        let Some(state) = self.peers.get_mut(key) else { return true };
        let ready = state.ids.ready_at(lifetime);
        if state.places < nstart && state.waiting.is_empty() && ready <= now {
            state.places += 1;
            self.peers.pin(key);
            return true;
        }
        state.waiting.push_back(owner);
        if ready > now {
            self.timers.set(ready, Due::Ids(key));
        }
        self.peers.pin(key);
        false
    }

    /// Gives a place back that no message holds.
    pub(crate) fn give_back_place(&mut self, now: Instant, peer: PeerKey) {
        self.free_place(now, peer);
    }

    /// Sends a confirmable message; it holds a place if its owner has taken one.
    pub(crate) fn send_confirmable(&mut self, now: Instant, parcel: Parcel<'_>) -> Option<SentKey> {
        let parameters = self.transmission;
        //= rfc7252#4.2 initial-timeout: drawn from a range, so that clients do not repeat all at once
        let gap = self.random.stretch(parameters.ack_timeout, parameters.ack_random_factor);
        let last = now + self.lifetimes.span;
        let state = Sending::Waiting { resent: 0, gap, due: now + gap, last };
        self.send(now, MessageType::Confirmable, parcel, state)
    }

    /// Sends a non-confirmable message and remembers it, so that a Reset can be matched.
    pub(crate) fn send_non_confirmable(
        &mut self,
        now: Instant,
        parcel: Parcel<'_>,
    ) -> Option<SentKey> {
        let Parcel { draft, place, .. } = parcel;
        let options = draft.options.as_bytes().len();
        let marker = usize::from(!draft.payload.is_empty());
        let length = 4 + draft.token.as_bytes().len() + options + marker + draft.payload.len();
        //= rfc7252#4.7 probing-rate: a silent peer is sent this many bytes a second on average, by all that are outstanding
        let rate = u64::from(self.transmission.probing_rate.max(1));
        let bytes = (length as u64).saturating_mul(u64::from(self.transmission.nstart.max(1)));
        let silence = Duration::from_millis(bytes.saturating_mul(1000) / rate);
        let due = (place == Place::Held).then(|| now + silence);
        let state = Sending::Unconfirmed { since: now, due };
        self.send(now, MessageType::NonConfirmable, parcel, state)
    }

    /// Sends a non-confirmable message that nobody will ask about.
    pub(crate) fn send_and_forget(&mut self, now: Instant, to: Peer, draft: Draft<'_>) {
        let id = self.new_id(now, to);
        let datagram = self.encode(MessageType::NonConfirmable, id, draft);
        self.push(to, datagram);
    }

    /// Sends a non-confirmable message at a later moment.
    pub(crate) fn send_at(&mut self, now: Instant, due: Instant, to: Peer, draft: Draft<'_>) {
        let id = self.new_id(now, to);
        let datagram = self.encode(MessageType::NonConfirmable, id, draft);
        self.serial += 1;
        self.leisurely.insert((due, self.serial), Transmit { to, datagram });
    }

    /// Sends newer content in place of a message that is not acknowledged yet, under a new id.
    //= rfc7641#4.5.2 replace: counter and timer stay, content and message id are new
    pub(crate) fn replace(&mut self, now: Instant, key: SentKey, draft: Draft<'_>) {
        let Some((to, peer, old)) = self.sent.get(key.0).map(|s| (s.to, s.peer, s.id)) else {
            return;
        };
        let id = self.new_id(now, to);
        let datagram = self.encode(MessageType::Confirmable, id, draft);
        self.by_id.insert((peer, id), key);
        if let Some(sent) = self.sent.get_mut(key.0) {
            sent.older_ids.push(old);
            sent.id = id;
            sent.datagram = datagram.clone();
            sent.outdated = false;
        }
        self.push(to, datagram);
    }

    /// Notes that a message is out of date: its owner is asked for newer content before it is sent again.
    pub(crate) fn mark_outdated(&mut self, key: SentKey) {
        if let Some(sent) = self.sent.get_mut(key.0) {
            sent.outdated = true;
        }
    }

    /// Forgets a message: it is not sent again, nothing matches it, its place is free.
    pub(crate) fn end(&mut self, now: Instant, key: SentKey) {
        let Some(sent) = self.sent.remove(key.0) else { return };
        if sent.owner == Owner::Nobody {
            self.abandoned.remove(&(sent.peer, key));
        }
        if let Some(due) = sent.state.due() {
            self.timers.clear(due, Due::Sent(key));
        }
        for id in sent.older_ids.iter().chain([&sent.id]) {
            if self.by_id.get(&(sent.peer, *id)) == Some(&key) {
                self.by_id.remove(&(sent.peer, *id));
            }
        }
        self.peers.unpin(sent.peer, now);
        if sent.place {
            self.free_place(now, sent.peer);
        }
    }

    /// Leaves a message to itself: its owner does not wait for an answer any more.
    ///
    /// A request that asks a silent peer for an answer keeps its place for as long as it would have, so that giving up
    /// does not lead to more of them; anything that comes from the peer ends that.
    //= rfc7252#4.7 probing-rate: also by requests that nobody waits for any more
    pub(crate) fn abandon(&mut self, now: Instant, key: SentKey) {
        let Some(sent) = self.sent.get_mut(key.0) else { return };
        let heard = self.peers.get(sent.peer).map_or(Instant::ORIGIN, |state| state.heard);
        let keeps_place = match sent.state {
            Sending::Unconfirmed { since, due: Some(_) } => {
                heard <= since && !sent.to.address().ip().is_multicast()
            }
            Sending::Unconfirmed { due: None, .. } | Sending::Waiting { .. } => false,
        };
        if keeps_place {
            sent.owner = Owner::Nobody;
            self.abandoned.insert((sent.peer, key));
        } else {
            self.end(now, key);
        }
    }

    /// Ends the messages to a peer that nobody waits for: it is heard from, so it is not silent.
    pub(super) fn end_abandoned(&mut self, now: Instant, peer: PeerKey) {
        let ended = (peer, SentKey(0))..=(peer, SentKey(u64::MAX));
        let ended: Vec<SentKey> = self.abandoned.range(ended).map(|&(_, key)| key).collect();
        for key in ended {
            //= rfc7252#4.7 probing-rate: only towards an endpoint that does not respond
            self.end(now, key);
        }
    }

    /// Answers a received message in its acknowledgement.
    pub(crate) fn piggyback(&mut self, receipt: &Receipt, draft: Draft<'_>) {
        let datagram = self.encode(MessageType::Acknowledgement, receipt.id, draft);
        self.duplicates.settle(receipt.key, receipt.id, Reply::Response(datagram.clone()));
        self.push(receipt.peer, datagram);
    }

    /// Acknowledges a confirmable message without more; a non-confirmable one never is.
    pub(crate) fn acknowledge(&mut self, receipt: &Receipt) {
        if receipt.reliability == Reliability::NonConfirmable {
            return self.pass_over(receipt);
        }
        self.duplicates.settle(receipt.key, receipt.id, Reply::Acknowledgement);
        self.push_empty(receipt.peer, MessageType::Acknowledgement, receipt.id);
    }

    /// Rejects a message: a confirmable one with a Reset, another silently.
    pub(crate) fn reject(&mut self, receipt: &Receipt) {
        if receipt.reliability == Reliability::NonConfirmable
            || receipt.delivery == Delivery::Multicast
        {
            return self.pass_over(receipt);
        }
        self.reset(receipt);
    }

    /// Answers a message with a Reset whatever its type.
    pub(crate) fn reset(&mut self, receipt: &Receipt) {
        self.duplicates.settle(receipt.key, receipt.id, Reply::Reset);
        self.push_empty(receipt.peer, MessageType::Reset, receipt.id);
    }

    /// Leaves a message without an answer, and its copies too.
    pub(crate) fn pass_over(&mut self, receipt: &Receipt) {
        self.duplicates.settle(receipt.key, receipt.id, Reply::Silence);
    }

    /// Counts a request of a peer that begins or ends to wait for an answer.
    pub(crate) fn count_open(&mut self, receipt: &Receipt, waits: bool) {
        if let Some(state) = self.peers.get_mut(receipt.key) {
            state.open = if waits { state.open + 1 } else { state.open.saturating_sub(1) };
        }
    }

    /// How many requests of a peer wait for an answer.
    pub(crate) fn open_requests(&self, receipt: &Receipt) -> usize {
        self.peers.get(receipt.key).map_or(0, |state| state.open)
    }

    pub(super) fn push(&mut self, to: Peer, datagram: Datagram) {
        if self.passes(&to, &datagram) {
            self.outbox.push_back(Transmit { to, datagram });
        }
    }

    pub(super) fn push_empty(&mut self, to: Peer, kind: MessageType, id: MessageId) {
        let nothing =
            Draft { code: Code::EMPTY, token: Token::EMPTY, options: Options::EMPTY, payload: &[] };
        let datagram = self.encode(kind, id, nothing);
        self.push(to, datagram);
    }

    /// Tells whether a peer is remembered, or can be.
    pub(crate) fn has_room(&mut self, now: Instant, peer: Peer) -> bool {
        self.enter(now, peer).is_some()
    }

    /// Finds room for a peer, at the cost of replies that may be forgotten.
    pub(super) fn enter(&mut self, now: Instant, peer: Peer) -> Option<PeerKey> {
        loop {
            if let Some(key) = self.peers.enter(now, peer, &mut self.random) {
                return Some(key);
            }
            if !self.duplicates.evict() {
                return None;
            }
            self.unpin_forgotten(now);
        }
    }

    /// Does what fell due for a message.
    pub(super) fn tick(&mut self, now: Instant, key: SentKey) {
        let Some(sent) = self.sent.get_mut(key.0) else { return };
        let parameters = &self.transmission;
        let (state, effect) =
            sent.state.tick(now, parameters.max_retransmit, parameters.ack_timeout);
        sent.state = state;
        let (owner, to, peer) = (sent.owner, sent.to, sent.peer);
        match effect {
            Effect::Nothing => {}
            Effect::Resend => {
                let (outdated, datagram) = (sent.outdated, sent.datagram.clone());
                self.counters.retransmitted += 1;
                if outdated {
                    self.reports.push_back(Report { owner, outcome: Outcome::Refresh, peer });
                } else {
                    self.push(to, datagram);
                }
            }
            Effect::GiveUp => {
                self.counters.timed_out += 1;
                self.end(now, key);
                self.reports.push_back(Report { owner, outcome: Outcome::TimedOut, peer });
                return;
            }
            Effect::GiveBackPlace if owner == Owner::Nobody => return self.end(now, key),
            Effect::GiveBackPlace => {
                sent.place = false;
                self.free_place(now, peer);
            }
        }
        if let Some(due) = state.due() {
            self.timers.set(due, Due::Sent(key));
        }
    }

    /// Gives free places to those who wait.
    pub(super) fn grant(&mut self, now: Instant, key: PeerKey) {
        let nstart = u32::from(self.transmission.nstart.max(1));
        let lifetime = self.lifetimes.exchange;
        let Some(state) = self.peers.get_mut(key) else { return };
        while state.places < nstart && !state.waiting.is_empty() {
            let ready = state.ids.ready_at(lifetime);
            if ready > now {
                self.timers.set(ready, Due::Ids(key));
                return;
            }
            if let Some(owner) = state.waiting.pop_front() {
                state.places += 1;
                self.reports.push_back(Report { owner, outcome: Outcome::Granted, peer: key });
            }
        }
    }

    fn free_place(&mut self, now: Instant, key: PeerKey) {
        if let Some(state) = self.peers.get_mut(key) {
            state.places = state.places.saturating_sub(1);
        }
        self.grant(now, key);
        self.peers.unpin(key, now);
    }

    fn send(
        &mut self,
        now: Instant,
        kind: MessageType,
        parcel: Parcel<'_>,
        state: Sending,
    ) -> Option<SentKey> {
        let Parcel { to, draft, owner, place } = parcel;
        let peer = self.enter(now, to)?;
        let id = self.new_id(now, to);
        let datagram = self.encode(kind, id, draft);
        let key = SentKey(self.sent.insert(Sent {
            peer,
            to,
            owner,
            id,
            older_ids: Vec::new(),
            datagram: datagram.clone(),
            state,
            place: place == Place::Held,
            outdated: false,
        }));
        self.peers.pin(peer);
        self.by_id.insert((peer, id), key);
        match state.due() {
            Some(due) => self.timers.set(due, Due::Sent(key)),
            None => self.passing.push_back((now + self.lifetimes.non_confirmable, key)),
        }
        self.push(to, datagram);
        Some(key)
    }

    /// Draws the next message id for a peer, passing over those that are still of interest.
    fn new_id(&mut self, now: Instant, to: Peer) -> MessageId {
        let Some(key) = self.enter(now, to) else { return self.random.message_id() };
        for _ in 0..=u16::MAX {
            let Some(state) = self.peers.get_mut(key) else { break };
            let id = state.ids.take(now);
            if !self.by_id.contains_key(&(key, id)) {
                return id;
            }
        }
        self.random.message_id()
    }

    fn encode(&mut self, message_type: MessageType, id: MessageId, draft: Draft<'_>) -> Datagram {
        let Draft { code, token, options, payload } = draft;
        self.scratch.clear();
        Message { message_type, code, id, token, options, payload }.encode_into(&mut self.scratch);
        Datagram::from(self.scratch.as_slice())
    }
}

/// Whether a message holds one of the NSTART places of its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Its owner has taken one.
    Held,
    /// It needs none.
    NotNeeded,
}

/// A message to be sent, and who wants to know how it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parcel<'a> {
    pub(crate) to: Peer,
    pub(crate) draft: Draft<'a>,
    pub(crate) owner: Owner,
    pub(crate) place: Place,
}
