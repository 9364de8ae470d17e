//! `coapt get`, `put`, `post`, `delete`, `fetch`, `patch`, `ipatch`: one request, one reply.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod options;

use std::io::Write;

use coapt::wire::{Code, ContentFormat, OptionNumber, OptionTooLong, OptionsBuf};
use coapt::{Client, Request};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::Printer;

pub(crate) use self::answer::OutputArgs;
use self::body::{Body, BodyArgs};
use self::options::OptionArg;

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
    answer::run(client, request, &args.link, &args.output, printer)
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
    answer::run(client, request.payload(bytes), &args.link, &args.output, printer)
}
