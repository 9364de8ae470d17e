//! Whole numbers on the command line.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Makes the reader of a whole number in a range; what is wrong is told with the range.
pub(crate) fn whole<N>(
    range: RangeInclusive<N>,
) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + PartialOrd + Display + Clone + Send + Sync + 'static,
{
    move |text| {
        let (from, to) = (range.start(), range.end());
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            Ok(number) if number < *from => Err(format!("the least is {from}")),
            _ => Err(format!("a whole number from {from} to {to} is allowed")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outside_of_the_range_is_told_with_it() {
        let read = whole(1..=64_u32);

        assert_eq!((read("1"), read("64")), (Ok(1), Ok(64)));
        assert_eq!(read("0").unwrap_err(), "the least is 1");
        for wrong in ["65", "-1", "x", "", "1.5", "99999999999"] {
            assert_eq!(
                read(wrong).unwrap_err(),
                "a whole number from 1 to 64 is allowed",
                "{wrong}"
            );
        }
    }
}
