//! The two ways out for text: results to stdout, errors to stderr.
//!
//! A reader that has gone away (`cargo xtask contract | head`) is no reason to panic.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes one line of the result.
pub(crate) fn line(text: impl Display) {
    writeln!(io::stdout().lock(), "{text}").ok();
}

/// Writes the sentence that explains a failure.
pub(crate) fn error(text: impl Display) {
    writeln!(io::stderr().lock(), "xtask: {text}").ok();
}
