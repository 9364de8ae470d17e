//! The server's side: requests that the application does not see, and what they are answered.

use alloc::format;
use alloc::string::String;

use coapt_wire::{Block, Code, Message, OptionNumber, OptionsBuf, Token};

use super::Endpoint;
use crate::config::{Oversized, Role as Taking};
use crate::event::Problem;
use crate::exchange::Refusal;
use crate::message::Reliability;
use crate::messaging::{Draft, Receipt};
use crate::peer::Delivery;
use crate::time::Instant;

/// How long a client is asked to wait when there is no room for its request.
const RETRY_AFTER: u32 = 5;

impl Endpoint {
    pub(super) fn refuse(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
        refusal: Refusal,
    ) {
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

    /// Refuses a request for which there is no room.
    pub(super) fn refuse_for_room(&mut self, now: Instant, token: Token, receipt: &Receipt) {
        self.refuse_for_time(now, token, receipt, Code::SERVICE_UNAVAILABLE);
    }

    /// Refuses the request of a client that asks for too much.
    pub(super) fn refuse_for_rate(&mut self, now: Instant, token: Token, receipt: &Receipt) {
        if self.messaging.may_refuse(now, receipt) {
            //= rfc8516#3 too-many: 4.29 with the time to wait
            self.refuse_for_time(now, token, receipt, Code::TOO_MANY_REQUESTS);
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

    fn refuse_for_time(&mut self, now: Instant, token: Token, receipt: &Receipt, code: Code) {
        self.messaging.counters.refused += 1;
        let mut options = OptionsBuf::new();
        options.set_uint(OptionNumber::MAX_AGE, RETRY_AFTER);
        self.reply(now, token, receipt, (code, &options, ""));
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

fn bad_option_text(number: OptionNumber) -> String {
    match number.definition() {
        Some(known) => format!("option {} ({}) cannot stand here", number.value(), known.name),
        None => format!("critical option {} is not understood", number.value()),
    }
}
