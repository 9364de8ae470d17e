//! A bound UDP socket that receives and sends in batches, and blocks only where that is asked for.
//!
//! Errors that the network reported for earlier datagrams (`ECONNREFUSED` and the like) surface in whatever call comes
//! next. Here they only mark that the error queue has something to read: the call is made again, and nothing is lost.

mod options;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{self, IpAddr, SocketAddr};
use std::os::fd::{AsFd, BorrowedFd};

use coapt_proto::{Delivery, Peer, Transmit};
use socket2::Socket;

use crate::control::{self, Destination};
use crate::error::NetError;
use crate::group::{self, Membership};
use crate::link::{LinkSender, Onward};
use crate::resolve::Family;
use crate::settings::{PacketInfo, SocketSettings};
use crate::sys::{MAX_RECEIVE_BATCH, MAX_SEND_BATCH, Outgoing, ReceiveBatch, SendBatch};

pub(crate) use options::MOMENT;

/// How often a call is made again that failed with what may be an old report.
const MAX_STICKY_ERRORS: usize = 8;

/// The longest piece of a reported datagram that is looked at; routers quote less.
const MAX_QUOTED: usize = 1500;

/// A bound UDP socket.
pub(crate) struct UdpSocket {
    socket: Socket,
    local: SocketAddr,
    connected: Option<SocketAddr>,
    source: Option<IpAddr>,
    packet_info: PacketInfo,
    max_packet_size: usize,
    incoming: ReceiveBatch,
    outgoing: SendBatch,
    reports: ReceiveBatch,
    has_reports: bool,
    link: Option<LinkSender>,
    joined: Vec<Membership>,
}

/// One received datagram.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Received<'a> {
    /// Who sent it; with the address it was sent to if such pairs are told apart.
    pub(crate) from: Peer,
    /// The address it was sent to, if the system was asked for it.
    pub(crate) destination: Option<IpAddr>,
    /// Whether it came to us alone.
    pub(crate) delivery: Delivery,
    /// Its bytes; if it is truncated, the first of them.
    pub(crate) bytes: &'a [u8],
    /// Whether it was longer than the longest allowed.
    pub(crate) is_truncated: bool,
}

/// What ended a wait for datagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// So many came, one at least.
    Datagrams(usize),
    /// None came.
    Silence,
    /// The system has a report of an unreachable peer.
    Report,
    /// A signal arrived.
    Signal,
}

/// How far a batch went out.
#[derive(Debug)]
pub(crate) struct Sent {
    /// How many datagrams the system took.
    pub(crate) count: usize,
    /// What became of the one after those.
    pub(crate) then: Then,
}

/// What ended the sending of a batch.
#[derive(Debug)]
pub(crate) enum Then {
    /// It was sent, or as much of it as one call takes.
    Done,
    /// The socket has no room; the rest can be sent when it is writable.
    Blocked,
    /// The next datagram got lost on its way out of this machine.
    Lost,
    /// The next datagram cannot be sent.
    Failed(io::Error),
}

/// The network's word that a datagram of ours did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// Where it was sent to.
    pub(crate) peer: Peer,
    /// Its first bytes, as far as the report has them.
    pub(crate) quoted: Vec<u8>,
    /// Whether the host is there, and only nobody who listens.
    pub(crate) is_from_host: bool,
}

impl UdpSocket {
    /// Opens a socket as the settings ask for it.
    pub(crate) fn open(settings: &SocketSettings) -> Result<Self, NetError> {
        check_source(settings)?;
        let socket = options::open(settings)?;
        let local = socket.local_addr().map_err(|error| NetError::io("read the address", error))?;
        let local = local.as_socket().unwrap_or(settings.local);
        let joined = group::join(&socket, local, &settings.groups)?;
        let max_packet_size = settings.max_packet_size.min(usize::from(u16::MAX));
        Ok(Self {
            socket,
            local,
            connected: settings.connect,
            source: settings.source,
            packet_info: settings.packet_info,
            max_packet_size,
            incoming: ReceiveBatch::new(max_packet_size + 1, MAX_RECEIVE_BATCH),
            outgoing: SendBatch::new(),
            reports: ReceiveBatch::new(MAX_QUOTED, 1),
            has_reports: false,
            link: settings.link_source.map(|address| LinkSender::new(address, settings)),
            joined,
        })
    }

