//! Hosts, the clock they share, and what is under way between them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::{Config, Delivery, Endpoint, Event, Instant, Peer};

use crate::{Link, Random};

/// Names a host of a [`World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostId(usize);

#[derive(Debug)]
struct Host {
    address: SocketAddr,
    endpoint: Endpoint,
}

/// A datagram under way.
#[derive(Debug)]
struct Flying {
    from: SocketAddr,
    to: SocketAddr,
    bytes: Vec<u8>,
}

/// Sees what happens on the wire.
pub trait Witness {
    /// A host sent a datagram; whether it arrives is another matter.
    fn sent(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]);

    /// A datagram arrived at a host.
    fn delivered(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]);
}

/// Nobody looks.
impl Witness for () {
    fn sent(&mut self, _: Instant, _: SocketAddr, _: SocketAddr, _: &[u8]) {}

    fn delivered(&mut self, _: Instant, _: SocketAddr, _: SocketAddr, _: &[u8]) {}
}

/// Hosts in virtual time over a network.
#[derive(Debug)]
pub struct World<W = ()> {
    /// Who looks on.
    pub witness: W,
    /// Between which hosts nothing goes through.
    cut: BTreeSet<(HostId, HostId)>,
    by_address: BTreeMap<SocketAddr, HostId>,
    hosts: Vec<Host>,
    link: Link,
    now: Instant,
    flying: BTreeMap<(Instant, u64), Flying>,
    random: Random,
    sent: u64,
}

impl World {
    /// Makes an empty world; all chance in it follows from the seed.
    #[must_use]
    pub fn new(seed: u64, link: Link) -> Self {
        Self::watched(seed, link, ())
    }
}

impl<W: Witness> World<W> {
    /// Makes an empty world at which somebody looks.
    #[must_use]
    pub fn watched(seed: u64, link: Link, witness: W) -> Self {
        Self {
            witness,
            cut: BTreeSet::new(),
            by_address: BTreeMap::new(),
            hosts: Vec::new(),
            link,
            now: Instant::ORIGIN,
            flying: BTreeMap::new(),
            random: Random::new(seed),
            sent: 0,
        }
    }

    /// Adds a host.
    pub fn host(&mut self, config: Config) -> HostId {
        let number = u8::try_from(self.hosts.len() + 1).unwrap_or(u8::MAX);
        let address = SocketAddr::from(([10, 0, 0, number], 5683));
        let endpoint = Endpoint::new(config, self.random.seed());
        self.hosts.push(Host { address, endpoint });
        let host = HostId(self.hosts.len() - 1);
        self.by_address.insert(address, host);
        host
    }

    /// Lets nothing through between two hosts any more, or lets it through again.
    pub fn cut(&mut self, one: HostId, other: HostId, is_cut: bool) {
        for pair in [(one, other), (other, one)] {
            if is_cut {
                self.cut.insert(pair);
            } else {
                self.cut.remove(&pair);
            }
        }
    }

    /// Takes from the endpoints what they have, without letting time pass.
    pub fn settle(&mut self, mut application: impl FnMut(&mut Self, HostId, Event)) {
        self.drain(&mut application);
    }

    /// Returns the time.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Returns the network, to make it better or worse.
    pub fn link_mut(&mut self) -> &mut Link {
        &mut self.link
    }

    /// Returns the chance of this world.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// Returns the endpoint of a host.
    ///
    /// # Panics
    ///
    /// If the host is one of another world.
    pub fn endpoint(&mut self, host: HostId) -> &mut Endpoint {
        &mut self.hosts[host.0].endpoint
    }

    /// Returns what a host is to the others.
    #[must_use]
    pub fn peer(&self, host: HostId) -> Peer {
        Peer::new(self.hosts[host.0].address)
    }

    /// Puts an endpoint without any memory in the place of a host's, as if it had been restarted.
    pub fn restart(&mut self, host: HostId) {
        let config = self.endpoint(host).config().clone();
        let seed = self.random.seed();
        *self.endpoint(host) = Endpoint::new(config, seed);
    }

