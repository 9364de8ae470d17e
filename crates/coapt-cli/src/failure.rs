//! How the command ends: the exit statuses, and the one sentence that says why.
//!
//! Every part of the program returns a [`Failure`]; `main` alone prints it.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use coapt::wire::Code;

/// The exit status of the command; the numbers are part of its interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// 0: done; a reply had a code of class 2.
    Success,
    /// 1: something else failed, such as a file that cannot be written, or a reply that makes no sense.
    Local,
    /// 2: the command line cannot be understood, the URI and the options included.
    Usage,
    /// 4: the reply had a code of class 4.
    ClientError,
    /// 5: the reply had a code of class 5.
    ServerError,
    /// 6: nothing was heard in time.
    TimedOut,
    /// 7: the peer answered with a Reset, or nothing listens at its port.
    Rejected,
    /// 8: the host's name cannot be resolved, or no way leads to it.
    Unreachable,
}

impl Status {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 8] = [
        Self::Success,
        Self::Local,
        Self::Usage,
        Self::ClientError,
        Self::ServerError,
        Self::TimedOut,
        Self::Rejected,
        Self::Unreachable,
    ];

    /// Says what it means, as help and manual pages tell it.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Success => "done; the reply had a code 2.xx",
            Self::Local => "something else failed, such as a file that cannot be written",
            Self::Usage => "the command line or a setting cannot be understood",
            Self::ClientError => "the reply had a code 4.xx",
            Self::ServerError => "the reply had a code 5.xx",
            Self::TimedOut => "no answer in time",
            Self::Rejected => "the peer sent a Reset, or nothing listens at its port",
            Self::Unreachable => "the host has no address, or cannot be reached",
        }
    }

    /// Gives the status that a reply with this code ends with.
    pub(crate) fn of_reply(code: Code) -> Self {
        match code.class() {
            2 => Self::Success,
            4 => Self::ClientError,
            5 => Self::ServerError,
            _ => Self::Local,
        }
    }

    /// Gives the number that the shell sees.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Local => 1,
            Self::Usage => 2,
            Self::ClientError => 4,
            Self::ServerError => 5,
            Self::TimedOut => 6,
            Self::Rejected => 7,
            Self::Unreachable => 8,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.number())
    }
}

/// Why the command ends early: a status, and a sentence unless there is nobody left to read it.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    message: Option<String>,
}

impl Failure {
    /// Makes a failure that is told on standard error.
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: Some(message.into()) }
    }

    /// Makes the failure for a command line that cannot be understood.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Usage, message)
    }

    /// Makes the failure for something on this side that went wrong.
    pub(crate) fn local(message: impl Into<String>) -> Self {
        Self::new(Status::Local, message)
    }

    /// Makes the failure for standard output; a reader that left is no reason to complain.
    pub(crate) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { status: Status::Success, message: None };
        }
        Self::local(format!("cannot write the output: {error}"))
    }

    /// Says it on standard error, where one of several requests failed and the others go on.
    pub(crate) fn tell(&self) {
        if let Some(message) = &self.message {
            // Nobody is left to be told when standard error is gone.
            writeln!(io::stderr(), "coapt: {message}").ok();
        }
    }

    /// Gives the exit status.
    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// Gives the sentence, unless the end is a quiet one.
    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message.as_deref().unwrap_or("the reader of the output has gone"))
    }
}

impl From<io::Error> for Failure {
    /// Standard output is the only thing that is written without a word about what it is.
    fn from(error: io::Error) -> Self {
        Self::output(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_code_decides_the_status() {
        let numbers = [
            Code::CONTENT,
            Code::VALID,
            Code::NOT_FOUND,
            Code::BAD_GATEWAY,
            Code::new(3, 0).unwrap(),
        ]
        .map(|code| Status::of_reply(code).number());

        assert_eq!(numbers, [0, 0, 4, 5, 1]);
    }

    #[test]
    fn a_broken_pipe_ends_quietly() {
        let failure = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));

        assert_eq!((failure.status(), failure.message()), (Status::Success, None));
    }
}
