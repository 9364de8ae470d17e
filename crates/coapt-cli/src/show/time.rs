//! Moments as people and programs read them (RFC 3339).

use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

/// Writes a moment, given as the time since 1970 began in UTC, to the microsecond: `2024-02-29T12:00:00.250000Z`.
pub(crate) fn utc(since_epoch: Duration) -> String {
    let (seconds, micros) = (since_epoch.as_secs(), since_epoch.subsec_micros());
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
}

/// Finds the date of a day, counted from 1970-01-01, in years that begin with March: the leap day then comes last.
fn date(day: u64) -> (u64, u64, u64) {
    const DAYS_OF_ERA: u64 = 146_097;
    let day = day.saturating_add(719_468);
    let (era, day) = (day / DAYS_OF_ERA, day % DAYS_OF_ERA);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let is_next_year = month >= 10;
    let month = if is_next_year { month - 9 } else { month + 3 };
    (era * 400 + year + u64::from(is_next_year), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (millis, expected) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000000Z"),
            (1_709_251_199_250, "2024-02-29T23:59:59.250000Z"),
            (1_709_251_200_000, "2024-03-01T00:00:00.000000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000000Z"),
        ] {
            assert_eq!(utc(Duration::from_millis(millis)), expected);
        }
        assert!(utc(Duration::MAX).ends_with('Z'));
    }
}
