//! Request bodies of streamed resources, as readers.

use std::collections::BTreeMap;
use std::fmt;

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use coapt_proto::Peer;
use coapt_wire::{Block, Code, OptionNumber};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeek, AsyncSeekExt as _, ReadBuf};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, Sleep, sleep, timeout};

use crate::trace::carry_on;
use crate::{Incoming, Outcome, ServerReply};

use super::extract::FromRequest;
use super::handler::{Answer, Call};

/// How many bodies of one resource are under way at most.
const MAX_BODIES: usize = 256;

/// How long a body is kept without progress, and how long a handler may take for a block (RFC 7959 §2.5 leaves it to
/// us; it is `EXCHANGE_LIFETIME`).
const KEEP: Duration = Duration::from_secs(247);

/// The body of a request, read as it comes: memory does not depend on its size.
///
/// On a resource that is [`streamed`](super::Resource::streamed) the handler begins with the first block, and the client
/// sends the next when the handler has read that far. What the handler returns is the answer to the whole; returned
/// early, it ends the upload. Reading fails with [`io::ErrorKind::UnexpectedEof`] if the client gives up. On other
/// resources the body is there at once.
///
/// ```
/// use coapt::aio::{Body, Router, put};
/// use coapt::{Code, ServerReply};
///
/// async fn store(mut body: Body) -> Result<(), ServerReply> {
///     let mut file = tokio::io::sink();
///     let copied = tokio::io::copy(&mut body, &mut file).await;
///     let broken = |error: std::io::Error| ServerReply::error(Code::BAD_REQUEST, error.to_string());
///     copied.map(drop).map_err(broken)
/// }
///
/// let router: Router = Router::new().route("/firmware", put(store).streamed());
/// ```
#[derive(Debug)]
pub struct Body {
    ready: Bytes,
    blocks: Option<Blocks>,
}

/// Blocks that come one by one.
#[derive(Debug)]
struct Blocks {
    receiver: mpsc::Receiver<Bytes>,
    /// Whether the last one was sent.
    end: Arc<Mutex<bool>>,
    /// When the client has waited too long to go on.
    patience: Pin<Box<Sleep>>,
}

/// Bodies of a resource that are under way.
#[derive(Default)]
struct Bodies(Mutex<BTreeMap<Key, Transfer>>);

/// What tells bodies apart: who sends them, to what, and the tag that the client gave (RFC 9175 §3.3).
type Key = (Peer, Vec<u8>);

/// A body that is under way.
struct Transfer {
    blocks: mpsc::Sender<Bytes>,
    end: Arc<Mutex<bool>>,
    outcome: oneshot::Receiver<Outcome>,
    next: usize,
    moved: Instant,
}

/// Where a streamed request keeps its body for the handler.
pub(crate) type BodySlot = Arc<Mutex<Option<Body>>>;

impl Body {
    fn whole(body: Bytes) -> Self {
        Self { ready: body, blocks: None }
    }
}

impl Blocks {
    /// Waits for the next block; there is none behind the last.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        if let Poll::Ready(next) = self.receiver.poll_recv(context) {
            self.patience.as_mut().reset(Instant::now() + KEEP);
            let is_complete = *self.end.lock().unwrap_or_else(PoisonError::into_inner);
            return Poll::Ready(if next.is_some() || is_complete {
                Ok(next)
            } else {
                Err(broken())
            });
        }
        ready!(self.patience.as_mut().poll(context));
        Poll::Ready(Err(broken()))
    }
}

