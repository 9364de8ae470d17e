//! The asynchronous server: one task drives the socket and calls the handlers.
//!
//! A handler that can answer at once does so within that task; one that waits goes on in a task of its own.

use std::fmt;
use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use coapt_net::{Membership, NetError};
use coapt_wire::uri::DEFAULT_PORT;
use tokio::net::{ToSocketAddrs, lookup_host};

use crate::common::Port;
use crate::server::{Core, Wake};
use crate::{Error, Handle, ServerBuilder};

use super::port::BoxedPort;
use super::router::Router;
use super::udp_port::UdpPort;

/// How many batches are dealt with before other tasks have their turn.
const MAX_TURNS: usize = 16;

/// A CoAP server on a tokio runtime; [`Router`] says what it answers.
///
/// Several servers and clients in one process do not disturb each other.
#[derive(Debug)]
pub struct Server {
    core: Core<BoxedPort>,
    runner: Runner,
}

/// Wakes the task that runs the server.
#[derive(Clone, Default)]
struct Runner(Arc<Mutex<Option<Waker>>>);

impl Server {
    /// Makes a server at an address; with port 0 the system chooses.
    ///
    /// A name that stands for several addresses is served at the first that can be bound.
    ///
    /// # Errors
    ///
    /// Fails if the address is none, or cannot be bound.
    pub async fn bind(address: impl ToSocketAddrs) -> Result<Self, Error> {
        let mut failure = None;
        for address in lookup_host(address).await.map_err(Error::Address)? {
            match crate::Server::builder().bind(address).build_async() {
                Ok(server) => return Ok(server),
                Err(error) => failure = Some(error),
            }
        }
        Err(failure.unwrap_or_else(|| Error::Address(std::io::ErrorKind::NotFound.into())))
    }

    /// Makes a server of its ports.
    pub(crate) fn with(ports: Vec<BoxedPort>) -> Self {
        let runner = Runner::default();
        Self { core: Core::new(ports, Box::new(runner.clone())), runner }
    }

    /// Returns the first address that is served.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        let nowhere = (Ipv4Addr::LOCALHOST, DEFAULT_PORT).into();
        self.core.ports.first().map_or(nowhere, |port| port.local_addr())
    }

    /// Returns all addresses that are served, in the order in which they were added.
    #[must_use]
    pub fn local_addrs(&self) -> Vec<SocketAddr> {
        self.core.ports.iter().map(|port| port.local_addr()).collect()
    }

    /// Returns the multicast groups that the server is in, at one address after the other.
    #[must_use]
    pub fn joined(&self) -> Vec<Membership> {
        self.core.ports.iter().flat_map(|port| port.joined()).cloned().collect()
    }

    /// Returns a way to reach the server while it runs.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.core.handle()
    }

    /// Serves until [`Handle::stop`].
    ///
    /// Dropping the future ends the server; handlers that wait run on, and their answers go nowhere.
    ///
    /// # Errors
    ///
    /// Fails if a socket fails; nothing that a client does can make it fail.
    pub async fn serve(mut self, router: Router) -> Result<(), Error> {
        router.settle(&mut self.core);
        poll_fn(|context| self.poll_serve(context)).await
    }

    fn poll_serve(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.runner.register(context.waker());
        for _ in 0..MAX_TURNS {
            self.core.work();
            if self.core.take_stop() {
                return Poll::Ready(Ok(()));
            }
            match self.poll_turns(context) {
                Ok(false) => return Poll::Pending,
                Ok(true) => {}
                Err(failed) => return Poll::Ready(Err(failed.into())),
            }
        }
        self.core.work();
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Gives each port a turn; whether one had something to do.
    fn poll_turns(&mut self, context: &mut Context<'_>) -> Result<bool, NetError> {
        let alarm = self.core.next_alarm();
        let now = self.core.ports.first().map(Port::now).unwrap_or_default();
        let wait = alarm.map(|at| at.saturating_since(now));
        let mut had_work = false;
        for port in &mut self.core.ports {
            if let Poll::Ready(turned) = port.poll_turn(context, wait) {
                turned?;
                had_work = true;
            }
        }
        Ok(had_work)
    }
}

impl ServerBuilder {
    /// Makes an asynchronous server and binds its addresses, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// Fails if an address cannot be bound or a group not be joined.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime that has its I/O and time enabled.
    pub fn build_async(self) -> Result<Server, Error> {
        let ports = self.open_all()?.into_iter().map(|driver| {
            let port: BoxedPort = Box::new(UdpPort::new(driver)?);
            Ok(port)
        });
        Ok(Server::with(ports.collect::<Result<_, NetError>>()?))
    }
}

impl Runner {
    fn register(&self, waker: &Waker) {
        let mut place = self.lock();
        if !place.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *place = Some(waker.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Runner {
    fn wake(&self) {
        if let Some(waker) = &*self.lock() {
            waker.wake_by_ref();
        }
    }
}

impl fmt::Debug for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runner")
    }
}
