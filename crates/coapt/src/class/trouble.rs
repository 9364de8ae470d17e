//! Problems that no call can be blamed for: what peers do wrong and what the system refuses to send.

use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::{Instant, Peer, Problem};
use coapt_wire::{Message, Token};

use super::announce::Announcement;
use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::CoAPErrorEventParams;
use super::log::VERBOSE;
use super::serving::response_completion;
use super::settings::Setting;

/// How many reports about datagrams one second may bring.
const REPORTS_A_SECOND: u32 = 10;

/// The error number of a refused connection: the error queue tells more about it.
const ECONNREFUSED: i32 = if cfg!(target_os = "linux") { 111 } else { 61 };

/// How many problems wait at most while a handler runs; further ones are counted only.
const MAX_WAITING: usize = 1_024;

/// Keeps a flood of datagrams from becoming a flood of events.
#[derive(Debug, Default)]
pub(crate) struct TroubleLimit {
    second: Instant,
    told: u32,
    left_out: u64,
    waiting: usize,
}

impl TroubleLimit {
    /// Tells whether a report may be made, and then how many were left out before it.
    fn admit(&mut self, now: Instant) -> Option<u64> {
        if now.saturating_since(self.second) >= Duration::from_secs(1) || now < self.second {
            (self.second, self.told) = (now, 0);
        }
        if self.told == REPORTS_A_SECOND {
            self.left_out += 1;
            return None;
        }
        self.told += 1;
        Some(std::mem::take(&mut self.left_out))
    }

    /// Tells whether one more problem may wait to be told.
    pub(crate) fn may_wait(&mut self) -> bool {
        if self.waiting >= MAX_WAITING {
            self.left_out += 1;
            return false;
        }
        self.waiting += 1;
        true
    }

    /// Forgets those that wait.
    pub(crate) fn none_waits(&mut self) {
        self.waiting = 0;
    }
}

/// A datagram that the system refused to send.
#[derive(Debug)]
pub(crate) struct SendFailure {
    pub(crate) to: SocketAddr,
    pub(crate) token: Token,
    pub(crate) code: i32,
    pub(crate) message: String,
}

impl SendFailure {
    pub(crate) fn is_of(&self, peer: SocketAddr, token: Token) -> bool {
        self.to == peer && self.token == token
    }

    pub(crate) fn to_error(&self) -> CoAPError {
        CoAPError::new(self.code, self.message.clone())
    }
}

impl CoAP {
    /// Sends what the endpoint has and notes what the system refused.
    pub(crate) fn flush(&mut self) {
        let forces_source = self.settings.source_address().is_some();
        self.nothing_waits();
        let Some(driver) = &mut self.driver else { return };
        driver.flush();
        while let Some(refused) = driver.take_send_error() {
            if refused.error.raw_os_error() == Some(ECONNREFUSED) {
                continue;
            }
            let (to, token) = (refused.to.address(), token_of(&refused.datagram));
            let mut error = CoAPError::io(&refused.error, format_args!("cannot send to {to}"));
            if forces_source && refused.error.kind() == std::io::ErrorKind::InvalidInput {
                let message = error.message().to_owned();
                error = CoAPError::new(CoAPError::ADDRESS_NOT_AVAILABLE, message);
            }
            let (code, message) = (error.code(), error.message().to_owned());
            self.send_failures.push(SendFailure { to, token, code, message });
        }
    }

    /// Sends what the endpoint has, and tells whether the message with this token was refused.
    pub(crate) fn flush_watching(&mut self, peer: SocketAddr, token: Token) -> Option<SendFailure> {
        self.flush();
        let place = self.send_failures.iter().position(|failure| failure.is_of(peer, token))?;
        Some(self.send_failures.remove(place))
    }

    /// Tells `on_error`.
    pub(crate) fn report(&mut self, error_code: i32, description: String) -> Result<(), CoAPError> {
        let params = CoAPErrorEventParams { error_code, description };
        self.announce(Announcement::Error(params))
    }

