//! `coapt serve`: make the files of a folder resources.

mod ahead;
mod handler;
#[cfg(test)]
mod inside;
mod links;
pub(crate) mod media;
mod path;
mod share;
mod store;
mod watch;
mod write;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use coapt::net::Faults;
use coapt::wire::ContentFormat;
use coapt::wire::uri::DEFAULT_PORT;
use coapt::{Config, Handle, Incoming, Resource, Server, ServerReply, Workers};

use crate::failure::{Failure, Status};
use crate::faults;
use crate::paint::{Paint, Role};
use crate::printer::Printer;
use crate::show;
use crate::trace::Trace;

pub(crate) use self::handler::Access;

use self::ahead::Transfers;
use self::store::Store;

/// Serve the files of a folder, with discovery and observation
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt serve public
  coapt serve --write --max-size 1M inbox
  coapt serve --bind [::1]:5683 --bind 127.0.0.1:5683 -v public
  coapt serve --workers auto --bind 0.0.0.0 public")]
pub(crate) struct Args {
    /// Folder whose files become resources; names that begin with a dot are left out
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Address to serve at; give it again for another one; port 0 lets the system choose
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:5683", value_parser = address)]
    bind: Vec<SocketAddr>,
    /// Let clients store (PUT), add (POST) and remove (DELETE) files
    #[arg(long)]
    write: bool,
    /// Largest file that a client may store; K, M and G stand for KiB, MiB and GiB
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    max_size: usize,
    /// Have clients show that they are there (Echo, RFC 9175) before they get long answers or change something
    #[arg(long)]
    guard: bool,
    /// Answer each client so many requests a second at most; further ones are told to wait (4.29)
    #[arg(long, value_name = "REQUESTS", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Serve from so many threads, or from one on each core (auto); clients and limits for all are parted between them
    #[arg(long, value_name = "N", default_value = "1", value_parser = share::workers)]
    workers: usize,
    /// Lose so much of what comes in and goes out, in percent, to try clients with
    #[arg(long, value_name = "PERCENT", value_parser = faults::percent)]
    loss: Option<f64>,
    /// Tell each request on standard error; twice: each message
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
}

/// How many times what it sent an unverified client is sent at most (RFC 9175 §2.4).
const AMPLIFICATION: u32 = 3;

/// Ends with status 0 on SIGINT and SIGTERM.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    let mut workers = open(args)?;
    watch(&args.folder, workers.handle())?;
    end_on_signals(workers.handle())?;
    for address in workers.local_addrs() {
        printer.line(&format!("serving {} at coap://{address}", args.folder.display()))?;
    }
    workers.run().map_err(|error| Failure::local(format!("the server failed: {error}")))?;
    Ok(Status::Success)
}

/// Makes the workers that answer from the folder.
fn open(args: &Args) -> Result<Workers, Failure> {
    let mut config = Config::default();
    config.limits.body = args.max_size;
    config.limits.bodies_per_peer = config.limits.bodies_per_peer.max(args.max_size);
    config.limits.amplification = args.guard.then_some(AMPLIFICATION);
    config.limits.request_rate = args.rate;
    config.limits = share::of_each(config.limits, args.workers);
    let mut builder = args.bind.iter().fold(Server::builder(), |it, address| it.bind(*address));
    builder = builder.config(config);
    if let Some(loss) = args.loss {
        builder = builder.faults(Faults { loss, ..Faults::default() });
    }
    if args.verbose > 1 {
        builder = builder.tap(Box::new(Trace::stderr().dropped_by("--loss")));
    }
    let access = if args.write { Access::Write } else { Access::Read };
    let log = if args.verbose > 0 { Log::Requests(Paint::for_stderr()) } else { Log::Nothing };
    let folder = Folder::open(&args.folder, access, log)?;
    builder
        .build_workers(args.workers, |server| folder.serve(server))
        .map_err(|error| Failure::local(error.to_string()))
}

/// A folder as it is served.
pub(crate) struct Folder {
    store: Arc<Store>,
    access: Access,
    log: Log,
}

