//! The Python package coapt: the class of the crate `coapt`, one to one.
//!
//! A method extracts its arguments, lets go of the interpreter where it waits, and converts what comes back; what it
//! means is decided below. `shared` says who has the object while handlers and other threads want it too.

#[expect(clippy::doc_markdown, reason = "Python shows these words as they are, without Markdown")]
mod coap;
mod convert;
mod errors;
#[expect(clippy::doc_markdown, reason = "Python shows these words as they are, without Markdown")]
mod events;
mod machine;
#[expect(clippy::doc_markdown, reason = "Python shows these words as they are, without Markdown")]
mod properties;
mod shared;

/// The part of the package that is written in Rust; programs import `coapt`.
#[pyo3::pymodule]
mod _coapt {
    #[pymodule_export]
    use crate::coap::CoAP;
    #[pymodule_export]
    use crate::events::{
        CoAPErrorEventParams, CoAPLogEventParams, CoAPNotificationEventParams,
        CoAPRegisterEventParams, CoAPRequestCompleteEventParams, CoAPRequestEventParams,
        CoAPResponseCompleteEventParams, CoAPUnregisteredEventParams,
    };
    #[pymodule_export]
    use crate::machine::{Exchange, Inquiry, Machine, parse_links, parse_uri, write_links};

    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python programs look for")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
