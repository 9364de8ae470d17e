//! Numbers for people: groups of three figures, times with their unit.

use std::time::Duration;

/// Gives a number with its figures in groups of three.
pub(super) fn grouped(number: u64) -> String {
    let figures = number.to_string();
    let mut out = String::new();
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(figure);
    }
    out
}

/// Gives a number with three figures that count, or all before the dot.
pub(super) fn figure(number: f64) -> String {
    match number {
        _ if !number.is_finite() => "-".to_owned(),
        0.0 => "0".to_owned(),
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => grouped(rounded(number)),
    }
}

/// Gives a time in the unit that suits it.
pub(super) fn time(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1e3 {
        format!("{} µs", figure(micros))
    } else if micros < 1e6 {
        format!("{} ms", figure(micros / 1e3))
    } else {
        format!("{} s", figure(micros / 1e6))
    }
}

/// How many in a second; 0 if no time has passed.
pub(super) fn rate(count: u64, time: Duration) -> f64 {
    let seconds = time.as_secs_f64();
    if seconds > 0.0 { float(count) / seconds } else { 0.0 }
}

/// Microseconds for each of so many; `None` if there are none.
pub(super) fn micros_each(time: Duration, count: u64) -> Option<f64> {
    (count > 0).then(|| time.as_secs_f64() * 1e6 / float(count))
}

#[expect(clippy::cast_precision_loss, reason = "15 figures are more than anybody reads")]
pub(super) fn float(number: u64) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, and no number here is negative"
)]
pub(super) fn rounded(number: f64) -> u64 {
    number.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_groups() {
        let all = [0, 12, 123, 1234, 123_456, 1_234_567].map(grouped);

        assert_eq!(all, ["0", "12", "123", "1 234", "123 456", "1 234 567"]);
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let all = [1_234, 12_345, 1_234_567, 2_500_000_000].map(|n| time(Duration::from_nanos(n)));

        assert_eq!(all, ["1.23 µs", "12.3 µs", "1.23 ms", "2.50 s"]);
    }

    #[test]
    fn nothing_divides_by_nothing() {
        assert_eq!((rate(7, Duration::ZERO), micros_each(Duration::MAX, 0)), (0.0, None));
        assert_eq!(figure(f64::NAN), "-");
    }
}
