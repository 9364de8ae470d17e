//! The judge: it sees the wire and what the applications ask and are told, and knows nothing of the code in between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::Instant;

use super::datagram::{Datagram, Kind};
use crate::Witness;

/// RFC 7252 §4.8, the defaults.
const ACK_TIMEOUT: Duration = Duration::from_secs(2);
const LONGEST_FIRST_GAP: Duration = Duration::from_secs(3);
const MAX_SENDINGS: usize = 5;
const EXCHANGE_LIFETIME: Duration = Duration::from_secs(247);
const NON_LIFETIME: Duration = Duration::from_secs(145);
/// How much two times may differ that should be equal.
const TOLERANCE: Duration = Duration::from_millis(2);
/// How many broken promises are kept word for word.
const MAX_FINDINGS: usize = 10;

/// What the judge knows.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// Each message that was sent, by who sent it to whom under which message id.
    sendings: BTreeMap<(SocketAddr, SocketAddr, u16), Sending>,
    /// When a message with an id arrived last, by who sent it to whom.
    arrivals: BTreeMap<(SocketAddr, SocketAddr, u16), Instant>,
    /// Confirmable requests under way, by client and server: message id, token, exchange, and when it is given up.
    outstanding: BTreeMap<(SocketAddr, SocketAddr), Vec<Outstanding>>,
    /// The last requests to a peer that were not confirmable, since the peer was heard, as many as may be outstanding.
    probes: BTreeMap<(SocketAddr, SocketAddr), VecDeque<Probe>>,
    /// How many interactions each host may have outstanding.
    nstart: BTreeMap<SocketAddr, usize>,
    /// How often a handler ran for an exchange, by server.
    handled: BTreeMap<(SocketAddr, u64), usize>,
    ended: BTreeSet<u64>,
    /// Exchanges whose server has acknowledged them without answering.
    acknowledged: BTreeSet<u64>,
    pub(super) findings: Vec<String>,
    pub(super) broken: u64,
    pub(super) datagrams: u64,
    pub(super) hash: u64,
}

#[derive(Debug)]
struct Sending {
    bytes: Vec<u8>,
    first: Instant,
    last: Instant,
    gap: Option<Duration>,
    count: usize,
    is_confirmable: bool,
    is_request: bool,
}

#[derive(Debug)]
struct Outstanding {
    id: u16,
    token: Vec<u8>,
    exchange: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Probe {
    at: Instant,
    length: usize,
}

impl Sending {
    /// Whether it is still to be sent again, or its last sending is waited for.
    fn goes_on(&self, now: Instant) -> bool {
        let longest = self.gap.unwrap_or(LONGEST_FIRST_GAP);
        let doublings = u32::try_from(self.count - 1).unwrap_or_default();
        now.saturating_since(self.last) + TOLERANCE < longest * 2_u32.saturating_pow(doublings)
    }
}

impl Model {
    /// Says how many interactions a host may have outstanding with each server.
    pub(super) fn allow(&mut self, host: SocketAddr, nstart: usize) {
        self.nstart.insert(host, nstart);
    }

    /// A host forgets everything: what it promised is void.
    pub(super) fn restarted(&mut self, host: SocketAddr) {
        self.sendings.retain(|(from, _, _), _| *from != host);
        self.arrivals.retain(|(_, to, _), _| *to != host);
        self.outstanding.retain(|(from, _), _| *from != host);
        self.probes.retain(|(from, _), _| *from != host);
        self.handled.retain(|(server, _), _| *server != host);
    }

    /// A handler runs for an exchange.
    pub(super) fn handles(&mut self, now: Instant, server: SocketAddr, exchange: u64) {
        let count = self.handled.entry((server, exchange)).or_default();
        *count += 1;
        if *count > 1 {
            let at = now.since_origin();
            self.finds(format!(
                "the handler at {server} ran twice for exchange {exchange} at {at:?}"
            ));
        }
    }

    /// An exchange ended, as its client is told.
    pub(super) fn ends(&mut self, exchange: u64) {
        if !self.ended.insert(exchange) {
            self.finds(format!("exchange {exchange} ended twice"));
        }
        for outstanding in self.outstanding.values_mut() {
            outstanding.retain(|request| request.exchange != Some(exchange));
        }
    }

    /// An exchange still waits after the calm.
    ///
    /// One that was acknowledged may: nobody but its client ends it (RFC 7252 §5.2.2).
    pub(super) fn waits(&mut self, exchange: u64, may_wait: bool, kind: &str) {
        let may_wait = may_wait || self.acknowledged.contains(&exchange);
        if !may_wait && !self.ended.contains(&exchange) {
            self.finds(format!("exchange {exchange} ({kind}) never ended"));
        }
    }

    /// Notes a broken promise.
    pub(super) fn finds(&mut self, what: String) {
        self.broken += 1;
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(what);
        }
    }

