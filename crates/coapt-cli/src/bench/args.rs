//! The command line of `coapt bench`, and the plan that it stands for.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::time::Duration;

use coapt::net::{Family, resolve};
use coapt::wire::{Block, Code, ContentFormat, MessageType, OptionNumber, OptionsBuf};
use coapt::{Error, Uri};

use crate::failure::Failure;
use crate::link;
use crate::request::body::{self, Body};
use crate::request::{OptionArgs, options};
use crate::whole::whole;

use super::flights::MAX_SLOTS;
use super::pace::Pace;
use super::ports::{self, MAX_LOOPBACK, MAX_SOCKETS};
use super::template::Template;

/// How many requests are under way at once if nobody says otherwise.
const WINDOW: u32 = 64;

/// How many may be under way if they begin by a schedule.
const OPEN_WINDOW: u32 = 10_000;

/// How many clients there are in 127.0.0.0/8: message ids then last for 265 000 requests a second.
const LOOPBACK_CLIENTS: u32 = 1000;

/// How many there are elsewhere.
const CLIENTS: u32 = 64;

/// How long it goes on.
const DURATION: Duration = Duration::from_secs(10);

/// How long it may go on.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Measure a server under load: throughput, latency, losses, CPU time
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt bench coap://127.0.0.1/test
  coapt bench coap://127.0.0.1/test --rate 20000 --duration 30s --pid $(pidof server)
  coapt bench coap://127.0.0.1/test -m PUT 'on' --non --requests 100000 --json > before.json
  coapt bench coap://127.0.0.1/test --compare before.json
  coapt bench coap://127.0.0.1/test --observe --clients 5000 --trigger 10

Without --rate, --window requests are under way at any time (closed loop). With it, requests
begin by a fixed schedule (open loop), and latency counts from the time at which they should
have begun, so that a server which stands still is not measured better than it is.

Each client is an endpoint with message ids of its own, which last for 265 requests a second
(RFC 7252 §4.4). In 127.0.0.0/8 clients are addresses behind one socket; elsewhere each is a
socket with a port of its own, 512 at most. While there are as many clients as requests under
way, each client has one at a time, or as many as --burst says.

With --observe all clients register first, then notifications are counted. With --trigger one
more client puts the next number there, in eight figures, and a notification whose payload is
such a number is timed.

It ends with status 0 if a request was answered with a code 2.xx.")]
pub(crate) struct Args {
    #[command(flatten)]
    request: OptionArgs,
    /// Body: text, @FILE, or - for standard input
    #[arg(value_name = "BODY", allow_negative_numbers = true)]
    body: Option<OsString>,
    /// Method: GET, POST, PUT, DELETE, FETCH, PATCH or iPATCH
    #[arg(short, long, default_value = "GET", value_parser = method)]
    method: Code,
    /// Format of the body: a media type, a short name such as json, or a number
    #[arg(short = 't', long, value_name = "FORMAT", value_parser = options::content_format)]
    content_format: Option<ContentFormat>,
    /// Block of a long body, both ways: 16, 32, 64, 128, 256, 512 or 1024 bytes
    #[arg(long, value_name = "SIZE", value_parser = link::block_size)]
    block: Option<u16>,
    #[command(flatten)]
    load: LoadArgs,
    #[command(flatten)]
    timing: TimingArgs,
    #[command(flatten)]
    pub(super) observe: ObserveArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// How much load, and for how long
#[derive(clap::Args, Debug)]
struct LoadArgs {
    /// Requests under way at once, at most [default: 64; 10000 with --rate]
    #[arg(short, long, alias = "concurrency", value_name = "N")]
    #[arg(value_parser = whole(1..=MAX_SLOTS))]
    window: Option<u32>,
    /// Begin so many requests a second by a fixed schedule
    #[arg(short, long, value_name = "N", value_parser = rate)]
    rate: Option<f64>,
    /// Clients that take turns; observers with --observe [default: 1000; 64 outside 127.0.0.0/8]
    #[arg(long, value_name = "N", value_parser = whole(1..=u32::MAX))]
    clients: Option<u32>,
    /// Begin so many requests of a client in a row; from 4 on they leave as one message, which costs less here
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole(1..=64_u32))]
    burst: u32,
    /// End after so many requests
    #[arg(short = 'n', long, value_name = "N", value_parser = whole(1..=u64::MAX))]
    requests: Option<u64>,
    /// End after this time, such as 10s, 500ms or 2m [default: 10s; 24h with --requests]
    #[arg(short, long, value_name = "TIME", value_parser = period)]
    duration: Option<Duration>,
}

/// When messages are sent again and given up
#[derive(clap::Args, Debug)]
struct TimingArgs {
    /// Send a confirmable message again after 1 to 1.5 times this, then after twice as long, and so on
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = link::seconds)]
    ack_timeout: Duration,
    /// Send a confirmable message again so often
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(..=20))]
    max_retransmit: u8,
    /// Wait so long for what no retransmission brings: the answer to a message with --non, or after the acknowledgement
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = link::seconds)]
    timeout: Duration,
}

