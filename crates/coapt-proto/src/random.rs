//! The one generator behind every random choice: tokens, message ids, time-outs, leisure.

use core::time::Duration;

use coapt_wire::{MessageId, Token};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// A generator whose output follows from its seed and cannot be guessed without it.
#[derive(Debug)]
pub(crate) struct Random {
    generator: ChaCha8Rng,
}

impl Random {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { generator: ChaCha8Rng::from_seed(seed) }
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.generator.next_u64()
    }

    //= rfc7252#4.4 first-id: an id that starts anywhere cannot be guessed from outside
    pub(crate) fn message_id(&mut self) -> MessageId {
        let [low, high, ..] = self.generator.next_u32().to_le_bytes();
        MessageId::from(u16::from_le_bytes([low, high]))
    }

    //= rfc7252#5.3.1 random-tokens: 64 random bits, twice what the open Internet asks for
    pub(crate) fn token(&mut self) -> Token {
        Token::new(&self.number().to_be_bytes()).unwrap_or_default()
    }

    /// Draws evenly from `shortest` to `shortest * factor`.
    pub(crate) fn stretch(&mut self, shortest: Duration, factor: f64) -> Duration {
        shortest.mul_f64(1.0 + self.fraction() * (factor.max(1.0) - 1.0))
    }

    /// Draws evenly from `low` to `high`.
    pub(crate) fn between(&mut self, low: Duration, high: Duration) -> Duration {
        low + high.saturating_sub(low).mul_f64(self.fraction())
    }

    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    fn fraction(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
