//! A socket for programs that make their datagrams themselves: load generators, relays, probes.
//!
//! It is the socket of a [`Driver`](crate::Driver) without the endpoint: batches of bytes come in, batches go out, and
//! nothing here knows CoAP. Nothing is allocated for a datagram.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::time::Duration;

use coapt_proto::Instant;

use crate::clock::Clock;
use crate::driver::WaitEnd;
use crate::error::NetError;
use crate::settings::SocketSettings;
use crate::socket::{Awaited, UdpSocket};
use crate::sys::{self, Outgoing, Waiting};

/// A bound UDP socket that receives and sends batches of bytes and never blocks.
pub struct DatagramSocket {
    socket: UdpSocket,
    clock: Clock,
    /// Whether the last sending found no room.
    is_blocked: bool,
    /// Whether the last wait found something to receive.
    is_readable: bool,
}

/// A datagram that was received or is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datagram<'a> {
    /// The other end: who sent it, or where it goes.
    pub peer: SocketAddr,
    /// The address at this end. `None`: the system was not asked for it, or shall choose it.
    pub local: Option<IpAddr>,
    /// Its bytes; if it is truncated, the first of them.
    pub bytes: &'a [u8],
    /// Whether it was longer than [`SocketSettings::max_packet_size`]; of no meaning when it is sent.
    pub is_truncated: bool,
}

/// The network's word that a datagram did not reach its destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Where it was sent to.
    pub peer: SocketAddr,
    /// Its first bytes, as far as the report has them.
    pub quoted: Vec<u8>,
}

impl DatagramSocket {
    /// Opens a socket.
    ///
    /// # Errors
    /// If the system refuses the socket, an option or the address.
    pub fn open(settings: &SocketSettings) -> Result<Self, NetError> {
        let socket = UdpSocket::open(settings)?;
        Ok(Self { socket, clock: Clock::start(), is_blocked: false, is_readable: false })
    }

    /// Sends datagrams in order, as many as one call of the system takes; returns how many went out.
    ///
    /// Runs of datagrams of one length between the same two addresses may leave as one segmented message. None going
    /// out means that the socket has no room: [`wait_any`](Self::wait_any) waits for it.
    ///
    /// # Errors
    /// If the system refuses the first of them; it is lost if its way out of this machine is full, which counts as sent.
    pub fn send<'a>(
        &mut self,
        datagrams: impl ExactSizeIterator<Item = Datagram<'a>> + Clone,
    ) -> Result<usize, NetError> {
        let outgoing = datagrams.map(|datagram| Outgoing {
            to: Some(datagram.peer),
            source: datagram.local,
            interface: 0,
            bytes: datagram.bytes,
        });
        let outcome = self.socket.send_some_of(&outgoing);
        self.is_blocked = matches!(outcome, Ok(0));
        outcome.map_err(|error| NetError::io("send", error))
    }

    /// Receives one batch and returns how many datagrams it holds; 0 if there were none.
    ///
    /// # Errors
    /// If the system fails to receive; never because of what a peer did.
    pub fn receive(&mut self) -> Result<usize, NetError> {
        self.socket.receive().map_err(|error| NetError::io("receive", error))
    }

    /// Waits for datagrams and receives one batch, both in one call; returns how many came.
    ///
    /// The wait is short: 2 ms, which the system rounds up to its ticks. It ends early, with 0, for a signal and for a
    /// report that a datagram did not arrive.
    ///
    /// # Errors
    /// If the system fails to receive; never because of what a peer did.
    pub fn receive_soon(&mut self) -> Result<usize, NetError> {
        match self.socket.receive_in_a_moment().map_err(|error| NetError::io("receive", error))? {
            Awaited::Datagrams(count) => Ok(count),
            Awaited::Silence | Awaited::Report | Awaited::Signal => Ok(0),
        }
    }

    /// Returns the datagram `index` of the batch that was received last.
    #[must_use]
    pub fn received(&self, index: usize) -> Option<Datagram<'_>> {
        let received = self.socket.received(index)?;
        Some(Datagram {
            peer: received.from.address(),
            local: received.destination,
            bytes: received.bytes,
            is_truncated: received.is_truncated,
        })
    }

    /// Takes the next report that a datagram did not reach its destination.
    pub fn take_undelivered(&mut self) -> Option<Undelivered> {
        let report = self.socket.take_report()?;
        Some(Undelivered { peer: report.peer.address(), quoted: report.quoted })
    }

    /// Tells whether the last sending found no room in the socket.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.is_blocked
    }

    /// Tells whether the last wait found something to receive.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.is_readable
    }

    /// Returns the address that the socket is bound to.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.socket.local()
    }

    /// Tells the time by this socket's clock, which began when it was opened.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Waits until one of the sockets has something to receive or, if it was full, has room again; at most for
    /// `timeout`, or until a signal arrives.
    ///
    /// # Errors
    /// If the system fails to wait.
    pub fn wait_any(sockets: &mut [Self], timeout: Duration) -> Result<WaitEnd, NetError> {
        let mut waiting: Vec<_> = sockets.iter().map(Self::waits_for).collect();
        let end = match sys::poll(&mut waiting, Some(timeout)) {
            Ok(()) => WaitEnd::Ready,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => WaitEnd::Signal,
            Err(error) => return Err(NetError::io("wait", error)),
        };
        for (socket, waited) in sockets.iter_mut().zip(waiting) {
            socket.is_readable = end == WaitEnd::Ready && waited.is_readable();
            if end == WaitEnd::Ready && waited.has_error() {
                socket.socket.expect_reports();
            }
        }
        Ok(end)
    }

    fn waits_for(&self) -> Waiting {
        let waiting = Waiting::to_read(self.socket.as_fd());
        if self.is_blocked { waiting.or_write() } else { waiting }
    }
}

