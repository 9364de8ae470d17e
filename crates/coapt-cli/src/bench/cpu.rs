//! The CPU time of processes.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::failure::Failure;

/// Measures CPU time.
#[derive(Debug)]
pub(super) struct Meter {
    own: Duration,
    server: Option<(u32, Duration)>,
}

/// The CPU time that a run took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spent {
    /// That of this process.
    pub(super) own: Duration,
    /// That of the server, if it was asked for and still runs.
    pub(super) server: Option<Duration>,
}

impl Meter {
    /// Begins now; a server is named by its process id.
    pub(super) fn start(pid: Option<u32>) -> Result<Self, Failure> {
        let server = pid.map(|pid| of(pid).map(|time| (pid, time))).transpose()?;
        Ok(Self { own: own(), server })
    }

    /// Gives what was spent since.
    pub(super) fn spent(&self) -> Spent {
        let server = self
            .server
            .and_then(|(pid, before)| of(pid).ok().map(|after| after.saturating_sub(before)));
        Spent { own: own().saturating_sub(self.own), server }
    }
}

/// Gives the CPU time of this process.
fn own() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Gives the CPU time of another process: that of the threads that it has now.
///
/// `/proc/PID/task/TID/schedstat` tells it in nanoseconds; `/proc/PID/stat` would in hundredths of a second.
fn of(pid: u32) -> Result<Duration, Failure> {
    let folder = format!("/proc/{pid}/task");
    let failed = |error: std::io::Error| {
        Failure::local(format!("cannot read the CPU time of process {pid}: {error}"))
    };
    let mut nanos = 0_u64;
    for task in fs::read_dir(folder).map_err(failed)? {
        // A thread may end while its file is looked for.
        let Ok(text) = fs::read_to_string(task.map_err(failed)?.path().join("schedstat")) else {
            continue;
        };
        nanos = nanos.saturating_add(first_number(&text));
    }
    Ok(Duration::from_nanos(nanos))
}

fn first_number(text: &str) -> u64 {
    text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_a_time_and_one_that_is_gone_has_none() {
        let before = own();

        assert!(of(std::process::id()).is_ok());
        assert!(own() >= before);
        let failure = of(u32::MAX).unwrap_err();
        assert!(failure.message().unwrap().starts_with("cannot read the CPU time of process "));
    }
}
