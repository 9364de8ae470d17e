//! From host names and literals to addresses.

use std::fmt;
use std::net::SocketAddr;

use crate::error::NetError;

/// Which addresses will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
    /// Either.
    #[default]
    Any,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
            Self::Any => "IP",
        })
    }
}

/// Finds the address of a host; literals, with a zone or without, need no look-up.
pub fn resolve(host: &str, port: u16, family: Family) -> Result<SocketAddr, NetError> {
    let _ = (host, port, family);
    unimplemented!()
}

/// Returns the name of this machine.
#[must_use]
pub fn host_name() -> String {
    unimplemented!()
}
