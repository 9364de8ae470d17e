//! The client's side: responses and notifications on their way in.

use coapt_wire::{Code, Message, OptionNumber, OptionsBuf};

use super::operation::{CallState, Echo, Kind, Operation, Role};
use super::{Due, Endpoint};
use crate::blockwise::{Download, DownloadStep, UploadStep};
use crate::event::{Event, ExchangeId, Failure, Order};
use crate::exchange::check_response;
use crate::message::Response;
use crate::messaging::{Owner, Receipt};
use crate::observe::Observation;
use crate::peer::Peer;
use crate::time::Instant;

/// How a response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Piggybacked,
    Separate,
}

/// What a response leads to.
enum Next {
    /// The same message again, under a new token: the next block, or the request with an Echo value.
    Ask,
    /// The end of the exchange.
    Done(Response),
    /// Its end without an answer.
    Failed(Failure),
}

const DEFAULT_MAX_AGE: u32 = 60;

impl Endpoint {
    pub(super) fn receive_separate(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        receipt: &Receipt,
    ) {
        //= rfc7252#5.3.2 separate: token and endpoint match
        let Some(&(id, role)) = self.tokens.get(&(receipt.peer, message.token)) else {
            self.messaging.counters.unexpected += 1;
            return self.messaging.reject(receipt);
        };
        if let Err(number) = check_response(message.options, &self.config.recognized) {
            self.messaging.counters.bad_options += 1;
            self.messaging.reject(receipt);
            return self.end_for_option(now, id, number);
        }
        //= rfc7252#5.2.2 empty: the acknowledgement of a confirmable response is Empty
        self.messaging.acknowledge(receipt);
        if self.operations.get(id.0).is_some_and(|op| is_overtaken_notification(op, message)) {
            return;
        }
        self.stop_repeating(now, id, role);
        self.take_response(now, (id, role), message, Way::Separate);
    }

    pub(super) fn receive_piggybacked(
        &mut self,
        now: Instant,
        _from: Peer,
        message: &Message<'_>,
        owner: Owner,
    ) {
        let (id, role) = match owner {
            Owner::Call(id) => (id, Role::Call),
            Owner::Rest(id) => (id, Role::Rest),
            Owner::Response(_) | Owner::Observer(_) | Owner::Nobody => return,
        };
        let Some(call) = self.operations.get_mut(id.0).and_then(|op| op.call_mut(role)) else {
            return;
        };
        call.state = CallState::Idle;
        if let Err(number) = check_response(message.options, &self.config.recognized) {
            self.messaging.counters.bad_options += 1;
            return self.end_for_option(now, id, number);
        }
        self.take_response(now, (id, role), message, Way::Piggybacked);
    }

    fn end_for_option(&mut self, now: Instant, id: ExchangeId, number: OptionNumber) {
        self.close(now, id);
        self.events.push_back(Event::Failed { id, cause: Failure::CriticalOption(number) });
    }

    /// Ends the repeating of a request whose answer came before its acknowledgement; its token stays.
    fn stop_repeating(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let Some(call) = self.operations.get_mut(id.0).and_then(|op| op.call_mut(role)) else {
            return;
        };
        match core::mem::replace(&mut call.state, CallState::Idle) {
            CallState::Sent(sent) => self.messaging.end(now, sent),
            // A notification may come while the renewal waits for its place: it stays in the queue.
            CallState::Waiting => call.state = CallState::Waiting,
            CallState::Idle | CallState::Acknowledged => {}
        }
    }

    fn take_response(
        &mut self,
        now: Instant,
        (id, role): (ExchangeId, Role),
        message: &Message<'_>,
        way: Way,
    ) {
        let limit = self.config.limits.body;
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let peer = operation.peer;
        if wants_echo(operation, message) {
            return self.ask_again_with_echo(now, id, role);
        }
        self.keep_echo(peer, message);
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        if role == Role::Rest {
            let step = operation.continue_download(message, limit);
            return self.continue_notification(now, id, step);
        }
        if operation.kind == Kind::Observe && self.take_notification(now, id, message, way) {
            return;
        }
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        match operation.advance(message, limit) {
            Next::Ask => self.ask_anew(now, id, Role::Call),
            Next::Failed(cause) => self.fail(now, id, Role::Call, cause),
            Next::Done(response) => {
                self.close(now, id);
                self.events.push_back(Event::Response { id, response });
            }
        }
    }

