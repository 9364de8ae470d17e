//! `coapt get`, `put`, `post`, `delete`, `fetch`, `patch`, `ipatch`: requests, to one resource or to several.

pub(crate) mod answer;
pub(crate) mod body;
mod items;
mod many;
pub(crate) mod options;
mod places;

use std::ffi::OsString;
use std::io::Write;
use std::num::NonZeroU8;

use coapt::wire::{Code, ContentFormat, OptionNumber, OptionTooLong, OptionsBuf, Token};
use coapt::{Client, Request};

use crate::failure::{Failure, Status};
use crate::link::LinkArgs;
use crate::printer::Printer;

pub(crate) use self::answer::OutputArgs;
use self::body::{Body, BodyArgs};
use self::many::Batch;
use self::options::OptionArg;

/// A resource, and the options that every request can have
#[derive(clap::Args, Debug)]
pub(crate) struct OptionArgs {
    /// Resource to ask, such as `coap://[::1]/temp`
    pub(crate) uri: String,
    #[command(flatten)]
    header: HeaderArgs,
}

/// The options that every request can have
#[derive(clap::Args, Debug)]
struct HeaderArgs {
    /// Ask for this format: a media type, a short name such as json, or a number
    #[arg(short, long, value_name = "FORMAT", value_parser = options::content_format)]
    accept: Option<ContentFormat>,
    /// Add an option: a name or number, =, and text, a number, a format, a block NUM/M/SIZE, or hexadecimal after 0x
    #[arg(short = 'O', long = "option", value_name = "NAME=VALUE", value_parser = options::option)]
    options: Vec<OptionArg>,
    /// State that is known already, by its entity-tag; the reply is 2.03 if it is still current
    #[arg(long, value_name = "ETAG", value_parser = options::etag)]
    etag: Vec<EntityTag>,
    /// Let at most so many proxies pass the request on, 1 to 255 (RFC 8768)
    #[arg(long, value_name = "N", value_parser = options::hops)]
    hop_limit: Option<NonZeroU8>,
    /// Answers the server need not send: 2.xx, 4.xx, 5.xx, several with commas, or all (RFC 7967)
    #[arg(long, value_name = "CLASSES", value_parser = options::no_response)]
    no_response: Option<u8>,
    /// Send messages once, without asking for an acknowledgement
    #[arg(long)]
    non: bool,
}

/// An entity-tag; a name of its own, since clap takes a plain vector of bytes apart.
type EntityTag = Vec<u8>;

/// How the requests are made
#[derive(clap::Args, Debug)]
pub(crate) struct SendingArgs {
    /// With several URIs, ask so many at once; the answers come in the order of the URIs
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=i64::from(many::MAX_PARALLEL)))]
    parallel: u16,
    /// Token of the first message, 0 to 8 bytes in hexadecimal; '' for the empty one; what is not random can be guessed
    #[arg(long, value_name = "HEX", value_parser = options::token)]
    token: Option<Token>,
}

/// Arguments of the methods without a body
#[derive(clap::Args, Debug)]
pub(crate) struct BareArgs {
    /// Resource to ask, such as `coap://[::1]/temp`; several are asked one after the other
    #[arg(value_name = "URI", required = true)]
    uris: Vec<String>,
    #[command(flatten)]
    header: HeaderArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    #[command(flatten)]
    sending: SendingArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    link: LinkArgs,
}

/// Arguments of the methods with a body
#[derive(clap::Args, Debug)]
pub(crate) struct BodyfulArgs {
    /// Resource to ask, such as `coap://[::1]/temp`
    uri: String,
    /// Further URIs (words that begin with coap://), then the body: text, @FILE, - for standard input, which is also
    /// read if it is piped in, or items that build JSON: KEY=TEXT, KEY:=JSON, KEY=@FILE, KEY:=@FILE, where KEY may be
    /// `a[b]` for a member and `a[]` for one more element; what only looks like a URI or an item goes with --data
    #[arg(value_name = "BODY|ITEM", allow_negative_numbers = true)]
    words: Vec<OsString>,
    #[command(flatten)]
    header: HeaderArgs,
    #[command(flatten)]
    body: BodyArgs,
    /// Format of the body: a media type, a short name such as json, or a number
    #[arg(short = 't', long, value_name = "FORMAT", value_parser = options::content_format)]
    content_format: Option<ContentFormat>,
    #[command(flatten)]
    conditions: ConditionArgs,
    #[command(flatten)]
    sending: SendingArgs,
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
    /// Makes the request for a resource.
    pub(crate) fn request_to(&self, method: Code, uri: &str) -> Request {
        self.header.request(method, uri)
    }

