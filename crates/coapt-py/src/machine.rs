//! What `coapt.aio` is made of: a socket with its protocol machine, for an event loop to drive.
//!
//! The loop watches the descriptor, calls `turn` when it is readable or the time is up, and gets the events.
//! Nothing here waits.

use std::net::{IpAddr, SocketAddr};
use std::ops::{Deref, DerefMut};
use std::str::FromStr as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use coapt::net::{Driver, Group, NetError, PacketInfo, SocketSettings};
use coapt::proto::{
    Config, Departure, Event, ExchangeId, Failure, GroupRequests, IncomingRequest, Instant,
    Observe, Order, Peer, Reliability, Request, RequestId, ResourceId, Response, Role,
};
use coapt::wire::link_format::{self, Link};
use coapt::wire::uri::Uri;
use coapt::wire::{Code, OptionNumber, Options, OptionsBuf};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyList};

use crate::errors::uri_exception;

/// How many batches of datagrams one turn takes, so that a flood leaves the loop its turns.
const MAX_BATCHES: usize = 4;

type Place = (String, u16);
type Listed = Vec<(u16, Vec<u8>)>;
type Given = Vec<(u16, PyBackedBytes)>;
/// A code, options and a payload.
type Content = (u8, Given, PyBackedBytes);

/// An exchange or observation of a client.
#[pyclass(frozen, eq, hash, module = "coapt._coapt")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Exchange(ExchangeId);

/// A request that a server has to answer.
///
/// Its parts become Python objects when they are asked for.
#[pyclass(frozen, module = "coapt._coapt")]
#[derive(Debug)]
pub(crate) struct Inquiry {
    id: RequestId,
    request: IncomingRequest,
}

#[pymethods]
impl Inquiry {
    /// The address and port of the client.
    #[getter]
    fn peer(&self) -> Place {
        place(self.request.peer.address())
    }

    #[getter]
    fn code(&self) -> u8 {
        self.request.code.to_byte()
    }

    /// The path, decoded, with a slash in front of each segment.
    #[getter]
    fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.request.options.as_options().all(OptionNumber::URI_PATH) {
            path.push('/');
            path.push_str(&String::from_utf8_lossy(segment));
        }
        if path.is_empty() { "/".to_owned() } else { path }
    }

    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        listed(py, self.request.options.as_options())
    }

    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.request.payload)
    }

    /// The value of its Observe option: 0 to register, 1 to deregister, or None.
    #[getter]
    fn observe(&self) -> Option<u8> {
        match self.request.observe {
            Observe::Register => Some(0),
            Observe::Deregister => Some(1),
            Observe::Absent => None,
        }
    }
}

/// How long a response waits for others to leave with it.
const PATIENCE: Duration = Duration::from_micros(250);

/// A bound UDP socket and the protocol machine behind it.
#[pyclass(frozen, module = "coapt._coapt")]
#[derive(Debug)]
pub(crate) struct Machine {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    driver: Driver,
    /// When the first of the responses that wait was given.
    unsent: Option<Instant>,
}

impl Inner {
    fn flush(&mut self) {
        self.unsent = None;
        self.driver.flush();
    }

    /// Lets a response wait for others, or sends those that have waited.
    fn flush_late(&mut self, now: Instant) {
        let since = *self.unsent.get_or_insert(now);
        if now.saturating_since(since) > PATIENCE {
            self.flush();
        }
    }
}

impl Deref for Inner {
    type Target = Driver;

    fn deref(&self) -> &Driver {
        &self.driver
    }
}

impl DerefMut for Inner {
    fn deref_mut(&mut self) -> &mut Driver {
        &mut self.driver
    }
}

