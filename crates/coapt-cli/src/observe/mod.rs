//! `coapt observe`: print each state of resources as it comes (RFC 7641).
//!
//! Each resource has a thread that keeps its observation going; this one shows what they hand over, in order.

mod chart;
mod expression;
mod keeper;
mod plot;
mod reading;
mod run_command;
mod track;
mod view;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

use coapt::Request;
use coapt::net::Clock;
use coapt::wire::Code;

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::printer::Printer;
use crate::request::OptionArgs;
use crate::whole::whole;

use self::expression::Expression;
use self::keeper::{Keeper, News, Signal};
use self::reading::Step;
use self::view::View;

/// How long a signal may go unnoticed.
const GLANCE: Duration = Duration::from_millis(200);

/// How many states may wait to be shown before the threads that receive them have to wait, too.
const MAX_WAITING: usize = 64;

/// How many resources can be observed at once: each takes a thread and a socket.
const MAX_RESOURCES: usize = 256;

/// Print each state of a resource as it comes
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt observe coap://[::1]/garden/temperature.txt
  coapt observe coap://[::1]/temp --until 'value > 21.5' --for 3600
  coapt observe coap://[::1]/lamp --until 'json.on && json.level >= 3'
  coapt observe coap://[::1]/temp coap://[::1]/door --json
  coapt observe coap://[::1]/house.json --plot --field kitchen.temp
  coapt observe coap://[::1]/door --exec 'logger \"door: $(cat)\"'

An expression compares value (the number of a state), text, code, size and json.PATH with
numbers, 'text', true, false and null by == != < <= > >=, joined by && || ! and parentheses.
The status is 6 if it does not hold before --for is over.")]
pub(crate) struct Args {
    #[command(flatten)]
    request: OptionArgs,
    /// More resources to observe at the same time
    #[arg(value_name = "URI")]
    more: Vec<String>,
    /// End after this many states, the first ones included
    #[arg(short, long, value_name = "N", value_parser = whole(1..=u64::MAX))]
    count: Option<u64>,
    /// End after this many seconds
    #[arg(long = "for", value_name = "SECONDS", value_parser = link::seconds)]
    period: Option<Duration>,
    /// End with the first state for which this holds, such as 'value > 21.5'
    #[arg(long, value_name = "EXPRESSION", value_parser = expression::parse)]
    until: Option<Expression>,
    /// Where the number stands that a state is about, such as `sensors[0].temp`
    #[arg(long, value_name = "PATH", value_parser = field)]
    field: Option<Field>,
    /// Run this shell command for each state instead of printing it: the payload is its input,
    /// `COAPT_URI`, `COAPT_CODE` and `COAPT_OBSERVE` its environment
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Print each state as one line of JSON
    #[arg(long, conflicts_with = "include")]
    json: bool,
    /// Draw the numbers of the states as they come
    #[arg(long, conflicts_with_all = ["json", "include", "exec"])]
    plot: bool,
    /// Show the code and the options of each state, too
    #[arg(short, long)]
    include: bool,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

/// A path into a document; a name of its own, since clap takes a plain vector apart.
type Field = Vec<Step>;

fn field(text: &str) -> Result<Field, String> {
    reading::path(text)
}

impl Args {
    fn uris(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.request.uri).chain(&self.more)
    }

    /// Makes the request for one of the resources.
    fn request_for(&self, uri: &str) -> Request {
        self.request.request_to(Code::GET, uri)
    }
}

/// Ends with status 0 when it has seen enough or is interrupted, with that of a time-out when the period is over before
/// the condition holds, else as the reply says that ends it.
///
/// Of several resources the last one that ends, ends it; the status is that of the first that failed.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    let count = args.uris().count();
    if count > MAX_RESOURCES {
        return Err(Failure::usage(format!(
            "{count} resources are more than the {MAX_RESOURCES} that can be observed at once"
        )));
    }
    args.uris().try_for_each(|uri| args.link.check(uri))?;
    if args.plot {
        plot::check()?;
    }
    let (crew, news) = Crew::start(args)?;
    let outcome = Watch { args, view: View::new(args, printer), crew: &crew }.run(&news);
    // Whoever waits to be heard finds nobody there, and ends.
    drop(news);
    crew.dismiss();
    outcome
}

/// The threads that keep the observations.
struct Crew {
    signal: Signal,
    keepers: Vec<(JoinHandle<()>, Arc<AtomicBool>)>,
}

