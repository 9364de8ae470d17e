//! The access log: a line of JSON for each request that was answered.
//!
//! A thread of its own writes the lines, so that neither a slow disk nor a full one holds the server up. What it cannot
//! write is counted and told once on standard error. It sleeps while there is nothing to write.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use coapt::proto::Observe;
use coapt::wire::{OptionNumber, uri};
use coapt::{Answered, Code};

use crate::failure::Failure;
use crate::show::text;

/// How many lines wait to be written at most.
const WAITING: usize = 8192;

/// How many bytes are written at once at most, give or take a line.
const BATCH: usize = 64 * 1024;

/// How long the end of the program waits for the last lines.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// Where the lines go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Standard output.
    Stdout,
    /// The end of a file.
    File(PathBuf),
}

impl Place {
    /// Reads the name of a file, or `-` for standard output.
    pub(crate) fn named(name: &Path) -> Self {
        if name.as_os_str() == "-" { Self::Stdout } else { Self::File(name.to_owned()) }
    }

    fn open(&self) -> io::Result<File> {
        match self {
            Self::Stdout => Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?)),
            Self::File(path) => File::options().append(true).create(true).open(path),
        }
    }
}

/// The way to the log; clones lead to the same.
#[derive(Clone, Debug)]
pub(crate) struct AccessLog {
    words: SyncSender<Word>,
    lost: Arc<AtomicU64>,
}

/// What the thread that writes is told.
#[derive(Debug)]
enum Word {
    Line(String),
    /// The file was moved away: go on in a new one.
    Reopen,
    /// Write what is left, and say so.
    End(SyncSender<()>),
}

impl AccessLog {
    /// Opens the log and starts the thread that writes it.
    pub(crate) fn open(place: &Place) -> Result<Self, Failure> {
        let failed = |error: io::Error| {
            let name = match place {
                Place::Stdout => "standard output".to_owned(),
                Place::File(path) => path.display().to_string(),
            };
            Failure::local(format!("cannot write the access log to {name}: {error}"))
        };
        let file = place.open().map_err(failed)?;
        let (words, receiver) = mpsc::sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let writer =
            Writer { place: place.clone(), file, lost: Arc::clone(&lost), state: State::Whole };
        let thread = thread::Builder::new().name("access-log".to_owned());
        thread.spawn(move || writer.run(&receiver)).map_err(failed)?;
        Ok(Self { words, lost })
    }

    /// Leaves a line; if too many wait, it is only counted.
    pub(crate) fn note(&self, answered: &Answered<'_>) {
        if self.words.try_send(Word::Line(line(&Timestamp::now(), answered))).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Has the file opened anew, as after it was moved away.
    pub(crate) fn reopen(&self) {
        self.words.send(Word::Reopen).ok();
    }

    /// Waits until all is written, but not for ever.
    pub(crate) fn end(&self) {
        let (done, ended) = mpsc::sync_channel(1);
        if self.words.try_send(Word::End(done)).is_ok() {
            ended.recv_timeout(LAST_WAIT).ok();
        }
    }
}

/// What the thread that writes knows.
struct Writer {
    place: Place,
    file: File,
    lost: Arc<AtomicU64>,
    state: State,
}

/// How writing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// All lines are whole.
    Whole,
    /// The last writing failed, which was told; a piece of a line may stand at the end.
    Broken,
}

impl Writer {
    fn run(mut self, words: &Receiver<Word>) {
        let mut batch = String::new();
        while let Ok(first) = words.recv() {
            self.take(first, &mut batch);
            while batch.len() < BATCH
                && let Ok(word) = words.try_recv()
            {
                self.take(word, &mut batch);
            }
            self.write(&mut batch);
            let lost = self.lost.swap(0, Ordering::Relaxed);
            if lost > 0 {
                tell(&format!("{lost} requests are missing in the access log: it is too slow"));
            }
        }
    }

