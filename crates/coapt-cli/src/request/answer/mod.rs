//! What becomes of a request: it is sent, and the answer goes where the command line says.

mod fetch;
mod name;
mod note;
mod part;
mod progress;
mod rate;
pub(crate) mod record;
mod timing;
mod write_out;

use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;

use coapt::wire::Code;
use coapt::{Client, Reply, Request};

use crate::failure::{Failure, Status};
use crate::link::LinkArgs;
use crate::paint::Paint;
use crate::printer::{self, Printer, Reader};
use crate::refusal;
use crate::trace::{Record, Recorder, Trace};

use self::fetch::{Fetch, Got, Wish};
use self::progress::Bar;
use self::rate::Rate;
use self::record::{Body, Exchange};
use self::write_out::{Facts, Format};

/// The options for what comes back
#[derive(clap::Args, Debug)]
pub(crate) struct OutputArgs {
    /// Show the code and the options of the reply, too
    #[arg(short, long)]
    include: bool,
    /// Show the whole exchange as one JSON object: request, reply, times, messages
    #[arg(long, conflicts_with = "include")]
    json: bool,
    /// Store the body of the reply in this file; - is standard output, byte for byte
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Store the body in a file that has the name of the last part of the path
    #[arg(long, conflicts_with = "output")]
    remote_name: bool,
    #[command(flatten)]
    transfer: TransferArgs,
    #[command(flatten)]
    report: ReportArgs,
}

/// The options for how a body comes
#[derive(clap::Args, Debug)]
struct TransferArgs {
    /// Go on where FILE.part ends, if the server still has that state; with get and a file
    #[arg(long = "continue")]
    resumes: bool,
    /// Leave the file alone if the state is the one of the last time; with get and a file
    #[arg(long)]
    if_changed: bool,
    /// Transfer so many bytes a second and no more, such as 500, 10K or 2M
    #[arg(long, value_name = "RATE", value_parser = rate::rate)]
    limit_rate: Option<Rate>,
}

/// The options for what is told about the exchange
#[derive(clap::Args, Debug)]
struct ReportArgs {
    /// Show this in the end; `%{code}`, `%{time_total}`, `%{json}` … are filled in, \n is a new line
    #[arg(short, long, value_name = "FORMAT", value_parser = write_out::format)]
    write_out: Option<Format>,
    /// Show on standard error where the time went
    #[arg(long)]
    timing: bool,
}

/// Where the body of an answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Goal {
    /// To standard output, as its reader wants it.
    Shown,
    /// To standard output, byte for byte.
    Raw,
    /// To a file.
    File(PathBuf),
}

/// Sends a request and shows the answer; ends with the status of its code, see [`Status`].
pub(crate) fn run(
    client: &mut Client,
    request: Request,
    link: &LinkArgs,
    args: &OutputArgs,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let goal = args.goal(&request)?;
    let (method, uri) = (request.method(), request.uri().to_owned());
    let recorder = Recorder::start(link.verbose.then(Trace::stderr));
    client.set_tap(Some(Box::new(recorder.clone())));
    let request = match link.timeout() {
        Some(limit) => request.timeout(limit),
        None => request,
    };
    let fetch = Fetch {
        client,
        request,
        limit: link.timeout(),
        rate: args.transfer.limit_rate,
        bar: Bar::new(!link.verbose),
    };
    let got = match &goal {
        Goal::Shown | Goal::Raw => fetch.into_memory().map(|reply| Got { reply, stored: None }),
        Goal::File(path) => fetch.into_file(path, args.wish()),
    };
    let record = recorder.record();
    let exchange = Exchange { method, uri: &uri, record: Some(&record) };
    let outcome = Outcome { exchange, record: &record, goal: &goal, got: &got };
    outcome.show(args, printer)?;
    let reply = got?.reply;
    if reply.is_success() { Ok(Status::Success) } else { Err(refusal::of_reply(&uri, &reply)) }
}

impl OutputArgs {
    /// Finds out where the body goes; tells what cannot be before anything is asked of a server.
    fn goal(&self, request: &Request) -> Result<Goal, Failure> {
        let goal = match &self.output {
            Some(path) if path.as_os_str() == "-" => Goal::Raw,
            Some(path) => Goal::File(path.clone()),
            None if self.remote_name => Goal::File(name::of_uri(request.uri())?),
            None => Goal::Shown,
        };
        if let Goal::File(path) = &goal {
            part::check(path)?;
        }
        let Some(word) = self.wish().word() else { return Ok(goal) };
        match &goal {
            _ if request.method() != Code::GET => Err(Failure::usage(format!(
                "{word} works with get; other methods do more than fetch"
            ))),
            Goal::File(path) if part::is_device(path) => {
                let path = path.display();
                Err(Failure::usage(format!("{word} needs a plain file; {path} is none")))
            }
            Goal::File(_) => Ok(goal),
            Goal::Shown | Goal::Raw => Err(Failure::usage(format!(
                "{word} needs a file; name it with -o FILE or --remote-name"
            ))),
        }
    }

