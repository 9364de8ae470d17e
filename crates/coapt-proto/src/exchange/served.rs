//! Requests that were received and wait for their answer.

use alloc::collections::VecDeque;

use coapt_wire::{Block, Token};

use crate::event::RequestId;
use crate::message::Observe;
use crate::messaging::{Receipt, SentKey};
use crate::shrink::Shrink as _;
use crate::slab::Slab;
use crate::time::Instant;

/// A received request.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) receipt: Receipt,
    pub(crate) token: Token,
    pub(crate) state: ServedState,
    pub(crate) observe: Observe,
    /// The block that is asked for.
    pub(crate) block2: Option<Block>,
    /// The block that completed the request body.
    pub(crate) block1: Option<Block>,
    /// The classes of responses that the client does not want (RFC 7967).
    pub(crate) no_response: u8,
    /// What tells its transfers apart.
    pub(crate) transfer: u64,
    /// What tells its resource apart.
    pub(crate) resource: u64,
}

/// Where a received request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServedState {
    /// Nothing was sent: an answer can still be piggybacked.
    Fresh,
    /// It was acknowledged, or needs no acknowledgement.
    Acknowledged,
    /// Its separate response is under way.
    Responding(SentKey),
}

/// The table of received requests.
#[derive(Debug)]
pub(crate) struct Served {
    table: Slab<Open>,
    waiting: usize,
    /// In order of arrival, which is the order in which acknowledgements fall due.
    fresh: VecDeque<(Instant, RequestId)>,
}

impl Served {
    pub(crate) const fn new() -> Self {
        Self { table: Slab::new(), waiting: 0, fresh: VecDeque::new() }
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        self.fresh.shrink()
    }

    /// How many wait for an answer.
    pub(crate) const fn waiting(&self) -> usize {
        self.waiting
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    pub(crate) fn insert(&mut self, open: Open, acknowledge_at: Option<Instant>) -> RequestId {
        let id = RequestId(self.table.insert(open));
        self.waiting += 1;
        if let Some(due) = acknowledge_at {
            self.fresh.push_back((due, id));
        }
        id
    }

    pub(crate) fn get(&self, id: RequestId) -> Option<&Open> {
        self.table.get(id.0)
    }

    /// Returns a request that waits for its answer.
    pub(crate) fn waiting_mut(&mut self, id: RequestId) -> Option<&mut Open> {
        let open = self.table.get_mut(id.0)?;
        (!matches!(open.state, ServedState::Responding(_))).then_some(open)
    }

    /// Notes that the separate response of a request is under way.
    pub(crate) fn responding(&mut self, id: RequestId, sent: SentKey) {
        if let Some(open) = self.waiting_mut(id) {
            open.state = ServedState::Responding(sent);
            self.waiting -= 1;
        }
        self.prune();
    }

    pub(crate) fn remove(&mut self, id: RequestId) -> Option<Open> {
        let open = self.table.remove(id.0)?;
        if !matches!(open.state, ServedState::Responding(_)) {
            self.waiting -= 1;
        }
        self.prune();
        Some(open)
    }

    /// Notes that a request was acknowledged; true if it was not before.
    pub(crate) fn acknowledged(&mut self, id: RequestId) -> Option<Receipt> {
        let open = self.table.get_mut(id.0).filter(|open| open.state == ServedState::Fresh)?;
        open.state = ServedState::Acknowledged;
        let receipt = open.receipt;
        self.prune();
        Some(receipt)
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.fresh.front().map(|&(due, _)| due)
    }

    /// Takes out the next request whose acknowledgement is due.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<RequestId> {
        let &(due, id) = self.fresh.front()?;
        (due <= now).then(|| self.fresh.pop_front()).flatten().map(|_| id)
    }

    /// Drops what needs no acknowledgement any more, so that the front is the next one that does.
    fn prune(&mut self) {
        while let Some(&(_, id)) = self.fresh.front()
            && self.table.get(id.0).is_none_or(|open| open.state != ServedState::Fresh)
        {
            self.fresh.pop_front();
        }
    }
}
