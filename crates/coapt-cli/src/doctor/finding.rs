//! What the doctor found.

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Grade {
    /// The server does what the RFC says.
    Pass,
    /// Worth knowing; no rule is broken, or none could be judged.
    Note,
    /// The server does not do what an RFC says it SHOULD.
    Warn,
    /// The server does not do what an RFC says it MUST.
    Fail,
}

/// The parts of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Group {
    Messages,
    Malformed,
    Requests,
    Blocks,
    Discovery,
    Observe,
    Writing,
    Safety,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Finding {
    pub(super) group: Group,
    pub(super) check: &'static str,
    pub(super) grade: Grade,
    /// What was seen, and what the RFC says if that differs.
    pub(super) seen: String,
    #[serde(rename = "reference")]
    pub(super) section: &'static str,
}

impl Grade {
    /// Gives the word of the report, four letters.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Note => "NOTE",
            Self::Warn => "WARN",
            Self::Fail => "FAIL",
        }
    }
}

impl Group {
    /// Gives the heading.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Messages => "Messages",
            Self::Malformed => "Messages that are to be rejected or ignored",
            Self::Requests => "Requests and options",
            Self::Blocks => "Blocks",
            Self::Discovery => "Discovery",
            Self::Observe => "Observation",
            Self::Writing => "Writing",
            Self::Safety => "Safety",
        }
    }
}