    fn wish(&self) -> Wish {
        Wish { resumes: self.transfer.resumes, if_changed: self.transfer.if_changed }
    }
}

/// An exchange that is over, to be shown.
struct Outcome<'o> {
    exchange: Exchange<'o>,
    record: &'o Record,
    goal: &'o Goal,
    got: &'o Result<Got, Failure>,
}

impl Outcome<'_> {
    fn show(&self, args: &OutputArgs, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
        match self.got {
            _ if args.json => printer.json(&self.json())?,
            Ok(got) => self.show_reply(got, args, printer)?,
            Err(_) => {}
        }
        if let Some(format) = &args.report.write_out {
            printer.raw(self.filled(format).as_bytes())?;
        }
        if args.report.timing {
            let drawn = timing::draw(self.record, Paint::for_stderr());
            // Nobody is left to be told when standard error is gone.
            io::stderr().write_all(drawn.as_bytes()).ok();
        }
        Ok(())
    }

    fn show_reply(
        &self,
        got: &Got,
        args: &OutputArgs,
        printer: &mut Printer<impl Write>,
    ) -> Result<(), Failure> {
        let reply = &got.reply;
        if args.include {
            printer.head(reply)?;
        }
        if !reply.is_success() || got.stored.is_some() {
            return Ok(());
        }
        let is_to_be_shown = !args.include;
        match self.goal {
            _ if reply.payload().is_empty() && is_to_be_shown => show_outcome(reply, printer)?,
            Goal::Raw => printer.raw(reply.payload())?,
            Goal::Shown => printer.payload(reply.content_format(), reply.payload())?,
            // With 2.03 the state that was stored before is still the current one.
            Goal::File(_) if is_to_be_shown => show_outcome(reply, printer)?,
            Goal::File(_) => {}
        }
        Ok(())
    }

    /// Gives the name of the file that has the body.
    fn file(&self) -> Option<String> {
        let is_stored = self.got.as_ref().is_ok_and(|got| got.stored.is_some());
        self.goal_name().filter(|_| is_stored)
    }

    fn goal_name(&self) -> Option<String> {
        match self.goal {
            Goal::File(path) => Some(path.to_string_lossy().into_owned()),
            Goal::Shown | Goal::Raw => None,
        }
    }

    fn json(&self) -> String {
        let (name, got) = (self.goal_name(), self.got.as_ref().ok());
        let body = match (&name, got.and_then(|got| got.stored)) {
            (Some(name), Some(size)) => Body::File { name, size },
            (Some(name), None) if got.is_some_and(|got| got.reply.is_success()) => {
                Body::Unchanged { name }
            }
            _ => Body::Here,
        };
        match self.got {
            Ok(got) => self.exchange.answered(&got.reply, body),
            Err(failure) => self.exchange.failed(failure),
        }
    }

    fn filled(&self, format: &Format) -> String {
        let reply = self.got.as_ref().ok().map(|got| &got.reply);
        let refused = reply
            .filter(|reply| !reply.is_success())
            .map(|reply| refusal::of_reply(self.exchange.uri, reply));
        let failure = refused.as_ref().or(self.got.as_ref().err());
        let file = self.file();
        format.fill(&Facts {
            exchange: self.exchange,
            record: self.record,
            reply,
            error: failure.and_then(Failure::message),
            file: file.as_deref(),
            json: &self.json(),
            status: failure.map_or(Status::Success, Failure::status).number(),
        })
    }
}

impl Wish {
    /// Gives the option that asks for something of a file, if one does.
    fn word(self) -> Option<&'static str> {
        match self {
            Self { resumes: true, .. } => Some("--continue"),
            Self { if_changed: true, .. } => Some("--if-changed"),
            Self { resumes: false, if_changed: false } => None,
        }
    }
}

/// Shows where the new resource is, and to a person how it went, when there is nothing else.
fn show_outcome(reply: &Reply, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    if io::stderr().is_terminal() {
        // The outcome is a courtesy; the exit status tells it, too.
        writeln!(io::stderr(), "{}", printer::status_line(reply.code())).ok();
    }
    match reply.location() {
        Some(location) => Ok(printer.line(&location)?),
        None => Ok(()),
    }
}

impl OutputArgs {
    /// Tells whether all bodies would go to one file.
    pub(crate) fn names_one_file(&self) -> bool {
        self.output.is_some()
    }

    /// Tells whether each of several answers is to be headed by its URI: for people, and with the head of the reply.
    pub(crate) fn wants_headings(&self, reader: Reader) -> bool {
        !self.json && (self.include || reader == Reader::Person)
    }
}
