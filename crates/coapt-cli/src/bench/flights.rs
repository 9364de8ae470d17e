//! The requests under way: a slot for each, found again by token or by message id.
//!
//! A slot takes its clients in turn, each slot others. So with as many clients as slots or more, no client ever has two
//! requests under way (NSTART, RFC 7252 §4.7), and all clients get their share.

use std::collections::VecDeque;
use std::time::Duration;

use coapt::proto::Instant;

use super::template::Stage;

/// How many slots there can be: their number takes 20 bits of the token.
pub(super) const MAX_SLOTS: u32 = 1 << 20;

const SLOT_BITS: u32 = 20;
const NOBODY: u32 = u32::MAX;

/// The requests under way.
#[derive(Debug)]
pub(super) struct Flights {
    slots: Vec<Flight>,
    free: VecDeque<u32>,
    /// The slot of a client's message, at a place that both give; what was there before is written over.
    by_id: Vec<u32>,
    /// The last message id of each client.
    ids: Vec<u16>,
    /// How many slots in a row have the same client.
    burst: u32,
    /// No slot is due before.
    next_due: Instant,
}

/// One slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    pub(super) state: State,
    /// The client that asks.
    pub(super) client: u32,
    /// The message id of the current stage.
    pub(super) id: u16,
    /// The token of the request.
    pub(super) token: u32,
    pub(super) stage: Stage,
    /// When the request was sent, or should have been.
    pub(super) since: Instant,
}

/// How far the current message of a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is no request.
    Idle,
    /// It was sent again `resent` times, the next time at `due`, which is `gap` after the last.
    Sent { resent: u8, gap: Duration, due: Instant },
    /// It was acknowledged, and its answer is to come before `due`.
    Acknowledged { due: Instant },
}

impl State {
    fn due(self) -> Option<Instant> {
        match self {
            Self::Idle => None,
            Self::Sent { due, .. } | Self::Acknowledged { due } => Some(due),
        }
    }
}

impl Flights {
    /// Makes room for `slots` requests of `clients`, of which each begins `burst` in a row; message ids begin after `id`.
    pub(super) fn new(slots: u32, clients: u32, burst: u32, id: u16) -> Self {
        let slots = slots.clamp(1, MAX_SLOTS);
        let clients = clients.max(1);
        let idle = |slot: u32| Flight {
            state: State::Idle,
            client: NOBODY,
            id: 0,
            token: slot,
            stage: Stage::Whole,
            since: Instant::ORIGIN,
        };
        Self {
            slots: (0..slots).map(idle).collect(),
            free: (0..slots).collect(),
            by_id: vec![NOBODY; (slots as usize * 4).next_power_of_two()],
            ids: vec![id; clients as usize],
            burst: burst.max(1),
            next_due: Instant::FAR_FUTURE,
        }
    }

    /// How many requests are under way.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Tells whether no further request can begin.
    pub(super) fn is_full(&self) -> bool {
        self.free.is_empty()
    }

    /// Takes the slot that is free for the longest time, for a request of its next client.
    pub(super) fn begin(&mut self, since: Instant, stage: Stage) -> Option<u32> {
        let slot = self.free.pop_front()?;
        let clients = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let rows = u32::try_from(self.slots.len()).unwrap_or(MAX_SLOTS).div_ceil(self.burst);
        let flight = &mut self.slots[slot as usize];
        // Nobody is the largest number, which no sum goes beyond.
        let next = flight.client.saturating_add(rows);
        flight.client = if next < clients { next } else { slot / self.burst % clients };
        flight.token = flight.token.wrapping_add(1 << SLOT_BITS);
        flight.since = since;
        flight.stage = stage;
        Some(slot)
    }

    /// Gives the current message of a slot an id of its own.
    pub(super) fn number(&mut self, slot: u32, state: State) {
        let flight = &mut self.slots[slot as usize];
        let id = &mut self.ids[flight.client as usize];
        *id = id.wrapping_add(1);
        (flight.id, flight.state) = (*id, state);
        self.next_due = self.next_due.min(state.due().unwrap_or(Instant::FAR_FUTURE));
        let place = self.place(self.slots[slot as usize].client, self.slots[slot as usize].id);
        self.by_id[place] = slot;
    }

    /// Moves a slot on.
    pub(super) fn set(&mut self, slot: u32, state: State) {
        self.slots[slot as usize].state = state;
        self.next_due = self.next_due.min(state.due().unwrap_or(Instant::FAR_FUTURE));
    }

    /// Goes on to another stage.
    pub(super) fn set_stage(&mut self, slot: u32, stage: Stage) {
        self.slots[slot as usize].stage = stage;
    }

    /// Frees a slot.
    pub(super) fn end(&mut self, slot: u32) {
        self.slots[slot as usize].state = State::Idle;
        self.free.push_back(slot);
    }

    /// Returns a slot.
    pub(super) fn get(&self, slot: u32) -> &Flight {
        &self.slots[slot as usize]
    }

    /// Finds the slot of a client's token; its request may have ended, if no other has begun there.
    pub(super) fn by_token(&self, client: u32, token: &[u8]) -> Option<u32> {
        self.by_token_of_any(token).filter(|slot| self.get(*slot).client == client)
    }

