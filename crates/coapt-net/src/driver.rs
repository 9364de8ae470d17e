//! One bound socket, one endpoint, and the clock they share.

mod faulty;
mod missing;
mod pace;
#[cfg(test)]
mod tests;
mod wait;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::time::Duration;

use coapt_proto::{Config, Datagram, Endpoint, Instant, Peer, Transmit};

use crate::clock::Clock;
use crate::error::NetError;
use crate::faults::Network;
use crate::group::Membership;
use crate::seed::seed;
use crate::settings::SocketSettings;
use crate::socket::{Sent, Then, UdpSocket};
use crate::sys::{MAX_SEND_BATCH, Waiting, return_memory};
use crate::tap::Tap;
use crate::waker::Waker;

use self::missing::MissingHosts;
use self::pace::Pace;

pub use wait::{Readiness, WaitEnd, pause, wait_any};

/// How many failures to send are kept until they are taken.
const MAX_SEND_ERRORS: usize = 256;

/// How many reports of unreachable peers one turn deals with.
const MAX_REPORTS: usize = 64;

/// A bound UDP socket and the endpoint that speaks through it.
///
/// After each [`turn`](Self::turn) take the events of the [`endpoint`](Self::endpoint_mut) until there are none; what
/// is asked of the endpoint in between goes out with the next turn or [`flush`](Self::flush).
pub struct Driver {
    endpoint: Endpoint,
    socket: UdpSocket,
    clock: Clock,
    waker: Waker,
    tap: Option<Box<dyn Tap>>,
    /// What the endpoint gave and the socket did not take yet, at most one batch.
    outgoing: Vec<Transmit>,
    unsent: Unsent,
    /// Whether the last turn received several datagrams or all that it had room for: then more are likely there, and
    /// asking costs less than waiting.
    is_busy: bool,
    pace: Pace,
    /// Whether the system refused a datagram of the last flush: whoever waits for an answer to it has to know first.
    is_refused: bool,
    missing: MissingHosts,
    destination: Option<IpAddr>,
    send_errors: VecDeque<SendError>,
    /// The socket once more, for those who wait without the driver.
    shared: Option<Arc<OwnedFd>>,
    /// The bad network, if one is wanted; looked at once a batch.
    faults: Option<Box<Network>>,
}

/// What is left to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsent {
    /// Nothing that is known of.
    Nothing,
    /// What the socket had no room for.
    WithoutRoom,
    /// More than one batch held; sending alternates with receiving until all is sent.
    More,
}

/// What happened in one turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// How many datagrams came in.
    pub received: usize,
    /// Whether a [`Waker`] ended the wait.
    pub woken: bool,
}

/// A datagram that the system would not send.
#[derive(Debug)]
pub struct SendError {
    /// Where it should have gone.
    pub to: Peer,
    /// Its bytes.
    pub datagram: Datagram,
    /// What the system said.
    pub error: io::Error,
}

impl Driver {
    /// Opens a socket and gives it an endpoint with a seed of its own.
    ///
    /// # Errors
    /// If the system refuses the socket, an option or the address.
    pub fn open(settings: &SocketSettings, config: Config) -> Result<Self, NetError> {
        Self::with(UdpSocket::open(settings)?, config)
    }

    /// Opens another driver at the address of this one, for a thread of its own.
    ///
    /// The system spreads the peers over the sockets by their addresses (`SO_REUSEPORT`), so that each peer always meets
    /// the same one; what goes to a group reaches each. Of the settings all but the address and the sharing of the port
    /// count. This driver had the address to itself until now, so nobody else's sockets get a part of the peers by mistake.
    ///
    /// # Errors
    /// If the system cannot share a port, or refuses the socket or an option.
    pub fn open_beside(&self, settings: &SocketSettings, config: Config) -> Result<Self, NetError> {
        Self::with(self.socket.open_beside(settings)?, config)
    }

    /// Gives a socket an endpoint, a clock and a waker.
    fn with(socket: UdpSocket, config: Config) -> Result<Self, NetError> {
        Ok(Self {
            endpoint: Endpoint::new(config, seed()),
            socket,
            clock: Clock::start(),
            waker: Waker::new().map_err(|error| NetError::io("make a waker", error))?,
            tap: None,
            outgoing: Vec::new(),
            unsent: Unsent::Nothing,
            is_busy: false,
            pace: Pace::default(),
            is_refused: false,
            missing: MissingHosts::default(),
            destination: None,
            send_errors: VecDeque::new(),
            shared: None,
            faults: None,
        })
    }

