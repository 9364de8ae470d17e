//! What can be set: the transmission parameters of RFC 7252 §4.8, the behaviour of both roles, and every limit.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::time::Duration;

use coapt_wire::{Code, OptionNumber, Options};

use crate::message::Reliability;

/// How long an observer may go without a confirmable notification at most (RFC 7641 §4.5).
pub(crate) const MAX_CONFIRMABLE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// All settings of an endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// The transmission parameters.
    pub transmission: Transmission,
    /// Which requests are taken.
    pub role: Role,
    /// How bodies are cut into blocks.
    pub blocks: Blocks,
    /// How observers are served and resources observed.
    pub observing: Observing,
    /// Which critical options the application handles itself.
    pub recognized: Recognized,
    /// Which request bodies the application takes block by block.
    pub streamed: Streamed,
    /// What a request is answered with that does not fit into the receive buffer.
    pub oversized: Oversized,
    /// Which requests to a group are taken.
    pub group_requests: GroupRequests,
    /// How much of everything may be held.
    pub limits: Limits,
}

/// Which request bodies the application takes block by block, as they come (RFC 7959 §2.5).
///
/// Each block becomes a request of its own with its Block1 option; the application answers those that more follow with
/// 2.31 (Continue), and nothing of the body is kept here. None by default.
#[derive(Clone, Default)]
pub struct Streamed(Option<Rule>);

/// Picks requests by their method and options.
type Rule = Arc<dyn Fn(Code, Options<'_>) -> bool + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl Streamed {
    /// Streams the bodies of the requests that `rule` picks by their method and options.
    #[must_use]
    pub fn by(
        rule: impl Fn(Code, Options<'_>) -> bool + Send + Sync + UnwindSafe + RefUnwindSafe + 'static,
    ) -> Self {
        Self(Some(Arc::new(rule)))
    }

    pub(crate) fn picks(&self, method: Code, options: Options<'_>) -> bool {
        self.0.as_ref().is_some_and(|rule| rule(method, options))
    }
}

impl PartialEq for Streamed {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Streamed(by rule)" } else { "Streamed(none)" })
    }
}

/// Which requests to a group (multicast, RFC 7252 §8) are taken; others are dropped without a word.
///
/// By default only discovery is: GET on `/.well-known/core` (RFC 7252 §11.3 asks that group requests are taken only for
/// the resources that need them).
#[derive(Clone, Default)]
pub struct GroupRequests(Taken);

/// Which those are.
#[derive(Clone, Default)]
enum Taken {
    Nothing,
    #[default]
    Discovery,
    Everything,
    Picked(Rule),
}

impl GroupRequests {
    /// Takes none.
    #[must_use]
    pub fn none() -> Self {
        Self(Taken::Nothing)
    }

    /// Takes all.
    #[must_use]
    pub fn all() -> Self {
        Self(Taken::Everything)
    }

    /// Takes those that `rule` picks by their method and options.
    #[must_use]
    pub fn by(
        rule: impl Fn(Code, Options<'_>) -> bool + Send + Sync + UnwindSafe + RefUnwindSafe + 'static,
    ) -> Self {
        Self(Taken::Picked(Arc::new(rule)))
    }

    /// Takes, beside these, those that `rule` picks by their method and options.
    #[must_use]
    pub fn or_by(
        self,
        rule: impl Fn(Code, Options<'_>) -> bool + Send + Sync + UnwindSafe + RefUnwindSafe + 'static,
    ) -> Self {
        Self::by(move |method, options| self.takes(method, options) || rule(method, options))
    }

    //= rfc7252#11.3 needed: only for the resources that need them
    pub(crate) fn takes(&self, method: Code, options: Options<'_>) -> bool {
        match &self.0 {
            Taken::Nothing => false,
            Taken::Discovery => method == Code::GET && is_discovery(options),
            Taken::Everything => true,
            Taken::Picked(rule) => rule(method, options),
        }
    }
}

impl PartialEq for GroupRequests {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Taken::Nothing, Taken::Nothing)
            | (Taken::Discovery, Taken::Discovery)
            | (Taken::Everything, Taken::Everything) => true,
            (Taken::Picked(one), Taken::Picked(other)) => Arc::ptr_eq(one, other),
            (
                Taken::Nothing | Taken::Discovery | Taken::Everything | Taken::Picked(_),
                Taken::Nothing | Taken::Discovery | Taken::Everything | Taken::Picked(_),
            ) => false,
        }
    }
}

