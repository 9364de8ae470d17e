//! `coapt serve`: make the files of a folder resources.

mod access_log;
mod ahead;
mod clock;
mod dynamic;
mod groups;
mod handler;
#[cfg(test)]
mod inside;
mod links;
pub(crate) mod media;
mod path;
mod share;
mod status;
mod store;
mod watch;
mod witness;
mod write;

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use coapt::net::Faults;
use coapt::wire::ContentFormat;
use coapt::wire::uri::DEFAULT_PORT;
use coapt::{Config, Handle, Incoming, Reliability, Resource, Server, Workers};

use crate::failure::{Failure, Status};
use crate::faults;
use crate::paint::Paint;
use crate::printer::Printer;
use crate::trace::Trace;
use crate::whole::whole;

pub(crate) use self::dynamic::Dynamic;
pub(crate) use self::handler::Access;

use self::access_log::{AccessLog, Place};
use self::ahead::Transfers;
use self::status::tally::Tally;
use self::status::{Audience, StatusPage, Watched};
use self::store::Store;
use self::witness::Told;

/// Serve files, values and the output of commands, with discovery and observation
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt serve public
  coapt serve --write --max-size 1M inbox
  coapt serve --bind [::1]:5683 --bind 127.0.0.1:5683 -v public
  coapt serve --workers auto --bind 0.0.0.0 public
  coapt serve --value hall/temp=21.5 --exec load='cat /proc/loadavg'
  coapt serve --demo-resources --status 127.0.0.1:8080
  coapt serve --access-log /var/log/coapt.log public
  coapt serve --bind 0.0.0.0 --bind [::] --join all public
  coapt serve --bind 0.0.0.0 --join 239.255.7.7%eth0 --leisure 1 public

Of a group's requests only those for /.well-known/core are answered: they come from whoever likes,
and each has many answers (RFC 7252, section 11.3). Interfaces that come up later are not joined.

A command of --exec reads the body from standard input. Its environment says the rest: COAPT_METHOD, COAPT_PATH,
COAPT_QUERY, COAPT_PEER, COAPT_CONTENT_FORMAT and COAPT_ACCEPT. It is run by /bin/sh for each request; a status other
than 0 is answered 5.00, and so are more than --max-size bytes. Clients may use all methods, and PUT values, without
--write, which speaks of files.")]
pub(crate) struct Args {
    /// Folder whose files become resources; names that begin with a dot are left out
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Address to serve at; give it again for another one; port 0 lets the system choose
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:5683", value_parser = address)]
    bind: Vec<SocketAddr>,
    /// Let clients store (PUT), add (POST) and remove (DELETE) files
    #[arg(long)]
    write: bool,
    /// Let clients only read files, which is so anyway without --write
    #[arg(long)]
    readonly: bool,
    /// Largest file that a client may store; K, M and G stand for KiB, MiB and GiB
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    max_size: usize,
    /// Have clients show that they are there (Echo, RFC 9175) before they get long answers or change something
    #[arg(long)]
    guard: bool,
    /// Answer each client so many requests a second at most; further ones are told to wait (4.29)
    #[arg(long, value_name = "REQUESTS", value_parser = whole(1..=u32::MAX))]
    rate: Option<u32>,
    /// Type of the notifications to observers: con (confirmable), or non (non-confirmable), save one in 24 hours
    #[arg(long, value_name = "TYPE", default_value = "con", value_parser = reliability)]
    notify: Reliability,
    /// Serve from so many threads, or from one on each core (auto); clients and limits for all are parted between them
    #[arg(long, value_name = "N", default_value = "1", value_parser = share::workers)]
    workers: usize,
    /// Lose so much of what comes in and goes out, in percent, to try clients with
    #[arg(long, value_name = "PERCENT", value_parser = faults::percent)]
    loss: Option<f64>,
    /// Tell each request on standard error; twice: each message
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
    #[command(flatten)]
    groups: groups::GroupArgs,
    #[command(flatten)]
    watch: witness::WatchArgs,
    #[command(flatten)]
    dynamic: dynamic::ResourceArgs,
}

