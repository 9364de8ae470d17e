//! From requests to the folder, and from what is found there to replies.

use coapt::wire::link_format::{self, Link};
use coapt::wire::{Code, ContentFormat, OptionNumber};
use coapt::{Incoming, ServerReply};

use super::ahead::Transfers;
use super::dynamic::Dynamic;
use super::links;
use super::media;
use super::path::{PathFault, StorePath};
use super::store::{self, Entry, Store, StoreError, StoredFile};
use super::write::{Replace, Written};

/// How often a file that changes while it is read is opened anew.
const READ_TRIES: usize = 4;

/// The piece of a file that is sent to a client which asks for no certain block.
const FIRST_PIECE: u64 = 1024;

/// Whether clients may change the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// They may read only.
    Read,
    /// They may store and remove files, too.
    Write,
}

/// Answers a request from the folder.
pub(crate) fn answer(
    store: &Store,
    access: Access,
    transfers: &mut Transfers,
    request: &Incoming,
) -> ServerReply {
    let path = StorePath::from_options(request.options().all(OptionNumber::URI_PATH));
    let path = match path {
        Ok(path) => path,
        Err(PathFault::Hidden) if access == Access::Write && !request.method().is_safe() => {
            let why = "names that begin with a dot are not served";
            return ServerReply::error(Code::FORBIDDEN, why);
        }
        Err(PathFault::Hidden | PathFault::Impossible) => return refusal(&StoreError::NotFound),
    };
    let answered = match (request.method(), access) {
        (Code::GET, _) => get(store, path, transfers, request),
        (Code::PUT, Access::Write) => put(store, &path, request),
        (Code::POST, Access::Write) => post(store, &path, request),
        (Code::DELETE, Access::Write) => delete(store, &path, request),
        (Code::PUT | Code::POST | Code::DELETE, Access::Read) => {
            Ok(not_allowed("this folder is served for reading only"))
        }
        _ => Ok(not_allowed("files know GET, PUT, POST and DELETE")),
    };
    answered.unwrap_or_else(|error| refusal(&error))
}

/// Answers a request for `/.well-known/core`: what is dynamic first, then the files.
pub(crate) fn discover(
    store: Option<&Store>,
    dynamic: &Dynamic,
    request: &Incoming,
) -> ServerReply {
    let mut files = match store.map_or(Ok(Vec::new()), Store::all_files) {
        Ok(files) => files,
        Err(error) => return refusal(&error),
    };
    // What stands before a file hides it.
    files.retain(|file| !dynamic.has(file.path.segments()));
    let fits = |link: &Link| request.query().all(|argument| link_format::matches(link, argument));
    let all = dynamic.links().into_iter().chain(files.iter().map(links::link));
    let links: Vec<_> = all.filter(fits).collect();
    listing(&links)
}

fn get(
    store: &Store,
    path: StorePath,
    transfers: &mut Transfers,
    request: &Incoming,
) -> Result<ServerReply, StoreError> {
    let goes_on = request.block2().is_some_and(|block| block.offset() > 0);
    let mut kept = if goes_on { transfers.take(request.peer(), &path) } else { None };
    let mut tries = 1..READ_TRIES;
    loop {
        let mut file =
            match kept.take().map_or_else(|| store.open(&path), |it| Ok(Entry::File(it)))? {
                Entry::File(file) => file,
                Entry::Folder(entries) => {
                    let links: Vec<_> = entries.iter().map(links::link).collect();
                    return Ok(listing(&links));
                }
            };
        match file_reply(&mut file, request) {
            Err(StoreError::Changed) if tries.next().is_some() => {}
            Err(error) => return Err(error),
            Ok(Piece { reply, has_more }) => {
                if has_more {
                    transfers.keep(request.peer(), path, file);
                }
                return Ok(reply);
            }
        }
    }
}

/// A reply from a file.
struct Piece {
    reply: ServerReply,
    /// Whether the client has to ask for more to have all of the file.
    has_more: bool,
}

impl Piece {
    fn refusal(code: Code, why: String) -> Self {
        Self { reply: ServerReply::error(code, why), has_more: false }
    }
}

