//! Responses that leave together: under load, answers to requests that came together share one call of the system.
//!
//! An answer waits only while further requests are already there and their handlers are quick.

use std::time::Duration;

use coapt_proto::{Carriage, Instant};

use super::coap::CoAP;

/// How long the first response waits for others, and how long a handler may take for others to wait for it.
const PATIENCE: Duration = Duration::from_micros(250);

/// What is known of the responses that wait.
#[derive(Debug, Default)]
pub(crate) struct Cork {
    /// Whether the answer to an event may wait: somebody will let it go.
    is_in: bool,
    /// When the event before the current one had been dealt with.
    before: Instant,
    /// How long the last event took.
    cost: Duration,
    /// When the first response began to wait.
    since: Option<Instant>,
}

impl CoAP {
    /// Lets the responses to the events from here on wait for each other.
    pub(crate) fn cork(&mut self) {
        self.cork.before = self.now().unwrap_or_default();
        self.cork.is_in = true;
    }

    /// An event was dealt with: sends what waits if that has become late.
    pub(crate) fn after_event(&mut self) {
        let now = self.now().unwrap_or_default();
        self.cork.cost = now.saturating_since(self.cork.before);
        self.cork.before = now;
        let is_late = self.cork.since.is_none_or(|since| now.saturating_since(since) > PATIENCE);
        if is_late || self.cork.cost > PATIENCE {
            self.collect();
        } else {
            self.gather();
        }
    }

    /// Sends what waits; whether there was anything.
    pub(crate) fn let_go(&mut self) -> bool {
        let waited = self.cork.since.is_some();
        if waited {
            self.collect();
        }
        waited
    }

    /// Ends the waiting of responses for each other.
    pub(crate) fn uncork(&mut self) {
        self.cork.is_in = false;
        self.let_go();
    }

    /// Sends what waits before the socket is closed.
    pub(crate) fn let_go_at_last(&mut self) {
        if self.cork.since.is_some() {
            self.flush();
        }
    }

    /// Nothing waits any longer.
    pub(crate) fn nothing_waits(&mut self) {
        self.cork.since = None;
    }

    /// Tells whether a response that was just made may wait, and notes it then.
    ///
    /// It may not if somebody is to be told that it was sent.
    pub(crate) fn may_wait(&mut self, carriage: Carriage) -> bool {
        let is_watched =
            carriage != Carriage::Confirmable && self.hooks.on_response_complete.is_some();
        let waits = self.cork.is_in
            && self.depth == 0
            && !is_watched
            && self.cork.cost <= PATIENCE
            && !self.ready.is_empty();
        if waits && self.cork.since.is_none() {
            self.cork.since = Some(self.cork.before);
        }
        waits
    }
}
