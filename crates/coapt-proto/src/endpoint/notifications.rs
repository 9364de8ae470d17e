//! The server's side: telling observers what has changed (RFC 7641 §4).

use alloc::sync::Arc;
use alloc::vec::Vec;

use coapt_wire::OptionNumber;

use super::{Due, Endpoint};
use crate::blockwise::{Cut, cut, needs_blocks};
use crate::config::MAX_CONFIRMABLE_EVERY;
use crate::event::{Departure, Event, ResourceId};
use crate::message::{Reliability, Response};
use crate::messaging::{Draft, Outcome, Owner, Parcel, PeerKey, Place, SentKey};
use crate::observe::{Observer, ObserverState, Registration, State};
use crate::time::Instant;

impl Endpoint {
    /// Puts a client on a list, if it asked for that and there is room; returns its sequence number.
    ///
    /// A client that is on a list already and is not wanted any more is taken off.
    pub(super) fn place_observer(
        &mut self,
        now: Instant,
        registration: Registration,
        wanted: bool,
    ) -> Option<u32> {
        let known = self.observers.find(registration.peer, registration.token);
        let limits = &self.config.limits;
        //= rfc7641#7 limits: over them the answer is plain
        let room = known.is_some()
            || (self.observers.len() < limits.observers
                && self.observers.of_peer(&registration.peer) < limits.observers_per_peer
                && self.observers.count(registration.resource) < limits.observers_per_resource);
        if !wanted || !room {
            if let Some(key) = known {
                self.remove_observer(now, key, None);
            }
            return None;
        }
        let key = self.observers.register(now, registration);
        self.observers.get(key).map(|observer| observer.sequence)
    }

    pub(super) fn tell_all(
        &mut self,
        now: Instant,
        resource: ResourceId,
        mut response: Response,
    ) -> usize {
        let members: Vec<u64> = self.observers.members(resource).collect();
        if members.is_empty() {
            return 0;
        }
        response.options.remove(OptionNumber::OBSERVE);
        if needs_blocks(&response, None, self.config.blocks.size_exponent) {
            self.outgoing.tag(&mut response);
        }
        let is_last = !response.code.is_success();
        let observing = self.config.observing;
        let usual = if is_last { Reliability::Confirmable } else { observing.reliability };
        let state = Arc::new(State {
            code: response.code,
            options: response.options,
            payload: response.payload,
            reliability: response.reliability.unwrap_or(usual),
        });
        for &key in &members {
            //= rfc7641#4.2 error: it is sent without Observe and the entry removed
            if !state.code.is_success() {
                self.observers.strike(key);
            }
            if let Some(observer) = self.observers.get_mut(key) {
                observer.pending = Some(Arc::clone(&state));
            }
            self.tell_observer(now, key);
        }
        self.settle(now);
        members.len()
    }

    pub(super) fn forget_all(&mut self, now: Instant, resource: ResourceId) {
        let members: Vec<u64> = self.observers.members(resource).collect();
        for key in members {
            self.remove_observer(now, key, None);
        }
        self.settle(now);
    }

    /// Sends an observer what is pending for it, or sees to it that this happens later.
    //= rfc7641#4.5.2 newest: a newer state replaces one that waits; nothing queues
    fn tell_observer(&mut self, now: Instant, key: u64) {
        self.tell_in_turn(now, key, Turn::ToBeTaken);
    }

    fn tell_in_turn(&mut self, now: Instant, key: u64, turn: Turn) {
        let settings = self.config.observing;
        let Some(observer) = self.observers.get_mut(key) else { return };
        let Some(state) = &observer.pending else { return };
        let previous = match &observer.state {
            ObserverState::InFlight(sent, _) => return self.messaging.mark_outdated(*sent),
            ObserverState::Waiting | ObserverState::Paced(_) => return,
            ObserverState::Idle(previous) => *previous,
        };
        let counted = settings.confirmable_count > 0
            && observer.since_confirmable + 1 >= settings.confirmable_count;
        //= rfc7641#4.5 liveness: confirmable at least every 24 hours
        let every = settings.confirmable_every.min(MAX_CONFIRMABLE_EVERY);
        let aged = now >= observer.confirmed + every;
        if state.reliability == Reliability::Confirmable || counted || aged {
            let peer = observer.peer;
            observer.state = ObserverState::Waiting;
            if let Some(previous) = previous {
                self.messaging.end(now, previous);
            }
            //= rfc7641#4.5.1 nstart: it holds for notifications
            if self.messaging.take_place(now, peer, Owner::Observer(key)) {
                self.send_confirmable_notification(now, key);
            }
            return;
        }
        //= rfc7641#4.5.1 average: non-confirmable notifications to a client keep to a rate
        //= rfc7252#4.7 probing-rate: whatever the number of its observations
        let due = match turn {
            Turn::Taken => now,
            Turn::ToBeTaken => {
                let (gap, burst) = (settings.average_gap, settings.burst);
                self.messaging.notification_turn(now, observer.peer, gap, burst)
            }
        };
        if due > now {
            observer.state = ObserverState::Paced(due);
            if let Some(previous) = previous {
                self.messaging.end(now, previous);
            }
            self.timers.set(due, Due::Pace(key));
            return;
        }
        self.send_non_confirmable_notification(now, key, previous);
    }