impl Folder {
    /// Opens the folder at a path.
    pub(crate) fn open(path: &Path, access: Access, log: Log) -> Result<Self, Failure> {
        let store = Store::open_folder(path).map_err(|error| {
            Failure::local(format!("cannot open the folder {}: {error}", path.display()))
        })?;
        Ok(Self { store: Arc::new(store), access, log })
    }

    /// Lets a server answer from the folder; several may.
    pub(crate) fn serve(&self, server: &mut Server) {
        let Self { access, log, .. } = *self;
        let (files, store) = (Arc::clone(&self.store), Arc::clone(&self.store));
        let core =
            Resource::new().hidden().observable().content_format(ContentFormat::LINK_FORMAT).get(
                move |request: &Incoming| log.note(request, handler::discover(&files, request)),
            );
        server.route("/.well-known/core", core);
        let mut transfers = Transfers::default();
        server.fallback(move |request: &Incoming| {
            let reply = handler::answer(&store, access, &mut transfers, request);
            log.note(request, reply)
        });
    }
}

/// Watches the folder for the observers of a server.
pub(crate) fn watch(folder: &Path, server: Handle) -> Result<(), Failure> {
    watch::begin(folder, server).map_err(|error| {
        Failure::local(format!("cannot watch the folder {}: {error}", folder.display()))
    })
}

/// What is told about requests.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Log {
    /// Nothing.
    Nothing,
    /// Each request and how it was answered.
    Requests(Paint),
}

impl Log {
    fn note(self, request: &Incoming, reply: ServerReply) -> ServerReply {
        if let Self::Requests(paint) = self {
            let role = if reply.code().is_success() { Role::Good } else { Role::Bad };
            let method = request.method();
            let line = format!(
                "{} {} {} {} {}",
                request.peer().address(),
                method.name().map_or_else(|| method.to_string(), str::to_owned),
                show::option::path_and_query(request.options()),
                paint.text(role, &reply.code().to_string()),
                show::text::size(reply.body().len() as u64),
            );
            // Nobody is left to be told when standard error is gone.
            writeln!(std::io::stderr(), "{line}").ok();
        }
        reply
    }
}

/// Stops the server when the system or a person asks for it.
fn end_on_signals(handle: Handle) -> Result<(), Failure> {
    let failed = |error| Failure::local(format!("cannot listen for signals: {error}"));
    let mut signals = Signals::new([SIGINT, SIGTERM]).map_err(failed)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for _ in signals.forever() {
                handle.stop();
            }
        })
        .map_err(failed)?;
    Ok(())
}

/// Reads `ADDR:PORT`, or an address alone, which gets the port of CoAP.
fn address(text: &str) -> Result<SocketAddr, String> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, DEFAULT_PORT));
    }
    let text = match text.strip_prefix("localhost:") {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
        None => text.to_owned(),
    };
    text.parse().map_err(|_| "an address looks like 127.0.0.1:5683 or [::1]:5683".to_owned())
}

/// Reads a size such as `16M`.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = match text.to_ascii_uppercase().strip_suffix(['K', 'M', 'G']) {
        Some(number) => (number.to_owned(), text.bytes().last().unwrap_or_default()),
        None => (text.to_owned(), 0),
    };
    let shift = match unit.to_ascii_uppercase() {
        b'K' => 10,
        b'M' => 20,
        b'G' => 30,
        _ => 0,
    };
    let number: usize = number.parse().map_err(|_| "a size looks like 65536, 64K or 16M")?;
    number.checked_mul(1 << shift).ok_or_else(|| "that is more than fits".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("65536"), Ok(65_536));
        assert_eq!(size("64K"), Ok(65_536));
        assert_eq!(size("16m"), Ok(16 << 20));
        assert_eq!(size("1G"), Ok(1 << 30));
        for wrong in ["", "M", "x", "1.5M", "-1", "99999999999999999999", "18446744073709551615K"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    // rfc: M-7252-7.1-01
    #[test]
    fn an_address_may_leave_out_the_port() {
        assert_eq!(address("127.0.0.1").unwrap().port(), 5683);
        assert_eq!(address("[::1]").unwrap().to_string(), "[::1]:5683");
        assert_eq!(address("[::1]:7").unwrap().to_string(), "[::1]:7");
        assert_eq!(address("localhost:0").unwrap().to_string(), "127.0.0.1:0");
        assert!(address("house").is_err());
    }
}
