//! The server's side: requests on their way in.

use bytes::Bytes;
use coapt_wire::{Block, Code, Message, OptionNumber, Options, OptionsBuf};

use super::Endpoint;
use crate::event::{Departure, Event};
use crate::exchange::{Open, Present, ServedState, check_request};
use crate::message::{IncomingRequest, Observe, Reliability};
use crate::messaging::Receipt;
use crate::peer::Delivery;
use crate::time::Instant;

impl Endpoint {
    pub(super) fn receive_request(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) {
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
            return self.refuse_for_room(now, message.token, receipt);
        }
        if self.messaging.open_requests(receipt) >= limits.requests_per_peer {
            return self.refuse_for_rate(now, message.token, receipt);
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
