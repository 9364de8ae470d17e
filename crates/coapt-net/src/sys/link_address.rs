//! Addresses of the link layer.

use std::ptr;

use socket2::{SockAddr, SockAddrStorage};

/// Returns the address for sending a frame of a protocol (its `EtherType`) through an interface.
pub(crate) fn link_address(interface: u32, ether_type: u16, to: [u8; 6]) -> SockAddr {
    let mut address = [0; 8];
    address[..to.len()].copy_from_slice(&to);
    let link = libc::sockaddr_ll {
        sll_family: libc::AF_PACKET as libc::c_ushort,
        sll_protocol: ether_type.to_be(),
        sll_ifindex: interface.cast_signed(),
        sll_hatype: 0,
        sll_pkttype: 0,
        sll_halen: 6,
        sll_addr: address,
    };
    let mut storage = SockAddrStorage::zeroed();
    // SAFETY: a `sockaddr_storage` has the size and the alignment for every kind of address; the length is that of
    // what was written.
    unsafe {
        ptr::from_mut(&mut storage).cast::<libc::sockaddr_ll>().write(link);
        SockAddr::new(storage, size_of::<libc::sockaddr_ll>() as libc::socklen_t)
    }
}
