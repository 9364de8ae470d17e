//! From settings to a bound socket.

use std::ffi::c_int;
use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

use crate::error::NetError;
use crate::group;
use crate::settings::{PacketInfo, SocketSettings};
use crate::sys;

const MAX_DSCP: u8 = 63;

/// One option for each family.
struct Pair {
    v4: (c_int, c_int),
    v6: (c_int, c_int),
}

const PACKET_INFO: Pair = Pair {
    v4: (libc::IPPROTO_IP, libc::IP_PKTINFO),
    v6: (libc::IPPROTO_IPV6, libc::IPV6_RECVPKTINFO),
};
const RECEIVE_ERRORS: Pair =
    Pair { v4: (libc::IPPROTO_IP, libc::IP_RECVERR), v6: (libc::IPPROTO_IPV6, libc::IPV6_RECVERR) };
const MTU_DISCOVER: Pair = Pair {
    v4: (libc::IPPROTO_IP, libc::IP_MTU_DISCOVER),
    v6: (libc::IPPROTO_IPV6, libc::IPV6_MTU_DISCOVER),
};
const TRAFFIC_CLASS: Pair =
    Pair { v4: (libc::IPPROTO_IP, libc::IP_TOS), v6: (libc::IPPROTO_IPV6, libc::IPV6_TCLASS) };

/// How long a call that waits for datagrams waits, but for the system rounding it up to its ticks.
pub(crate) const MOMENT: Duration = Duration::from_millis(2);

/// Opens, sets, binds and connects a socket.
pub(super) fn open(settings: &SocketSettings) -> Result<Socket, NetError> {
    let domain = Domain::for_address(settings.local);
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))
        .map_err(|error| NetError::io("open a socket", error))?;
    // Calls that must not wait say so themselves; one that waits for datagrams does not wait for long.
    let limited = socket.set_read_timeout(Some(MOMENT));
    limited.map_err(|error| NetError::io("limit a wait", error))?;
    set_before_binding(&socket, settings)?;
    socket
        .bind(&settings.local.into())
        .map_err(|error| NetError::io_at("bind", settings.local, error))?;
    if let Some(peer) = settings.connect {
        socket.connect(&peer.into()).map_err(|error| NetError::io_at("connect to", peer, error))?;
    }
    Ok(socket)
}

/// Lets further sockets bind the address of one that has it.
///
/// socket(7) asks for the option before binding; there the first socket would share its port with strangers, too. UDP
/// looks at the option when the next socket is bound, and makes the group of sockets then.
pub(super) fn share_bound_port(socket: &Socket) -> Result<(), NetError> {
    socket.set_reuse_port(true).map_err(|error| NetError::io("share the port", error))
}

fn set_before_binding(socket: &Socket, settings: &SocketSettings) -> Result<(), NetError> {
    let is_v6 = settings.local.is_ipv6();
    if is_v6 {
        socket.set_only_v6(true).map_err(|error| NetError::io("keep a socket to IPv6", error))?;
    }
    if settings.share_port {
        let shared = socket.set_reuse_address(true).and_then(|()| socket.set_reuse_port(true));
        shared.map_err(|error| NetError::io("share the port", error))?;
    }
    group::keep_out(socket, is_v6);
    set(socket, is_v6, (&RECEIVE_ERRORS, 1), "ask for error reports")?;
    if settings.packet_info != PacketInfo::Off {
        set(socket, is_v6, (&PACKET_INFO, 1), "ask for packet info")?;
    }
    set(socket, is_v6, (&MTU_DISCOVER, fragmenting(settings)), "set Don't Fragment")?;
    if let Some(dscp) = settings.dscp {
        set(socket, is_v6, (&TRAFFIC_CLASS, traffic_class(dscp)?), "set the DSCP")?;
    }
    if let Some(device) = &settings.device {
        let bound = socket.bind_device(Some(device.as_bytes()));
        bound.map_err(|error| NetError::io("use that network interface", error))?;
    }
    set_buffers(socket, settings);
    Ok(())
}

fn set(
    socket: &Socket,
    is_v6: bool,
    (option, value): (&Pair, c_int),
    operation: &'static str,
) -> Result<(), NetError> {
    let option = if is_v6 { option.v6 } else { option.v4 };
    sys::set_option(socket.as_fd(), option, value).map_err(|error| NetError::io(operation, error))
}

/// Without Don't Fragment an IPv4 datagram goes without the flag, which is not what the system does by itself.
fn fragmenting(settings: &SocketSettings) -> c_int {
    match (settings.local.is_ipv6(), settings.dont_fragment) {
        (false, false) => libc::IP_PMTUDISC_DONT,
        (false, true) => libc::IP_PMTUDISC_DO,
        (true, false) => libc::IPV6_PMTUDISC_WANT,
        (true, true) => libc::IPV6_PMTUDISC_DO,
    }
}

/// The DSCP is the upper six bits of the traffic class; the lower two belong to congestion notification.
fn traffic_class(dscp: u8) -> Result<c_int, NetError> {
    if dscp > MAX_DSCP {
        return Err(NetError::io("set the DSCP", io::Error::from_raw_os_error(libc::EINVAL)));
    }
    Ok(c_int::from(dscp) << 2)
}

/// A size that the system does not like is no reason to fail: the size in effect can be read.
fn set_buffers(socket: &Socket, settings: &SocketSettings) {
    const MAX: usize = c_int::MAX as usize;
    if let Some(bytes) = settings.receive_buffer {
        socket.set_recv_buffer_size(bytes.min(MAX)).ok();
    }
    if let Some(bytes) = settings.send_buffer {
        socket.set_send_buffer_size(bytes.min(MAX)).ok();
    }
}
