//! All scenarios, in the order of the plugtests.

mod block;
mod core;
mod link;
mod loss;
mod observe;
mod options;

use super::scenario::Scenario;

/// The scenarios that are run, and why others are not.
pub(super) fn all() -> Vec<Scenario> {
    [core::SCENARIOS, loss::SCENARIOS, options::SCENARIOS, link::SCENARIOS]
        .into_iter()
        .chain([block::SCENARIOS, observe::SCENARIOS])
        .flatten()
        .copied()
        .collect()
}

/// Scenarios of the plugtests that no pair can play, with the reason.
pub(super) const LEFT_OUT: [(&str, &str); 2] = [
    ("CORE_24 to CORE_30", "not possible: they are about a reverse proxy, and coapt has none yet"),
    ("OBS_03", "withdrawn by the plugtests"),
];