    fn mix(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn check_repetition(&mut self, now: Instant, key: (SocketAddr, SocketAddr, u16), bytes: &[u8]) {
        let Some(sending) = self.sendings.get_mut(&key) else { return };
        let (from, to, id) = key;
        let gap = now.saturating_since(sending.last);
        sending.count += 1;
        sending.last = now;
        let first_gap = *sending.gap.get_or_insert(gap);
        let doublings = u32::try_from(sending.count.saturating_sub(2)).unwrap_or_default();
        let expected = first_gap * 2_u32.saturating_pow(doublings.min(8));
        let name = format!("message {id} from {from} to {to}");
        let mut wrong = Vec::new();
        if sending.bytes != bytes {
            wrong.push(format!("{name}: other bytes under the same id"));
        }
        if gap < ACK_TIMEOUT {
            wrong.push(format!("{name}: sent again after {gap:?}"));
        }
        // A newer notification takes the place of one that is being repeated, and its patience (RFC 7641 §4.5.2).
        let most = if sending.is_request { 0 } else { 4 };
        let is_in_window = (0..=most).any(|doublings| {
            let factor = 1 << doublings;
            (ACK_TIMEOUT * factor..=LONGEST_FIRST_GAP * factor + TOLERANCE).contains(&first_gap)
        });
        if !is_in_window {
            wrong.push(format!("{name}: first sent again after {first_gap:?}"));
        }
        if gap.abs_diff(expected) > TOLERANCE {
            wrong.push(format!("{name}: sent again after {gap:?} instead of {expected:?}"));
        }
        if sending.count > MAX_SENDINGS {
            wrong.push(format!("{name}: sent {} times", sending.count));
        }
        if !sending.is_confirmable {
            wrong.push(format!("{name}: not confirmable and sent twice"));
        }
        for what in wrong {
            self.finds(what);
        }
    }

    fn check_reference(&mut self, now: Instant, (from, to): (SocketAddr, SocketAddr), id: u16) {
        let arrival = self.arrivals.get(&(to, from, id));
        if arrival.is_none_or(|at| now.saturating_since(*at) > EXCHANGE_LIFETIME) {
            self.finds(format!(
                "{from} acknowledges or rejects message {id} of {to}, which never came"
            ));
        }
    }

    fn check_nstart(
        &mut self,
        now: Instant,
        pair: (SocketAddr, SocketAddr),
        message: &Datagram<'_>,
    ) {
        let limit = self.nstart.get(&pair.0).copied().unwrap_or(1);
        let outstanding = self.outstanding.entry(pair).or_default();
        let sendings = &self.sendings;
        outstanding.retain(|request| {
            sendings.get(&(pair.0, pair.1, request.id)).is_some_and(|sent| sent.goes_on(now))
        });
        outstanding.push(Outstanding {
            id: message.id,
            token: message.token.to_vec(),
            exchange: message.exchange(),
        });
        let count = outstanding.len();
        if count > limit {
            let at = now.since_origin();
            self.finds(format!(
                "{} has {count} requests outstanding with {} at {at:?}",
                pair.0, pair.1
            ));
        }
    }

    /// On average a silent peer is sent one byte a second, not counting the first that may be outstanding.
    fn check_probe(&mut self, now: Instant, pair: (SocketAddr, SocketAddr), length: usize) {
        let limit = self.nstart.get(&pair.0).copied().unwrap_or(1);
        let probes = self.probes.entry(pair).or_default();
        probes.push_back(Probe { at: now, length });
        if probes.len() <= limit {
            return;
        }
        let sent: usize = probes.iter().take(limit).map(|probe| probe.length).sum();
        let (pause, first) = (Duration::from_secs(sent as u64), probes.pop_front());
        let gap = first.map_or(pause, |first| now.saturating_since(first.at));
        if gap + TOLERANCE < pause {
            let (from, to) = pair;
            self.finds(format!(
                "{from} sends to the silent {to} after {gap:?} instead of {pause:?}"
            ));
        }
    }

    /// A message that is sent for the first time.
    fn first_sending(
        &mut self,
        now: Instant,
        pair: (SocketAddr, SocketAddr),
        message: &Datagram<'_>,
        bytes: &[u8],
    ) {
        let is_confirmable = message.kind == Kind::Confirmable;
        let sending = Sending {
            bytes: bytes.to_vec(),
            first: now,
            last: now,
            gap: None,
            count: 1,
            is_confirmable,
            is_request: message.is_request(),
        };
        self.sendings.insert((pair.0, pair.1, message.id), sending);
        match (message.is_request(), is_confirmable) {
            (true, true) => self.check_nstart(now, pair, message),
            (true, false) => self.check_probe(now, pair, bytes.len()),
            (false, _) => {}
        }
    }
}

impl Witness for Model {
    fn sent(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        self.datagrams += 1;
        self.mix(&now.since_origin().as_nanos().to_le_bytes());
        self.mix(bytes);
        let Some(message) = Datagram::read(bytes) else {
            return self.finds(format!("{from} sends what is no message: {bytes:02x?}"));
        };
        if matches!(message.kind, Kind::Acknowledgement | Kind::Reset) {
            return self.check_reference(now, (from, to), message.id);
        }
        let key = (from, to, message.id);
        let lifetime =
            if message.kind == Kind::Confirmable { EXCHANGE_LIFETIME } else { NON_LIFETIME };
        let known = self.sendings.get(&key);
        if known.is_some_and(|known| now.saturating_since(known.first) < lifetime) {
            self.check_repetition(now, key, bytes);
        } else {
            self.first_sending(now, (from, to), &message, bytes);
        }
    }

    fn delivered(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let Some(message) = Datagram::read(bytes) else { return };
        self.probes.remove(&(to, from));
        if matches!(message.kind, Kind::Confirmable | Kind::NonConfirmable) {
            self.arrivals.insert((from, to, message.id), now);
        }
        if message.kind == Kind::Acknowledgement && message.code == 0 {
            let sent = self.sendings.get(&(to, from, message.id));
            let exchange = sent.and_then(|sent| Datagram::read(&sent.bytes)?.exchange());
            self.acknowledged.extend(exchange);
        }
        let Some(outstanding) = self.outstanding.get_mut(&(to, from)) else { return };
        let answers = |request: &Outstanding| match message.kind {
            Kind::Acknowledgement | Kind::Reset => request.id == message.id,
            Kind::Confirmable | Kind::NonConfirmable => {
                message.is_response() && request.token == message.token
            }
        };
        outstanding.retain(|request| !answers(request));
    }
}
