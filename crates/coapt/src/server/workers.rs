//! A server on several cores: one thread, socket, endpoint and set of routes for each, and nothing shared.
//!
//! The system spreads the peers over the sockets by their addresses, so that a peer always meets the same worker. Its
//! messages, duplicates, bodies and observations are therefore known where they arrive. Only changes cross: whoever
//! holds a [`Handle`] leaves word for every worker, and each tells its own observers.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{self, Scope, ScopedJoinHandle};

use coapt_net::Membership;
use coapt_proto::Counters;

use super::Server;
use super::handle::Handle;
use super::turns::Turns;
use crate::Error;

/// A [`Server`] with a worker for each of several cores.
///
/// Made by [`ServerBuilder::build_workers`](crate::ServerBuilder::build_workers). The routes of each worker are made
/// by a call of their own, as handlers may change what they hold (`FnMut`) and no two workers may do so at once. What
/// all workers are to know is made outside and stands behind an `Arc` or the like: an
/// [`Observable`](crate::Observable), an atomic number, a lock of the program's own. [`Server::handle`] reaches all
/// workers already while the routes are made.
///
/// - A peer always meets the same worker. Clients that differ in nothing but the port are several peers.
/// - [`Handle::notify`] and an [`Observable`](crate::Observable) tell the observers of all workers.
/// - What is [`validated`](crate::Resource::validated) is changed by one worker at a time, so that no other change comes
///   between the check of a condition and the change; an answer that is put off is none of that. Handlers that are
///   [`conditional`](crate::Resource::conditional) see to it themselves.
/// - The limits of the [`Config`](crate::Config) apply to each worker.
/// - Groups are joined by the first worker, which answers requests to them.
/// - Asynchronous servers have no workers. One task moves their datagrams, and handlers that wait go on in tasks of their
///   own, on all threads of the runtime.
///
/// ```
/// use coapt::{Client, Observable, Resource, Server};
///
/// let celsius = Observable::new(20.5);
/// let builder = Server::builder().bind(([127, 0, 0, 1], 0).into());
/// let mut workers = builder.build_workers(2, |server| {
///     server.route("temperature", Resource::of(&celsius));
/// })?;
/// let (address, handle) = (workers.local_addr(), workers.handle());
/// let running = std::thread::spawn(move || workers.run());
///
/// let uri = format!("coap://{address}/temperature");
/// assert_eq!(Client::new()?.get(&uri)?.payload(), b"20.5");
///
/// handle.stop();
/// running.join().expect("no worker panics")?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Debug)]
pub struct Workers {
    servers: Vec<Server>,
    handle: Handle,
}

impl Workers {
    /// How many workers a server has at most.
    pub const MAX: usize = 256;

    /// Joins servers at the same addresses, at least one, and gives each its routes.
    pub(super) fn new(mut servers: Vec<Server>, set_up: impl FnMut(&mut Server)) -> Self {
        let handle = Handle::of_all(servers.iter().map(Server::handle));
        if servers.len() > 1 {
            let turns = Turns::shared();
            for server in &mut servers {
                server.core.join(handle.clone(), turns.clone());
            }
        }
        servers.iter_mut().for_each(set_up);
        Self { servers, handle }
    }

    /// Returns the first address that is served.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.servers[0].local_addr()
    }

    /// Returns all addresses that are served, in the order in which they were added.
    #[must_use]
    pub fn local_addrs(&self) -> Vec<SocketAddr> {
        self.servers[0].local_addrs()
    }

    /// Returns the multicast groups that the server is in, at one address after the other.
    #[must_use]
    pub fn joined(&self) -> Vec<Membership> {
        self.servers[0].joined()
    }

    /// Returns a way to reach all workers from other threads.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Adds up what the endpoints of all workers have counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let mut sum = Counters::default();
        for server in &self.servers {
            sum += server.counters();
        }
        sum
    }

    /// Serves until [`Handle::stop`], in this thread and one more for each worker but the first.
    ///
    /// # Errors
    ///
    /// Fails if a socket of any worker fails, or if the system gives no more threads; then all workers end.
    ///
    /// # Panics
    ///
    /// If a worker does; what a handler does cannot make it panic.
    pub fn run(&mut self) -> Result<(), Error> {
        let handle = &self.handle;
        let Some((first, others)) = self.servers.split_first_mut() else { return Ok(()) };
        thread::scope(|scope| {
            let others = others.iter_mut().enumerate();
            let running = others.map(|(place, server)| start(scope, place + 1, (server, handle)));
            let running: Vec<_> = running.collect();
            let outcome = run_one(first, handle);
            let ended = running.into_iter().map(|started| started.and_then(ended));
            ended.fold(outcome, Result::and)
        })
    }
}

/// Starts a worker in a thread of its own; if that fails, it is the end of all.
fn start<'s, 'w: 's>(
    scope: &'s Scope<'s, 'w>,
    place: usize,
    (server, handle): (&'w mut Server, &'w Handle),
) -> Result<ScopedJoinHandle<'s, Result<(), Error>>, Error> {
    let thread = thread::Builder::new().name(format!("worker-{place}"));
    let started = thread.spawn_scoped(scope, move || run_one(server, handle));
    started.inspect_err(|_| handle.stop()).map_err(Error::Thread)
}

/// Runs a worker to its end; unless it was told to end, that is the end of all.
fn run_one(server: &mut Server, handle: &Handle) -> Result<(), Error> {
    let ended = catch_unwind(AssertUnwindSafe(|| server.run()));
    if !matches!(ended, Ok(Ok(()))) {
        handle.stop();
    }
    ended.unwrap_or_else(|why| resume_unwind(why))
}

/// Waits for the end of a worker.
fn ended(running: ScopedJoinHandle<'_, Result<(), Error>>) -> Result<(), Error> {
    running.join().unwrap_or_else(|why| resume_unwind(why))
}
