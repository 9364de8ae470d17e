//! States as they are shown: printed, told as JSON, or handed to a command; and remarks beside them.

use std::io::Write;

use coapt::Reply;
use coapt::net::unix_time;
use coapt::wire::Code;

use super::chart::Numbers;
use super::plot::Plot;
use super::track::{Finding, Track};
use super::{Args, Then, reading, run_command};
use crate::failure::{Failure, Status};
use crate::paint::{Paint, Role};
use crate::printer::{self, Printer, Reader};
use crate::refusal;
use crate::request::answer::record::{Body, Exchange};
use crate::show::{json, time};

/// Shows states and counts them.
pub(super) struct View<'v, W> {
    printer: &'v mut Printer<W>,
    args: &'v Args,
    resources: Vec<Resource<'v>>,
    shown: u64,
    plot: Option<Plot>,
}

/// One of the resources.
struct Resource<'v> {
    uri: &'v str,
    track: Track,
    /// What its last state means for the exit status.
    status: Status,
}

impl<'v, W: Write> View<'v, W> {
    /// Makes the view of the resources in the arguments.
    pub(super) fn new(args: &'v Args, printer: &'v mut Printer<W>) -> Self {
        let resource = |uri: &'v String| Resource {
            uri: uri.as_str(),
            track: Track::default(),
            status: Status::Success,
        };
        Self { printer, args, resources: args.uris().map(resource).collect(), shown: 0, plot: None }
    }

    /// Tells whether there is more than one resource.
    pub(super) fn is_crowded(&self) -> bool {
        self.resources.len() > 1
    }

    /// Gives the status that the last state of a resource stands for.
    pub(super) fn status_of(&self, index: usize) -> Status {
        self.resources.get(index).map_or(Status::Success, |resource| resource.status)
    }

    /// Shows a state; an error code is a failure.
    pub(super) fn state(&mut self, index: usize, reply: &Reply) -> Result<Then, Failure> {
        let Some(resource) = self.resources.get_mut(index) else { return Ok(Then::GoOn) };
        let uri = resource.uri;
        resource.status = Status::of_reply(reply.code());
        let finding = resource.track.take(reply.observe());
        self.tell(index, finding);
        self.shown += 1;
        if self.args.json {
            let missed = if let Finding::Gap { missed, .. } = finding { missed } else { 0 };
            self.printer.line(&object(uri, reply, missed))?;
        } else if self.args.include {
            self.printer.head(reply)?;
        }
        if !reply.is_success() {
            return Err(refusal::of_reply(uri, reply));
        }
        if let Some(command) = &self.args.exec {
            if let Some(end) = run_command::run(command, uri, reply)? {
                self.remark(index, &end);
            }
        } else if self.args.plot {
            self.draw(index, reply)?;
        } else if !self.args.json {
            self.print(uri, reply)?;
        }
        let field = self.args.field.as_deref();
        let is_reached =
            self.args.until.as_ref().is_some_and(|condition| condition.holds(reply, field));
        let is_enough = self.args.count.is_some_and(|count| self.shown >= count);
        Ok(if is_reached || is_enough { Then::End } else { Then::GoOn })
    }

    /// Tells of a state that was overtaken on its way; what it says is not shown, as it is older than what is known.
    pub(super) fn overtaken(&mut self, index: usize, reply: &Reply) {
        let latest = self.resources.get(index).and_then(|resource| resource.track.latest());
        if let (Some(number), Some(latest)) = (reply.observe(), latest) {
            self.remark(
                index,
                &format!("state {number} came after state {latest} and is left out"),
            );
        }
    }

    /// Tells a person something about a resource.
    pub(super) fn remark(&mut self, index: usize, text: &str) {
        let uri = self.resources.get(index).map_or("", |resource| resource.uri);
        if let Some(plot) = &mut self.plot {
            return plot.note(&format!("{uri}: {text}"));
        }
        // Nobody is left to be told when standard error is gone.
        writeln!(std::io::stderr(), "coapt: {uri}: {text}").ok();
    }

    /// Tells why one of several resources is done.
    pub(super) fn complain(&mut self, failure: &Failure) -> Result<(), Failure> {
        let Some(message) = failure.message() else { return Ok(()) };
        if let Some(plot) = &mut self.plot {
            plot.note(message);
            return Ok(());
        }
        writeln!(std::io::stderr(), "coapt: {message}")
            .map_err(|error| Failure::local(error.to_string()))
    }

    /// Draws the picture anew, if there is one.
    pub(super) fn refresh(&mut self) -> Result<(), Failure> {
        self.plot.as_mut().map_or(Ok(()), Plot::draw)
    }

    /// Adds a state to the picture, which begins with the first.
    fn draw(&mut self, index: usize, reply: &Reply) -> Result<(), Failure> {
        let field = self.args.field.as_deref();
        let number = reading::number(reply.content_format(), reply.payload(), field);
        let mut plot = if let Some(plot) = self.plot.take() {
            plot
        } else {
            let names = self.resources.iter().map(|resource| resource.uri);
            Plot::start(Numbers::new(names, self.printer.paint() == Paint::Colour))?
        };
        let drawn = plot.add(index, number);
        self.plot = Some(plot);
        drawn
    }

    fn tell(&mut self, index: usize, finding: Finding) {
        match finding {
            Finding::Next => {}
            Finding::Gap { missed, after } => {
                let states =
                    if missed == 1 { "1 state".to_owned() } else { format!("{missed} states") };
                self.remark(index, &format!("{states} after state {after} did not come"));
            }
            Finding::Restart { after } => self.remark(
                index,
                &format!("the server counts anew after state {after}: it was probably restarted"),
            ),
        }
    }

    fn print(&mut self, uri: &str, reply: &Reply) -> Result<(), Failure> {
        if self.printer.reader() == Reader::Person && !self.args.include {
            let of = if self.is_crowded() { format!(" {uri}") } else { String::new() };
            let line = format!("— {}{of}: {}", self.shown, printer::status_line(reply.code()));
            let line = self.printer.paint().text(Role::Faint, &line);
            self.printer.line(&line)?;
        } else if self.is_crowded() {
            self.printer.line(uri)?;
        }
        Ok(self.printer.payload_line(reply.content_format(), reply.payload())?)
    }
}

/// Tells a state as a JSON object: when it came and what is missing before it, and then as any other answer is told.
fn object(uri: &str, reply: &Reply, missed: u32) -> String {
    let exchange = Exchange { method: Code::GET, uri, record: None };
    let answer = exchange.answered(reply, Body::Here);
    let mut head = json::Object::default();
    head.add("uri", uri);
    head.add("time", time::utc(unix_time()));
    head.add("missed", missed);
    let head = head.into_json();
    format!("{},{}", head.trim_end_matches('}'), answer.trim_start_matches('{'))
}