impl AsyncRead for Body {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.ready.is_empty() {
            let Some(blocks) = &mut self.blocks else { return Poll::Ready(Ok(())) };
            match ready!(blocks.poll_next(context))? {
                Some(block) => self.ready = block,
                None => self.blocks = None,
            }
        }
        let count = buffer.remaining().min(self.ready.len());
        buffer.put_slice(&self.ready.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl<S> FromRequest<S> for Body {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        let streamed = request.body_slot().and_then(|slot| lock(&slot).take());
        Ok(streamed.unwrap_or_else(|| Self::whole(request.payload_bytes())))
    }
}

/// Gives a handler its body block by block.
pub(super) fn streamed(call: Call) -> Call {
    let bodies = Arc::new(Bodies::default());
    Arc::new(move |request: Incoming| -> Answer {
        let Some(block) = request.block1() else { return call(request) };
        let (call, bodies) = (Arc::clone(&call), Arc::clone(&bodies));
        Box::pin(async move { bodies.take(&call, request, block).await })
    })
}

impl Bodies {
    /// Takes a block and gives the answer to it.
    async fn take(&self, call: &Call, request: Incoming, block: Block) -> Outcome {
        let key = key(&request);
        let payload = request.payload_bytes();
        if block.number == 0
            && let Err(refusal) = self.begin(key.clone(), call, request)
        {
            return refusal.into();
        }
        let Some(mut transfer) = self.lock().remove(&key) else { return incomplete() };
        let was_taken = block.offset() + payload.len() == transfer.next && block.more;
        if was_taken {
            // The answer was lost, and the client asks once more.
            self.lock().insert(key, transfer);
            return Code::CONTINUE.into();
        }
        if block.offset() != transfer.next {
            return incomplete();
        }
        transfer.next += payload.len();
        transfer.moved = Instant::now();
        if !block.more {
            *transfer.end.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        let sent = timeout(KEEP, transfer.blocks.send(payload)).await;
        if !block.more || !matches!(sent, Ok(Ok(()))) {
            drop(transfer.blocks);
            return transfer.outcome.await.unwrap_or_else(|_| failed());
        }
        self.lock().insert(key, transfer);
        Code::CONTINUE.into()
    }

    /// Starts the handler of a new body.
    fn begin(&self, key: Key, call: &Call, mut request: Incoming) -> Result<(), ServerReply> {
        let mut bodies = self.lock();
        bodies.retain(|_, transfer| transfer.moved.elapsed() < KEEP);
        if bodies.len() >= MAX_BODIES && !bodies.contains_key(&key) {
            let why = format!("{MAX_BODIES} uploads are under way");
            let reply = ServerReply::error(Code::SERVICE_UNAVAILABLE, why);
            return Err(reply.max_age(Duration::from_secs(5)));
        }
        let (blocks, receiver) = mpsc::channel(1);
        let end = Arc::new(Mutex::new(false));
        let patience = Box::pin(sleep(KEEP));
        let coming = Blocks { receiver, end: Arc::clone(&end), patience };
        let body = Body { ready: Bytes::new(), blocks: Some(coming) };
        request.set_body_slot(Arc::new(Mutex::new(Some(body))));
        let (tell, outcome) = oneshot::channel();
        let answer = call(request);
        tokio::spawn(carry_on(async move {
            // Nobody listens if the client has given up.
            tell.send(answer.await).ok();
        }));
        bodies.insert(key, Transfer { blocks, end, outcome, next: 0, moved: Instant::now() });
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, Transfer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ServerReply {
    /// Makes a reply 2.05 with the piece of a body that the request asks for, read where it stands.
    ///
    /// Give it an entity-tag, the same for all pieces of one state, so that clients do not mix two states.
    ///
    /// # Errors
    ///
    /// Fails if the reader does.
    pub async fn read_block_async(
        request: &Incoming,
        reader: &mut (impl AsyncRead + AsyncSeek + Unpin),
    ) -> io::Result<Self> {
        let total = reader.seek(io::SeekFrom::End(0)).await?;
        let (offset, size) = request.wanted_piece();
        reader.seek(io::SeekFrom::Start(offset)).await?;
        let mut piece = Vec::with_capacity(size);
        reader.take(size as u64).read_to_end(&mut piece).await?;
        Ok(Self::content(piece).part(offset, total))
    }
}

impl fmt::Debug for Bodies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bodies").finish_non_exhaustive()
    }
}

/// Names the body that a block belongs to.
fn key(request: &Incoming) -> Key {
    let mut name = Vec::from([request.method().to_byte()]);
    for option in request.options() {
        let is_part = matches!(
            option.number,
            OptionNumber::URI_PATH | OptionNumber::URI_QUERY | OptionNumber::REQUEST_TAG
        );
        if is_part {
            name.extend_from_slice(&option.number.value().to_be_bytes());
            name.extend_from_slice(&(option.value.len() as u64).to_be_bytes());
            name.extend_from_slice(option.value);
        }
    }
    (request.peer(), name)
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the client has not sent the rest of the body")
}

fn incomplete() -> Outcome {
    ServerReply::error(Code::REQUEST_ENTITY_INCOMPLETE, "earlier blocks are missing").into()
}

fn failed() -> Outcome {
    ServerReply::error(Code::INTERNAL_SERVER_ERROR, "the handler failed").into()
}

fn lock(slot: &BodySlot) -> MutexGuard<'_, Option<Body>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
