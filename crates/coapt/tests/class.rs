//! The `CoAP` class against its contract, on loopback, with a raw socket as the peer where the wire matters.

#[cfg(test)]
#[path = "class/support.rs"]
mod support;

#[cfg(test)]
#[allow(dead_code, reason = "its main is for people")]
#[path = "../examples/fixture.rs"]
mod fixture;

#[cfg(test)]
#[path = "class/bodies.rs"]
mod bodies;
#[cfg(test)]
#[path = "class/code_pages.rs"]
mod code_pages;
#[cfg(test)]
#[path = "class/config.rs"]
mod config;
#[cfg(test)]
#[path = "class/fields.rs"]
mod fields;
#[cfg(test)]
#[path = "class/handlers.rs"]
mod handlers;
#[cfg(test)]
#[path = "class/log.rs"]
mod log;
#[cfg(test)]
#[path = "class/methods.rs"]
mod methods;
#[cfg(test)]
#[path = "class/network.rs"]
mod network;
#[cfg(test)]
#[path = "class/observers.rs"]
mod observers;
#[cfg(test)]
#[path = "class/observing.rs"]
mod observing;
#[cfg(test)]
#[path = "class/options.rs"]
mod options;
#[cfg(test)]
#[path = "class/pending.rs"]
mod pending;
#[cfg(test)]
#[path = "class/properties.rs"]
mod properties;
#[cfg(test)]
#[path = "class/pump.rs"]
mod pump;
#[cfg(test)]
#[path = "class/reactions.rs"]
mod reactions;
#[cfg(test)]
#[path = "class/reset.rs"]
mod reset;
#[cfg(test)]
#[path = "class/serving.rs"]
mod serving;
#[cfg(test)]
#[path = "class/trouble.rs"]
mod trouble;
#[cfg(test)]
#[path = "class/waiting.rs"]
mod waiting;