/// How many times what it sent an unverified client is sent at most (RFC 9175 §2.4).
const AMPLIFICATION: u32 = 3;

/// Ends with status 0 on SIGINT and SIGTERM.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    if args.write && args.readonly {
        let why = "--readonly and --write contradict each other; clients only read without either";
        return Err(Failure::usage(why));
    }
    args.groups.check(&args.bind)?;
    let dynamic = Dynamic::open(&args.dynamic, args.max_size)?;
    if args.folder.is_none() && dynamic.len() == 0 {
        let why =
            "there is nothing to serve: name a folder, or add --value, --exec or --demo-resources";
        return Err(Failure::usage(why));
    }
    let access = if args.write { Access::Write } else { Access::Read };
    let folder = args.folder.as_deref().map(|path| Folder::open(path, access)).transpose()?;
    if let Some(path) = &args.folder {
        dynamic.check_beside(path)?;
    }
    let log = args
        .watch
        .access_log
        .as_deref()
        .map(Place::named)
        .map(|place| AccessLog::open(&place))
        .transpose()?;
    let audience = if args.watch.status_public { Audience::Public } else { Audience::Local };
    let page = args.watch.status.map(|at| StatusPage::bind(at, audience)).transpose()?;
    let told = Told {
        terminal: (args.verbose > 0).then(Paint::for_stderr),
        log: log.clone(),
        tally: None,
    };
    let mut tallies = Vec::new();
    let mut workers = build(args, |server| {
        let tally = page.as_ref().map(|_| Tally::shared());
        tallies.extend(tally.clone());
        Told { tally, ..told.clone() }.of(server);
        dynamic.serve(server);
        match &folder {
            Some(folder) => folder.serve(server, &dynamic),
            None => list(server, &dynamic),
        }
    })?;
    if let Some(path) = &args.folder {
        watch(path, workers.handle())?;
    }
    handle_signals(workers.handle(), log.clone())?;
    announce(args, &workers, &dynamic, printer)?;
    if let Some(page) = page {
        let addresses = workers.local_addrs();
        tell(args, printer, &format!("status at http://{}/", page.address()))?;
        page.begin(Watched { tallies, handle: workers.handle(), addresses, name: name(args) })?;
    }
    let ended = workers.run();
    if let Some(log) = log {
        log.end();
    }
    ended.map_err(|error| Failure::local(format!("the server failed: {error}")))?;
    Ok(Status::Success)
}

/// Says where the server is; on standard error if the log has standard output for itself.
fn announce(
    args: &Args,
    workers: &Workers,
    dynamic: &Dynamic,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let what = match &args.folder {
        Some(folder) => folder.display().to_string(),
        None if dynamic.len() == 1 => "1 resource".to_owned(),
        None => format!("{} resources", dynamic.len()),
    };
    for address in workers.local_addrs() {
        tell(args, printer, &format!("serving {what} at coap://{address}"))?;
    }
    groups::lines(&workers.joined()).try_for_each(|line| tell(args, printer, &line))
}

fn tell(args: &Args, printer: &mut Printer<impl Write>, line: &str) -> Result<(), Failure> {
    if args.watch.access_log.as_deref().map(Place::named) == Some(Place::Stdout) {
        // Nobody is left to be told when standard error is gone.
        writeln!(io::stderr(), "{line}").ok();
        return Ok(());
    }
    Ok(printer.line(line)?)
}

/// Gives the name under which the status page shows the server.
fn name(args: &Args) -> String {
    args.folder.as_ref().map_or_else(|| "resources".to_owned(), |path| path.display().to_string())
}

