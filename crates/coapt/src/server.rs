//! The blocking server: requests are routed by path to handlers, one after the other.
//!
//! One thread runs all addresses of a server; whoever calls [`Server::run`] lends it. Handlers
//! that would take long put the answer off; [`Workers`] are such servers on several cores. What
//! every CoAP server owes its clients is done here: discovery, the error codes of RFC 7252 §5.9,
//! observers told through [`Handle::notify`].

mod conditions;
mod core;
mod deferred;
mod discovery;
mod handle;
mod inbox;
mod incoming;
mod observable;
mod observed;
mod outcome;
mod paths;
mod resource;
mod routes;
mod server_builder;
mod server_reply;
mod settings;
mod streaming;
mod turns;
mod witness;
mod workers;

use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use coapt_net::{Driver, Membership, wait_any};
use coapt_proto::Counters;
use coapt_wire::Code;
use coapt_wire::link_format::Link;

use crate::Error;

pub(crate) use self::core::Core;
#[cfg(feature = "async")]
pub(crate) use self::{
    inbox::Wake,
    paths::Paths,
    routes::holds,
    settings::{Settings, settings},
};

pub use self::deferred::Deferred;
pub use self::handle::Handle;
pub use self::incoming::Incoming;
pub use self::observable::Observable;
pub use self::outcome::Outcome;
pub use self::resource::Resource;
pub use self::server_builder::ServerBuilder;
pub use self::server_reply::ServerReply;
pub use self::witness::{Answered, Witness};
pub use self::workers::Workers;

/// What answers requests.
pub(crate) type Handler = Box<dyn FnMut(&Incoming) -> Outcome + Send>;

/// A CoAP server that answers by path.
///
/// By itself it answers 4.04 for paths that have no resource, 4.05 for methods that the resource
/// does not have, 4.06 where no fitting format can be given, 2.03 where the client knows the state
/// already, 5.00 when a handler panics, and `/.well-known/core` with links to all resources.
///
/// ```
/// use coapt::{Client, Code, Server};
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.get("hello", |_| "Hello, world!");
/// let address = server.local_addr();
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let links = client.discover(&format!("coap://{address}"))?;
/// assert_eq!(links.len(), 1);
/// let reply = client.get(&format!("coap://{address}/nobody"))?;
/// assert_eq!(reply.code(), Code::NOT_FOUND);
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Debug)]
pub struct Server {
    core: Core<Driver>,
}

impl Server {
    /// Makes a server at an address; with port 0 the system chooses.
    ///
    /// A name that stands for several addresses is served at the first that can be bound.
    ///
    /// # Errors
    ///
    /// Fails if the address is none, or cannot be bound.
    pub fn bind(address: impl ToSocketAddrs) -> Result<Self, Error> {
        let mut failure = None;
        for address in address.to_socket_addrs().map_err(Error::Address)? {
            match Self::builder().bind(address).build() {
                Ok(server) => return Ok(server),
                Err(error) => failure = Some(error),
            }
        }
        Err(failure.unwrap_or_else(|| Error::Address(std::io::ErrorKind::NotFound.into())))
    }

    /// Starts to make a server with settings of its own.
    pub fn builder() -> ServerBuilder {
        ServerBuilder::default()
    }

    /// Makes a server of at least one driver.
    fn with(drivers: Vec<Driver>) -> Self {
        let waker = Box::new(drivers[0].waker());
        Self { core: Core::new(drivers, waker) }
    }