    pub(super) fn paced(&mut self, now: Instant, key: u64) {
        if let Some(observer) = self.observers.get_mut(key) {
            observer.state = ObserverState::Idle(None);
            self.tell_in_turn(now, key, Turn::Taken);
        }
    }

    fn send_confirmable_notification(&mut self, now: Instant, key: u64) {
        let Some((state, piece)) = self.next_notification(now, key) else { return };
        let sent = self.messaging.send_confirmable(now, piece.parcel(&state, key, Place::Held));
        let Some(observer) = self.observers.get_mut(key) else { return };
        let Some(sent) = sent else {
            // There is no room for its peer.
            observer.pending = Some(state);
            observer.state = ObserverState::Waiting;
            return self.starved.push_back(key);
        };
        observer.since_confirmable = 0;
        observer.state = ObserverState::InFlight(sent, state);
    }

    /// Sends what waits for room, as far as there is some.
    pub(super) fn feed_starved(&mut self, now: Instant) {
        while let Some(key) = self.starved.pop_front() {
            let waits = |observer: &Observer| matches!(observer.state, ObserverState::Waiting);
            let Some(observer) = self.observers.get(key).filter(|observer| waits(observer)) else {
                continue;
            };
            if !self.messaging.has_room(now, observer.peer) {
                return self.starved.push_front(key);
            }
            let peer = observer.peer;
            if self.messaging.take_place(now, peer, Owner::Observer(key)) {
                self.send_confirmable_notification(now, key);
            }
        }
    }

    fn send_non_confirmable_notification(
        &mut self,
        now: Instant,
        key: u64,
        previous: Option<SentKey>,
    ) {
        let Some((state, piece)) = self.next_notification(now, key) else { return };
        if let Some(previous) = previous {
            self.messaging.end(now, previous);
        }
        let parcel = piece.parcel(&state, key, Place::NotNeeded);
        let sent = self.messaging.send_non_confirmable(now, parcel);
        if sent.is_none() {
            // There is no room for its peer: a Reset will match nothing.
            self.messaging.send_and_forget(now, piece.peer, piece.draft(&state));
        }
        let Some(observer) = self.observers.get_mut(key) else { return };
        observer.since_confirmable += 1;
        //= rfc7641#4.5 late-reset: the id of a non-confirmable notification stays known
        observer.state = ObserverState::Idle(sent);
        if !observer.listed {
            self.remove_observer(now, key, None);
        }
    }

    /// Takes what is pending for an observer and cuts its message.
    fn next_notification(&mut self, now: Instant, key: u64) -> Option<(Arc<State>, Piece)> {
        let observer = self.observers.get_mut(key)?;
        let state = observer.pending.take()?;
        //= rfc7641#4.4 sequence: grows with each notification, modulo 2^24
        observer.sequence = observer.sequence.wrapping_add(1) & 0x00ff_ffff;
        let piece = self.cut_notification(now, key, &state)?;
        self.messaging.counters.notifications += 1;
        Some((state, piece))
    }

