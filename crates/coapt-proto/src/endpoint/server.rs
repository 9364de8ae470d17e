//! The server's side: requests on their way in, responses on their way out.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::time::Duration;

use bytes::Bytes;
use coapt_wire::{Block, Code, Message, OptionNumber, Options, OptionsBuf, Token};

use super::Endpoint;
use crate::blockwise::{Cut, cut, needs_blocks};
use crate::config::{Oversized, Role as Taking};
use crate::error::RespondError;
use crate::event::{Departure, Event, Failure, Problem, RequestId, ResourceId};
use crate::exchange::{Open, Present, Refusal, ServedState, check_request};
use crate::message::{IncomingRequest, Observe, Reliability, Response};
use crate::messaging::{Draft, Outcome, Owner, Parcel, Place, Receipt};
use crate::observe::Registration;
use crate::peer::{Delivery, Peer};
use crate::time::Instant;
use crate::transmit::Carriage;

/// What the marker of the payload and a Block1 option take at most.
const MOST_BLOCK_OPTIONS: usize = 8;

/// How long a client is asked to wait when there is no room for its request.
const RETRY_AFTER: u32 = 5;

impl Endpoint {
    pub(super) fn receive_request(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) {
        if self.config.role == Taking::Client {
            self.messaging.counters.unexpected += 1;
            return self.messaging.reject(receipt);
        }
        let (method, options) = (message.code, message.options);
        let is_for_group = receipt.delivery == Delivery::Multicast;
        if is_for_group && !self.config.group_requests.takes(method, options) {
            self.messaging.counters.refused += 1;
            return self.messaging.pass_over(receipt);
        }
        let present = match check_request(options, &self.config.recognized) {
            Ok(present) => present,
            Err(refusal) => return self.refuse(now, message, receipt, refusal),
        };
        if !self.messaging.is_verified(receipt) && self.asks_for_echo(now, message, receipt) {
            return;
        }
        let limits = &self.config.limits;
        if self.served.waiting() >= limits.requests {
            return self.refuse_for_room(now, message, receipt);
        }
        if self.messaging.open_requests(receipt) >= limits.requests_per_peer {
            return self.refuse_for_rate(now, message, receipt);
        }
        let marks = self.marks_of(message, receipt, present);
        match marks.block1 {
            Some(block) if message.code != Code::GET && message.code != Code::DELETE => {
                if self.config.streamed.picks(message.code, message.options) {
                    return self.deliver_block(now, message, receipt, (block, marks));
                }
                self.receive_block(now, message, receipt, (block, marks));
            }
            _ if message.payload.len() > limits.body => {
                self.too_large(now, message, receipt, limits.body);
            }
            _ => {
                //= rfc7252#5.5 no-payload: where the method defines none, a received one is ignored
                let ignored = matches!(message.code, Code::GET | Code::DELETE);
                let body =
                    if ignored { Bytes::new() } else { Bytes::copy_from_slice(message.payload) };
                self.deliver(now, message, receipt, (body, Marks { block1: None, ..marks }));
            }
        }
    }

    /// Reads what this layer wants to know of the options of a request.
    fn marks_of(&self, message: &Message<'_>, receipt: &Receipt, present: Present) -> Marks {
        let options = message.options;
        let block = |number| if present.may_hold(number) { options.block(number) } else { None };
        let observe = if present.may_hold(OptionNumber::OBSERVE) {
            observe_of(message, receipt)
        } else {
            Observe::Absent
        };
        let refuses = present.may_hold(OptionNumber::NO_RESPONSE);
        let names_resource = observe != Observe::Absent;
        Marks {
            block1: block(OptionNumber::BLOCK1),
            block2: block(OptionNumber::BLOCK2),
            observe,
            no_response: if refuses { no_response_of(options) } else { 0 },
            transfer: self.keys.transfer(message.code, options, present),
            resource: if names_resource { self.keys.resource(options) } else { 0 },
        }
    }

