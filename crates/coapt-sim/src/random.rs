//! The chance of the simulation: `SplitMix64`, good enough for a network and the same everywhere.

use std::ops::Range;
use std::time::Duration;

/// A generator whose output follows from its seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Makes a generator.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// Draws any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// Draws a number below `end`, 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.number() % end).unwrap_or_default()
    }

    /// Tells whether something happens that is so likely, from 0 to 1.
    pub fn happens(&mut self, likely: f64) -> bool {
        let fraction = u32::try_from(self.number() >> 32).unwrap_or_default();
        f64::from(fraction) / f64::from(u32::MAX) < likely
    }

    /// Draws a time.
    pub fn time(&mut self, range: &Range<Duration>) -> Duration {
        let span = range.end.saturating_sub(range.start).as_micros();
        let micros = u128::from(self.number()) % span.max(1);
        range.start + Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }

    /// Draws a seed for an endpoint.
    pub fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        for eight in seed.chunks_mut(8) {
            eight.copy_from_slice(&self.number().to_le_bytes());
        }
        seed
    }

    /// Changes a datagram somewhere: a bit, a byte more, a byte less, or all of it.
    pub fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let place = self.below(bytes.len());
        let [byte, bit, ..] = self.number().to_le_bytes();
        match self.below(5) {
            0 => bytes.truncate(place),
            1 => bytes.insert(place, byte),
            2 => bytes.iter_mut().for_each(|other| *other ^= byte),
            _ => bytes.iter_mut().skip(place).take(1).for_each(|other| *other ^= 1 << (bit % 8)),
        }
        bytes
    }

    /// Spoils a datagram so that it is no message of this protocol any more, whatever it was.
    ///
    /// Damage that a message survives is found by the checksum of UDP.
    pub fn spoil(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let version = [0x00, 0x80, 0xC0][self.below(3)];
        match self.below(2) {
            0 => bytes.truncate(self.below(4)),
            _ => bytes.iter_mut().take(1).for_each(|first| *first = *first & 0x3F | version),
        }
        bytes
    }
}
