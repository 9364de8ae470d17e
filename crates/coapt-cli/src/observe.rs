//! `coapt observe`: print each state of a resource as it comes (RFC 7641).

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

use coapt::wire::Code;
use coapt::{Client, Observation, Reply};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::paint::Role;
use crate::printer::{self, Printer, Reader};
use crate::refusal;
use crate::request::OptionArgs;

/// How long a signal may go unnoticed.
const GLANCE: Duration = Duration::from_millis(200);

/// How long to wait for the server to confirm that it has forgotten us.
const FAREWELL: Duration = Duration::from_secs(5);

/// Print each state of a resource as it comes
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt observe coap://[::1]/garden/temperature.txt
  coapt observe coap://[::1]/temp --count 3
  coapt observe coap://[::1]/temp --for 60 -i")]
pub(crate) struct Args {
    #[command(flatten)]
    request: OptionArgs,
    /// End after this many states, the first one included
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// End after this many seconds
    #[arg(long = "for", value_name = "SECONDS", value_parser = link::seconds)]
    period: Option<Duration>,
    /// Show the code and the options of each state, too
    #[arg(short, long)]
    include: bool,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

/// Ends with status 0 when it has seen enough or is interrupted, else as the reply says that ends it.
pub(crate) fn run(
    args: &Args,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let failed = |error: coapt::Error| link::failure(&error, &args.request.uri);
    let request = args.request.request(Code::GET);
    let mut observation = client.observe(request).map_err(failed)?;
    // Until the server has answered there is nothing to take leave of.
    let is_interrupted = interruption()?;
    let mut view = View { printer, args, shown: 0 };
    view.show(&observation.first().clone())?;
    if !observation.is_observing() {
        return Err(Failure::new(
            Status::Success,
            "the server answers, but does not let this resource be observed",
        ));
    }
    while !view.has_enough() && !is_interrupted.load(Ordering::Relaxed) {
        match next(&mut observation, args.period).map_err(failed)? {
            Next::State(reply) => view.show(&reply)?,
            Next::Nothing => {}
            Next::End => break,
        }
    }
    // The observation is over for us, whether the server hears of it or not.
    observation.cancel_within(FAREWELL).ok();
    Ok(Status::Success)
}

/// What a glance at the observation shows.
enum Next {
    State(Reply),
    Nothing,
    End,
}

/// Waits a moment for the next state, but not beyond the period.
fn next(observation: &mut Observation<'_>, period: Option<Duration>) -> Result<Next, coapt::Error> {
    let left = period.map(|period| period.saturating_sub(observation.age()));
    let glance = left.map_or(GLANCE, |left| left.min(GLANCE));
    if glance.is_zero() {
        return Ok(Next::End);
    }
    match observation.next(Some(glance))? {
        Some(notification) if notification.is_latest() => {
            Ok(Next::State(notification.into_reply()))
        }
        None if !observation.is_observing() => Ok(Next::End),
        // A state that was overtaken on its way is as good as none.
        Some(_) | None => Ok(Next::Nothing),
    }
}

/// Shows states and counts them.
struct View<'v, W> {
    printer: &'v mut Printer<W>,
    args: &'v Args,
    shown: u64,
}

impl<W: Write> View<'_, W> {
    fn show(&mut self, reply: &Reply) -> Result<(), Failure> {
        self.shown += 1;
        if self.args.include {
            self.printer.head(reply)?;
        } else if self.printer.reader() == Reader::Person {
            let line = format!("— {}: {}", self.shown, printer::status_line(reply.code()));
            let line = self.printer.paint().text(Role::Faint, &line);
            self.printer.line(&line)?;
        }
        if !reply.is_success() {
            return Err(refusal::of_reply(&self.args.request.uri, reply));
        }
        Ok(self.printer.payload_line(reply.content_format(), reply.payload())?)
    }

    fn has_enough(&self) -> bool {
        self.args.count.is_some_and(|count| self.shown >= count)
    }
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
