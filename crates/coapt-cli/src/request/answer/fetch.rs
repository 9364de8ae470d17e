//! Sending a request and having the answer in memory, or block by block in a file.

use std::io::{self, Read as _, Write};
use std::path::Path;
use std::time::Duration;

use coapt::wire::{Code, OptionNumber};
use coapt::{Client, Config, Download, Error, Reply, Request};

use crate::failure::Failure;
use crate::show::text;
use crate::{link, refusal};

use super::note;
use super::part::{self, Part};
use super::progress::Bar;
use super::rate::{Pace, Rate};

/// A request that is to be sent.
#[derive(Debug)]
pub(super) struct Fetch<'f> {
    /// Who sends it.
    pub(super) client: &'f mut Client,
    /// The request.
    pub(super) request: Request,
    /// How long it may take in all, if somebody said so.
    pub(super) limit: Option<Duration>,
    /// How fast it may go.
    pub(super) rate: Option<Rate>,
    /// Who is shown how far it is.
    pub(super) bar: Bar,
}

/// What is wanted of a file beside that it has the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// Go on where `FILE.part` ends.
    pub(super) resumes: bool,
    /// Leave the file alone if the state is still the noted one, and note the one that comes.
    pub(super) if_changed: bool,
}

/// What came.
#[derive(Debug)]
pub(super) struct Got {
    /// The reply; of a body in a file it has the first piece.
    pub(super) reply: Reply,
    /// How long the body in the file is, if it is there.
    pub(super) stored: Option<u64>,
}

/// Where a body begins to be asked for.
#[derive(Debug, Default)]
struct Start {
    position: u64,
    etag: Option<Vec<u8>>,
}

/// How an attempt to go on ended.
enum Attempt {
    Done(Got),
    /// The server has another state than the one of which a part is there.
    OtherState,
}

impl Fetch<'_> {
    /// Whether the body can be asked for block by block: not if the user asks for one block.
    fn goes_by_blocks(&self) -> bool {
        let has_block = self.request.options().first(OptionNumber::BLOCK2).is_some();
        self.request.method() == Code::GET && !has_block
    }

    /// Has the whole answer in memory.
    pub(super) fn into_memory(self) -> Result<Reply, Failure> {
        match self.rate {
            Some(_) if self.goes_by_blocks() => self.download(),
            Some(_) if !self.request.body().is_empty() => self.upload(),
            Some(_) | None => self.send(),
        }
    }

    fn send(self) -> Result<Reply, Failure> {
        let uri = self.request.uri().to_owned();
        let reply =
            self.client.send_with_progress(self.request, &mut |progress| self.bar.update(progress));
        reply.map_err(|error| link::failure(&error, &uri))
    }

    /// Fetches block by block, no faster than it may go.
    fn download(self) -> Result<Reply, Failure> {
        let uri = self.request.uri().to_owned();
        let mut run = Run { pace: Pace::new(self.rate), limit: self.limit, bar: &self.bar };
        let mut download = self
            .client
            .download_any(self.request.clone(), 0, None)
            .map_err(|error| failed(&error, &uri))?;
        if download.reply().code() == Code::BAD_OPTION {
            // A server that does not know blocks sends little at once.
            return self.client.send(self.request).map_err(|error| failed(&error, &uri));
        }
        let mut body = Bounded(Vec::new());
        run.copy(&mut download, &mut body, 0).map_err(|broken| match broken {
            Broken::Exchange(error) => failed(&error, &uri),
            Broken::File(error) => Failure::local(format!("{uri}: {error}")),
        })?;
        Ok(download.reply().clone().with_payload(body.0))
    }

    /// Sends the body block by block, no faster than it may go.
    fn upload(self) -> Result<Reply, Failure> {
        let uri = self.request.uri().to_owned();
        let body = self.request.body().to_vec();
        let whole = body.len() as u64;
        let mut run = Run { pace: Pace::new(self.rate), limit: self.limit, bar: &self.bar };
        let failed = |error: Error| failed(&error, &uri);
        let request = self.request.payload(Vec::new());
        let mut upload = self.client.upload(request, Some(whole)).map_err(failed)?;
        let mut done = 0;
        for piece in body.chunks(PIECE) {
            upload.write_all(piece).map_err(|error| failed(exchange_error(error)))?;
            let count = upload.position() - done;
            done += count;
            run.step(count, done, Some(whole)).map_err(|broken| match broken {
                Broken::Exchange(error) => failed(error),
                Broken::File(error) => Failure::local(format!("cannot wait: {error}")),
            })?;
        }
        upload.finish().map_err(failed)
    }

    /// Has the body in a file, block by block; a failure leaves what was there before.
    pub(super) fn into_file(mut self, file: &Path, wish: Wish) -> Result<Got, Failure> {
        if !self.goes_by_blocks() {
            return self.into_memory().and_then(|reply| store(reply, file));
        }
        let (file, uri) = (part::followed(file), self.request.uri().to_owned());
        let key = note::key(&self.request);
        let place = Place { file: &file, uri: &uri, key: &key, wish };
        let start =
            if wish.resumes { place.resume(&Part::open(&file)?)? } else { Start::default() };
        match self.attempt(&place, &start)? {
            Attempt::Done(got) => Ok(got),
            Attempt::OtherState => {
                notice(&format!(
                    "{} belongs to another state of {uri}; beginning anew",
                    part::part_of(&file).display()
                ));
                self.attempt(&place, &Start::default())?.done()
            }
        }
    }

    /// Fetches the body from a place on, and puts it in the place of the file.
    fn attempt(&mut self, place: &Place<'_>, start: &Start) -> Result<Attempt, Failure> {
        let (uri, position) = (place.uri, start.position);
        let mut part = Part::open(place.file)?;
        let request = place.ask(self.request.clone(), start);
        let mut run = Run { pace: Pace::new(self.rate), limit: self.limit, bar: &self.bar };
        let mut download = match self.client.download_any(request, position, start.etag.as_deref())
        {
            Err(Error::Blocks) if position > 0 => return Ok(Attempt::OtherState),
            Err(error) => {
                part.discard_empty();
                return Err(link::failure(&error, uri));
            }
            Ok(download) => download,
        };
        let reply = download.reply().clone();
        if position > 0 && is_of_another(&reply, start.etag.as_deref()) {
            return Ok(Attempt::OtherState);
        }
        if reply.code() == Code::BAD_OPTION {
            return self.without_blocks(place, part).map(Attempt::Done);
        }
        // A server need not answer 2.03; the same entity-tag says the same.
        let is_known = place.known(start).is_some_and(|known| reply.etag() == Some(&known));
        if !reply.is_success() || reply.code() == Code::VALID || is_known {
            part.discard_empty();
            return Ok(Attempt::Done(Got { reply, stored: None }));
        }
        let written = place
            .prepare(&mut part, position, reply.etag())
            .map_err(Broken::File)
            .and_then(|()| run.copy(&mut download, &mut part, position));
        match written {
            Ok(()) => {
                place
                    .finish(part, reply.etag())
                    .map_err(|error| part::failure(place.file, &error))?;
                Ok(Attempt::Done(Got { reply, stored: Some(download.position()) }))
            }
            Err(broken) => Err(place.give_up(part, &broken, reply.etag().is_some())),
        }
    }

    /// Asks a server that does not know blocks, for which the option is a bad one (RFC 7252 §5.4.1).
    fn without_blocks(&mut self, place: &Place<'_>, mut part: Part) -> Result<Got, Failure> {
        let request = place.ask(self.request.clone(), &Start::default());
        let outcome = self.client.send(request);
        let reply = match outcome {
            Ok(reply) if reply.is_success() && reply.code() != Code::VALID => reply,
            outcome => {
                part.discard_empty();
                let reply = outcome.map_err(|error| link::failure(&error, place.uri))?;
                return Ok(Got { reply, stored: None });
            }
        };
        let written = part.begin_at(0).and_then(|()| part.write_all(reply.payload()));
        if let Err(error) = written {
            part.discard();
            return Err(part::failure(place.file, &error));
        }
        place.finish(part, reply.etag()).map_err(|error| part::failure(place.file, &error))?;
        let stored = Some(reply.payload().len() as u64);
        Ok(Got { reply, stored })
    }
}