    /// Opens another socket at the address of this one, which is shared from now on.
    pub(crate) fn open_beside(&self, settings: &SocketSettings) -> Result<Self, NetError> {
        options::share_bound_port(&self.socket)?;
        Self::open(&SocketSettings { local: self.local, share_port: true, ..settings.clone() })
    }

    /// Receives one batch and returns how many datagrams it holds; 0 if there were none.
    pub(crate) fn receive(&mut self) -> io::Result<usize> {
        let (incoming, socket) = (&mut self.incoming, self.socket.as_fd());
        received(asking_again(&mut self.has_reports, || {
            incoming.receive(socket, libc::MSG_DONTWAIT)
        }))
    }

    /// Waits for datagrams for a moment, [`MOMENT`] or a little more, and receives one batch: one system call for both.
    ///
    /// A report of an unreachable peer ends the wait; it is there to be taken then.
    pub(crate) fn receive_in_a_moment(&mut self) -> io::Result<Awaited> {
        match self.incoming.receive(self.socket.as_fd(), libc::MSG_WAITFORONE) {
            Ok(count) => Ok(Awaited::Datagrams(count)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Awaited::Signal),
            Err(error) if is_momentary(&error) => Ok(Awaited::Silence),
            Err(error) if may_be_a_report(&error) => {
                self.has_reports = true;
                Ok(Awaited::Report)
            }
            Err(error) => Err(error),
        }
    }

    /// Tells whether the last batch had room for more than there was.
    pub(crate) fn is_drained(&self) -> bool {
        !self.incoming.is_full()
    }