impl Crew {
    fn start(args: &Args) -> Result<(Self, Receiver<(usize, News)>), Failure> {
        let (sender, news) = mpsc::sync_channel(MAX_WAITING);
        let mut crew = Self { signal: Signal::default(), keepers: Vec::new() };
        for (index, uri) in args.uris().enumerate() {
            let is_registered = Arc::<AtomicBool>::default();
            let keeper = Keeper {
                index,
                request: args.request_for(uri),
                client: args.link.client()?,
                news: sender.clone(),
                signal: crew.signal.clone(),
                is_registered: Arc::clone(&is_registered),
            };
            let thread = std::thread::Builder::new()
                .name("observation".to_owned())
                .spawn(move || keeper.run())
                .map_err(|error| Failure::local(format!("cannot start a thread: {error}")))?;
            crew.keepers.push((thread, is_registered));
        }
        Ok((crew, news))
    }

    /// Takes leave of every server that has us on its list.
    fn dismiss(self) {
        self.signal.raise();
        for (thread, is_registered) in self.keepers {
            // One that waits for an answer has nobody to take leave of, and may wait for long.
            if is_registered.load(Ordering::Relaxed) {
                thread.join().ok();
            }
        }
    }
}

/// The main thread's part.
struct Watch<'w, W> {
    args: &'w Args,
    view: View<'w, W>,
    crew: &'w Crew,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    GoOn,
    End,
}

impl<W: Write> Watch<'_, W> {
    fn run(&mut self, news: &Receiver<(usize, News)>) -> Result<Status, Failure> {
        let mut status = Status::Success;
        let mut running = self.crew.keepers.len();
        // Until a server has answered there is nothing to take leave of.
        let mut begun: Option<(Clock, Arc<AtomicBool>)> = None;
        while running > 0 {
            let left = begun.as_ref().map_or(GLANCE, |(clock, _)| self.time_left(clock));
            let is_interrupted =
                begun.as_ref().is_some_and(|(_, flag)| flag.load(Ordering::Relaxed));
            if is_interrupted {
                break;
            }
            if left.is_zero() {
                return self.time_is_up(status);
            }
            let (index, news) = match news.recv_timeout(left) {
                Ok(news) => news,
                Err(RecvTimeoutError::Timeout) => {
                    self.view.refresh()?;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            if begun.is_none() && matches!(news, News::State(_)) {
                begun = Some((Clock::start(), interruption()?));
            }
            let (then, failure) = self.take(index, news)?;
            if let Some(failure) = failure {
                status = first_failure(status, failure);
                running -= 1;
            }
            if then == Then::End {
                break;
            }
        }
        Ok(status)
    }

    /// Ends after the period: a condition that was waited for is a time-out then.
    fn time_is_up(&self, status: Status) -> Result<Status, Failure> {
        match (&self.args.until, self.args.period) {
            (Some(_), Some(period)) => Err(Failure::new(
                Status::TimedOut,
                format!("the condition of --until did not hold within {} s", period.as_secs_f32()),
            )),
            _ => Ok(status),
        }
    }

    /// How long to wait for news at most: a glance, or what is left of the period.
    fn time_left(&self, clock: &Clock) -> Duration {
        let passed = clock.now().since_origin();
        self.args.period.map_or(GLANCE, |period| period.saturating_sub(passed).min(GLANCE))
    }

    /// Takes news; gives the status of a resource that is done.
    fn take(&mut self, index: usize, news: News) -> Result<(Then, Option<Status>), Failure> {
        let over = match news {
            News::State(reply) => match self.view.state(index, &reply) {
                Ok(then) => return Ok((then, None)),
                // Where there are others, one that fails is told and the rest goes on.
                Err(failure) if self.view.is_crowded() && !reply.is_success() => {
                    return self.view.complain(&failure).map(|()| (Then::GoOn, None));
                }
                Err(failure) => return Err(failure),
            },
            News::Overtaken(reply) => {
                self.view.overtaken(index, &reply);
                return Ok((Then::GoOn, None));
            }
            News::Remark(text) => {
                self.view.remark(index, &text);
                return Ok((Then::GoOn, None));
            }
            News::Over(outcome) => outcome,
        };
        match over {
            Ok(()) => Ok((Then::GoOn, Some(self.view.status_of(index)))),
            Err(failure) if self.view.is_crowded() => {
                self.view.complain(&failure)?;
                Ok((Then::GoOn, Some(failure.status())))
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Keeps the status that was there, unless it is a success.
fn first_failure(status: Status, next: Status) -> Status {
    if status == Status::Success { next } else { status }
}

/// Gives the flag that SIGINT and SIGTERM raise; a second one ends the program at once.
pub(crate) fn interruption() -> Result<Arc<AtomicBool>, Failure> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&flag))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&flag)))
            .map_err(|error| Failure::local(format!("cannot listen for signals: {error}")))?;
    }
    Ok(flag)
}
