//! Workers that change a resource one after the other.
//!
//! A condition is held against the state before the change. One thread does both in one step by itself; of several, each
//! has its turn. Reading and all other requests take no turn.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::incoming::Incoming;
use super::settings::Settings;

/// The turns of all workers of a server; those of a server alone are free.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Option<Arc<Mutex<()>>>);

impl Turns {
    /// Makes those of several workers.
    pub(super) fn shared() -> Self {
        Self(Some(Arc::default()))
    }

    /// Waits for the turn that a request needs; it ends when what is returned is dropped.
    pub(super) fn take(
        &self,
        settings: &Settings,
        request: &Incoming,
    ) -> Option<MutexGuard<'_, ()>> {
        let is_needed = settings.is_validated && !request.method().is_safe();
        let turns = self.0.as_ref().filter(|_| is_needed)?;
        Some(turns.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
