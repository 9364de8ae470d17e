//! What an endpoint counts.

/// Counters of one endpoint; they only grow, but for the gauges at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Datagrams handed in.
    pub received: u64,
    /// Datagrams handed out.
    pub sent: u64,
    /// Confirmable messages sent again.
    pub retransmitted: u64,
    /// Confirmable messages that were never acknowledged.
    pub timed_out: u64,
    /// Datagrams of another version.
    pub ignored: u64,
    /// Malformed datagrams.
    pub malformed: u64,
    /// Copies of messages seen before.
    pub duplicates: u64,
    /// Messages that belong to nothing.
    pub unexpected: u64,
    /// Messages rejected for a critical option.
    pub bad_options: u64,
    /// Requests delivered to the application.
    pub requests: u64,
    /// Requests refused because a table was full.
    pub refused: u64,
    /// Replies forgotten before their time because the memory for duplicates was full.
    pub duplicates_forgotten: u64,
    /// Bodies given up because they stood still or were too large.
    pub bodies_dropped: u64,
    /// Notifications sent.
    pub notifications: u64,
    /// Requests of unverified addresses that were answered with an Echo value.
    pub challenged: u64,
    /// Datagrams that were not sent, because their address is not verified.
    pub withheld: u64,
    /// Problems that were counted only, because too many waited to be taken.
    pub problems_dropped: u64,
    /// Bytes in the memory for duplicates (gauge).
    pub duplicate_bytes: usize,
    /// Peers remembered (gauge).
    pub peers: usize,
    /// Own exchanges and observations open (gauge).
    pub exchanges: usize,
    /// Received requests without an answer (gauge).
    pub open_requests: usize,
    /// Bytes of unfinished and half-sent bodies (gauge).
    pub body_bytes: usize,
    /// Observers (gauge).
    pub observers: usize,
}

impl core::ops::AddAssign for Counters {
    /// Adds up the counters of several endpoints, gauges included.
    fn add_assign(&mut self, other: Self) {
        let Self {
            received,
            sent,
            retransmitted,
            timed_out,
            ignored,
            malformed,
            duplicates,
            unexpected,
            bad_options,
            requests,
            refused,
            duplicates_forgotten,
            bodies_dropped,
            notifications,
            challenged,
            withheld,
            problems_dropped,
            duplicate_bytes,
            peers,
            exchanges,
            open_requests,
            body_bytes,
            observers,
        } = other;
        self.received += received;
        self.sent += sent;
        self.retransmitted += retransmitted;
        self.timed_out += timed_out;
        self.ignored += ignored;
        self.malformed += malformed;
        self.duplicates += duplicates;
        self.unexpected += unexpected;
        self.bad_options += bad_options;
        self.requests += requests;
        self.refused += refused;
        self.duplicates_forgotten += duplicates_forgotten;
        self.bodies_dropped += bodies_dropped;
        self.notifications += notifications;
        self.challenged += challenged;
        self.withheld += withheld;
        self.problems_dropped += problems_dropped;
        self.duplicate_bytes += duplicate_bytes;
        self.peers += peers;
        self.exchanges += exchanges;
        self.open_requests += open_requests;
        self.body_bytes += body_bytes;
        self.observers += observers;
    }
}
