//! Socket addresses in the form the system takes and gives.

use std::ffi::c_void;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ptr;

/// An IPv4 or IPv6 socket address as the system writes it.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) union RawAddress {
    family: libc::sa_family_t,
    v4: libc::sockaddr_in,
    v6: libc::sockaddr_in6,
}

const V4_FAMILY: libc::sa_family_t = libc::AF_INET as libc::sa_family_t;
const V6_FAMILY: libc::sa_family_t = libc::AF_INET6 as libc::sa_family_t;

impl RawAddress {
    /// The room that an address may take.
    pub(super) const LEN: libc::socklen_t = size_of::<Self>() as libc::socklen_t;

    /// No address; every byte is initialised.
    pub(super) const EMPTY: Self = Self {
        v6: libc::sockaddr_in6 {
            sin6_family: 0,
            sin6_port: 0,
            sin6_flowinfo: 0,
            sin6_addr: libc::in6_addr { s6_addr: [0; 16] },
            sin6_scope_id: 0,
        },
    };

    /// Writes an address and returns its length.
    pub(super) fn set(&mut self, address: SocketAddr) -> libc::socklen_t {
        match address {
            SocketAddr::V4(address) => self.set_v4(address),
            SocketAddr::V6(address) => self.set_v6(address),
        }
    }

    fn set_v4(&mut self, address: SocketAddrV4) -> libc::socklen_t {
        *self = Self::EMPTY;
        self.v4 = libc::sockaddr_in {
            sin_family: V4_FAMILY,
            sin_port: address.port().to_be(),
            sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(address.ip().octets()) },
            sin_zero: [0; 8],
        };
        size_of::<libc::sockaddr_in>() as libc::socklen_t
    }

    fn set_v6(&mut self, address: SocketAddrV6) -> libc::socklen_t {
        self.v6 = libc::sockaddr_in6 {
            sin6_family: V6_FAMILY,
            sin6_port: address.port().to_be(),
            sin6_flowinfo: 0,
            sin6_addr: libc::in6_addr { s6_addr: address.ip().octets() },
            sin6_scope_id: address.scope_id(),
        };
        size_of::<libc::sockaddr_in6>() as libc::socklen_t
    }

    /// Reads the address, if it is one of the two families.
    ///
    /// The flow label is left out: it says nothing about who the peer is.
    pub(super) fn get(&self) -> Option<SocketAddr> {
        // SAFETY: all bytes are initialised from the start (EMPTY), every bit pattern is a valid integer, and the
        // family stands at the same place in all variants.
        let family = unsafe { self.family };
        match family {
            V4_FAMILY => {
                // SAFETY: as above; all fields are integers.
                let v4 = unsafe { self.v4 };
                let ip = Ipv4Addr::from(v4.sin_addr.s_addr.to_ne_bytes());
                Some(SocketAddrV4::new(ip, u16::from_be(v4.sin_port)).into())
            }
            V6_FAMILY => {
                // SAFETY: as above; all fields are integers.
                let v6 = unsafe { self.v6 };
                let ip = Ipv6Addr::from(v6.sin6_addr.s6_addr);
                Some(SocketAddrV6::new(ip, u16::from_be(v6.sin6_port), 0, v6.sin6_scope_id).into())
            }
            _ => None,
        }
    }

    /// Returns the address for a message header.
    pub(super) fn as_mut_void(&mut self) -> *mut c_void {
        ptr::from_mut(self).cast()
    }
}
