//! The blocking client: typed requests out, replies in, one at a time.
//!
//! The client opens one socket for each address family when the first server of that family is
//! asked, and all servers share it. It has no thread: the calling thread waits, and only as long
//! as the time limit of the request allows. Retransmission, NSTART and blocks are the endpoint's.

mod client_builder;
mod exchange;
mod multicast;
mod observation;
mod pong;
mod reply;
mod request;
mod target;
mod transfer;
mod watch;

use std::net::SocketAddr;
use std::time::Duration;

use coapt_net::{Driver, SocketSettings};
use coapt_proto::{Counters, Peer, Progress};
use coapt_wire::link_format::Link;
use coapt_wire::{ContentFormat, OptionsBuf};

use crate::Error;
use crate::common::RECEIVE_BUFFER;
use crate::trace::Span;

use self::exchange::{Beginning, Exchange};
pub(crate) use self::request::aimed;
pub(crate) use self::target::Target;

pub use self::client_builder::ClientBuilder;
pub use self::observation::{Notification, Observation};
pub use self::pong::Pong;
pub use self::reply::Reply;
pub use self::request::Request;
pub use self::transfer::{Download, Upload};
#[cfg(feature = "async")]
pub(crate) use self::{
    exchange::{failure, send_error},
    target::{discovery, links},
    transfer::{DownloadState, UploadState, transfer_size},
};

/// A CoAP client that waits for its answers.
///
/// ```
/// use coapt::{Client, Resource, Server};
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.get("hello", |_| "Hello, world!");
/// let uri = format!("coap://{}/hello", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let reply = client.get(&uri)?;
/// assert!(reply.is_success());
/// assert_eq!(reply.payload(), b"Hello, world!");
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Debug)]
pub struct Client {
    settings: ClientBuilder,
    ipv4: Option<Driver>,
    ipv6: Option<Driver>,
}

impl Client {
    /// Makes a client with default settings; sockets are opened when they are needed.
    ///
    /// # Errors
    ///
    /// Never with the default settings; the result is the same as that of [`ClientBuilder::build`].
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Starts to make a client with settings of its own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Makes a client, and its socket if the address is given.
    fn with(settings: ClientBuilder) -> Result<Self, Error> {
        let local = settings.local;
        let mut client = Self { settings, ipv4: None, ipv6: None };
        if let Some(local) = local {
            client.driver(local)?;
        }
        Ok(client)
    }

