//! Bodies in blocks that come in any order, from several transfers at once: they are whole or not there, never mixed.

use std::time::Duration;

use coapt_proto::{Event, Request, Response};
use coapt_wire::{Block, Code, MessageType, OptionNumber, OptionsBuf};

use super::Input;
use crate::{Lone, datagram, peer};

/// Bodies that are put together from arbitrary blocks consist of the blocks of one version from the first to the last.
///
/// # Panics
///
/// If they do not.
pub fn blocks(data: &[u8]) {
    let mut input = Input(data);
    if input.number() & 1 == 0 { upload(&mut input) } else { download(&mut input) }
}

/// The byte of a version of a body at an offset.
fn byte(version: u8, offset: usize) -> u8 {
    let [low, high, ..] = offset.to_le_bytes();
    version.wrapping_mul(151) ^ low.wrapping_mul(31) ^ high.wrapping_mul(7)
}

fn check(version: Option<&[u8]>, body: &[u8]) {
    let Some(&[version]) = version else { return };
    for (offset, &found) in body.iter().enumerate() {
        assert_eq!(
            found,
            byte(version, offset),
            "byte {offset} of {} of version {version}",
            body.len()
        );
    }
}

/// What a step of the input makes of the next block.
struct Piece {
    block: Block,
    version: u8,
    payload: Vec<u8>,
}

impl Piece {
    /// Reads a block: mostly the next one, of its full length.
    fn next(input: &mut Input<'_>, expected: &mut u32) -> Option<Self> {
        let step = input.byte()?;
        let shape = input.number();
        let (more, version) = (step & 1 != 0, step >> 1 & 3);
        let exponent = if step & 8 == 0 { 0 } else { shape >> 5 & 3 };
        let number = if step & 16 == 0 { *expected } else { u32::from(input.number() & 15) };
        *expected = if more { number + 1 } else { 0 };
        let block = Block::new(number, more, exponent)?;
        let size = block.size();
        let length = if step & 32 == 0 { size } else { size.min(usize::from(shape & 31)) };
        let start = number as usize * size;
        let payload = (start..start + length).map(|offset| byte(version, offset)).collect();
        Some(Self { block, version, payload })
    }
}

fn upload(input: &mut Input<'_>) {
    let mut server = Lone::new(|config| {
        config.limits.body = 2048;
        config.limits.bodies_per_peer = 4096;
        config.limits.bodies = 8192;
    });
    let (mut expected, mut id) = (0, 0);
    while let Some(piece) = Piece::next(input, &mut expected) {
        id += 1;
        let who = input.number();
        let mut options = OptionsBuf::new();
        // A version that is named by its tag is never mixed with another.
        let _fits = options.push(OptionNumber::REQUEST_TAG, &[piece.version]);
        options.set_block(OptionNumber::BLOCK1, piece.block);
        let kind =
            if who & 4 == 0 { MessageType::Confirmable } else { MessageType::NonConfirmable };
        let put = datagram((kind, Code::PUT, id), &[who], &options, &piece.payload);
        server.take(peer(u32::from(who & 1)), &put);
        if who & 128 != 0 {
            server.pass(Duration::from_secs(u64::from(who >> 3)));
        }
        for event in server.events() {
            let Event::Request { id, request } = event else { continue };
            check(request.options.as_options().opaque(OptionNumber::REQUEST_TAG), &request.payload);
            let _answered = server.endpoint.respond(server.now, id, Response::new(Code::CHANGED));
        }
        server.sent();
        let (counters, limits) = (server.endpoint.counters(), &server.endpoint.config().limits);
        assert!(counters.body_bytes <= limits.bodies, "{counters:?}");
    }
    server.pass(Duration::from_secs(3600));
    assert_eq!(server.endpoint.counters().body_bytes, 0);
}

fn download(input: &mut Input<'_>) {
    let mut client = Lone::new(|config| config.limits.body = 2048);
    let mut expected = 0;
    let begun = client.endpoint.request(client.now, peer(1), Request::new(Code::GET));
    let mut is_over = begun.is_err();
    while let Some(piece) = Piece::next(input, &mut expected) {
        let Some(asked) = client.sent().pop() else { break };
        let mut options = OptionsBuf::new();
        let _fits = options.push(OptionNumber::ETAG, &[piece.version]);
        options.set_block(OptionNumber::BLOCK2, piece.block);
        let answer = (MessageType::Acknowledgement, Code::CONTENT, asked.id);
        client.take(peer(1), &datagram(answer, &asked.token, &options, &piece.payload));
        for event in client.events() {
            assert!(!is_over, "an exchange ends once: {event:?}");
            if let Event::Response { response, .. } = event {
                check(response.options.as_options().opaque(OptionNumber::ETAG), &response.payload);
            }
            is_over = true;
        }
        assert!(client.endpoint.counters().body_bytes <= client.endpoint.config().limits.bodies);
    }
    client.pass(Duration::from_secs(3600));
    assert_eq!(client.events().len(), usize::from(!is_over), "an exchange ends");
    assert!(client.endpoint.is_idle() || !client.sent().is_empty());
}
