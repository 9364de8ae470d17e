//! What a resource says of itself beside its handlers.

use std::sync::Arc;

use coapt_proto::Reliability;
use coapt_wire::ContentFormat;

use super::conditions::Conditions;
use super::observable::Attach;
use super::server_reply::ServerReply;

/// The settings of a resource.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a setting of its own")]
pub(crate) struct Settings {
    pub(crate) attributes: Vec<(String, Option<String>)>,
    pub(crate) formats: Vec<ContentFormat>,
    pub(crate) taken: Vec<ContentFormat>,
    pub(crate) is_observable: bool,
    pub(crate) is_conditional: bool,
    pub(crate) is_validated: bool,
    pub(crate) is_hidden: bool,
    pub(crate) is_streamed: bool,
    pub(crate) is_for_groups: bool,
    pub(crate) conditions: Conditions,
    /// How notifications are sent, if not as the server does it.
    pub(crate) notified: Option<Reliability>,
    /// What learns at which path of which server it stands.
    pub(crate) cells: Vec<Arc<dyn Attach>>,
}

/// What a resource adds to each reply of its handlers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Defaults {
    format: Option<ContentFormat>,
    is_observable: bool,
    is_validated: bool,
    notified: Option<Reliability>,
}

impl Settings {
    /// Makes those of a value that can be observed.
    pub(crate) fn of_cell(cell: Arc<dyn Attach>) -> Self {
        Self { is_observable: true, cells: vec![cell], ..Self::default() }
    }

    /// Adds those of another resource; what both name is taken from the other.
    #[cfg(feature = "async")]
    pub(crate) fn merge(&mut self, other: Self) {
        self.attributes.extend(other.attributes);
        self.formats.extend(other.formats);
        self.taken.extend(other.taken);
        self.is_observable |= other.is_observable;
        self.is_conditional |= other.is_conditional;
        self.is_validated |= other.is_validated;
        self.is_hidden |= other.is_hidden;
        self.is_streamed |= other.is_streamed;
        self.is_for_groups |= other.is_for_groups;
        self.conditions.merge(other.conditions);
        self.notified = other.notified.or(self.notified);
        self.cells.extend(other.cells);
    }

    /// Returns what the resource adds to each reply.
    pub(super) fn defaults(&self) -> Defaults {
        Defaults {
            format: self.formats.first().copied(),
            is_observable: self.is_observable,
            is_validated: self.is_validated,
            notified: self.notified,
        }
    }

    /// Changes when observers are told.
    ///
    /// # Panics
    ///
    /// If the conditions contradict each other.
    pub(crate) fn condition(&mut self, set: impl FnOnce(&mut Conditions)) {
        set(&mut self.conditions);
        if let Err(why) = self.conditions.check() {
            panic!("{why}");
        }
    }
}

impl Defaults {
    /// Adds to a reply what its handler left to the resource.
    pub(super) fn apply(self, reply: ServerReply) -> ServerReply {
        let mut reply = reply.or_format(self.format).or_notified(self.notified);
        if self.is_validated {
            reply = reply.or_fingerprint();
        }
        if self.is_observable { reply.observable() } else { reply }
    }
}