    /// Fetches a resource.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn get(&mut self, uri: &str) -> Result<Reply, Error> {
        self.send(Request::get(uri))
    }

    /// Stores a resource.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn put(
        &mut self,
        uri: &str,
        format: ContentFormat,
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, Error> {
        self.send(Request::put(uri).content_format(format).payload(body))
    }

    /// Gives a resource something to process.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn post(
        &mut self,
        uri: &str,
        format: ContentFormat,
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, Error> {
        self.send(Request::post(uri).content_format(format).payload(body))
    }

    /// Removes a resource.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn delete(&mut self, uri: &str) -> Result<Reply, Error> {
        self.send(Request::delete(uri))
    }

    /// Fetches what `body` asks for (RFC 8132 §2).
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn fetch(
        &mut self,
        uri: &str,
        format: ContentFormat,
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, Error> {
        self.send(Request::fetch(uri).content_format(format).payload(body))
    }

    /// Changes a resource by a patch (RFC 8132 §3).
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn patch(
        &mut self,
        uri: &str,
        format: ContentFormat,
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, Error> {
        self.send(Request::patch(uri).content_format(format).payload(body))
    }

    /// Changes a resource by a patch that may be applied twice (RFC 8132 §3).
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn ipatch(
        &mut self,
        uri: &str,
        format: ContentFormat,
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, Error> {
        self.send(Request::ipatch(uri).content_format(format).payload(body))
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if no answer comes; an answer with an error code is
    /// a [`Reply`].
    pub fn send(&mut self, request: Request) -> Result<Reply, Error> {
        self.send_with_progress(request, &mut |_| {})
    }

    /// Sends a request, waits for the whole answer, and tells how far the bodies have come.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn send_with_progress(
        &mut self,
        request: Request,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Reply, Error> {
        let span = Span::of_exchange(&request);
        let outcome = span.within(|| self.exchange_of(request, progress));
        span.ended(&outcome);
        outcome
    }

    /// Makes the exchange of a request.
    fn exchange_of(
        &mut self,
        request: Request,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Reply, Error> {
        let (uri, timeout) = (request.uri().to_owned(), request.own_timeout());
        let request = request.or_block_size(self.settings.block_size).into_wire()?;
        let (peer, response) = self.reach(&uri, timeout, |exchange, options| {
            let request = aimed(&request, options)?;
            let (now, peer) = (exchange.started, exchange.peer);
            let id = exchange.driver.endpoint_mut().request(now, peer, request)?;
            let response = exchange.response(id, progress)?;
            if response.code.is_empty() {
                // Nothing was waited for, so nothing may have been sent yet.
                exchange.driver.flush();
                exchange.check_sent()?;
            }
            Ok(response)
        })?;
        Ok(Reply::new(peer, response))
    }

    /// Asks for a resource and to be told when it changes (RFC 7641).
    ///
    /// If the server answers but does not keep us informed, [`Observation::is_observing`] is false
    /// and [`Observation::first`] holds the answer.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn observe(&mut self, request: Request) -> Result<Observation<'_>, Error> {
        let (uri, timeout) = (request.uri().to_owned(), request.own_timeout());
        let request = request.or_block_size(self.settings.block_size).into_wire()?;
        let (peer, (id, beginning)) = self.reach(&uri, timeout, |exchange, options| {
            let request = aimed(&request, options)?;
            let (now, peer) = (exchange.started, exchange.peer);
            let id = exchange.driver.endpoint_mut().observe(now, peer, request)?;
            Ok((id, exchange.beginning(id)?))
        })?;
        let exchange = self.exchange(peer, timeout)?;
        Ok(match beginning {
            Beginning::Registered(response) => {
                Observation::running(exchange, id, Reply::new(peer, response))
            }
            Beginning::Refused(response) => {
                Observation::refused(exchange, Reply::new(peer, response))
            }
        })
    }

    /// Asks a server for a sign of life, and tells how long that took (RFC 7252 §1.2, §4.2).
    ///
    /// # Errors
    ///
    /// Fails if there is none within `timeout`.
    pub fn ping(&mut self, uri: &str, timeout: Duration) -> Result<Duration, Error> {
        self.pong(uri, timeout).map(|pong| pong.took)
    }

    /// Does the same, and also tells how the server answered: by a Reset, as it must, or wrongly.
    ///
    /// # Errors
    ///
    /// Fails as [`ping`](Self::ping) does.
    pub fn pong(&mut self, uri: &str, timeout: Duration) -> Result<Pong, Error> {
        let (_, pong) = self.reach(uri, Some(timeout), |exchange, _| {
            let id = exchange.driver.endpoint_mut().ping(exchange.started, exchange.peer)?;
            let answer = exchange.pong(id)?;
            Ok(Pong { took: exchange.driver.now() - exchange.started, answer })
        })?;
        Ok(pong)
    }

    /// Asks a server what resources it has (RFC 6690).
    ///
    /// A URI without a path means `/.well-known/core`; a query such as `?rt=temperature` filters.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and also if the answer is an error or no link format.
    pub fn discover(&mut self, uri: &str) -> Result<Vec<Link>, Error> {
        let reply = self.send(target::discovery(uri)?)?;
        target::links(&reply)
    }

    /// Adds up what the endpoints of the client have counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let mut sum = Counters::default();
        for driver in self.ipv4.iter().chain(&self.ipv6) {
            sum += driver.endpoint().counters();
        }
        sum
    }

    /// Makes an attempt at the address of a URI, and one at the address of the other family if the
    /// way to the first is blocked: a name may stand for both, and the server live at one.
    fn reach<T>(
        &mut self,
        uri: &str,
        timeout: Option<Duration>,
        mut attempt: impl FnMut(&mut Exchange<'_>, OptionsBuf) -> Result<T, Error>,
    ) -> Result<(Peer, T), Error> {
        let target = Target::find(uri, self.settings.reachable())?;
        let blocked = match self.reach_one(&target, timeout, &mut attempt) {
            Err(error) if is_blocked(&error) => error,
            outcome => return outcome,
        };
        let Some(other) = target.other() else { return Err(blocked) };
        match self.reach_one(&other, timeout, &mut attempt) {
            Err(error) if is_blocked(&error) => Err(blocked),
            outcome => outcome,
        }
    }

    /// Makes an attempt at one address.
    fn reach_one<T>(
        &mut self,
        target: &Target,
        timeout: Option<Duration>,
        attempt: &mut impl FnMut(&mut Exchange<'_>, OptionsBuf) -> Result<T, Error>,
    ) -> Result<(Peer, T), Error> {
        let mut exchange = self.exchange(Peer::new(target.address), timeout)?;
        let outcome = attempt(&mut exchange, target.options())?;
        Ok((exchange.peer, outcome))
    }

    /// Begins an exchange with a server.
    fn exchange(&mut self, peer: Peer, timeout: Option<Duration>) -> Result<Exchange<'_>, Error> {
        let timeout = timeout.unwrap_or(self.settings.timeout);
        Ok(Exchange::new(self.driver(peer.address())?, peer, timeout))
    }

    /// Returns the driver for the family of an address, opened if need be.
    fn driver(&mut self, address: SocketAddr) -> Result<&mut Driver, Error> {
        let slot = if address.is_ipv4() { &mut self.ipv4 } else { &mut self.ipv6 };
        let driver = match slot.take() {
            Some(driver) => driver,
            None => open(&self.settings, address)?,
        };
        Ok(slot.insert(driver))
    }
}

/// Tells whether an attempt failed before the server saw anything of it.
pub(crate) fn is_blocked(error: &Error) -> bool {
    matches!(error, Error::Refused | Error::Unreachable | Error::Net(_))
}

/// Opens a socket for the family of an address.
pub(crate) fn open(settings: &ClientBuilder, address: SocketAddr) -> Result<Driver, Error> {
    let any: SocketAddr = match address {
        SocketAddr::V4(_) => (std::net::Ipv4Addr::UNSPECIFIED, settings.port).into(),
        SocketAddr::V6(_) => (std::net::Ipv6Addr::UNSPECIFIED, settings.port).into(),
    };
    let local = settings.local.unwrap_or(any);
    let mut socket = SocketSettings::new(local);
    socket.receive_buffer = Some(RECEIVE_BUFFER);
    socket.device.clone_from(&settings.device);
    let mut driver = Driver::open(&socket, settings.config.clone())?;
    driver.set_faults(settings.faults.clone());
    if let Some(tap) = settings.tap.clone() {
        driver.set_tap(Some(Box::new(tap)));
    }
    Ok(driver)
}
