//! A bad network on purpose: a driver with faults loses, repeats and delays datagrams, both ways.
//!
//! What happens follows from a seed and from the order of the datagrams alone. What is delayed waits here, as much as
//! two limits allow; what finds no room is lost, as it would be in a router with a full queue.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use coapt_proto::{Datagram, Delivery, Instant, Peer, Transmit};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore as _, SeedableRng as _};

use crate::seed::seed;
use crate::socket::Received;

/// How many datagrams wait in each direction at most.
const MAX_HELD: usize = 4096;

/// How many bytes wait in each direction at most.
const MAX_HELD_BYTES: usize = 16 << 20;

/// What a [`Driver`](crate::Driver) does to the datagrams that it sends and receives, for trying out what copes with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// The share of datagrams that get lost, 0.0 to 1.0.
    pub loss: f64,
    /// The share of those that remain which arrive twice, 0.0 to 1.0.
    pub duplication: f64,
    /// How long a datagram is held back: drawn evenly from this range for each, so that a wide one also changes the order.
    pub delay: RangeInclusive<Duration>,
    /// What all draws follow from; `None` lets the system choose.
    pub seed: Option<u64>,
}

impl Default for Faults {
    /// Does no harm.
    fn default() -> Self {
        Self { loss: 0.0, duplication: 0.0, delay: Duration::ZERO..=Duration::ZERO, seed: None }
    }
}

/// Faults at work, and what they hold back.
#[derive(Debug)]
pub(crate) struct Network {
    faults: Faults,
    generator: ChaCha8Rng,
    incoming: Held<Arrival>,
    outgoing: Held<Transmit>,
}

/// A received datagram that waits for its time.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) from: Peer,
    pub(crate) destination: Option<IpAddr>,
    pub(crate) delivery: Delivery,
    pub(crate) bytes: Datagram,
    pub(crate) is_truncated: bool,
}

/// Whether a datagram goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It does, at once or later.
    Held,
    /// It gets lost.
    Lost,
}

impl Network {
    /// Begins with nothing held back.
    pub(crate) fn new(faults: Faults) -> Self {
        let generator = match faults.seed {
            Some(seed) => ChaCha8Rng::seed_from_u64(seed),
            None => ChaCha8Rng::from_seed(seed()),
        };
        Self { faults, generator, incoming: Held::default(), outgoing: Held::default() }
    }

    /// Takes a datagram that the endpoint wants to send.
    pub(crate) fn offer_outgoing(&mut self, now: Instant, transmit: &Transmit) -> Fate {
        let dues = self.draw(now);
        let size = transmit.datagram.len();
        self.outgoing.hold(dues, transmit, size)
    }

    /// Takes a datagram that the socket received.
    pub(crate) fn offer_incoming(&mut self, now: Instant, received: &Received<'_>) -> Fate {
        let dues = self.draw(now);
        let arrival = Arrival {
            from: received.from,
            destination: received.destination,
            delivery: received.delivery,
            bytes: Datagram::from(received.bytes),
            is_truncated: received.is_truncated,
        };
        self.incoming.hold(dues, &arrival, received.bytes.len())
    }

    /// Hands out the next datagram whose time to be sent has come.
    pub(crate) fn take_outgoing(&mut self, now: Instant) -> Option<Transmit> {
        self.outgoing.take(now)
    }

    /// Hands out the next datagram whose time to arrive has come.
    pub(crate) fn take_incoming(&mut self, now: Instant) -> Option<Arrival> {
        self.incoming.take(now)
    }

    /// When the next datagram is due, if any waits.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.incoming.next_due().into_iter().chain(self.outgoing.next_due()).min()
    }

    /// Draws when the copies of a datagram go on; none at all if it gets lost.
    ///
    /// The number of draws is the same whatever they give, so that a share that is changed changes nothing else.
    fn draw(&mut self, now: Instant) -> [Option<Instant>; 2] {
        let is_lost = self.fraction() < self.faults.loss;
        let is_repeated = self.fraction() < self.faults.duplication;
        let (first, second) = (self.due(now), self.due(now));
        match (is_lost, is_repeated) {
            (true, _) => [None, None],
            (false, false) => [Some(first), None],
            (false, true) => [Some(first), Some(second)],
        }
    }

    fn due(&mut self, now: Instant) -> Instant {
        let (low, high) = (*self.faults.delay.start(), *self.faults.delay.end());
        let fraction = self.fraction();
        now + low.saturating_add(high.saturating_sub(low).mul_f64(fraction))
    }

    /// Draws evenly from 0.0 to 1.0, which is left out.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    fn fraction(&mut self) -> f64 {
        (self.generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Datagrams in the order in which they are due; equal times keep the order of coming.
#[derive(Debug)]
struct Held<T> {
    items: BTreeMap<(Instant, u64), (T, usize)>,
    bytes: usize,
    count: u64,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self { items: BTreeMap::new(), bytes: 0, count: 0 }
    }
}