    /// Hands a whole request to the application, unless a body that is being fetched answers it.
    pub(super) fn deliver(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        (payload, marks): (Bytes, Marks),
    ) {
        let Marks { block1, block2, observe, no_response, transfer, resource } = marks;
        let (token, state) = (message.token, initial_state(receipt));
        let receipt = *receipt;
        let mut open = Open {
            receipt,
            token,
            state,
            observe,
            block2,
            block1,
            no_response,
            transfer,
            resource,
        };
        if block2.is_some_and(|block| block.number > 0) {
            //= rfc7959#2.6 rest: requests for further blocks carry no Observe; one that does registers nothing
            open.observe = Observe::Absent;
            if self.continue_body(now, &open) {
                return;
            }
        }
        if open.observe == Observe::Deregister {
            self.deregister_observer(now, &open);
        }
        let mut options = OptionsBuf::from(message.options);
        let is_streamed =
            block1.is_some() && self.config.streamed.picks(message.code, message.options);
        if block1.is_some_and(|block| block.number > 0) && !is_streamed {
            options.remove(OptionNumber::BLOCK1);
            options.remove(OptionNumber::BLOCK2);
        }
        let request = IncomingRequest {
            peer: receipt.peer,
            delivery: receipt.delivery,
            reliability: receipt.reliability,
            code: message.code,
            token: message.token,
            options,
            payload,
            observe: open.observe,
            block2,
        };
        let within = self.config.transmission.piggyback_within;
        let acknowledge_at = (open.state == ServedState::Fresh).then(|| now + within);
        self.messaging.count_open(&receipt, true);
        let id = self.served.insert(open, acknowledge_at);
        self.messaging.counters.requests += 1;
        self.events.push_back(Event::Request { id, request });
    }

    /// Sends a further block of a body that is kept; false if none is.
    fn continue_body(&mut self, now: Instant, open: &Open) -> bool {
        let key = (open.receipt.peer, open.transfer);
        let Some(held) = self.outgoing.find(now, &key, self.config.blocks.keep) else {
            return false;
        };
        if self.send_piece(now, open, None, &held) == Some(false) {
            self.outgoing.forget(&key);
        }
        true
    }

    fn deregister_observer(&mut self, now: Instant, open: &Open) {
        let key = self.observers.find(open.receipt.peer, open.token);
        let key =
            key.filter(|&key| self.observers.get(key).is_some_and(|o| o.uri == open.resource));
        if let Some(key) = key {
            self.remove_observer(now, key, Some(Departure::Deregistered));
        }
    }

    pub(super) fn answer(
        &mut self,
        now: Instant,
        id: RequestId,
        mut response: Response,
        resource: Option<ResourceId>,
    ) -> Result<Carriage, RespondError> {
        let limit = self.config.limits.body;
        let Some(open) = self.served.waiting_mut(id) else {
            return Err(RespondError::UnknownRequest(id));
        };
        if response.code.class() < 2 {
            return Err(RespondError::NotAResponse { code: response.code });
        }
        if response.payload.len() > limit {
            return Err(RespondError::TooLarge { len: response.payload.len(), max: limit });
        }
        let (observe, wanted) = (open.observe, open.block2);
        let registration = Registration {
            peer: open.receipt.peer,
            token: open.token,
            resource: resource.unwrap_or(ResourceId(0)),
            uri: open.resource,
            transfer: open.transfer,
            block2: wanted,
        };
        //= rfc7641#4.1 no-observe: an answer that registers nobody carries no Observe
        response.options.remove(OptionNumber::OBSERVE);
        if observe == Observe::Register {
            let wanted = resource.is_some() && response.code.is_success();
            if let Some(sequence) = self.place_observer(now, registration, wanted) {
                response.options.set_uint(OptionNumber::OBSERVE, sequence);
            }
        }
        if needs_blocks(&response, wanted, self.config.blocks.size_exponent) {
            self.outgoing.tag(&mut response);
        }
        let carriage = self.send_answer(now, id, response);
        self.settle(now);
        Ok(carriage)
    }

