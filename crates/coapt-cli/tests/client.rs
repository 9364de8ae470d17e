//! The client side of the command as a process, against servers that behave and peers that do not.

#[cfg(test)]
#[path = "client/support.rs"]
mod support;

#[cfg(test)]
#[path = "client/answer.rs"]
mod answer;
#[path = "client/building.rs"]
mod building;
#[cfg(test)]
#[path = "client/capture.rs"]
mod capture;
#[cfg(test)]
#[path = "client/decode.rs"]
mod decode;
#[cfg(test)]
#[path = "client/discover.rs"]
mod discover;
#[cfg(test)]
#[path = "client/doctor.rs"]
mod doctor;
#[path = "client/encode.rs"]
mod encode;
#[cfg(test)]
#[path = "client/faults.rs"]
mod faults;
#[cfg(test)]
#[path = "client/hostile.rs"]
mod hostile;
#[cfg(test)]
#[path = "client/many.rs"]
mod many;
#[cfg(test)]
#[path = "client/observe.rs"]
mod observe;
#[cfg(test)]
#[path = "client/output.rs"]
mod output;
#[cfg(test)]
#[path = "client/ping.rs"]
mod ping;
#[cfg(test)]
#[path = "client/request.rs"]
mod request;
#[cfg(test)]
#[path = "client/status.rs"]
mod status;
#[cfg(test)]
#[path = "client/terminal.rs"]
mod terminal;
#[cfg(test)]
#[path = "client/transfer.rs"]
mod transfer;
#[cfg(test)]
#[path = "client/usage.rs"]
mod usage;
