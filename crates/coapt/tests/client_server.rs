//! The blocking client against the blocking server, on loopback and with real sockets.

#[cfg(test)]
#[path = "client_server/support.rs"]
mod support;

#[cfg(test)]
#[path = "client_server/client.rs"]
mod client;
#[cfg(test)]
#[path = "client_server/deferred.rs"]
mod deferred;
#[cfg(test)]
#[path = "client_server/discovery.rs"]
mod discovery;
#[cfg(test)]
#[path = "client_server/group.rs"]
mod group;
#[cfg(test)]
#[path = "client_server/joining.rs"]
mod joining;
#[cfg(test)]
#[path = "client_server/observing.rs"]
mod observing;
#[cfg(test)]
#[path = "client_server/raw.rs"]
mod raw;
#[cfg(test)]
#[path = "client_server/serving.rs"]
mod serving;
#[cfg(test)]
#[path = "client_server/transfers.rs"]
mod transfers;
#[cfg(test)]
#[path = "client_server/witness.rs"]
mod witness;
#[cfg(test)]
#[path = "client_server/workers.rs"]
mod workers;
