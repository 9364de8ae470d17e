//! The clock: the only place that reads the time.

use std::time::Instant as SystemInstant;

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
