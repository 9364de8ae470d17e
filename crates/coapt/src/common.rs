//! What the client and the server share.

mod error;
mod port;
mod tap;

pub use error::Error;
pub(crate) use port::Port;
pub(crate) use tap::SharedTap;

/// How many bytes of datagrams the system keeps until they are received, if it allows so many: bursts fit then.
pub(crate) const RECEIVE_BUFFER: usize = 1 << 20;
