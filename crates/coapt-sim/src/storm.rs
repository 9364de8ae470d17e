//! Storms: many exchanges over a network on which everything goes wrong, then a calm in which all must come to its end.
//!
//! A model judges what is seen on the wire and what the applications are told. Everything follows
//! from one seed, and equal seeds give the same bytes at the same times.

mod application;
mod content;
mod datagram;
mod model;

use std::time::Duration;

use crate::Link;

use self::application::Application;

/// How many exchanges one world sees; then another one begins.
const EXCHANGES_A_WORLD: u64 = 200;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// How likely a datagram is lost, from 0 to 1.
    pub loss: f64,
    /// How likely it arrives twice, from 0 to 1.
    pub duplicate: f64,
    /// How likely it takes up to 100 s, from 0 to 1.
    pub reorder: f64,
    /// How likely a copy of it that is no message any more arrives as well, from 0 to 1.
    pub damage: f64,
}

/// What came of a storm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Exchanges begun.
    pub exchanges: u64,
    /// Those that ended with the right answer.
    pub answered: u64,
    /// Those that ended with an error.
    pub failed: u64,
    /// Those that were acknowledged, or never, and whose answer was lost: their client gave them up after the calm.
    pub given_up: u64,
    /// Datagrams sent.
    pub datagrams: u64,
    /// A fingerprint of every datagram and its time.
    pub hash: u64,
    /// Broken promises.
    pub broken: u64,
    /// The first of them, word for word, with the seed of their world.
    pub findings: Vec<String>,
}

impl Default for Weather {
    fn default() -> Self {
        Self { loss: 0.3, duplicate: 0.1, reorder: 0.2, damage: 0.05 }
    }
}

impl Weather {
    fn link(self) -> Link {
        Link {
            loss: self.loss,
            duplicate: self.duplicate,
            damage: 0.0,
            spoil: self.damage,
            delay: Duration::from_millis(5)..Duration::from_millis(500),
            reorder: self.reorder,
            late: Duration::from_millis(500)..Duration::from_secs(100),
        }
    }
}

/// Runs so many exchanges; `progress` is told how many have been run.
pub fn run(seed: u64, exchanges: u64, weather: Weather, mut progress: impl FnMut(u64)) -> Report {
    let mut report = Report { hash: 0xCBF2_9CE4_8422_2325, ..Report::default() };
    let mut world_seed = seed;
    while report.exchanges < exchanges {
        let count = EXCHANGES_A_WORLD.min(exchanges - report.exchanges);
        report.add(world_seed, Application::new(world_seed, weather.link()).run(count));
        world_seed = world_seed.wrapping_add(1);
        progress(report.exchanges);
    }
    report
}

impl Report {
    fn add(&mut self, seed: u64, other: Self) {
        self.exchanges += other.exchanges;
        self.answered += other.answered;
        self.failed += other.failed;
        self.given_up += other.given_up;
        self.datagrams += other.datagrams;
        self.hash = (self.hash ^ other.hash).wrapping_mul(0x0100_0000_01B3);
        self.broken += other.broken;
        let room = 10_usize.saturating_sub(self.findings.len());
        let named = other.findings.into_iter().map(|what| format!("seed {seed}: {what}"));
        self.findings.extend(named.take(room));
    }
}
