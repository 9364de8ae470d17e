//! Who is at the other end: an address, our own address that it talks to, and the security association between.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::net::{IpAddr, SocketAddr};

/// The other endpoint of an exchange.
///
/// Two peers are equal only if all parts are, so nothing (duplicates, tokens, blocks, observers) is ever shared
/// between two associations or two local addresses. RFC 7252 §1.2 calls this the endpoint pair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peer {
    address: SocketAddr,
    local: Option<IpAddr>,
    association: Association,
}

/// The security association that a message came through; [`Association::NONE`] is plain UDP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Association(u32);

/// How a received datagram was addressed (RFC 7252 §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It was sent to an address of this machine alone.
    #[default]
    Unicast,
    /// It was sent to a group or broadcast address.
    Multicast,
}

impl Association {
    /// No security: messages travel in the clear.
    pub const NONE: Self = Self(0);

    /// Names a security association by the number its transport gave it.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

impl Peer {
    /// Names the endpoint at `address`, reached in the clear and from whatever local address the system chooses.
    #[must_use]
    pub const fn new(address: SocketAddr) -> Self {
        Self { address, local: None, association: Association::NONE }
    }

    /// Adds the local address that datagrams from this peer were sent to and that answers leave from.
    #[must_use]
    pub const fn with_local(mut self, local: IpAddr) -> Self {
        self.local = Some(local);
        self
    }

    /// Adds the security association that this peer is reached through.
    #[must_use]
    pub const fn with_association(mut self, association: Association) -> Self {
        self.association = association;
        self
    }

    /// Returns the peer's address.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the local address of the pair, if the driver tells local addresses apart.
    #[must_use]
    pub const fn local(&self) -> Option<IpAddr> {
        self.local
    }

    /// Returns the security association of the pair.
    #[must_use]
    pub const fn association(&self) -> Association {
        self.association
    }
}

impl Hash for Peer {
    /// Feeds whole words, since every datagram is looked up by its peer. Flow label and scope are left to the
    /// comparison.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let more = u64::from(self.address.port()) << 32 | u64::from(self.association.0);
        match self.address.ip() {
            IpAddr::V4(address) => state.write_u64(u64::from(address.to_bits()) ^ more << 32),
            IpAddr::V6(address) => state.write_u128(address.to_bits()),
        }
        match self.local {
            None => state.write_u64(more),
            Some(IpAddr::V4(local)) => state.write_u64(u64::from(local.to_bits()) ^ more),
            Some(IpAddr::V6(local)) => state.write_u128(local.to_bits() ^ u128::from(more)),
        }
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address)?;
        if let Some(local) = self.local {
            write!(f, " at {local}")?;
        }
        if self.association != Association::NONE {
            write!(f, " through {}", self.association.0)?;
        }
        Ok(())
    }
}
