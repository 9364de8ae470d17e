//! A bad network on purpose: `--drop`, `--duplicate`, `--delay`, `--fault-seed`.

use std::io::Write as _;
use std::ops::RangeInclusive;
use std::time::Duration;

use coapt::net::{Faults, seed};

use crate::failure::Failure;

/// The longest delay in milliseconds: an hour.
const MAX_DELAY: u64 = 3_600_000;

/// The faults that a command can be tried with
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "A bad network on purpose")]
pub(crate) struct FaultArgs {
    /// Lose so much of what is sent and received, in percent, such as 10 or 2.5
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    drop: Option<f64>,
    /// Repeat so much of what is sent and received, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    duplicate: Option<f64>,
    /// Hold each message back for so many milliseconds, or for a time from a range, such as 20..250
    #[arg(long, value_name = "MS[..MS]", value_parser = delay)]
    delay: Option<RangeInclusive<Duration>>,
    /// Repeat the faults of an earlier run, which -v tells the number of
    #[arg(long, value_name = "N")]
    fault_seed: Option<u64>,
}

impl FaultArgs {
    /// Gives the faults, if any are wanted; a seed that was drawn is told if the run is a verbose one.
    ///
    /// A seed without faults is refused: whoever gives one wants to see an earlier run again.
    pub(crate) fn faults(&self, is_verbose: bool) -> Result<Option<Faults>, Failure> {
        let is_good = self.drop.is_none() && self.duplicate.is_none() && self.delay.is_none();
        match self.fault_seed {
            Some(seed) if is_good => {
                return Err(Failure::usage(format!(
                    "--fault-seed {seed} repeats faults, and there are none without --drop, --duplicate or --delay"
                )));
            }
            None if is_good => return Ok(None),
            Some(_) | None => {}
        }
        let seed = self.fault_seed.unwrap_or_else(|| {
            let seed = draw();
            if is_verbose {
                // Nobody is left to be told when standard error is gone.
                writeln!(std::io::stderr(), "the same faults again: --fault-seed {seed}").ok();
            }
            seed
        });
        Ok(Some(Faults {
            loss: self.drop.unwrap_or_default(),
            duplication: self.duplicate.unwrap_or_default(),
            delay: self.delay.clone().unwrap_or(Duration::ZERO..=Duration::ZERO),
            seed: Some(seed),
        }))
    }
}

/// Draws a number that can be typed again.
fn draw() -> u64 {
    let [first, second, third, fourth, ..] = seed();
    u64::from(u32::from_be_bytes([first, second, third, fourth]))
}

/// Reads a share in percent; gives it as a part of 1.
pub(crate) fn percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').unwrap_or(text).parse().ok();
    number
        .filter(|share| (0.0..=100.0).contains(share))
        .map(|share: f64| share / 100.0)
        .ok_or_else(|| "a share is a number of percent from 0 to 100, such as 10 or 2.5".to_owned())
}

/// Reads a delay in milliseconds, or a range of them.
fn delay(text: &str) -> Result<RangeInclusive<Duration>, String> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (low, high) = (milliseconds(low)?, milliseconds(high)?);
    if low > high {
        return Err(format!(
            "the range begins with the longer time; write {}..{}",
            high.as_millis(),
            low.as_millis()
        ));
    }
    Ok(low..=high)
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    let number = text.parse().ok().filter(|number| *number <= MAX_DELAY);
    number.map(Duration::from_millis).ok_or_else(|| {
        "a delay is a number of milliseconds up to 3600000, or a range of them, such as 20..250"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read() {
        assert_eq!(percent("10"), Ok(0.1));
        assert_eq!(percent("2.5%"), Ok(0.025));
        assert_eq!((percent("0"), percent("100")), (Ok(0.0), Ok(1.0)));
        for wrong in ["", "-1", "101", "NaN", "inf", "ten"] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn delays_are_read() {
        let millis = Duration::from_millis;
        assert_eq!(delay("20"), Ok(millis(20)..=millis(20)));
        assert_eq!(delay("20..250"), Ok(millis(20)..=millis(250)));
        assert!(delay("250..20").unwrap_err().contains("20..250"));
        for wrong in ["", "..", "20..", "..20", "-1", "1.5", "3600001", "20...30"] {
            assert!(delay(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_seed_alone_is_no_fault() {
        let mut args = FaultArgs { drop: None, duplicate: None, delay: None, fault_seed: Some(1) };

        let refused = args.faults(true).unwrap_err();
        args.fault_seed = None;

        assert!(refused.message().is_some_and(|it| it.starts_with("--fault-seed 1 ")));
        assert_eq!(args.faults(true).ok(), Some(None));
    }
}