    /// Keeps an Echo value that came without a 4.01.
    //= rfc9175#2.3 next-request: the next request to this server carries it
    fn keep_echo(&mut self, peer: Peer, message: &Message<'_>) {
        let has_room = self.echoes.len() < self.config.limits.exchanges;
        if message.code != Code::UNAUTHORIZED
            && (has_room || self.echoes.contains_key(&peer))
            && let Some(echo) = message.options.opaque(OptionNumber::ECHO).and_then(fitting_echo)
        {
            self.echoes.insert(peer, echo);
        }
    }

    //= rfc9175#2.3 echo: on 4.01 with Echo the request is repeated once with it
    fn ask_again_with_echo(&mut self, now: Instant, id: ExchangeId, role: Role) {
        let registered = self.operations.get(id.0).is_some_and(|op| op.observation.is_some());
        if registered && role == Role::Call {
            self.ask(now, id, role);
        } else {
            self.ask_anew(now, id, role);
        }
    }

    /// Takes an answer to a registration, or a notification; false if it refuses the registration.
    fn take_notification(
        &mut self,
        now: Instant,
        id: ExchangeId,
        message: &Message<'_>,
        way: Way,
    ) -> bool {
        let Some(operation) = self.operations.get_mut(id.0) else { return true };
        let sequence =
            message.options.uint(OptionNumber::OBSERVE).filter(|_| message.code.is_success());
        let (order, last) = match (&mut operation.observation, sequence) {
            (None, None) => {
                // Refused: what is left is a plain request.
                operation.kind = Kind::Request;
                return false;
            }
            (None, Some(sequence)) => {
                operation.observation = Some(Observation::new(sequence, now));
                (Order::Latest, false)
            }
            (Some(observation), Some(sequence)) if way == Way::Piggybacked => {
                (observation.judge_answer(now, sequence), false)
            }
            (Some(observation), Some(sequence)) => (observation.judge(now, sequence), false),
            //= rfc7641#3.2 end: an error, or a success without Observe, is the last notification
            (Some(_), None) => (Order::Latest, true),
        };
        // An old notification may have ended the repeating of a renewal, which then has no answer any more.
        let is_unplanned = operation.observation.is_some_and(|known| known.renew_at().is_none());
        if !last && (order == Order::Latest || is_unplanned) {
            self.plan_renewal(now, id, message);
        }
        self.take_state(now, id, message, (order, last));
        true
    }

    fn plan_renewal(&mut self, now: Instant, id: ExchangeId, message: &Message<'_>) {
        let max_age = message.options.uint(OptionNumber::MAX_AGE).unwrap_or(DEFAULT_MAX_AGE);
        let Some(observation) =
            self.operations.get_mut(id.0).and_then(|operation| operation.observation.as_mut())
        else {
            return;
        };
        if let Some(before) = observation.clear_renewal() {
            self.timers.clear(before, Due::Renewal(id));
        }
        let due = observation.plan_renewal(now, max_age, &mut self.messaging.random);
        self.timers.set(due, Due::Renewal(id));
    }

    /// Tells a state, or fetches the rest of it first.
    fn take_state(
        &mut self,
        now: Instant,
        id: ExchangeId,
        message: &Message<'_>,
        (order, last): (Order, bool),
    ) {
        let limit = self.config.limits.body;
        let Some(operation) = self.operations.get_mut(id.0) else { return };
        let begun = if operation.fetches_by_hand() {
            None
        } else {
            let sizes = (operation.exponent(), limit);
            Download::begin(message.code, message.options, message.payload, sizes)
        };
        match (begun, order) {
            (None, _) => {
                let response = response_of(message);
                self.tell(now, id, response, (order, last));
            }
            // An old state that would have to be fetched is the new one by now.
            (Some(_), Order::Outdated) => {}
            (Some(Ok(download)), Order::Latest) => {
                //= rfc7959#2.6 rest: a notification carries block 0, the rest is fetched by another token
                operation.download = Some(download);
                operation.last = last;
                self.ask_anew(now, id, Role::Rest);
            }
            (Some(Err(cause)), Order::Latest) => self.fail(now, id, Role::Rest, cause),
        }
    }

