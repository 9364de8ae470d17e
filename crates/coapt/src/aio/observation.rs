//! An observation that heals itself (RFC 7641).
//!
//! A task of its own takes what the endpoint has to say, registers again where the observation was lost, and looks the
//! name of the server up again each time.

use std::fmt;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use coapt_proto::{Event, Order, Request, Response};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{sleep, timeout};

use crate::client::aimed;
use crate::common::Port as _;
use crate::{Error, Notification, Reply};

use super::client::Client;
use super::link::{News, Ticket};

/// The pause before a lost observation is begun again; it doubles each time, up to a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How many updates wait beside those that the link keeps.
const MAX_UPDATES: usize = 16;

/// A running observation: the first answer, and then a stream of what happens to it.
///
/// It ends with the last notification of the server. Where the server does not answer any more, answers with a Reset or
/// has another address than before, it registers again, after a pause that grows up to a minute, and marks the first
/// state then as recovered. Where the state outlives its Max-Age without news, it asks anew. A program that does not
/// take the states gets the latest 64 and is told how many it missed.
///
/// Dropping it ends it without a word: a notification that comes later is answered with a Reset, and then the server
/// knows, too. [`cancel`](Self::cancel) tells the server at once.
///
/// ```
/// use coapt::aio::{Client, Resource, Router, Server};
/// use coapt::{Observable, Request};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), coapt::Error> {
/// let celsius = Observable::new(20.5);
/// let server = Server::bind("127.0.0.1:0").await?;
/// let uri = format!("coap://{}/temperature", server.local_addr());
/// let router = Router::new().route("/temperature", Resource::of(&celsius));
/// # let running =
/// tokio::spawn(server.serve(router));
///
/// let client = Client::new()?;
/// let mut observation = client.observe(Request::get(uri)).await?;
/// assert_eq!(observation.first().payload(), b"20.5");
/// celsius.set(21.0);
/// let state = observation.next().await.expect("a new state");
/// assert_eq!(state.reply().payload(), b"21");
/// observation.cancel().await?;
/// # running.abort();
/// # Ok(())
/// # }
/// ```
pub struct Observation {
    first: Reply,
    updates: mpsc::Receiver<Update>,
    current: Current,
    client: Client,
    limit: Duration,
    task: AbortHandle,
    is_over: bool,
}

/// What happens to an observation.
#[derive(Debug)]
#[non_exhaustive]
pub enum Update {
    /// The resource has this state.
    State(Notification),
    /// The state has outlived its Max-Age, and the server did not answer when it was asked; it is asked again.
    Stale(Error),
    /// The observation was lost; it is begun again after the pause.
    Lost {
        /// What happened.
        error: Error,
        /// How long the pause is.
        pause: Duration,
    },
    /// The name of the server stands for another address now; the observation goes on there.
    Moved {
        /// The new address.
        to: SocketAddr,
    },
}

/// The exchange that stands for the observation now.
type Current = Arc<Mutex<Option<Ticket>>>;

/// What the task knows.
struct Keeper {
    client: Client,
    uri: String,
    request: Request,
    limit: Duration,
    current: Current,
    address: SocketAddr,
    updates: mpsc::Sender<Update>,
    pause: Duration,
    is_lost: bool,
    missed: u64,
}

/// What the answer to a registration was.
enum Answer {
    /// The server put us on its list.
    Registered(Response),
    /// It did not, or has taken us off already.
    Refused(Response),
}