/// Makes the workers; `set_up` gives each its resources.
fn build(args: &Args, set_up: impl FnMut(&mut Server)) -> Result<Workers, Failure> {
    let mut config = Config::default();
    config.limits.body = args.max_size;
    config.limits.bodies_per_peer = config.limits.bodies_per_peer.max(args.max_size);
    config.limits.amplification = args.guard.then_some(AMPLIFICATION);
    config.limits.request_rate = args.rate;
    config.transmission.default_leisure = args.groups.leisure();
    config.limits = share::of_each(config.limits, args.workers);
    let mut builder = args.bind.iter().fold(Server::builder(), |it, address| it.bind(*address));
    builder = args.groups.join(builder.config(config).notifications(args.notify));
    if let Some(loss) = args.loss {
        builder = builder.faults(Faults { loss, ..Faults::default() });
    }
    if args.verbose > 1 {
        builder = builder.tap(Box::new(Trace::stderr().dropped_by("--loss")));
    }
    builder.build_workers(args.workers, set_up).map_err(|error| Failure::local(error.to_string()))
}

/// A folder as it is served.
pub(crate) struct Folder {
    store: Arc<Store>,
    access: Access,
}

impl Folder {
    /// Opens the folder at a path.
    pub(crate) fn open(path: &Path, access: Access) -> Result<Self, Failure> {
        let store = Store::open_folder(path).map_err(|error| no_folder(path, &error))?;
        Ok(Self { store: Arc::new(store), access })
    }

    /// Lets a server answer from the folder; several may. What is dynamic is listed with the files.
    pub(crate) fn serve(&self, server: &mut Server, dynamic: &Dynamic) {
        let access = self.access;
        let (files, store, beside) =
            (Arc::clone(&self.store), Arc::clone(&self.store), dynamic.clone());
        let discover = move |request: &Incoming| handler::discover(Some(&files), &beside, request);
        server.route(dynamic::DISCOVERY, discovery().get(discover));
        let mut transfers = Transfers::default();
        server.fallback(move |request: &Incoming| {
            handler::answer(&store, access, &mut transfers, request)
        });
    }
}

/// Says why there is nothing to serve at a path, and what to do about it.
fn no_folder(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    Failure::local(if error.kind() == io::ErrorKind::NotFound {
        format!("there is no folder {shown}; make it (mkdir -p {shown}), or name another one")
    } else if error.kind() == io::ErrorKind::NotADirectory {
        format!("{shown} is a file; name the folder that it is in")
    } else {
        format!("cannot open the folder {shown}: {error}")
    })
}

/// Lets a server list what is dynamic, where no folder is served.
fn list(server: &mut Server, dynamic: &Dynamic) {
    let dynamic = dynamic.clone();
    let discover = move |request: &Incoming| handler::discover(None, &dynamic, request);
    server.route(dynamic::DISCOVERY, discovery().get(discover));
}

/// Makes the resource that lists the others, without its handler.
fn discovery() -> Resource {
    Resource::new().hidden().observable().content_format(ContentFormat::LINK_FORMAT)
}

/// Watches the folder for the observers of a server.
pub(crate) fn watch(folder: &Path, server: Handle) -> Result<(), Failure> {
    watch::begin(folder, server).map_err(|error| {
        Failure::local(format!("cannot watch the folder {}: {error}", folder.display()))
    })
}

/// Stops the server when the system or a person asks for it, and has the log opened anew.
fn handle_signals(handle: Handle, log: Option<AccessLog>) -> Result<(), Failure> {
    let failed = |error| Failure::local(format!("cannot listen for signals: {error}"));
    let mut signals = Signals::new([SIGINT, SIGTERM]).map_err(failed)?;
    if log.is_some() {
        signals.add_signal(SIGHUP).map_err(failed)?;
    }
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                match &log {
                    Some(log) if signal == SIGHUP => log.reopen(),
                    _ => handle.stop(),
                }
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

/// Reads how notifications are sent.
fn reliability(text: &str) -> Result<Reliability, String> {
    match text {
        "con" => Ok(Reliability::Confirmable),
        "non" => Ok(Reliability::NonConfirmable),
        _ => Err("con (confirmable) and non (non-confirmable) are allowed".to_owned()),
    }
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
    let number = number.parse::<usize>().ok().filter(|number| *number > 0);
    let number = number.ok_or("a size is a whole number from 1, such as 65536, 64K or 16M")?;
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
        for wrong in
            ["", "M", "x", "1.5M", "-1", "0", "0K", "99999999999999999999", "18446744073709551615K"]
        {
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
