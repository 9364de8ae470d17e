//! The command `coapt`: for CoAP what curl and httpie are for HTTP.
//!
//! A subcommand is a file with its `Args` and a `run`. Results go to standard output, all else to
//! standard error, and only this file prints errors.

mod bench;
mod completions;
mod config;
mod decode;
mod demo;
mod discover;
mod doctor;
mod edn;
mod encode;
mod failure;
mod faults;
mod link;
mod man;
mod nearest;
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
mod whole;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use coapt::wire::Code;

use crate::failure::{Failure, Status};
use crate::printer::Printer;
use crate::request::{BareArgs, BodyfulArgs};

/// CoAP from the command line: ask servers, observe resources, serve files, read datagrams, measure
#[derive(clap::Parser, Debug)]
#[command(name = "coapt", version, max_term_width = 100, after_help = usage::end_of_help())]
struct Cli {
    /// Use this profile of the config file; see coapt config --help
    #[arg(short = 'P', long, value_name = "NAME", global = true, display_order = 900)]
    profile: Option<String>,
    #[command(subcommand)]
    command: Command,
}

/// The subcommands.
#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Fetch a resource
    #[command(after_help = "\
Examples:
  coapt get coap://[::1]/garden/house.json
  coapt get coap://[::1]/garden/plan.png -o plan.png
  coapt get coap://[::1]/temp --accept cbor -i
  coapt get coap://[::1]/temp --etag 0x5be47f8a -O Uri-Query=unit=c
  coapt get coap://10.0.0.1/temp coap://10.0.0.2/temp coap://[fe80::1%25eth0]/temp --parallel 3")]
    Get(BareArgs),
    /// Store a resource
    #[command(after_help = "\
Examples:
  coapt put coap://[::1]/notes.txt 'water the roses'
  coapt put coap://[::1]/plan.png @plan.png --if-none-match
  coapt put coap://[::1]/lamp on:=true color[red]:=255 name=hall
  coapt put coap://10.0.0.1/lamp coap://10.0.0.2/lamp on:=true --cbor --no-response all
  date | coapt put coap://[::1]/notes.txt - --content-format text/plain")]
    Put(BodyfulArgs),
    /// Give a resource something to process
    #[command(after_help = "\
Examples:
  coapt post coap://[::1]/lamps '{\"on\":true}' --content-format json
  coapt post coap://[::1]/lamps room=hall lamps[]:=1 lamps[]:=2 photo=@hall.b64 more:=@more.json
  coapt post coap://[::1]/senml --edn \"[{-2: 'urn:dev:1', 0: 'temp', 2: 21.5}]\" -t senml+cbor
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
    Encode(Box<encode::Args>),
    Demo(demo::Args),
    Doctor(doctor::Args),
    Config(config::show::Args),
    Completions(completions::Args),
    Man(man::Args),
}

fn main() -> ExitCode {
    match start() {
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

/// Puts the settings into the command line, and does what it says.
fn start() -> Result<Status, Failure> {
    let definition = config::with_negations(definition());
    let line = config::complete(&definition, std::env::args_os().collect())?;
    let matches = definition.clone().try_get_matches_from(&line.words);
    match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => run(&cli, &definition),
        Err(answer) => usage::outcome(&answer, &definition, &line),
    }
}

/// Gives the definition of the command line as help, completions and manual pages show it.
fn definition() -> clap::Command {
    usage::with_flowing_notes(usage::with_headings(Cli::command()))
}

fn run(cli: &Cli, definition: &clap::Command) -> Result<Status, Failure> {
    let printer = &mut Printer::stdout();
    let bare = |method, args: &BareArgs, printer: &mut _| {
        request::run_bare(method, args, &mut args.link().client()?, printer)
    };
    let bodyful = |method, args: &BodyfulArgs, printer: &mut _| {
        request::run_bodyful(method, args, &mut args.link().client()?, printer)
    };
    match &cli.command {
        Command::Get(args) => bare(Code::GET, args, printer),
        Command::Put(args) => bodyful(Code::PUT, args, printer),
        Command::Post(args) => bodyful(Code::POST, args, printer),
        Command::Delete(args) => bare(Code::DELETE, args, printer),
        Command::Fetch(args) => bodyful(Code::FETCH, args, printer),
        Command::Patch(args) => bodyful(Code::PATCH, args, printer),
        Command::Ipatch(args) => bodyful(Code::IPATCH, args, printer),
        Command::Observe(args) => observe::run(args, printer),
        Command::Discover(args) => discover::run(args, &mut args.link.client()?, printer),
        Command::Ping(args) => ping::run(args, args.link.client()?, printer),
        Command::Serve(args) => serve::run(args, printer),
        Command::Bench(args) => bench::run(args, printer),
        Command::Decode(args) => decode::run(args, printer),
        Command::Encode(args) => encode::run(args, printer),
        Command::Demo(args) => demo::run(args, printer),
        Command::Doctor(args) => doctor::run(args, printer),
        Command::Config(args) => {
            config::show::run(args, definition, cli.profile.as_deref(), printer)
        }
        Command::Completions(args) => completions::run(args, self::definition(), printer),
        Command::Man(args) => man::run(args, self::definition(), printer),
    }
}
