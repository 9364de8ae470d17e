//! The blocking server: requests are routed by path to handlers, one after the other.
//!
//! One thread runs all addresses of a server; whoever calls [`Server::run`] lends it. Handlers
//! that would take long put the answer off. What every CoAP server owes its clients is done here:
//! discovery, the error codes of RFC 7252 §5.9, observers told through [`Handle::notify`].

mod deferred;
mod discovery;
mod handle;
mod inbox;
mod incoming;
mod observed;
mod outcome;
mod resource;
mod routes;
mod server_builder;
mod server_reply;

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use coapt_net::{Driver, wait_any};
use coapt_proto::{
    Counters, Endpoint, Event, IncomingRequest, Instant, Observe, RequestId, ResourceId,
    RespondError, Response,
};
use coapt_wire::Code;
use coapt_wire::link_format::Link;

use crate::Error;

use self::deferred::Destination;
use self::inbox::{Answer, Inbox, Mail};
use self::observed::{Entry, Observed, Turn};
use self::routes::{Routes, finish};

pub use self::deferred::Deferred;
pub use self::handle::Handle;
pub use self::incoming::Incoming;
pub use self::outcome::Outcome;
pub use self::resource::Resource;
pub use self::server_builder::ServerBuilder;
pub use self::server_reply::ServerReply;

