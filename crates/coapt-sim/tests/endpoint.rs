//! The endpoint under rules, limits, vectors, storms and recorded findings.
#![cfg(test)]

#[path = "endpoint/blocks.rs"]
mod blocks;
#[path = "endpoint/corpora.rs"]
mod corpora;
#[path = "endpoint/guard.rs"]
mod guard;
#[path = "endpoint/limits.rs"]
mod limits;
#[path = "endpoint/messaging.rs"]
mod messaging;
#[path = "endpoint/observing.rs"]
mod observing;
#[path = "endpoint/promises.rs"]
mod promises;
#[path = "endpoint/rules_exchanges.rs"]
mod rules_exchanges;
#[path = "endpoint/rules_extensions.rs"]
mod rules_extensions;
#[path = "endpoint/rules_messages.rs"]
mod rules_messages;
#[path = "endpoint/rules_restraint.rs"]
mod rules_restraint;
#[path = "endpoint/sequences.rs"]
mod sequences;
#[path = "endpoint/storms.rs"]
mod storms;
