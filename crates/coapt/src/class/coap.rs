//! The object itself: what it consists of, how it begins and how it is reset.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use coapt_net::Driver;
use coapt_proto::Reliability;
use coapt_wire::Code;

use super::cork::Cork;
use super::errors::CoAPError;
use super::exchanges::{Client, Ending};
use super::fields::Fields;
use super::hooks::Hooks;
use super::log::Log;
use super::pump::Ready;
use super::serving::Server;
use super::settings::Settings;
use super::sockets::SocketUse;
use super::trouble::{SendFailure, TroubleLimit};
use super::waiting::Waiter;

/// A CoAP client and server in one object: properties, methods and events (RFC 7252, 7641, 7959, 8132).
///
/// It begins in client mode; [`set_listening`](Self::set_listening) and
/// [`start_listening`](Self::start_listening) switch to server mode. It is pumped by its caller: events fire only
/// inside its methods, above all in [`do_events`](Self::do_events), on the thread that called.
///
/// A client sets `request_*`, calls a method with a URI, and finds the answer in `response_*`. With
/// [`timeout`](Self::timeout) above 0, in seconds, the call waits; with 0 it returns a request Id at once, and
/// `on_request_complete` fires later. A server sets its hooks and listens; `on_request` finds the request in
/// `request_*` and answers by setting `response_*`.
///
/// # Panics
///
/// A panic of a handler leaves through the method that delivered the event, after the object has finished its
/// bookkeeping; the object stays usable. The same holds for errors of handlers, see [`Hook`](super::Hook).
pub struct CoAP {
    pub(crate) local_host: String,
    pub(crate) local_port: u16,
    pub(crate) timeout: i32,
    pub(crate) reliability: Reliability,
    pub(crate) request: Fields,
    pub(crate) response: Fields,
    pub(crate) response_code: Option<Code>,
    pub(crate) settings: Settings,
    pub(crate) hooks: Hooks,
    /// How it waits, if not by itself.
    pub(crate) waiter: Option<Waiter>,
    /// The socket, if there is one, and what it is there for.
    pub(crate) driver: Option<Box<Driver>>,
    pub(crate) socket_use: SocketUse,
    /// Counts the sockets: ids of the endpoint are good for one of them only.
    pub(crate) epoch: u64,
    pub(crate) client: Client,
    pub(crate) server: Server,
    /// What waits to be told, in order of arrival.
    pub(crate) ready: VecDeque<Ready>,
    pub(crate) send_failures: Vec<SendFailure>,
    /// How blocking calls that still run have ended, by their number.
    pub(crate) endings: BTreeMap<u64, Ending>,
    /// The numbers of the blocking calls that run.
    pub(crate) waiting: BTreeSet<u64>,
    pub(crate) log: Log,
    pub(crate) trouble: TroubleLimit,
    pub(crate) cork: Cork,
    /// How many handlers run, one inside the other.
    pub(crate) depth: usize,
    last_number: u64,
}

impl CoAP {
    /// Makes an object in client mode with all defaults; no socket is opened yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            local_host: String::new(),
            local_port: 0,
            timeout: DEFAULT_TIMEOUT,
            reliability: Reliability::Confirmable,
            request: Fields::default(),
            response: Fields::default(),
            response_code: None,
            settings: Settings::default(),
            hooks: Hooks::default(),
            waiter: None,
            driver: None,
            socket_use: SocketUse::Client,
            epoch: 0,
            client: Client::default(),
            server: Server::default(),
            ready: VecDeque::new(),
            send_failures: Vec::new(),
            endings: BTreeMap::new(),
            waiting: BTreeSet::new(),
            log: Log::default(),
            trouble: TroubleLimit::default(),
            cork: Cork::default(),
            depth: 0,
            last_number: 0,
        }
    }

    /// Returns the object to its initial state, silently.
    ///
    /// It stops listening, drops requests, responses in flight, observers and observations without an event or a
    /// message, closes the socket, and sets every property and every setting to its default. Hooks stay. A blocking
    /// call that is running further out ends with 711.
    pub fn reset(&mut self) {
        self.close_socket();
        let fresh = Self::new();
        *self = Self {
            hooks: std::mem::take(&mut self.hooks),
            waiter: self.waiter.take(),
            epoch: self.epoch,
            depth: self.depth,
            last_number: self.last_number,
            log: self.log.fresh(),
            ..fresh
        };
    }

    /// Gives a number that this object never gave before.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Gives a request Id that this object never gave before.
    pub(crate) fn next_id(&mut self) -> String {
        let mut left = self.next_number();
        // By hand, since every request gets one: at least six figures, the last one first.
        let mut figures = [b'0'; 21];
        let mut begin = figures.len();
        while left > 0 || begin > figures.len() - 6 {
            begin -= 1;
            if let (Some(figure), Ok(value)) = (figures.get_mut(begin), u8::try_from(left % 10)) {
                *figure = b'0' + value;
            }
            left /= 10;
        }
        let figures = figures.get(begin..).unwrap_or_default();
        let mut id = String::with_capacity(1 + figures.len());
        id.push('R');
        id.extend(figures.iter().map(|figure| char::from(*figure)));
        id
    }

    /// Tells whether the address, the port and the kind of the socket cannot change now.
    pub(crate) fn is_active(&self) -> bool {
        self.server.listening || self.client.is_busy() || !self.server.in_flight.is_empty()
    }

    pub(crate) fn check_client_mode(&self) -> Result<(), CoAPError> {
        if self.client.is_ending {
            let message = "this is a client method, and the object is ending its client work";
            return Err(CoAPError::new(CoAPError::WRONG_MODE, message));
        }
        if self.server.listening { Err(CoAPError::wrong_mode(true)) } else { Ok(()) }
    }

    pub(crate) fn check_server_mode(&self) -> Result<(), CoAPError> {
        if self.server.listening { Ok(()) } else { Err(CoAPError::wrong_mode(false)) }
    }

    /// Ends a method that may have called handlers: tells the log, then lets a panic of a handler go on.
    ///
    /// One failure of a handler can leave at a time, so after one the log waits for the next call.
    pub(crate) fn leave<T>(&mut self, result: Result<T, CoAPError>) -> Result<T, CoAPError> {
        let result = match result {
            Err(error) if error.is_of_handler() => Err(error),
            result => self.deliver_log().and(result),
        };
        result.map_err(CoAPError::resume)
    }
}

/// How long a blocking call waits, in seconds, unless it is told otherwise.
const DEFAULT_TIMEOUT: i32 = 60;

impl Default for CoAP {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CoAP {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoAP")
            .field("listening", &self.server.listening)
            .field("local_host", &self.local_host())
            .field("local_port", &self.local_port())
            .field("pending_requests", &self.pending_request_count())
            .finish_non_exhaustive()
    }
}
