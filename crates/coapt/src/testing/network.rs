//! The network: it carries datagrams, and loses, repeats and delays as many as it is told to.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use coapt_net::Family;
use coapt_proto::{Config, Role};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::aio::{BoxedPort, Client, Defaults, Router, Server};
use crate::client::transfer_size;
use crate::{Error, Handle};

use super::memory_port::{Mailbox, MemoryPort};

/// Where servers listen.
const PORT: u16 = 5683;

/// The time limit of clients, as outside.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(60);

/// A network in the memory of the process; clones are the same network.
#[derive(Clone)]
pub struct Network {
    shared: Arc<Mutex<Shared>>,
}

/// What the network does to datagrams; each of them fares for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// How likely a datagram is lost, from 0 to 1; 0 at first.
    pub loss: f64,
    /// How likely it arrives twice, from 0 to 1; 0 at first.
    pub duplicate: f64,
    /// How long it is under way; what is sent later may arrive earlier. 1 to 2 ms at first.
    pub delay: Range<Duration>,
}

/// A server that runs on a network until this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    handle: Handle,
    task: JoinHandle<Result<(), Error>>,
}

struct Shared {
    conditions: Conditions,
    /// Where datagrams for an address go.
    hosts: BTreeMap<SocketAddr, Weak<Mailbox>>,
    names: BTreeMap<String, IpAddr>,
    last_host: u32,
    random: u64,
}

impl Network {
    /// Makes a network on which nothing goes wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::with_seed(0)
    }

    /// Makes a network whose every random choice follows from a number.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        let shared = Shared {
            conditions: Conditions::default(),
            hosts: BTreeMap::new(),
            names: BTreeMap::new(),
            last_host: 0,
            random: seed,
        };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Changes what happens to datagrams from now on.
    pub fn set_conditions(&self, conditions: Conditions) {
        self.lock().conditions = conditions;
    }

    /// Runs a server with an address of its own.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime that has its time enabled.
    #[must_use]
    pub fn serve(&self, router: Router) -> Running {
        self.serve_with(router, Config::default())
    }

    /// Runs a server with settings of the protocol machine.
    ///
    /// # Panics
    ///
    /// As [`serve`](Self::serve) does.
    #[must_use]
    pub fn serve_with(&self, router: Router, config: Config) -> Running {
        let address = self.next_address();
        self.serve_at(address, router, config)
    }

    /// Runs a server at the address of one that is no more, as after a restart: it knows nothing of what was before.
    ///
    /// # Panics
    ///
    /// As [`serve`](Self::serve) does.
    #[must_use]
    pub fn serve_again(&self, before: Running, router: Router) -> Running {
        let address = before.address;
        drop(before);
        self.serve_at(address, router, Config::default())
    }

    /// Makes a client with an address of its own.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client_with(Config::default())
    }

    /// Makes a client with settings of the protocol machine; the role is that of a client.
    #[must_use]
    pub fn client_with(&self, config: Config) -> Client {
        let mut config = config;
        config.role = Role::Client;
        let transfer_size = transfer_size(&config);
        let network = self.clone();
        let open = move |_| -> Result<BoxedPort, Error> {
            Ok(network.port(network.next_address(), config.clone()))
        };
        let names = self.clone();
        let names = move |name: &str| names.lock().names.get(name).copied();
        let defaults = Defaults {
            family: Family::Any,
            timeout: CLIENT_TIMEOUT,
            block_size: None,
            transfer_size,
        };
        Client::with(defaults, Box::new(open), Some(Box::new(names)))
    }

    /// Lets a name stand for a server, so that `coap://NAME/` leads there; another one that had it loses it.
    pub fn set_name(&self, name: &str, server: &Running) {
        self.lock().names.insert(name.to_owned(), server.address.ip());
    }

    fn serve_at(&self, address: SocketAddr, router: Router, config: Config) -> Running {
        let server = Server::with(vec![self.port(address, config)]);
        let handle = server.handle();
        Running { address, handle, task: tokio::spawn(server.serve(router)) }
    }

    fn port(&self, address: SocketAddr, config: Config) -> BoxedPort {
        let mut shared = self.lock();
        let mailbox = Arc::new(Mailbox::default());
        shared.hosts.insert(address, Arc::downgrade(&mailbox));
        let seed = shared.seed();
        drop(shared);
        Box::new(MemoryPort::new(self.clone(), address, mailbox, config, seed))
    }

    fn next_address(&self) -> SocketAddr {
        let mut shared = self.lock();
        shared.last_host += 1;
        // 10.0.0.0/8 is for private networks, which this one is.
        let host = u32::from(Ipv4Addr::new(10, 0, 0, 0)) + (shared.last_host & 0x00ff_ffff);
        SocketAddr::new(IpAddr::V4(host.into()), PORT)
    }

    /// Takes a datagram on its way.
    pub(super) fn carry(&self, from: SocketAddr, to: SocketAddr, datagram: &[u8]) {
        let mut shared = self.lock();
        let copies = if shared.chance() < shared.conditions.duplicate { 2 } else { 1 };
        for _ in 0..copies {
            if shared.chance() < shared.conditions.loss {
                continue;
            }
            let arrival = Instant::now() + shared.delay();
            if let Some(mailbox) = shared.hosts.get(&to).and_then(Weak::upgrade) {
                mailbox.put(arrival, from, datagram);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Network {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("conditions", &self.lock().conditions)
            .finish_non_exhaustive()
    }
}

impl Default for Conditions {
    fn default() -> Self {
        let delay = Duration::from_millis(1)..Duration::from_millis(2);
        Self { loss: 0.0, duplicate: 0.0, delay }
    }
}

impl Running {
    /// Returns the address of the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a URI of a path on the server.
    #[must_use]
    pub fn uri(&self, path: &str) -> String {
        format!("coap://{}/{}", self.address, path.strip_prefix('/').unwrap_or(path))
    }

    /// Returns a way to reach the server.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    /// Draws a number from 0 to 1.
    fn chance(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let number = (self.next() >> 11) as f64;
        number / 9_007_199_254_740_992.0
    }

    fn delay(&mut self) -> Duration {
        let Range { start, end } = self.conditions.delay.clone();
        let factor = self.chance();
        start + end.saturating_sub(start).mul_f64(factor)
    }

    fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        for part in seed.as_chunks_mut().0 {
            *part = self.next().to_be_bytes();
        }
        seed
    }

    /// `SplitMix64`: good enough to decide which datagrams are lost.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
