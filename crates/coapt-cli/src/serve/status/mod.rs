//! `--status`: what the server does, as a live page, for Prometheus, and as JSON.
//!
//! HTTP is spoken by a thread of its own; the threads that serve CoAP only count. Without `--status` nothing of this runs.

mod history;
mod http;
mod listener;
mod metrics;
mod report;
pub(crate) mod tally;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use coapt::Handle;

use crate::failure::Failure;

use super::clock::Moment;

use self::history::History;
use self::tally::Tally;

/// The place of the page, taken but not served yet.
#[derive(Debug)]
pub(crate) struct StatusPage {
    listener: TcpListener,
    address: SocketAddr,
    audience: Audience,
}

/// Who may read the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Who is on this machine.
    Local,
    /// Whoever reaches the address.
    Public,
}

/// What the page shows.
#[derive(Debug)]
pub(crate) struct Watched {
    /// One for each worker.
    pub(crate) tallies: Vec<Arc<Mutex<Tally>>>,
    pub(crate) handle: Handle,
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) name: String,
}

/// What all who answer on HTTP know.
#[derive(Debug)]
struct Shared {
    watched: Watched,
    since: Moment,
    history: Mutex<History>,
    audience: Audience,
}

impl StatusPage {
    /// Takes the address; one that others can reach only if that was asked for.
    pub(crate) fn bind(address: SocketAddr, audience: Audience) -> Result<Self, Failure> {
        if audience == Audience::Local && !address.ip().is_loopback() {
            return Err(Failure::usage(format!(
                "others could read the status at {address}; use 127.0.0.1:{}, or add --status-public",
                address.port()
            )));
        }
        let failed =
            |error| Failure::local(format!("cannot show the status at {address}: {error}"));
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, audience })
    }

    /// Returns the address with the port that was taken.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves the page from a thread of its own, until the program ends.
    pub(crate) fn begin(self, watched: Watched) -> Result<(), Failure> {
        let failed = |error| Failure::local(format!("cannot show the status: {error}"));
        let Self { listener, audience, .. } = self;
        let history = Mutex::new(History::new());
        let shared = Arc::new(Shared { watched, since: Moment::now(), history, audience });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(failed)?;
        thread::Builder::new()
            .name("status".to_owned())
            .spawn(move || runtime.block_on(http::serve(listener, shared)))
            .map(drop)
            .map_err(failed)
    }
}

impl Shared {
    /// Goes through what the workers have counted.
    fn tallies(&self) -> impl Iterator<Item = MutexGuard<'_, Tally>> {
        self.watched
            .tallies
            .iter()
            .map(|tally| tally.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads `ADDR:PORT`, or a port alone, which is one of this machine.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    let local = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let port = text.strip_prefix("localhost:").unwrap_or(text);
    if let Ok(port) = port.parse::<u16>() {
        return Ok(local(port));
    }
    text.parse().map_err(|_| "an address looks like 127.0.0.1:8080, or 8080".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_one_of_this_machine() {
        for text in ["8080", "localhost:8080", "127.0.0.1:8080"] {
            assert_eq!(address(text).unwrap().to_string(), "127.0.0.1:8080");
        }
        assert_eq!(address("[::1]:80").unwrap().to_string(), "[::1]:80");
        assert!(address("house:80").unwrap_err().contains("looks like"));
        assert!(address("70000").is_err());
    }
}
