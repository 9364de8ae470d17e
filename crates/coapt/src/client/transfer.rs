//! Bodies of any size, block by block, as readers and writers: memory does not depend on their size.
//!
//! The states here know what to ask next and what an answer means; the blocking and the asynchronous client differ only
//! in how they wait.

use std::io::{self, Read, Write};

use bytes::Bytes;
use coapt_proto::Config;
use coapt_wire::{Block, Code, OptionNumber};

use crate::{Client, Error, Reply, Request};

/// The exponent of the largest block.
const LARGEST: u8 = 6;

/// A body on its way from the server.
///
/// It is read from where it stands: one block at a time is asked for and held. If reading fails, reading on asks for
/// the same block again; with [`position`](Self::position) and [`etag`](Self::etag) another one goes on where this one
/// ended ([`Client::download_from`]).
///
/// ```
/// use coapt::{Client, Request, Server};
/// use std::io::Read as _;
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.get("big", |_| vec![7; 100_000]);
/// let uri = format!("coap://{}/big", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let mut download = client.download(Request::get(uri))?;
/// let mut body = Vec::new();
/// download.read_to_end(&mut body)?;
/// assert_eq!(body.len(), 100_000);
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Download<'c> {
    client: &'c mut Client,
    state: DownloadState,
}

/// A body on its way to the server.
///
/// What is written goes out in blocks, each when there is more to come; [`finish`](Self::finish) sends the last one and
/// gives the answer. A write that fails may be tried again: the block is sent again.
///
/// ```
/// use coapt::{Client, Incoming, Request, Server, ServerReply};
/// use std::io::Write as _;
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.post("count", |request: &Incoming| request.payload().len().to_string());
/// let uri = format!("coap://{}/count", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// let mut client = Client::new()?;
/// let mut upload = client.upload(Request::post(uri), None)?;
/// for _ in 0..1000 {
///     upload.write_all(&[1; 77])?;
/// }
/// assert_eq!(upload.finish()?.payload(), b"77000");
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Upload<'c> {
    client: &'c mut Client,
    state: UploadState,
}

/// What is known of a download.
#[derive(Clone, Debug)]
pub(crate) struct DownloadState {
    request: Request,
    exponent: u8,
    /// Where the block begins that comes next.
    next: u64,
    /// How many bytes of it are known already.
    skip: usize,
    etag: Option<Bytes>,
    total: Option<u64>,
    first: Option<Reply>,
    is_complete: bool,
    /// Whether a first answer with an error code is handed out like a body.
    keeps_refusal: bool,
    ready: Bytes,
}

/// What is known of an upload.
#[derive(Clone, Debug)]
pub(crate) struct UploadState {
    request: Request,
    exponent: u8,
    /// How many bytes the server has.
    position: u64,
    total: Option<u64>,
    tag: [u8; 4],
    pending: Vec<u8>,
}

impl Client {
    /// Begins to fetch a body piece by piece, and waits for the first.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and with [`Error::Answered`] if the answer is no success.
    pub fn download(&mut self, request: Request) -> Result<Download<'_>, Error> {
        self.download_from(request, 0, None)
    }

    /// Goes on with a body of which a part is there: from that place, as long as the state has that entity-tag.
    ///
    /// # Errors
    ///
    /// Fails as [`download`](Self::download) does, and with [`Error::Blocks`] if the state is another one.
    pub fn download_from(
        &mut self,
        request: Request,
        position: u64,
        etag: Option<&[u8]>,
    ) -> Result<Download<'_>, Error> {
        self.begin(DownloadState::new(self.sized(request), position, etag)?)
    }

    /// Begins as [`download_from`](Self::download_from) does, whatever the code of the answer is.
    ///
    /// An answer with an error code is in [`Download::reply`], and what is read is the message that came with it.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and with [`Error::Blocks`] if the state is another one.
    pub fn download_any(
        &mut self,
        request: Request,
        position: u64,
        etag: Option<&[u8]>,
    ) -> Result<Download<'_>, Error> {
        self.begin(DownloadState::new(self.sized(request), position, etag)?.keep_refusal())
    }

    /// Waits for the first piece.
    fn begin(&mut self, state: DownloadState) -> Result<Download<'_>, Error> {
        let mut download = Download { client: self, state };
        download.fetch()?;
        Ok(download)
    }

    /// Begins to send a body piece by piece; nothing is sent before there is a block, or the end.
    ///
    /// A server may want to know the `total` length before it takes so much.
    ///
    /// # Errors
    ///
    /// Fails if the block size of the request is none.
    pub fn upload(&mut self, request: Request, total: Option<u64>) -> Result<Upload<'_>, Error> {
        let state = UploadState::new(self.sized(request), total)?;
        Ok(Upload { client: self, state })
    }

    /// Gives a request the block size of the client if it has none of its own.
    fn sized(&self, request: Request) -> Request {
        request.or_block_size(Some(transfer_size(&self.settings.config)))
    }
}