    fn cut_notification(&mut self, now: Instant, key: u64, state: &State) -> Option<Piece> {
        let exponent = self.config.blocks.size_exponent;
        let observer = self.observers.get(key)?;
        let wanted = observer.size_exponent.filter(|wanted| *wanted < exponent);
        let wanted = wanted.and_then(|exponent| coapt_wire::Block::new(0, false, exponent));
        let response = Response {
            options: state.options.clone(),
            payload: state.payload.clone(),
            ..Response::new(state.code)
        };
        let Cut::Piece { mut options, payload, more } = cut(&response, wanted, exponent) else {
            return None;
        };
        if state.code.is_success() {
            options.set_uint(OptionNumber::OBSERVE, observer.sequence);
        }
        let piece = Piece { peer: observer.peer, token: observer.token, options, payload };
        if more {
            let of = (observer.peer, observer.transfer);
            let limit = self.config.limits.bodies.saturating_sub(self.assemblies.bytes());
            self.outgoing.keep(now, of, Arc::new(response), limit);
        }
        Some(piece)
    }

    /// Takes what the message layer reports about a notification.
    pub(super) fn observer_report(
        &mut self,
        now: Instant,
        key: u64,
        outcome: Outcome,
        peer: PeerKey,
    ) {
        let departure = match outcome {
            Outcome::Granted => return self.granted(now, key, peer),
            Outcome::Refresh => return self.refresh_notification(now, key),
            Outcome::Acknowledged { stale } => return self.acknowledged(now, key, stale),
            //= rfc7641#4.5 removal: by a Reset, or a confirmable notification that times out
            Outcome::Reset => Departure::Reset,
            Outcome::TimedOut => Departure::TimedOut,
            Outcome::Unreachable => Departure::Unreachable,
        };
        self.remove_observer(now, key, Some(departure));
    }

    fn granted(&mut self, now: Instant, key: u64, peer: PeerKey) {
        let waits = |observer: &Observer| {
            matches!(observer.state, ObserverState::Waiting) && observer.pending.is_some()
        };
        if self.observers.get(key).is_some_and(waits) {
            self.send_confirmable_notification(now, key);
        } else {
            self.messaging.give_back_place(now, peer);
        }
    }

    fn refresh_notification(&mut self, now: Instant, key: u64) {
        let Some(ObserverState::InFlight(sent, _)) =
            self.observers.get(key).map(|observer| observer.state.clone())
        else {
            return;
        };
        let Some((state, piece)) = self.next_notification(now, key) else { return };
        self.messaging.replace(now, sent, piece.draft(&state));
        if let Some(observer) = self.observers.get_mut(key) {
            observer.state = ObserverState::InFlight(sent, state);
        }
    }

    fn acknowledged(&mut self, now: Instant, key: u64, stale: bool) {
        let Some(observer) = self.observers.get_mut(key) else { return };
        observer.confirmed = now;
        let before = core::mem::replace(&mut observer.state, ObserverState::Idle(None));
        if let ObserverState::InFlight(_, state) = before
            && stale
            && observer.pending.is_none()
        {
            // An older state was acknowledged; whether the newer one arrived is not known.
            observer.pending = Some(state);
        }
        if observer.pending.is_some() {
            self.tell_observer(now, key);
        } else if !observer.listed {
            self.remove_observer(now, key, None);
        }
    }

    /// Removes an entry; with a reason, and if it was still on its list, the application is told.
    pub(super) fn remove_observer(&mut self, now: Instant, key: u64, departure: Option<Departure>) {
        let listed = self.observers.get(key).is_some_and(|observer| observer.listed);
        let Some(observer) = self.observers.remove(key) else { return };
        match observer.state {
            ObserverState::Idle(Some(sent)) | ObserverState::InFlight(sent, _) => {
                self.messaging.end(now, sent);
            }
            ObserverState::Paced(due) => self.timers.clear(due, Due::Pace(key)),
            ObserverState::Idle(None) | ObserverState::Waiting => {}
        }
        if let Some(departure) = departure.filter(|_| listed) {
            let Observer { resource, peer, token, .. } = observer;
            self.events.push_back(Event::ObserverLeft { resource, peer, token, departure });
        }
    }
}

/// Whether a notification has its turn among those of its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Taken,
    ToBeTaken,
}

/// The message for one observer.
struct Piece {
    peer: crate::peer::Peer,
    token: coapt_wire::Token,
    options: coapt_wire::OptionsBuf,
    payload: bytes::Bytes,
}

impl Piece {
    fn parcel(&self, state: &State, key: u64, place: Place) -> Parcel<'_> {
        Parcel { to: self.peer, draft: self.draft(state), owner: Owner::Observer(key), place }
    }

    fn draft(&self, state: &State) -> Draft<'_> {
        let Self { token, options, payload, .. } = self;
        Draft { code: state.code, token: *token, options: options.as_options(), payload }
    }
}
