//! RFC 7959 §2.3, §2.5: a request body on its way out, block by block.

use coapt_wire::{Block, Code};

use super::{block_at, size};

/// A request body of which a part is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    exponent: u8,
    acknowledged: usize,
    total: usize,
    restarted: bool,
}

/// What follows from an answer to a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The next block is to be sent.
    Next,
    /// It is the answer to the whole.
    Final,
    /// The answer does not fit to what was sent.
    Broken,
}

impl Upload {
    pub(crate) const fn new(total: usize, exponent: u8) -> Self {
        Self { exponent, acknowledged: 0, total, restarted: false }
    }

    /// The block to send; `None` if the body has more blocks than can be numbered.
    pub(crate) fn block(&self) -> Option<Block> {
        let more = self.acknowledged + size(self.exponent) < self.total;
        block_at(self.acknowledged, more, self.exponent)
    }

    /// Where in the body that block lies.
    pub(crate) fn range(&self) -> core::ops::Range<usize> {
        self.acknowledged..self.total.min(self.acknowledged + size(self.exponent))
    }

    pub(crate) const fn acknowledged(&self) -> usize {
        self.acknowledged
    }

    /// Takes the answer to the block that was sent.
    pub(crate) fn answered(&mut self, code: Code, echoed: Option<Block>) -> Step {
        let Some(sent) = self.block() else { return Step::Broken };
        if code == Code::REQUEST_ENTITY_TOO_LARGE {
            return self.too_large(echoed);
        }
        let goes_on = code == Code::CONTINUE || (code.is_success() && echoed.is_some());
        if !goes_on || (!sent.more && code != Code::CONTINUE) {
            return Step::Final;
        }
        let is_another = echoed.is_some_and(|echoed| echoed.number != sent.number);
        if !sent.more || is_another {
            return Step::Broken;
        }
        self.acknowledged += sent.size();
        if let Some(echoed) = echoed {
            //= rfc7959#2.5 smaller: a size that the server prefers is followed, the number scaled to it
            self.exponent = self.exponent.min(echoed.size_exponent);
        }
        Step::Next
    }

    //= rfc7959#2.9 hint: a smaller size in 4.13 is tried once
    fn too_large(&mut self, hint: Option<Block>) -> Step {
        let Some(hint) = hint.filter(|hint| hint.size_exponent < self.exponent && !self.restarted)
        else {
            return Step::Final;
        };
        *self = Self { restarted: true, ..Self::new(self.total, hint.size_exponent) };
        Step::Next
    }
}

#[cfg(test)]
mod tests;
