//! The clock: the only place that reads the time.

use std::time::Instant as SystemInstant;

use coapt_proto::Instant;

/// Counts the time from the moment it was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    origin: SystemInstant,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that the lint speaks of")]
    pub(crate) fn start() -> Self {
        Self { origin: SystemInstant::now() }
    }

    pub(crate) fn now(&self) -> Instant {
        Instant::after_origin(self.origin.elapsed())
    }
}
