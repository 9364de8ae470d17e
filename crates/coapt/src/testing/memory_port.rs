//! A port whose datagrams stay in the process.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use coapt_net::{NetError, SendError};
use coapt_proto::{Config, Delivery, Endpoint, Instant, Peer};

use crate::aio::{Alarm, AsyncPort};
use crate::common::Port;

use super::network::Network;

/// How many datagrams wait for one host; further ones are lost.
const MAX_WAITING: usize = 65_536;

/// An endpoint on a network in memory.
#[derive(Debug)]
pub(super) struct MemoryPort {
    network: Network,
    address: SocketAddr,
    mailbox: Arc<Mailbox>,
    endpoint: Endpoint,
    started: tokio::time::Instant,
    alarm: Alarm,
}

/// What is under way to a host.
#[derive(Debug, Default)]
pub(super) struct Mailbox(Mutex<Mail>);

#[derive(Debug, Default)]
struct Mail {
    datagrams: BinaryHeap<Reverse<Datagram>>,
    count: u64,
    waker: Option<Waker>,
}

/// In order of arrival.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Datagram {
    arrival: tokio::time::Instant,
    number: u64,
    from: SocketAddr,
    bytes: Vec<u8>,
}

impl MemoryPort {
    pub(super) fn new(
        network: Network,
        address: SocketAddr,
        mailbox: Arc<Mailbox>,
        config: Config,
        seed: [u8; 32],
    ) -> Self {
        let endpoint = Endpoint::new(config, seed);
        let (started, alarm) = (tokio::time::Instant::now(), Alarm::new());
        Self { network, address, mailbox, endpoint, started, alarm }
    }

    /// Takes in what has arrived; whether there was anything.
    fn receive(&mut self) -> bool {
        let now = self.now();
        let mut had_some = false;
        while let Some(Datagram { from, bytes, .. }) = self.mailbox.take() {
            self.endpoint.handle_datagram(now, Peer::new(from), Delivery::Unicast, &bytes);
            had_some = true;
        }
        had_some
    }
}

impl AsyncPort for MemoryPort {
    fn poll_turn(
        &mut self,
        context: &mut Context<'_>,
        wait: Option<Duration>,
    ) -> Poll<Result<(), NetError>> {
        self.mailbox.register(context.waker());
        if !self.receive() {
            let now = self.now();
            let due = self.endpoint.next_deadline().map(|due| due.saturating_since(now));
            let times = [wait, due, self.mailbox.time_left()];
            let Some(wait) = times.into_iter().flatten().min() else { return Poll::Pending };
            ready!(self.alarm.poll(context, wait));
        }
        self.endpoint.handle_timeout(self.now());
        self.flush();
        Poll::Ready(Ok(()))
    }

    fn local_addr(&self) -> SocketAddr {
        self.address
    }
}

impl Port for MemoryPort {
    fn now(&self) -> Instant {
        Instant::ORIGIN + self.started.elapsed()
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }

    fn flush(&mut self) {
        while let Some(transmit) = self.endpoint.poll_transmit() {
            self.network.carry(self.address, transmit.to.address(), &transmit.datagram);
        }
    }

    fn is_flushed(&self) -> bool {
        true
    }

    fn take_failure(&mut self) -> Option<SendError> {
        None
    }

    fn is_host_missing(&self, _peer: &Peer) -> bool {
        false
    }
}

impl Mailbox {
    /// Takes a datagram that arrives at a moment.
    pub(super) fn put(&self, arrival: tokio::time::Instant, from: SocketAddr, bytes: &[u8]) {
        let mut mail = self.lock();
        if mail.datagrams.len() >= MAX_WAITING {
            return;
        }
        mail.count += 1;
        let number = mail.count;
        mail.datagrams.push(Reverse(Datagram { arrival, number, from, bytes: bytes.to_vec() }));
        if let Some(waker) = &mail.waker {
            waker.wake_by_ref();
        }
    }

    /// Gives the next datagram that has arrived.
    fn take(&self) -> Option<Datagram> {
        let mut mail = self.lock();
        let Reverse(next) = mail.datagrams.peek()?;
        if next.arrival > tokio::time::Instant::now() {
            return None;
        }
        mail.datagrams.pop().map(|Reverse(datagram)| datagram)
    }

    /// Tells how long it takes until the next datagram arrives.
    fn time_left(&self) -> Option<Duration> {
        let mail = self.lock();
        let Reverse(next) = mail.datagrams.peek()?;
        Some(next.arrival.saturating_duration_since(tokio::time::Instant::now()))
    }

    fn register(&self, waker: &Waker) {
        self.lock().waker = Some(waker.clone());
    }

    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
