//! What tells one transfer or resource from another: keyed hashes over the options that count.

use core::hash::{BuildHasher, Hasher};

use coapt_wire::{Code, OptionNumber, Options, OptionsBuf};
use foldhash::quality::FixedState;

use super::Present;

/// Makes keys that nobody outside can predict.
#[derive(Debug)]
pub(crate) struct Keys {
    state: FixedState,
}

impl Keys {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: FixedState::with_seed(seed) }
    }

    /// The key of a block-wise transfer: method and cache key (RFC 7252 §5.6, RFC 7959 §2.5), and Request-Tag.
    ///
    /// Left out are the options that change from block to block, and those of validation and observation.
    pub(crate) fn transfer(&self, code: Code, options: Options<'_>, present: Present) -> u64 {
        // The usual request has no options but those that count.
        if present.are_within(&ALWAYS_COUNT) {
            return self.hash(code.to_byte(), options);
        }
        self.hash(code.to_byte(), picked(options, counts_for_transfer).as_options())
    }

    /// The key of a resource: its URI.
    pub(crate) fn resource(&self, options: Options<'_>) -> u64 {
        self.hash(0, picked(options, |number| OF_THE_URI.contains(&number)).as_options())
    }

    fn hash(&self, first: u8, options: Options<'_>) -> u64 {
        let mut hasher = self.state.build_hasher();
        hasher.write_u8(first);
        hasher.write(options.as_bytes());
        hasher.finish()
    }
}

/// Options that always count for a transfer.
const ALWAYS_COUNT: [OptionNumber; 6] = [
    OptionNumber::URI_HOST,
    OptionNumber::URI_PORT,
    OptionNumber::URI_PATH,
    OptionNumber::URI_QUERY,
    OptionNumber::ACCEPT,
    OptionNumber::CONTENT_FORMAT,
];

/// The options that make up a URI.
const OF_THE_URI: [OptionNumber; 4] = [
    OptionNumber::URI_HOST,
    OptionNumber::URI_PORT,
    OptionNumber::URI_PATH,
    OptionNumber::URI_QUERY,
];

fn counts_for_transfer(number: OptionNumber) -> bool {
    let varies = matches!(
        number,
        OptionNumber::BLOCK1
            | OptionNumber::BLOCK2
            | OptionNumber::OBSERVE
            | OptionNumber::ETAG
            | OptionNumber::IF_MATCH
            | OptionNumber::IF_NONE_MATCH
            | OptionNumber::NO_RESPONSE
            | OptionNumber::HOP_LIMIT
    );
    !varies && (number.is_unsafe() || !number.is_no_cache_key())
}

/// The options with the numbers that count, in wire form.
fn picked(options: Options<'_>, counts: impl Fn(OptionNumber) -> bool) -> OptionsBuf {
    let mut buffer = OptionsBuf::new();
    for option in options.iter().filter(|option| counts(option.number)) {
        // An option that was received is not too long to be written.
        let _fits = buffer.push(option.number, option.value);
    }
    buffer
}