    fn send_answer(&mut self, now: Instant, id: RequestId, response: Response) -> Carriage {
        let Some(open) = self.served.waiting_mut(id) else { return Carriage::Suppressed };
        let receipt = open.receipt;
        self.messaging.count_open(&receipt, false);
        if open.suppresses(&response) {
            if open.state == ServedState::Fresh {
                //= rfc7967#2 acknowledged: a confirmable request is acknowledged all the same
                self.messaging.acknowledge(&receipt);
            } else if receipt.reliability == Reliability::NonConfirmable {
                self.messaging.pass_over(&receipt);
            }
            self.served.remove(id);
            return Carriage::Suppressed;
        }
        let transfer = (receipt.peer, open.transfer);
        let is_first = open.block2.is_none_or(|block| block.number == 0);
        let separate = open.state != ServedState::Fresh && receipt.delivery == Delivery::Unicast;
        let reliability = response.reliability.unwrap_or(receipt.reliability);
        if separate && reliability == Reliability::Confirmable {
            let open = Open { state: ServedState::Acknowledged, ..open.copy() };
            let sent = self.send_piece(now, &open, Some(id), &response);
            self.keep_rest(now, (transfer, is_first), response, sent);
            return Carriage::Confirmable;
        }
        let is_piggybacked = open.state == ServedState::Fresh;
        if let Some(open) = self.served.remove(id) {
            let sent = self.send_piece(now, &open, None, &response);
            self.keep_rest(now, (transfer, is_first), response, sent);
        }
        if is_piggybacked { Carriage::Piggybacked } else { Carriage::NonConfirmable }
    }

    /// Sends the block of a response that a request is owed; `confirmable` names the request if it is to be confirmed.
    ///
    /// Returns whether further blocks follow, if one was sent at all.
    fn send_piece(
        &mut self,
        now: Instant,
        open: &Open,
        confirmable: Option<RequestId>,
        response: &Response,
    ) -> Option<bool> {
        let exponent = self.config.blocks.size_exponent;
        let is_plain = open.block2.is_none() && open.block1.is_none();
        if is_plain
            && !needs_blocks(response, None, exponent)
            && self.messaging.is_verified(&open.receipt)
        {
            let Response { code, options, payload, .. } = response;
            let (token, options) = (open.token, options.as_options());
            self.send_draft(now, open, confirmable, Draft { code: *code, token, options, payload });
            return Some(false);
        }
        //= rfc7959#2.3 no-block2: what asks for more of the request has no blocks of its own
        let wanted = open.block2.filter(|_| response.code != Code::CONTINUE);
        let (code, mut options, payload, more) = match cut(response, wanted, exponent) {
            Cut::Piece { options, payload, more } => (response.code, options, payload, Some(more)),
            Cut::BehindTheEnd => {
                let text = Bytes::from_static(b"the block lies behind the end of the body");
                (Code::BAD_REQUEST, OptionsBuf::new(), text, None)
            }
        };
        if !self.messaging.is_verified(&open.receipt) {
            let head = 4 + open.token.as_bytes().len() + MOST_BLOCK_OPTIONS;
            let length = head + options.as_options().as_bytes().len() + payload.len();
            if !self.messaging.may_send(&open.receipt, length) {
                let was_acknowledged = open.state != ServedState::Fresh;
                self.challenge(now, open.token, &open.receipt, was_acknowledged);
                return None;
            }
        }
        if let Some(block) = open.block1 {
            let size_exponent = block.size_exponent.min(exponent);
            let (number, more) = (block.number, response.code == Code::CONTINUE);
            options.set_block(OptionNumber::BLOCK1, Block { number, more, size_exponent });
        }
        let draft =
            Draft { code, token: open.token, options: options.as_options(), payload: &payload };
        self.send_draft(now, open, confirmable, draft);
        more
    }

    /// Keeps a body of which the first block was sent and further ones follow, and forgets one that is fetched.
    fn keep_rest(
        &mut self,
        now: Instant,
        (transfer, is_first): ((Peer, u64), bool),
        response: Response,
        more: Option<bool>,
    ) {
        match more {
            Some(false) => self.outgoing.forget(&transfer),
            Some(true) if is_first && response.part.is_none() => {
                let limit = self.config.limits.bodies.saturating_sub(self.assemblies.bytes());
                self.outgoing.keep(now, transfer, Arc::new(response), limit);
            }
            Some(true) | None => {}
        }
    }