impl Attempt {
    /// Gives what came; from the beginning there is no other state.
    fn done(self) -> Result<Got, Failure> {
        match self {
            Self::Done(got) => Ok(got),
            Self::OtherState => Err(Failure::local("the state changes faster than it can be read")),
        }
    }
}

/// Whether the answer to a request for a later block tells that the state is another one than the known.
fn is_of_another(reply: &Reply, known: Option<&[u8]>) -> bool {
    let beyond_the_end = [Code::BAD_REQUEST, Code::BAD_OPTION, Code::REQUEST_ENTITY_INCOMPLETE];
    if reply.is_success() { reply.etag() != known } else { beyond_the_end.contains(&reply.code()) }
}

/// Stores a body that is there already.
fn store(reply: Reply, file: &Path) -> Result<Got, Failure> {
    if !reply.is_success() || reply.code() == Code::VALID {
        return Ok(Got { reply, stored: None });
    }
    let file = part::followed(file);
    let mut part = Part::open(&file)?;
    let written = part.begin_at(0).and_then(|()| part.write_all(reply.payload()));
    if let Err(error) = written {
        part.discard();
        return Err(part::failure(&file, &error));
    }
    note::remove(&file)
        .and_then(|()| part.finish())
        .map_err(|error| part::failure(&file, &error))?;
    let stored = Some(reply.payload().len() as u64);
    Ok(Got { reply, stored })
}

/// The file for the body of a URI.
struct Place<'p> {
    file: &'p Path,
    uri: &'p str,
    /// What the notes of entity-tags count for.
    key: &'p str,
    wish: Wish,
}

