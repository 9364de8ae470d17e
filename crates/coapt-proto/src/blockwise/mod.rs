//! RFC 7959: bodies in, bodies out; nothing above knows that blocks exist.

mod assembly;
mod download;
mod outgoing;
mod turns;
mod upload;

pub(crate) use assembly::{Assemblies, Fragment, Room, Step as AssemblyStep};
pub(crate) use download::{Download, Step as DownloadStep};
pub(crate) use outgoing::{Cut, Outgoing, cut, needs_blocks};
pub(crate) use turns::{Line, Turns};
pub(crate) use upload::{Step as UploadStep, Upload};

use coapt_wire::Block;

/// How many bytes a block of this size exponent has.
pub(crate) const fn size(exponent: u8) -> usize {
    1 << (if exponent > 6 { 6 } else { exponent } + 4)
}

/// The block of this size that begins at `offset`; `None` beyond the 2^20 blocks that can be named.
pub(crate) fn block_at(offset: usize, more: bool, exponent: u8) -> Option<Block> {
    let number = u32::try_from(offset / size(exponent)).ok()?;
    Block::new(number, more, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_powers_of_two_from_16_to_1024() {
        let sizes = [16, 32, 64, 128, 256, 512, 1024, 1024];

        for (exponent, bytes) in (0..).zip(sizes) {
            assert_eq!(size(exponent), bytes);
        }
    }

    #[test]
    fn a_block_is_named_by_how_many_of_its_size_come_before_it() {
        assert_eq!(block_at(0, true, 6), Block::new(0, true, 6));
        assert_eq!(block_at(48, false, 0), Block::new(3, false, 0));
        assert_eq!(block_at(3072, true, 6), Block::new(3, true, 6));
    }

    #[test]
    fn no_block_is_named_behind_the_last_number() {
        for exponent in 0..=6 {
            let end = size(exponent) << 20;

            assert_eq!(
                block_at(end - 1, false, exponent).map(|block| block.number),
                Some(0xf_ffff)
            );
            assert_eq!(block_at(end, false, exponent), None);
        }
    }
}
