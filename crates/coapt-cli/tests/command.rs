//! The program as its users run it: what it prints, what it stores, and how it ends.

#[cfg(test)]
#[path = "command/support.rs"]
mod support;

#[cfg(test)]
#[path = "command/ask.rs"]
mod ask;
#[cfg(test)]
#[path = "command/decode.rs"]
mod decode;
#[cfg(test)]
#[path = "command/demo.rs"]
mod demo;
#[cfg(test)]
#[path = "command/observe.rs"]
mod observe;
#[cfg(test)]
#[path = "command/serve.rs"]
mod serve;
