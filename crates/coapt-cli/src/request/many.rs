//! Several URIs in one call: the answers come in the order of the URIs, however many are asked at once.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use coapt::{Client, Request};

use crate::failure::{Failure, Status};
use crate::link::LinkArgs;
use crate::paint::Role;
use crate::printer::Printer;

use super::answer::{self, OutputArgs};

/// How many requests can be under way at once; each has a socket of its own.
pub(super) const MAX_PARALLEL: u16 = 64;

/// What to ask, and how.
#[derive(Debug)]
pub(super) struct Batch<'b> {
    /// One request for each URI.
    pub(super) requests: Vec<Request>,
    /// How many of them at once.
    pub(super) parallel: usize,
    pub(super) link: &'b LinkArgs,
    pub(super) output: &'b OutputArgs,
}

/// How one request went: what is to be printed, and its status.
struct Answer {
    text: Vec<u8>,
    outcome: Result<Status, Failure>,
}

/// Makes the requests; ends with the status of the first that failed, after each failure was told.
pub(super) fn run(
    batch: &Batch<'_>,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    batch.check()?;
    let mut view = View { printer, batch, first: Status::Success, ends_a_line: true };
    if batch.parallel > 1 {
        batch.in_parallel(&mut view)?;
    } else {
        for request in &batch.requests {
            let answer = batch.ask(client, request, view.printer.beside());
            view.show(request.uri(), answer)?;
        }
    }
    Ok(view.first)
}

impl Batch<'_> {
    /// Refuses what makes sense for one request only.
    fn check(&self) -> Result<(), Failure> {
        if self.output.names_one_file() {
            return Err(Failure::usage(format!(
                "-o names one file for the answers of {} URIs; ask for one, or leave it out",
                self.requests.len()
            )));
        }
        match self.link.port() {
            Some(port) if self.parallel > 1 => Err(Failure::usage(format!(
                "--parallel takes a port for each request, and --source names one, {port}; leave it out"
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// Makes one request; what it prints is collected.
    fn ask(&self, client: &mut Client, request: &Request, mut into: Printer<Vec<u8>>) -> Answer {
        let outcome = answer::run(client, request.clone(), self.link, self.output, &mut into);
        Answer { text: into.into_collected(), outcome }
    }

    /// Lets workers make the requests, each with a client of its own, and shows the answers in order.
    fn in_parallel(&self, view: &mut View<'_, impl Write>) -> Result<(), Failure> {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (answers, answered) = channel();
            for _ in 0..self.parallel.min(self.requests.len()) {
                let (answers, next, into) = (answers.clone(), &next, view.printer.beside());
                scope.spawn(move || self.work(next, &answers, &into));
            }
            drop(answers);
            let shown = self.show_in_order(answered, view);
            // Nobody reads further answers: what has not begun need not.
            next.store(self.requests.len(), Ordering::Relaxed);
            shown
        })
    }

    /// Takes requests until there are none.
    fn work(&self, next: &AtomicUsize, answers: &Sender<(usize, Answer)>, into: &Printer<Vec<u8>>) {
        let mut client = None;
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = self.requests.get(place) else { return };
            let answer = match own(&mut client, self.link) {
                Ok(client) => self.ask(client, request, into.beside()),
                Err(failure) => Answer { text: Vec::new(), outcome: Err(failure) },
            };
            if answers.send((place, answer)).is_err() {
                return;
            }
        }
    }

    /// Shows each answer when those before it were shown.
    fn show_in_order(
        &self,
        answered: Receiver<(usize, Answer)>,
        view: &mut View<'_, impl Write>,
    ) -> Result<(), Failure> {
        let mut early = BTreeMap::new();
        let mut requests = self.requests.iter().enumerate().peekable();
        for (place, answer) in answered {
            early.insert(place, answer);
            while let Some((place, request)) = requests.peek()
                && let Some(answer) = early.remove(place)
            {
                view.show(request.uri(), answer)?;
                requests.next();
            }
        }
        Ok(())
    }
}

/// Shows answers one after the other.
struct View<'v, W> {
    printer: &'v mut Printer<W>,
    batch: &'v Batch<'v>,
    /// The status of the first failure.
    first: Status,
    /// Whether a heading can follow at once.
    ends_a_line: bool,
}

impl<W: Write> View<'_, W> {
    fn show(&mut self, uri: &str, answer: Answer) -> Result<(), Failure> {
        if !answer.text.is_empty() {
            self.head(uri)?;
            self.printer.hand_over(&answer.text)?;
            self.ends_a_line = answer.text.ends_with(b"\n");
        }
        match answer.outcome {
            // Whoever read the output has gone.
            Err(failure) if failure.message().is_none() => return Err(failure),
            Err(failure) => {
                failure.tell();
                self.remember(failure.status());
            }
            Ok(status) => self.remember(status),
        }
        Ok(())
    }

    fn head(&mut self, uri: &str) -> Result<(), Failure> {
        if !self.batch.output.wants_headings(self.printer.reader()) {
            return Ok(());
        }
        if !self.ends_a_line {
            self.printer.line("")?;
        }
        let heading = self.printer.paint().text(Role::Heading, &format!("— {uri}"));
        Ok(self.printer.line(&heading)?)
    }

    fn remember(&mut self, status: Status) {
        if self.first == Status::Success {
            self.first = status;
        }
    }
}

/// Gives the client of a worker, made when it is first needed.
fn own<'c>(client: &'c mut Option<Client>, link: &LinkArgs) -> Result<&'c mut Client, Failure> {
    let own = match client.take() {
        Some(own) => own,
        None => link.client()?,
    };
    Ok(client.insert(own))
}
