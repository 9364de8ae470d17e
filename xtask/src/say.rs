//! The two ways out for text: results to stdout, errors to stderr.
//!
//! A reader that has gone away (`cargo xtask contract | head`) is no reason to panic.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

/// Writes one line of the result.
pub(crate) fn line(text: impl Display) {
    writeln!(io::stdout().lock(), "{text}").ok();
}

/// Shows how far a long work has come, in place, if a person looks on.
pub(crate) fn progress(text: impl Display) {
    let mut stderr = io::stderr().lock();
    if stderr.is_terminal() {
        write!(stderr, "\r{text}\x1b[K").and_then(|()| stderr.flush()).ok();
    }
}

/// Writes the sentence that explains a failure.
pub(crate) fn error(text: impl Display) {
    writeln!(io::stderr().lock(), "xtask: {text}").ok();
}
