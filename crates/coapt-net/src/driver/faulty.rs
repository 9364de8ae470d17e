//! The ways of a driver whose network is bad on purpose.

use coapt_proto::Instant;

use super::{Driver, MAX_SEND_BATCH};
use crate::faults::{Fate, Faults, Network};
use crate::tap::Way;

impl Driver {
    /// Makes the network bad on purpose, or good again; what was held back then is lost.
    ///
    /// The observer of datagrams sees those that are sent and those that reach the endpoint when they do, and what gets
    /// lost as [`Tap::dropped`](crate::Tap::dropped).
    pub fn set_faults(&mut self, faults: Option<Faults>) {
        self.faults = faults.map(|faults| Box::new(Network::new(faults)));
    }

    /// When the next thing is to be done, if ever: the endpoint's deadline, or a delayed datagram.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let held = self.faults.as_ref().and_then(|faults| faults.next_due());
        self.endpoint.next_deadline().into_iter().chain(held).min()
    }

    /// Puts what is to be sent into the hands of the faults, and takes from them what may go.
    pub(super) fn fill_through_faults(&mut self) {
        let now = self.clock.now();
        let Some(faults) = &mut self.faults else { return };
        while self.outgoing.len() < MAX_SEND_BATCH {
            if let Some(transmit) = faults.take_outgoing(now) {
                self.outgoing.push(transmit);
                continue;
            }
            let Some(transmit) = self.endpoint.poll_transmit() else { return };
            if faults.offer_outgoing(now, &transmit) == Fate::Lost
                && let Some(tap) = &mut self.tap
            {
                tap.dropped(Way::Out, &transmit.to, &transmit.datagram);
            }
        }
    }

    /// Puts the batch that was just received into the hands of the faults.
    pub(super) fn hold_received(&mut self, now: Instant, count: usize) {
        let Some(faults) = &mut self.faults else { return };
        for datagram in (0..count).filter_map(|index| self.socket.received(index)) {
            if faults.offer_incoming(now, &datagram) == Fate::Lost
                && let Some(tap) = &mut self.tap
            {
                tap.dropped(Way::In, &datagram.from, datagram.bytes);
            }
        }
    }

    /// Hands the endpoint what was held back and is due.
    pub(super) fn deliver_held(&mut self, now: Instant) {
        let Some(faults) = &mut self.faults else { return };
        while let Some(arrival) = faults.take_incoming(now) {
            if let Some(tap) = &mut self.tap {
                tap.received(&arrival.from, &arrival.bytes);
            }
            self.destination = arrival.destination;
            let (from, delivery, bytes) = (arrival.from, arrival.delivery, &arrival.bytes);
            if arrival.is_truncated {
                self.endpoint.handle_truncated(now, from, delivery, bytes);
            } else {
                self.endpoint.handle_datagram(now, from, delivery, bytes);
            }
        }
    }
}
