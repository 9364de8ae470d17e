//! `coapt bench` as a process, against servers that behave and peers that do not.

#[cfg(test)]
#[path = "client/support.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod support;

#[cfg(test)]
#[path = "bench/mistakes.rs"]
mod mistakes;
#[cfg(test)]
#[path = "bench/observers.rs"]
mod observers;
#[cfg(test)]
#[path = "bench/requests.rs"]
mod requests;
#[cfg(test)]
#[path = "bench/results.rs"]
mod results;
