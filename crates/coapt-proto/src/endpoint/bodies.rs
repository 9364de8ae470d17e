//! RFC 7959 §2.5 on the server: request bodies that come in blocks.

use alloc::format;

use bytes::Bytes;
use coapt_wire::{Block, Code, Message, OptionNumber, OptionsBuf};

use super::Endpoint;
use super::server::Marks;
use crate::blockwise::{AssemblyStep, Fragment, Room};
use crate::event::Problem;
use crate::messaging::Receipt;
use crate::time::Instant;

impl Endpoint {
    /// Hands a block to the application, which takes bodies like this one block by block.
    pub(super) fn deliver_block(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        (block, marks): (Block, Marks),
    ) {
        if block.more && message.payload.len() != block.size() {
            return self.wrong_size(now, message, receipt, block);
        }
        let body = Bytes::copy_from_slice(message.payload);
        self.deliver(now, message, receipt, (body, marks));
    }

    fn wrong_size(&mut self, now: Instant, message: &Message<'_>, receipt: &Receipt, block: Block) {
        self.report_problem(receipt.peer, Problem::Blocks);
        let (is, says) = (message.payload.len(), block.size());
        let text = format!("a block of {is} bytes says that it has {says}");
        self.reply(now, message.token, receipt, (Code::BAD_REQUEST, &OptionsBuf::new(), &text));
    }

    //= rfc7959#2.5 atomic: 2.31 for each block, the real code for the last
    pub(super) fn receive_block(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        (block, marks): (Block, Marks),
    ) {
        let limits = &self.config.limits;
        let room = Room {
            body: limits.body,
            peer: limits.bodies_per_peer,
            all: limits.bodies.saturating_sub(self.outgoing.bytes()),
        };
        let announced = message.options.uint(OptionNumber::SIZE1);
        let fragment = Fragment { block, payload: message.payload, announced };
        let due = now + self.config.blocks.keep;
        match self.assemblies.add((receipt.peer, marks.transfer), fragment, room, due) {
            AssemblyStep::Continue => {
                let exponent = block.size_exponent.min(self.config.blocks.size_exponent);
                let mut options = OptionsBuf::new();
                options.set_block(OptionNumber::BLOCK1, Block { size_exponent: exponent, ..block });
                self.reply(now, message.token, receipt, (Code::CONTINUE, &options, ""));
            }
            AssemblyStep::Complete(body) => {
                let body = Bytes::from(body);
                self.deliver(now, message, receipt, (body, marks));
            }
            AssemblyStep::Incomplete => {
                self.report_problem(receipt.peer, Problem::Blocks);
                let (code, text) = (Code::REQUEST_ENTITY_INCOMPLETE, "earlier blocks are missing");
                self.reply(now, message.token, receipt, (code, &OptionsBuf::new(), text));
            }
            AssemblyStep::WrongSize => self.wrong_size(now, message, receipt, block),
            AssemblyStep::TooLarge(limit) => self.too_large(now, message, receipt, limit),
        }
    }

    pub(super) fn too_large(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        limit: usize,
    ) {
        self.messaging.counters.bodies_dropped += 1;
        self.report_problem(receipt.peer, Problem::TooLarge);
        //= rfc7252#5.9.2.9 limit: 4.13 tells the largest body that is taken
        let mut options = OptionsBuf::new();
        options.set_uint(OptionNumber::SIZE1, u32::try_from(limit).unwrap_or(u32::MAX));
        let text = format!("at most {limit} bytes are taken");
        self.reply(now, message.token, receipt, (Code::REQUEST_ENTITY_TOO_LARGE, &options, &text));
    }
}
