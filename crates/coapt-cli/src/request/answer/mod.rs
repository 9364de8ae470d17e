//! What becomes of a request: it is sent, and the answer goes where the command line says.

mod output;
mod progress;
pub(crate) mod record;

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use coapt::wire::Code;
use coapt::{Client, Reply, Request};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::{self, Printer};
use crate::refusal;
use crate::trace::{Recorder, Trace};

use self::progress::Bar;
use self::record::{Body, Exchange};

/// The options for what comes back
#[derive(clap::Args, Debug)]
pub(crate) struct OutputArgs {
    /// Show the code and the options of the reply, too
    #[arg(short, long)]
    include: bool,
    /// Show the whole exchange as one JSON object: request, reply, times, messages
    #[arg(long, conflicts_with = "include")]
    json: bool,
    /// Store the body of the reply in this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Sends a request and shows the answer; ends with the status of its code, see [`Status`].
pub(crate) fn run(
    client: &mut Client,
    request: Request,
    link: &LinkArgs,
    args: &OutputArgs,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    if let Some(path) = &args.output {
        output::check(path)?;
    }
    let (method, uri) = (request.method(), request.uri().to_owned());
    let recorder = Recorder::start(link.verbose.then(Trace::stderr));
    client.set_tap(Some(Box::new(recorder.clone())));
    let outcome = send(client, request, link).and_then(|reply| store(reply, args));
    let record = recorder.record();
    let exchange = Exchange { method, uri: &uri, record: Some(&record) };
    match &outcome {
        Ok(reply) if args.json => {
            let name = stored_in(reply, args).map(|path| path.to_string_lossy());
            let body = match &name {
                Some(name) => Body::File { name, size: reply.payload().len() as u64 },
                None => Body::Here,
            };
            printer.json(&exchange.answered(reply, body))?;
        }
        Ok(reply) => show(reply, args, printer)?,
        Err(failure) if args.json => printer.json(&exchange.failed(failure))?,
        Err(_) => {}
    }
    let reply = outcome?;
    if reply.is_success() { Ok(Status::Success) } else { Err(refusal::of_reply(&uri, &reply)) }
}

fn send(client: &mut Client, request: Request, link: &LinkArgs) -> Result<Reply, Failure> {
    let uri = request.uri().to_owned();
    let bar = Bar::new(!link.verbose);
    let reply = client.send_with_progress(request, &mut |progress| bar.update(progress));
    bar.finish();
    reply.map_err(|error| link::failure(&error, &uri))
}

/// Stores the body, if it is one to be stored.
fn store(reply: Reply, args: &OutputArgs) -> Result<Reply, Failure> {
    if let Some(path) = stored_in(&reply, args) {
        output::store(path, reply.payload())?;
    }
    Ok(reply)
}

/// Gives the file that the body of this reply goes to, if it goes to one.
fn stored_in<'a>(reply: &Reply, args: &'a OutputArgs) -> Option<&'a Path> {
    // With 2.03 the state that was stored before is still the current one.
    let is_new = reply.is_success() && reply.code() != Code::VALID;
    args.output.as_deref().filter(|_| is_new)
}

fn show(
    reply: &Reply,
    args: &OutputArgs,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    if args.include {
        printer.head(reply)?;
    }
    match &args.output {
        _ if !reply.is_success() => {}
        Some(_) if reply.code() == Code::VALID => show_outcome(reply, args, printer)?,
        Some(_) => {}
        None if reply.payload().is_empty() => show_outcome(reply, args, printer)?,
        None => printer.payload(reply.content_format(), reply.payload())?,
    }
    Ok(())
}

/// Shows where the new resource is, and to a person how it went, when there is nothing else.
fn show_outcome(
    reply: &Reply,
    args: &OutputArgs,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    if args.include {
        return Ok(());
    }
    if io::stderr().is_terminal() {
        // The outcome is a courtesy; the exit status tells it, too.
        writeln!(io::stderr(), "{}", printer::status_line(reply.code())).ok();
    }
    match reply.location() {
        Some(location) => Ok(printer.line(&location)?),
        None => Ok(()),
    }
}
