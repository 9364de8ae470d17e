//! What a scenario is: asks of a client, and what must be seen on the wire between it and a server.

use std::collections::BTreeMap;
use std::time::Duration;

use super::peer::{self, Ask, Peer, Running};
use super::probe;
use super::relay::{LATEST, Line, Relay, now, pause};
use super::wire::{Kind, Message};
use crate::workspace::Workspace;

/// How long a client may take: more than two retransmissions.
const PATIENCE: Duration = Duration::from_secs(12);
/// How long the wire may take to show a client's or a server's next word: more than one retransmission.
const SETTLE: Duration = Duration::from_secs(4);
/// How many times longer all this may take through a bad line.
const SLOWER: u32 = 10;
/// How long silence is listened to.
pub(super) const SILENCE: Duration = Duration::from_millis(400);

/// Why a scenario did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// What was seen instead.
    Fail(String),
    /// Who cannot take part, and why.
    NotPossible(String),
}

impl From<String> for Ended {
    fn from(sentence: String) -> Self {
        Self::Fail(sentence)
    }
}

pub(super) type Outcome = Result<(), Ended>;

/// One scenario of the plugtests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scenario {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Whether it can be judged through a bad line: it does not count messages that are sent once.
    pub(super) through_bad_line: bool,
    pub(super) run: fn(&Pair<'_>) -> Outcome,
}

impl Scenario {
    /// Makes a scenario, which may be fit for a bad line or not.
    pub(super) const fn new(
        id: &'static str,
        title: &'static str,
        through_bad_line: bool,
        run: fn(&Pair<'_>) -> Outcome,
    ) -> Self {
        Self { id, title, through_bad_line, run }
    }

    /// Makes a scenario that can be judged through any line.
    pub(super) const fn on_any_line(
        id: &'static str,
        title: &'static str,
        run: fn(&Pair<'_>) -> Outcome,
    ) -> Self {
        Self::new(id, title, true, run)
    }
}

/// A client and a server, with the relay between them.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) house: &'a Workspace,
    pub(super) client: Peer,
    pub(super) server: Peer,
    /// The port of the server, past the relay.
    pub(super) direct: u16,
    pub(super) relay: Relay,
    pub(super) line: Line,
}

impl<'a> Pair<'a> {
    /// Starts the server and a relay to it.
    pub(super) fn start(
        house: &'a Workspace,
        (client, server): (Peer, Peer),
        line: Line,
        ack_timeout: Option<u16>,
    ) -> Result<(Running, Self), String> {
        let (running, direct) = peer::serve(house, server, ack_timeout)?;
        let relay = Relay::start(direct, line).map_err(|error| format!("the relay: {error}"))?;
        Ok((running, Self { house, client, server, direct, relay, line }))
    }

    /// The name of a resource at the server of this pair.
    pub(super) fn path(&self, resource: &'static str) -> Result<&'static str, Ended> {
        self.server.path(resource)
    }

    /// Has the client make a request and come to its end; what it wrote, and the messages.
    pub(super) fn ask(&self, ask: Ask) -> Result<(String, Talk), Ended> {
        let (mark, running) = self.begin(ask)?;
        let text = self.finish(running)?;
        Ok((text, self.talk(mark)))
    }

    /// Starts the client with a request, and counts it; those before it are gone.
    pub(super) fn begin(&self, ask: Ask) -> Result<(u16, Running), Ended> {
        let mark = self.relay.next_client();
        let running = Running::ask(self.house, self.client, &self.addressed(ask))?;
        Ok((mark, running))
    }

    /// Waits until a client has come to its end; what it wrote.
    pub(super) fn finish(&self, running: Running) -> Result<String, Ended> {
        running.finish(self.scaled(PATIENCE))
    }

    /// An ask as the client gets it: to the relay, with patience where the line is bad.
    fn addressed(&self, ask: Ask) -> Ask {
        ask.at(self.relay.port()).slow(matches!(self.line, Line::Bad(_)))
    }

    /// Waits until what the line holds back has arrived.
    pub(super) fn await_late(&self) {
        if matches!(self.line, Line::Bad(_)) {
            pause(2 * LATEST);
        }
    }

    /// A time that suits the line.
    fn scaled(&self, time: Duration) -> Duration {
        match self.line {
            Line::Good => time,
            Line::Bad(_) => time * SLOWER,
        }
    }

    /// Asks, and judges by the wire, which may show the last message a moment after the client ended.
    pub(super) fn check(
        &self,
        ask: Ask,
        judge: impl Fn(&Talk) -> Result<(), String>,
    ) -> Result<String, Ended> {
        let (mark, running) = self.begin(ask)?;
        let text = self.finish(running)?;
        self.until(mark, judge)?;
        Ok(text)
    }

    /// Does the same beside a client that is still there.
    pub(super) fn check_beside(
        &self,
        first: u16,
        ask: Ask,
        judge: impl Fn(&Talk) -> Result<(), String>,
    ) -> Result<(), Ended> {
        let running = Running::ask(self.house, self.client, &self.addressed(ask))?;
        self.finish(running)?;
        self.until(first + 1, judge)
    }

    /// Waits until the wire shows what is wanted.
    pub(super) fn until(
        &self,
        mark: u16,
        judge: impl Fn(&Talk) -> Result<(), String>,
    ) -> Result<(), Ended> {
        let end = now() + self.scaled(SETTLE);
        loop {
            let length = self.relay.length();
            let Err(sentence) = judge(&self.talk(mark)) else { return Ok(()) };
            let left = end.saturating_duration_since(now());
            if !self.relay.await_more(length, left) {
                return Err(Ended::Fail(sentence));
            }
        }
    }

    /// The messages of the clients from this one on.
    ///
    /// What a server still sends to clients of earlier scenarios, which are gone, is none of them.
    pub(super) fn talk(&self, first: u16) -> Talk {
        let mut known = BTreeMap::new();
        let mut messages: Vec<Sent> = Vec::new();
        let mut is_sound = true;
        for seen in self.relay.of_clients_from(first) {
            let message = Message::read(&seen.bytes);
            is_sound &= message.is_some();
            let Some(message) = message else { continue };
            let (is_from_client, is_passed) = (seen.is_from_client, seen.is_passed);
            // Through a bad line the same datagram comes again; it is one message, which arrives if one of them does.
            let key = (is_from_client, seen.client, seen.bytes);
            let place = *known.entry(key).or_insert(messages.len());
            match messages.get_mut(place) {
                Some(first) if matches!(self.line, Line::Bad(_)) => first.is_passed |= is_passed,
                _ => messages.push(Sent { is_from_client, is_passed, message }),
            }
        }
        Talk { messages, is_sound }
    }

    /// Changes a resource from aside.
    pub(super) fn put(&self, path: &str, text: &str) -> Result<(), Ended> {
        self.probe("PUT", path, text, Some(0))
    }

    pub(super) fn probe(
        &self,
        method: &str,
        path: &str,
        text: &str,
        format: Option<u8>,
    ) -> Result<(), Ended> {
        let code = probe::send(self.direct, method, path, text.as_bytes(), format);
        code.map(drop).ok_or_else(|| Ended::Fail(format!("{method} from aside was not answered")))
    }
}

/// A message as it came to the relay.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) is_from_client: bool,
    pub(super) is_passed: bool,
    pub(super) message: Message,
}

/// The messages of a scenario, in order.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    pub(super) messages: Vec<Sent>,
    /// Whether all datagrams were messages.
    pub(super) is_sound: bool,
}