impl Machine {
    fn driver(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Machine {
    /// Binds a socket to a numeric address; a client takes no requests. A server joins groups, whose discovery it
    /// answers within so many seconds.
    #[new]
    fn new(
        host: &str,
        port: u16,
        serves: bool,
        groups: Vec<String>,
        leisure: f64,
    ) -> PyResult<Self> {
        let ip: IpAddr = host
            .parse()
            .map_err(|_| PyValueError::new_err(format!("{host:?} is no numeric address")))?;
        let mut settings = SocketSettings::new(SocketAddr::new(ip, port));
        let mut config = Config::default();
        let group = |text: String| Group::from_str(&text);
        let groups = groups.into_iter().map(group).collect::<Result<Vec<_>, _>>();
        settings.groups = groups.map_err(|error| PyValueError::new_err(error.to_string()))?;
        if settings.groups.is_empty() {
            config.group_requests = GroupRequests::none();
        }
        config.transmission.default_leisure = seconds(leisure)?;
        if serves {
            settings.packet_info = PacketInfo::Pair;
        } else {
            config.role = Role::Client;
        }
        let driver = Driver::open(&settings, config).map_err(|error| refused(&error))?;
        Ok(Self { inner: Mutex::new(Inner { driver, unsent: None }) })
    }

    fn fileno(&self) -> i32 {
        std::os::fd::AsRawFd::as_raw_fd(&self.driver().driver)
    }

    fn local(&self) -> Place {
        place(self.driver().local_addr())
    }

    /// The groups that were joined: the address of each, and the names of the interfaces.
    fn joined(&self) -> Vec<(String, Vec<String>)> {
        let driver = self.driver();
        let joined = driver.joined().iter();
        joined.map(|group| (group.address.to_string(), group.interfaces.clone())).collect()
    }

    /// Receives what is there, does what fell due, sends what comes of it, and returns the events: tuples that begin
    /// with their kind, and requests as they are.
    fn turn<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut driver = self.driver();
        for _ in 0..MAX_BATCHES {
            let turn =
                driver.receive_now().map_err(|error| PyOSError::new_err(error.to_string()))?;
            if turn.received == 0 {
                break;
            }
        }
        while driver.take_send_error().is_some() {}
        let events = PyList::empty(py);
        while let Some(event) = driver.endpoint_mut().poll_event() {
            events.append(news(py, event)?)?;
        }
        Ok(events)
    }

    /// Sends what is there to send.
    fn flush(&self) {
        self.driver().flush();
    }

    /// In how many seconds `turn` has something to do; None if only traffic brings it work.
    fn time_left(&self) -> Option<f64> {
        let driver = self.driver();
        let due = driver.endpoint().next_deadline()?;
        Some(due.saturating_since(driver.now()).as_secs_f64())
    }

    /// Sends a request; with `observe` it registers as an observer.
    fn request(
        &self,
        to: Place,
        content: Content,
        confirmable: bool,
        observe: bool,
    ) -> PyResult<Exchange> {
        let (code, options, payload) = content;
        let to = peer(to)?;
        let mut request = Request::new(Code::from_byte(code));
        request.options = options_of(options)?;
        request.payload = payload.to_vec().into();
        if !confirmable {
            request.reliability = Reliability::NonConfirmable;
        }
        let mut driver = self.driver();
        let now = driver.now();
        let endpoint = driver.endpoint_mut();
        let begun = if observe {
            endpoint.observe(now, to, request)
        } else {
            endpoint.request(now, to, request)
        };
        driver.flush();
        begun.map(Exchange).map_err(value_error)
    }

    fn ping(&self, to: Place) -> PyResult<Exchange> {
        let to = peer(to)?;
        let mut driver = self.driver();
        let now = driver.now();
        let begun = driver.endpoint_mut().ping(now, to);
        driver.flush();
        begun.map(Exchange).map_err(value_error)
    }

    /// Ends an observation by a GET with Observe 1; returns the exchange of that GET.
    fn deregister(&self, exchange: &Exchange) -> PyResult<Exchange> {
        let mut driver = self.driver();
        let now = driver.now();
        let begun = driver.endpoint_mut().deregister(now, exchange.0);
        driver.flush();
        begun.map(Exchange).map_err(value_error)
    }

    /// Forgets an exchange; whether it was open.
    fn cancel(&self, exchange: &Exchange) -> bool {
        let mut driver = self.driver();
        let now = driver.now();
        driver.endpoint_mut().cancel(now, exchange.0)
    }

    /// Answers a request; with a resource, and if it asked for it, its sender becomes an observer of that.
    ///
    /// The response leaves with the next `flush`, or when it has waited for long.
    #[pyo3(signature = (inquiry, content, resource=None))]
    fn respond(&self, inquiry: &Inquiry, content: Content, resource: Option<u64>) -> PyResult<()> {
        let response = response(content)?;
        let mut driver = self.driver();
        let now = driver.now();
        let endpoint = driver.endpoint_mut();
        let answered = match resource {
            Some(resource) => {
                endpoint.respond_registering(now, inquiry.id, response, ResourceId(resource))
            }
            None => endpoint.respond(now, inquiry.id, response),
        };
        driver.flush_late(now);
        answered.map(drop).map_err(value_error)
    }

    /// Tells all observers of a resource its new state; returns how many there were.
    fn notify(&self, resource: u64, content: Content) -> PyResult<usize> {
        let response = response(content)?;
        let mut driver = self.driver();
        let now = driver.now();
        let count = driver.endpoint_mut().notify(now, ResourceId(resource), response);
        driver.flush();
        Ok(count)
    }

    fn observers(&self, resource: u64) -> usize {
        self.driver().endpoint().observers(ResourceId(resource))
    }
}

/// Reads a URI: its host, its port, whether it is coaps, and the options that name its resource.
#[pyfunction]
pub(crate) fn parse_uri(py: Python<'_>, text: &str) -> PyResult<(String, u16, bool, Listed)> {
    let uri = Uri::parse(text).map_err(|error| uri_exception(py, text, &error))?;
    let options = uri.options(SocketAddr::from(([0, 0, 0, 0], uri.port())));
    let listed = options.iter().map(|option| (option.number.value(), option.value.to_vec()));
    Ok((uri.host().to_string(), uri.port(), uri.is_secure(), listed.collect()))
}

type Attributes = Vec<(String, Option<String>)>;
/// The arguments of a query.
type Query = Vec<String>;

/// Writes links that all the query arguments fit, in link format (RFC 6690).
#[pyfunction]
pub(crate) fn write_links(links: Vec<(String, Attributes)>, query: Query) -> String {
    let links = links.into_iter().map(|(target, attributes)| {
        attributes.into_iter().fold(Link::new(&target), |link, (name, value)| match value {
            Some(value) => link.with(&name, &value),
            None => link.with_flag(&name),
        })
    });
    let fits = move |link: &Link| query.iter().all(|argument| link_format::matches(link, argument));
    link_format::write(&links.filter(fits).collect::<Vec<_>>())
}

/// Reads link format (RFC 6690): the target and the attributes of each link.
#[pyfunction]
pub(crate) fn parse_links(text: &str) -> PyResult<Vec<(String, Attributes)>> {
    let links = link_format::parse(text).map_err(value_error)?;
    Ok(links.into_iter().map(|link| (link.target, link.attributes)).collect())
}

/// A request as it is, other events as tuples that begin with their kind.
fn seconds(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| PyValueError::new_err(format!("{seconds} is no time; 0 or more seconds are")))
}

