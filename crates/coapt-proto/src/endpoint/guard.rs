//! RFC 9175 §2.4: asking unverified addresses to show that they are there.

use coapt_wire::{Code, Message, OptionNumber, OptionsBuf, Token};

use super::Endpoint;
use crate::messaging::{Draft, Receipt};
use crate::peer::Delivery;
use crate::time::Instant;

impl Endpoint {
    /// Takes the Echo value of a request from an unverified address; whether it was answered with one instead of being
    /// carried out.
    ///
    /// Requests that change nothing are carried out, and their answer is held back if it is too long.
    pub(super) fn asks_for_echo(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) -> bool {
        if let Some(value) = message.options.opaque(OptionNumber::ECHO)
            && self.messaging.take_echo(receipt, value)
        {
            return false;
        }
        let registers = message.options.uint(OptionNumber::OBSERVE) == Some(0);
        if message.code.is_safe() && !registers {
            return false;
        }
        self.challenge(now, message.token, receipt, false);
        true
    }

    /// Answers 4.01 with the value that shows, when it comes back, that the address is that of the sender.
    //= rfc9175#2.4 no-separate: it is piggybacked, or not confirmable
    pub(super) fn challenge(
        &mut self,
        now: Instant,
        token: Token,
        receipt: &Receipt,
        was_acknowledged: bool,
    ) {
        //= rfc9175#2.3 not-executed: 4.01 with Echo
        let echo = self.messaging.echo(receipt);
        let mut options = OptionsBuf::new();
        let _fits = options.set(OptionNumber::ECHO, &echo);
        let (code, payload) = (Code::UNAUTHORIZED, &[]);
        let draft = Draft { code, token, options: options.as_options(), payload };
        if receipt.delivery == Delivery::Multicast {
            // Unlike other errors it is of use: the client learns that there is more to be had, and asks us alone.
            self.send_leisurely(now, receipt, draft);
        } else if was_acknowledged {
            self.messaging.send_and_forget(now, receipt.peer, draft);
        } else {
            self.reply(now, token, receipt, (Code::UNAUTHORIZED, &options, ""));
        }
    }
}
