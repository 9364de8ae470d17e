//! The asynchronous client: any number of requests at once, to any number of servers, from one socket a family.

use std::fmt;
use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use coapt_net::Family;
use coapt_proto::{Counters, Event, Peer, Progress, Response};
use coapt_wire::ContentFormat;
use coapt_wire::link_format;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::client::{Target, aimed, discovery, is_blocked, links, open, transfer_size};
use crate::common::Port as _;
use crate::trace::Span;
use crate::{ClientBuilder, Error, Pong, Reply, Request};

use super::link::{Link, News, Ticket};
use super::observation::Observation;
use super::port::BoxedPort;
use super::udp_port::UdpPort;

/// A CoAP client on a tokio runtime; clones share its sockets.
///
/// The endpoint keeps for each server how many requests may be outstanding (NSTART, RFC 7252 §4.7): further ones wait
/// their turn. Dropping a future cancels its exchange; so does its time limit.
///
/// ```
/// use coapt::Request;
/// use coapt::aio::{Client, Router, Server};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), coapt::Error> {
/// # let server = Server::bind("127.0.0.1:0").await?;
/// # let uri = format!("coap://{}/time", server.local_addr());
/// # let running = tokio::spawn(server.serve(Router::new().get("/time", || "noon")));
/// let client = Client::new()?;
/// let request = Request::get(&uri).timeout(Duration::from_secs(5));
/// let (one, other) = tokio::join!(client.send(request), client.get(&uri));
/// assert_eq!(one?.payload(), other?.payload());
/// # running.abort();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    defaults: Defaults,
    open: Opener,
    names: Names,
    links: Mutex<Links>,
}

/// What holds for requests that say nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Defaults {
    /// Which addresses of a name will do.
    pub(crate) family: Family,
    /// How long an exchange may take.
    pub(crate) timeout: Duration,
    /// The block size that requests name from the start (RFC 7959 §2.4), if they do.
    pub(crate) block_size: Option<u16>,
    /// The block size of transfers block by block.
    pub(crate) transfer_size: u16,
}

/// Looks names up beside the system; none if it is `None`.
pub(crate) type Names = Option<Box<dyn Fn(&str) -> Option<IpAddr> + Send + Sync>>;

/// Opens a port for the family of an address.
type Opener = Box<dyn Fn(SocketAddr) -> Result<BoxedPort, Error> + Send + Sync>;

/// Who is told how far the bodies have come.
type Watch<'w> = Option<&'w mut (dyn FnMut(Progress) + Send)>;

#[derive(Default)]
struct Links {
    ipv4: Option<Link>,
    ipv6: Option<Link>,
}

/// Makes the calls that send a body.
macro_rules! with_body {
    ($($method:ident $doc:literal)*) => {
        $(
            #[doc = $doc]
            ///
            /// # Errors
            ///
            /// Fails as [`send`](Self::send) does.
            pub async fn $method(
                &self,
                uri: &str,
                format: ContentFormat,
                body: impl Into<Vec<u8>>,
            ) -> Result<Reply, Error> {
                self.send(Request::$method(uri).content_format(format).payload(body)).await
            }
        )*
    };
}

impl Client {
    /// Makes a client with default settings; sockets are opened when they are needed.
    ///
    /// # Errors
    ///
    /// Never with the default settings; the result is the same as that of [`ClientBuilder::build_async`].
    pub fn new() -> Result<Self, Error> {
        crate::Client::builder().build_async()
    }

    /// Starts to make a client with settings of its own; [`ClientBuilder::build_async`] makes it.
    pub fn builder() -> ClientBuilder {
        crate::Client::builder()
    }

    /// Makes a client whose ports come from elsewhere.
    pub(crate) fn with(defaults: Defaults, open: Opener, names: Names) -> Self {
        let links = Mutex::new(Links::default());
        Self { shared: Arc::new(Shared { defaults, open, names, links }) }
    }