/// The codes of requests, by their names.
pub(super) fn method_code(method: &str) -> u8 {
    match method {
        "GET" => 1,
        "POST" => 2,
        "PUT" => 3,
        _ => 4,
    }
}

/// The sentence for what is not as wanted.
pub(super) fn want(holds: bool, sentence: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(sentence.into()) }
}

impl Talk {
    pub(super) fn of_client(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|sent| sent.is_from_client).map(|sent| &sent.message)
    }

    pub(super) fn of_server(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|sent| !sent.is_from_client).map(|sent| &sent.message)
    }

    /// Whether a message was passed on, if not at first.
    pub(super) fn has_arrived(&self, message: &Message) -> bool {
        self.messages.iter().any(|sent| sent.is_passed && sent.message == *message)
    }

    /// The requests, in order.
    pub(super) fn requests(&self) -> Vec<&Message> {
        self.of_client().filter(|message| message.is_request()).collect()
    }

    /// The responses, in order.
    pub(super) fn responses(&self) -> Vec<&Message> {
        self.of_server().filter(|message| message.is_response()).collect()
    }

    /// The first request with a method, and the first response with its token.
    pub(super) fn exchange(&self, method: &str) -> Result<(&Message, &Message), String> {
        want(self.is_sound, "a datagram is no message")?;
        let code = method_code(method);
        let request = self.requests().into_iter().find(|message| message.code == code);
        let request = request.ok_or_else(|| format!("no {method} was seen"))?;
        let mut responses = self.responses().into_iter();
        let response = responses.find(|message| message.token == request.token);
        Ok((request, response.ok_or("the request was not answered")?))
    }

    /// The same for a confirmable request whose response came with the acknowledgement.
    pub(super) fn piggybacked(&self, method: &str) -> Result<(&Message, &Message), String> {
        let (request, response) = self.exchange(method)?;
        want(request.kind == Kind::Confirmable, "the request is not confirmable")?;
        want(response.kind == Kind::Acknowledgement, "the response is not piggybacked")?;
        want(response.id == request.id, "the message id does not come back")?;
        Ok((request, response))
    }

    /// The same for a request and a response that are both non-confirmable.
    pub(super) fn unconfirmed(&self, method: &str) -> Result<(&Message, &Message), String> {
        let (request, response) = self.exchange(method)?;
        want(request.kind == Kind::NonConfirmable, "the request is confirmable")?;
        want(response.kind == Kind::NonConfirmable, "the response is not non-confirmable")?;
        let is_acknowledged =
            self.messages.iter().any(|sent| sent.message.kind == Kind::Acknowledgement);
        want(!is_acknowledged, "something is acknowledged")?;
        Ok((request, response))
    }
}

/// Whether a response has one of these codes.
pub(super) fn has_code(message: &Message, wanted: &[&str]) -> Result<(), String> {
    let code = message.code_text();
    want(
        wanted.contains(&code.as_str()),
        format!("the code is {code}, not {}", wanted.join(" or ")),
    )
}