    fn send_draft(
        &mut self,
        now: Instant,
        open: &Open,
        confirmable: Option<RequestId>,
        draft: Draft<'_>,
    ) {
        let receipt = &open.receipt;
        let to = receipt.peer;
        if let Some(id) = confirmable {
            let owner = Owner::Response(id);
            let parcel = Parcel { to, draft, owner, place: Place::NotNeeded };
            let sent = self.messaging.send_confirmable(now, parcel);
            match sent {
                Some(sent) => self.served.responding(id, sent),
                None => drop(self.served.remove(id)),
            }
        } else if open.state == ServedState::Fresh {
            self.messaging.piggyback(receipt, draft);
        } else if receipt.delivery == Delivery::Multicast {
            //= rfc7252#8.2 leisure: the answer to a multicast goes out at a random moment
            let leisure = self.config.transmission.default_leisure;
            let due = now + self.messaging.random.between(Duration::ZERO, leisure);
            self.messaging.pass_over(receipt);
            self.messaging.send_at(now, due, to, draft);
        } else {
            if receipt.reliability == Reliability::NonConfirmable {
                self.messaging.pass_over(receipt);
            }
            self.messaging.send_and_forget(now, to, draft);
        }
    }

    pub(super) fn refuse_to_answer(&mut self, now: Instant, id: RequestId) -> bool {
        let Some(open) = self.served.waiting_mut(id) else { return false };
        let (receipt, state) = (open.receipt, open.state);
        self.messaging.count_open(&receipt, false);
        self.served.remove(id);
        if state == ServedState::Fresh {
            self.messaging.reset(&receipt);
        } else if receipt.reliability == Reliability::NonConfirmable {
            self.messaging.pass_over(&receipt);
        }
        self.settle(now);
        true
    }

    pub(super) fn stop_responding(&mut self, now: Instant, id: RequestId) -> bool {
        let Some(ServedState::Responding(sent)) = self.served.get(id).map(|open| open.state) else {
            return false;
        };
        self.messaging.end(now, sent);
        self.served.remove(id);
        self.settle(now);
        true
    }

    pub(super) fn response_report(&mut self, id: RequestId, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Acknowledged { .. } => Ok(()),
            Outcome::Reset => Err(Failure::Reset),
            Outcome::TimedOut => Err(Failure::TimedOut),
            Outcome::Unreachable => Err(Failure::Unreachable),
            Outcome::Granted | Outcome::Refresh => return,
        };
        if self.served.remove(id).is_some() {
            self.events.push_back(Event::Delivered { id, outcome });
        }
    }

    fn refuse(&mut self, now: Instant, message: &Message<'_>, receipt: &Receipt, refusal: Refusal) {
        self.messaging.counters.bad_options += 1;
        let (code, text) = match refusal {
            Refusal::BadOption(number) => {
                self.report_problem(receipt.peer, Problem::CriticalOption(number));
                if receipt.reliability == Reliability::NonConfirmable {
                    //= rfc7252#5.4.1 non-confirmable: it is rejected
                    return self.messaging.reject(receipt);
                }
                (Code::BAD_OPTION, bad_option_text(number))
            }
            Refusal::BadRequest(text) => (Code::BAD_REQUEST, String::from(text)),
            //= rfc7252#5.7.2 no-proxy
            Refusal::NoProxy => (Code::PROXYING_NOT_SUPPORTED, String::from("this is no proxy")),
        };
        self.reply(now, message.token, receipt, (code, &OptionsBuf::new(), &text));
    }

    pub(super) fn refuse_for_room(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) {
        if self.config.role == Taking::Client {
            return self.messaging.reject(receipt);
        }
        self.refuse_for_time(now, message, receipt, Code::SERVICE_UNAVAILABLE);
    }

    /// Refuses the request of a client that asks for too much.
    pub(super) fn refuse_for_rate(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) {
        if self.config.role == Taking::Client {
            return self.messaging.reject(receipt);
        }
        if self.messaging.may_refuse(now, receipt) {
            //= rfc8516#3 too-many: 4.29 with the time to wait
            self.refuse_for_time(now, message, receipt, Code::TOO_MANY_REQUESTS);
        } else {
            self.messaging.counters.refused += 1;
        }
    }

    /// Refuses a request that did not fit into the receive buffer.
    //= rfc7252#4.6 too-long: 4.13 where the head can be read
    pub(super) fn refuse_oversized(&mut self, now: Instant, token: Token, receipt: &Receipt) {
        if self.config.role == Taking::Client || self.config.oversized == Oversized::Reject {
            return self.messaging.reject(receipt);
        }
        //= rfc7959#2.9.3 advice: Block1 in a 4.13 tells the size of blocks to send
        let size_exponent = self.config.blocks.size_exponent;
        let mut options = OptionsBuf::new();
        options.set_block(OptionNumber::BLOCK1, Block { number: 0, more: false, size_exponent });
        let text = "the message is too long; send the body in blocks";
        self.reply(now, token, receipt, (Code::REQUEST_ENTITY_TOO_LARGE, &options, text));
    }

    fn refuse_for_time(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        code: Code,
    ) {
        self.messaging.counters.refused += 1;
        let mut options = OptionsBuf::new();
        options.set_uint(OptionNumber::MAX_AGE, RETRY_AFTER);
        self.reply(now, message.token, receipt, (code, &options, ""));
    }

    /// Answers a request that the application does not see.
    pub(super) fn reply(
        &mut self,
        now: Instant,
        token: Token,
        receipt: &Receipt,
        (code, options, text): (Code, &OptionsBuf, &str),
    ) {
        let options = options.as_options();
        let draft = Draft { code, token, options, payload: text.as_bytes() };
        if receipt.delivery == Delivery::Multicast {
            //= rfc7252#8.2 no-errors: they are left out
            self.messaging.pass_over(receipt);
        } else if receipt.reliability == Reliability::Confirmable {
            self.messaging.piggyback(receipt, draft);
        } else {
            self.messaging.pass_over(receipt);
            self.messaging.send_and_forget(now, receipt.peer, draft);
        }
    }
}

