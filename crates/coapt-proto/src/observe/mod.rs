//! RFC 7641: relations both ways, freshness, liveness.

mod observation;
mod observers;

pub(crate) use observation::Observation;
pub(crate) use observers::{Observer, ObserverState, Observers, Registration, State};
