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
pub(super) const LEFT_OUT: [(&str, &str); 3] = [
    ("CORE_24 to CORE_30", "not possible: they are about a reverse proxy, and coapt has none yet"),
    ("OBS_03", "withdrawn by the plugtests"),
    ("OBS_05", "a client that dies is given up only after 93 seconds, which is too long for a run"),
];