impl fmt::Debug for GroupRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let which = match self.0 {
            Taken::Nothing => "none",
            Taken::Discovery => "discovery",
            Taken::Everything => "all",
            Taken::Picked(_) => "by rule",
        };
        write!(f, "GroupRequests({which})")
    }
}

fn is_discovery(options: Options<'_>) -> bool {
    let paths = options.into_iter().filter(|option| option.number == OptionNumber::URI_PATH);
    paths.map(|option| option.value).eq([&b".well-known"[..], b"core"])
}

/// The transmission parameters of RFC 7252 §4.8; the defaults are the RFC's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transmission {
    /// The shortest time before the first retransmission; 2 s by default.
    pub ack_timeout: Duration,
    /// How far the first time-out may be stretched at random; at least 1.0, 1.5 by default.
    pub ack_random_factor: f64,
    /// How often a confirmable message is sent again; 4 by default.
    pub max_retransmit: u8,
    /// How many interactions may be outstanding with one peer; 1 by default.
    pub nstart: u8,
    /// The time within which answers to a multicast request are spread; 5 s by default.
    pub default_leisure: Duration,
    /// Bytes a second that a peer which does not respond is sent at most on average; 1 by default.
    pub probing_rate: u32,
    /// The longest time a datagram is expected to travel; 100 s by default.
    pub max_latency: Duration,
    /// How long a confirmable request may wait for its answer before an Empty acknowledgement goes out.
    ///
    /// An answer that comes in time is piggybacked (RFC 7252 §5.2.1). 250 ms by default.
    pub piggyback_within: Duration,
}

/// Which requests an endpoint takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Received requests become events.
    #[default]
    Server,
    /// Received requests are rejected with a Reset, or ignored if they were non-confirmable.
    Client,
}

/// What a request is answered with that does not fit into the receive buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Oversized {
    /// 4.13 (Request Entity Too Large), with the advice to send the body in blocks (RFC 7252 §4.6).
    #[default]
    Refuse,
    /// A Reset if it is confirmable, as for any datagram that is malformed (RFC 7252 §4.2).
    Reject,
}

/// How bodies are cut into blocks (RFC 7959).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// The largest block that is sent or asked for, as the exponent SZX of 2^(SZX+4); 0 to 6, 6 by default.
    pub size_exponent: u8,
    /// How long an unfinished body is kept without progress; 247 s by default.
    pub keep: Duration,
}

/// How observers are served and resources observed (RFC 7641).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observing {
    /// How notifications are sent that say nothing of their own; confirmably by default (RFC 7641 §4.5).
    ///
    /// One that ends its observation is confirmable all the same: nothing comes later to make up for its loss.
    pub reliability: Reliability,
    /// A notification is sent confirmably if the last such is this long ago; 24 h by default, the longest allowed, and
    /// a longer time counts as that.
    pub confirmable_every: Duration,
    /// Every so many notifications one is sent confirmably; 0, the default, leaves it to the time.
    pub confirmable_count: u32,
    /// The average gap between non-confirmable notifications to one client, whatever it observes; 3 s by default
    /// (RFC 7641 §4.5.1).
    pub average_gap: Duration,
    /// How many non-confirmable notifications may go out at once before that average counts; 16 by default.
    pub burst: u32,
}

/// The critical options, beyond those coapt knows, that the application handles itself (RFC 7252 §5.4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognized {
    /// These numbers.
    Numbers(BTreeSet<OptionNumber>),
    /// Every number.
    All,
}

