//! What a socket is asked for when it is opened.

use std::net::{IpAddr, SocketAddr};

use crate::group::Group;

/// Everything that can be chosen about a socket; fixed once it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketSettings {
    /// The address to bind; with port 0 the system chooses the port.
    pub local: SocketAddr,
    /// Connects the socket: datagrams go to and come from this peer only.
    pub connect: Option<SocketAddr>,
    /// Lets several sockets share the port (`SO_REUSEADDR` and `SO_REUSEPORT`).
    pub share_port: bool,
    /// The receive buffer to ask for, in bytes; the system may give another size.
    pub receive_buffer: Option<usize>,
    /// The send buffer to ask for, in bytes; the system may give another size.
    pub send_buffer: Option<usize>,
    /// Sets the Don't Fragment flag; what does not fit the path is then refused instead of cut.
    pub dont_fragment: bool,
    /// The longest datagram that is received whole, in bytes.
    pub max_packet_size: usize,
    /// What is asked of the system about each received datagram.
    pub packet_info: PacketInfo,
    /// The DSCP of outgoing datagrams, 0 to 63; `None` leaves it to the system.
    pub dscp: Option<u8>,
    /// The network interface to send and receive by, by its name such as `eth0` (`SO_BINDTODEVICE`); `None` leaves it to the routes.
    pub device: Option<String>,
    /// The source address of outgoing datagrams; if it is not ours, sending fails with `EADDRNOTAVAIL`. It is of the
    /// family of `local`, or the socket is not opened.
    pub source: Option<IpAddr>,
    /// The multicast groups to join; each must be one that [is heard](Group::is_heard_at) at `local`. What is sent to
    /// other groups is not received, though other programs on this machine may have joined them.
    pub groups: Vec<Group>,
    /// Sends at link layer with this source address; without the privilege to do so, sending fails with `EPERM`.
    pub link_source: Option<[u8; 6]>,
}

/// What is asked of the system about each received datagram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PacketInfo {
    /// Nothing. A datagram to a group or broadcast address then passes for unicast.
    #[default]
    Off,
    /// The address it was sent to, for [`Driver::destination`](crate::Driver::destination); peers stay single.
    Report,
    /// The same, and the peer is paired with that address: replies leave from the address that was asked.
    ///
    /// This is for servers: what a client sends to a peer without a local address is answered by a paired one.
    Pair,
}

impl SocketSettings {
    /// Makes the settings of a plain socket at `local`.
    #[must_use]
    pub const fn new(local: SocketAddr) -> Self {
        Self {
            local,
            connect: None,
            share_port: false,
            receive_buffer: None,
            send_buffer: None,
            dont_fragment: false,
            max_packet_size: 65_535,
            packet_info: PacketInfo::Off,
            dscp: None,
            device: None,
            source: None,
            groups: Vec::new(),
            link_source: None,
        }
    }
}
