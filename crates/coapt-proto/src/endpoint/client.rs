//! The client's side: requests, registrations and their renewal on their way out.

use alloc::vec::Vec;

use coapt_wire::{Code, Token};

use super::operation::{Call, CallState, Kind, Operation, Role};
use super::{Due, Endpoint};
use crate::error::RequestError;
use crate::event::{Event, ExchangeId, Failure, PingAnswer};
use crate::exchange::Present;
use crate::message::{Reliability, Request, Response};
use crate::messaging::{Draft, Outcome, Owner, Parcel, PeerKey, Place};
use crate::observe::Observation;
use crate::peer::Peer;
use crate::time::Instant;

impl Endpoint {
    pub(super) fn start(
        &mut self,
        now: Instant,
        to: Peer,
        mut request: Request,
        kind: Kind,
    ) -> Result<ExchangeId, RequestError> {
        self.check_start(&request, kind)?;
        if to.address().ip().is_multicast() {
            //= rfc7252#8.1 multicast-requests-are-non
            request.reliability = Reliability::NonConfirmable;
        }
        let token = self.first_token(to, &request, kind)?;
        let exponent = self.config.blocks.size_exponent;
        let mut operation = Operation::new(to, request, kind, token, exponent);
        if kind != Kind::Ping {
            operation.echo = self.echoes.remove(&to);
        }
        let id = ExchangeId(self.operations.insert(operation));
        if kind != Kind::Ping {
            self.tokens.insert((to, token), (id, Role::Call));
        }
        if self.may_begin(id) {
            self.ask(now, id, Role::Call);
        }
        self.settle(now);
        Ok(id)
    }

    /// Lets an upload stand in line behind those to the same resource.
    //= rfc7959#2.5 concurrent: two bodies for one resource are not sent at once
    fn may_begin(&mut self, id: ExchangeId) -> bool {
        let Some(operation) = self.operations.get_mut(id.0) else { return false };
        if operation.upload.is_none() {
            return true;
        }
        let request = &operation.request;
        let options = request.options.as_options();
        let transfer = self.keys.transfer(request.code, options, Present::of(options));
        let line = (operation.peer, transfer);
        operation.line = Some(line);
        let is_first = self.turns.join(line, id);
        if !is_first {
            operation.call.state = CallState::Waiting;
        }
        is_first
    }

    fn check_start(&self, request: &Request, kind: Kind) -> Result<(), RequestError> {
        let limits = &self.config.limits;
        if kind != Kind::Ping && !request.code.is_request() {
            return Err(RequestError::NotAMethod { code: request.code });
        }
        if request.payload.len() > limits.body {
            return Err(RequestError::TooLarge { len: request.payload.len(), max: limits.body });
        }
        if self.operations.len() >= limits.exchanges {
            return Err(RequestError::TooManyExchanges { limit: limits.exchanges });
        }
        Ok(())
    }

    /// Takes the token that the request asks for, or draws one.
    fn first_token(
        &mut self,
        to: Peer,
        request: &Request,
        kind: Kind,
    ) -> Result<Token, RequestError> {
        match request.token {
            _ if kind == Kind::Ping => Ok(Token::EMPTY),
            Some(token) if self.tokens.contains_key(&(to, token)) => {
                Err(RequestError::TokenInUse { token })
            }
            Some(token) => Ok(token),
            None => Ok(self.new_token(to)),
        }
    }

    /// Draws a token that is not in use with this peer.
    //= rfc7252#5.3.1 unique-tokens
    pub(super) fn new_token(&mut self, peer: Peer) -> Token {
        loop {
            let token = self.messaging.random.token();
            if !self.tokens.contains_key(&(peer, token)) {
                return token;
            }
        }
    }

    /// Sends the next message of an operation, as soon as NSTART allows.
    pub(super) fn ask(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let peer = operation.peer;
        let Some(call) = operation.call_mut(role) else { return };
        call.state = CallState::Waiting;
        if self.messaging.take_place(now, peer, owner(id, role)) {
            self.send_call(now, id, role);
        }
    }

