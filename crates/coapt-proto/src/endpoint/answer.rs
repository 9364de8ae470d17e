//! The server's side: responses on their way out.

use alloc::sync::Arc;
use core::time::Duration;

use bytes::Bytes;
use coapt_wire::{Block, Code, OptionNumber, OptionsBuf};

use super::Endpoint;
use crate::blockwise::{Cut, cut, needs_blocks};
use crate::error::RespondError;
use crate::event::{Event, Failure, RequestId, ResourceId};
use crate::exchange::{Open, ServedState};
use crate::message::{Observe, Reliability, Response};
use crate::messaging::{Draft, Outcome, Owner, Parcel, Place, Receipt};
use crate::observe::Registration;
use crate::peer::{Delivery, Peer};
use crate::time::Instant;
use crate::transmit::Carriage;

/// What the marker of the payload and a Block1 option take at most.
const MOST_BLOCK_OPTIONS: usize = 8;

impl Endpoint {
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
            size_exponent: wanted.map(|block| block.size_exponent),
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
    pub(super) fn send_piece(
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
        mut response: Response,
        more: Option<bool>,
    ) {
        match more {
            Some(false) => self.outgoing.forget(&transfer),
            Some(true) if is_first && response.part.is_none() => {
                let limit = self.config.limits.bodies.saturating_sub(self.assemblies.bytes());
                // The requests for the rest are plain ones, which register nobody (RFC 7959 §2.6).
                response.options.remove(OptionNumber::OBSERVE);
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
            self.send_leisurely(now, receipt, draft);
        } else {
            if receipt.reliability == Reliability::NonConfirmable {
                self.messaging.pass_over(receipt);
            }
            self.messaging.send_and_forget(now, to, draft);
        }
    }

    /// Sends an answer to a request to a group at a random moment, if there is room for it until then.
    pub(super) fn send_leisurely(&mut self, now: Instant, receipt: &Receipt, draft: Draft<'_>) {
        self.messaging.pass_over(receipt);
        if self.messaging.leisurely() >= self.config.limits.group_answers {
            self.messaging.counters.refused += 1;
            return;
        }
        //= rfc7252#8.2 leisure: the answer to a multicast goes out at a random moment
        let leisure = self.config.transmission.default_leisure;
        let due = now + self.messaging.random.between(Duration::ZERO, leisure);
        self.messaging.send_at(now, due, receipt.peer, draft);
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