/// Observers instead of requests
#[derive(clap::Args, Debug)]
pub(super) struct ObserveArgs {
    /// Register each client as an observer, and count notifications
    #[arg(long, conflicts_with_all = ["rate", "requests", "body", "method"])]
    pub(super) observe: bool,
    /// Change the resource so often in a second by PUT of a number, and time how long each observer waits for it
    #[arg(long, value_name = "N", requires = "observe", value_parser = rate)]
    pub(super) trigger: Option<f64>,
}

/// What is told
#[derive(clap::Args, Debug)]
pub(super) struct OutputArgs {
    /// Tell the CPU time for each request of the server with this process id, too
    #[arg(long, value_name = "PID", value_parser = whole(1..=u32::MAX))]
    pub(super) pid: Option<u32>,
    /// Print one JSON object; times are in microseconds
    #[arg(long)]
    pub(super) json: bool,
    /// Tell what has changed since this result of --json
    #[arg(long, value_name = "FILE")]
    pub(super) compare: Option<PathBuf>,
}

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) uri: String,
    pub(super) target: SocketAddr,
    pub(super) template: Template,
    pub(super) pace: Pace,
    pub(super) window: u32,
    pub(super) clients: u32,
    pub(super) requests: u64,
    pub(super) duration: Duration,
    pub(super) ack_timeout: Duration,
    pub(super) max_retransmit: u8,
    pub(super) patience: Duration,
    /// How many requests of a client begin in a row.
    pub(super) burst: u32,
    /// What an observer sends when it leaves.
    pub(super) farewell: Option<Template>,
    /// What changes the observed resource.
    pub(super) changes: Option<Changes>,
}

/// The changes of an observed resource: each puts the next number there, in eight figures.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    /// How many there are in a second.
    pub(super) rate: f64,
    template: Template,
}

impl Changes {
    /// How many figures a number has.
    const FIGURES: usize = 8;

    /// Appends the request that puts a number.
    pub(super) fn write(&self, number: u64, numbers: (u16, u32), out: &mut Vec<u8>) {
        self.template.write(self.template.first_stage(), numbers, out);
        out.truncate(out.len().saturating_sub(Self::FIGURES));
        out.extend_from_slice(format!("{:08}", number % 100_000_000).as_bytes());
    }

    /// Reads the number that a notification carries.
    pub(super) fn number(payload: &[u8]) -> Option<u64> {
        let figures =
            payload.first_chunk::<{ Self::FIGURES }>().filter(|it| it.len() == payload.len())?;
        std::str::from_utf8(figures).ok()?.parse().ok()
    }
}

impl Args {
    /// Makes the plan; looks the host up.
    pub(super) fn plan(&self) -> Result<Plan, Failure> {
        let uri = self.request.uri.clone();
        let target = target(&uri)?;
        let clients = self.clients(target)?;
        let template = self.template(target, self.method)?;
        let pace = self.load.rate.map_or(Pace::Closed, |rate| Pace::Open { rate });
        let window = match pace {
            Pace::Closed => WINDOW,
            Pace::Open { .. } => OPEN_WINDOW,
        };
        let window = self.load.window.unwrap_or(window);
        let requests = self.load.requests;
        let duration = self.load.duration.or(requests.map(|_| LONGEST)).unwrap_or(DURATION);
        Ok(Plan {
            uri,
            target,
            // Blocks of two bodies from one client would be taken for one body (RFC 7959 §2.4).
            window: if template.is_upload() { window.min(clients) } else { window },
            burst: if template.is_upload() { 1 } else { self.load.burst },
            farewell: self.farewell(target)?,
            changes: self.changes(target)?,
            template,
            pace,
            clients,
            requests: requests.unwrap_or(u64::MAX),
            duration,
            ack_timeout: self.timing.ack_timeout,
            max_retransmit: self.timing.max_retransmit,
            patience: self.timing.timeout,
        })
    }

    fn clients(&self, target: SocketAddr) -> Result<u32, Failure> {
        let (most, usual) = if ports::is_shared(target) {
            (MAX_LOOPBACK, LOOPBACK_CLIENTS)
        } else {
            (MAX_SOCKETS, CLIENTS)
        };
        let clients = self.load.clients.unwrap_or(usual);
        if clients <= most {
            return Ok(clients);
        }
        Err(Failure::usage(if ports::is_shared(target) {
            format!("there can be {most} clients at most; {clients} are asked for")
        } else {
            format!(
                "outside 127.0.0.0/8 each client is a socket of its own, with one address for all; \
                 there can be {most} at most; {clients} are asked for"
            )
        }))
    }

    /// Gives what an observer leaves with.
    fn farewell(&self, target: SocketAddr) -> Result<Option<Template>, Failure> {
        if !self.observe.observe {
            return Ok(None);
        }
        let mut options = self.options(target)?;
        options.set_uint(OptionNumber::OBSERVE, 1);
        Ok(Some(Template::new(self.kind(), Code::GET, options, Vec::new(), None)))
    }

