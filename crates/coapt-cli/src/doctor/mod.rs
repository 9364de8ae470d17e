//! `coapt doctor`: hold somebody's server against the RFCs.
//!
//! Each check sends a few messages, some of them wrong on purpose, and judges what comes back. Nothing changes the
//! state of the server but what `--write-to` allows. A broken MUST fails; a broken SHOULD is worth a warning.

mod blocks;
mod discovery;
mod draft;
mod exam;
mod finding;
mod malformed;
mod messages;
mod observing;
mod probe;
mod reply;
mod report;
mod requests;
mod safety;
mod writing;

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use coapt::net::{Family, resolve};
use coapt::wire::{OptionNumber, OptionsBuf};
use coapt::{Error, Uri};

use crate::failure::{Failure, Status};
use crate::link;
use crate::observe::interruption;
use crate::paint::Paint;
use crate::printer::Printer;

use self::exam::Exam;
use self::finding::Group;
use self::probe::{Manner, Probe};
use self::report::{Report, Summary, Watch};

/// Examine a server: does it keep what the RFCs say about messages, options, blocks, discovery, observation
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt doctor coap://[::1]/garden/house.json
  coapt doctor coap://192.0.2.7/temp --timeout 5 --watch 30
  coapt doctor coap://[::1]/notes.txt --write-to /scratch.txt
  coapt doctor coap://[::1]/temp --json

Name a resource with a GET of more than 16 bytes, so that blocks can be judged.

PASS: as the RFC says; NOTE: worth knowing; WARN: a SHOULD is broken; FAIL: a MUST is broken.
The exit status is 0 without a FAIL, 1 with one, 6 if the server never answers.")]
pub(crate) struct Args {
    /// Resource to ask for, such as `coap://[::1]/temp`
    uri: String,
    /// Also try PUT and DELETE, at this path: what is there is lost
    #[arg(long, value_name = "PATH", value_parser = path)]
    write_to: Option<String>,
    /// Wait so long for an answer before asking again, up to three times
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = link::seconds)]
    timeout: Duration,
    /// Observe so long for notifications
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = link::seconds)]
    watch: Duration,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Tell each message on standard error as it happens
    #[arg(short, long)]
    verbose: bool,
}

/// One check: it sends something and notes what it found.
type Check = fn(&mut Exam) -> Result<(), Failure>;

/// All checks, in order.
const CHECKS: [(Group, &str, Check); 34] = [
    (Group::Messages, "a sign of life", messages::answers),
    (Group::Messages, "pings", messages::ping),
    (Group::Messages, "how answers come", messages::matching),
    (Group::Messages, "tokens", messages::tokens),
    (Group::Messages, "duplicates", messages::duplicates),
    (Group::Messages, "NON messages", messages::non_confirmable),
    (Group::Messages, "retransmission", messages::retransmission),
    (Group::Malformed, "malformed messages", malformed::confirmable),
    (Group::Malformed, "malformed NON messages", malformed::non_confirmable),
    (Group::Malformed, "other versions", malformed::versions),
    (Group::Malformed, "Empty messages", malformed::empty_with_data),
    (Group::Malformed, "reserved codes", malformed::reserved_classes),
    (Group::Malformed, "stray responses", malformed::stray_response),
    (Group::Malformed, "stray acknowledgements", malformed::ignored),
    (Group::Malformed, "survival", malformed::survived),
    (Group::Requests, "critical options", requests::critical),
    (Group::Requests, "elective options", requests::elective),
    (Group::Requests, "unusable options", requests::unusable),
    (Group::Requests, "proxying", requests::proxying),
    (Group::Requests, "methods", requests::methods),
    (Group::Requests, "paths", requests::not_found),
    (Group::Requests, "hosts", requests::hosts),
    (Group::Requests, "formats", requests::accept),
    (Group::Requests, "validation", requests::validation),
    (Group::Blocks, "block sizes", blocks::smallest),
    (Group::Blocks, "blocks", blocks::transfer),
    (Group::Blocks, "lowered block sizes", blocks::renegotiation),
    (Group::Blocks, "impossible blocks", blocks::impossible),
    (Group::Blocks, "the size of bodies", blocks::size),
    (Group::Discovery, "discovery", discovery::core),
    (Group::Discovery, "filters", discovery::filter),
    (Group::Observe, "observation", observing::observation),
    (Group::Writing, "writing", writing::write),
    (Group::Safety, "amplification", safety::amplification),
];

