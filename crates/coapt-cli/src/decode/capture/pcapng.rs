//! The format of Wireshark: blocks of many kinds, of which those with frames count.

use std::io::Read;
use std::time::Duration;

use super::file::{array, array_or_end, vector};
use super::pcap::Order;
use super::{Frame, MAX_FRAME};

/// The longest block that is read.
const MAX_BLOCK: u32 = 16 << 20;

/// How many interfaces a section may have.
const MAX_INTERFACES: usize = 4096;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

/// The frames of a file.
#[derive(Debug)]
pub(in crate::decode) struct PcapNg<R> {
    input: R,
    order: Order,
    interfaces: Vec<Interface>,
    blocks: u64,
}

/// What a section says of an interface.
#[derive(Clone, Copy, Debug)]
struct Interface {
    link: u32,
    /// How many parts of a second its times count.
    resolution: u64,
    /// What is added to them, in seconds.
    offset: i64,
}

impl<R: Read> PcapNg<R> {
    /// Reads the head of the first section, behind the number of its kind.
    pub(super) fn open(input: R) -> Result<Self, String> {
        let mut file = Self { input, order: Order::Little, interfaces: Vec::new(), blocks: 1 };
        file.section()?;
        Ok(file)
    }

    /// Reads on to the next frame.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, String> {
        loop {
            let what = format!("block {}", self.blocks + 1);
            let Some(kind) = array_or_end::<4>(&mut self.input, &what)? else { return Ok(None) };
            self.blocks += 1;
            // The number of a section reads the same both ways.
            let kind = self.order.u32(&kind, 0);
            if kind == SECTION {
                self.section()?;
                continue;
            }
            let length: [u8; 4] = array(&mut self.input, &what)?;
            let body = self.body(self.order.u32(&length, 0), 8, &what)?;
            if kind == INTERFACE {
                self.interface(&body)?;
            } else if let Some(frame) = self.frame(kind, &body) {
                return Ok(Some(frame));
            }
        }
    }

    /// Reads a section's head behind the number of its kind; all interfaces are those of the section.
    fn section(&mut self) -> Result<(), String> {
        let what = "the head of a section";
        let head: [u8; 8] = array(&mut self.input, what)?;
        self.order = match Order::Big.u32(&head, 4) {
            0x1a2b_3c4d => Order::Big,
            0x4d3c_2b1a => Order::Little,
            _ => return Err(format!("{what} does not tell the order of bytes")),
        };
        self.interfaces.clear();
        self.body(self.order.u32(&head, 0), 12, what).map(drop)
    }

    /// Reads the rest of a block of which `read` bytes were read; its last four bytes tell its length again.
    fn body(&mut self, length: u32, read: u32, what: &str) -> Result<Vec<u8>, String> {
        let rest = length
            .checked_sub(read + 4)
            .filter(|_| length.is_multiple_of(4) && length <= MAX_BLOCK);
        let Some(rest) = rest else {
            return Err(format!(
                "{what} claims {length} bytes; a block has 12 to {MAX_BLOCK}, in steps of 4"
            ));
        };
        let body = vector(&mut self.input, rest, what)?;
        let _again: [u8; 4] = array(&mut self.input, what)?;
        Ok(body)
    }

    fn interface(&mut self, body: &[u8]) -> Result<(), String> {
        if self.interfaces.len() >= MAX_INTERFACES {
            return Err(format!("a section has more than {MAX_INTERFACES} interfaces"));
        }
        let mut interface =
            Interface { link: self.order.u16(body, 0).into(), resolution: 1_000_000, offset: 0 };
        let mut options = body.get(8..).unwrap_or_default();
        while let (code @ 1.., length) = (self.order.u16(options, 0), self.order.u16(options, 2)) {
            let value = options.get(4..).unwrap_or_default();
            match (code, length) {
                (9, 1) => interface.resolution = resolution(value.first().copied().unwrap_or(6)),
                (14, 8) => interface.offset = self.offset(value),
                _ => {}
            }
            let padded = usize::from(length).next_multiple_of(4);
            options = value.get(padded..).unwrap_or_default();
        }
        self.interfaces.push(interface);
        Ok(())
    }

    fn offset(&self, value: &[u8]) -> i64 {
        let (first, second) = (self.order.u32(value, 0), self.order.u32(value, 4));
        let (high, low) = if self.order == Order::Big { (first, second) } else { (second, first) };
        i64::from_be_bytes((u64::from(high) << 32 | u64::from(low)).to_be_bytes())
    }

    /// Takes the frame out of a block, if the block has one of a known interface.
    fn frame(&self, kind: u32, body: &[u8]) -> Option<Frame> {
        let u32 = |place| self.order.u32(body, place);
        let (interface, length, place) = match kind {
            ENHANCED_PACKET => (u32(0), u32(12), 20),
            OLD_PACKET => (self.order.u16(body, 0).into(), u32(12), 20),
            // It has no time, and its length is that of the block unless the frame is shorter.
            SIMPLE_PACKET => (0, u32(0).min(u32::try_from(body.len()).ok()?.saturating_sub(4)), 4),
            _ => return None,
        };
        let interface = self.interfaces.get(usize::try_from(interface).ok()?)?;
        let length = usize::try_from(length.min(MAX_FRAME)).ok()?;
        let bytes = body.get(place..)?.get(..length)?.to_vec();
        let units = u64::from(u32(4)) << 32 | u64::from(u32(8));
        let time = (kind != SIMPLE_PACKET).then(|| interface.time(units));
        Some(Frame { time, link: interface.link, bytes })
    }
}

impl Interface {
    /// Makes a time of the units that the interface counts.
    fn time(&self, units: u64) -> Duration {
        let seconds = (units / self.resolution).saturating_add_signed(self.offset);
        let parts =
            u128::from(units % self.resolution) * 1_000_000_000 / u128::from(self.resolution);
        Duration::new(seconds, u32::try_from(parts).unwrap_or_default())
    }
}

/// Reads how many parts of a second are counted: a power of ten, or of two if the highest bit is set.
fn resolution(byte: u8) -> u64 {
    let base: u64 = if byte & 0x80 == 0 { 10 } else { 2 };
    base.checked_pow(u32::from(byte & 0x7f)).unwrap_or(u64::MAX)
}
