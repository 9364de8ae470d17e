//! The client behind the subcommands, and what its errors mean for the exit status.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use coapt::net::{Family, NetError};
use coapt::wire::uri::Host;
use coapt::{Client, Error, Uri, UriError};

use crate::failure::{Failure, Status};
use crate::faults::FaultArgs;
use crate::trace::Trace;

/// What all subcommands that talk to a server have in common
#[derive(clap::Args, Debug)]
pub(crate) struct LinkArgs {
    /// Give up after this many seconds, such as 2 or 0.5
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Largest block of a long body, both ways: 16, 32, 64, 128, 256, 512 or 1024 bytes
    #[arg(long, value_name = "SIZE", value_parser = block_size)]
    block: Option<u16>,
    /// Use IPv4 only
    #[arg(short = '4', long = "ipv4", conflicts_with = "ipv6")]
    ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6', long = "ipv6")]
    ipv6: bool,
    /// Send from this address, port, or both: `192.0.2.7`, `[2001:db8::7]:5000`, `:5000`
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = source)]
    source: Option<Source>,
    /// Send and receive by this network interface, such as eth0
    #[arg(long, value_name = "NAME", value_parser = interface)]
    interface: Option<String>,
    /// Tell each message on standard error as it happens
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    faults: FaultArgs,
}

/// Where to send from: an address, or a port of any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Source {
    address: Option<IpAddr>,
    /// 0 leaves it to the system.
    port: u16,
    /// The zone of a link-local address, as a number.
    zone: u32,
}

impl LinkArgs {
    /// Makes the client.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let mut builder = Client::builder().family(self.family()?);
        if let Some(source) = self.source {
            builder = match source.local() {
                Some(local) => builder.local(local),
                None => builder.port(source.port),
            };
        }
        if let Some(name) = &self.interface {
            builder = builder.device(name);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(size) = self.block {
            builder = builder.block_size(size);
        }
        if let Some(faults) = self.faults.faults(self.verbose)? {
            builder = builder.faults(faults);
        }
        if self.verbose {
            builder = builder.tap(Box::new(Trace::stderr()));
        }
        builder.build().map_err(|error| failure(&error, ""))
    }

    /// Tells whether a request can go to this URI at all; looks nothing up.
    pub(crate) fn check(&self, uri: &str) -> Result<(), Failure> {
        let has_zone = self.interface.is_some() || self.source.is_some_and(|it| it.zone != 0);
        if has_zone { check(uri) } else { check_with_zone(uri) }
    }

    /// Tells which addresses will do.
    fn family(&self) -> Result<Family, Failure> {
        let family = match (self.ipv4, self.ipv6) {
            (true, _) => Family::V4,
            (false, true) => Family::V6,
            (false, false) => Family::Any,
        };
        let address = self.source.and_then(|source| source.address);
        match (family, address) {
            (Family::V4, Some(address @ IpAddr::V6(_)))
            | (Family::V6, Some(address @ IpAddr::V4(_))) => Err(Failure::usage(format!(
                "--source {address} is no {family} address, and {family} was asked for"
            ))),
            (Family::V4 | Family::V6 | Family::Any, _) => Ok(family),
        }
    }

    /// Returns the port to send from, if only one will do.
    pub(crate) fn port(&self) -> Option<u16> {
        self.source.map(|source| source.port).filter(|port| *port != 0)
    }

    /// Returns the time limit, if one was set.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout
    }
}

impl Source {
    /// Gives the address to bind, if it is not the port alone that matters.
    fn local(self) -> Option<SocketAddr> {
        let mut local = SocketAddr::new(self.address?, self.port);
        if let SocketAddr::V6(v6) = &mut local {
            v6.set_scope_id(self.zone);
        }
        Some(local)
    }
}

/// Does the same where nothing else says which interface to go by: a link-local address has to (RFC 4007 §6).
pub(crate) fn check_with_zone(text: &str) -> Result<(), Failure> {
    check(text)?;
    match Uri::parse(text).as_ref().map(Uri::host) {
        Ok(Host::V6(address, None)) if address.is_unicast_link_local() => {
            let names = interfaces();
            let usual = names.iter().find(|name| *name != "lo").map_or("eth0", String::as_str);
            let known = if names.is_empty() {
                String::new()
            } else {
                format!("; there are {}", names.join(", "))
            };
            Err(Failure::usage(format!(
                "{address} is link-local, so the URI has to name the interface, such as \
                 coap://[{address}%25{usual}]{known}"
            )))
        }
        Ok(Host::Name(_) | Host::V4(_) | Host::V6(..)) | Err(_) => Ok(()),
    }
}

