//! Why a text is no link format.

/// Why a text is no link format (RFC 6690 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkFormatError {
    /// A link does not start with its target.
    #[error("byte {at} should start a link with \"<\"")]
    TargetExpected {
        /// Where the target should start.
        at: usize,
    },
    /// A target does not end.
    #[error("the target at byte {at} has no closing \">\"")]
    TargetUnclosed {
        /// Where the target starts.
        at: usize,
    },
    /// Something else than ";" or "," follows a target or an attribute.
    #[error("byte {at} should be \";\" or \",\" or the end")]
    SeparatorExpected {
        /// Where the separator should stand.
        at: usize,
    },
    /// An attribute has no name.
    #[error("byte {at} should start the name of an attribute")]
    NameExpected {
        /// Where the name should start.
        at: usize,
    },
    /// The equals sign of an attribute has no value behind it.
    #[error("byte {at} should start a value, quoted or not")]
    ValueExpected {
        /// Where the value should start.
        at: usize,
    },
    /// A quoted value does not end.
    #[error("the value at byte {at} has no closing quote")]
    QuoteUnclosed {
        /// Where the value starts.
        at: usize,
    },
}