impl Download<'_> {
    /// Returns the answer to the first request: code, options and the first piece.
    ///
    /// # Panics
    ///
    /// Never: there is no download without it.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        self.state.reply()
    }

    /// Returns how long the body is, if the server told.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.state.total()
    }

    /// Returns how many bytes of the body were read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.state.position()
    }

    /// Returns the entity-tag of the state that is read, if it has one.
    #[must_use]
    pub fn etag(&self) -> Option<&[u8]> {
        self.state.etag()
    }

    /// Asks for the next block.
    fn fetch(&mut self) -> Result<(), Error> {
        let reply = self.client.send(self.state.ask()?)?;
        self.state.take(reply)
    }
}

impl Read for Download<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.state.wants_more() {
            self.fetch().map_err(io::Error::other)?;
        }
        Ok(self.state.read(buffer))
    }
}

impl Upload<'_> {
    /// Returns how many bytes the server has taken.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.state.position()
    }

    /// Sends the rest and waits for the answer to the whole.
    ///
    /// # Errors
    ///
    /// Fails as [`Client::send`] does.
    pub fn finish(mut self) -> Result<Reply, Error> {
        loop {
            let reply = self.client.send(self.state.ask(true)?)?;
            if let Some(reply) = self.state.take(reply, true)? {
                return Ok(reply);
            }
        }
    }
}

impl Write for Upload<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        while self.state.is_full() && !buffer.is_empty() {
            let request = self.state.ask(false).map_err(io::Error::other)?;
            let reply = self.client.send(request).map_err(io::Error::other)?;
            self.state.take(reply, false).map_err(io::Error::other)?;
        }
        Ok(self.state.write(buffer))
    }

    /// Does nothing: a block that is not full can only be the last.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl DownloadState {
    pub(crate) fn new(request: Request, position: u64, etag: Option<&[u8]>) -> Result<Self, Error> {
        let exponent = request.own_exponent()?.unwrap_or(LARGEST);
        let size = size(exponent);
        Ok(Self {
            request,
            exponent,
            next: position - position % size as u64,
            skip: usize::try_from(position % size as u64).unwrap_or_default(),
            etag: etag.map(Bytes::copy_from_slice),
            total: None,
            first: None,
            is_complete: false,
            keeps_refusal: false,
            ready: Bytes::new(),
        })
    }

    /// Hands out a first answer with an error code, too.
    fn keep_refusal(self) -> Self {
        Self { keeps_refusal: true, ..self }
    }

    /// Makes the request for the next block.
    pub(crate) fn ask(&self) -> Result<Request, Error> {
        let block = block(self.next, false, self.exponent)?;
        let mut request = self.request.clone().option_uint(OptionNumber::BLOCK2, block.to_uint());
        if self.first.is_none() {
            //= rfc7959#4 size-request: zero asks for the size
            request = request.option_uint(OptionNumber::SIZE2, 0);
        }
        Ok(request)
    }

    /// Takes the answer.
    pub(crate) fn take(&mut self, reply: Reply) -> Result<(), Error> {
        if !reply.is_success() {
            return self.take_refusal(reply);
        }
        let etag = reply.etag().map(Bytes::copy_from_slice);
        if let (Some(known), Some(etag)) = (&self.etag, &etag)
            && known != etag
        {
            return Err(Error::Blocks);
        }
        let block = reply.options().block(OptionNumber::BLOCK2);
        let (offset, more) = block.map_or((0, false), |block| (block.offset() as u64, block.more));
        let is_whole = block.is_none_or(|block| !more || reply.payload().len() == block.size());
        if offset != self.next || !is_whole {
            return Err(Error::Blocks);
        }
        //= rfc7959#2.4 smaller: a size that the server prefers is followed
        self.exponent = block.map_or(self.exponent, |block| block.size_exponent.min(self.exponent));
        self.total =
            self.total.or_else(|| reply.options().uint(OptionNumber::SIZE2).map(u64::from));
        self.etag = self.etag.take().or(etag);
        let mut piece = reply.clone().into_payload();
        self.next += piece.len() as u64;
        let skipped = self.skip.min(piece.len());
        self.skip -= skipped;
        self.ready = piece.split_off(skipped);
        self.is_complete = !more;
        self.first.get_or_insert(reply);
        Ok(())
    }

    /// Takes an answer with an error code: a body like others if it is the first and wanted.
    fn take_refusal(&mut self, reply: Reply) -> Result<(), Error> {
        if !self.keeps_refusal || self.first.is_some() {
            return Err(answered(&reply));
        }
        (self.next, self.skip) = (reply.payload().len() as u64, 0);
        self.ready = reply.clone().into_payload();
        self.is_complete = true;
        self.first = Some(reply);
        Ok(())
    }

    /// Tells whether the next block is needed.
    pub(crate) fn wants_more(&self) -> bool {
        self.ready.is_empty() && !self.is_complete
    }

    /// Hands out what is there.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> usize {
        let count = buffer.len().min(self.ready.len());
        buffer[..count].copy_from_slice(&self.ready.split_to(count));
        count
    }

    pub(crate) fn reply(&self) -> &Reply {
        self.first.as_ref().expect("a download begins with an answer")
    }

    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    pub(crate) fn etag(&self) -> Option<&[u8]> {
        self.etag.as_deref()
    }

    pub(crate) fn position(&self) -> u64 {
        self.next + self.skip as u64 - self.ready.len() as u64
    }
}