/// What the options of a request ask of this layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    pub(super) block1: Option<Block>,
    block2: Option<Block>,
    observe: Observe,
    no_response: u8,
    pub(super) transfer: u64,
    /// The key of the resource, for requests with Observe.
    resource: u64,
}

impl Open {
    /// Tells whether the client does not want this response, or nobody would.
    //= rfc7967#2 classes: bits 2, 8 and 16 refuse 2.xx, 4.xx and 5.xx
    fn suppresses(&self, response: &Response) -> bool {
        if self.receipt.delivery == Delivery::Multicast {
            return !response.code.is_success() || response.payload.is_empty();
        }
        let registers = response.options.as_options().first(OptionNumber::OBSERVE).is_some();
        let class = response.code.class();
        self.no_response & (1 << class >> 1) != 0 && !registers && self.block1.is_none()
    }

    fn copy(&self) -> Self {
        Self { ..*self }
    }
}

fn initial_state(receipt: &Receipt) -> ServedState {
    match (receipt.reliability, receipt.delivery) {
        (Reliability::Confirmable, Delivery::Unicast) => ServedState::Fresh,
        (Reliability::Confirmable | Reliability::NonConfirmable, _) => ServedState::Acknowledged,
    }
}

fn observe_of(message: &Message<'_>, receipt: &Receipt) -> Observe {
    let observable = matches!(message.code, Code::GET | Code::FETCH);
    if !observable || receipt.delivery == Delivery::Multicast {
        return Observe::Absent;
    }
    match message.options.uint(OptionNumber::OBSERVE) {
        Some(0) => Observe::Register,
        Some(1) => Observe::Deregister,
        Some(_) | None => Observe::Absent,
    }
}

fn no_response_of(options: Options<'_>) -> u8 {
    let bits = options.uint(OptionNumber::NO_RESPONSE).unwrap_or_default();
    u8::try_from(bits).unwrap_or_default()
}

fn bad_option_text(number: OptionNumber) -> String {
    match number.definition() {
        Some(known) => format!("option {} ({}) cannot stand here", number.value(), known.name),
        None => format!("critical option {} is not understood", number.value()),
    }
}