/// Answers with the piece of the file that the client asks for; never with more than it needs.
fn file_reply(file: &mut StoredFile, request: &Incoming) -> Result<Piece, StoreError> {
    if request.accept().is_some_and(|accept| accept != file.format()) {
        let has = file.format().media_type().unwrap_or("another format");
        return Ok(Piece::refusal(Code::NOT_ACCEPTABLE, format!("this file is {has}")));
    }
    let (offset, length) = match request.block2() {
        Some(block) => (block.offset() as u64, block.size() as u64),
        None => (0, FIRST_PIECE),
    };
    if offset > 0 && offset >= file.size() {
        let why = format!("the file has {} bytes", file.size());
        return Ok(Piece::refusal(Code::BAD_REQUEST, why));
    }
    let (format, etag, size) = (file.format(), file.etag(), file.size());
    let reply = ServerReply::content(file.read(offset, length)?.to_vec())
        .content_format(format)
        .etag(&etag);
    let is_whole = offset == 0 && length >= size;
    let reply = if is_whole { reply } else { reply.part(offset, size) };
    Ok(Piece { reply: reply.observable(), has_more: offset.saturating_add(length) < size })
}

fn listing(links: &[Link]) -> ServerReply {
    let text = link_format::write(links);
    let etag = store::content_etag(text.as_bytes());
    ServerReply::content(text).content_format(ContentFormat::LINK_FORMAT).etag(&etag).observable()
}

fn put(store: &Store, path: &StorePath, request: &Incoming) -> Result<ServerReply, StoreError> {
    if let Err(refusal) = check(store, path, request)? {
        return Ok(refusal);
    }
    let replace = if request.if_none_match() { Replace::Never } else { Replace::Allowed };
    let upload = store.upload(path, request.payload())?;
    let _turn = store.take_turn();
    // Another thread may have changed the file while the content was written.
    if request.if_match().next().is_some()
        && let Err(refusal) = check(store, path, request)?
    {
        return Ok(refusal);
    }
    Ok(match upload.take_place(replace)? {
        Written::Created => ServerReply::created(),
        Written::Changed => ServerReply::changed(),
    })
}

fn post(store: &Store, path: &StorePath, request: &Incoming) -> Result<ServerReply, StoreError> {
    let ending = media::ending_of(request.content_format());
    let made = store.post(path, request.payload(), ending)?;
    Ok(ServerReply::created().location_path(made.segments()))
}

fn delete(store: &Store, path: &StorePath, request: &Incoming) -> Result<ServerReply, StoreError> {
    let _turn = store.take_turn();
    if let Err(refusal) = check(store, path, request)? {
        return Ok(refusal);
    }
    store.delete(path)?;
    Ok(ServerReply::deleted())
}

/// Holds the conditions of a request against the file at a path; gives the reply 4.12 if they are not fulfilled.
fn check(
    store: &Store,
    path: &StorePath,
    request: &Incoming,
) -> Result<Result<(), ServerReply>, StoreError> {
    Ok(request.precondition(state(store, path)?.as_ref().map(|etag| &etag[..])))
}

/// Gives the entity-tag of the file at a path, if there is one.
fn state(store: &Store, path: &StorePath) -> Result<Option<[u8; 8]>, StoreError> {
    match store.open(path) {
        Ok(Entry::File(file)) => Ok(Some(file.etag())),
        Ok(Entry::Folder(_)) => Err(StoreError::IsFolder),
        Err(StoreError::NotFound | StoreError::ParentIsNoFolder) => Ok(None),
        Err(error) => Err(error),
    }
}

fn not_allowed(why: &str) -> ServerReply {
    ServerReply::error(Code::METHOD_NOT_ALLOWED, why)
}

/// Gives the reply for what the folder could not do.
fn refusal(error: &StoreError) -> ServerReply {
    let (code, why) = match error {
        StoreError::NotFound => (Code::NOT_FOUND, "no such file"),
        StoreError::Forbidden => (Code::FORBIDDEN, "the system does not allow it"),
        StoreError::IsFolder => (Code::METHOD_NOT_ALLOWED, "this is a folder: it knows GET, POST"),
        StoreError::IsNoFolder => (Code::METHOD_NOT_ALLOWED, "POST goes to a folder"),
        StoreError::ParentIsNoFolder => (Code::CONFLICT, "a file stands where a folder should"),
        StoreError::Exists => (Code::PRECONDITION_FAILED, "the resource exists"),
        StoreError::Changed => {
            let why = "the file is being written";
            return ServerReply::error(Code::SERVICE_UNAVAILABLE, why)
                .max_age(std::time::Duration::from_secs(1));
        }
        StoreError::Io(error) => {
            let why = format!("the disk failed: {error}");
            return ServerReply::error(Code::INTERNAL_SERVER_ERROR, why);
        }
    };
    ServerReply::error(code, why)
}
