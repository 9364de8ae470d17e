//! From host names and literals to addresses.

use std::ffi::CString;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6, ToSocketAddrs};

use crate::error::NetError;
use crate::sys;

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

/// Finds the address of a host; literals need no look-up.
///
/// An IPv6 literal may stand in brackets and may have a zone, by name or by number: `fe80::1%eth0`. Of several
/// addresses of a name the one that the system puts first is taken.
///
/// # Errors
/// [`NetError::WrongFamily`] for a literal of the other family, [`NetError::HostNotFound`] for a name without an
/// address of the family.
pub fn resolve(host: &str, port: u16, family: Family) -> Result<SocketAddr, NetError> {
    if let Some(address) = literal(host, port) {
        return if family.takes(&address) {
            Ok(address)
        } else {
            Err(NetError::WrongFamily { host: host.to_owned(), family })
        };
    }
    let not_found = || NetError::HostNotFound { host: host.to_owned(), family };
    // Only a failure of the system itself has a number; that of the look-up has none.
    let found = (host, port).to_socket_addrs().map_err(|error| match error.raw_os_error() {
        Some(_) => NetError::io("look up a host", error),
        None => not_found(),
    })?;
    found.into_iter().find(|address| family.takes(address)).ok_or_else(not_found)
}

/// Returns the name of this machine; empty if it has none.
#[must_use]
pub fn host_name() -> String {
    sys::host_name().unwrap_or_default()
}

impl Family {
    fn takes(self, address: &SocketAddr) -> bool {
        match self {
            Self::V4 => address.is_ipv4(),
            Self::V6 => address.is_ipv6(),
            Self::Any => true,
        }
    }
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

fn literal(host: &str, port: u16) -> Option<SocketAddr> {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let Some((address, zone)) = host.split_once('%') else {
        return Some(SocketAddr::new(host.parse::<IpAddr>().ok()?, port));
    };
    let address: Ipv6Addr = address.parse().ok()?;
    Some(SocketAddrV6::new(address, port, 0, zone_number(zone)?).into())
}

fn zone_number(zone: &str) -> Option<u32> {
    match zone.parse() {
        Ok(number) => Some(number),
        Err(_) => sys::interface_index(&CString::new(zone).ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_need_no_look_up() {
        let v4 = resolve("192.0.2.1", 5683, Family::Any).unwrap();
        let v6 = resolve("2001:db8::1", 5683, Family::V6).unwrap();

        assert_eq!(v4, "192.0.2.1:5683".parse().unwrap());
        assert_eq!(v6, "[2001:db8::1]:5683".parse().unwrap());
        assert_eq!(resolve("[2001:db8::1]", 5683, Family::Any).unwrap(), v6);
    }

    #[test]
    fn a_zone_is_a_name_or_a_number() {
        let by_number = resolve("fe80::1%1", 1, Family::Any).unwrap();
        let by_name = resolve("fe80::1%lo", 1, Family::Any).unwrap();

        assert_eq!(by_number, "[fe80::1%1]:1".parse().unwrap());
        assert_eq!(by_name, by_number, "the loopback interface is always the first");
    }

    #[test]
    fn a_literal_of_the_other_family_is_told_from_an_unknown_host() {
        for (host, family) in [("192.0.2.1", Family::V6), ("::1", Family::V4)] {
            let error = resolve(host, 1, family).unwrap_err();
            assert!(matches!(error, NetError::WrongFamily { .. }), "{error}");
        }
        for host in ["", "no..host", "fe80::1%nosuchzone", "nul\0"] {
            let error = resolve(host, 1, Family::Any).unwrap_err();
            assert!(matches!(error, NetError::HostNotFound { .. }), "{host:?}: {error}");
        }
    }

    #[test]
    fn a_name_is_looked_up_in_its_family() {
        let address = resolve("localhost", 7, Family::V4).unwrap();

        assert_eq!(address, "127.0.0.1:7".parse().unwrap());
    }

    #[test]
    fn this_machine_has_a_name() {
        assert!(!host_name().contains('\0'));
    }
}