    /// Fetches a resource.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub async fn get(&self, uri: &str) -> Result<Reply, Error> {
        self.send(Request::get(uri)).await
    }

    with_body! {
        put "Stores a resource."
        post "Gives a resource something to process."
        fetch "Fetches what `body` asks for (RFC 8132 §2)."
        patch "Changes a resource by a patch (RFC 8132 §3)."
        ipatch "Changes a resource by a patch that may be applied twice (RFC 8132 §3)."
    }

    /// Removes a resource.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub async fn delete(&self, uri: &str) -> Result<Reply, Error> {
        self.send(Request::delete(uri)).await
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if no answer comes; an answer with an error code is a [`Reply`].
    pub async fn send(&self, request: Request) -> Result<Reply, Error> {
        self.exchange_within(request, None).await
    }

    /// Sends a request, waits for the whole answer, and tells how far the bodies have come.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub async fn send_with_progress(
        &self,
        request: Request,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Reply, Error> {
        self.exchange_within(request, Some(&mut progress)).await
    }

    /// Observes a resource (RFC 7641): waits for the first answer, and then gives each new state.
    ///
    /// If the server answers but does not keep us informed, the observation is over with its first answer.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub async fn observe(&self, request: Request) -> Result<Observation, Error> {
        let (uri, limit) = (request.uri().to_owned(), self.limit(&request));
        let request = request.or_block_size(self.shared.defaults.block_size).into_wire()?;
        within(limit, Observation::begin(self.clone(), uri, request, limit)).await
    }

    /// Asks a server for a sign of life, and tells how long that took (RFC 7252 §1.2, §4.2).
    ///
    /// # Errors
    ///
    /// Fails if there is none within `limit`.
    pub async fn ping(&self, uri: &str, limit: Duration) -> Result<Duration, Error> {
        self.pong(uri, limit).await.map(|pong| pong.took)
    }

    /// Does the same, and also tells how the server answered: by a Reset, as it must, or wrongly.
    ///
    /// # Errors
    ///
    /// Fails as [`ping`](Self::ping) does.
    pub async fn pong(&self, uri: &str, limit: Duration) -> Result<Pong, Error> {
        within(limit, async {
            let target = self.find(uri).await?;
            let (link, peer) = (self.link(target.address)?, Peer::new(target.address));
            let begun = link.with_port(|port| port.now());
            let mut ticket =
                link.begin(peer, false, |port, now| port.endpoint_mut().ping(now, peer))?;
            match poll_fn(|context| ticket.poll_news(context, &mut |_| {})).await.0 {
                News::Event(Event::Pong { answer, .. }) => {
                    let took = link.with_port(|port| port.now()).saturating_since(begun);
                    Ok(Pong { took, answer })
                }
                News::Failed(error) => Err(error),
                News::Event(other) => unexpected(&other),
            }
        })
        .await
    }

    /// Asks a server what resources it has (RFC 6690).
    ///
    /// A URI without a path means `/.well-known/core`; a query such as `?rt=temperature` filters.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and also if the answer is an error or no link format.
    pub async fn discover(&self, uri: &str) -> Result<Vec<link_format::Link>, Error> {
        let reply = self.send(discovery(uri)?).await?;
        links(&reply)
    }

    /// Adds up what the endpoints of the client have counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let links = self.shared.links.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sum = Counters::default();
        for link in links.ipv4.iter().chain(&links.ipv6) {
            sum += link.with_port(|port| port.endpoint().counters());
        }
        sum
    }

    /// Makes an exchange within its time limit.
    async fn exchange_within(&self, request: Request, progress: Watch<'_>) -> Result<Reply, Error> {
        let span = Span::of_exchange(&request);
        let (uri, limit) = (request.uri().to_owned(), self.limit(&request));
        let request = request.or_block_size(self.shared.defaults.block_size).into_wire()?;
        let exchange = span.around(self.exchange(&uri, &request, progress));
        let outcome = within(limit, exchange).await;
        let outcome = outcome.map(|(peer, response)| Reply::new(peer, response));
        span.ended(&outcome);
        outcome
    }

    /// Makes an attempt at the address of a URI, and one at the address of the other family if the way to the first is
    /// blocked.
    async fn exchange(
        &self,
        uri: &str,
        request: &coapt_proto::Request,
        mut progress: Watch<'_>,
    ) -> Result<(Peer, Response), Error> {
        let target = self.find(uri).await?;
        let blocked = match self.ask(&target, request, &mut progress).await {
            Err(error) if is_blocked(&error) => error,
            outcome => return outcome,
        };
        let other = spawn_blocking(move || target.other()).await.ok().flatten();
        let Some(other) = other else { return Err(blocked) };
        match self.ask(&other, request, &mut progress).await {
            Err(error) if is_blocked(&error) => Err(blocked),
            outcome => outcome,
        }
    }

    async fn ask(
        &self,
        target: &Target,
        request: &coapt_proto::Request,
        progress: &mut Watch<'_>,
    ) -> Result<(Peer, Response), Error> {
        let request = aimed(request, target.options())?;
        let is_watched = progress.is_some();
        let mut ticket = self.begin(target.address, is_watched, |port, now, peer| {
            port.endpoint_mut().request(now, peer, request)
        })?;
        let mut tell = |now| {
            if let Some(progress) = progress {
                progress(now);
            }
        };
        let (news, _) = poll_fn(|context| ticket.poll_news(context, &mut tell)).await;
        match news {
            News::Event(Event::Response { response, .. }) => Ok((ticket.peer(), response)),
            News::Failed(error) => Err(error),
            News::Event(other) => unexpected(&other),
        }
    }

    /// Begins an exchange with the server at an address.
    pub(super) fn begin(
        &self,
        address: SocketAddr,
        is_watched: bool,
        start: impl FnOnce(
            &mut BoxedPort,
            coapt_proto::Instant,
            Peer,
        ) -> Result<coapt_proto::ExchangeId, coapt_proto::RequestError>,
    ) -> Result<Ticket, Error> {
        let peer = Peer::new(address);
        self.link(address)?.begin(peer, is_watched, |port, now| start(port, now, peer))
    }

    /// Finds the server that a URI leads to; only names are looked up elsewhere, for that may take long.
    pub(super) async fn find(&self, uri: &str) -> Result<Target, Error> {
        let family = self.shared.defaults.family;
        let names = |name: &str| self.shared.names.as_ref().and_then(|names| names(name));
        if let Some(found) = Target::find_at_once(uri, family, names)? {
            return Ok(found);
        }
        let uri = uri.to_owned();
        let found = spawn_blocking(move || Target::find(&uri, family)).await;
        found.unwrap_or_else(|failed| Err(Error::Closed { reason: failed.to_string() }))
    }

    /// Returns the socket for the family of an address, opened if need be.
    fn link(&self, address: SocketAddr) -> Result<Link, Error> {
        let mut links = self.shared.links.lock().unwrap_or_else(PoisonError::into_inner);
        let place = if address.is_ipv4() { &mut links.ipv4 } else { &mut links.ipv6 };
        if let Some(link) = place.as_ref().filter(|link| link.is_alive()) {
            return Ok(link.clone());
        }
        let link = Link::start((self.shared.open)(address)?);
        *place = Some(link.clone());
        Ok(link)
    }

    fn limit(&self, request: &Request) -> Duration {
        request.own_timeout().unwrap_or(self.shared.defaults.timeout)
    }

    /// Gives a request the block size of the client if it has none of its own.
    pub(super) fn sized(&self, request: Request) -> Request {
        request.or_block_size(Some(self.shared.defaults.transfer_size))
    }
}

impl ClientBuilder {
    /// Makes an asynchronous client; its sockets are opened when they are needed.
    ///
    /// # Errors
    ///
    /// Fails if the block size is none.
    pub fn build_async(mut self) -> Result<Client, Error> {
        self.settle()?;
        let defaults = Defaults {
            family: self.reachable(),
            timeout: self.timeout,
            block_size: self.block_size,
            transfer_size: transfer_size(&self.config),
        };
        let open = move |address| -> Result<BoxedPort, Error> {
            Ok(Box::new(UdpPort::new(open(&self, address)?)?))
        };
        Ok(Client::with(defaults, Box::new(open), None))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("timeout", &self.shared.defaults.timeout)
            .finish_non_exhaustive()
    }
}

/// Fails because of an event that the exchange cannot have.
fn unexpected<T>(event: &Event) -> Result<T, Error> {
    Err(Error::Closed { reason: format!("unexpected {event:?}") })
}

/// Waits for an outcome no longer than `limit`.
async fn within<T>(
    limit: Duration,
    outcome: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    timeout(limit, outcome).await.unwrap_or(Err(Error::TimedOut { after: limit }))
}
