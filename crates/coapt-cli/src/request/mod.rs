//! `coapt get`, `put`, `post`, `delete`, `fetch`, `patch`, `ipatch`: one request, one reply.

pub(crate) mod body;
pub(crate) mod options;
mod output;
mod progress;

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;

use coapt::wire::{Code, ContentFormat, OptionNumber, OptionTooLong, OptionsBuf};
use coapt::{Client, Reply, Request};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::{self, Printer};
use crate::refusal;

use self::body::{Body, BodyArgs};
use self::options::OptionArg;
use self::progress::Bar;

/// The options that every request can have
#[derive(clap::Args, Debug)]
pub(crate) struct OptionArgs {
    /// Resource to ask, such as `coap://[::1]/temp`
    pub(crate) uri: String,
    /// Ask for this format: a media type, a short name such as json, or a number
    #[arg(short, long, value_name = "FORMAT", value_parser = options::content_format)]
    accept: Option<ContentFormat>,
    /// Add an option: a name or number, =, and text, a number, or hexadecimal after 0x
    #[arg(short = 'O', long = "option", value_name = "NAME=VALUE", value_parser = options::option)]
    options: Vec<OptionArg>,
    /// State that is known already, by its entity-tag; the reply is 2.03 if it is still current
    #[arg(long, value_name = "ETAG", value_parser = options::etag)]
    etag: Vec<EntityTag>,
    /// Send messages once, without asking for an acknowledgement
    #[arg(long)]
    non: bool,
}

/// An entity-tag; a name of its own, since clap takes a plain vector of bytes apart.
type EntityTag = Vec<u8>;

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

/// Arguments of the methods without a body
#[derive(clap::Args, Debug)]
pub(crate) struct BareArgs {
    #[command(flatten)]
    request: OptionArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// Arguments of the methods with a body
#[derive(clap::Args, Debug)]
pub(crate) struct BodyfulArgs {
    #[command(flatten)]
    request: OptionArgs,
    #[command(flatten)]
    body: BodyArgs,
    /// Format of the body: a media type, a short name such as json, or a number
    #[arg(short = 't', long, value_name = "FORMAT", value_parser = options::content_format)]
    content_format: Option<ContentFormat>,
    #[command(flatten)]
    conditions: ConditionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// The conditions for a change
#[derive(clap::Args, Debug)]
pub(crate) struct ConditionArgs {
    /// Do it only if the resource has this entity-tag; an empty one: only if it exists
    #[arg(long, value_name = "ETAG", value_parser = options::condition)]
    if_match: Vec<EntityTag>,
    /// Do it only if the resource does not exist yet
    #[arg(long)]
    if_none_match: bool,
}

impl OptionArgs {
    /// Makes the request.
    pub(crate) fn request(&self, method: Code) -> Request {
        let mut request = Request::new(method, &self.uri);
        if let Some(format) = self.accept {
            request = request.accept(format);
        }
        for etag in &self.etag {
            request = request.etag(etag);
        }
        for option in &self.options {
            request = request.option(option.number, &option.value);
        }
        if self.non { request.non_confirmable() } else { request }
    }

    /// Adds the options of the request to those of its URI.
    pub(crate) fn add_to(&self, options: &mut OptionsBuf) -> Result<(), OptionTooLong> {
        if let Some(format) = self.accept {
            options.set_uint(OptionNumber::ACCEPT, format.value().into());
        }
        for etag in &self.etag {
            options.push(OptionNumber::ETAG, etag)?;
        }
        self.options.iter().try_for_each(|option| options.push(option.number, &option.value))
    }

    /// Whether messages are sent once, without asking for an acknowledgement.
    pub(crate) fn is_non_confirmable(&self) -> bool {
        self.non
    }
}

impl ConditionArgs {
    fn add(&self, mut request: Request) -> Request {
        for etag in &self.if_match {
            request = request.if_match(etag);
        }
        if self.if_none_match { request.if_none_match() } else { request }
    }
}

impl BareArgs {
    /// Returns what the client is made from.
    pub(crate) fn link(&self) -> &LinkArgs {
        &self.link
    }
}

impl BodyfulArgs {
    /// Returns what the client is made from.
    pub(crate) fn link(&self) -> &LinkArgs {
        &self.link
    }
}

/// Ends with the status of the reply's code; see [`Status`].
pub(crate) fn run_bare(
    method: Code,
    args: &BareArgs,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let request = args.conditions.add(args.request.request(method));
    let reply = send(client, request, &args.link, &args.output)?;
    show(&args.request.uri, &reply, &args.output, printer)
}

/// Ends with the status of the reply's code; see [`Status`].
pub(crate) fn run_bodyful(
    method: Code,
    args: &BodyfulArgs,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    // What is wrong with the command line is told before anybody has typed a body.
    link::check(&args.request.uri)?;
    let Body { bytes, format } = args.body.read()?;
    let mut request = args.conditions.add(args.request.request(method));
    if let Some(format) = args.content_format.or(format) {
        request = request.content_format(format);
    }
    let reply = send(client, request.payload(bytes), &args.link, &args.output)?;
    show(&args.request.uri, &reply, &args.output, printer)
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