    /// Sends the message of a call that holds a place.
    fn send_call(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let (options, payload) = operation.compose(role);
        if role == Role::Call
            && let Some(observation) = &mut operation.observation
        {
            observation.ask(now);
        }
        let (peer, reliability) = (operation.peer, operation.request.reliability);
        let code = if operation.kind == Kind::Ping { Code::EMPTY } else { operation.request.code };
        let Some(call) = operation.call_mut(role) else { return };
        let token = call.token;
        let draft = Draft { code, token, options: options.as_options(), payload: &payload };
        let parcel = Parcel { to: peer, draft, owner: owner(id, role), place: Place::Held };
        let sent = match reliability {
            Reliability::Confirmable => self.messaging.send_confirmable(now, parcel),
            Reliability::NonConfirmable => self.messaging.send_non_confirmable(now, parcel),
        };
        match sent {
            Some(sent) => call.state = CallState::Sent(sent),
            None => return self.fail(now, id, role, Failure::Unreachable),
        }
        if reliability == Reliability::NonConfirmable && operation.refuses_every_answer() {
            self.end_unanswered(now, id);
        }
    }

    /// Ends an exchange whose answer the request refuses.
    //= rfc7967#2 no-wait: the client does not wait for what it refused
    fn end_unanswered(&mut self, now: Instant, id: ExchangeId) {
        self.leave_calls(now, id);
        if self.close(now, id).is_some() {
            self.events.push_back(Event::Response { id, response: Response::new(Code::EMPTY) });
        }
    }

