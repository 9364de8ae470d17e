//! The clock: the only place that reads the time.

use std::time::{Duration, Instant as SystemInstant, SystemTime};

use coapt_proto::Instant;

/// Counts the time from the moment it was made; it never goes back.
///
/// Points in time of two clocks have nothing to do with each other.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    origin: SystemInstant,
}

impl Clock {
    /// Makes a clock that shows zero now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock that the lint speaks of")]
    pub fn start() -> Self {
        Self { origin: SystemInstant::now() }
    }

    /// Reads the clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::after_origin(self.origin.elapsed())
    }
}

/// Tells the time of day: how long it is since 1970 began, in UTC, by the clock of the system, which may be set anew.
///
/// It is for people and records; what has to happen at some moment goes by a [`Clock`].
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the clock that the lint speaks of")]
pub fn unix_time() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
