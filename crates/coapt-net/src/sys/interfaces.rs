//! The network interfaces of this machine. getifaddrs(3), netdevice(7).

use std::ffi::CStr;
use std::io;
use std::ptr;

/// A network interface.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Interface {
    pub(crate) name: String,
    pub(crate) index: u32,
    pub(crate) is_up: bool,
    pub(crate) can_multicast: bool,
    pub(crate) has_v4: bool,
    pub(crate) has_v6: bool,
}

/// Lists the network interfaces in the order of their numbers.
pub(crate) fn interfaces() -> io::Result<Vec<Interface>> {
    let mut first = ptr::null_mut();
    // SAFETY: `first` is a place for a pointer.
    if unsafe { libc::getifaddrs(&raw mut first) } < 0 {
        return Err(io::Error::last_os_error());
    }
    let mut found: Vec<Interface> = Vec::new();
    let mut next = first;
    // SAFETY: each pointer of the list is null or points to an entry that lives until the list is freed.
    while let Some(entry) = unsafe { next.as_ref() } {
        next = entry.ifa_next;
        let Some(interface) = read(entry) else { continue };
        match found.iter_mut().find(|known| known.index == interface.index) {
            Some(known) => {
                known.has_v4 |= interface.has_v4;
                known.has_v6 |= interface.has_v6;
            }
            None => found.push(interface),
        }
    }
    // SAFETY: the list is ours, and nothing borrows from it any more.
    unsafe { libc::freeifaddrs(first) };
    found.sort_by_key(|interface| interface.index);
    Ok(found)
}

/// Reads an entry: one address of an interface, or none.
fn read(entry: &libc::ifaddrs) -> Option<Interface> {
    // SAFETY: the name of an entry is a string that lives as long as the entry.
    let name = unsafe { CStr::from_ptr(entry.ifa_name) };
    let name = name.to_str().ok()?;
    // A second IPv4 address may have a label, such as eth0:1.
    let name = name.split(':').next().unwrap_or_default().to_owned();
    let index = super::interface_index(&std::ffi::CString::new(name.clone()).ok()?)?;
    // SAFETY: the address of an entry is null or points to one that lives as long as the entry.
    let family = unsafe { entry.ifa_addr.as_ref() }.map(|address| i32::from(address.sa_family));
    let has = |flag: libc::c_int| entry.ifa_flags & flag.cast_unsigned() != 0;
    Some(Interface {
        name,
        index,
        is_up: has(libc::IFF_UP),
        can_multicast: has(libc::IFF_MULTICAST),
        has_v4: family == Some(libc::AF_INET),
        has_v6: family == Some(libc::AF_INET6),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_interface_is_there_once_with_its_address() {
        let all = interfaces().unwrap();

        let loopback: Vec<_> = all.iter().filter(|interface| interface.name == "lo").collect();
        assert_eq!(loopback.len(), 1, "{all:?}");
        assert!(loopback[0].is_up && loopback[0].has_v4 && loopback[0].index == 1);
    }
}