impl<T: Clone> Held<T> {
    /// Holds a copy until each of these times, as far as there is room.
    fn hold(&mut self, dues: [Option<Instant>; 2], item: &T, size: usize) -> Fate {
        let mut fate = Fate::Lost;
        for due in dues.into_iter().flatten() {
            if self.items.len() == MAX_HELD || self.bytes.saturating_add(size) > MAX_HELD_BYTES {
                break;
            }
            self.items.insert((due, self.count), (item.clone(), size));
            self.count = self.count.wrapping_add(1);
            self.bytes += size;
            fate = Fate::Held;
        }
        fate
    }

    fn take(&mut self, now: Instant) -> Option<T> {
        let first = self.items.first_entry().filter(|entry| entry.key().0 <= now)?;
        let (item, size) = first.remove();
        self.bytes = self.bytes.saturating_sub(size);
        Some(item)
    }

    fn next_due(&self) -> Option<Instant> {
        self.items.first_key_value().map(|((due, _), _)| *due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::ORIGIN;

    #[test]
    fn nothing_happens_without_a_share() {
        let mut network = Network::new(Faults::default());

        for number in 0..100 {
            assert_eq!(network.offer_outgoing(NOW, &transmit(number)), Fate::Held);
        }

        assert_eq!(numbers(&mut network, NOW), (0..100).collect::<Vec<_>>());
        assert_eq!(network.next_due(), None);
    }

    #[test]
    fn shares_are_kept_and_follow_from_the_seed() {
        let faults = Faults { loss: 0.3, duplication: 0.1, seed: Some(7), ..Faults::default() };
        let run = |faults: &Faults| {
            let mut network = Network::new(faults.clone());
            (0..1000).for_each(|_| {
                network.offer_outgoing(NOW, &transmit(0));
            });
            numbers(&mut network, NOW).len()
        };

        let arrived = run(&faults);

        assert!((720..820).contains(&arrived), "{arrived} of 1000, where 770 are to be expected");
        assert_eq!(run(&faults), arrived);
        assert_ne!(run(&Faults { seed: Some(8), ..faults }), arrived);
    }

    #[test]
    fn all_or_nothing_can_be_lost_or_repeated() {
        for (loss, duplication, copies) in [(1.0, 1.0, 0), (0.0, 1.0, 2), (0.0, 0.0, 1)] {
            let mut network = Network::new(Faults { loss, duplication, ..Faults::default() });

            let fate = network.offer_outgoing(NOW, &transmit(1));

            assert_eq!(fate == Fate::Lost, copies == 0);
            assert_eq!(numbers(&mut network, NOW).len(), copies);
        }
    }

    #[test]
    fn a_delayed_datagram_comes_when_it_is_due() {
        let delay = Duration::from_millis(50)..=Duration::from_millis(50);
        let mut network = Network::new(Faults { delay, ..Faults::default() });
        let due = NOW + Duration::from_millis(50);

        network.offer_outgoing(NOW, &transmit(1));

        assert_eq!(network.next_due(), Some(due));
        assert!(numbers(&mut network, NOW + Duration::from_millis(49)).is_empty());
        assert_eq!(numbers(&mut network, due), [1]);
    }

    #[test]
    fn a_range_of_delays_changes_the_order() {
        let delay = Duration::ZERO..=Duration::from_secs(1);
        let mut network = Network::new(Faults { delay, seed: Some(1), ..Faults::default() });

        (0..20).for_each(|number| {
            network.offer_outgoing(NOW, &transmit(number));
        });

        let came = numbers(&mut network, NOW + Duration::from_secs(1));
        assert_eq!(came.len(), 20);
        assert!(!came.is_sorted(), "{came:?}");
    }

    #[test]
    fn what_waits_is_bounded_and_the_rest_is_lost() {
        let delay = Duration::from_secs(9)..=Duration::from_secs(9);
        let mut network = Network::new(Faults { delay, ..Faults::default() });

        let held = (0..2 * MAX_HELD)
            .filter(|_| network.offer_outgoing(NOW, &transmit(0)) == Fate::Held)
            .count();

        assert_eq!(held, MAX_HELD);
        assert_eq!(numbers(&mut network, NOW + Duration::from_secs(9)).len(), MAX_HELD);
        assert_eq!(network.outgoing.bytes, 0);
    }

    #[test]
    fn the_bytes_that_wait_are_bounded_too() {
        let delay = Duration::from_secs(9)..=Duration::from_secs(9);
        let mut network = Network::new(Faults { delay, ..Faults::default() });
        let large =
            Transmit { datagram: Datagram::from(vec![0; 60_000].as_slice()), ..transmit(0) };

        let held = (0..1000).filter(|_| network.offer_outgoing(NOW, &large) == Fate::Held).count();

        assert_eq!(held, MAX_HELD_BYTES / 60_000);
    }

    fn transmit(number: u8) -> Transmit {
        let to = Peer::new(([127, 0, 0, 1], 5683).into());
        Transmit { to, datagram: Datagram::from(&[number][..]) }
    }

    /// Takes what is due: the first byte of each.
    fn numbers(network: &mut Network, now: Instant) -> Vec<u8> {
        std::iter::from_fn(|| network.take_outgoing(now)).map(|it| it.datagram[0]).collect()
    }
}
