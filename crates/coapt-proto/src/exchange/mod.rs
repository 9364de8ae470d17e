//! RFC 7252 §5: tokens, requests and their responses, options that must be understood.

mod check;
mod key;
mod served;

pub(crate) use check::{Present, Refusal, check_request, check_response};
pub(crate) use key::Keys;
pub(crate) use served::{Open, Served, ServedState};
