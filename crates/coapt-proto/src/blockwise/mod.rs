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