    /// Returns the datagram `index` of the batch that was received last.
    pub(crate) fn received(&self, index: usize) -> Option<Received<'_>> {
        let slot = self.incoming.slot(index)?;
        let is_truncated = slot.bytes.len() > self.max_packet_size;
        let destination = control::destination(slot.control);
        let is_multicast = destination.is_some_and(|destination| destination.is_multicast())
            || self.local.ip().is_multicast();
        let sender = slot.name?;
        Some(Received {
            from: self.peer(sender, destination.and_then(|it| self.answer_from(it, sender))),
            destination: destination.map(|destination| destination.address),
            delivery: if is_multicast { Delivery::Multicast } else { Delivery::Unicast },
            bytes: &slot.bytes[..slot.bytes.len().min(self.max_packet_size)],
            is_truncated,
        })
    }

    /// Sends datagrams in order until one fails or the socket is full.
    pub(crate) fn send(&mut self, transmits: &[Transmit]) -> Sent {
        let mut count = 0;
        while count < transmits.len() {
            match self.send_some(&transmits[count..]) {
                Ok(more) => count += more,
                Err(error) if is_momentary(&error) => return Sent { count, then: Then::Blocked },
                Err(error) if is_loss(&error) => return Sent { count, then: Then::Lost },
                Err(error) => return Sent { count, then: Then::Failed(error) },
            }
        }
        Sent { count, then: Then::Done }
    }

    /// Sends datagrams in order, one call's worth at most; returns how many went out, 0 if there is no room.
    ///
    /// One that is lost on its way out of this machine has gone out.
    pub(crate) fn send_some_of<'a>(
        &mut self,
        datagrams: &(impl ExactSizeIterator<Item = Outgoing<'a>> + Clone),
    ) -> io::Result<usize> {
        let wanted = datagrams.len().min(MAX_SEND_BATCH);
        let (batch, socket) = (&mut self.outgoing, self.socket.as_fd());
        match asking_again(&mut self.has_reports, || batch.send(socket, datagrams.clone())) {
            Ok(count) => {
                self.has_reports |= count < wanted;
                Ok(count)
            }
            Err(error) if is_momentary(&error) => Ok(0),
            Err(error) if is_loss(&error) => Ok(1),
            Err(error) => Err(error),
        }
    }

    /// Tells whether the error queue may hold something.
    pub(crate) fn has_reports(&self) -> bool {
        self.has_reports
    }

    /// Notes that the system announced an error.
    pub(crate) fn expect_reports(&mut self) {
        self.has_reports = true;
    }

    /// Takes the next report that a peer cannot be reached; other entries of the queue are passed over.
    pub(crate) fn take_report(&mut self) -> Option<Report> {
        while self.has_reports {
            let flags = libc::MSG_ERRQUEUE | libc::MSG_DONTWAIT;
            let outcome = self.reports.receive(self.socket.as_fd(), flags);
            self.has_reports = outcome.is_ok();
            if let Some(report) = self.report() {
                return Some(report);
            }
        }
        None
    }

    /// Returns the address that the socket is bound to.
    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    /// Returns the groups that were joined.
    pub(crate) fn joined(&self) -> &[Membership] {
        &self.joined
    }

    /// Returns the size of the receive buffer in effect.
    pub(crate) fn receive_buffer_size(&self) -> usize {
        self.socket.recv_buffer_size().unwrap_or_default()
    }

    /// Returns the size of the send buffer in effect.
    pub(crate) fn send_buffer_size(&self) -> usize {
        self.socket.send_buffer_size().unwrap_or_default()
    }

    fn send_some(&mut self, transmits: &[Transmit]) -> io::Result<usize> {
        let limit = self.sendable(transmits)?;
        if let Some(first) = transmits.first()
            && self.hand_to_link(first)? == Onward::Nothing
        {
            return Ok(1);
        }
        let (connected, source) = (self.connected, self.source);
        let (batch, socket) = (&mut self.outgoing, self.socket.as_fd());
        let outcome = asking_again(&mut self.has_reports, || {
            batch.send(socket, transmits[..limit].iter().map(|t| outgoing(t, connected, source)))
        });
        match outcome {
            Err(error) if is_momentary(&error) => Err(error),
            Err(error) => Err(self.explain(error, &transmits[0])),
            Ok(count) => {
                // The error that cut a batch short is not told, and it may have been an old report.
                self.has_reports |= count < limit;
                Ok(count)
            }
        }
    }

    /// How many of the datagrams one call may take; fails if the first goes where this socket does not send.
    fn sendable(&self, transmits: &[Transmit]) -> io::Result<usize> {
        let is_ours = |transmit: &Transmit| {
            self.connected.is_none_or(|peer| is_same_address(peer, transmit.to.address()))
        };
        let count = transmits.iter().take(MAX_SEND_BATCH).take_while(|&t| is_ours(t)).count();
        match count {
            0 => Err(io::Error::from_raw_os_error(libc::EISCONN)),
            count if self.link.is_some() => Ok(count.min(1)),
            count => Ok(count),
        }
    }

    fn hand_to_link(&mut self, transmit: &Transmit) -> io::Result<Onward> {
        let Some(link) = &mut self.link else { return Ok(Onward::Socket) };
        let source = transmit.to.local().or(self.source);
        let source = source.or_else(|| Some(self.local.ip()).filter(|ip| !ip.is_unspecified()));
        link.send((source, self.local.port()), transmit.to.address(), &transmit.datagram)
    }

    /// Tells a source address that is not ours from other reasons.
    ///
    /// The system says "invalid" or "unreachable" there, by version and family; but only an address of ours can be
    /// bound.
    fn explain(&self, error: io::Error, transmit: &Transmit) -> io::Error {
        let source = transmit.to.local().or(self.source);
        match source.map(|source| net::UdpSocket::bind((source, 0))) {
            Some(Err(reason)) if reason.kind() == io::ErrorKind::AddrNotAvailable => reason,
            _ => error,
        }
    }

    fn report(&self) -> Option<Report> {
        let slot = self.reports.slot(0)?;
        let error = control::queued_error(slot.control)?;
        if !error.is_unreachable() {
            return None;
        }
        // The report came to the address that the datagram left from.
        let local = control::destination(slot.control).map(|destination| destination.address);
        let (peer, quoted) = (self.peer(slot.name?, local), slot.bytes.to_vec());
        Some(Report { peer, quoted, is_from_host: error.is_from_host() })
    }

    /// Finds the address of ours that answers leave from.
    fn answer_from(&self, destination: Destination, sender: SocketAddr) -> Option<IpAddr> {
        let is_asked_for = self.packet_info == PacketInfo::Pair && sender.is_ipv6();
        destination.answer_from.or_else(|| {
            //= rfc7252#8.2 own-address: an answer comes from an address of ours, not from the group's
            is_asked_for.then(|| group::answering_address(destination.interface, sender))?
        })
    }

    fn peer(&self, address: SocketAddr, local: Option<IpAddr>) -> Peer {
        match local {
            Some(local) if self.packet_info == PacketInfo::Pair => {
                Peer::new(address).with_local(local)
            }
            _ => Peer::new(address),
        }
    }
}

