//! Datagrams out of capture files.
//!
//! Files come from anywhere, so every length in them is checked, and none makes us keep more than one frame.

mod file;
mod frame;
mod pcap;
mod pcapng;

pub(super) use file::Frames;
pub(super) use frame::{Datagram, Skipped, datagram};

use std::time::Duration;

/// The longest frame that is read: more than any system captures, less than would hurt.
const MAX_FRAME: u32 = 1 << 20;

/// A frame as it was captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// When, as the time since 1970 began; not every format tells.
    pub(super) time: Option<Duration>,
    /// The link type, by its number in the registry of tcpdump.
    pub(super) link: u32,
    /// The bytes, beginning with the header of the link.
    pub(super) bytes: Vec<u8>,
}