impl UploadState {
    pub(crate) fn new(request: Request, total: Option<u64>) -> Result<Self, Error> {
        let exponent = request.own_exponent()?.unwrap_or(LARGEST);
        let [a, b, c, d, ..] = coapt_net::seed();
        let pending = Vec::with_capacity(size(exponent));
        Ok(Self { request, exponent, position: 0, total, tag: [a, b, c, d], pending })
    }

    /// Tells whether a block must go before more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.pending.len() >= size(self.exponent)
    }

    /// Takes as much as fits into the block.
    pub(crate) fn write(&mut self, buffer: &[u8]) -> usize {
        let room = size(self.exponent).saturating_sub(self.pending.len());
        let taken = &buffer[..room.min(buffer.len())];
        self.pending.extend_from_slice(taken);
        taken.len()
    }

    /// Makes the request that carries the next block; `last` says that nothing more will be written.
    pub(crate) fn ask(&self, last: bool) -> Result<Request, Error> {
        let size = size(self.exponent);
        let piece = &self.pending[..size.min(self.pending.len())];
        let more = !self.is_last(last);
        let request = self.request.clone().payload(piece);
        if self.position == 0 && !more {
            return Ok(request);
        }
        let block = block(self.position, more, self.exponent)?;
        let mut request = request
            .option_uint(OptionNumber::BLOCK1, block.to_uint())
            .option(OptionNumber::REQUEST_TAG, &self.tag);
        if self.position == 0
            && let Some(total) = self.total
        {
            request =
                request.option_uint(OptionNumber::SIZE1, u32::try_from(total).unwrap_or(u32::MAX));
        }
        Ok(request)
    }

    /// Takes the answer; gives it back if it is that to the whole.
    pub(crate) fn take(&mut self, reply: Reply, last: bool) -> Result<Option<Reply>, Error> {
        if self.is_last(last) && reply.code() != Code::CONTINUE {
            return Ok(Some(reply));
        }
        let echoed = reply.options().block(OptionNumber::BLOCK1);
        if reply.code() == Code::REQUEST_ENTITY_TOO_LARGE
            && let Some(hint) = echoed.filter(|hint| hint.size_exponent < self.exponent)
            && self.position == 0
        {
            //= rfc7959#2.9 hint: a smaller size in 4.13 is tried
            self.exponent = hint.size_exponent;
            return Ok(None);
        }
        if !reply.is_success() {
            return Err(answered(&reply));
        }
        let sent = size(self.exponent).min(self.pending.len());
        self.pending.drain(..sent);
        self.position += sent as u64;
        //= rfc7959#2.5 smaller: a size that the server prefers is followed
        self.exponent =
            echoed.map_or(self.exponent, |block| block.size_exponent.min(self.exponent));
        Ok(None)
    }

    /// Tells whether the block that goes next is the last of the body.
    fn is_last(&self, last: bool) -> bool {
        last && self.pending.len() <= size(self.exponent)
    }

    pub(crate) fn position(&self) -> u64 {
        self.position
    }
}

/// Returns the block size of a client for transfers.
pub(crate) fn transfer_size(config: &Config) -> u16 {
    16 << config.blocks.size_exponent.min(LARGEST)
}

fn size(exponent: u8) -> usize {
    16 << exponent
}

/// Names the block that begins at a place.
fn block(position: u64, more: bool, exponent: u8) -> Result<Block, Error> {
    let number = u32::try_from(position / size(exponent) as u64).ok();
    let block = number.and_then(|number| Block::new(number, more, exponent));
    block.ok_or(Error::TooLarge { limit: size(exponent) << 20 })
}

fn answered(reply: &Reply) -> Error {
    let diagnostic = reply.text().unwrap_or_default().to_owned();
    Error::Answered { code: reply.code(), diagnostic }
}
