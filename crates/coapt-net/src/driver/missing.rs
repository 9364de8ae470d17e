//! Which hosts the network has no way to: the last ones that it told of.

use std::collections::VecDeque;
use std::net::IpAddr;

/// How many are remembered: as many as one turn can bring reports, so that whoever looks after each turn misses none.
const MAX_HOSTS: usize = super::MAX_REPORTS;

/// The hosts of which the last report said that they cannot be reached.
#[derive(Debug, Default)]
pub(super) struct MissingHosts(VecDeque<IpAddr>);

impl MissingHosts {
    /// Takes a report about a host: whether it is there, and only nobody listens, or cannot be reached.
    pub(super) fn note(&mut self, host: IpAddr, is_there: bool) {
        self.0.retain(|known| *known != host);
        if is_there {
            return;
        }
        if self.0.len() == MAX_HOSTS {
            self.0.pop_front();
        }
        self.0.push_back(host);
    }

    /// Tells whether the last report about a host said that it cannot be reached.
    pub(super) fn has(&self, host: IpAddr) -> bool {
        self.0.contains(&host)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn host(number: usize) -> IpAddr {
        Ipv4Addr::from(u32::try_from(number).unwrap()).into()
    }

    #[test]
    fn each_host_has_its_own_last_report() {
        let mut missing = MissingHosts::default();

        missing.note(host(1), false);
        missing.note(host(2), true);
        missing.note(host(3), false);
        missing.note(host(3), true);

        assert_eq!([1, 2, 3].map(|number| missing.has(host(number))), [true, false, false]);
    }

    #[test]
    fn the_oldest_is_forgotten_when_there_are_too_many() {
        let mut missing = MissingHosts::default();

        for number in 0..=MAX_HOSTS {
            missing.note(host(number), false);
            missing.note(host(number), false);
        }

        assert!(!missing.has(host(0)));
        assert!((1..=MAX_HOSTS).all(|number| missing.has(host(number))));
    }
}