    /// Adds the options of the request to those of its URI.
    pub(crate) fn add_to(&self, options: &mut OptionsBuf) -> Result<(), OptionTooLong> {
        self.header.add_to(options)
    }

    /// Whether messages are sent once, without asking for an acknowledgement.
    pub(crate) fn is_non_confirmable(&self) -> bool {
        self.header.non
    }
}

impl HeaderArgs {
    /// Makes the request to a resource.
    fn request(&self, method: Code, uri: &str) -> Request {
        let mut request = Request::new(method, uri);
        if let Some(format) = self.accept {
            request = request.accept(format);
        }
        for etag in &self.etag {
            request = request.etag(etag);
        }
        if let Some(hops) = self.hop_limit {
            request = request.hop_limit(hops);
        }
        if let Some(classes) = self.no_response {
            request = request.no_response(classes);
        }
        for option in &self.options {
            request = request.option(option.number, &option.value);
        }
        if self.non { request.non_confirmable() } else { request }
    }

    fn add_to(&self, options: &mut OptionsBuf) -> Result<(), OptionTooLong> {
        if let Some(format) = self.accept {
            options.set_uint(OptionNumber::ACCEPT, format.value().into());
        }
        for etag in &self.etag {
            options.push(OptionNumber::ETAG, etag)?;
        }
        if let Some(hops) = self.hop_limit {
            options.set_uint(OptionNumber::HOP_LIMIT, hops.get().into());
        }
        if let Some(classes) = self.no_response {
            options.set_uint(OptionNumber::NO_RESPONSE, classes.into());
        }
        self.options.iter().try_for_each(|option| options.push(option.number, &option.value))
    }

    /// Explains a silence that was asked for.
    fn explained(&self, failure: Failure) -> Failure {
        let message = failure.message().unwrap_or_default();
        match self.no_response {
            Some(1..) if failure.status() == Status::TimedOut => Failure::new(
                Status::TimedOut,
                format!("{message}; it may be one of those that --no-response leaves out"),
            ),
            Some(_) | None => failure,
        }
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

/// Ends with the status of the reply's code, and of several with that of the first failure; see [`Status`].
pub(crate) fn run_bare(
    method: Code,
    args: &BareArgs,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    args.uris.iter().try_for_each(|uri| args.link.check(uri))?;
    let request = |uri: &String| args.conditions.add(args.header.request(method, uri));
    let requests = args.uris.iter().map(request).collect();
    let call = Call { header: &args.header, sending: &args.sending, link: &args.link };
    call.run((client, printer), requests, &args.output)
}

/// Ends with the status of the reply's code, and of several with that of the first failure; see [`Status`].
pub(crate) fn run_bodyful(
    method: Code,
    args: &BodyfulArgs,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let (uris, words) = places::split(&args.uri, &args.words)?;
    // What is wrong with the command line is told before anybody has typed a body.
    uris.iter().try_for_each(|uri| args.link.check(uri))?;
    let Body { bytes, format } = args.body.read(words, args.content_format)?;
    let request = |uri: &&str| {
        let request = args.conditions.add(args.header.request(method, uri));
        let request = match args.content_format.or(format) {
            Some(format) => request.content_format(format),
            None => request,
        };
        request.payload(bytes.clone())
    };
    let requests = uris.iter().map(request).collect();
    let call = Call { header: &args.header, sending: &args.sending, link: &args.link };
    call.run((client, printer), requests, &args.output)
}

/// What the two kinds of methods have in common.
struct Call<'c> {
    header: &'c HeaderArgs,
    sending: &'c SendingArgs,
    link: &'c LinkArgs,
}

impl Call<'_> {
    /// Makes one request, or several.
    fn run(
        &self,
        (client, printer): (&mut Client, &mut Printer<impl Write>),
        requests: Vec<Request>,
        output: &OutputArgs,
    ) -> Result<Status, Failure> {
        let token = |request: Request| match self.sending.token {
            Some(token) => request.token(token),
            None => request,
        };
        let mut requests: Vec<_> = requests.into_iter().map(token).collect();
        let outcome = match requests.pop() {
            Some(only) if requests.is_empty() => {
                answer::run(client, only, self.link, output, printer)
            }
            last => {
                requests.extend(last);
                let parallel = self.sending.parallel.into();
                let batch = Batch { requests, parallel, link: self.link, output };
                many::run(&batch, client, printer)
            }
        };
        outcome.map_err(|failure| self.header.explained(failure))
    }
}