    /// Finds the slot of a token of whatever client.
    pub(super) fn by_token_of_any(&self, token: &[u8]) -> Option<u32> {
        let token = u32::from_be_bytes(token.try_into().ok()?);
        let slot = token & (MAX_SLOTS - 1);
        self.slots.get(slot as usize).filter(|flight| flight.token == token).map(|_| slot)
    }

    /// Finds the slot whose current message is this one.
    pub(super) fn by_id(&self, client: u32, id: u16) -> Option<u32> {
        let is_it = |flight: &Flight| {
            flight.client == client && flight.id == id && flight.state != State::Idle
        };
        let slot = self.by_id[self.place(client, id)];
        if self.slots.get(slot as usize).is_some_and(is_it) {
            return Some(slot);
        }
        let slot = self.slots.iter().position(is_it)?;
        u32::try_from(slot).ok()
    }

    /// When a slot may be due next.
    pub(super) fn next_due(&self) -> Instant {
        self.next_due
    }

    /// Collects the slots that are due.
    ///
    /// It looks at all slots, but only when one is due that was the earliest when they were looked at last: that is
    /// once in a round of the first time-out as long as answers come.
    pub(super) fn due(&mut self, now: Instant, due: &mut Vec<u32>) {
        if now < self.next_due {
            return;
        }
        self.next_due = Instant::FAR_FUTURE;
        for (slot, flight) in (0..).zip(&self.slots) {
            match flight.state.due() {
                Some(at) if at <= now => due.push(slot),
                Some(at) => self.next_due = self.next_due.min(at),
                None => {}
            }
        }
    }

    /// Messages of clients that take turns lie side by side.
    fn place(&self, client: u32, id: u16) -> usize {
        let clients = self.ids.len();
        (usize::from(id).wrapping_mul(clients).wrapping_add(client as usize))
            & (self.by_id.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(due: u64) -> State {
        let due = Instant::ORIGIN + Duration::from_secs(due);
        State::Sent { resent: 0, gap: Duration::from_secs(1), due }
    }

    fn begin(flights: &mut Flights) -> (u32, Flight) {
        let slot = flights.begin(Instant::ORIGIN, Stage::Whole).unwrap();
        flights.number(slot, sent(2));
        (slot, *flights.get(slot))
    }

    #[test]
    fn clients_take_turns_and_none_has_two_requests_under_way() {
        let mut flights = Flights::new(3, 7, 1, 0);
        let mut asked = [0; 7];
        for _ in 0..70 {
            let under_way: Vec<_> = (0..3).map(|_| begin(&mut flights)).collect();
            let mut clients: Vec<_> = under_way.iter().map(|(_, flight)| flight.client).collect();
            clients.sort_unstable();
            clients.dedup();
            assert_eq!(clients.len(), 3);
            assert!(flights.is_full());
            for (slot, flight) in under_way {
                asked[flight.client as usize] += 1;
                flights.end(slot);
            }
        }

        assert!(asked.iter().all(|count| *count >= 20), "{asked:?}");
    }

    #[test]
    fn requests_of_a_burst_have_one_client() {
        let mut flights = Flights::new(8, 3, 4, 0);

        let clients: Vec<_> = (0..8).map(|_| begin(&mut flights).1.client).collect();
        (0..8).for_each(|slot| flights.end(slot));
        let later: Vec<_> = (0..8).map(|_| begin(&mut flights).1.client).collect();

        assert_eq!(clients, [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(later, [2, 2, 2, 2, 1, 1, 1, 1]);
    }

    #[test]
    fn a_request_is_found_by_token_and_by_id_of_its_client_only() {
        let mut flights = Flights::new(4, 2, 1, 9);
        let all: Vec<_> = (0..4).map(|_| begin(&mut flights)).collect();

        for (slot, flight) in &all {
            let token = flight.token.to_be_bytes();
            let other = 1 - flight.client;
            assert_eq!(flights.by_token(flight.client, &token), Some(*slot));
            assert_eq!(flights.by_token(other, &token), None);
            assert_eq!(flights.by_id(flight.client, flight.id), Some(*slot));
            assert_ne!(flights.by_id(other, flight.id), Some(*slot));
        }
        assert_eq!(flights.by_token(0, b"abc"), None);
    }

    #[test]
    fn an_ended_request_keeps_its_token_until_the_slot_is_used_again() {
        let mut flights = Flights::new(1, 1, 1, 0);
        let (slot, flight) = begin(&mut flights);
        let token = flight.token.to_be_bytes();

        flights.end(slot);
        assert_eq!(flights.by_token(0, &token), Some(slot));
        assert_eq!(flights.by_id(0, flight.id), None);

        begin(&mut flights);
        assert_eq!(flights.by_token(0, &token), None);
    }

    #[test]
    fn what_is_due_is_found_and_the_rest_remembered() {
        let mut flights = Flights::new(3, 3, 1, 0);
        let at = |seconds| Instant::ORIGIN + Duration::from_secs(seconds);
        for seconds in [4, 2, 3] {
            let slot = flights.begin(Instant::ORIGIN, Stage::Whole).unwrap();
            flights.number(slot, sent(seconds));
        }
        let mut due = Vec::new();

        flights.due(at(1), &mut due);
        assert!(due.is_empty());
        flights.due(at(2), &mut due);
        assert_eq!(due, [1]);
        flights.end(1);
        assert_eq!(flights.next_due(), at(3));
    }
}
