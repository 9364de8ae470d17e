//! `--limit-rate`: so many bytes a second and no more, on average since the beginning.

use std::io;
use std::time::Duration;

use rustix::event::{Timespec, poll};
use rustix::io::Errno;

use coapt::net::Clock;

/// Bytes a second, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate(u64);

/// Reads a rate: bytes a second, or thousands of 1024 with K, M or G behind.
pub(crate) fn rate(text: &str) -> Result<Rate, String> {
    let wrong = || format!("{text} is no rate; 500, 10K and 2M are: bytes a second");
    let unit = text.chars().last().map_or(' ', |last| last.to_ascii_uppercase());
    let power = match unit {
        'K' => 1,
        'M' => 2,
        'G' => 3,
        _ => 0,
    };
    let digits = if power == 0 { text } else { text.get(..text.len() - 1).unwrap_or_default() };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let bytes = number.checked_mul(1024_u64.pow(power)).ok_or_else(wrong)?;
    if bytes == 0 { Err(wrong()) } else { Ok(Rate(bytes)) }
}

/// Keeps a transfer at its rate.
#[derive(Debug)]
pub(super) struct Pace {
    clock: Clock,
    rate: Option<Rate>,
    bytes: u64,
}

impl Pace {
    /// Starts the time; without a rate nothing has to wait.
    pub(super) fn new(rate: Option<Rate>) -> Self {
        Self { clock: Clock::start(), rate, bytes: 0 }
    }

    /// Gives the time since the beginning.
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.now().since_origin()
    }

    /// Counts bytes, and waits until they may have gone.
    pub(super) fn count(&mut self, bytes: u64) -> io::Result<()> {
        self.bytes += bytes;
        let Some(rate) = self.rate else { return Ok(()) };
        let due = due(self.bytes, rate);
        loop {
            let left = due.saturating_sub(self.elapsed());
            if left.is_zero() {
                return Ok(());
            }
            wait(left)?;
        }
    }
}

/// Says when so many bytes may have gone.
fn due(bytes: u64, Rate(rate): Rate) -> Duration {
    let nanos = u128::from(bytes) * 1_000_000_000 / u128::from(rate);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Lets time pass; it may be less if a signal comes.
fn wait(time: Duration) -> io::Result<()> {
    let time = Timespec::try_from(time).map_err(io::Error::other)?;
    match poll(&mut [], Some(&time)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_units() {
        let read = ["1", "500", "10K", "10k", "2M", "1g"].map(|text| rate(text).unwrap().0);

        assert_eq!(read, [1, 500, 10_240, 10_240, 2 << 20, 1 << 30]);
        for wrong in ["", "0", "K", "-1", "1.5K", "10KB", "99999999999999999G", "ü"] {
            assert!(rate(wrong).unwrap_err().contains("is no rate; 500, 10K"), "{wrong}");
        }
    }

    #[test]
    fn bytes_are_due_by_their_number() {
        assert_eq!(due(512, Rate(1024)), Duration::from_millis(500));
        assert_eq!(due(0, Rate(1)), Duration::ZERO);
        assert_eq!(due(u64::MAX, Rate(1)), Duration::from_nanos(u64::MAX));
    }
}
