//! The CPU time of processes, to the nanosecond.

use std::time::Duration;

use crate::error::NetError;
use crate::sys;

/// Returns the CPU time that a process has taken so far, all its threads included, also those that have ended.
///
/// `None` stands for this process.
///
/// # Errors
/// If there is no such process.
pub fn cpu_time(process: Option<u32>) -> Result<Duration, NetError> {
    sys::cpu_time(process).map_err(|error| NetError::io("read the CPU time of a process", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_the_same_time_by_its_number() {
        let before = cpu_time(None).unwrap();
        let by_number = cpu_time(Some(std::process::id())).unwrap();
        let after = cpu_time(None).unwrap();

        assert!((before..=after).contains(&by_number));
    }

    #[test]
    fn a_process_that_is_not_there_has_none() {
        for number in [0, i32::MAX.unsigned_abs(), u32::MAX] {
            assert_eq!(cpu_time(Some(number)).unwrap_err().raw_os_error(), Some(libc::ESRCH));
        }
    }
}