    /// Leaves what an operation has sent to itself.
    pub(super) fn leave_calls(&mut self, now: Instant, id: ExchangeId) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        for role in [Role::Call, Role::Rest] {
            let Some(call) = operation.call_mut(role) else { continue };
            if let CallState::Sent(sent) = call.state {
                call.state = CallState::Idle;
                self.messaging.abandon(now, sent);
            }
        }
    }

    /// Takes what the message layer reports about a call.
    pub(super) fn call_report(
        &mut self,
        now: Instant,
        (id, role): (ExchangeId, Role),
        outcome: Outcome,
        peer: PeerKey,
    ) {
        let is_ping = self.operations.get(id.0).is_some_and(|op| op.kind == Kind::Ping);
        let state = self
            .operations
            .get_mut(id.0)
            .and_then(|operation| operation.call_mut(role))
            .map(|call| &mut call.state);
        match (outcome, state) {
            (Outcome::Granted, Some(CallState::Waiting)) => self.send_call(now, id, role),
            (Outcome::Granted, _) => self.messaging.give_back_place(now, peer),
            (_, None) | (Outcome::Refresh, _) => {}
            (Outcome::Acknowledged { .. }, Some(_)) if is_ping => {
                self.pong(now, id, PingAnswer::Acknowledgement);
            }
            //= rfc7252#5.2.2 separate: the acknowledgement ends the repeating, the answer is to come
            (Outcome::Acknowledged { .. }, Some(state)) => {
                *state = CallState::Acknowledged;
                if self.operations.get(id.0).is_some_and(Operation::refuses_every_answer) {
                    self.end_unanswered(now, id);
                }
            }
            (Outcome::Reset, Some(state)) => {
                *state = CallState::Idle;
                if is_ping {
                    self.pong(now, id, PingAnswer::Reset);
                } else {
                    self.fail(now, id, role, Failure::Reset);
                }
            }
            (Outcome::TimedOut, Some(state)) => {
                *state = CallState::Idle;
                self.fail(now, id, role, Failure::TimedOut);
            }
            (Outcome::Unreachable, Some(state)) => {
                *state = CallState::Idle;
                self.fail(now, id, role, Failure::Unreachable);
            }
        }
    }

    fn pong(&mut self, now: Instant, id: ExchangeId, answer: PingAnswer) {
        self.close(now, id);
        self.events.push_back(Event::Pong { id, answer });
    }

    /// Ends an operation without an answer; an accepted observation goes on and tries again.
    pub(super) fn fail(&mut self, now: Instant, id: ExchangeId, role: Role, cause: Failure) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let Some(observation) = &mut operation.observation else {
            self.close(now, id);
            self.events.push_back(Event::Failed { id, cause });
            return;
        };
        if let Some(before) = observation.clear_renewal() {
            self.timers.clear(before, Due::Renewal(id));
        }
        let due = observation.plan_retry(now, &mut self.messaging.random);
        self.timers.set(due, Due::Renewal(id));
        operation.download = None;
        self.stop_call(now, id, role);
        self.events.push_back(Event::Unrenewed { id, cause });
    }

    /// Registers again because the state has run out.
    pub(super) fn renew(&mut self, now: Instant, id: ExchangeId) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        if matches!(operation.call.state, CallState::Waiting | CallState::Sent(_)) {
            // An earlier renewal waits for its turn or its answer; how it ends plans the next.
            if let Some(observation) = &mut operation.observation {
                observation.clear_renewal();
            }
            return;
        }
        let _known = self.register_again(now, id, None);
    }

    pub(super) fn register_again(
        &mut self,
        now: Instant,
        id: ExchangeId,
        request: Option<Request>,
    ) -> Result<(), RequestError> {
        let Some(operation) =
            self.operations.get_mut(id.0).filter(|operation| operation.kind == Kind::Observe)
        else {
            return Err(RequestError::UnknownExchange(id));
        };
        if let Some(request) = request {
            operation.request = request;
        }
        if let Some(due) = operation.observation.as_mut().and_then(Observation::clear_renewal) {
            self.timers.clear(due, Due::Renewal(id));
        }
        if operation.call.state != CallState::Waiting {
            //= rfc7641#3.1 same-token
            self.stop_call(now, id, Role::Call);
            self.ask(now, id, Role::Call);
        }
        self.settle(now);
        Ok(())
    }

    pub(super) fn stop_observing(
        &mut self,
        now: Instant,
        id: ExchangeId,
    ) -> Result<ExchangeId, RequestError> {
        if self.operations.get(id.0).is_none_or(|operation| operation.kind != Kind::Observe) {
            return Err(RequestError::UnknownExchange(id));
        }
        let Some(ended) = self.close(now, id) else {
            return Err(RequestError::UnknownExchange(id));
        };
        //= rfc7641#3.6 deregister: the same token and the same options
        let (peer, token) = (ended.peer, ended.call.token);
        let exponent = self.config.blocks.size_exponent;
        let operation = Operation::new(peer, ended.request, Kind::Deregister, token, exponent);
        let id = ExchangeId(self.operations.insert(operation));
        self.tokens.insert((peer, token), (id, Role::Call));
        self.ask(now, id, Role::Call);
        self.settle(now);
        Ok(id)
    }

    /// Ends what is under way for one call; its token stays.
    pub(super) fn stop_call(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let Some(call) = self.operations.get_mut(id.0).and_then(|op| op.call_mut(role)) else {
            return;
        };
        let before = core::mem::replace(&mut call.state, CallState::Idle);
        if let CallState::Sent(sent) = before {
            self.messaging.end(now, sent);
        }
        if role == Role::Rest {
            self.drop_rest(id);
        }
    }

    fn drop_rest(&mut self, id: ExchangeId) {
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        if let Some(rest) = operation.rest.take() {
            self.tokens.remove(&(operation.peer, rest.token));
        }
    }

    /// Gives a call a new token and sends its next message.
    pub(super) fn ask_anew(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let Some(peer) = self.operations.get(id.0).map(|operation| operation.peer) else { return };
        let token = self.new_token(peer);
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let call = Call { token, state: CallState::Idle };
        let before = match role {
            Role::Call => Some(core::mem::replace(&mut operation.call, call)),
            Role::Rest => operation.rest.replace(call),
        };
        if let Some(before) = before {
            if let CallState::Sent(sent) = before.state {
                self.messaging.end(now, sent);
            }
            self.tokens.remove(&(peer, before.token));
        }
        self.tokens.insert((peer, token), (id, role));
        self.ask(now, id, role);
    }

    /// Takes an operation out of every table.
    pub(super) fn close(&mut self, now: Instant, id: ExchangeId) -> Option<Operation> {
        let operation = self.operations.remove(id.0)?;
        let calls: Vec<(Role, Call)> = operation.calls();
        for (_, call) in calls {
            if let CallState::Sent(sent) = call.state {
                self.messaging.end(now, sent);
            }
            if self.tokens.get(&(operation.peer, call.token)).is_some_and(|&(of, _)| of == id) {
                self.tokens.remove(&(operation.peer, call.token));
            }
        }
        if let Some(due) = operation.observation.and_then(|observation| observation.renew_at()) {
            self.timers.clear(due, Due::Renewal(id));
        }
        if let Some(next) = operation.line.and_then(|line| self.turns.leave(line, id)) {
            self.ask(now, next, Role::Call);
        }
        Some(operation)
    }
}

const fn owner(id: ExchangeId, role: Role) -> Owner {
    match role {
        Role::Call => Owner::Call(id),
        Role::Rest => Owner::Rest(id),
    }
}
