//! What other threads leave for the server: the only place where threads meet.
//!
//! It is bounded by what the server knows: one entry for each path that changed, one for each
//! request that waits for its answer.

use std::collections::BTreeSet;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use coapt_net::Waker;

use super::deferred::Duty;
use super::server_reply::ServerReply;

/// The place where handles leave their wishes.
#[derive(Debug)]
pub(super) struct Inbox {
    waker: Waker,
    has_mail: AtomicBool,
    mail: Mutex<Mail>,
}

/// What was left since the server looked last.
#[derive(Debug, Default)]
pub(super) struct Mail {
    /// Whether to end.
    pub(super) is_stopped: bool,
    /// The resources that changed.
    pub(super) changes: BTreeSet<Change>,
    /// The answers that were put off.
    pub(super) answers: Vec<Answer>,
}

/// Which resources changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// The one at this path, with all its queries.
    At(Vec<String>),
    /// All whose path begins with these segments.
    Below(Vec<String>),
}

/// An answer that was put off, and what it answers.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) duty: Duty,
    pub(super) reply: ServerReply,
}

impl Inbox {
    /// Makes an empty one; `waker` wakes the server that reads it.
    pub(super) fn new(waker: Waker) -> Self {
        Self { waker, has_mail: AtomicBool::new(false), mail: Mutex::new(Mail::default()) }
    }

    /// Asks the server to end.
    pub(super) fn stop(&self) {
        self.leave(|mail| mail.is_stopped = true);
    }

    /// Tells that something changed.
    pub(super) fn change(&self, change: Change) {
        self.leave(|mail| {
            mail.changes.insert(change);
        });
    }

    /// Leaves an answer that was put off.
    pub(super) fn answer(&self, answer: Answer) {
        self.leave(|mail| mail.answers.push(answer));
    }

    /// Takes what was left, if anything was.
    pub(super) fn take(&self) -> Option<Mail> {
        if !self.has_mail.swap(false, Ordering::AcqRel) {
            return None;
        }
        Some(mem::take(&mut *self.lock()))
    }

    /// Leaves something and wakes the server.
    fn leave(&self, put: impl FnOnce(&mut Mail)) {
        put(&mut self.lock());
        if !self.has_mail.swap(true, Ordering::AcqRel) {
            self.waker.wake();
        }
    }

    /// Opens the box; whoever panicked with it open left it whole.
    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