    /// Sends what waits, waits for something to happen, and deals with it.
    ///
    /// The wait ends with traffic, a wake-up, the endpoint's deadline, `until` or a signal; there is none if a datagram
    /// was refused just before, see [`take_send_error`](Self::take_send_error). One batch is received.
    ///
    /// # Errors
    /// If the system fails to wait or to receive; never because of what a peer did.
    pub fn turn(&mut self, until: Option<Instant>) -> Result<Turn, NetError> {
        if !self.has_more() {
            self.flush_some();
        }
        let mut turn = Turn { received: 0, woken: self.waker.take() };
        if self.is_busy || self.has_more() || turn.woken {
            turn.received = self.receive()?;
        }
        if turn == Turn::default() && !self.has_more() && !self.has_own_news() {
            turn = self.wait(until)?;
        }
        self.pace.after(turn);
        self.finish(turn.received == 0);
        Ok(turn)
    }

    /// Does the same as [`turn`](Self::turn) without waiting.
    ///
    /// # Errors
    /// The same as those of [`turn`](Self::turn).
    pub fn receive_now(&mut self) -> Result<Turn, NetError> {
        self.turn(Some(Instant::ORIGIN))
    }

    /// Receives one batch without asking first whether there is something, deals with it and with what fell due, and
    /// sends what comes of it; for callers that watch the socket themselves.
    ///
    /// # Errors
    /// If the system fails to receive; never because of what a peer did.
    pub fn receive_batch(&mut self) -> Result<Turn, NetError> {
        let turn = Turn { received: self.receive()?, woken: false };
        self.finish(turn.received == 0);
        Ok(turn)
    }

    /// Tells whether the last batch left nothing in the socket.
    #[must_use]
    pub fn is_drained(&self) -> bool {
        self.socket.is_drained()
    }

