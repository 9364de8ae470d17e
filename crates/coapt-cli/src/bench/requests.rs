//! The requests of a run: what is sent, and what an arriving message means.

use coapt::proto::Instant;
use coapt::wire::{Code, Message, MessageId, MessageType};

use super::flights::{Flights, State};
use super::ports::{Arrival, Out, Ports};
use super::tally::Tally;
use super::template::{Step, Template};
use super::timing::Timing;

/// All requests under way, and the counts of those that ended.
#[derive(Debug)]
pub(super) struct Requests<'p> {
    template: &'p Template,
    timing: Timing,
    flights: Flights,
    pub(super) tally: Tally,
    due: Vec<u32>,
}

impl<'p> Requests<'p> {
    /// Makes room for the requests.
    pub(super) fn new(
        template: &'p Template,
        timing: Timing,
        flights: Flights,
        tally: Tally,
    ) -> Self {
        Self { template, timing, flights, tally, due: Vec::new() }
    }

    /// How many are under way.
    pub(super) fn under_way(&self) -> usize {
        self.flights.len()
    }

    /// Whether no further one can begin.
    pub(super) fn is_full(&self) -> bool {
        self.flights.is_full()
    }

    /// When there is something to send again or to give up, at the earliest.
    pub(super) fn next_due(&self) -> Instant {
        self.flights.next_due()
    }

    /// Begins a request that counts from `since`.
    pub(super) fn begin(&mut self, now: Instant, since: Instant, ports: &mut Ports) {
        let Some(slot) = self.flights.begin(since, self.template.first_stage()) else { return };
        self.tally.begun += 1;
        let client = self.flights.get(slot).client;
        self.send_stage(now, slot, &mut ports.out(client));
    }

    /// Sends again what is due, or gives it up.
    pub(super) fn resend(&mut self, now: Instant, ports: &mut Ports) {
        let mut due = std::mem::take(&mut self.due);
        self.flights.due(now, &mut due);
        for slot in due.drain(..) {
            let flight = *self.flights.get(slot);
            let is_confirmable = self.template.is_confirmable();
            let Some(state) = self.timing.resent(now, flight.state, is_confirmable) else {
                self.tally.lose();
                self.flights.end(slot);
                continue;
            };
            self.flights.set(slot, state);
            self.tally.retransmissions += 1;
            let numbers = (flight.id, flight.token);
            ports
                .out(flight.client)
                .push(|bytes| self.template.write(flight.stage, numbers, bytes));
        }
        self.due = due;
    }

    /// Takes a datagram.
    pub(super) fn handle(&mut self, now: Instant, arrival: Arrival<'_>, out: &mut Out<'_>) {
        self.tally.heard(now, arrival.bytes.len());
        let Ok(message) = Message::parse(arrival.bytes) else {
            self.tally.malformed += 1;
            return;
        };
        match message.message_type {
            MessageType::Acknowledgement => {
                self.handle_acknowledgement(now, arrival, &message, out);
            }
            MessageType::Reset => self.handle_reset(arrival.client, message.id),
            MessageType::Confirmable | MessageType::NonConfirmable => {
                self.handle_separate(now, arrival, &message, out);
            }
        }
    }

    /// Takes the network's word that a datagram did not arrive; `quoted` is its beginning.
    pub(super) fn handle_undelivered(&mut self, quoted: &[u8]) {
        self.tally.refusals_in_a_row = self.tally.refusals_in_a_row.saturating_add(1);
        let Some(token) = quoted.get(4..8) else { return };
        let Some(slot) = self.flights.by_token_of_any(token) else { return };
        if self.flights.get(slot).state != State::Idle {
            self.tally.refused += 1;
            self.flights.end(slot);
        }
    }

    /// Takes an acknowledgement, alone or with the response.
    fn handle_acknowledgement(
        &mut self,
        now: Instant,
        arrival: Arrival<'_>,
        message: &Message<'_>,
        out: &mut Out<'_>,
    ) {
        if message.code.is_empty() {
            match self.flights.by_id(arrival.client, message.id.value()) {
                Some(slot) => self.flights.set(slot, self.timing.acknowledged(now)),
                None => self.tally.unexpected += 1,
            }
            return;
        }
        let slot = self.flights.by_token(arrival.client, message.token.as_bytes());
        let is_ours = |slot: &u32| {
            let flight = self.flights.get(*slot);
            flight.state != State::Idle && flight.id == message.id.value()
        };
        match slot.filter(is_ours) {
            Some(slot) => self.handle_response(now, slot, message, out),
            None => self.tally.unexpected += 1,
        }
    }

    /// Takes a response in a message of its own, and acknowledges it if it asks for that.
    fn handle_separate(
        &mut self,
        now: Instant,
        arrival: Arrival<'_>,
        message: &Message<'_>,
        out: &mut Out<'_>,
    ) {
        let slot = self.flights.by_token(arrival.client, message.token.as_bytes());
        if message.message_type == MessageType::Confirmable {
            // An answer that was taken before lost its acknowledgement on the way; others belong to nothing.
            let kind = match slot {
                Some(_) => MessageType::Acknowledgement,
                None => MessageType::Reset,
            };
            push_empty(out, kind, message.id);
        }
        match slot.filter(|slot| self.flights.get(*slot).state != State::Idle) {
            Some(slot) => {
                self.tally.separate += u64::from(self.template.is_confirmable());
                self.handle_response(now, slot, message, out);
            }
            None => self.tally.unexpected += 1,
        }
    }

    fn handle_reset(&mut self, client: u32, id: MessageId) {
        match self.flights.by_id(client, id.value()) {
            Some(slot) => {
                self.tally.reset += 1;
                self.flights.end(slot);
            }
            None => self.tally.unexpected += 1,
        }
    }

    fn handle_response(
        &mut self,
        now: Instant,
        slot: u32,
        message: &Message<'_>,
        out: &mut Out<'_>,
    ) {
        if !message.code.is_response() {
            self.tally.unexpected += 1;
            return;
        }
        let flight = self.flights.get(slot);
        match self.template.after(flight.stage, message) {
            Step::Answered => {
                self.tally.answer(message.code, now.saturating_since(flight.since));
                self.flights.end(slot);
            }
            Step::Next(stage) => {
                self.tally.blocks += 1;
                self.flights.set_stage(slot, stage);
                self.send_stage(now, slot, out);
            }
            Step::Stale => self.tally.unexpected += 1,
            Step::Broken => {
                self.tally.broken += 1;
                self.flights.end(slot);
            }
        }
    }

    /// Sends the message of the slot's stage.
    fn send_stage(&mut self, now: Instant, slot: u32, out: &mut Out<'_>) {
        let state = self.timing.sent(now, self.template.is_confirmable());
        self.flights.number(slot, state);
        let flight = self.flights.get(slot);
        out.push(|bytes| self.template.write(flight.stage, (flight.id, flight.token), bytes));
    }
}

/// Adds a message that consists of its header.
pub(super) fn push_empty(out: &mut Out<'_>, kind: MessageType, id: MessageId) {
    out.push(|bytes| Message::new(kind, Code::EMPTY, id).encode_into(bytes));
}
