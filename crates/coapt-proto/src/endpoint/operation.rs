//! What we asked a peer for: one body-level request or one observation, however many messages it takes.

use alloc::vec::Vec;

use bytes::Bytes;
use coapt_wire::{OptionNumber, OptionsBuf, Token};
use smallvec::SmallVec;

use super::Progress;
use crate::blockwise::{Download, Line, Upload, block_at, size};
use crate::message::Request;
use crate::messaging::SentKey;
use crate::observe::Observation;
use crate::peer::Peer;

/// The value of an Echo option: 1 to 40 bytes (RFC 9175 §2.2.1).
pub(super) type Echo = SmallVec<[u8; 40]>;

/// What an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Observe,
    Deregister,
    Ping,
}

/// Which of the messages of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The request or registration.
    Call,
    /// The request for further blocks of a notification, which goes by another token.
    Rest,
}

/// One request message and the wait for its answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) token: Token,
    pub(super) state: CallState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallState {
    /// Nothing is asked.
    Idle,
    /// It waits for one of its peer's NSTART places, or for its turn to upload.
    Waiting,
    /// It was sent and neither acknowledged nor answered.
    Sent(SentKey),
    /// It was acknowledged; the answer will be separate.
    Acknowledged,
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) peer: Peer,
    pub(super) request: Request,
    pub(super) kind: Kind,
    pub(super) call: Call,
    pub(super) rest: Option<Call>,
    pub(super) upload: Option<Upload>,
    /// The line of uploads that it stands in.
    pub(super) line: Option<Line>,
    pub(super) download: Option<Download>,
    pub(super) observation: Option<Observation>,
    /// The Echo value that the server asked for, or gave with an earlier answer.
    pub(super) echo: Option<Echo>,
    /// Whether the request was repeated for it.
    pub(super) echoed: bool,
    /// Whether the notification that is being fetched is the last one.
    pub(super) last: bool,
    exponent: u8,
}

impl Operation {
    pub(super) fn new(
        peer: Peer,
        request: Request,
        kind: Kind,
        token: Token,
        exponent: u8,
    ) -> Self {
        let exponent = request.block_size_exponent.map_or(exponent, |wanted| wanted.min(exponent));
        let mut operation = Self {
            peer,
            request,
            kind,
            call: Call { token, state: CallState::Idle },
            rest: None,
            upload: None,
            line: None,
            download: None,
            observation: None,
            echo: None,
            echoed: false,
            last: false,
            exponent,
        };
        operation.begin();
        operation
    }

    /// Sets the transfer of the request body to its beginning.
    pub(super) fn begin(&mut self) {
        let length = self.request.payload.len();
        let by_hand = self.has(OptionNumber::BLOCK1);
        self.upload =
            (length > size(self.exponent) && !by_hand).then(|| Upload::new(length, self.exponent));
        self.download = None;
    }

    pub(super) fn call_mut(&mut self, role: Role) -> Option<&mut Call> {
        match role {
            Role::Call => Some(&mut self.call),
            Role::Rest => self.rest.as_mut(),
        }
    }

    /// The largest block that is taken.
    pub(super) const fn exponent(&self) -> u8 {
        self.exponent
    }

    /// Tells whether the application deals with the blocks of the response itself.
    pub(super) fn fetches_by_hand(&self) -> bool {
        self.has(OptionNumber::BLOCK2)
    }

    /// Tells whether the application deals with the blocks of the request itself.
    fn has(&self, number: OptionNumber) -> bool {
        self.request.options.as_options().first(number).is_some()
    }

    /// Tells whether no answer is wanted (RFC 7967 §2); the blocks of a body are answered all the same.
    pub(super) fn refuses_every_answer(&self) -> bool {
        const EVERY_CLASS: u32 = 2 | 8 | 16;
        let refused = self.request.options.as_options().uint(OptionNumber::NO_RESPONSE);
        self.kind == Kind::Request
            && self.upload.is_none()
            && !self.has(OptionNumber::BLOCK1)
            && refused.is_some_and(|classes| classes & EVERY_CLASS == EVERY_CLASS)
    }

    /// Puts the next message together: its options and its payload.
    pub(super) fn compose(&self, role: Role) -> (OptionsBuf, Bytes) {
        let mut options = self.request.options.clone();
        // A plain request keeps an Observe option that the application put there, but not on further blocks.
        if self.kind != Kind::Request || self.download.is_some() {
            options.remove(OptionNumber::OBSERVE);
        }
        match (self.kind, role) {
            (Kind::Observe, Role::Call) => options.set_uint(OptionNumber::OBSERVE, 0),
            (Kind::Deregister, Role::Call) if self.download.is_none() => {
                options.set_uint(OptionNumber::OBSERVE, 1);
            }
            _ => {}
        }
        if let Some(echo) = &self.echo {
            let _fits = options.set(OptionNumber::ECHO, echo);
        }
        let fetching =
            self.download.as_ref().filter(|_| role == Role::Rest || self.kind != Kind::Observe);
        if let Some(download) = fetching {
            //= rfc7959#2.7 further-blocks: the same options, no payload, no Block1
            if let Some(block) = download.block() {
                options.set_block(OptionNumber::BLOCK2, block);
            }
            return (options, Bytes::new());
        }
        if let Some(upload) = &self.upload {
            return self.compose_block1(*upload, options);
        }
        if let Some(exponent) = self.request.block_size_exponent
            && !self.fetches_by_hand()
            && let Some(block) = block_at(0, false, exponent.min(self.exponent))
        {
            options.set_block(OptionNumber::BLOCK2, block);
        }
        (options, self.request.payload.clone())
    }

    fn compose_block1(&self, upload: Upload, mut options: OptionsBuf) -> (OptionsBuf, Bytes) {
        let Some(block) = upload.block() else { return (options, Bytes::new()) };
        options.set_block(OptionNumber::BLOCK1, block);
        if block.number == 0 {
            let total = u32::try_from(self.request.payload.len()).unwrap_or(u32::MAX);
            options.set_uint(OptionNumber::SIZE1, total);
        } else {
            //= rfc7959#2.10 if-none-match: not together with a later block
            options.remove(OptionNumber::IF_NONE_MATCH);
        }
        (options, self.request.payload.slice(upload.range()))
    }

    pub(super) fn progress(&self) -> Progress {
        let to_send = self.request.payload.len() as u64;
        let sent = match &self.upload {
            Some(upload) => upload.acknowledged() as u64,
            None => to_send,
        };
        Progress {
            sent: if self.download.is_some() { to_send } else { sent },
            to_send,
            received: self.download.as_ref().map_or(0, |download| download.received() as u64),
            to_receive: self.download.as_ref().and_then(Download::total),
        }
    }

    /// Tells whether nothing is asked: an observation between notifications.
    pub(super) fn is_at_rest(&self) -> bool {
        self.call.state == CallState::Idle && self.rest.is_none()
    }

    /// The calls that are under way.
    pub(super) fn calls(&self) -> Vec<(Role, Call)> {
        let rest = self.rest.map(|call| (Role::Rest, call));
        [(Role::Call, self.call)].into_iter().chain(rest).collect()
    }
}
