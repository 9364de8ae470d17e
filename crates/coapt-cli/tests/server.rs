//! `coapt serve` and `coapt demo` as their users run them.

#[cfg(test)]
#[path = "server/support.rs"]
mod support;

#[cfg(test)]
#[path = "server/demo.rs"]
mod demo;
#[path = "server/dynamic.rs"]
mod dynamic;
#[cfg(test)]
#[path = "server/joining.rs"]
mod joining;
#[cfg(test)]
#[path = "server/loss.rs"]
mod loss;
#[cfg(test)]
#[path = "server/serve.rs"]
mod serve;
#[cfg(test)]
#[path = "server/watching.rs"]
mod watching;
#[cfg(test)]
#[path = "server/workers.rs"]
mod workers;