/// Tells whether a request can go to this URI at all, whichever way; looks nothing up.
fn check(text: &str) -> Result<(), Failure> {
    match Uri::parse(text) {
        Ok(uri) if uri.is_secure() => Err(unsupported("coaps")),
        Ok(_) => Ok(()),
        Err(source) => Err(failure(&Error::Uri { uri: text.to_owned(), source }, text)),
    }
}

fn unsupported(scheme: &str) -> Failure {
    Failure::usage(format!("{scheme}:// is not supported; only coap:// is"))
}

/// Says that an address belongs to an interface that is not there.
fn no_zone(host: &str) -> Failure {
    let (address, zone) = host.split_once('%').unwrap_or((host, ""));
    let names = interfaces().join(", ");
    let message = format!("there is no interface {zone} to reach {address} by");
    if names.is_empty() {
        return Failure::new(Status::Unreachable, message);
    }
    Failure::new(Status::Unreachable, format!("{message}; there are {names}"))
}

fn no_scheme(uri: &str) -> Failure {
    let rest = uri.trim_start_matches('/');
    let meant = format!("coap://{rest}");
    let hint = match Uri::parse(&meant) {
        Ok(_) if !uri.starts_with('/') => format!(": did you mean {meant}?"),
        Ok(_) | Err(_) => String::new(),
    };
    Failure::usage(format!("{uri:?} has no scheme; a URI starts with coap://{hint}"))
}

/// Says what a failed exchange with `uri` means.
pub(crate) fn failure(error: &Error, uri: &str) -> Failure {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the library may grow more; all are ours")]
    let status = match error {
        Error::Uri { source: UriError::NoScheme, uri } => return no_scheme(uri),
        // What stands before the colon of a host and its port looks like a scheme.
        Error::Uri { source: UriError::Scheme { .. }, uri } if !uri.contains("://") => {
            return no_scheme(uri);
        }
        Error::Uri { source: UriError::Scheme { scheme }, .. } | Error::Scheme { scheme } => {
            return unsupported(scheme);
        }
        Error::Resolve { source: NetError::WrongFamily { .. }, .. } => {
            return Failure::usage(format!("{uri}: {error}"));
        }
        Error::Uri { .. }
        | Error::Multicast { .. }
        | Error::OptionTooLong { .. }
        | Error::BlockSize { .. } => {
            return Failure::usage(error.to_string());
        }
        Error::Resolve { host, .. } if host.contains('%') => return no_zone(host),
        Error::Resolve { .. } => return Failure::new(Status::Unreachable, error.to_string()),
        Error::TimedOut { .. } => Status::TimedOut,
        Error::Reset | Error::Refused => Status::Rejected,
        Error::Unreachable => Status::Unreachable,
        Error::Net(error) => of_system(error.kind()),
        _ => Status::Local,
    };
    if uri.is_empty() {
        return Failure::new(status, error.to_string());
    }
    Failure::new(status, format!("{uri}: {error}"))
}

/// Says what an error of the system means.
fn of_system(kind: std::io::ErrorKind) -> Status {
    use std::io::ErrorKind;
    let rejected = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset];
    let unreachable = [
        ErrorKind::HostUnreachable,
        ErrorKind::NetworkUnreachable,
        ErrorKind::NetworkDown,
        ErrorKind::AddrNotAvailable,
        ErrorKind::NotFound,
    ];
    if rejected.contains(&kind) {
        Status::Rejected
    } else if unreachable.contains(&kind) {
        Status::Unreachable
    } else {
        Status::Local
    }
}

/// Reads a number of seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "this is no number of seconds")?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "the time must be more than 0 seconds".to_owned())
}

