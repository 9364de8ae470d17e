//! Entries for fuzzing: any bytes may come in; what must hold then is asserted here.
//!
//! The targets in `fuzz/` call them, and the tests replay the corpora that stand there.

mod blocks;
mod observing;
mod session;

use coapt_wire::uri::Uri;
use coapt_wire::{Message, link_format};

pub use blocks::blocks;
pub use observing::observing;
pub use session::endpoint;

/// A message that can be read can be written, and is the same again.
///
/// # Panics
///
/// If it is not.
pub fn message(data: &[u8]) {
    let Ok(message) = Message::parse(data) else { return };
    let mut written = Vec::new();
    message.encode_into(&mut written);
    let again = Message::parse(&written).expect("what was written can be read");
    assert_eq!(message, again);
    for option in message.options {
        let number = option.number;
        assert!(message.options.all(number).any(|value| value == option.value));
        let _values = (option.str(), option.block(), message.options.uint(number));
    }
}

/// A URI that can be read is the same in its normal form, and its options lead back to it.
///
/// # Panics
///
/// If it is not.
pub fn uri(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(uri) = Uri::parse(text) else { return };
    let normal = uri.normalized();
    let again = Uri::parse(&normal).expect("the normal form is a URI");
    assert_eq!(again.normalized(), normal);
    let address = ([192, 0, 2, 1], uri.port()).into();
    assert_eq!(uri.options(address), again.options(address));
}

/// Links that can be read can be written, with what no URI may hold percent-coded, and then are the same again.
///
/// # Panics
///
/// If they are not.
pub fn links(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(links) = link_format::parse(text) else { return };
    let written = link_format::write(&links);
    let again = link_format::parse(&written).expect("what was written can be read");
    assert_eq!(link_format::write(&again), written);
    let _fits = links.iter().filter(|link| link_format::matches(link, text)).count();
}

/// The bytes that are left.
struct Input<'d>(&'d [u8]);

impl<'d> Input<'d> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> u8 {
        self.byte().unwrap_or_default()
    }

    /// Bytes behind their length.
    fn bytes(&mut self) -> &'d [u8] {
        let length = usize::from(self.number()).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }
}
