//! The client behind the subcommands, and what its errors mean for the exit status.

use std::time::Duration;

use coapt::{Client, Error, Uri, UriError};

use crate::failure::{Failure, Status};
use crate::faults::FaultArgs;
use crate::trace::Trace;

/// What all subcommands that talk to a server have in common
#[derive(clap::Args, Debug)]
pub(crate) struct LinkArgs {
    /// Give up after this many seconds, such as 2 or 0.5
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Largest block of a long body, both ways: 16, 32, 64, 128, 256, 512 or 1024 bytes
    #[arg(long, value_name = "SIZE", value_parser = block_size)]
    block: Option<u16>,
    /// Tell each message on standard error as it happens
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    faults: FaultArgs,
}

impl LinkArgs {
    /// Makes the client.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let mut builder = Client::builder();
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(size) = self.block {
            builder = builder.block_size(size);
        }
        if let Some(faults) = self.faults.faults(self.verbose) {
            builder = builder.faults(faults);
        }
        if self.verbose {
            builder = builder.tap(Box::new(Trace::stderr()));
        }
        builder.build().map_err(|error| failure(&error, ""))
    }

    /// Returns the time limit, if one was set.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout
    }
}

/// Tells whether a request can go to this URI at all; looks nothing up.
pub(crate) fn check(text: &str) -> Result<(), Failure> {
    match Uri::parse(text) {
        Ok(uri) if uri.is_secure() => Err(unsupported("coaps")),
        Ok(_) => Ok(()),
        Err(source) => Err(failure(&Error::Uri { uri: text.to_owned(), source }, text)),
    }
}

fn unsupported(scheme: &str) -> Failure {
    Failure::usage(format!("{scheme}:// is not supported; only coap:// is"))
}

/// Says what a failed exchange with `uri` means.
pub(crate) fn failure(error: &Error, uri: &str) -> Failure {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the library may grow more; all are ours")]
    let status = match error {
        Error::Uri { source: UriError::Scheme { scheme }, .. } | Error::Scheme { scheme } => {
            return unsupported(scheme);
        }
        Error::Uri { source: UriError::NoScheme, uri } => {
            return Failure::usage(format!("{uri:?} has no scheme; a URI starts with coap://"));
        }
        Error::Uri { .. }
        | Error::Multicast { .. }
        | Error::OptionTooLong { .. }
        | Error::BlockSize { .. } => {
            return Failure::usage(error.to_string());
        }
        Error::Resolve { .. } => return Failure::new(Status::Unreachable, error.to_string()),
        Error::TimedOut { .. } => Status::TimedOut,
        Error::Reset | Error::Refused => Status::Rejected,
        Error::Unreachable => Status::Unreachable,
        Error::Net(error) => of_system(error.kind()),
        _ => Status::Local,
    };
    if uri.is_empty() {
        return Failure::new(status, error.to_string());
    }
    Failure::new(status, format!("{uri}: {error}"))
}

/// Says what an error of the system means.
fn of_system(kind: std::io::ErrorKind) -> Status {
    use std::io::ErrorKind;
    let rejected = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset];
    let unreachable = [
        ErrorKind::HostUnreachable,
        ErrorKind::NetworkUnreachable,
        ErrorKind::NetworkDown,
        ErrorKind::AddrNotAvailable,
        ErrorKind::NotFound,
    ];
    if rejected.contains(&kind) {
        Status::Rejected
    } else if unreachable.contains(&kind) {
        Status::Unreachable
    } else {
        Status::Local
    }
}

/// Reads a number of seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "this is no number of seconds")?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "the time must be more than 0 seconds".to_owned())
}

pub(crate) fn block_size(text: &str) -> Result<u16, String> {
    let size = text.parse().ok();
    size.filter(|size| [16, 32, 64, 128, 256, 512, 1024].contains(size))
        .ok_or_else(|| "a block has 16, 32, 64, 128, 256, 512 or 1024 bytes".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_status() {
        let uri = "coap://[::1]/a";
        let statuses = [
            Error::TimedOut { after: Duration::from_secs(1) },
            Error::Reset,
            Error::Refused,
            Error::Unreachable,
            Error::Scheme { scheme: "coaps".to_owned() },
            Error::Blocks,
        ]
        .map(|error| failure(&error, uri).status().number());

        assert_eq!(statuses, [6, 7, 7, 8, 2, 1]);
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        for wrong in ["0", "-1", "inf", "NaN", "x", "1e300"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
