//! `coapt ping`: ask a server for a sign of life (RFC 7252 §4.3).

use std::io::Write;
use std::time::Duration;

use coapt::Client;
use rustix::event::{Timespec, poll};
use rustix::io::Errno;

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::Printer;

/// How long to wait for an answer if nobody says otherwise.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Ask a server for a sign of life, and tell how long it takes
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt ping coap://[::1]
  coapt ping coap://127.0.0.1:5683 --count 5 --timeout 2")]
pub(crate) struct Args {
    /// Server to ask, such as `coap://[::1]`
    uri: String,
    /// Ask this often
    #[arg(short, long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Wait this long between two pings, such as 2 or 0.5; servers may ignore hasty ones
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = link::seconds)]
    interval: Duration,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

/// Ends with status 0 if every ping was answered, else as the first that was not.
pub(crate) fn run(
    args: &Args,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let timeout = args.link.timeout().unwrap_or(DEFAULT_TIMEOUT);
    for number in 0..args.count {
        if number > 0 {
            pause(args.interval)?;
        }
        let time =
            client.ping(&args.uri, timeout).map_err(|error| link::failure(&error, &args.uri))?;
        let milliseconds = time.as_secs_f64() * 1e3;
        printer.line(&format!("{} is alive: {milliseconds:.3} ms", args.uri))?;
    }
    Ok(Status::Success)
}

/// Lets time pass with nothing to wait for.
fn pause(interval: Duration) -> Result<(), Failure> {
    let interval = Timespec::try_from(interval)
        .map_err(|_| Failure::usage("the interval is longer than the system can wait"))?;
    match poll(&mut [], Some(&interval)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(Failure::local(format!("cannot wait: {error}"))),
    }
}
