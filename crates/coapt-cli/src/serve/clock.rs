//! The clock of what the server does beside CoAP: commands that must end, answers that come late.

use std::time::{Duration, Instant};

/// A moment up to which something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Instant);

impl Moment {
    #[expect(clippy::disallowed_methods, reason = "these times are none of the protocol's")]
    pub(crate) fn now() -> Self {
        Self(Instant::now())
    }

    /// Gives the moment so much later; `wait` is some hours at most.
    pub(crate) fn after(wait: Duration) -> Self {
        Self(Self::now().0 + wait)
    }

    /// Tells how long it is until then; zero when it is over.
    pub(crate) fn left(self) -> Duration {
        self.0.saturating_duration_since(Self::now().0)
    }

    /// Tells how long ago it was.
    pub(crate) fn past(self) -> Duration {
        Self::now().0.saturating_duration_since(self.0)
    }
}
