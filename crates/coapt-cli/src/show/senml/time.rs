//! The time of a record (RFC 8428 §4.5.3).

use super::figure;

/// Values below this count from now, the others from 1970.
const FIRST_ABSOLUTE: f64 = 268_435_456.0;

/// The first second of the year 10000, counted from 1970.
const END: f64 = 253_402_300_800.0;

/// Gives a time in words: a date in UTC, or how far from now.
pub(super) fn text(time: f64) -> String {
    if time == 0.0 {
        return "now".to_owned();
    }
    if !(FIRST_ABSOLUTE..END).contains(&time) {
        let sign = if time > 0.0 { "+" } else { "" };
        return format!("now{sign}{} s", figure(time));
    }
    let thousandths = std::time::Duration::from_secs_f64(time).as_millis();
    let thousandths = u64::try_from(thousandths).unwrap_or_default();
    let (seconds, rest) = (thousandths / 1000, thousandths % 1000);
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Gives year, month and day of so many days after the first of January 1970.
fn date(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    while days >= days_of(year) {
        days -= days_of(year);
        year += 1;
    }
    let february = if days_of(year) == 366 { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

fn days_of(year: u64) -> u64 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if is_leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_times_count_from_now() {
        let shown = [0.0, -5.0, 3.5, 268_435_455.0, f64::INFINITY].map(text);

        assert_eq!(shown, ["now", "now-5 s", "now+3.5 s", "now+268435455 s", "now+inf s"]);
    }

    #[test]
    fn large_times_are_dates() {
        let shown = [268_435_456.0, 951_782_400.0, 1_320_067_464.25, 4_107_542_399.0].map(text);

        let expected = [
            "1978-07-04 21:24:16Z",
            "2000-02-29 00:00:00Z",
            "2011-10-31 13:24:24.250Z",
            "2100-02-28 23:59:59Z",
        ];
        assert_eq!(shown, expected);
    }
}