impl Observation {
    /// Registers and waits for the answer.
    pub(super) async fn begin(
        client: Client,
        uri: String,
        request: Request,
        limit: Duration,
    ) -> Result<Self, Error> {
        let (ticket, answer) = register(&client, &uri, &request).await?;
        let peer = ticket.peer();
        let (sender, updates) = mpsc::channel(MAX_UPDATES);
        let current = Current::default();
        let (first, is_over) = match answer {
            Answer::Registered(response) => (response, false),
            Answer::Refused(response) => (response, true),
        };
        if !is_over {
            *lock(&current) = Some(ticket);
        }
        let keeper = Keeper {
            client: client.clone(),
            uri,
            request,
            limit,
            current: Arc::clone(&current),
            address: peer.address(),
            updates: sender,
            pause: FIRST_PAUSE,
            is_lost: false,
            missed: 0,
        };
        let task: JoinHandle<()> = tokio::spawn(async move {
            if !is_over {
                keeper.keep().await;
            }
        });
        let task = task.abort_handle();
        let first = Reply::new(peer, first);
        Ok(Self { first, updates, current, client, limit, task, is_over })
    }

    /// Returns the first answer: the state at the beginning, or the refusal.
    #[must_use]
    pub fn first(&self) -> &Reply {
        &self.first
    }

    /// Tells whether the server will say no more: it has said its last word, and that was taken.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Waits for the next state; `None` when the observation is over.
    ///
    /// Other updates are passed over: the state tells whether it was recovered.
    pub async fn next(&mut self) -> Option<Notification> {
        loop {
            if let Update::State(state) = self.next_update().await? {
                return Some(state);
            }
        }
    }

    /// Waits for the next update of any kind; `None` when the observation is over.
    pub async fn next_update(&mut self) -> Option<Update> {
        poll_fn(|context| self.poll_update(context)).await
    }

    /// Tells the server that the observation is over, and waits for its answer.
    ///
    /// # Errors
    ///
    /// Fails if the server does not answer; the observation is over all the same.
    pub async fn cancel(self) -> Result<(), Error> {
        self.task.abort();
        let Some(ticket) = lock(&self.current).take() else { return Ok(()) };
        let (link, peer, id) = (ticket.link().clone(), ticket.peer(), ticket.id());
        let farewell = link.begin(peer, false, |port, now| port.endpoint_mut().deregister(now, id));
        let mut farewell = farewell?;
        let answer = poll_fn(|context| farewell.poll_news(context, &mut |_| {}));
        match timeout(self.limit, answer).await {
            Ok((News::Event(_), _)) => Ok(()),
            Ok((News::Failed(error), _)) => Err(error),
            Err(_) => Err(Error::TimedOut { after: self.limit }),
        }
    }

    fn poll_update(&mut self, context: &mut Context<'_>) -> Poll<Option<Update>> {
        let update = self.updates.poll_recv(context);
        if let Poll::Ready(update) = &update {
            let is_last =
                |update: &Update| matches!(update, Update::State(state) if state.is_last());
            self.is_over = update.as_ref().is_none_or(is_last);
        }
        update
    }
}

impl Stream for Observation {
    type Item = Update;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Update>> {
        self.poll_update(context)
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        self.task.abort();
        lock(&self.current).take();
    }
}

