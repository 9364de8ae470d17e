//! What makes the command easy to live with: settings, completions, manual pages, help.

#[cfg(test)]
#[path = "client/support.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod support;

#[cfg(test)]
#[path = "comfort/completions.rs"]
mod completions;
#[cfg(test)]
#[path = "comfort/guesses.rs"]
mod guesses;
#[cfg(test)]
#[path = "comfort/man.rs"]
mod man;
#[cfg(test)]
#[path = "comfort/settings.rs"]
mod settings;