    fn continue_notification(&mut self, now: Instant, id: ExchangeId, step: DownloadStep) {
        match step {
            DownloadStep::Next => self.ask_anew(now, id, Role::Rest),
            DownloadStep::Failed(cause) => {
                self.fail(now, id, Role::Rest, cause);
            }
            DownloadStep::Done(response) => {
                let last = self.operations.get_mut(id.0).is_some_and(|operation| {
                    operation.download = None;
                    operation.last
                });
                self.stop_call(now, id, Role::Rest);
                let last = last || !response.code.is_success();
                self.tell(now, id, response, (Order::Latest, last));
            }
        }
    }

    fn tell(
        &mut self,
        now: Instant,
        id: ExchangeId,
        response: Response,
        (order, last): (Order, bool),
    ) {
        if last {
            self.close(now, id);
        } else if order == Order::Latest {
            // A newer state in one message overtakes an older one that is still being fetched.
            if let Some(operation) = self.operations.get_mut(id.0) {
                operation.download = None;
            }
            self.stop_call(now, id, Role::Rest);
        }
        self.events.push_back(Event::Notification { id, response, order, last });
    }
}

impl Operation {
    /// Moves a request on by a response.
    fn advance(&mut self, message: &Message<'_>, limit: usize) -> Next {
        if self.download.is_some() {
            return match self.continue_download(message, limit) {
                DownloadStep::Next => Next::Ask,
                DownloadStep::Done(response) => Next::Done(response),
                DownloadStep::Failed(cause) => Next::Failed(cause),
            };
        }
        let block1 = message.options.block(OptionNumber::BLOCK1);
        if let Some(upload) = &mut self.upload {
            match upload.answered(message.code, block1) {
                UploadStep::Next => return Next::Ask,
                UploadStep::Broken => return Next::Failed(Failure::Blocks),
                UploadStep::Final => {}
            }
        }
        if self.fetches_by_hand() {
            return Next::Done(response_of(message));
        }
        let sizes = (self.exponent(), limit);
        match Download::begin(message.code, message.options, message.payload, sizes) {
            None => Next::Done(plain_response(message)),
            Some(Err(cause)) => Next::Failed(cause),
            Some(Ok(download)) => {
                self.download = Some(download);
                Next::Ask
            }
        }
    }

    fn continue_download(&mut self, message: &Message<'_>, limit: usize) -> DownloadStep {
        let Some(download) = &mut self.download else {
            return DownloadStep::Failed(Failure::Blocks);
        };
        let (code, options, payload) = (message.code, message.options, message.payload);
        if download.is_at_start() {
            download.begin_again(code, options, payload, limit)
        } else {
            download.answered(code, options, payload, limit)
        }
    }
}

/// Tells whether this is a notification that was sent before the server heard that we leave.
//= rfc7641#3.6 deregister: the answer to that carries no Observe, and has the same token
fn is_overtaken_notification(operation: &Operation, message: &Message<'_>) -> bool {
    operation.kind == Kind::Deregister
        && message.code.is_success()
        && message.options.first(OptionNumber::OBSERVE).is_some()
}

/// Notes the Echo value that a 4.01 asks for; false if there is none or one was tried.
fn wants_echo(operation: &mut Operation, message: &Message<'_>) -> bool {
    if message.code != Code::UNAUTHORIZED || operation.echoed {
        return false;
    }
    let Some(echo) = message.options.opaque(OptionNumber::ECHO).and_then(fitting_echo) else {
        return false;
    };
    operation.echo = Some(echo);
    operation.echoed = true;
    true
}

//= rfc9175#2.2.1 length: 1 to 40 bytes
fn fitting_echo(value: &[u8]) -> Option<Echo> {
    (1..=40).contains(&value.len()).then(|| Echo::from_slice(value))
}

/// The message as a response, options as they stand.
fn response_of(message: &Message<'_>) -> Response {
    Response { options: OptionsBuf::from(message.options), ..Response::new(message.code) }
        .with_payload(message.payload.to_vec())
}

/// The message as a response, without the marks of a transfer.
fn plain_response(message: &Message<'_>) -> Response {
    let mut response = response_of(message);
    response.options.remove(OptionNumber::BLOCK1);
    response.options.remove(OptionNumber::BLOCK2);
    response
}
