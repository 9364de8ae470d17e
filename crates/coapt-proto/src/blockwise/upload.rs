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
        let Some(echoed) = echoed else {
            return if code == Code::CONTINUE && sent.more {
                self.advance(sent)
            } else {
                Step::Broken
            };
        };
        if !sent.more || echoed.number != sent.number {
            return Step::Broken;
        }
        let step = self.advance(sent);
        //= rfc7959#2.5 smaller: a size that the server prefers is followed, the number scaled to it
        self.exponent = self.exponent.min(echoed.size_exponent);
        step
    }

    fn advance(&mut self, sent: Block) -> Step {
        self.acknowledged += sent.size();
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
mod tests {
    use super::*;

    fn echoed(number: u32, more: bool, exponent: u8) -> Option<Block> {
        Block::new(number, more, exponent)
    }

    // rfc: M-7959-2.3-01, M-7959-2.5-01
    #[test]
    fn a_smaller_size_scales_the_number() {
        let mut upload = Upload::new(64, 1);

        assert_eq!(upload.answered(Code::CONTINUE, echoed(0, true, 0)), Step::Next);

        assert_eq!(upload.block(), echoed(2, true, 0));
        assert_eq!(upload.range(), 32..48);
    }

    #[test]
    fn an_answer_to_another_block_breaks_the_transfer() {
        let mut upload = Upload::new(64, 0);

        assert_eq!(upload.answered(Code::CONTINUE, echoed(1, true, 0)), Step::Broken);
    }

    #[test]
    fn the_answer_to_the_last_block_is_final() {
        let mut upload = Upload::new(20, 0);

        assert_eq!(upload.answered(Code::CONTINUE, echoed(0, true, 0)), Step::Next);
        assert_eq!(upload.range(), 16..20);
        assert_eq!(upload.answered(Code::CHANGED, echoed(1, false, 0)), Step::Final);
    }

    // rfc: M-7959-2.5-01, M-7959-2.9-01
    #[test]
    fn a_hint_in_4_13_is_followed_once() {
        let mut upload = Upload::new(4096, 6);
        let too_large = Code::REQUEST_ENTITY_TOO_LARGE;

        assert_eq!(upload.answered(too_large, echoed(0, true, 4)), Step::Next);
        assert_eq!(upload.block(), echoed(0, true, 4));
        assert_eq!(upload.answered(too_large, echoed(0, true, 2)), Step::Final);
    }
}