    /// Lets time pass until nothing is under way and nothing will fall due before `until`.
    ///
    /// `application` is given each event of each host. How much is taken from an endpoint at a
    /// time, and in what order, is left to chance: it must make no difference.
    pub fn run(&mut self, until: Duration, mut application: impl FnMut(&mut Self, HostId, Event)) {
        let until = Instant::after_origin(until);
        loop {
            self.drain(&mut application);
            let due = self.hosts.iter().filter_map(|host| host.endpoint.next_deadline()).min();
            let arrival = self.flying.keys().next().map(|(at, _)| *at);
            match due.into_iter().chain(arrival).min() {
                Some(next) if next <= until => self.now = self.now.max(next),
                Some(_) | None => break,
            }
            self.deliver();
            for host in &mut self.hosts {
                host.endpoint.handle_timeout(self.now);
            }
        }
        self.now = self.now.max(until);
    }

    /// Takes from the endpoints until there is nothing to take.
    fn drain(&mut self, application: &mut impl FnMut(&mut Self, HostId, Event)) {
        let hosts = self.hosts.len();
        let mut took_something = true;
        while took_something {
            took_something = false;
            for host in (0..hosts).map(HostId) {
                took_something |= self.take_something(host, application);
            }
        }
    }

    /// Takes a datagram or an event, whichever chance has first; false if there is neither.
    fn take_something(
        &mut self,
        host: HostId,
        application: &mut impl FnMut(&mut Self, HostId, Event),
    ) -> bool {
        if self.random.happens(0.5) {
            return self.take_datagram(host) || self.take_event(host, application);
        }
        self.take_event(host, application) || self.take_datagram(host)
    }

    fn take_event(
        &mut self,
        host: HostId,
        application: &mut impl FnMut(&mut Self, HostId, Event),
    ) -> bool {
        let Some(event) = self.endpoint(host).poll_event() else { return false };
        application(self, host, event);
        true
    }

    fn take_datagram(&mut self, host: HostId) -> bool {
        let Some(transmit) = self.endpoint(host).poll_transmit() else { return false };
        let (from, to) = (self.hosts[host.0].address, transmit.to.address());
        self.witness.sent(self.now, from, to, &transmit.datagram);
        let other = self.by_address.get(&to).copied();
        if other.is_some_and(|other| self.cut.contains(&(host, other))) {
            return true;
        }
        if !self.random.happens(self.link.loss) {
            self.send(from, to, transmit.datagram.to_vec());
        }
        if self.random.happens(self.link.duplicate) {
            self.send(from, to, transmit.datagram.to_vec());
        }
        if self.random.happens(self.link.damage) {
            let damaged = self.random.damage(&transmit.datagram);
            self.send(from, to, damaged);
        }
        if self.random.happens(self.link.spoil) {
            let spoiled = self.random.spoil(&transmit.datagram);
            self.send(from, to, spoiled);
        }
        true
    }

    /// Puts a datagram on its way, whoever it comes from.
    pub fn send(&mut self, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>) {
        let is_late = self.random.happens(self.link.reorder);
        let delay = if is_late { &self.link.late } else { &self.link.delay };
        let at = self.now + self.random.time(delay);
        self.sent += 1;
        self.flying.insert((at, self.sent), Flying { from, to, bytes });
    }

    fn deliver(&mut self) {
        while let Some(entry) = self.flying.first_entry()
            && entry.key().0 <= self.now
        {
            let Flying { from, to, bytes } = entry.remove();
            let now = self.now;
            let Some(host) = self.by_address.get(&to).copied() else { continue };
            self.witness.delivered(now, from, to, &bytes);
            let endpoint = &mut self.hosts[host.0].endpoint;
            endpoint.handle_datagram(now, Peer::new(from), Delivery::Unicast, &bytes);
        }
    }
}
