//! A value that tells its observers when it changes.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coapt_wire::Code;

use super::handle::Handle;
use super::outcome::Outcome;
use super::server_reply::ServerReply;

/// A value that is a resource: GET gives it, and who observes is told when it changes.
///
/// Clones share the value. [`Resource::of`](crate::Resource::of) puts it on a server, or on several.
///
/// ```
/// use coapt::{Client, Observable, Request, Resource, Server};
/// use std::time::Duration;
///
/// let celsius = Observable::new(20.5);
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.route("temperature", Resource::of(&celsius).st(0.5).pmax(Duration::from_secs(600)));
/// let uri = format!("coap://{}/temperature", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let mut observation = client.observe(Request::get(uri))?;
/// assert_eq!(observation.first().payload(), b"20.5");
/// celsius.set(20.6); // too small a step
/// celsius.set(21.0);
/// let news = observation.next(Some(Duration::from_secs(5)))?.expect("a new state");
/// assert_eq!(news.reply().payload(), b"21");
/// celsius.close();
/// let last = observation.next(Some(Duration::from_secs(5)))?.expect("the last word");
/// assert!(last.is_last());
/// # drop(observation);
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), coapt::Error>(())
/// ```
pub struct Observable<T> {
    shared: Arc<Mutex<Shared<T>>>,
}

struct Shared<T> {
    /// `None` when it was closed.
    value: Option<T>,
    places: Vec<(Handle, String)>,
}

/// What learns where it stands on a server.
pub(crate) trait Attach: fmt::Debug + Send + Sync {
    /// Tells observers of this path from now on.
    fn attach(&self, handle: Handle, path: &str);
}

impl<T> Observable<T> {
    /// Makes one with its first value.
    pub fn new(value: T) -> Self {
        let shared = Shared { value: Some(value), places: Vec::new() };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Replaces the value and tells the observers if it is another one; returns whether it is.
    ///
    /// A closed one is opened again.
    pub fn set(&self, value: T) -> bool
    where
        T: PartialEq,
    {
        let mut shared = self.lock();
        let is_new = shared.value.as_ref() != Some(&value);
        if is_new {
            shared.value = Some(value);
            shared.tell(Handle::notify);
        }
        is_new
    }

    /// Changes the value in place and tells the observers; does nothing if it is closed.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let mut shared = self.lock();
        if let Some(value) = &mut shared.value {
            change(value);
            shared.tell(Handle::notify);
        }
    }

    /// Returns the value, or `None` if it is closed.
    #[must_use]
    pub fn value(&self) -> Option<T>
    where
        T: Clone,
    {
        self.lock().value.clone()
    }

    /// Takes the resource away: requests are answered 4.04, and so are the observers, as their last notification.
    pub fn close(&self) {
        let mut shared = self.lock();
        if shared.value.take().is_some() {
            shared.tell(Handle::gone);
        }
    }

    /// Makes the reply to a GET.
    pub(crate) fn outcome(&self) -> Outcome
    where
        T: Clone + Into<Outcome>,
    {
        let gone = || ServerReply::error(Code::NOT_FOUND, "the resource is gone").into();
        self.value().map_or_else(gone, Into::into)
    }

    fn lock(&self) -> MutexGuard<'_, Shared<T>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Shared<T> {
    /// Tells all servers, and forgets those that are no more.
    fn tell(&mut self, word: fn(&Handle, &str)) {
        self.places.retain(|(handle, _)| handle.is_alive());
        for (handle, path) in &self.places {
            word(handle, path);
        }
    }
}

impl<T: Send> Attach for Observable<T> {
    fn attach(&self, handle: Handle, path: &str) {
        self.lock().places.push((handle, path.to_owned()));
    }
}

impl<T> Clone for Observable<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Observable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observable").finish_non_exhaustive()
    }
}