/// Ends with status 0 if nothing failed, 1 if something did, and as a request would if nobody answers.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    let (uri, target) = target(&args.uri)?;
    let interrupted = interruption()?;
    let manner = Manner {
        uri: args.uri.clone(),
        target,
        timeout: args.timeout,
        trace: args.verbose.then(Paint::for_stderr),
        interrupted,
    };
    let mut exam = Exam {
        probe: Probe::open(manner)?,
        target,
        path: uri.options(target),
        write_to: args
            .write_to
            .as_deref()
            .map(|path| options_of(&uri, target, path))
            .transpose()?,
        watch: args.watch,
        plain: None,
        links: Vec::new(),
        group: Group::Messages,
        findings: Vec::new(),
    };
    let watch = Watch::new(!args.verbose);
    let outcome = examine(&mut exam, &watch);
    watch.finish();
    outcome?;
    let report = Report {
        uri: &args.uri,
        address: target,
        complete: !exam.probe.is_interrupted(),
        findings: &exam.findings,
        summary: Summary::of(&exam.findings),
    };
    if args.json {
        report.print_json(printer)?;
    } else {
        report.print(printer)?;
    }
    Ok(if report.summary.fail == 0 { Status::Success } else { Status::Local })
}

/// Makes all checks, or as many as there is a reason and the patience for.
fn examine(exam: &mut Exam, watch: &Watch) -> Result<(), Failure> {
    for (number, (group, what, check)) in (1..).zip(CHECKS) {
        let is_pointless = exam.plain.is_none() && number > 2;
        if exam.probe.is_interrupted() || is_pointless {
            break;
        }
        watch.show(number, CHECKS.len(), what);
        exam.group = group;
        check(exam)?;
    }
    messages::well_formed(exam);
    Ok(())
}

/// Finds the server; groups cannot be examined.
fn target(text: &str) -> Result<(Uri, SocketAddr), Failure> {
    link::check_with_zone(text)?;
    let failed = |error| link::failure(&error, text);
    let uri =
        Uri::parse(text).map_err(|source| failed(Error::Uri { uri: text.to_owned(), source }))?;
    let host = uri.host().to_string();
    let address = resolve(&host, uri.port(), Family::Any)
        .map_err(|source| failed(Error::Resolve { host, source }))?;
    let is_broadcast = matches!(address, SocketAddr::V4(v4) if v4.ip().is_broadcast());
    if address.ip().is_multicast() || is_broadcast {
        return Err(failed(Error::Multicast { address }));
    }
    Ok((uri, address))
}

/// Makes the options that lead to another path at the same server.
fn options_of(uri: &Uri, target: SocketAddr, path: &str) -> Result<OptionsBuf, Failure> {
    let text = format!("coap://{target}{path}");
    let there = Uri::parse(&text)
        .map_err(|source| Failure::usage(format!("cannot use the path {path:?}: {source}")))?;
    let mut options = there.options(target);
    if let Some(host) = uri.options(target).as_options().opaque(OptionNumber::URI_HOST) {
        // It was an option before.
        options.push(OptionNumber::URI_HOST, host).ok();
    }
    Ok(options)
}

/// Reads a path.
fn path(text: &str) -> Result<String, String> {
    if text.starts_with('/') && text.len() > 1 {
        Ok(text.to_owned())
    } else {
        Err("a path begins with a slash, such as /scratch.txt".to_owned())
    }
}
