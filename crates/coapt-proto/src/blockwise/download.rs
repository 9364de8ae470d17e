//! RFC 7959 §2.4: a response body on its way in, block by block.

use alloc::vec::Vec;

use coapt_wire::{Block, Code, OptionNumber, Options, OptionsBuf};
use smallvec::SmallVec;

use super::block_at;
use crate::event::Failure;
use crate::message::Response;

/// A response body of which a part has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Download {
    code: Code,
    options: OptionsBuf,
    exponent: u8,
    body: Vec<u8>,
    etag: SmallVec<[u8; 8]>,
    total: Option<u64>,
    restarts: u8,
}

/// What follows from a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The next block is to be asked for.
    Next,
    /// The body is complete.
    Done(Response),
    /// The transfer has failed.
    Failed(Failure),
}

/// How often a transfer begins anew because the resource changed in the middle.
const MAX_RESTARTS: u8 = 2;

impl Download {
    /// Takes the first answer; `None` if it is no part of a larger body.
    pub(crate) fn begin(
        code: Code,
        options: Options<'_>,
        payload: &[u8],
        (exponent, limit): (u8, usize),
    ) -> Option<Result<Self, Failure>> {
        let block = options.block(OptionNumber::BLOCK2)?;
        if block.number == 0 && !block.more {
            return None;
        }
        if block.number != 0 || block.is_reserved_size() || payload.len() != block.size() {
            return Some(Err(Failure::Blocks));
        }
        let total = options.uint(OptionNumber::SIZE2).map(u64::from);
        if payload.len() > limit || total.is_some_and(|total| total > limit as u64) {
            return Some(Err(Failure::TooLarge));
        }
        let mut whole = OptionsBuf::from(options);
        whole.remove(OptionNumber::BLOCK2);
        Some(Ok(Self {
            code,
            options: whole,
            //= rfc7959#2.4 smaller: the size may be lowered by either side, never raised
            exponent: block.size_exponent.min(exponent),
            body: payload.to_vec(),
            etag: etag_of(options),
            total,
            restarts: 0,
        }))
    }

    /// The block to ask for; `None` if the body has more blocks than can be numbered.
    //= rfc7959#2.2 no-more: M is 0 in a request for a block
    pub(crate) fn block(&self) -> Option<Block> {
        block_at(self.body.len(), false, self.exponent)
    }

    pub(crate) fn received(&self) -> usize {
        self.body.len()
    }

    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Takes the answer to the request for [`block`](Self::block).
    pub(crate) fn answered(
        &mut self,
        code: Code,
        options: Options<'_>,
        payload: &[u8],
        limit: usize,
    ) -> Step {
        let is_part = code.is_success() || code == self.code;
        let Some(block) = options.block(OptionNumber::BLOCK2).filter(|_| is_part) else {
            // Another error, or the whole of a body that has become small.
            return Step::Done(response(code, options, payload));
        };
        if code != self.code || etag_of(options) != self.etag || self.other_format(options) {
            return self.restart();
        }
        if block.size_exponent > self.exponent
            || block.number as usize * block.size() != self.body.len()
            || payload.len() > block.size()
            || (block.more && payload.len() != block.size())
        {
            return Step::Failed(Failure::Blocks);
        }
        if self.body.len() + payload.len() > limit {
            return Step::Failed(Failure::TooLarge);
        }
        self.body.extend_from_slice(payload);
        self.exponent = block.size_exponent;
        if block.more {
            return Step::Next;
        }
        let options = core::mem::take(&mut self.options);
        let payload = core::mem::take(&mut self.body).into();
        Step::Done(Response { options, payload, ..Response::new(self.code) })
    }

    /// Begins anew after the resource changed; what has arrived is thrown away.
    //= rfc7959#2.4 etag-differs: blocks of two representations are never mixed
    fn restart(&mut self) -> Step {
        if self.restarts >= MAX_RESTARTS {
            return Step::Failed(Failure::Blocks);
        }
        self.restarts += 1;
        self.body.clear();
        Step::Next
    }

    /// Tells whether the transfer stands before its first block, as after a restart.
    pub(crate) fn is_at_start(&self) -> bool {
        self.body.is_empty()
    }

    /// Takes the first block after a restart.
    pub(crate) fn begin_again(
        &mut self,
        code: Code,
        options: Options<'_>,
        payload: &[u8],
        limit: usize,
    ) -> Step {
        match Self::begin(code, options, payload, (self.exponent, limit)) {
            Some(Ok(begun)) => {
                *self = Self { restarts: self.restarts, ..begun };
                Step::Next
            }
            Some(Err(failure)) => Step::Failed(failure),
            None => Step::Done(response(code, options, payload)),
        }
    }

    fn other_format(&self, options: Options<'_>) -> bool {
        options.uint(OptionNumber::CONTENT_FORMAT)
            != self.options.as_options().uint(OptionNumber::CONTENT_FORMAT)
    }
}

/// The response as it stands, without the marks of a transfer.
fn response(code: Code, options: Options<'_>, payload: &[u8]) -> Response {
    let mut whole = OptionsBuf::from(options);
    whole.remove(OptionNumber::BLOCK2);
    whole.remove(OptionNumber::BLOCK1);
    Response { options: whole, ..Response::new(code) }.with_payload(payload.to_vec())
}

fn etag_of(options: Options<'_>) -> SmallVec<[u8; 8]> {
    options.opaque(OptionNumber::ETAG).map(SmallVec::from_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests;