impl fmt::Debug for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observation")
            .field("first", &self.first)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl Keeper {
    /// Takes what happens until the observation is over.
    async fn keep(mut self) {
        loop {
            let news = self.news().await;
            let goes_on = match news {
                None => return,
                Some((News::Event(event), missed)) => self.take(event, missed).await,
                Some((News::Failed(error), _)) => self.recover(error).await,
            };
            if !goes_on {
                lock(&self.current).take();
                return;
            }
        }
    }

    /// Waits for news; there is none if somebody has ended the observation.
    async fn news(&self) -> Option<(News, u64)> {
        poll_fn(|context| match &mut *lock(&self.current) {
            Some(ticket) => ticket.poll_news(context, &mut |_| {}).map(Some),
            None => Poll::Ready(None),
        })
        .await
    }

    /// Takes what the endpoint says; whether more can come.
    #[expect(clippy::wildcard_enum_match_arm, reason = "an observation has no other events")]
    async fn take(&mut self, event: Event, missed: u64) -> bool {
        match event {
            Event::Notification { response, order, last, .. } => {
                self.state(response, order == Order::Latest, last, missed).await && !last
            }
            Event::Response { response, .. } => {
                self.state(response, true, true, missed).await;
                false
            }
            Event::Unrenewed { cause, .. } => {
                let failed =
                    lock(&self.current).as_ref().map(|ticket| ticket.failure(cause, self.limit));
                let Some(error) = failed else { return false };
                self.tell(Update::Stale(error)).await && self.follow().await
            }
            _ => true,
        }
    }

    /// Tells of a state; whether somebody listens.
    async fn state(
        &mut self,
        response: Response,
        is_latest: bool,
        last: bool,
        missed: u64,
    ) -> bool {
        let peer = coapt_proto::Peer::new(self.address);
        let new = missed.saturating_sub(self.missed);
        let mut state = Notification::new(Reply::new(peer, response), is_latest, last);
        state.set_gap(std::mem::take(&mut self.is_lost), new);
        (self.missed, self.pause) = (missed, FIRST_PAUSE);
        self.tell(Update::State(state)).await
    }

    /// Begins the observation again, as often as it takes; whether somebody listens.
    async fn recover(&mut self, error: Error) -> bool {
        lock(&self.current).take();
        let mut error = error;
        loop {
            let pause = self.pause;
            self.pause = (2 * pause).min(LONGEST_PAUSE);
            self.is_lost = true;
            if !self.tell(Update::Lost { error, pause }).await {
                return false;
            }
            sleep(pause).await;
            match self.register().await {
                Ok(goes_on) => return goes_on,
                Err(failed) => error = failed,
            }
        }
    }

    /// Goes on at another address if the name of the server stands for one; whether somebody listens.
    async fn follow(&mut self) -> bool {
        match self.client.find(&self.uri).await {
            Ok(target) if target.address != self.address => {
                self.is_lost = true;
                match self.register().await {
                    Ok(goes_on) => goes_on,
                    Err(error) => Box::pin(self.recover(error)).await,
                }
            }
            _ => true,
        }
    }

    /// Registers and tells of the state that the answer brings; whether more can come.
    async fn register(&mut self) -> Result<bool, Error> {
        let registered = register(&self.client, &self.uri, &self.request);
        let late = Err(Error::TimedOut { after: self.limit });
        let (ticket, answer) = timeout(self.limit, registered).await.unwrap_or(late)?;
        let address = ticket.peer().address();
        self.missed = 0;
        let moved = std::mem::replace(&mut self.address, address) != address;
        if moved && !self.tell(Update::Moved { to: address }).await {
            return Ok(false);
        }
        let (response, last) = match answer {
            Answer::Registered(response) => (response, false),
            Answer::Refused(response) => (response, true),
        };
        if !last {
            *lock(&self.current) = Some(ticket);
        }
        Ok(self.state(response, true, last, 0).await && !last)
    }

    /// Tells the program; whether it still listens.
    async fn tell(&self, update: Update) -> bool {
        self.updates.send(update).await.is_ok()
    }
}

/// Registers at the server and waits for its answer.
async fn register(
    client: &Client,
    uri: &str,
    request: &Request,
) -> Result<(Ticket, Answer), Error> {
    let target = client.find(uri).await?;
    let request = aimed(request, target.options())?;
    let mut ticket = client.begin(target.address, false, |port, now, peer| {
        port.endpoint_mut().observe(now, peer, request)
    })?;
    let (news, _) = poll_fn(|context| ticket.poll_news(context, &mut |_| {})).await;
    let answer = match news {
        News::Event(Event::Notification { response, last: false, .. }) => {
            Answer::Registered(response)
        }
        News::Event(
            Event::Notification { response, last: true, .. } | Event::Response { response, .. },
        ) => Answer::Refused(response),
        News::Failed(error) => return Err(error),
        News::Event(other) => {
            return Err(Error::Closed { reason: format!("unexpected {other:?}") });
        }
    };
    Ok((ticket, answer))
}

fn lock(current: &Current) -> std::sync::MutexGuard<'_, Option<Ticket>> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}
