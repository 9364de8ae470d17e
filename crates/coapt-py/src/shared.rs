//! The object behind a Python object, and who has it.
//!
//! The object lies in its place, or a call has taken it out. While a handler runs or a call waits, it lies in its
//! place again, so that the handler, and other threads, can use it. Whoever finds the place empty waits without the
//! interpreter's lock; whoever holds the place's lock runs no Python.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use coapt::{CoAP, CoAPError, HandlerError, Wait};
use pyo3::prelude::*;

use crate::errors::exception;
use crate::events::HOOKS;

/// How long one of several threads that wait with one object does so before it looks at what the others did.
const SLICE: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(crate) struct Shared {
    place: Mutex<Place>,
    returned: Condvar,
    hooks: Mutex<[Option<Py<PyAny>>; HOOKS]>,
    /// How many calls wait.
    waiting: AtomicUsize,
}

/// Where the object lies.
#[derive(Debug)]
struct Place {
    coap: Option<CoAP>,
    /// How many threads found the place empty and wait: to tell nobody would cost a system call.
    awaited: usize,
}

impl Shared {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new_cyclic(|weak| {
            let mut coap = CoAP::new();
            let weak = Weak::clone(weak);
            coap.set_waiter(move |coap, wait| Self::wait(&weak, coap, wait));
            Self {
                place: Mutex::new(Place { coap: Some(coap), awaited: 0 }),
                returned: Condvar::new(),
                hooks: Mutex::default(),
                waiting: AtomicUsize::new(0),
            }
        })
    }

    /// Looks at the object, or changes it in a way that causes no event.
    pub(crate) fn with<T>(&self, py: Python<'_>, look: impl FnOnce(&mut CoAP) -> T) -> T {
        let mut look = Some(look);
        loop {
            if let Some(coap) = self.lock().coap.as_mut()
                && let Some(look) = look.take()
            {
                return look(coap);
            }
            self.wait_for_return(py);
        }
    }

    /// Does the same, and raises what goes wrong.
    pub(crate) fn change<T>(
        &self,
        py: Python<'_>,
        change: impl FnOnce(&mut CoAP) -> Result<T, CoAPError>,
    ) -> PyResult<T> {
        self.with(py, change).map_err(|error| exception(py, error))
    }

    /// Calls a method that can cause events or wait.
    pub(crate) fn call<T>(
        &self,
        py: Python<'_>,
        method: impl FnOnce(&mut CoAP) -> Result<T, CoAPError>,
    ) -> PyResult<T> {
        let mut out = self.take(py);
        let result = method(&mut out);
        self.tell_waiting(&out);
        drop(out);
        result.map_err(|error| exception(py, error))
    }

    /// Calls a method that can take long besides: it looks up a name.
    pub(crate) fn call_detached<T: Send>(
        &self,
        py: Python<'_>,
        method: impl FnOnce(&mut CoAP) -> Result<T, CoAPError> + Send,
    ) -> PyResult<T> {
        let mut out = self.take(py);
        let result = py.detach(|| method(&mut out));
        self.tell_waiting(&out);
        drop(out);
        result.map_err(|error| exception(py, error))
    }

    /// Puts the object in its place while something else runs.
    pub(crate) fn lend<T>(&self, py: Python<'_>, coap: &mut CoAP, run: impl FnOnce() -> T) -> T {
        let lent = Lent { shared: self, py, coap };
        self.put(std::mem::take(lent.coap));
        run()
    }

    pub(crate) fn hook(&self, py: Python<'_>, index: usize) -> Option<Py<PyAny>> {
        let hooks = self.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.get(index)?.as_ref().map(|hook| hook.clone_ref(py))
    }

    pub(crate) fn set_hook(&self, index: usize, hook: Option<Py<PyAny>>) {
        let mut hooks = self.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        let old = hooks.get_mut(index).map(|place| std::mem::replace(place, hook));
        // Dropping it can run Python code, which may come here again.
        drop(hooks);
        drop(old);
    }

    /// Calls `visit` with each hook, for the garbage collector.
    pub(crate) fn visit_hooks<E>(
        &self,
        visit: impl Fn(&Py<PyAny>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Ok(hooks) = self.hooks.try_lock() else { return Ok(()) };
        hooks.iter().flatten().try_for_each(visit)
    }

    /// Waits in place of the object: other threads run, may use it, and signals are seen.
    fn wait(weak: &Weak<Self>, coap: &mut CoAP, wait: &Wait) -> Result<(), HandlerError> {
        let Some(shared) = weak.upgrade() else { return Ok(()) };
        Python::attach(|py| {
            let others = shared.waiting.fetch_add(1, Ordering::AcqRel);
            let wait = if others == 0 { wait.clone() } else { wait.at_most(SLICE) };
            let waited = shared.lend(py, coap, || py.detach(|| wait.wait()));
            shared.waiting.fetch_sub(1, Ordering::AcqRel);
            waited?;
            Ok(py.check_signals()?)
        })
    }

    /// Lets those who wait look at what a call has done.
    fn tell_waiting(&self, coap: &CoAP) {
        if self.waiting.load(Ordering::Acquire) > 0
            && let Some(waker) = coap.waker()
        {
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, py: Python<'_>) -> Out<'_> {
        loop {
            if let Some(coap) = self.lock().coap.take() {
                return Out { shared: self, coap: Some(coap) };
            }
            self.wait_for_return(py);
        }
    }

    fn put(&self, coap: CoAP) {
        let mut place = self.lock();
        place.coap = Some(coap);
        if place.awaited > 0 {
            self.returned.notify_all();
        }
    }

    fn wait_for_return(&self, py: Python<'_>) {
        py.detach(|| {
            let mut place = self.lock();
            place.awaited += 1;
            let place = self.returned.wait_while(place, |place| place.coap.is_none());
            let mut place = place.unwrap_or_else(PoisonError::into_inner);
            place.awaited -= 1;
        });
    }
}

/// An object that a call has taken out; it goes back whatever happens.
struct Out<'a> {
    shared: &'a Shared,
    coap: Option<CoAP>,
}

impl Deref for Out<'_> {
    type Target = CoAP;

    fn deref(&self) -> &CoAP {
        self.coap.as_ref().expect("it is there until this is dropped")
    }
}

impl DerefMut for Out<'_> {
    fn deref_mut(&mut self) -> &mut CoAP {
        self.coap.as_mut().expect("it is there until this is dropped")
    }
}

impl Drop for Out<'_> {
    fn drop(&mut self) {
        if let Some(coap) = self.coap.take() {
            self.shared.put(coap);
        }
    }
}

/// An object that lies in its place for a while; it is taken back whatever happens.
struct Lent<'a, 'py> {
    shared: &'a Shared,
    py: Python<'py>,
    coap: &'a mut CoAP,
}

impl Drop for Lent<'_, '_> {
    fn drop(&mut self) {
        let mut out = self.shared.take(self.py);
        if let Some(coap) = out.coap.take() {
            *self.coap = coap;
        }
    }
}
