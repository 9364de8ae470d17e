//! What the client and the server share.

mod error;
mod tap;

pub use error::Error;
pub(crate) use tap::SharedTap;
