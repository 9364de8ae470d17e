//! Why something about the network could not be done.

use std::io;
use std::net::SocketAddr;

use crate::resolve::Family;

/// Why a host was not found or a socket did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// The name does not resolve to an address of the family asked for.
    #[error("no {family} address was found for host {host:?}")]
    HostNotFound {
        /// The name that was looked up.
        host: String,
        /// The family that was asked for.
        family: Family,
    },
    /// The host is an address of the other family.
    #[error("host {host:?} is no {family} address")]
    WrongFamily {
        /// The literal that was given.
        host: String,
        /// The family that was asked for.
        family: Family,
    },
    /// The system refused an operation.
    #[error("cannot {operation}{}: {source}", at(.address.as_ref()))]
    Io {
        /// What was tried, such as `bind`.
        operation: &'static str,
        /// The address it was tried with.
        address: Option<SocketAddr>,
        /// What the system said.
        source: io::Error,
    },
}

impl NetError {
    pub(crate) fn io(operation: &'static str, source: io::Error) -> Self {
        Self::Io { operation, address: None, source }
    }

    pub(crate) fn io_at(operation: &'static str, address: SocketAddr, source: io::Error) -> Self {
        Self::Io { operation, address: Some(address), source }
    }

    /// Returns the error number of the system, where there is one.
    #[must_use]
    pub fn raw_os_error(&self) -> Option<i32> {
        match self {
            Self::Io { source, .. } => source.raw_os_error(),
            Self::HostNotFound { .. } | Self::WrongFamily { .. } => None,
        }
    }

    /// Returns the kind of the failure in the words of the standard library.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Io { source, .. } => source.kind(),
            Self::HostNotFound { .. } => io::ErrorKind::NotFound,
            Self::WrongFamily { .. } => io::ErrorKind::InvalidInput,
        }
    }
}

fn at(address: Option<&SocketAddr>) -> String {
    address.map(|address| format!(" {address}")).unwrap_or_default()
}
