//! What is counted while the load runs.

use std::time::Duration;

use coapt::proto::Instant;
use coapt::wire::Code;
use hdrhistogram::Histogram;

use crate::failure::Failure;

/// The longest latency that is told apart from longer ones.
const LONGEST: Duration = Duration::from_secs(3600);

/// Everything that is counted. All requests that began are `answered`, `lost`, `reset`, `refused` or `unfinished`.
#[derive(Debug)]
pub(super) struct Tally {
    /// Requests that began.
    pub(super) begun: u64,
    /// Those with a response.
    pub(super) answered: u64,
    /// Those given up after the last retransmission or the time-out.
    pub(super) lost: u64,
    /// Those that the server answered with a Reset.
    pub(super) reset: u64,
    /// Those of which the network said that nothing listens there.
    pub(super) refused: u64,
    /// Those with a response whose blocks do not fit together.
    pub(super) broken: u64,
    /// Those under way at the end.
    pub(super) unfinished: u64,
    /// Requests of the schedule that could not begin, since too many were under way.
    pub(super) not_begun: u64,
    /// Messages that were sent again.
    pub(super) retransmissions: u64,
    /// Responses that came in a message of their own.
    pub(super) separate: u64,
    /// Messages beyond the first that long bodies took.
    pub(super) blocks: u64,
    /// Datagrams that belong to no request, or to one that has ended.
    pub(super) unexpected: u64,
    /// Datagrams that are no messages.
    pub(super) malformed: u64,
    /// Bytes of the datagrams that came.
    pub(super) bytes_received: u64,
    /// Refusals since the last sign of life.
    pub(super) refusals_in_a_row: u32,
    /// Requests that were given up since the last sign of life.
    pub(super) lost_in_a_row: u32,
    /// When something came from the server last.
    pub(super) last_heard: Option<Instant>,
    codes: [u64; 256],
    latency: Histogram<u64>,
}

impl Tally {
    /// Begins with nothing.
    pub(super) fn new() -> Result<Self, Failure> {
        let longest = nanos(LONGEST);
        let latency = Histogram::new_with_bounds(1, longest, 3)
            .map_err(|error| Failure::local(format!("cannot keep latencies: {error}")))?;
        Ok(Self {
            begun: 0,
            answered: 0,
            lost: 0,
            reset: 0,
            refused: 0,
            broken: 0,
            unfinished: 0,
            not_begun: 0,
            retransmissions: 0,
            separate: 0,
            blocks: 0,
            unexpected: 0,
            malformed: 0,
            bytes_received: 0,
            refusals_in_a_row: 0,
            lost_in_a_row: 0,
            last_heard: None,
            codes: [0; 256],
            latency,
        })
    }

    /// Counts a response and how long it took.
    pub(super) fn answer(&mut self, code: Code, took: Duration) {
        self.answered += 1;
        self.codes[usize::from(code.to_byte())] += 1;
        self.time(took);
    }

    /// Counts a latency.
    pub(super) fn time(&mut self, took: Duration) {
        self.latency.saturating_record(nanos(took).max(1));
    }

    /// Counts a request that was given up.
    pub(super) fn lose(&mut self) {
        self.lost += 1;
        self.lost_in_a_row = self.lost_in_a_row.saturating_add(1);
    }

    /// Counts a sign of life.
    pub(super) fn heard(&mut self, now: Instant, bytes: usize) {
        self.bytes_received += bytes as u64;
        (self.refusals_in_a_row, self.lost_in_a_row) = (0, 0);
        self.last_heard = Some(now);
    }

    /// How many responses had each code.
    pub(super) fn codes(&self) -> impl Iterator<Item = (Code, u64)> {
        (0..=u8::MAX)
            .map(|byte| (Code::from_byte(byte), self.codes[usize::from(byte)]))
            .filter(|(_, count)| *count > 0)
    }

    /// Gives the latencies alone.
    pub(super) fn into_latency(self) -> Histogram<u64> {
        self.latency
    }

    /// The latencies, in nanoseconds.
    pub(super) fn latency(&self) -> &Histogram<u64> {
        &self.latency
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