impl Place<'_> {
    /// Finds out where to go on; says so if that is the beginning although there is a part.
    fn resume(&self, part: &Part) -> Result<Start, Failure> {
        let path = part::part_of(self.file);
        let position = part.length().map_err(|error| part::failure(&path, &error))?;
        if position == 0 {
            return Ok(Start::default());
        }
        let etag = note::read(&path, self.key);
        if etag.is_none() {
            let path = path.display();
            notice(&format!("no entity-tag of {} is kept beside {path}; beginning anew", self.uri));
            return Ok(Start::default());
        }
        Ok(Start { position, etag })
    }

    /// Gives the entity-tag of the state that the file has, if it is to be left alone in that state.
    fn known(&self, start: &Start) -> Option<Vec<u8>> {
        let is_asked = self.wish.if_changed && start.position == 0 && self.file.is_file();
        if is_asked { note::read(self.file, self.key) } else { None }
    }

    /// Adds to a request what the file already has.
    fn ask(&self, request: Request, start: &Start) -> Request {
        match self.known(start) {
            Some(etag) => request.etag(&etag),
            None => request,
        }
    }

    /// Makes the part ready for what comes, and notes of which state it is.
    fn prepare(&self, part: &mut Part, position: u64, etag: Option<&[u8]>) -> io::Result<()> {
        part.begin_at(position)?;
        if part::is_device(self.file) {
            return Ok(());
        }
        let path = part::part_of(self.file);
        match etag {
            Some(etag) => note::write(&path, self.key, etag),
            None => note::remove(&path),
        }
    }

    /// Puts the body in the place of the file.
    fn finish(&self, part: Part, etag: Option<&[u8]>) -> io::Result<()> {
        if part::is_device(self.file) {
            return part.finish();
        }
        let is_noted = self.wish.if_changed || note::exists(self.file);
        // Nothing may happen that leaves the note of one state beside another.
        note::remove(self.file)?;
        part.finish()?;
        match etag.filter(|_| is_noted) {
            Some(etag) => note::write(self.file, self.key, etag),
            None => Ok(()),
        }
    }

    /// Says what went wrong; keeps the part if one can go on with it.
    fn give_up(&self, part: Part, broken: &Broken, has_etag: bool) -> Failure {
        let failure = match broken {
            Broken::Exchange(error) => failed(error, self.uri),
            Broken::File(error) => part::failure(self.file, error),
        };
        let kept = part.length().unwrap_or_default();
        if !has_etag || kept == 0 {
            part.discard();
            return failure;
        }
        let sentence = failure.message().unwrap_or_default();
        let (kept, path) = (text::size(kept), part::part_of(self.file));
        let path = path.display();
        Failure::new(
            failure.status(),
            format!("{sentence}; {kept} are kept in {path}, --continue goes on there"),
        )
    }
}

/// How many bytes are handled at once.
const PIECE: usize = 1024;

/// Why a body did not get where it should.
enum Broken {
    Exchange(Error),
    File(io::Error),
}

/// A transfer under way.
struct Run<'r> {
    pace: Pace,
    limit: Option<Duration>,
    bar: &'r Bar,
}

impl Run<'_> {
    /// Copies what comes, from a place in the body on.
    fn copy(
        &mut self,
        download: &mut Download<'_>,
        into: &mut impl Write,
        from: u64,
    ) -> Result<(), Broken> {
        let mut buffer = [0; PIECE];
        let mut done = from;
        loop {
            let count = download
                .read(&mut buffer)
                .map_err(|error| Broken::Exchange(exchange_error(error)))?;
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(());
            }
            into.write_all(piece).map_err(Broken::File)?;
            done += count as u64;
            let whole = download.total();
            self.step(count as u64, done, whole)?;
        }
    }

    /// Takes the time that so many bytes may take, and ends what takes too long.
    fn step(&mut self, count: u64, done: u64, whole: Option<u64>) -> Result<(), Broken> {
        self.bar.show(done, whole.unwrap_or(done));
        self.pace.count(count).map_err(Broken::File)?;
        match self.limit {
            Some(after)
                if self.pace.elapsed() >= after && whole.is_none_or(|whole| done < whole) =>
            {
                Err(Broken::Exchange(Error::TimedOut { after }))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Tells a person something that is no failure.
fn notice(sentence: &str) {
    // Nobody is left to be told when standard error is gone.
    writeln!(io::stderr(), "coapt: {sentence}").ok();
}

/// A body in memory, which has a limit.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let limit = Config::default().limits.body;
        if self.0.len() + bytes.len() > limit {
            let sentence = format!(
                "the answer is larger than the {limit} bytes that are allowed; -o FILE has no such limit"
            );
            return Err(io::Error::other(sentence));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the error of an exchange out of that of a reader or writer.
fn exchange_error(error: io::Error) -> Error {
    let kind = error.kind();
    let inner = error.into_inner().and_then(|inner| inner.downcast::<Error>().ok());
    inner.map_or_else(|| Error::Closed { reason: kind.to_string() }, |error| *error)
}

/// Says why an exchange failed; an answer with an error code in the middle of it counts by its code.
fn failed(error: &Error, uri: &str) -> Failure {
    if let Error::Answered { code, diagnostic } = error {
        return refusal::with_words(uri, *code, diagnostic);
    }
    link::failure(error, uri)
}
