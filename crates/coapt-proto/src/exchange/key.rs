//! What tells one transfer or resource from another: keyed hashes over the options that count.

use core::hash::{BuildHasher, Hasher};

use coapt_wire::{Code, OptionNumber, Options};
use foldhash::quality::FixedState;

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
    pub(crate) fn transfer(&self, code: Code, options: Options<'_>) -> u64 {
        self.hash(code.to_byte(), options, |number| {
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
        })
    }

    /// The key of a resource: its URI.
    pub(crate) fn resource(&self, options: Options<'_>) -> u64 {
        self.hash(0, options, |number| {
            matches!(
                number,
                OptionNumber::URI_HOST
                    | OptionNumber::URI_PORT
                    | OptionNumber::URI_PATH
                    | OptionNumber::URI_QUERY
            )
        })
    }

    fn hash(&self, first: u8, options: Options<'_>, counts: impl Fn(OptionNumber) -> bool) -> u64 {
        let mut hasher = self.state.build_hasher();
        hasher.write_u8(first);
        for option in options.iter().filter(|option| counts(option.number)) {
            hasher.write_u16(option.number.value());
            hasher.write_usize(option.value.len());
            hasher.write(option.value);
        }
        hasher.finish()
    }
}