    /// Returns the first address that is served.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.core.ports[0].local_addr()
    }

    /// Returns all addresses that are served, in the order in which they were added.
    #[must_use]
    pub fn local_addrs(&self) -> Vec<SocketAddr> {
        self.core.ports.iter().map(Driver::local_addr).collect()
    }

    /// Returns the multicast groups that the server is in, at one address after the other.
    #[must_use]
    pub fn joined(&self) -> Vec<Membership> {
        self.core.ports.iter().flat_map(Driver::joined).cloned().collect()
    }

    /// Puts a resource at a path such as `hall/lamp`, in place of what was there.
    ///
    /// A slash at the beginning makes no difference, one at the end does. Nothing is percent-coded. A segment `{name}`
    /// stands for any one segment, `{*name}` at the end for one or more, and [`Incoming::parameter`] tells which;
    /// doubled braces stand for themselves. Where several paths fit, the one that names more from the left counts.
    ///
    /// # Panics
    ///
    /// If braces are out of place, a name is missing or used twice, `{*name}` is not the last segment, or there is a
    /// path of the same shape with other names.
    pub fn route(&mut self, path: &str, resource: Resource) -> &mut Self {
        self.core.route(path, resource);
        self
    }

    /// Answers GET at a path; other methods and settings of the resource there stay.
    pub fn get<O: Into<Outcome>>(
        &mut self,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.method(Code::GET, path, handler)
    }

    /// Answers PUT at a path; other methods and settings of the resource there stay.
    pub fn put<O: Into<Outcome>>(
        &mut self,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.method(Code::PUT, path, handler)
    }

    /// Answers POST at a path; other methods and settings of the resource there stay.
    pub fn post<O: Into<Outcome>>(
        &mut self,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.method(Code::POST, path, handler)
    }

    /// Answers DELETE at a path; other methods and settings of the resource there stay.
    pub fn delete<O: Into<Outcome>>(
        &mut self,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.method(Code::DELETE, path, handler)
    }

    /// Answers all requests whose path has no resource, whatever their method.
    ///
    /// The handler sees everything: unknown methods, conditions, registrations. It allows those by
    /// [`ServerReply::observable`].
    pub fn fallback<O: Into<Outcome>>(
        &mut self,
        mut handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.core.routes.set_fallback(Box::new(move |request| handler(request).into()));
        self
    }

    /// Adds links to discovery that are made anew for each request, for what the fallback serves.
    pub fn fallback_links(
        &mut self,
        links: impl FnMut() -> Vec<Link> + Send + 'static,
    ) -> &mut Self {
        self.core.routes.set_links(Box::new(links));
        self
    }

    /// Tells `witness` of each request with its answer from now on, and how many clients observe what.
    ///
    /// ```
    /// use coapt::{Answered, Client, Server, Witness};
    /// use std::sync::mpsc::{Sender, channel};
    ///
    /// struct Log(Sender<String>);
    ///
    /// impl Witness for Log {
    ///     fn answered(&mut self, answered: &Answered<'_>) {
    ///         self.0.send(format!("{} in {:?}", answered.reply.code(), answered.took)).ok();
    ///     }
    /// }
    ///
    /// let (sender, lines) = channel();
    /// let mut server = Server::bind("127.0.0.1:0")?;
    /// server.set_witness(Log(sender));
    /// let (address, handle) = (server.local_addr(), server.handle());
    /// let running = std::thread::spawn(move || server.run());
    ///
    /// Client::new()?.get(&format!("coap://{address}/nothing"))?;
    /// assert!(lines.recv().expect("a line").starts_with("4.04 in "));
    ///
    /// handle.stop();
    /// running.join().expect("the server does not panic")?;
    /// # Ok::<(), coapt::Error>(())
    /// ```
    pub fn set_witness(&mut self, witness: impl Witness + 'static) -> &mut Self {
        self.core.set_witness(Box::new(witness));
        self
    }

    /// Returns a way to reach the server from other threads.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.core.handle()
    }

    /// Adds up what the endpoints of all addresses have counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.core.counters()
    }

    /// Serves until [`Handle::stop`]; at once if that came before.
    ///
    /// # Errors
    ///
    /// Fails if a socket fails; nothing that a client does can make it fail.
    pub fn run(&mut self) -> Result<(), Error> {
        loop {
            self.core.work();
            if self.core.take_stop() {
                return Ok(());
            }
            self.turn(None)?;
        }
    }

    /// Waits for something to do, at most for `wait`, and does it; for programs with their own loop.
    ///
    /// # Errors
    ///
    /// Fails if a socket fails.
    pub fn poll(&mut self, wait: Duration) -> Result<(), Error> {
        self.core.work();
        self.turn(Some(wait))?;
        self.core.work();
        Ok(())
    }

    /// Puts a handler into the resource at a path.
    fn method<O: Into<Outcome>>(
        &mut self,
        method: Code,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        self.core.method(method, path, handler);
        self
    }

    /// Waits for traffic, a wake-up or the end of `wait`.
    fn turn(&mut self, wait: Option<Duration>) -> Result<(), Error> {
        let alarm = self.core.next_alarm();
        let alarm = alarm.map(|at| at.saturating_since(self.core.ports[0].now()));
        let wait = wait.into_iter().chain(alarm).min();
        if let [driver] = self.core.ports.as_mut_slice() {
            let until = wait.map(|wait| driver.instant_after(wait));
            driver.turn(until)?;
        } else {
            wait_any(&mut self.core.ports, wait)?;
        }
        Ok(())
    }
}
