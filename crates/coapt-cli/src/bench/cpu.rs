//! The CPU time that a run takes, here and in the server.

use std::time::Duration;

use coapt::net::cpu_time;

use crate::failure::Failure;

/// `ESRCH`, the same on every Unix; the standard library has no stable kind for it.
const NO_SUCH_PROCESS: i32 = 3;

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
    cpu_time(None).unwrap_or_default()
}

/// Gives the CPU time of another process.
fn of(pid: u32) -> Result<Duration, Failure> {
    cpu_time(Some(pid)).map_err(|error| match error.raw_os_error() {
        Some(NO_SUCH_PROCESS) => Failure::local(format!(
            "there is no process {pid}; --pid takes the process id of the server, which runs on this machine"
        )),
        Some(_) | None => Failure::local(format!("process {pid}: {error}")),
    })
}
