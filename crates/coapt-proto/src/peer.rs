//! Who is at the other end: an address, our own address that it talks to, and the security association between.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

/// The other endpoint of an exchange.
///
/// Two peers are equal only if all parts are, so nothing (duplicates, tokens, blocks, observers) is ever shared
/// between two associations or two local addresses. RFC 7252 §1.2 calls this the endpoint pair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peer {
    // In parts, since these take 44 bytes where a socket address with the rest takes 56.
    ip: IpAddr,
    local: Option<IpAddr>,
    port: u16,
    scope: u32,
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
        let scope = match address {
            SocketAddr::V4(_) => 0,
            SocketAddr::V6(address) => address.scope_id(),
        };
        let (ip, port) = (address.ip(), address.port());
        Self { ip, local: None, port, scope, association: Association::NONE }
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

    /// Returns the peer's address, without the flow label of IPv6.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        match self.ip {
            IpAddr::V4(ip) => SocketAddr::V4(SocketAddrV4::new(ip, self.port)),
            IpAddr::V6(ip) => SocketAddr::V6(SocketAddrV6::new(ip, self.port, 0, self.scope)),
        }
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
    /// Feeds whole words, since every datagram is looked up by its peer. The scope is left to the comparison.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let more = u64::from(self.port) << 32 | u64::from(self.association.0);
        match self.ip {
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
        write!(f, "{}", self.address())?;
        if let Some(local) = self.local {
            write!(f, " at {local}")?;
        }
        if self.association != Association::NONE {
            write!(f, " through {}", self.association.0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_takes_44_bytes_and_keeps_its_address() {
        assert_eq!(size_of::<Peer>(), 44);
        let scoped = SocketAddrV6::new("fe80::1".parse().expect("an address"), 5683, 0, 3);
        for address in [SocketAddr::V6(scoped), ([192, 0, 2, 1], 5684).into()] {
            assert_eq!(Peer::new(address).address(), address);
        }
        let other = SocketAddrV6::new(*scoped.ip(), 5683, 0, 4);
        assert_ne!(Peer::new(scoped.into()), Peer::new(other.into()), "another link, another peer");
    }
}
