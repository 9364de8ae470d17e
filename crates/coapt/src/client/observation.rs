//! A resource under observation (RFC 7641), as the client sees it.

use std::time::Duration;

use coapt_proto::{Event, ExchangeId, Order};

use crate::Error;
use crate::client::exchange::Exchange;
use crate::client::reply::Reply;

/// A running observation: the first answer, and then each new state of the resource.
///
/// Dropping it ends it without a word: a notification that the client sees later is answered with a
/// Reset, and then the server knows, too. [`cancel`](Self::cancel) tells the server at once.
///
/// ```
/// use coapt::{Client, Request, Resource, Server};
/// use std::time::Duration;
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// let mut reading = 20;
/// let next = move |_: &coapt::Incoming| {
///     reading += 1;
///     reading.to_string()
/// };
/// server.route("temperature", Resource::new().get(next).observable());
/// let uri = format!("coap://{}/temperature", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let mut observation = client.observe(Request::get(uri))?;
/// assert_eq!(observation.first().payload(), b"21");
/// handle.notify("temperature");
/// let news = observation.next(Some(Duration::from_secs(5)))?.expect("a new state");
/// assert_eq!(news.reply().payload(), b"22");
/// observation.cancel()?;
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Debug)]
pub struct Observation<'c> {
    exchange: Exchange<'c>,
    first: Reply,
    state: State,
}

/// What has become of the observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The server keeps us on its list.
    Running(ExchangeId),
    /// The last attempt to renew it failed; it is tried again.
    Stale(ExchangeId),
    /// The server took us off, or never put us on.
    Over,
}

/// A state of an observed resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    reply: Reply,
    is_latest: bool,
    is_last: bool,
    is_recovered: bool,
    missed: u64,
}

impl<'c> Observation<'c> {
    /// Begins with the server's consent.
    pub(super) fn running(exchange: Exchange<'c>, id: ExchangeId, first: Reply) -> Self {
        Self { exchange, first, state: State::Running(id) }
    }

    /// Holds the answer of a server that did not consent.
    pub(super) fn refused(exchange: Exchange<'c>, first: Reply) -> Self {
        Self { exchange, first, state: State::Over }
    }

    /// Returns the first answer: the state at the beginning, or the refusal.
    #[must_use]
    pub fn first(&self) -> &Reply {
        &self.first
    }

    /// Tells whether more notifications can come.
    #[must_use]
    pub fn is_observing(&self) -> bool {
        self.state != State::Over
    }

    /// Tells whether the server did not answer when the observation was last renewed.
    ///
    /// The state that is known is older than the server promised then; the renewal is tried again.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(self.state, State::Stale(_))
    }

    /// Returns how long ago the server consented.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.exchange.driver.now() - self.exchange.started
    }

    /// Waits for the next state, for ever if there is no `timeout`.
    ///
    /// It is `None` when the time is up, and at once when the observation is over.
    ///
    /// # Errors
    ///
    /// Fails if the observation breaks: the answers make no sense, or the socket fails.
    pub fn next(&mut self, timeout: Option<Duration>) -> Result<Option<Notification>, Error> {
        let (State::Running(id) | State::Stale(id)) = self.state else { return Ok(None) };
        let until = timeout.map(|timeout| self.exchange.driver.instant_after(timeout));
        loop {
            let notification = self.poll(id)?;
            if notification.is_some() {
                return Ok(notification);
            }
            if until.is_some_and(|until| self.exchange.driver.now() >= until) {
                return Ok(None);
            }
            self.exchange.driver.turn(until)?;
            self.exchange.check_sent()?;
        }
    }

    /// Tells the server that the observation is over, and waits for its answer.
    ///
    /// # Errors
    ///
    /// Fails if the server does not answer; the observation is over all the same.
    pub fn cancel(self) -> Result<(), Error> {
        let timeout = self.exchange.timeout;
        self.cancel_within(timeout)
    }

    /// Tells the server that the observation is over, and waits no longer than `timeout`.
    ///
    /// # Errors
    ///
    /// Fails as [`cancel`](Self::cancel) does.
    pub fn cancel_within(mut self, timeout: Duration) -> Result<(), Error> {
        self.exchange.timeout = timeout;
        let (State::Running(id) | State::Stale(id)) = self.state else { return Ok(()) };
        let now = self.exchange.driver.now();
        self.exchange.started = now;
        let farewell = self.exchange.driver.endpoint_mut().deregister(now, id)?;
        self.state = State::Over;
        self.exchange.response(farewell, &mut |_| {}).map(drop)
    }

    /// Looks for a notification among what the endpoint has to say.
    fn poll(&mut self, id: ExchangeId) -> Result<Option<Notification>, Error> {
        while let Some(event) = self.exchange.driver.endpoint_mut().poll_event() {
            let notification = self.take(id, event)?;
            if notification.is_some() {
                return Ok(notification);
            }
        }
        Ok(None)
    }

    /// Takes what the endpoint says; gives the notification if it is one.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all else is about exchanges forgotten")]
    fn take(&mut self, ours: ExchangeId, event: Event) -> Result<Option<Notification>, Error> {
        match event {
            Event::Notification { id, response, order, last } if id == ours => {
                self.state = if last { State::Over } else { State::Running(ours) };
                let reply = Reply::new(self.exchange.peer, response);
                let is_latest = order == Order::Latest;
                Ok(Some(Notification::new(reply, is_latest, last)))
            }
            Event::Response { id, response } if id == ours => {
                self.state = State::Over;
                let reply = Reply::new(self.exchange.peer, response);
                Ok(Some(Notification::new(reply, true, true)))
            }
            Event::Unrenewed { id, .. } if id == ours => {
                self.state = State::Stale(ours);
                Ok(None)
            }
            Event::Failed { id, cause } if id == ours => {
                self.state = State::Over;
                Err(self.exchange.failure(cause))
            }
            _ => Ok(None),
        }
    }
}

impl Drop for Observation<'_> {
    fn drop(&mut self) {
        if let State::Running(id) | State::Stale(id) = self.state {
            let now = self.exchange.driver.now();
            self.exchange.driver.endpoint_mut().cancel(now, id);
        }
    }
}

impl Notification {
    /// Makes one that nothing was missed before.
    pub(crate) fn new(reply: Reply, is_latest: bool, is_last: bool) -> Self {
        Self { reply, is_latest, is_last, is_recovered: false, missed: 0 }
    }

    /// Notes what was missed before it.
    #[cfg(feature = "async")]
    pub(crate) fn set_gap(&mut self, is_recovered: bool, missed: u64) {
        (self.is_recovered, self.missed) = (is_recovered, missed);
    }

    /// Returns the state: code, options and body.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.reply
    }

    /// Gives the state away.
    #[must_use]
    pub fn into_reply(self) -> Reply {
        self.reply
    }

    /// Tells whether it is newer than all before; one that was overtaken is not (RFC 7641 §3.4).
    #[must_use]
    pub fn is_latest(&self) -> bool {
        self.is_latest
    }

    /// Tells whether the observation is over with it.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.is_last
    }

    /// Tells whether it is the first after the observation was lost and begun again: states may be missing before it.
    #[must_use]
    pub fn is_recovered(&self) -> bool {
        self.is_recovered
    }

    /// Tells how many states before it were dropped because the program did not take them in time.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.missed
    }
}