    /// Gives what changes the observed resource.
    fn changes(&self, target: SocketAddr) -> Result<Option<Changes>, Failure> {
        let Some(rate) = self.observe.trigger else { return Ok(None) };
        let options = parsed(&self.request.uri)?.options(target);
        let payload = vec![b'0'; Changes::FIGURES];
        let kind = MessageType::NonConfirmable;
        let template = Template::new(kind, Code::PUT, options, payload, None);
        Ok(Some(Changes { rate, template }))
    }

    fn template(&self, target: SocketAddr, method: Code) -> Result<Template, Failure> {
        let Body { bytes, format } = match &self.body {
            Some(text) => body::from_argument(text.as_bytes())?,
            None => Body { bytes: Vec::new(), format: None },
        };
        let mut options = self.options(target)?;
        if let Some(format) = self.content_format.or(format) {
            options.set_uint(OptionNumber::CONTENT_FORMAT, format.value().into());
        }
        if self.observe.observe {
            options.set_uint(OptionNumber::OBSERVE, 0);
        }
        let block = self.block.and_then(|size| Block::size_exponent_for(size.into()));
        Ok(Template::new(self.kind(), method, options, bytes, block))
    }

    fn options(&self, target: SocketAddr) -> Result<OptionsBuf, Failure> {
        let mut options = parsed(&self.request.uri)?.options(target);
        self.request.add_to(&mut options).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(options)
    }

    fn kind(&self) -> MessageType {
        let is_non = self.request.is_non_confirmable();
        if is_non { MessageType::NonConfirmable } else { MessageType::Confirmable }
    }
}

/// Finds the server; groups are not for measuring.
fn target(uri: &str) -> Result<SocketAddr, Failure> {
    link::check_with_zone(uri)?;
    let parsed = parsed(uri)?;
    let host = parsed.host().to_string();
    let address = resolve(&host, parsed.port(), Family::Any)
        .map_err(|source| link::failure(&Error::Resolve { host, source }, uri))?;
    let is_broadcast = matches!(address, SocketAddr::V4(v4) if v4.ip().is_broadcast());
    if address.ip().is_multicast() || is_broadcast {
        return Err(link::failure(&Error::Multicast { address }, uri));
    }
    Ok(address)
}

fn parsed(uri: &str) -> Result<Uri, Failure> {
    Uri::parse(uri)
        .map_err(|source| link::failure(&Error::Uri { uri: uri.to_owned(), source }, uri))
}

/// Reads a method by its name.
fn method(text: &str) -> Result<Code, String> {
    const METHODS: [Code; 7] =
        [Code::GET, Code::POST, Code::PUT, Code::DELETE, Code::FETCH, Code::PATCH, Code::IPATCH];
    let is_it = |code: &Code| code.name().is_some_and(|name| name.eq_ignore_ascii_case(text));
    METHODS
        .into_iter()
        .find(is_it)
        .ok_or_else(|| "a method is GET, POST, PUT, DELETE, FETCH, PATCH or iPATCH".to_owned())
}

/// Reads how often in a second.
fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "this is no number")?;
    if (0.001..=10_000_000.0).contains(&rate) {
        Ok(rate)
    } else {
        Err("a rate lies between 0.001 and 10000000 a second".to_owned())
    }
}

/// Reads a time such as `10s`; without a unit it is in seconds.
fn period(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text {
        _ if text.ends_with("ms") => (text.strip_suffix("ms"), 0.001),
        _ if text.ends_with('s') => (text.strip_suffix('s'), 1.0),
        _ if text.ends_with('m') => (text.strip_suffix('m'), 60.0),
        _ if text.ends_with('h') => (text.strip_suffix('h'), 3600.0),
        _ => (Some(text), 1.0),
    };
    let number: f64 = number
        .and_then(|number| number.parse().ok())
        .ok_or("a time looks like 10s, 500ms, 2m or 1h")?;
    Duration::try_from_secs_f64(number * unit)
        .ok()
        .filter(|time| !time.is_zero() && *time <= LONGEST)
        .ok_or_else(|| "a time is more than 0 and at most 24h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units() {
        let all = ["10s", "500ms", "2m", "1h", "1.5"].map(|text| period(text).unwrap().as_millis());

        assert_eq!(all, [10_000, 500, 120_000, 3_600_000, 1500]);
        for wrong in ["", "s", "ms", "0", "-1s", "25h", "NaN", "inf", "10 s", "1d"] {
            assert!(period(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn methods_have_names_and_rates_bounds() {
        assert_eq!((method("put"), method("iPATCH")), (Ok(Code::PUT), Ok(Code::IPATCH)));
        assert!(method("OBSERVE").is_err() && method("").is_err());
        assert_eq!(rate("0.5"), Ok(0.5));
        for wrong in ["0", "-1", "NaN", "inf", "1e9", "many"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
