//! Running a command within bounds: of time, and of what it prints.
//!
//! One thread waits for all that a command does: it takes input, prints, ends. A command that breaks its bounds is killed
//! with all that it started.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};

use super::super::clock::Moment;

/// What a command may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) time: Duration,
    /// How many bytes it may print.
    pub(super) output: usize,
}

/// How a command ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// By itself, with what it printed.
    Exited(ExitStatus, Vec<u8>),
    /// It took longer than it may.
    TooLong,
    /// It printed more than it may.
    TooMuch,
}

/// Runs a command with this input to its end.
pub(super) fn run(command: &mut Command, input: &[u8], bounds: Bounds) -> io::Result<Ended> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    let deadline = Moment::after(bounds.time);
    let outcome = Running::of(&mut child, input).and_then(|mut running| {
        running.follow(deadline, bounds.output).map(|end| (end, running.output))
    });
    if !matches!(outcome, Ok((End::Exited, _))) {
        // It may have ended in this moment; then there is nothing to kill, and its number is kept until it is waited for.
        kill_process_group(Pid::from_child(&child), Signal::KILL).ok();
    }
    let status = child.wait()?;
    Ok(match outcome? {
        (End::Exited, output) => Ended::Exited(status, output),
        (End::TooLong, _) => Ended::TooLong,
        (End::TooMuch, _) => Ended::TooMuch,
    })
}

/// Why to wait no longer.
enum End {
    Exited,
    TooLong,
    TooMuch,
}

/// The ends of a command's pipes.
struct Running<'i> {
    exit: OwnedFd,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    input: &'i [u8],
    output: Vec<u8>,
}

impl<'i> Running<'i> {
    fn of(child: &mut Child, input: &'i [u8]) -> io::Result<Self> {
        let exit = pidfd_open(Pid::from_child(child), PidfdFlags::empty())?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        stdin.as_ref().map_or(Ok(()), do_not_block)?;
        stdout.as_ref().map_or(Ok(()), do_not_block)?;
        Ok(Self { exit, stdin, stdout, input, output: Vec::new() })
    }

    /// Feeds the command and takes what it prints until it ends or breaks its bounds.
    fn follow(&mut self, deadline: Moment, most: usize) -> io::Result<End> {
        let mut has_ended = false;
        loop {
            self.feed();
            // What it printed last may still be in the pipe when it has ended; what it left running is not waited for.
            self.drain(most)?;
            let left = deadline.left();
            match (self.output.len() > most, has_ended, left.is_zero()) {
                (true, _, _) => return Ok(End::TooMuch),
                (false, true, _) => return Ok(End::Exited),
                (false, false, true) => return Ok(End::TooLong),
                (false, false, false) => has_ended = self.wait(left)?,
            }
        }
    }

    /// Waits until something can be done; tells whether the command has ended.
    fn wait(&self, left: Duration) -> io::Result<bool> {
        let mut polled = vec![PollFd::new(&self.exit, PollFlags::IN)];
        polled.extend(self.stdin.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
        polled.extend(self.stdout.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        let left = Timespec::try_from(left).map_err(io::Error::other)?;
        match poll(&mut polled, Some(&left)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(polled.first().is_some_and(|exit| !exit.revents().is_empty()))
    }

    /// Hands over as much of the input as the command takes; one that reads none of it is fine.
    fn feed(&mut self) {
        let Some(stdin) = &mut self.stdin else { return };
        while !self.input.is_empty() {
            match stdin.write(self.input) {
                Ok(written) => self.input = self.input.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        self.stdin = None;
    }

    /// Takes what is there of the output, and not much more than `most` bytes in all.
    fn drain(&mut self, most: usize) -> io::Result<()> {
        let mut piece = [0; 8192];
        while self.output.len() <= most {
            let Some(stdout) = &mut self.stdout else { return Ok(()) };
            match stdout.read(&mut piece) {
                Ok(0) => self.stdout = None,
                Ok(length) => self.output.extend(piece.iter().take(length)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn do_not_block(pipe: &impl AsFd) -> io::Result<()> {
    let flags = fcntl_getfl(pipe)?;
    Ok(fcntl_setfl(pipe, flags | OFlags::NONBLOCK)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { time: Duration::from_secs(20), output: 1 << 20 };

    fn shell(text: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", text]);
        command
    }

    fn output(text: &str, input: &[u8]) -> Vec<u8> {
        match run(&mut shell(text), input, BOUNDS).unwrap() {
            Ended::Exited(status, output) if status.success() => output,
            other @ (Ended::Exited(..) | Ended::TooLong | Ended::TooMuch) => {
                panic!("{text}: {other:?}")
            }
        }
    }

    #[test]
    fn input_goes_in_and_output_comes_out_however_long() {
        let long: Vec<_> = (0..=250).cycle().take(900_000).collect();

        assert_eq!(output("cat", &long), long);
        assert_eq!(output("echo hello", &long), b"hello\n");
        assert_eq!(output("exec >&-; :", b""), b"");
    }

    #[test]
    fn what_a_command_leaves_running_is_not_waited_for() {
        let number = output("sleep 1000 & echo $!", b"");

        let number = str::from_utf8(&number).unwrap().trim();
        let killed = Command::new("kill").arg(number).status().unwrap();
        assert!(killed.success(), "{number} was left running");
    }

    #[test]
    fn a_command_that_breaks_its_bounds_ends() {
        let short = Bounds { time: Duration::from_millis(50), ..BOUNDS };

        let long = run(&mut shell("trap '' TERM; sleep 1000"), b"", short).unwrap();
        let much = run(&mut shell("cat /dev/zero"), b"", BOUNDS).unwrap();

        assert!(matches!(long, Ended::TooLong), "{long:?}");
        assert!(matches!(much, Ended::TooMuch), "{much:?}");
    }
}
