//! What a worker counts for the status page; bounded, however many names its clients make up.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use hdrhistogram::Histogram;

use coapt::wire::{OptionNumber, OptionsBuf, uri};
use coapt::{Answered, Code};

/// How many resources have a row of their own.
const ROWS: usize = 500;

/// Where the requests for resources without a row are counted.
pub(super) const OTHERS: &str = "(others)";

/// Where requests are counted that were refused, for what never answered well.
pub(super) const REFUSED: &str = "(refused, no resource)";

/// The longest time that is told exactly, in microseconds; longer ones count as this.
const LONGEST: u64 = 60_000_000;

/// What happened at one worker.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Since the start.
    pub(super) resources: BTreeMap<String, u64>,
    pub(super) codes: BTreeMap<u8, u64>,
    pub(super) methods: BTreeMap<u8, u64>,
    pub(super) request_bytes: u64,
    pub(super) response_bytes: u64,
    pub(super) micros: u64,
    /// Now.
    pub(super) observers: BTreeMap<String, usize>,
    /// Since it was taken last.
    recent: Histogram<u32>,
}

impl Tally {
    /// Makes an empty one that a worker and the page share.
    pub(crate) fn shared() -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self::new()))
    }

    fn new() -> Self {
        Self {
            resources: BTreeMap::new(),
            codes: BTreeMap::new(),
            methods: BTreeMap::new(),
            request_bytes: 0,
            response_bytes: 0,
            micros: 0,
            observers: BTreeMap::new(),
            recent: histogram(),
        }
    }

    /// Counts a request.
    pub(crate) fn count(&mut self, answered: &Answered<'_>) {
        let code = answered.reply.code();
        *self.codes.entry(code.to_byte()).or_default() += 1;
        *self.methods.entry(answered.request.code.to_byte()).or_default() += 1;
        let bytes = |body: &[u8]| u64::try_from(body.len()).unwrap_or(u64::MAX);
        self.request_bytes += bytes(&answered.request.payload);
        self.response_bytes += bytes(answered.reply.body());
        let micros = u64::try_from(answered.took.as_micros()).unwrap_or(LONGEST);
        self.micros += micros;
        self.recent.saturating_record(micros.min(LONGEST));
        let path = format!("/{}", uri::path_text(answered.request.options.as_options()));
        self.count_resource(code, &path);
    }

    /// Counts a request in its row; only a success makes a row.
    fn count_resource(&mut self, code: Code, path: &str) {
        if let Some(count) = self.resources.get_mut(path) {
            *count += 1;
            return;
        }
        let name = match code {
            code if !code.is_success() => REFUSED,
            _ if self.resources.len() < ROWS => path,
            _ => OTHERS,
        };
        *self.resources.entry(name.to_owned()).or_default() += 1;
    }

    /// Notes how many clients observe a resource.
    pub(crate) fn observed(&mut self, path: &[String], observers: usize) {
        let mut options = OptionsBuf::new();
        for segment in path {
            // The segments came from a message, so they fit into one.
            options.push_str(OptionNumber::URI_PATH, segment).ok();
        }
        let path = format!("/{}", uri::path_text(options.as_options()));
        if observers == 0 {
            self.observers.remove(&path);
        } else {
            self.observers.insert(path, observers);
        }
    }

    /// Adds the times since the last call to `sum`, and forgets them.
    pub(super) fn take_recent(&mut self, sum: &mut Histogram<u32>) {
        if !self.recent.is_empty() {
            // Both have the same bounds.
            sum.add(&self.recent).ok();
            self.recent.reset();
        }
    }
}

/// Makes an empty histogram of microseconds.
pub(super) fn histogram() -> Histogram<u32> {
    Histogram::new_with_bounds(1, LONGEST, 2).expect("the bounds are in order")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_clients_make_up_do_not_fill_the_memory() {
        let mut tally = Tally::new();

        for number in 0..2 * ROWS {
            tally.count_resource(Code::CONTENT, &format!("/{number}"));
            tally.count_resource(Code::NOT_FOUND, &format!("/no/{number}"));
            tally.count_resource(Code::SERVICE_UNAVAILABLE, "/0");
        }

        assert_eq!(tally.resources.len(), ROWS + 1);
        assert_eq!(tally.resources[REFUSED], 2 * ROWS as u64);
        assert_eq!(tally.resources["/0"], 1 + 2 * ROWS as u64);
        assert_eq!(tally.resources.values().sum::<u64>(), 6 * ROWS as u64);
    }

    #[test]
    fn what_nobody_observes_has_no_entry() {
        let mut tally = Tally::new();
        let path = ["a b".to_owned(), "ü".to_owned()];

        tally.observed(&path, 2);
        assert_eq!(tally.observers["/a%20b/%C3%BC"], 2);
        tally.observed(&path, 0);

        assert!(tally.observers.is_empty());
    }
}
