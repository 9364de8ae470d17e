//! RFC 7959 §2.4: response bodies on their way out, kept so that every block comes from the same one.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use core::hash::{BuildHasher, Hasher};
use core::time::Duration;

use bytes::Bytes;
use coapt_wire::{Block, OptionNumber, OptionsBuf};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{block_at, size};
use crate::message::Response;
use crate::peer::Peer;
use crate::shrink::Shrink as _;
use crate::time::Instant;

type Key = (Peer, u64);

/// The piece of a response that one message carries.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// These options and this payload; `more` tells whether further blocks follow.
    Piece { options: OptionsBuf, payload: Bytes, more: bool },
    /// The block that was asked for lies behind the end, or behind the last one that has a number in our size.
    BehindTheEnd,
}

/// Cuts the piece out of a response that answers a request for `wanted`, in blocks of at most 2^(`exponent`+4) bytes.
///
/// An error that fits into one block answers a request for any block: there is no body to take a block of.
pub(crate) fn cut(response: &Response, wanted: Option<Block>, exponent: u8) -> Cut {
    let wanted =
        wanted.filter(|_| response.code.is_success() || needs_blocks(response, wanted, exponent));
    let (begin, total) = match response.part {
        Some(part) => (part.offset, part.total),
        None => (0, response.payload.len() as u64),
    };
    //= rfc7959#2.4 size: the one that was asked for or a smaller one
    let exponent = wanted.map_or(exponent, |block| block.size_exponent.min(exponent));
    let offset = wanted.map_or(0, |block| block.offset() as u64);
    if offset > 0 && offset >= total {
        return Cut::BehindTheEnd;
    }
    let whole = total <= size(exponent) as u64;
    let end = total.min(offset + size(exponent) as u64);
    let within = |at: u64| usize::try_from(at.saturating_sub(begin)).unwrap_or(usize::MAX);
    let length = response.payload.len();
    let payload = response.payload.slice(within(offset).min(length)..within(end).min(length));
    let mut options = response.options.clone();
    let more = end < total;
    let block = usize::try_from(offset).ok().and_then(|at| block_at(at, more, exponent));
    let Some(block) = block else { return Cut::BehindTheEnd };
    if !whole || wanted.is_some() {
        options.set_block(OptionNumber::BLOCK2, block);
        if !whole
            && offset == 0
            && let Ok(total) = u32::try_from(total)
        {
            options.set_uint(OptionNumber::SIZE2, total);
        }
    }
    Cut::Piece { options, payload, more }
}

/// Tells whether a response does not fit into one block, or is a piece of a body.
pub(crate) fn needs_blocks(response: &Response, wanted: Option<Block>, exponent: u8) -> bool {
    let exponent = wanted.map_or(exponent, |block| block.size_exponent.min(exponent));
    let total = response.part.map_or(response.payload.len() as u64, |part| part.total);
    total > size(exponent) as u64
}

#[derive(Debug)]
struct Held {
    response: Arc<Response>,
    used: Instant,
}

/// The response bodies that clients are fetching block by block.
#[derive(Debug)]
pub(crate) struct Outgoing {
    table: HashMap<Key, Held, FixedState>,
    /// In order of use; an entry whose time differs from the table's has been used since.
    order: VecDeque<(Instant, Key)>,
    etags: FixedState,
    bytes: usize,
}

/// What a held body costs beside its bytes.
const OVERHEAD: usize = 256;

impl Outgoing {
    pub(crate) fn new(seeds: [u64; 2]) -> Self {
        let [table, etags] = seeds.map(FixedState::with_seed);
        Self { table: HashMap::with_hasher(table), order: VecDeque::new(), etags, bytes: 0 }
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        self.table.shrink() | self.order.shrink()
    }

    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Gives a body that will be sent in blocks an entity-tag, unless it has one.
    //= rfc7959#2.4 etag: one in each block tells the client that all are of one representation
    pub(crate) fn tag(&self, response: &mut Response) {
        let tagged = response.options.as_options().first(OptionNumber::ETAG).is_some();
        if tagged || response.part.is_some() || !response.code.is_success() {
            return;
        }
        let mut hasher = self.etags.build_hasher();
        hasher.write(&response.payload);
        let tag = hasher.finish().to_be_bytes();
        let _fits = response.options.push(OptionNumber::ETAG, &tag);
    }

    /// Keeps a body for the requests for its further blocks.
    pub(crate) fn keep(&mut self, now: Instant, key: Key, response: Arc<Response>, limit: usize) {
        self.forget(&key);
        let size = response.payload.len() + OVERHEAD;
        if size > limit {
            return;
        }
        while self.bytes + size > limit {
            let Some((used, oldest)) = self.order.pop_front() else { return };
            if self.table.get(&oldest).is_some_and(|held| held.used == used) {
                self.forget(&oldest);
            }
        }
        self.bytes += size;
        self.table.insert(key, Held { response, used: now });
        self.order.push_back((now, key));
    }

    /// Returns the body that a further block is asked of.
    pub(crate) fn find(
        &mut self,
        now: Instant,
        key: &Key,
        keep: Duration,
    ) -> Option<Arc<Response>> {
        let held = self.table.get_mut(key)?;
        // Noted now and then only, so that a client cannot make the order grow at will.
        if now.saturating_since(held.used) > keep / 8 {
            held.used = now;
            self.order.push_back((now, *key));
        }
        let response = Arc::clone(&held.response);
        self.prune();
        Some(response)
    }

    pub(crate) fn forget(&mut self, key: &Key) {
        // The common case: nothing is held, and hashing the key would be for nothing.
        if self.table.is_empty() {
            return;
        }
        if let Some(held) = self.table.remove(key) {
            self.bytes -= held.response.payload.len() + OVERHEAD;
        }
        self.prune();
    }

    /// Forgets bodies that nobody asked for during `keep`.
    pub(crate) fn expire(&mut self, now: Instant, keep: Duration) {
        self.prune();
        while let Some(&(used, key)) = self.order.front()
            && used + keep <= now
        {
            self.order.pop_front();
            if self.table.get(&key).is_some_and(|held| held.used == used) {
                self.forget(&key);
            }
            self.prune();
        }
    }

    pub(crate) fn next_deadline(&self, keep: Duration) -> Option<Instant> {
        self.order.front().map(|&(used, _)| used + keep)
    }

    /// Drops outlived entries at the front, so that the front is the next one to expire.
    fn prune(&mut self) {
        while let Some((used, key)) = self.order.front()
            && self.table.get(key).is_none_or(|held| held.used != *used)
        {
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests;
