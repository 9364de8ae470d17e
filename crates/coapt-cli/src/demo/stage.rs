//! What the steps of the demo play on: client, folder, and the messages as they happen.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use coapt::wire::Code;
use coapt::{Client, Peer, Reply, Request, Tap};

use crate::failure::Failure;
use crate::paint::{Paint, Role};
use crate::printer::Printer;
use crate::show;
use crate::trace::{Condenser, Direction, line};

/// What stands before every line that belongs to a step.
const MARGIN: &str = "   ";

/// How many lines of a payload are shown.
const MAX_LINES: usize = 14;

/// Everything that a step needs.
pub(super) struct Stage<'s, W> {
    /// The client, whose messages the curtain shows.
    pub(super) client: Client,
    /// Where the story goes.
    pub(super) printer: &'s mut Printer<W>,
    /// Where the messages go.
    pub(super) curtain: Curtain,
    /// The server, such as `coap://127.0.0.1:40000`.
    pub(super) uri: String,
    /// The folder that is served.
    pub(super) folder: &'s Path,
}

impl<W: Write> Stage<'_, W> {
    /// Begins a step.
    pub(super) fn heading(&mut self, number: usize, title: &str) -> Result<(), Failure> {
        let title = self.printer.paint().text(Role::Heading, &format!("{number}. {title}"));
        Ok(self.printer.line(&format!("\n{title}"))?)
    }

    /// Says something about what was seen.
    pub(super) fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.curtain.release();
        let mark = self.printer.paint().text(Role::Good, "✓");
        Ok(self.printer.line(&format!("{MARGIN}{mark} {text}"))?)
    }

    /// Shows a payload, laid out.
    pub(super) fn payload(&mut self, reply: &Reply) -> Result<(), Failure> {
        self.curtain.release();
        let text = show::payload::pretty(reply.content_format(), reply.payload());
        for text in text.lines().take(MAX_LINES) {
            self.printer.line(&format!("{MARGIN}    {text}"))?;
        }
        let left_out = text.lines().count().saturating_sub(MAX_LINES);
        if left_out > 0 {
            self.printer.line(&format!("{MARGIN}    … {left_out} more lines"))?;
        }
        Ok(())
    }

    /// Sends a request and insists on the code of the reply.
    pub(super) fn expect(
        &mut self,
        method: Code,
        path: &str,
        body: &str,
        code: Code,
    ) -> Result<Reply, Failure> {
        let uri = format!("{}/{path}", self.uri);
        let mut request = Request::new(method, uri);
        if !body.is_empty() {
            request = request.content_format(coapt::ContentFormat::TEXT_PLAIN).payload(body);
        }
        let sent = self.client.send(request);
        let reply = sent.map_err(|error| wrong(&format!("/{path} was not answered: {error}")))?;
        self.curtain.release();
        ensure(reply.code() == code, || {
            format!("/{path} was answered {} instead of {code}", reply.code())
        })?;
        Ok(reply)
    }
}

/// Fails unless something is as it should be.
pub(super) fn ensure(is_right: bool, sentence: impl FnOnce() -> String) -> Result<(), Failure> {
    if is_right { Ok(()) } else { Err(wrong(&sentence())) }
}

/// Makes the failure of a step.
pub(super) fn wrong(sentence: &str) -> Failure {
    Failure::local(format!("the demo went wrong: {sentence}"))
}

/// Shows messages, long runs of blocks condensed.
#[derive(Clone, Debug)]
pub(super) struct Curtain {
    paint: Paint,
    /// How wide the terminal is beside the margin, if there is one.
    width: Option<usize>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    condenser: Condenser,
    count: usize,
}

impl Curtain {
    /// Makes a curtain in front of standard output.
    pub(super) fn new(paint: Paint) -> Self {
        let width = rustix::termios::tcgetwinsize(std::io::stdout()).ok();
        let width = width.map(|size| usize::from(size.ws_col).saturating_sub(MARGIN.len()));
        Self { paint, width, state: Arc::default() }
    }

    /// Tells how many messages there were.
    pub(super) fn count(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).count
    }

    /// Shows what was held back.
    pub(super) fn release(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        print(&state.condenser.release());
    }

    fn show(&self, direction: Direction, bytes: &[u8]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.count += 1;
        let line = line(self.paint, self.width, direction, bytes);
        print(&state.condenser.take(bytes, line));
    }
}

impl Tap for Curtain {
    fn received(&mut self, _from: &Peer, bytes: &[u8]) {
        self.show(Direction::Received, bytes);
    }

    fn sent(&mut self, _to: &Peer, bytes: &[u8]) {
        self.show(Direction::Sent, bytes);
    }
}

fn print(lines: &[String]) {
    let mut out = std::io::stdout().lock();
    for line in lines {
        // The next line of the story finds out that nobody reads any more.
        let line = line.replace('\n', &format!("\n{MARGIN}"));
        writeln!(out, "{MARGIN}{line}").ok();
    }
}
