//! The client addresses: many of them behind one socket, or one behind each.
//!
//! Every address in 127.0.0.0/8 is an address of this machine, so for targets there one socket speaks from as many
//! addresses as it likes: each datagram says where it comes from, and each answer where it went to (`IP_PKTINFO`).
//! Towards other targets a client is a socket with a port of its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use coapt::net::{Datagram, DatagramSocket, PacketInfo, SocketSettings};
use coapt::proto::Instant;

use crate::failure::Failure;
use crate::link;

/// How many clients there can be if each needs a socket.
pub(super) const MAX_SOCKETS: u32 = 512;

/// How many clients there can be in 127.0.0.0/8.
pub(super) const MAX_LOOPBACK: u32 = 1_000_000;

/// The address of the first client; the others follow it.
const FIRST: u32 = u32::from_be_bytes([127, 1, 0, 1]);

/// The longest datagram that is received whole: more than a block of the largest size with its options.
const MAX_DATAGRAM: usize = 2048;

/// How many datagrams wait for room in a socket at most.
const MAX_WAITING: usize = 16_384;

/// What the system is asked to keep for us until we receive it, in bytes.
const BUFFER: usize = 4 << 20;

/// The sockets of all clients, and what waits to be sent.
#[derive(Debug)]
pub(super) struct Ports {
    target: SocketAddr,
    uri: String,
    clients: Clients,
    sockets: Vec<DatagramSocket>,
    outboxes: Vec<Outbox>,
    /// The sockets that have something to send.
    waiting: Vec<usize>,
}

/// How clients differ.
#[derive(Clone, Copy, Debug)]
enum Clients {
    /// By an address in 127.0.0.0/8; there are so many.
    Addresses(u32),
    /// By a socket of their own.
    Sockets,
}

/// Datagrams that wait to be sent through one socket.
#[derive(Debug, Default)]
struct Outbox {
    bytes: Vec<u8>,
    /// The source address and the end of each datagram.
    items: Vec<(Option<IpAddr>, usize)>,
    sent: usize,
}

/// Whether receiving waits if there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// It does not.
    None,
    /// It does for some milliseconds, in the same call of the system.
    Short,
}

/// A datagram from the target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival<'a> {
    /// The client that it was sent to.
    pub(super) client: u32,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
}

/// Where a client puts what it sends.
#[derive(Debug)]
pub(super) struct Out<'a> {
    outbox: &'a mut Outbox,
    source: Option<IpAddr>,
}