/// What cannot be heard is a mistake of the caller; all else is the system's word.
fn refused(error: &NetError) -> PyErr {
    if matches!(error, NetError::Unheard { .. }) {
        return PyValueError::new_err(error.to_string());
    }
    PyOSError::new_err((error.raw_os_error().unwrap_or_default(), error.to_string()))
}

fn news(py: Python<'_>, event: Event) -> PyResult<Bound<'_, PyAny>> {
    let id = |id: ExchangeId| Exchange(id).into_py_any(py);
    match event {
        Event::Response { id: exchange, response } => {
            let (code, options, payload) = parts(py, &response)?;
            ("response", id(exchange)?, code, options, payload).into_bound_py_any(py)
        }
        Event::Notification { id: exchange, response, order, last } => {
            let (code, options, payload) = parts(py, &response)?;
            let is_latest = order == Order::Latest;
            ("notification", id(exchange)?, code, options, payload, is_latest, last)
                .into_bound_py_any(py)
        }
        Event::Failed { id: exchange, cause } => {
            ("failed", id(exchange)?, failure(cause)).into_bound_py_any(py)
        }
        Event::Unrenewed { id: exchange, cause } => {
            ("unrenewed", id(exchange)?, failure(cause)).into_bound_py_any(py)
        }
        Event::Pong { id: exchange, .. } => ("pong", id(exchange)?).into_bound_py_any(py),
        Event::ObserverLeft { resource, peer, departure, .. } => {
            ("left", resource.0, place(peer.address()), departed(departure)).into_bound_py_any(py)
        }
        Event::Delivered { outcome, .. } => {
            ("delivered", outcome.err().map(failure)).into_bound_py_any(py)
        }
        Event::Problem { peer, problem } => {
            ("problem", place(peer.address()), format!("{problem:?}")).into_bound_py_any(py)
        }
        Event::Request { id, request } => Inquiry { id, request }.into_bound_py_any(py),
        _ => ("other",).into_bound_py_any(py),
    }
}

fn parts<'py>(
    py: Python<'py>,
    response: &Response,
) -> PyResult<(u8, Bound<'py, PyList>, Bound<'py, PyBytes>)> {
    let options = listed(py, response.options.as_options())?;
    Ok((response.code.to_byte(), options, PyBytes::new(py, &response.payload)))
}

fn listed<'py>(py: Python<'py>, options: Options<'_>) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for option in options {
        list.append((option.number.value(), PyBytes::new(py, option.value)))?;
    }
    Ok(list)
}

fn options_of(options: Given) -> PyResult<OptionsBuf> {
    let mut built = OptionsBuf::new();
    for (number, value) in options {
        built.push(OptionNumber::new(number), &value).map_err(value_error)?;
    }
    Ok(built)
}

fn response((code, options, payload): Content) -> PyResult<Response> {
    let mut response = Response::new(Code::from_byte(code)).with_payload(payload.to_vec());
    response.options = options_of(options)?;
    Ok(response)
}

fn peer((host, port): Place) -> PyResult<Peer> {
    let ip: IpAddr = host
        .parse()
        .map_err(|_| PyValueError::new_err(format!("{host:?} is no numeric address")))?;
    Ok(Peer::new(SocketAddr::new(ip, port)))
}

fn place(address: SocketAddr) -> Place {
    (address.ip().to_string(), address.port())
}

fn failure(cause: Failure) -> (i32, String) {
    let error = coapt::CoAPError::from(cause);
    (error.code(), error.message().to_owned())
}

fn departed(departure: Departure) -> &'static str {
    match departure {
        Departure::Deregistered => "deregistered",
        Departure::Reset => "reset",
        Departure::TimedOut => "timed out",
        Departure::Unreachable | _ => "unreachable",
    }
}

fn value_error(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
