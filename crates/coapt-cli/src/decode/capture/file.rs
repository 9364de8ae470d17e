//! A capture file of either format, frame by frame.

use std::io::{self, ErrorKind, Read};

use super::Frame;
use super::pcap::Pcap;
use super::pcapng::PcapNg;

/// How an error begins for a file that ends too early.
pub(super) const CUT_SHORT: &str = "the file ends in the middle of";

/// The frames of a capture file.
#[derive(Debug)]
pub(in crate::decode) enum Frames<R> {
    /// The old format.
    Pcap(Pcap<R>),
    /// The new one.
    PcapNg(PcapNg<R>),
}

impl<R: Read> Frames<R> {
    /// Reads the head of a file; says what is wrong if it is no capture.
    pub(in crate::decode) fn open(mut input: R) -> Result<Self, String> {
        let magic = array(&mut input, "its first number")?;
        match magic {
            [0x0a, 0x0d, 0x0d, 0x0a] => PcapNg::open(input).map(Self::PcapNg),
            _ => Pcap::open(magic, input).map(Self::Pcap),
        }
    }

    /// Reads the next frame; there is none behind the last.
    pub(in crate::decode) fn next(&mut self) -> Result<Option<Frame>, String> {
        match self {
            Self::Pcap(file) => file.next(),
            Self::PcapNg(file) => file.next(),
        }
    }
}

/// Reads so many bytes.
pub(super) fn array<const N: usize>(input: &mut impl Read, what: &str) -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes).map_err(|error| told(&error, what))?;
    Ok(bytes)
}

/// Reads so many bytes, unless the file ends right here.
pub(super) fn array_or_end<const N: usize>(
    input: &mut impl Read,
    what: &str,
) -> Result<Option<[u8; N]>, String> {
    let mut bytes = Vec::with_capacity(N);
    let length = N as u64;
    input.take(length).read_to_end(&mut bytes).map_err(|error| told(&error, what))?;
    match <[u8; N]>::try_from(bytes) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(bytes) if bytes.is_empty() => Ok(None),
        Err(_) => Err(format!("{CUT_SHORT} {what}")),
    }
}

/// Reads bytes whose number is known to be small enough.
pub(super) fn vector(input: &mut impl Read, length: u32, what: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes).map_err(|error| told(&error, what))?;
    if u32::try_from(bytes.len()) == Ok(length) {
        Ok(bytes)
    } else {
        Err(format!("{CUT_SHORT} {what}"))
    }
}

fn told(error: &io::Error, what: &str) -> String {
    if error.kind() == ErrorKind::UnexpectedEof {
        format!("{CUT_SHORT} {what}")
    } else {
        error.to_string()
    }
}
