//! `coapt ping`: ask a server for a sign of life (RFC 7252 §1.2, §4.2).

mod statistics;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::time::Duration;

use coapt::{Client, Error, PingAnswer, Pong, net};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::observe;
use crate::printer::Printer;
use crate::show::json::Object;
use crate::whole::whole;

use self::statistics::{Statistics, milliseconds};

/// How long to wait for an answer if nobody says otherwise.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// What is said of a server that acknowledges a ping.
const NOT_RESET: &str = "answered with ACK instead of RST (RFC 7252 §4.2)";

/// How long an interruption may go unnoticed.
const GLANCE: Duration = Duration::from_millis(100);

/// Ask a server for a sign of life, and tell how long it takes
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt ping coap://[::1]
  coapt ping coap://127.0.0.1:5683 --count 5 --timeout 2
  coapt ping coap://sensor.local --forever
  coapt ping coap://[::1] --count 100 --json

Of several pings a summary follows, also when Ctrl-C ends them. The exit status is 0 if one of
them was answered. A server that answers with ACK where RST is due is alive, and that is told.")]
pub(crate) struct Args {
    /// Server to ask, such as `coap://[::1]`
    uri: String,
    /// Ask this often
    #[arg(short, long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = whole(1..=u32::MAX))]
    count: u32,
    /// Ask until Ctrl-C
    #[arg(short, long, conflicts_with = "count")]
    forever: bool,
    /// Wait this long between two pings, such as 2 or 0.5; servers may ignore hasty ones
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = link::seconds)]
    interval: Duration,
    /// Print a JSON object for each ping, and one for all of them in the end
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

/// What the thread that asks has to say.
enum News {
    Sent,
    Answered(Pong),
    Failed(Error),
}

/// Ends with status 0 if a ping was answered, else as the first that was not.
pub(crate) fn run(
    args: &Args,
    client: Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    args.link.check(&args.uri)?;
    let is_interrupted = observe::interruption()?;
    let timeout = args.link.timeout().unwrap_or(DEFAULT_TIMEOUT);
    let (count, interval) = (if args.forever { u32::MAX } else { args.count }, args.interval);
    let (sender, news) = mpsc::sync_channel(0);
    let mut asker = Asker { client, uri: args.uri.clone(), timeout, sender };
    // It ends with the program at the latest: a ping that waits cannot be called off.
    std::thread::Builder::new()
        .name("ping".to_owned())
        .spawn(move || asker.run(count, interval))
        .map_err(|error| Failure::local(format!("cannot start a thread: {error}")))?;
    let mut tally = Tally { args, statistics: Statistics::default(), first: None };
    while !is_interrupted.load(Ordering::Relaxed) {
        match news.recv_timeout(GLANCE) {
            Ok(news) => tally.take(news, printer)?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    tally.end(&is_interrupted, printer)
}

/// The thread that asks.
struct Asker {
    client: Client,
    uri: String,
    timeout: Duration,
    sender: SyncSender<News>,
}

impl Asker {
    fn run(&mut self, count: u32, interval: Duration) {
        for number in 0..count {
            if number > 0 && !rest(interval) {
                return;
            }
            if self.sender.send(News::Sent).is_err() {
                return;
            }
            let news = match self.client.pong(&self.uri, self.timeout) {
                Ok(pong) => News::Answered(pong),
                Err(error) => News::Failed(error),
            };
            if self.sender.send(news).is_err() {
                return;
            }
        }
    }
}

/// Lets time pass with nothing to wait for.
fn rest(interval: Duration) -> bool {
    let clock = net::Clock::start();
    loop {
        let left = interval.saturating_sub(clock.now().since_origin());
        if left.is_zero() {
            return true;
        }
        if net::pause(left).is_err() {
            return false;
        }
    }
}

/// What has come of the pings.
struct Tally<'t> {
    args: &'t Args,
    statistics: Statistics,
    /// Why the first ping that failed did.
    first: Option<Failure>,
}

impl Tally<'_> {
    fn take(&mut self, news: News, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
        match news {
            News::Sent => self.statistics.send(),
            News::Answered(pong) => {
                self.statistics.answer(pong.took);
                self.tell(&pong, printer)?;
            }
            News::Failed(error) => self.fail(&error, printer)?,
        }
        Ok(())
    }

    /// Tells of a ping that was not answered; it is the end if there is no other, or if none can be.
    fn fail(&mut self, error: &Error, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
        let failure = link::failure(error, &self.args.uri);
        if !matches!(error, Error::TimedOut { .. } | Error::Refused | Error::Unreachable) {
            return Err(failure);
        }
        let is_only = self.args.count == 1 && !self.args.forever;
        if self.args.json {
            printer.json(&self.failed(&failure))?;
        }
        if is_only && self.args.json {
            self.sum_up(printer)?;
        }
        if is_only {
            return Err(failure);
        }
        if let Some(message) = failure.message() {
            // Nobody is left to be told when standard error is gone.
            writeln!(io::stderr(), "coapt: {message}").ok();
        }
        self.first.get_or_insert(failure);
        Ok(())
    }

    /// Tells what all pings say together.
    fn sum_up(&self, printer: &mut Printer<impl Write>) -> io::Result<()> {
        if self.args.json {
            return printer.json(&self.statistics.json(&self.args.uri));
        }
        self.statistics.lines().iter().try_for_each(|line| printer.line(line))
    }

    /// Tells of an answer.
    fn tell(&self, pong: &Pong, printer: &mut Printer<impl Write>) -> io::Result<()> {
        let (uri, milliseconds) = (&self.args.uri, milliseconds(pong.took));
        let (answer, remark) = match pong.answer {
            PingAnswer::Reset => ("RST", None),
            PingAnswer::Acknowledgement => ("ACK", Some(NOT_RESET)),
        };
        if !self.args.json {
            let remark = remark.map(|remark| format!("; {remark}")).unwrap_or_default();
            return printer.line(&format!("{uri} is alive: {milliseconds:.3} ms{remark}"));
        }
        let mut object = self.object();
        object.add("success", true);
        object.add("answer", answer);
        object.add_some("remark", remark);
        object.add_json("time_ms", &format!("{milliseconds:.3}"));
        printer.json(&object.into_json())
    }

    /// Makes the object for a ping that was not answered.
    fn failed(&self, failure: &Failure) -> String {
        let mut object = self.object();
        object.add("success", false);
        object.add_some("error", failure.message());
        object.add("status", failure.status().number());
        object.into_json()
    }

    /// Begins the object for the last ping.
    fn object(&self) -> Object {
        let mut object = Object::default();
        object.add("uri", self.args.uri.as_str());
        object.add("number", self.statistics.sent());
        object
    }

    fn end(
        self,
        is_interrupted: &AtomicBool,
        printer: &mut Printer<impl Write>,
    ) -> Result<Status, Failure> {
        let is_alone = self.statistics.sent() <= 1 && !is_interrupted.load(Ordering::Relaxed);
        if self.args.json || !is_alone {
            self.sum_up(printer)?;
        }
        if !self.statistics.is_silent() {
            return Ok(Status::Success);
        }
        Ok(self.first.map_or(Status::TimedOut, |failure| failure.status()))
    }
}