/// Reads where to send from.
fn source(text: &str) -> Result<Source, String> {
    if let Some(port) = text.strip_prefix(':').filter(|port| !port.contains(':')) {
        let port = port.parse().map_err(|_| format!("{port:?} is no port; 0 to 65535 are"))?;
        return Ok(Source { address: None, port, zone: 0 });
    }
    // With a port or without, with a zone by name or by number: all that an address can be resolves.
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, port),
        _ => (text, "0"),
    };
    let is_address =
        text.starts_with(|letter: char| letter.is_ascii_hexdigit() || "[:".contains(letter));
    let address = port.parse().ok().filter(|_| is_address).and_then(|port| {
        let inner = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let host = inner.unwrap_or(host);
        let is_literal = host.split('%').next().is_some_and(|ip| ip.parse::<IpAddr>().is_ok());
        coapt::net::resolve(host, port, Family::Any).ok().filter(|_| is_literal)
    });
    match address {
        Some(SocketAddr::V6(v6)) => {
            Ok(Source { address: Some((*v6.ip()).into()), port: v6.port(), zone: v6.scope_id() })
        }
        Some(SocketAddr::V4(v4)) => {
            Ok(Source { address: Some((*v4.ip()).into()), port: v4.port(), zone: 0 })
        }
        None => Err(format!(
            "{text} is no address of an interface; the forms are 192.0.2.7, 192.0.2.7:5000, \
             2001:db8::7, [2001:db8::7]:5000 and :5000"
        )),
    }
}

/// Reads the name of a network interface; where the system lists them it has to be one of those.
fn interface(text: &str) -> Result<String, String> {
    let names = interfaces();
    if names.is_empty() || names.iter().any(|name| name == text) {
        return Ok(text.to_owned());
    }
    Err(format!("there is no such interface; there are {}", names.join(", ")))
}

/// Lists the network interfaces; none where the system does not tell.
fn interfaces() -> Vec<String> {
    let Ok(listed) = std::fs::read_dir("/sys/class/net") else { return Vec::new() };
    let names = listed.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

pub(crate) fn block_size(text: &str) -> Result<u16, String> {
    let size = text.parse().ok();
    size.filter(|size| [16, 32, 64, 128, 256, 512, 1024].contains(size))
        .ok_or_else(|| "a block has 16, 32, 64, 128, 256, 512 or 1024 bytes".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_status() {
        let uri = "coap://[::1]/a";
        let statuses = [
            Error::TimedOut { after: Duration::from_secs(1) },
            Error::Reset,
            Error::Refused,
            Error::Unreachable,
            Error::Scheme { scheme: "coaps".to_owned() },
            Error::Blocks,
        ]
        .map(|error| failure(&error, uri).status().number());

        assert_eq!(statuses, [6, 7, 7, 8, 2, 1]);
    }

    #[test]
    fn sources_are_addresses_with_or_without_a_port() {
        for (text, expected) in [
            ("127.0.0.1", "127.0.0.1:0"),
            ("127.0.0.1:5000", "127.0.0.1:5000"),
            ("::1", "[::1]:0"),
            ("[::1]", "[::1]:0"),
            ("[::1]:5000", "[::1]:5000"),
            ("fe80::1%lo", "[fe80::1%1]:0"),
            ("[fe80::1%1]:7", "[fe80::1%1]:7"),
        ] {
            assert_eq!(source(text).unwrap().local(), expected.parse().ok(), "{text}");
        }
        let alone = source(":5000").unwrap();
        assert_eq!((alone.local(), alone.port), (None, 5000));
        for wrong in ["localhost", "eth0", "127.0.0.1:x", "127.0.0.1:70000", "", ":x", "[::1"] {
            assert!(source(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn interfaces_that_are_missing_are_told_from_those_that_are_there() {
        assert_eq!(interface("lo"), Ok("lo".to_owned()));
        let error = interface("no-such").unwrap_err();
        assert!(
            error.starts_with("there is no such interface; there are ") && error.contains("lo")
        );
    }

    #[test]
    fn a_uri_without_a_scheme_is_met_with_the_one_that_is_meant() {
        for (uri, expected) in [
            ("localhost/x", "; a URI starts with coap://: did you mean coap://localhost/x?"),
            (
                "10.0.0.1:5683/x",
                "; a URI starts with coap://: did you mean coap://10.0.0.1:5683/x?",
            ),
            ("localhost:5683", "; a URI starts with coap://: did you mean coap://localhost:5683?"),
            ("/x", "; a URI starts with coap://"),
        ] {
            let failure = check(uri).unwrap_err();
            assert_eq!(failure.message(), Some(&*format!("{uri:?} has no scheme{expected}")));
        }
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        for wrong in ["0", "-1", "inf", "NaN", "x", "1e300"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
