//! A socket that clients share: the task that drives it, and the exchanges that wait for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use coapt_net::SendError;
use coapt_proto::{Event, ExchangeId, Failure, Instant, Peer, Progress, RequestError};
use coapt_wire::Message;
use tokio::task::JoinHandle;

use crate::Error;
use crate::client::{failure, send_error};
use crate::common::Port as _;

use super::port::BoxedPort;

/// How many batches are dealt with before other tasks have their turn.
const MAX_TURNS: usize = 16;

/// How many states an observation keeps for a program that does not take them.
const MAX_WAITING: usize = 64;

/// A holder of a link; when the last lets go, the task ends and the socket is closed.
#[derive(Debug)]
pub(super) struct Link(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Set once, when the task was started.
    task: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct State {
    port: BoxedPort,
    slots: BTreeMap<ExchangeId, Slot>,
    /// Those whose holders want to know how far the bodies have come.
    watched: BTreeSet<ExchangeId>,
    /// Wakes the task.
    runner: Option<Waker>,
    /// When the task wakes by itself, as far as it knew when it fell asleep.
    planned: Option<Instant>,
    /// Why the socket is of no use any more.
    broken: Option<String>,
}

/// What an exchange or observation waits in.
#[derive(Debug)]
struct Slot {
    peer: Peer,
    begun: Instant,
    news: VecDeque<News>,
    /// How many states were dropped because nobody took them.
    missed: u64,
    progress: Progress,
    waker: Option<Waker>,
}

/// What has become of an exchange.
#[derive(Debug)]
pub(super) enum News {
    /// What the endpoint says: a response, a notification, a pong, a renewal that failed.
    Event(Event),
    /// It failed.
    Failed(Error),
}

/// An exchange or observation that is under way; dropping it cancels it.
#[derive(Debug)]
pub(super) struct Ticket {
    link: Link,
    id: ExchangeId,
    peer: Peer,
    told: Progress,
}

/// Drives the socket.
struct Runner(Weak<Shared>);

impl Link {
    /// Has a port driven by a task of the current runtime.
    pub(super) fn start(port: BoxedPort) -> Self {
        let state = State {
            port,
            slots: BTreeMap::new(),
            watched: BTreeSet::new(),
            runner: None,
            planned: None,
            broken: None,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), task: Mutex::new(None) });
        let task = tokio::spawn(Runner(Arc::downgrade(&shared)));
        *shared.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
        Self(Some(shared))
    }

    /// Tells whether there is still a task that drives the socket.
    pub(super) fn is_alive(&self) -> bool {
        let Some(shared) = &self.0 else { return false };
        let task = shared.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Begins an exchange with a peer.
    pub(super) fn begin(
        &self,
        peer: Peer,
        is_watched: bool,
        start: impl FnOnce(&mut BoxedPort, Instant) -> Result<ExchangeId, RequestError>,
    ) -> Result<Ticket, Error> {
        let mut state = self.state();
        if let Some(reason) = &state.broken {
            return Err(Error::Closed { reason: reason.clone() });
        }
        let now = state.port.now();
        let id = start(&mut state.port, now)?;
        let slot = Slot {
            peer,
            begun: now,
            news: VecDeque::new(),
            missed: 0,
            progress: Progress::default(),
            waker: None,
        };
        state.slots.insert(id, slot);
        if is_watched {
            state.watched.insert(id);
        }
        state.port.flush();
        state.take_failures();
        state.wake_if_late();
        drop(state);
        Ok(Ticket { link: self.clone(), id, peer, told: Progress::default() })
    }

    /// Does something with the port.
    pub(super) fn with_port<T>(&self, look: impl FnOnce(&mut BoxedPort) -> T) -> T {
        look(&mut self.state().port)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let shared = self.0.as_ref().expect("it is taken out only when it is dropped");
        shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Link {
    fn clone(&self) -> Self {
        Self(self.0.as_ref().map(Arc::clone))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let Some(shared) = self.0.take() else { return };
        if Arc::strong_count(&shared) == 1 {
            let runner = shared.state.lock().unwrap_or_else(PoisonError::into_inner).runner.take();
            drop(shared);
            if let Some(runner) = runner {
                runner.wake();
            }
        }
    }
}

impl Future for Runner {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(shared) = self.0.upgrade() else { return Poll::Ready(()) };
        let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = state.poll(context);
        drop(state);
        if outcome.is_ready() || Arc::strong_count(&shared) == 1 {
            return Poll::Ready(());
        }
        Poll::Pending
    }
}

impl State {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.runner = Some(context.waker().clone());
        for _ in 0..MAX_TURNS {
            match self.port.poll_turn(context, None) {
                Poll::Ready(Ok(())) => self.tell(),
                Poll::Ready(Err(failed)) => {
                    self.break_off(&failed.to_string());
                    return Poll::Ready(());
                }
                Poll::Pending => {
                    self.planned = self.port.next_deadline();
                    return Poll::Pending;
                }
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Hands out what the endpoint has to say.
    fn tell(&mut self) {
        while let Some(event) = self.port.endpoint_mut().poll_event() {
            self.hand_out(event);
        }
        self.take_failures();
        let watched = self.watched.iter();
        for id in watched {
            let now = self.port.endpoint().progress(*id);
            if let (Some(now), Some(slot)) = (now, self.slots.get_mut(id))
                && slot.progress != now
            {
                slot.progress = now;
                slot.wake();
            }
        }
    }

    fn hand_out(&mut self, event: Event) {
        let Some(slot) = event.exchange().and_then(|id| self.slots.get_mut(&id)) else { return };
        let news = if let Event::Failed { cause, .. } = event {
            let waited = self.port.now().saturating_since(slot.begun);
            News::Failed(failure(cause, waited, slot.peer, &self.port))
        } else {
            News::Event(event)
        };
        slot.put(news);
    }

    /// Lets those exchanges fail of which a datagram could not be sent.
    fn take_failures(&mut self) {
        while let Some(failed) = self.port.take_failure() {
            let Some(id) = self.exchange_of(&failed) else { continue };
            let now = self.port.now();
            self.port.endpoint_mut().cancel(now, id);
            if let Some(slot) = self.slots.get_mut(&id) {
                slot.put(News::Failed(send_error(failed)));
            }
        }
    }

    /// Finds the exchange that a datagram belongs to.
    fn exchange_of(&self, failed: &SendError) -> Option<ExchangeId> {
        let token = Message::parse(&failed.datagram).ok()?.token;
        let mut slots = self.slots.iter();
        let is_of = |id, slot: &Slot| {
            slot.peer.address() == failed.to.address()
                && self.port.endpoint().token(id).is_some_and(|own| own == token)
        };
        slots.find(|(id, slot)| is_of(**id, slot)).map(|(id, _)| *id)
    }

    /// Lets all exchanges fail: the socket is of no use any more.
    fn break_off(&mut self, reason: &str) {
        self.broken = Some(reason.to_owned());
        for slot in self.slots.values_mut() {
            slot.put(News::Failed(Error::Closed { reason: reason.to_owned() }));
        }
    }

    /// Wakes the task if it would sleep too long.
    fn wake_if_late(&mut self) {
        let due = self.port.next_deadline();
        let is_late = match (due, self.planned) {
            (Some(due), Some(planned)) => due < planned,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let must_send = !self.port.is_flushed();
        if (is_late || must_send)
            && let Some(runner) = self.runner.take()
        {
            runner.wake();
        }
    }
}

impl Slot {
    fn put(&mut self, news: News) {
        if self.news.len() == MAX_WAITING {
            self.news.pop_front();
            self.missed += 1;
        }
        self.news.push_back(news);
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Ticket {
    pub(super) fn peer(&self) -> Peer {
        self.peer
    }

    pub(super) fn id(&self) -> ExchangeId {
        self.id
    }

    /// Says what something within the exchange failed from, after which time.
    pub(super) fn failure(&self, cause: Failure, waited: Duration) -> Error {
        self.link.with_port(|port| failure(cause, waited, self.peer, port))
    }

    pub(super) fn link(&self) -> &Link {
        &self.link
    }

    /// Waits for news, and tells how far the bodies have come; with them comes how many states were missed.
    pub(super) fn poll_news(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Poll<(News, u64)> {
        let mut state = self.link.state();
        let Some(slot) = state.slots.get_mut(&self.id) else { return Poll::Pending };
        let now = slot.progress;
        let news = slot.news.pop_front().map(|news| (news, slot.missed));
        if news.is_none() {
            slot.waker = Some(context.waker().clone());
        }
        drop(state);
        if self.told != now {
            self.told = now;
            progress(now);
        }
        news.map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.link.state();
        state.slots.remove(&self.id);
        state.watched.remove(&self.id);
        let now = state.port.now();
        state.port.endpoint_mut().cancel(now, self.id);
        state.port.flush();
        state.wake_if_late();
    }
}

#[cfg(test)]
mod tests;
