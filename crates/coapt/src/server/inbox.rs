//! What other threads leave for the server: the only place where threads meet.
//!
//! It is bounded by what the server knows: one entry for each path that changed, one for each
//! request that waits for its answer.

use std::collections::BTreeSet;
use std::fmt;
use std::mem;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use coapt_proto::Counters;

use super::deferred::Duty;
use super::server_reply::ServerReply;

/// Wakes whoever runs the server.
pub(crate) trait Wake: fmt::Debug + Send + Sync + UnwindSafe + RefUnwindSafe {
    /// Ends the wait that is under way, or the next one.
    fn wake(&self);
}

impl Wake for coapt_net::Waker {
    fn wake(&self) {
        Self::wake(self);
    }
}

/// The place where handles leave their wishes.
#[derive(Debug)]
pub(crate) struct Inbox {
    waker: Box<dyn Wake>,
    has_mail: AtomicBool,
    /// Whether there is still a server that reads it.
    is_read: AtomicBool,
    mail: Mutex<Mail>,
    /// What the server had counted when it last had something to do.
    counters: Mutex<Counters>,
}

/// What was left since the server looked last.
#[derive(Debug, Default)]
pub(super) struct Mail {
    /// Whether to end.
    pub(super) is_stopped: bool,
    /// The resources that changed.
    pub(super) changes: BTreeSet<Change>,
    /// The resources that are no more.
    pub(super) gone: BTreeSet<Change>,
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
    pub(crate) fn new(waker: Box<dyn Wake>) -> Self {
        Self {
            waker,
            has_mail: AtomicBool::new(false),
            is_read: AtomicBool::new(true),
            mail: Mutex::new(Mail::default()),
            counters: Mutex::new(Counters::default()),
        }
    }

    /// Says that nobody reads it any more; what is left in it is dropped.
    pub(super) fn close(&self) {
        self.is_read.store(false, Ordering::Release);
        let unread = mem::take(&mut *self.lock());
        drop(unread);
    }

    /// Tells whether there is still a server that reads it.
    pub(super) fn is_read(&self) -> bool {
        self.is_read.load(Ordering::Acquire)
    }

    /// Lets others see what the server has counted.
    pub(super) fn publish(&self, counters: Counters) {
        *self.counters.lock().unwrap_or_else(PoisonError::into_inner) = counters;
    }

    /// Returns what the server had counted last.
    pub(super) fn counters(&self) -> Counters {
        *self.counters.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Says that resources are no more.
    pub(super) fn gone(&self, change: Change) {
        self.leave(|mail| {
            mail.gone.insert(change);
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
        if !self.is_read() {
            return;
        }
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
