//! The command `coapt`: for CoAP what curl and httpie are for HTTP.
//!
//! A subcommand is a file with its `Args` and a `run`. Results go to standard output, all else to
//! standard error, and only this file prints errors.

mod bench;
mod decode;
mod demo;
mod discover;
mod failure;
mod link;
mod observe;
mod paint;
mod ping;
mod printer;
mod refusal;
mod request;
mod serve;
mod show;
mod trace;
mod usage;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use coapt::wire::Code;

use crate::failure::{Failure, Status};
use crate::printer::Printer;
use crate::request::{BareArgs, BodyfulArgs};

/// CoAP from the command line: ask servers, observe resources, serve files, read datagrams, measure
#[derive(clap::Parser, Debug)]
#[command(name = "coapt", version, after_help = EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What the exit status means, as the help tells it.
const EXIT_STATUS: &str = "\
Examples:
  coapt demo
  coapt serve public
  coapt get coap://[::1]/notes.txt
  coapt bench coap://127.0.0.1/notes.txt

Exit status:
  0  done; the reply had a code 2.xx
  1  something else failed, such as a file that cannot be written
  2  the command line cannot be understood, URI and options included
  4  the reply had a code 4.xx
  5  the reply had a code 5.xx
  6  no answer in time
  7  the peer sent a Reset, or nothing listens at its port
  8  the host has no address, or cannot be reached";

/// The subcommands.
#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Fetch a resource
    #[command(after_help = "\
Examples:
  coapt get coap://[::1]/garden/house.json
  coapt get coap://[::1]/garden/plan.png -o plan.png
  coapt get coap://[::1]/temp --accept cbor -i
  coapt get coap://[::1]/temp --etag 0x5be47f8a -O Uri-Query=unit=c")]
    Get(BareArgs),
    /// Store a resource
    #[command(after_help = "\
Examples:
  coapt put coap://[::1]/notes.txt 'water the roses'
  coapt put coap://[::1]/plan.png @plan.png --if-none-match
  date | coapt put coap://[::1]/notes.txt - --content-format text/plain")]
    Put(BodyfulArgs),
    /// Give a resource something to process
    #[command(after_help = "\
Examples:
  coapt post coap://[::1]/lamps '{\"on\":true}' --content-format json
  coapt post coap://[::1]/letters @letter.txt")]
    Post(BodyfulArgs),
    /// Remove a resource
    #[command(after_help = "\
Examples:
  coapt delete coap://[::1]/notes.txt
  coapt delete coap://[::1]/notes.txt --if-match 0x5be47f8a")]
    Delete(BareArgs),
    /// Fetch the part of a resource that the body asks for (RFC 8132)
    #[command(after_help = "\
Examples:
  coapt fetch coap://[::1]/readings '{\"sensor\":7}' --content-format json
  coapt fetch coap://[::1]/readings @query.cbor --accept cbor")]
    Fetch(BodyfulArgs),
    /// Change a resource by a patch (RFC 8132)
    #[command(after_help = "\
Examples:
  coapt patch coap://[::1]/house.json @change.json --content-format 51")]
    Patch(BodyfulArgs),
    /// Change a resource by a patch that can be repeated without harm (RFC 8132)
    #[command(after_help = "\
Examples:
  coapt ipatch coap://[::1]/house.json '{\"lamps\":3}' --content-format 52")]
    Ipatch(BodyfulArgs),
    Observe(observe::Args),
    Discover(discover::Args),
    Ping(ping::Args),
    Serve(serve::Args),
    Bench(Box<bench::Args>),
    Decode(decode::Args),
    Demo(demo::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::try_parse() {
        Ok(cli) => run(&cli.command),
        Err(answer) => usage::outcome(&answer),
    };
    match outcome {
        Ok(status) => status.into(),
        Err(failure) => {
            if let Some(message) = failure.message() {
                // Nobody is left to be told when standard error is gone.
                writeln!(std::io::stderr(), "coapt: {message}").ok();
            }
            failure.status().into()
        }
    }
}

fn run(command: &Command) -> Result<Status, Failure> {
    let printer = &mut Printer::stdout();
    let bare = |method, args: &BareArgs, printer: &mut _| {
        request::run_bare(method, args, &mut args.link().client()?, printer)
    };
    let bodyful = |method, args: &BodyfulArgs, printer: &mut _| {
        request::run_bodyful(method, args, &mut args.link().client()?, printer)
    };
    match command {
        Command::Get(args) => bare(Code::GET, args, printer),
        Command::Put(args) => bodyful(Code::PUT, args, printer),
        Command::Post(args) => bodyful(Code::POST, args, printer),
        Command::Delete(args) => bare(Code::DELETE, args, printer),
        Command::Fetch(args) => bodyful(Code::FETCH, args, printer),
        Command::Patch(args) => bodyful(Code::PATCH, args, printer),
        Command::Ipatch(args) => bodyful(Code::IPATCH, args, printer),
        Command::Observe(args) => observe::run(args, &mut args.link.client()?, printer),
        Command::Discover(args) => discover::run(args, &mut args.link.client()?, printer),
        Command::Ping(args) => ping::run(args, &mut args.link.client()?, printer),
        Command::Serve(args) => serve::run(args, printer),
        Command::Bench(args) => bench::run(args, printer),
        Command::Decode(args) => decode::run(args, printer),
        Command::Demo(args) => demo::run(args, printer),
    }
}
