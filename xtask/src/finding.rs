//! What a check has found.

use std::fmt;

use crate::say;

/// One thing that is wrong, where it stands and what is wanted instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, relative to the workspace.
    path: String,
    /// The line, counted from 1.
    line: usize,
    /// What is wrong and what is wanted.
    text: String,
}

impl Finding {
    pub(crate) fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// Prints every finding; the outcome is an error if there is one.
pub(crate) fn report(findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        say::line(finding);
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err("1 finding".to_owned()),
        many => Err(format!("{many} findings")),
    }
}