    /// Tells what a peer did wrong.
    pub(crate) fn take_problem(&mut self, peer: Peer, problem: Problem) -> Result<(), CoAPError> {
        let from = peer.address();
        self.trouble.waiting = self.trouble.waiting.saturating_sub(1);
        match problem {
            Problem::Malformed(error) => {
                self.report_datagram(format!("a datagram from {from} is malformed: {error}"))
            }
            Problem::Truncated => {
                let most = self.settings.text(Setting::MaxPacketSize);
                self.report_datagram(format!("a datagram from {from} is longer than {most} bytes"))
            }
            Problem::CriticalOption(number) if self.server.listening => {
                let number = number.value();
                let what = format!("a request from {from} has the critical option {number}");
                self.report(CoAPError::INVALID_OPTION, format!("{what}, which is not recognised"))
            }
            Problem::Blocks if self.server.listening => {
                let what = format!("the blocks of a request from {from} do not fit together");
                self.report(CoAPError::INVALID_BLOCK, what)
            }
            Problem::CriticalOption(_) | Problem::Blocks | Problem::TooLarge | _ => {
                self.log(VERBOSE, || format!("{from}: {problem:?}"));
                Ok(())
            }
        }
    }

    fn report_datagram(&mut self, mut description: String) -> Result<(), CoAPError> {
        let Some(now) = self.now() else { return Ok(()) };
        let Some(left_out) = self.trouble.admit(now) else { return Ok(()) };
        if left_out > 0 {
            description = format!("{description} ({left_out} more reports were left out)");
        }
        self.report(CoAPError::MALFORMED_MESSAGE, description)
    }

    /// Deals with a datagram that could not be sent after the call that caused it had returned.
    pub(crate) fn take_send_failure(&mut self, failure: &SendFailure) -> Result<(), CoAPError> {
        if let Some(place) =
            self.client.requests.iter().position(|r| failure.is_of(r.remote, r.token))
        {
            return self.give_up(place, &failure.to_error());
        }
        let in_flight = &self.server.in_flight;
        let lost = in_flight.iter().find(|(_, sent)| failure.is_of(sent.peer, sent.token));
        let lost = lost.map(|(id, _)| *id);
        if lost.is_none() && !self.server.listening {
            self.log(VERBOSE, || failure.message.clone());
            return Ok(());
        }
        let reported = self.report(failure.code, failure.message.clone());
        let Some(id) = lost else { return reported };
        self.abort_response(id);
        let Some(sent) = self.server.in_flight.remove(&id) else { return reported };
        let completion = response_completion(sent.id, Some(&failure.to_error()));
        self.announce_after(reported, completion)
    }
}

/// Reads the token of one of our own datagrams.
fn token_of(datagram: &[u8]) -> Token {
    Message::parse(datagram).map_or(Token::EMPTY, |message| message.token)
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_flood_while_a_handler_runs_is_counted_and_not_kept() {
        const FLOOD: usize = 3 * MAX_WAITING;
        let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut server = CoAP::new();
        server.config("InBufferSize=8000000").unwrap();
        server.config("SelectWaitMillis=1").unwrap();
        server.set_response_code("2.05").unwrap();
        server.start_listening().unwrap();
        let there = ("127.0.0.1", u16::try_from(server.local_port()).unwrap());
        let kept = Arc::new(Mutex::new(0));
        let noted = Arc::clone(&kept);
        let told = Arc::new(Mutex::new(Vec::new()));
        let reports = Arc::clone(&told);
        server.on_error(move |_, e| reports.lock().unwrap().push(e.description().to_owned()));
        server.on_request(move |server, _| {
            for _ in 0..FLOOD / 64 {
                (0..64).for_each(|_| _ = stranger.send_to(b"P", there).unwrap());
                server.do_events().unwrap();
            }
            *noted.lock().unwrap() = server.ready.len();
        });

        UdpSocket::bind("127.0.0.1:0").unwrap().send_to(&[0x50, 1, 0, 1], there).unwrap();
        while *kept.lock().unwrap() == 0 {
            server.do_events().unwrap();
        }

        assert_eq!(*kept.lock().unwrap(), MAX_WAITING);
        assert_eq!(server.trouble.waiting, 0, "all that waited are told");
        let counted = format!("({} more reports", FLOOD - MAX_WAITING);
        assert!(told.lock().unwrap()[0].contains(&counted), "{told:?}");
    }
}
