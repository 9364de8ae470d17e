//! The format of tcpdump: a head, and then a record for each frame.

use std::io::Read;
use std::time::Duration;

use super::file::{array, array_or_end, vector};
use super::{Frame, MAX_FRAME};

/// The frames of a file.
#[derive(Debug)]
pub(in crate::decode) struct Pcap<R> {
    input: R,
    order: Order,
    /// How many parts of a second the times count.
    resolution: u64,
    link: u32,
    count: u64,
}

/// In which order the bytes of a number stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The highest first.
    Big,
    /// The lowest first.
    Little,
}

impl Order {
    /// Reads a number of two bytes; 0 if there are none.
    pub(super) fn u16(self, bytes: &[u8], place: usize) -> u16 {
        let bytes = bytes.get(place..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
        match self {
            Self::Big => u16::from_be_bytes(bytes),
            Self::Little => u16::from_le_bytes(bytes),
        }
    }

    /// Reads a number of four bytes; 0 if there are none.
    pub(super) fn u32(self, bytes: &[u8], place: usize) -> u32 {
        let bytes = bytes.get(place..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
        match self {
            Self::Big => u32::from_be_bytes(bytes),
            Self::Little => u32::from_le_bytes(bytes),
        }
    }
}

impl<R: Read> Pcap<R> {
    /// Reads what stands behind the first number.
    pub(super) fn open(magic: [u8; 4], mut input: R) -> Result<Self, String> {
        const MICRO: u64 = 1_000_000;
        const NANO: u64 = 1_000_000_000;
        let (order, resolution) = match magic {
            [0xa1, 0xb2, 0xc3, 0xd4] => (Order::Big, MICRO),
            [0xd4, 0xc3, 0xb2, 0xa1] => (Order::Little, MICRO),
            [0xa1, 0xb2, 0x3c, 0x4d] => (Order::Big, NANO),
            [0x4d, 0x3c, 0xb2, 0xa1] => (Order::Little, NANO),
            _ => return Err("this is no capture: neither pcap nor pcapng begins so".to_owned()),
        };
        let head: [u8; 20] = array(&mut input, "its head")?;
        // The upper bits tell of checksums at the end of frames, which IP knows to leave out.
        let link = order.u32(&head, 16) & 0x0fff_ffff;
        Ok(Self { input, order, resolution, link, count: 0 })
    }

    /// Reads the next frame.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, String> {
        let what = format!("frame {}", self.count + 1);
        let Some(head) = array_or_end::<16>(&mut self.input, &what)? else { return Ok(None) };
        let [seconds, parts, length] = [0, 4, 8].map(|place| self.order.u32(&head, place));
        if length > MAX_FRAME {
            return Err(format!("{what} claims {length} bytes; {MAX_FRAME} are allowed"));
        }
        self.count += 1;
        let bytes = vector(&mut self.input, length, &what)?;
        let nanos = u64::from(parts) * (1_000_000_000 / self.resolution);
        let time = Duration::from_secs(seconds.into()) + Duration::from_nanos(nanos);
        Ok(Some(Frame { time: Some(time), link: self.link, bytes }))
    }
}