/// How much of everything an endpoint holds; each limit has a counter in [`Counters`](crate::Counters).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Peers that are remembered.
    pub peers: usize,
    /// Exchanges and observations of our own that are open.
    pub exchanges: usize,
    /// Received requests that wait for an answer.
    pub requests: usize,
    /// Received requests of one peer that wait for an answer.
    pub requests_per_peer: usize,
    /// Answers to requests to a group that wait for their random moment (RFC 7252 §8.2); further ones are dropped.
    pub group_answers: usize,
    /// Bytes of the memory that answers duplicates; when it is full, requests that may not be repeated are refused, and
    /// only the replies to those that wait already go beyond it.
    pub duplicate_bytes: usize,
    /// Bytes of one body, in either direction.
    pub body: usize,
    /// Bytes of unfinished and half-sent bodies of one peer.
    pub bodies_per_peer: usize,
    /// Bytes of unfinished and half-sent bodies in all.
    pub bodies: usize,
    /// Observers in all.
    pub observers: usize,
    /// Observers of one peer.
    pub observers_per_peer: usize,
    /// Observers of one resource.
    pub observers_per_resource: usize,
    /// Requests a second that one peer is answered on average, a second's worth of them at once (RFC 7252 §4.7).
    ///
    /// Further ones are answered 4.29 (Too Many Requests) with Max-Age as the time to wait (RFC 8516), up to one of
    /// these a second; the others are dropped, and looked at anew when they are repeated. `None`, the default, sets no
    /// limit.
    pub request_rate: Option<u32>,
    /// How many times the bytes that came from it an address is sent before it has returned an Echo value, or 136 bytes
    /// if that is more (RFC 9175 §2.4 asks for 3); `None`, the default, sets no limit.
    ///
    /// With a limit, such an address is answered 4.01 with Echo to requests that may change something, to registrations
    /// as an observer, and where the answer would be too long. Without one, the smallest request of four bytes is answered
    /// by a block of 1 KiB, 260 times as much, and by five of them where the answer is confirmable and comes late.
    pub amplification: Option<u32>,
    /// Events about problems that wait to be taken; further ones are counted only.
    pub problems: usize,
}

impl Transmission {
    /// Returns the time in which all sendings of one confirmable message lie (RFC 7252 §4.8.2).
    #[must_use]
    pub fn max_transmit_span(&self) -> Duration {
        let doublings = (1_u32 << u32::from(self.max_retransmit).min(16)) - 1;
        (self.ack_timeout * doublings).mul_f64(self.ack_random_factor.max(1.0))
    }

    /// Returns the longest time from the first sending of a confirmable message to giving it up.
    #[must_use]
    pub fn max_transmit_wait(&self) -> Duration {
        let doublings = (1_u32 << (u32::from(self.max_retransmit) + 1).min(16)) - 1;
        (self.ack_timeout * doublings).mul_f64(self.ack_random_factor.max(1.0))
    }

    /// Returns how long the message id of a confirmable message stays in use (RFC 7252 §4.8.2).
    #[must_use]
    pub fn exchange_lifetime(&self) -> Duration {
        self.max_transmit_span() + 2 * self.max_latency + self.ack_timeout
    }

    /// Returns how long the message id of a non-confirmable message stays in use (RFC 7252 §4.8.2).
    #[must_use]
    pub fn non_lifetime(&self) -> Duration {
        self.max_transmit_span() + self.max_latency
    }
}

impl Default for Transmission {
    fn default() -> Self {
        Self {
            ack_timeout: Duration::from_secs(2),
            ack_random_factor: 1.5,
            max_retransmit: 4,
            nstart: 1,
            default_leisure: Duration::from_secs(5),
            probing_rate: 1,
            max_latency: Duration::from_secs(100),
            piggyback_within: Duration::from_millis(250),
        }
    }
}

impl Default for Blocks {
    fn default() -> Self {
        Self { size_exponent: 6, keep: Duration::from_secs(247) }
    }
}

impl Default for Observing {
    fn default() -> Self {
        Self {
            reliability: Reliability::Confirmable,
            confirmable_every: MAX_CONFIRMABLE_EVERY,
            confirmable_count: 0,
            average_gap: Duration::from_secs(3),
            burst: 16,
        }
    }
}

impl Default for Recognized {
    fn default() -> Self {
        Self::Numbers(BTreeSet::new())
    }
}

impl Recognized {
    /// Tells whether the application handles this option itself.
    #[must_use]
    pub fn contains(&self, number: OptionNumber) -> bool {
        match self {
            Self::Numbers(numbers) => numbers.contains(&number),
            Self::All => true,
        }
    }
}

/// The defaults suit a gateway: peers, duplicates, bodies and observers take less than 64 MiB together. A server with
/// more peers or observers raises the limits; each peer takes about 350 bytes, each observer about 500.
impl Default for Limits {
    fn default() -> Self {
        Self {
            peers: 50_000,
            exchanges: 65_536,
            requests: 65_536,
            requests_per_peer: 1_024,
            group_answers: 1_024,
            duplicate_bytes: 20 << 20,
            body: 64 << 20,
            bodies_per_peer: 8 << 20,
            bodies: 16 << 20,
            observers: 20_000,
            observers_per_peer: 4_096,
            observers_per_resource: 20_000,
            request_rate: None,
            amplification: None,
            problems: 256,
        }
    }
}
