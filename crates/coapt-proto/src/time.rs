//! Points in time as the protocol machine sees them: nanoseconds since an origin that the driver chose.
//!
//! The core has no clock; whoever calls it says what time it is.

use core::fmt;
use core::ops::{Add, AddAssign, Sub};
use core::time::Duration;

/// A point in time, counted from an origin that the driver chose.
///
/// It never goes back and has no relation to the time of day.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    nanos: u64,
}

impl Instant {
    /// The origin itself.
    pub const ORIGIN: Self = Self { nanos: 0 };

    /// The last point in time that can be told, some 584 years after the origin.
    pub const FAR_FUTURE: Self = Self { nanos: u64::MAX };

    /// Returns the point in time that lies `elapsed` after the origin.
    #[must_use]
    pub fn after_origin(elapsed: Duration) -> Self {
        Self { nanos: u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX) }
    }

    /// Returns how far this point lies after the origin.
    #[must_use]
    pub const fn since_origin(self) -> Duration {
        Duration::from_nanos(self.nanos)
    }

    /// Returns the time from `earlier` to this point, zero if `earlier` is later.
    #[must_use]
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.nanos.saturating_sub(earlier.nanos))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        let later = u64::try_from(later.as_nanos()).unwrap_or(u64::MAX);
        Self { nanos: self.nanos.saturating_add(later) }
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, later: Duration) {
        *self = *self + later;
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.saturating_since(earlier)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s", self.since_origin().as_secs_f64())
    }
}