    /// Tells whether the socket has no room for what is to be sent; it is sent with the next turn or flush.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.unsent == Unsent::WithoutRoom
    }

    /// Returns the socket once more, for those who watch it; it stays open until the last holder lets go.
    ///
    /// # Errors
    /// If too many files are open.
    pub fn share(&mut self) -> Result<Arc<OwnedFd>, NetError> {
        if let Some(socket) = &self.shared {
            return Ok(Arc::clone(socket));
        }
        let shared = self.socket.as_fd().try_clone_to_owned();
        let shared = Arc::new(shared.map_err(|error| NetError::io("share", error))?);
        Ok(Arc::clone(self.shared.insert(shared)))
    }

    /// Sends all that the endpoint has, as far as the socket takes it.
    pub fn flush(&mut self) {
        (self.is_refused, self.unsent) = (false, Unsent::Nothing);
        while self.gather() > 0 && self.send_batch() {}
    }

    /// Sends one batch of what the endpoint has, as far as the socket takes it.
    ///
    /// Where much is to be sent, turns receive what comes in between the batches: acknowledgements of a thousand
    /// notifications would find no room in the socket otherwise. [`has_more`](Self::has_more) tells what is left.
    pub fn flush_some(&mut self) {
        (self.is_refused, self.unsent) = (false, Unsent::Nothing);
        let is_full = self.gather() == MAX_SEND_BATCH;
        while !self.outgoing.is_empty() && self.send_batch() {}
        if is_full && !self.is_blocked() {
            self.unsent = Unsent::More;
        }
    }

    /// Tells whether more is to be sent than went out with the last batch; the next turn does not wait then.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.unsent == Unsent::More
    }

    /// Tells what an unreachable peer lacked, by the last report about its host: the host is not there, or else nobody
    /// listens (RFC 792, RFC 4443 §3.1).
    ///
    /// The last 64 hosts that were missing are known; whoever asks after each turn misses none.
    #[must_use]
    pub fn is_host_missing(&self, peer: &Peer) -> bool {
        self.missing.has(peer.address().ip())
    }

    /// Takes the oldest report of a datagram that could not be sent.
    ///
    /// The last 256 are kept.
    pub fn take_send_error(&mut self) -> Option<SendError> {
        self.send_errors.pop_front()
    }

    /// Sets or removes the observer of all datagrams.
    pub fn set_tap(&mut self, tap: Option<Box<dyn Tap>>) {
        self.tap = tap;
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns the endpoint, to ask something of it or to take its events.
    pub fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }

    /// Tells the time by this driver's clock, which began when it was opened.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Tells what time it will be after `duration`.
    #[must_use]
    pub fn instant_after(&self, duration: Duration) -> Instant {
        self.now() + duration
    }

    /// Returns the address that the socket is bound to.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.socket.local()
    }

    /// Returns the groups that the socket has joined, in the order of the settings.
    #[must_use]
    pub fn joined(&self) -> &[Membership] {
        self.socket.joined()
    }

    /// Returns what ends a wait of this driver from another thread.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Returns the address that the last datagram was sent to, if packet info is not off.
    #[must_use]
    pub fn destination(&self) -> Option<IpAddr> {
        self.destination
    }

    /// Returns the size of the receive buffer in effect, in bytes.
    #[must_use]
    pub fn receive_buffer_size(&self) -> usize {
        self.socket.receive_buffer_size()
    }

    /// Returns the size of the send buffer in effect, in bytes.
    #[must_use]
    pub fn send_buffer_size(&self) -> usize {
        self.socket.send_buffer_size()
    }

    /// Receives one batch and hands it to the endpoint.
    fn receive(&mut self) -> Result<usize, NetError> {
        let count = self.socket.receive().map_err(|error| NetError::io("receive", error))?;
        self.handle(count);
        Ok(count)
    }

    /// Hands the batch of so many datagrams to the endpoint.
    fn handle(&mut self, count: usize) {
        self.is_busy = count > 1 || (count == 1 && !self.socket.is_drained());
        let now = self.clock.now();
        if self.faults.is_some() {
            return self.hold_received(now, count);
        }
        for datagram in (0..count).filter_map(|index| self.socket.received(index)) {
            if let Some(tap) = &mut self.tap {
                tap.received(&datagram.from, datagram.bytes);
            }
            self.destination = datagram.destination;
            let (from, delivery, bytes) = (datagram.from, datagram.delivery, datagram.bytes);
            if datagram.is_truncated {
                self.endpoint.handle_truncated(now, from, delivery, bytes);
            } else {
                self.endpoint.handle_datagram(now, from, delivery, bytes);
            }
        }
    }

    /// Takes from the endpoint as much as fits into a batch; returns how much there is to send now.
    fn gather(&mut self) -> usize {
        if self.faults.is_some() {
            self.fill_through_faults();
            return self.outgoing.len();
        }
        while self.outgoing.len() < MAX_SEND_BATCH
            && let Some(transmit) = self.endpoint.poll_transmit()
        {
            self.outgoing.push(transmit);
        }
        self.outgoing.len()
    }

    /// Sends one batch; whether it makes sense to go on.
    fn send_batch(&mut self) -> bool {
        let Sent { count, then } = self.socket.send(&self.outgoing);
        for transmit in self.outgoing.drain(..count) {
            if let Some(tap) = &mut self.tap {
                tap.sent(&transmit.to, &transmit.datagram);
            }
        }
        let is_blocked = matches!(then, Then::Blocked);
        self.unsent = if is_blocked { Unsent::WithoutRoom } else { Unsent::Nothing };
        match then {
            Then::Done | Then::Blocked => {}
            //= rfc7252#4.2 backoff: what got lost is sent again if it has to arrive
            Then::Lost => drop(self.outgoing.remove(0)),
            Then::Failed(error) => self.give_up_first(error),
        }
        !is_blocked
    }

    /// Puts the first of the waiting datagrams among the failures.
    fn give_up_first(&mut self, error: io::Error) {
        self.is_refused = true;
        let Transmit { to, datagram } = self.outgoing.remove(0);
        if self.send_errors.len() == MAX_SEND_ERRORS {
            self.send_errors.pop_front();
        }
        self.send_errors.push_back(SendError { to, datagram, error });
    }

    /// Deals with what the network reported and with what fell due, and sends what comes of it; without traffic there is
    /// time to give memory back.
    fn finish(&mut self, is_quiet: bool) {
        let now = self.clock.now();
        for _ in 0..MAX_REPORTS {
            let Some(report) = self.socket.take_report() else { break };
            self.missing.note(report.peer.address().ip(), report.is_from_host);
            self.endpoint.handle_unreachable(now, report.peer, &report.quoted);
        }
        if self.faults.is_some() {
            self.deliver_held(now);
        }
        self.endpoint.handle_timeout(now);
        self.flush_some();
        if is_quiet && self.endpoint.shrink() {
            return_memory();
        }
    }

    /// Whether there is something to deal with that no wait would tell.
    fn has_own_news(&self) -> bool {
        self.is_refused || self.socket.has_reports()
    }

    /// How long there is to wait for `until` or the next deadline; `None` if there is neither.
    fn time_left(&self, until: Option<Instant>) -> Option<Duration> {
        let deadline = until.into_iter().chain(self.next_deadline()).min()?;
        Some(deadline.saturating_since(self.clock.now()))
    }

    /// What this driver waits for: its waker and its socket.
    fn waits_for(&self) -> [Waiting; 2] {
        wait::waits_for(&self.waker, self.socket.as_fd(), self.is_blocked())
    }

    /// Receives if the wait says that there is something.
    fn after_wait(&mut self, [waker, socket]: [Waiting; 2]) -> Result<Turn, NetError> {
        let woken = waker.is_readable();
        if woken {
            self.waker.clear();
        }
        if socket.has_error() {
            self.socket.expect_reports();
        }
        self.is_busy = false;
        let has_news = socket.is_readable() || socket.has_error();
        let received = if has_news { self.receive()? } else { 0 };
        Ok(Turn { received, woken })
    }
}

impl AsFd for Driver {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsRawFd for Driver {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver").field("local", &self.local_addr()).finish_non_exhaustive()
    }
}