impl fmt::Debug for DatagramSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatagramSocket").field("local", &self.local_addr()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, UdpSocket as StdSocket};

    use crate::settings::PacketInfo;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[test]
    fn a_short_wait_ends_with_a_datagram_a_report_or_by_itself() {
        let (echo, to) = peer();
        let mut socket = open(Ipv4Addr::LOCALHOST);
        assert_eq!(socket.receive_soon().unwrap(), 0);

        echo.send_to(b"now", socket.local_addr()).unwrap();
        assert_eq!(socket.receive_soon().unwrap(), 1);
        assert_eq!(socket.received(0).unwrap().bytes, b"now");

        drop(echo);
        socket.send([datagram(to, None, b"?")].into_iter()).unwrap();
        assert_eq!(socket.receive_soon().unwrap(), 0);
        assert_eq!(socket.take_undelivered().unwrap().quoted, b"?");
    }

    #[test]
    fn one_socket_speaks_from_many_addresses_and_tells_their_answers_apart() {
        let (echo, to) = peer();
        let mut socket = open(Ipv4Addr::UNSPECIFIED);
        let sources = [1, 2, 3].map(|last| IpAddr::from([127, 7, 0, last]));
        let out = sources.map(|source| datagram(to, Some(source), b"hello"));

        assert_eq!(socket.send(out.iter().copied()).unwrap(), 3);
        for source in sources {
            let (length, from) = echo.recv_from(&mut [0; 10]).unwrap();
            assert_eq!((length, from.ip()), (5, source));
            echo.send_to(from.to_string().as_bytes(), from).unwrap();
        }

        let port = socket.local_addr().port();
        let answers = receive(&mut socket, 3);
        for (source, (local, bytes)) in sources.into_iter().zip(answers) {
            assert_eq!(local, Some(source));
            assert_eq!(bytes, format!("{source}:{port}").as_bytes());
        }
    }

    #[test]
    fn a_long_run_arrives_as_the_datagrams_it_was_made_of() {
        let (echo, to) = peer();
        let mut socket = open(Ipv4Addr::LOCALHOST);
        let many = [datagram(to, None, b"12345678"); 40];

        let mut sent = 0;
        while sent < many.len() {
            sent += socket.send(many[sent..].iter().copied()).unwrap();
        }

        for _ in many {
            assert_eq!(echo.recv(&mut [0; 100]).unwrap(), 8);
        }
    }

    #[test]
    fn a_closed_port_is_reported_with_what_was_sent_there() {
        let to = peer().1;
        let mut socket = open(Ipv4Addr::LOCALHOST);

        socket.send([datagram(to, None, b"anybody?")].into_iter()).unwrap();
        let report = loop {
            DatagramSocket::wait_any(std::slice::from_mut(&mut socket), PATIENCE).unwrap();
            assert_eq!(socket.receive().unwrap(), 0);
            if let Some(report) = socket.take_undelivered() {
                break report;
            }
        };

        assert_eq!(report, Undelivered { peer: to, quoted: b"anybody?".to_vec() });
    }

    #[test]
    fn what_is_longer_than_allowed_is_cut_and_says_so() {
        let (echo, to) = peer();
        let mut socket = open(Ipv4Addr::LOCALHOST);
        let address = socket.local_addr();
        echo.send_to(&[7; 2000], address).unwrap();

        wait(&mut socket);
        assert_eq!(socket.receive().unwrap(), 1);

        let received = socket.received(0).unwrap();
        assert_eq!((received.peer, received.bytes.len()), (to, 1000));
        assert!(received.is_truncated);
        assert!(socket.received(1).is_none());
    }

    fn peer() -> (StdSocket, SocketAddr) {
        let socket = StdSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let address = socket.local_addr().unwrap();
        (socket, address)
    }

    fn open(local: Ipv4Addr) -> DatagramSocket {
        let mut settings = SocketSettings::new((local, 0).into());
        settings.packet_info = PacketInfo::Report;
        settings.max_packet_size = 1000;
        DatagramSocket::open(&settings).unwrap()
    }

    fn datagram(peer: SocketAddr, local: Option<IpAddr>, bytes: &[u8]) -> Datagram<'_> {
        Datagram { peer, local, bytes, is_truncated: false }
    }

    /// Waits until there is something to receive.
    fn wait(socket: &mut DatagramSocket) {
        while !socket.is_readable() {
            DatagramSocket::wait_any(std::slice::from_mut(socket), PATIENCE).unwrap();
        }
    }

    /// Receives so many datagrams: local address and bytes of each.
    fn receive(socket: &mut DatagramSocket, count: usize) -> Vec<(Option<IpAddr>, Vec<u8>)> {
        let mut all = Vec::new();
        while all.len() < count {
            wait(socket);
            for index in 0..socket.receive().unwrap() {
                let received = socket.received(index).unwrap();
                all.push((received.local, received.bytes.to_vec()));
            }
        }
        all
    }
}