impl Ports {
    /// Opens the sockets.
    pub(super) fn open(target: SocketAddr, uri: &str, clients: u32) -> Result<Self, Failure> {
        let shares = is_shared(target) && clients > 1;
        let sockets = if shares { 1 } else { clients };
        let any: IpAddr = match (target, shares) {
            (SocketAddr::V4(_), _) => Ipv4Addr::UNSPECIFIED.into(),
            (SocketAddr::V6(_), _) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let mut settings = SocketSettings::new((any, 0).into());
        settings.packet_info = if shares { PacketInfo::Report } else { PacketInfo::Off };
        settings.max_packet_size = MAX_DATAGRAM;
        // No datagram is longer than a block with its options; and the system need not number what it cannot cut.
        settings.dont_fragment = true;
        settings.receive_buffer = Some(BUFFER);
        settings.send_buffer = Some(BUFFER);
        let open =
            || DatagramSocket::open(&settings).map_err(|error| link::failure(&error.into(), uri));
        let sockets = (0..sockets).map(|_| open()).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            target,
            uri: uri.to_owned(),
            clients: if shares { Clients::Addresses(clients) } else { Clients::Sockets },
            outboxes: sockets.iter().map(|_| Outbox::default()).collect(),
            waiting: Vec::with_capacity(sockets.len()),
            sockets,
        })
    }

    /// Tells the time.
    pub(super) fn now(&self) -> Instant {
        self.sockets.first().map_or(Instant::ORIGIN, DatagramSocket::now)
    }

    /// Gives the place where a client puts what it sends.
    pub(super) fn out(&mut self, client: u32) -> Out<'_> {
        let (index, source) = match self.clients {
            Clients::Addresses(_) => (0, Some(address(client))),
            Clients::Sockets => (client as usize % self.sockets.len().max(1), None),
        };
        let outbox = &mut self.outboxes[index];
        if outbox.items.is_empty() {
            self.waiting.push(index);
        }
        Out { outbox, source }
    }

    /// Tells whether nothing more should be added before what waits is sent.
    pub(super) fn is_full(&self) -> bool {
        self.waiting.iter().any(|index| self.sockets[*index].is_blocked())
    }

    /// Sends what waits, as far as the sockets take it.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        let Self { target, sockets, outboxes, waiting, uri, .. } = self;
        let mut failed = None;
        waiting.retain(|&index| match outboxes[index].send(&mut sockets[index], *target) {
            Ok(is_empty) => !is_empty,
            Err(error) => {
                failed = Some(link::failure(&error.into(), uri));
                true
            }
        });
        failed.map_or(Ok(()), Err)
    }

    /// Receives one batch from each socket that has something, and hands out each datagram; gives how many came.
    ///
    /// What does not come from the target, or goes to no client, is not handed out.
    pub(super) fn receive(
        &mut self,
        patience: Patience,
        mut take: impl FnMut(Arrival<'_>, &mut Out<'_>),
    ) -> Result<usize, Failure> {
        let is_only = self.sockets.len() == 1;
        let mut count = 0;
        for (index, socket) in self.sockets.iter_mut().enumerate() {
            if !is_only && !socket.is_readable() {
                continue;
            }
            let got = match patience {
                Patience::None => socket.receive(),
                Patience::Short => socket.receive_soon(),
            };
            let got = got.map_err(|error| link::failure(&error.into(), &self.uri))?;
            count += got;
            let outbox = &mut self.outboxes[index];
            let was_empty = outbox.items.is_empty();
            let (clients, target) = (self.clients, self.target);
            let arrivals = (0..got).filter_map(|number| socket.received(number));
            let arrivals = arrivals.filter(|datagram| is_from(target, datagram.peer));
            let arrivals = arrivals
                .filter_map(|datagram| Some((clients.client(index, datagram.local)?, datagram)));
            for (client, datagram) in arrivals {
                let mut out = Out { outbox, source: datagram.local };
                take(Arrival { client, bytes: datagram.bytes }, &mut out);
            }
            if was_empty && !outbox.items.is_empty() {
                self.waiting.push(index);
            }
        }
        Ok(count)
    }

    /// Takes the beginnings of datagrams that the network says did not arrive.
    pub(super) fn take_undelivered(&mut self) -> Option<Vec<u8>> {
        let report = self.sockets.iter_mut().find_map(DatagramSocket::take_undelivered)?;
        Some(report.quoted)
    }

    /// Waits until there is something to receive, at most for so long, or until a signal arrives.
    pub(super) fn wait(&mut self, timeout: Duration) -> Result<(), Failure> {
        DatagramSocket::wait_any(&mut self.sockets, timeout)
            .map(|_| ())
            .map_err(|error| link::failure(&error.into(), &self.uri))
    }

    /// Tells whether there are so many sockets that only a wait tells which of them to ask.
    pub(super) fn has_many_sockets(&self) -> bool {
        self.sockets.len() > 1
    }
}

impl Clients {
    /// Gives the client that a datagram went to, by the socket and the address.
    fn client(self, socket: usize, address: Option<IpAddr>) -> Option<u32> {
        match (self, address) {
            (Self::Sockets, _) => u32::try_from(socket).ok(),
            (Self::Addresses(clients), Some(IpAddr::V4(ip))) => {
                u32::from(ip).checked_sub(FIRST).filter(|client| *client < clients)
            }
            (Self::Addresses(_), _) => None,
        }
    }
}

impl Outbox {
    /// Sends all, or as much as there is room for; tells whether it was all.
    fn send(
        &mut self,
        socket: &mut DatagramSocket,
        peer: SocketAddr,
    ) -> Result<bool, coapt::NetError> {
        while self.sent < self.items.len() {
            let (items, bytes) = (&self.items, &self.bytes);
            let datagrams = (self.sent..items.len()).map(|number| {
                let start = number.checked_sub(1).map_or(0, |before| items[before].1);
                let (local, end) = items[number];
                Datagram { peer, local, bytes: &bytes[start..end], is_truncated: false }
            });
            match socket.send(datagrams)? {
                0 => return Ok(false),
                count => self.sent += count,
            }
        }
        self.sent = 0;
        self.bytes.clear();
        self.items.clear();
        Ok(true)
    }
}

impl Out<'_> {
    /// Adds the datagram that `write` appends; if too many wait already, it is lost like one in the network.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        if self.outbox.items.len() >= MAX_WAITING {
            return;
        }
        write(&mut self.outbox.bytes);
        self.outbox.items.push((self.source, self.outbox.bytes.len()));
    }
}

/// Tells whether one socket can be many clients of this target.
pub(super) fn is_shared(target: SocketAddr) -> bool {
    matches!(target.ip(), IpAddr::V4(ip) if ip.is_loopback())
}

fn address(client: u32) -> IpAddr {
    Ipv4Addr::from(FIRST.saturating_add(client)).into()
}

/// A zone that one side leaves out is no difference.
fn is_from(target: SocketAddr, peer: SocketAddr) -> bool {
    target.ip() == peer.ip() && target.port() == peer.port()
}
