//! Endpoints in virtual time over a network that loses, repeats, delays, reorders and forges.
//!
//! A [`World`] holds hosts, each an [`Endpoint`] with its address, and the datagrams under way
//! between them. Everything follows from one seed, so that a failure can be played again.

pub mod fuzz;
mod lone;
mod random;
pub mod storm;
mod world;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

pub use coapt_proto::Endpoint;
pub use lone::{Lone, Sent, datagram, peer};
pub use random::Random;
pub use world::{HostId, Witness, World};

/// What the network does to datagrams; each of them fares for itself.
#[derive(Clone, Debug)]
pub struct Link {
    /// How likely a datagram is lost, from 0 to 1.
    pub loss: f64,
    /// How likely it arrives twice, from 0 to 1.
    pub duplicate: f64,
    /// How likely a damaged copy of it arrives as well, from 0 to 1.
    pub damage: f64,
    /// How likely a copy of it that is no message any more arrives as well, from 0 to 1.
    pub spoil: f64,
    /// How long it is under way; what is sent later may arrive earlier.
    pub delay: Range<Duration>,
    /// How likely it takes much longer, from 0 to 1.
    pub reorder: f64,
    /// How long it is under way then.
    pub late: Range<Duration>,
}

impl Link {
    /// A network on which nothing goes wrong.
    #[must_use]
    pub fn perfect() -> Self {
        let delay = Duration::from_millis(1)..Duration::from_millis(2);
        Self { loss: 0.0, duplicate: 0.0, damage: 0.0, delay, ..Self::in_time() }
    }

    /// A network on which much goes wrong.
    #[must_use]
    pub fn hostile() -> Self {
        let delay = Duration::from_millis(5)..Duration::from_secs(3);
        Self { loss: 0.3, duplicate: 0.1, damage: 0.0, delay, ..Self::in_time() }
    }

    /// A network that loses, repeats and damages nothing and on which nothing is late.
    fn in_time() -> Self {
        Self {
            loss: 0.0,
            duplicate: 0.0,
            damage: 0.0,
            spoil: 0.0,
            delay: Duration::ZERO..Duration::ZERO,
            reorder: 0.0,
            late: Duration::ZERO..Duration::ZERO,
        }
    }
}

/// Runs a test with each of so many seeds, or with the one that `COAPT_SEED` names.
///
/// # Panics
///
/// If the test does; the seed is told on standard error.
pub fn for_each_seed(count: u64, test: impl Fn(u64)) {
    let chosen = std::env::var("COAPT_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds = chosen.map_or(0..count, |seed| seed..seed + 1);
    for seed in seeds {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| test(seed))) {
            tell(seed);
            resume_unwind(panic);
        }
    }
}

#[expect(clippy::print_stderr, reason = "it tells how to play a failure again")]
fn tell(seed: u64) {
    eprintln!("reproduce with COAPT_SEED={seed}");
}
