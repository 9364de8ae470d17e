//! Bodies of any size, block by block, as asynchronous readers and writers.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::client::{DownloadState, UploadState};
use crate::{Error, Reply, Request};

use super::client::Client;

/// An exchange that brings or takes a block.
type Asking = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// A body on its way from the server, for `tokio::io`.
///
/// One block at a time is asked for and held. If reading fails, reading on asks for the same block again; with
/// [`position`](Self::position) and [`etag`](Self::etag) another one goes on where this one ended
/// ([`Client::download_from`]).
///
/// ```no_run
/// use coapt::Request;
/// use coapt::aio::Client;
///
/// # async fn fetch() -> Result<(), Box<dyn std::error::Error>> {
/// let mut download = Client::new()?.download(Request::get("coap://10.0.0.1/firmware")).await?;
/// let mut file = tokio::fs::File::create("firmware").await?;
/// tokio::io::copy(&mut download, &mut file).await?;
/// # Ok(())
/// # }
/// ```
pub struct Download {
    client: Client,
    state: DownloadState,
    asking: Option<Asking>,
}

/// A body on its way to the server, for `tokio::io`.
///
/// What is written goes out in blocks, each when there is more to come; [`finish`](Self::finish) sends the last one and
/// gives the answer. A write that fails may be tried again: the block is sent again.
///
/// ```no_run
/// use coapt::Request;
/// use coapt::aio::Client;
///
/// # async fn store() -> Result<(), Box<dyn std::error::Error>> {
/// let mut file = tokio::fs::File::open("firmware").await?;
/// let total = file.metadata().await?.len();
/// let mut upload = Client::new()?.upload(Request::put("coap://10.0.0.1/firmware"), Some(total))?;
/// tokio::io::copy(&mut file, &mut upload).await?;
/// let reply = upload.finish().await?;
/// println!("{}", reply.code());
/// # Ok(())
/// # }
/// ```
pub struct Upload {
    client: Client,
    state: UploadState,
    asking: Option<Asking>,
}

impl Client {
    /// Begins to fetch a body piece by piece, and waits for the first.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and with [`Error::Answered`] if the answer is no success.
    pub async fn download(&self, request: Request) -> Result<Download, Error> {
        self.download_from(request, 0, None).await
    }

    /// Goes on with a body of which a part is there: from that place, as long as the state has that entity-tag.
    ///
    /// # Errors
    ///
    /// Fails as [`download`](Self::download) does, and with [`Error::Blocks`] if the state is another one.
    pub async fn download_from(
        &self,
        request: Request,
        position: u64,
        etag: Option<&[u8]>,
    ) -> Result<Download, Error> {
        let mut state = DownloadState::new(self.sized(request), position, etag)?;
        let reply = self.send(state.ask()?).await?;
        state.take(reply)?;
        Ok(Download { client: self.clone(), state, asking: None })
    }

    /// Begins to send a body piece by piece; nothing is sent before there is a block, or the end.
    ///
    /// A server may want to know the `total` length before it takes so much.
    ///
    /// # Errors
    ///
    /// Fails if the block size of the request is none.
    pub fn upload(&self, request: Request, total: Option<u64>) -> Result<Upload, Error> {
        let state = UploadState::new(self.sized(request), total)?;
        Ok(Upload { client: self.clone(), state, asking: None })
    }

    fn ask_apart(&self, request: Request) -> Asking {
        let client = self.clone();
        Box::pin(async move { client.send(request).await })
    }
}

impl Download {
    /// Returns the answer to the first request: code, options and the first piece.
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

    fn poll_fetch(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        while self.state.wants_more() {
            let asking = match &mut self.asking {
                Some(asking) => asking,
                None => self.asking.insert(self.client.ask_apart(self.state.ask()?)),
            };
            let reply = ready!(asking.as_mut().poll(context));
            self.asking = None;
            self.state.take(reply?)?;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Download {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let download = self.get_mut();
        ready!(download.poll_fetch(context)).map_err(io::Error::other)?;
        let count = download.state.read(buffer.initialize_unfilled());
        buffer.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl Upload {
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
    pub async fn finish(mut self) -> Result<Reply, Error> {
        poll_fn(|context| self.poll_room(context, false)).await?;
        loop {
            let reply = self.client.send(self.state.ask(true)?).await?;
            if let Some(reply) = self.state.take(reply, true)? {
                return Ok(reply);
            }
        }
    }

    /// Sends blocks until there is room, or until none is under way.
    fn poll_room(&mut self, context: &mut Context<'_>, begins: bool) -> Poll<Result<(), Error>> {
        loop {
            let asking = match &mut self.asking {
                Some(asking) => asking,
                None if begins && self.state.is_full() => {
                    self.asking.insert(self.client.ask_apart(self.state.ask(false)?))
                }
                None => return Poll::Ready(Ok(())),
            };
            let reply = ready!(asking.as_mut().poll(context));
            self.asking = None;
            self.state.take(reply?, false)?;
        }
    }
}

impl AsyncWrite for Upload {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let upload = self.get_mut();
        let begins = !buffer.is_empty();
        ready!(upload.poll_room(context, begins)).map_err(io::Error::other)?;
        Poll::Ready(Ok(upload.state.write(buffer)))
    }

    /// Waits for the block that is under way; one that is not full can only be the last.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_room(context, false).map_err(io::Error::other)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("state", &self.state).finish_non_exhaustive()
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("state", &self.state).finish_non_exhaustive()
    }
}