    /// Does what a word says; lines are gathered only.
    fn take(&mut self, word: Word, batch: &mut String) {
        match word {
            Word::Line(line) => batch.push_str(&line),
            Word::Reopen => {
                self.write(batch);
                self.reopen();
            }
            Word::End(done) => {
                self.write(batch);
                done.send(()).ok();
            }
        }
    }

    /// Writes whole lines; those that cannot be written are dropped.
    fn write(&mut self, batch: &mut String) {
        if batch.is_empty() {
            return;
        }
        if self.state == State::Broken {
            // What was left of a broken line ends here.
            batch.insert(0, '\n');
        }
        match (self.file.write_all(batch.as_bytes()), self.state) {
            (Ok(()), _) => self.state = State::Whole,
            (Err(_), State::Broken) => {}
            (Err(error), State::Whole) => {
                self.state = State::Broken;
                tell(&format!(
                    "the access log cannot be written, and goes on when it can: {error}"
                ));
            }
        }
        batch.clear();
    }

    fn reopen(&mut self) {
        match self.place.open() {
            Ok(file) => (self.file, self.state) = (file, State::Whole),
            Err(error) => tell(&format!("cannot open the access log anew: {error}")),
        }
    }
}

/// Says a sentence on standard error.
fn tell(sentence: &str) {
    // Nobody is left to be told when standard error is gone.
    writeln!(io::stderr(), "coapt: {sentence}").ok();
}

/// A line of the log; its names are part of the interface.
#[derive(Serialize)]
struct Line<'a> {
    /// When the answer was ready: RFC 3339 in UTC, with milliseconds.
    time: String,
    peer: String,
    method: &'a str,
    /// As in a URI, percent-coded.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    code: String,
    /// The bytes of the bodies, which are shorter than the messages.
    request_bytes: usize,
    response_bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_format: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    observe: Option<&'static str>,
    /// From when the server took the request up to when it had the answer.
    duration_us: u64,
}

/// Makes the line for a request, its end included.
fn line(time: &Timestamp, answered: &Answered<'_>) -> String {
    let request = answered.request;
    let options = request.options.as_options();
    let query = Some(uri::query_text(options)).filter(|text| !text.is_empty());
    let line = Line {
        time: time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        peer: request.peer.address().to_string(),
        method: &method(request.code),
        path: format!("/{}", uri::path_text(options)),
        query,
        code: answered.reply.code().to_string(),
        request_bytes: request.payload.len(),
        response_bytes: answered.reply.body().len(),
        request_format: options.uint(OptionNumber::CONTENT_FORMAT),
        response_format: answered.reply.options().uint(OptionNumber::CONTENT_FORMAT),
        observe: match request.observe {
            Observe::Absent => None,
            Observe::Register => Some("register"),
            Observe::Deregister => Some("deregister"),
        },
        duration_us: u64::try_from(answered.took.as_micros()).unwrap_or(u64::MAX),
    };
    let mut json = escaped(&serde_json::to_string(&line).unwrap_or_default());
    json.push('\n');
    json
}

/// Gives the name of a method, or its number as in `0.31`.
pub(super) fn method(code: Code) -> String {
    code.name().map_or_else(|| code.to_string(), str::to_owned)
}

/// Escapes in JSON what a terminal would obey; the writer of JSON lets much of it pass.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        // Writing to a text does not fail.
        if text::steers(character) {
            let code = u32::from(character);
            write!(out, "\\u{code:04x}").ok();
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_as_json_does() {
        let json = escaped(&serde_json::to_string("a\u{9b}31m\u{202e}\x1b\n").unwrap());

        assert_eq!(json, r#""a\u009b31m\u202e\u001b\n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "a\u{9b}31m\u{202e}\x1b\n");
    }

    #[test]
    fn a_minus_is_standard_output() {
        assert_eq!(Place::named(Path::new("-")), Place::Stdout);
        assert_eq!(Place::named(Path::new("./-")), Place::File("./-".into()));
    }
}
