//! Why something about the network could not be done.

use std::io;
use std::net::{IpAddr, SocketAddr};

use crate::group::Group;
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
    /// A group would not be heard at the address of the socket.
    #[error("the group {group} is heard only at {}; that is what has to be bound", .group.hearing())]
    Unheard {
        /// The group that was to be joined.
        group: Group,
    },
    /// There is no such network interface.
    #[error("there is no network interface {name:?}; there are {}", .present.join(", "))]
    NoInterface {
        /// The name that was given.
        name: String,
        /// Those that there are.
        present: Vec<String>,
    },
    /// A group was to be joined on all interfaces, and there is none for it.
    #[error(
        "the group {group} cannot be joined: no network interface is up, can multicast and has an {family} address; others, such as lo, have to be named"
    )]
    NoneToJoinOn {
        /// The address of the group.
        group: IpAddr,
        /// The family of the address.
        family: Family,
    },
    /// The system refused to join a group.
    #[error("cannot join the group {group} on {interface}: {source}")]
    Join {
        /// The address of the group.
        group: IpAddr,
        /// The name of the interface.
        interface: String,
        /// What the system said.
        source: io::Error,
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
            Self::Io { source, .. } | Self::Join { source, .. } => source.raw_os_error(),
            Self::HostNotFound { .. }
            | Self::WrongFamily { .. }
            | Self::Unheard { .. }
            | Self::NoInterface { .. }
            | Self::NoneToJoinOn { .. } => None,
        }
    }

    /// Returns the kind of the failure in the words of the standard library.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Io { source, .. } | Self::Join { source, .. } => source.kind(),
            Self::HostNotFound { .. } | Self::NoInterface { .. } | Self::NoneToJoinOn { .. } => {
                io::ErrorKind::NotFound
            }
            Self::WrongFamily { .. } | Self::Unheard { .. } => io::ErrorKind::InvalidInput,
        }
    }
}

fn at(address: Option<&SocketAddr>) -> String {
    address.map(|address| format!(" {address}")).unwrap_or_default()
}
