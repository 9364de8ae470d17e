//! Large bodies on a server, one block at a time: memory does not depend on their size.

use std::io::{self, Read, Seek, SeekFrom, Write};

use coapt_wire::{Block, Code, OptionNumber};

use super::incoming::Incoming;
use super::server_reply::ServerReply;

/// The largest block.
pub(crate) const MAX_BLOCK: usize = 1024;

impl Incoming {
    /// Returns which block of the body this is, if the resource is streamed and the body comes in blocks.
    #[must_use]
    pub fn block1(&self) -> Option<Block> {
        self.options().block(OptionNumber::BLOCK1)
    }

    /// Writes the block that a request of a [streamed](crate::Resource::streamed) resource brings to its place.
    ///
    /// Gives the reply 2.31 that asks for the next block, or nothing if this was the last: then the handler says what
    /// came of the whole. A body that came in one piece is written at the beginning.
    ///
    /// ```
    /// use coapt::{Incoming, Resource, Server, ServerReply};
    ///
    /// let mut file = std::io::Cursor::new(Vec::new());
    /// let upload = Resource::new().streamed().put(move |request: &Incoming| {
    ///     match request.write_block(&mut file) {
    ///         Ok(Some(more)) => more,
    ///         Ok(None) => ServerReply::changed(),
    ///         Err(error) => ServerReply::error(coapt::Code::INTERNAL_SERVER_ERROR, error.to_string()),
    ///     }
    /// });
    /// let mut server = Server::bind("127.0.0.1:0")?;
    /// server.route("upload", upload);
    /// # Ok::<(), coapt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the writer does.
    pub fn write_block(&self, writer: &mut (impl Write + Seek)) -> io::Result<Option<ServerReply>> {
        let block = self.block1();
        let offset = block.map_or(0, Block::offset);
        writer.seek(SeekFrom::Start(offset as u64))?;
        writer.write_all(self.payload())?;
        Ok(block.filter(|block| block.more).map(|_| ServerReply::new(Code::CONTINUE)))
    }

    /// Tells what piece of a body the reply must hold: where it begins and how many bytes it has at most.
    pub(crate) fn wanted_piece(&self) -> (u64, usize) {
        self.block2().map_or((0, MAX_BLOCK), |block| (block.offset() as u64, block.size()))
    }
}

impl ServerReply {
    /// Makes a reply 2.05 with the piece of a body that the request asks for, read where it stands.
    ///
    /// Give it an entity-tag, the same for all pieces of one state, so that clients do not mix two states.
    ///
    /// ```
    /// use coapt::{Incoming, Server, ServerReply};
    ///
    /// let mut server = Server::bind("127.0.0.1:0")?;
    /// server.get("log", |request: &Incoming| {
    ///     let file = std::fs::File::open("/var/log/syslog");
    ///     let reply = file.and_then(|mut file| ServerReply::read_block(request, &mut file));
    ///     reply.map_err(|error| ServerReply::error(coapt::Code::NOT_FOUND, error.to_string()))
    /// });
    /// # Ok::<(), coapt::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the reader does.
    pub fn read_block(request: &Incoming, reader: &mut (impl Read + Seek)) -> io::Result<Self> {
        let total = reader.seek(SeekFrom::End(0))?;
        let (offset, size) = request.wanted_piece();
        reader.seek(SeekFrom::Start(offset))?;
        let mut piece = Vec::with_capacity(size);
        reader.take(size as u64).read_to_end(&mut piece)?;
        Ok(Self::content(piece).part(offset, total))
    }
}