impl AsFd for UdpSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// A source address of the other family would not be used, and nobody would notice.
fn check_source(settings: &SocketSettings) -> Result<(), NetError> {
    let is_v6 = settings.local.is_ipv6();
    match settings.source {
        Some(source) if source.is_ipv6() != is_v6 => {
            let family = if is_v6 { Family::V6 } else { Family::V4 };
            Err(NetError::WrongFamily { host: source.to_string(), family })
        }
        _ => Ok(()),
    }
}

fn outgoing(
    transmit: &Transmit,
    connected: Option<SocketAddr>,
    source: Option<IpAddr>,
) -> Outgoing<'_> {
    let to = transmit.to.address();
    Outgoing {
        to: if connected.is_some() { None } else { Some(to) },
        source: transmit.to.local().or(source),
        interface: scope(to),
        bytes: &transmit.datagram,
    }
}

/// The interface that an address belongs to; 0 if it does not say.
fn scope(address: SocketAddr) -> u32 {
    match address {
        SocketAddr::V4(_) => 0,
        SocketAddr::V6(address) => address.scope_id(),
    }
}

/// A zone that one side leaves out is no difference.
fn is_same_address(one: SocketAddr, other: SocketAddr) -> bool {
    let (a, b) = (scope(one), scope(other));
    one.ip() == other.ip() && one.port() == other.port() && (a == b || a == 0 || b == 0)
}

/// Makes a call, and makes it again while it fails with what may be an old report.
fn asking_again(
    has_reports: &mut bool,
    mut call: impl FnMut() -> io::Result<usize>,
) -> io::Result<usize> {
    for _ in 0..MAX_STICKY_ERRORS {
        match call() {
            Err(error) if may_be_a_report(&error) => *has_reports = true,
            outcome => return outcome,
        }
    }
    call()
}

/// How many datagrams came.
///
/// Reports that come faster than they can be taken are no reason to fail: receiving itself ends in no such error.
fn received(outcome: io::Result<usize>) -> io::Result<usize> {
    match outcome {
        Err(error) if is_momentary(&error) || may_be_a_report(&error) => Ok(0),
        outcome => outcome,
    }
}

/// Tells whether a datagram got lost in this machine: a queue on its way out was full.
///
/// Waiting for room would not help, as the socket itself has room; it is a loss like any other in the network.
fn is_loss(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::ENOBUFS | libc::ENOMEM))
}

/// Nothing is wrong; there is just nothing to receive, or no room to send.
fn is_momentary(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// The errors that an ICMP message about an earlier datagram leaves behind. Asking once more tells them from others.
fn may_be_a_report(error: &io::Error) -> bool {
    const ERRORS: [i32; 10] = [
        libc::ECONNREFUSED,
        libc::EHOSTUNREACH,
        libc::ENETUNREACH,
        libc::EHOSTDOWN,
        libc::ENONET,
        libc::ENOPROTOOPT,
        libc::EOPNOTSUPP,
        libc::EPROTO,
        libc::EMSGSIZE,
        libc::EACCES,
    ];
    error.raw_os_error().is_some_and(|number| ERRORS.contains(&number))
}
