//! What becomes of a request: it is sent, and the answer goes where the command line says.

mod output;
mod progress;

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;

use coapt::wire::Code;
use coapt::{Client, Reply, Request};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::{self, Printer};
use crate::refusal;

use self::progress::Bar;

/// The options for what comes back
#[derive(clap::Args, Debug)]
pub(crate) struct OutputArgs {
    /// Show the code and the options of the reply, too
    #[arg(short, long)]
    include: bool,
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
    let uri = request.uri().to_owned();
    let reply = send(client, request, link, args)?;
    show(&uri, &reply, args, printer)
}

fn send(
    client: &mut Client,
    request: Request,
    link: &LinkArgs,
    output: &OutputArgs,
) -> Result<Reply, Failure> {
    if let Some(path) = &output.output {
        output::check(path)?;
    }
    let uri = request.uri().to_owned();
    let bar = Bar::new(!link.verbose);
    let reply = client.send_with_progress(request, &mut |progress| bar.update(progress));
    bar.finish();
    reply.map_err(|error| link::failure(&error, &uri))
}

fn show(
    uri: &str,
    reply: &Reply,
    args: &OutputArgs,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    if args.include {
        printer.head(reply)?;
    }
    if !reply.is_success() {
        return Err(refusal::of_reply(uri, reply));
    }
    match &args.output {
        // The state that was stored before is still the current one.
        Some(_) if reply.code() == Code::VALID => show_outcome(reply, args, printer)?,
        Some(path) => output::store(path, reply.payload())?,
        None if reply.payload().is_empty() => show_outcome(reply, args, printer)?,
        None => printer.payload(reply.content_format(), reply.payload())?,
    }
    Ok(Status::Success)
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