/// The methods by which a resource is given its settings.
macro_rules! settings {
    () => {
        /// Adds an attribute to the link that discovery shows, such as `rt`, `if` or `sz`.
        pub fn attribute(mut self, name: &str, value: impl Into<String>) -> Self {
            self.settings.attributes.push((name.into(), Some(value.into())));
            self
        }

        /// Says in the link what the resource is, for people to read.
        pub fn title(self, title: &str) -> Self {
            self.attribute("title", title)
        }

        /// Names a format that GET and FETCH can give; once for each.
        ///
        /// Requests that accept another one only get 4.06 without asking the handler, the link has a
        /// `ct`, and a reply that names no format has the first of these.
        pub fn content_format(mut self, format: coapt_wire::ContentFormat) -> Self {
            self.settings.formats.push(format);
            self
        }

        /// Names a format that request bodies may have; once for each.
        ///
        /// Bodies that say they have another one get 4.15 without asking the handler.
        pub fn takes(mut self, format: coapt_wire::ContentFormat) -> Self {
            self.settings.taken.push(format);
            self
        }

        /// Lets clients observe the resource; [`Handle::notify`](crate::Handle::notify) tells them.
        ///
        /// All who observe with the same query get the same state, so it must not depend on who asks.
        pub fn observable(mut self) -> Self {
            self.settings.is_observable = true;
            self
        }

        /// Sets how notifications of the resource are sent, instead of as the server does it
        /// ([`ServerBuilder::notifications`](crate::ServerBuilder::notifications)).
        ///
        /// [`ServerReply::confirmable`](crate::ServerReply::confirmable) and
        /// [`non_confirmable`](crate::ServerReply::non_confirmable) say it for a single notification.
        pub fn notifications(mut self, reliability: crate::Reliability) -> Self {
            self.settings.notified = Some(reliability);
            self
        }

        /// Sets the shortest time between two notifications (`c.pmin`); the state is told when it is over.
        ///
        /// This and the following are the conditional attributes of draft-ietf-core-conditional-attributes. A client
        /// that sends its own in the query of its registration overrides them.
        ///
        /// # Panics
        ///
        /// If it is longer than the longest time.
        pub fn pmin(mut self, period: std::time::Duration) -> Self {
            self.settings.condition(|conditions| conditions.pmin = Some(period));
            self
        }

        /// Sets the longest time without a notification (`c.pmax`); the state is told then even if it has not changed.
        ///
        /// # Panics
        ///
        /// If it is zero, or shorter than the shortest time.
        pub fn pmax(mut self, period: std::time::Duration) -> Self {
            self.settings.condition(|conditions| conditions.pmax = Some(period));
            self
        }

        /// Tells observers when the number that is the state rises above this one (`c.gt`).
        ///
        /// Of `gt`, `lt` and `st` one must be fulfilled; states that are no numbers are told always.
        pub fn gt(mut self, bound: f64) -> Self {
            self.settings.condition(|conditions| conditions.gt = Some(bound));
            self
        }

        /// Tells observers when the number that is the state falls below this one (`c.lt`).
        pub fn lt(mut self, bound: f64) -> Self {
            self.settings.condition(|conditions| conditions.lt = Some(bound));
            self
        }

        /// Tells observers when the number that is the state differs this much from the one told last (`c.st`).
        ///
        /// # Panics
        ///
        /// If it is not greater than 0.
        pub fn st(mut self, step: f64) -> Self {
            self.settings.condition(|conditions| conditions.st = Some(step));
            self
        }

        /// Promises that the handlers hold If-Match and If-None-Match against the current state.
        ///
        /// They do so by [`Incoming::precondition`](crate::Incoming::precondition). Without this promise, or
        /// [`validated`](Self::validated), requests with such an option are answered 4.02 and not executed.
        pub fn conditional(mut self) -> Self {
            self.settings.is_conditional = true;
            self
        }

        /// Has entity-tags and conditions seen to: handlers need not know of them.
        ///
        /// Replies to GET and FETCH without an entity-tag get a fingerprint of their body, so that clients which know
        /// the state are answered 2.03. Before a request with If-Match or If-None-Match is executed, the GET handler is
        /// asked for the current state, and 4.12 is the answer if the condition does not hold (RFC 7252 §5.10.8).
        pub fn validated(mut self) -> Self {
            self.settings.is_validated = true;
            self
        }

        /// Has request bodies handed over block by block, as they come, instead of held until they are whole.
        ///
        /// A handler of `coapt::aio` reads them from a `Body`. One of the blocking server is called for
        /// each block and writes it by [`Incoming::write_block`](crate::Incoming::write_block).
        pub fn streamed(mut self) -> Self {
            self.settings.is_streamed = true;
            self
        }

        /// Answers requests that were sent to a group, too, if the server [has joined](crate::ServerBuilder::join) it.
        ///
        /// Of itself a resource answers those that were sent to the server alone: a group's request comes from whoever
        /// likes and is answered by many, so only what needs it should take part (RFC 7252 §11.3). All methods of the
        /// resource do; [`Incoming::delivery`](crate::Incoming::delivery) tells a handler which request it has. Errors
        /// and replies without a body are not sent.
        pub fn for_groups(mut self) -> Self {
            self.settings.is_for_groups = true;
            self
        }

        /// Keeps the resource out of discovery.
        pub fn hidden(mut self) -> Self {
            self.settings.is_hidden = true;
            self
        }
    };
}

pub(crate) use settings;
