//! Deadlines in order, each set and cleared by whoever it belongs to.

use alloc::collections::BTreeSet;

use crate::time::Instant;

/// An ordered set of deadlines; `K` says what falls due.
#[derive(Debug)]
pub(crate) struct Timers<K> {
    due: BTreeSet<(Instant, K)>,
}

impl<K: Copy + Ord> Timers<K> {
    pub(crate) const fn new() -> Self {
        Self { due: BTreeSet::new() }
    }

    pub(crate) fn set(&mut self, due: Instant, what: K) {
        self.due.insert((due, what));
    }

    pub(crate) fn clear(&mut self, due: Instant, what: K) {
        self.due.remove(&(due, what));
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.due.first().map(|&(due, _)| due)
    }

    /// Takes out the next deadline that is not after `now`.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<(Instant, K)> {
        if self.next()? > now {
            return None;
        }
        self.due.pop_first()
    }
}

/// The earlier of two deadlines that may be missing.
pub(crate) fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, None) => one,
        (None, other) => other,
    }
}