/// What answers requests.
type Handler = Box<dyn FnMut(&Incoming) -> Outcome + Send>;

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
    drivers: Vec<Driver>,
    routes: Routes,
    observed: Observed,
    inbox: Arc<Inbox>,
    is_stopped: bool,
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
    fn with(first: Driver, others: Vec<Driver>) -> Self {
        let inbox = Arc::new(Inbox::new(first.waker()));
        let mut drivers = vec![first];
        drivers.extend(others);
        let (routes, observed) = (Routes::default(), Observed::default());
        Self { drivers, routes, observed, inbox, is_stopped: false }
    }

    /// Returns the first address that is served.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.drivers[0].local_addr()
    }

    /// Returns all addresses that are served, in the order in which they were added.
    #[must_use]
    pub fn local_addrs(&self) -> Vec<SocketAddr> {
        self.drivers.iter().map(Driver::local_addr).collect()
    }

    /// Puts a resource at a path such as `hall/lamp`, in place of what was there.
    ///
    /// A slash at the beginning makes no difference, one at the end does. Nothing is percent-coded.
    pub fn route(&mut self, path: &str, resource: Resource) -> &mut Self {
        self.routes.add(path, resource);
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
        self.routes.set_fallback(Box::new(move |request| handler(request).into()));
        self
    }

    /// Adds links to discovery that are made anew for each request, for what the fallback serves.
    pub fn fallback_links(
        &mut self,
        links: impl FnMut() -> Vec<Link> + Send + 'static,
    ) -> &mut Self {
        self.routes.set_links(Box::new(links));
        self
    }

    /// Returns a way to reach the server from other threads.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle::new(Arc::clone(&self.inbox))
    }

    /// Adds up what the endpoints of all addresses have counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let mut sum = Counters::default();
        for driver in &self.drivers {
            sum += *driver.endpoint().counters();
        }
        sum
    }

    /// Serves until [`Handle::stop`]; at once if that came before.
    ///
    /// # Errors
    ///
    /// Fails if a socket fails; nothing that a client does can make it fail.
    pub fn run(&mut self) -> Result<(), Error> {
        loop {
            self.work();
            if std::mem::take(&mut self.is_stopped) {
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
        self.work();
        self.turn(Some(wait))?;
        self.work();
        Ok(())
    }

    /// Puts a handler into the resource at a path.
    fn method<O: Into<Outcome>>(
        &mut self,
        method: Code,
        path: &str,
        handler: impl FnMut(&Incoming) -> O + Send + 'static,
    ) -> &mut Self {
        let resource = self.routes.entry(path);
        *resource = std::mem::take(resource).method(method, handler);
        self
    }

    /// Waits for traffic, a wake-up or the end of `wait`.
    fn turn(&mut self, wait: Option<Duration>) -> Result<(), Error> {
        if let [driver] = self.drivers.as_mut_slice() {
            let until = wait.map(|wait| driver.instant_after(wait));
            driver.turn(until)?;
        } else {
            wait_any(&mut self.drivers, wait)?;
        }
        Ok(())
    }

    /// Does all that there is to do.
    fn work(&mut self) {
        for place in 0..self.drivers.len() {
            while let Some(event) = self.drivers[place].endpoint_mut().poll_event() {
                self.take(place, event);
            }
            while self.drivers[place].take_send_error().is_some() {}
        }
        if let Some(mail) = self.inbox.take() {
            self.open(mail);
        }
        self.drivers.iter_mut().for_each(Driver::flush);
    }

    /// Takes what an endpoint says.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the endpoint counts all else")]
    fn take(&mut self, place: usize, event: Event) {
        match event {
            Event::Request { id, request } => {
                let incoming = self.incoming(request, Destination::Client(place, id));
                match self.routes.answer(&incoming) {
                    Outcome::Reply(reply) => self.reply(place, id, incoming.request(), reply),
                    Outcome::Later => {
                        let driver = &mut self.drivers[place];
                        let now = driver.now();
                        driver.endpoint_mut().acknowledge(now, id);
                    }
                }
            }
            Event::ObserverLeft { resource, .. } => self.tidy(resource),
            _ => {}
        }
    }

    /// Does what other threads asked for.
    fn open(&mut self, mail: Mail) {
        for Answer { duty, reply } in mail.answers {
            let reply = finish(duty.defaults.apply(reply), &duty.request);
            match duty.destination {
                Destination::Client(place, id) => self.reply(place, id, &duty.request, reply),
                Destination::Observers(resource, turn) => self.tell(resource, turn, reply),
            }
        }
        for change in mail.changes {
            for entry in self.observed.concerned(&change) {
                self.ask(entry);
            }
        }
        self.is_stopped |= mail.is_stopped;
    }

    /// Asks the handler of an observed resource for its new state.
    fn ask(&mut self, entry: Entry) {
        let turn = self.observed.ask(entry.id);
        let incoming = self.incoming(entry.request, Destination::Observers(entry.id, turn));
        match self.routes.answer(&incoming) {
            Outcome::Reply(reply) => self.tell(entry.id, turn, reply),
            Outcome::Later => {}
        }
    }

    /// Answers a request; a registration is granted if the reply allows it.
    fn reply(
        &mut self,
        place: usize,
        id: RequestId,
        request: &IncomingRequest,
        reply: ServerReply,
    ) {
        let wants = request.observe == Observe::Register && request.code.is_safe();
        let resource = (wants && reply.is_observable() && reply.code().is_success())
            .then(|| self.observed.enter(request, reply.format()));
        let driver = &mut self.drivers[place];
        let now = driver.now();
        let endpoint = driver.endpoint_mut();
        let response = reply.into_wire();
        let sent = match resource {
            Some(resource) => endpoint.respond_registering(now, id, response, resource),
            None => endpoint.respond(now, id, response),
        };
        if let Err(error) = sent {
            refuse(endpoint, now, id, error);
        }
        if let Some(resource) = resource {
            self.tidy(resource);
        }
    }

    /// Sends a new state to all observers of a resource.
    fn tell(&mut self, resource: ResourceId, turn: Turn, reply: ServerReply) {
        // A put-off state may come after a later one, or after the handler replied all the same.
        if !self.observed.tell(resource, turn) {
            return;
        }
        let Some(entry) = self.observed.find(resource) else { return };
        //= rfc7641#4.2 same-content-format
        let keeps_format = !reply.code().is_success() || reply.format() == entry.format;
        let reply = if keeps_format {
            reply
        } else {
            ServerReply::error(Code::NOT_ACCEPTABLE, "the format has changed")
        };
        let response: Response = reply.into_wire();
        for driver in &mut self.drivers {
            let now = driver.now();
            driver.endpoint_mut().notify(now, resource, response.clone());
        }
        self.tidy(resource);
    }

    /// Forgets a resource that nobody observes any more.
    fn tidy(&mut self, resource: ResourceId) {
        let is_observed =
            self.drivers.iter().any(|driver| driver.endpoint().observers(resource) > 0);
        if !is_observed {
            self.observed.forget(resource);
        }
    }

    /// Makes a request for handlers of what the endpoint gave.
    fn incoming(&self, request: IncomingRequest, destination: Destination) -> Incoming {
        Incoming::new(request, destination, Arc::clone(&self.inbox))
    }
}

/// Answers 5.00 in place of a reply that cannot be sent.
fn refuse(endpoint: &mut Endpoint, now: Instant, id: RequestId, error: RespondError) {
    if matches!(error, RespondError::UnknownRequest(_)) {
        return;
    }
    let reply = ServerReply::error(Code::INTERNAL_SERVER_ERROR, error.to_string());
    if endpoint.respond(now, id, reply.into_wire()).is_err() {
        endpoint.reject(now, id);
    }
}
