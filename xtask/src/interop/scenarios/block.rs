//! `TD_COAP_BLOCK_01` to 06: bodies in several messages.

use std::collections::BTreeMap;

use crate::interop::peer::{Ask, Peer};
use crate::interop::scenario::{Ended, Outcome, Pair, Scenario, Talk, has_code, want};
use crate::interop::wire::{Message, option};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::on_any_line("BLOCK_01", "GET large, the size asked for at once", |pair| {
        early(pair, 64)
    }),
    Scenario::on_any_line("BLOCK_02", "GET large, the size found out late", late),
    Scenario::on_any_line("BLOCK_03", "PUT large", put),
    Scenario::on_any_line("BLOCK_04", "POST large that creates", create),
    Scenario::on_any_line("BLOCK_05", "POST large, large answer", both_ways),
    Scenario::on_any_line("BLOCK_06", "GET large, blocks of 16 bytes", |pair| early(pair, 16)),
];

/// As long as the body of `/large` in all servers.
const LENGTH: usize = 1500;

fn early(pair: &Pair<'_>, size: u16) -> Outcome {
    let path = pair.path("large")?;
    let text = pair.check(Ask::get(path).block(size), |talk| {
        let (request, _) = talk.piggybacked("GET")?;
        let asked = request.block(option::BLOCK2).ok_or("the first GET asks for no size")?;
        let is_first = asked.number == 0 && !asked.has_more && asked.size == usize::from(size);
        want(is_first, "the first GET asks for another block")?;
        whole(talk, option::BLOCK2, Some(size.into()))
    })?;
    shows(&text)
}

fn late(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("large")?;
    let text = pair.check(Ask::get(path), |talk| {
        let (request, _) = talk.piggybacked("GET")?;
        want(request.block(option::BLOCK2).is_none(), "the first GET asks for a size")?;
        whole(talk, option::BLOCK2, None)
    })?;
    shows(&text)
}

fn shows(text: &str) -> Outcome {
    let letters = text.chars().filter(|letter| *letter == 'l').count();
    Ok(want(letters + 24 >= LENGTH, "the client does not show the whole body")?)
}

/// Whether the blocks of one direction make up a whole body of the right length.
fn whole(talk: &Talk, number: u16, most: Option<usize>) -> Result<(), String> {
    let messages: Vec<&Message> =
        if number == option::BLOCK2 { talk.responses() } else { talk.requests() };
    let mut parts = BTreeMap::new();
    let mut has_end = false;
    for message in messages {
        let Some(block) = message.block(number) else { continue };
        if message.payload.is_empty() {
            continue;
        }
        want(most.is_none_or(|most| block.size <= most), "a block is larger than asked for")?;
        let is_full = message.payload.len() == block.size;
        want(is_full || !block.has_more, "a block before the last is not full")?;
        has_end |= !block.has_more;
        let start = usize::try_from(block.number).unwrap_or_default() * block.size;
        parts.insert(start, message.payload.len());
    }
    let end = parts.iter().try_fold(0, |end, (start, length)| {
        if *start <= end { Ok(end.max(start + length)) } else { Err("a block is missing") }
    })?;
    want(has_end, "the last block is missing")?;
    want(end == LENGTH, format!("the blocks have {end} bytes, not {LENGTH}"))?;
    let tags: Vec<_> = talk.responses().iter().filter_map(|one| one.value(option::ETAG)).collect();
    want(tags.windows(2).all(|pair| pair.first() == pair.last()), "the ETag changes between blocks")
}

fn put(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("large-update")?;
    pair.check(Ask::new("PUT", path).payload(&"u".repeat(LENGTH)).block(256), |talk| {
        whole(talk, option::BLOCK1, Some(256))?;
        let responses = talk.responses();
        let last = responses.last().ok_or("the PUT was not answered")?;
        has_code(last, &["2.04", "2.01"])?;
        let mut before = responses.iter().rev().skip(1);
        before.try_for_each(|response| has_code(response, &["2.31"]))
    })?;
    Ok(())
}

/// A POST in blocks; node-coap makes some only if it is told their size.
fn post(pair: &Pair<'_>, resource: &'static str, body: &str) -> Result<Ask, Ended> {
    let ask = Ask::new("POST", pair.path(resource)?).payload(body);
    Ok(if pair.client == Peer::Node { ask.block(512) } else { ask })
}

fn create(pair: &Pair<'_>) -> Outcome {
    let body = "c".repeat(LENGTH);
    pair.check(post(pair, "large-create", &body)?, |talk| {
        whole(talk, option::BLOCK1, None)?;
        let last = talk.responses().into_iter().last().ok_or("the POST was not answered")?;
        has_code(last, &["2.01"])?;
        let location = last.texts(option::LOCATION_PATH);
        want(location == ["large-created"], format!("Location-Path is {location:?}"))
    })?;
    let text = pair.check(Ask::get("large-created"), |talk| whole(talk, option::BLOCK2, None))?;
    Ok(want(text.matches('c').count() >= LENGTH, "what was created is another body")?)
}

fn both_ways(pair: &Pair<'_>) -> Outcome {
    let body = "p".repeat(LENGTH);
    pair.check(post(pair, "large-post", &body)?, |talk| {
        whole(talk, option::BLOCK1, None)?;
        whole(talk, option::BLOCK2, None)?;
        let both = |message: &&Message| {
            message.block(option::BLOCK1).is_some() && message.block(option::BLOCK2).is_some()
        };
        let turn = talk.responses().into_iter().find(both);
        let turn = turn.ok_or("no response ends the one body and begins the other")?;
        has_code(turn, &["2.04"])?;
        let goes_on = talk.requests().into_iter().any(|request| {
            let block = request.block(option::BLOCK2);
            block.is_some_and(|block| block.number > 0) && request.payload.is_empty()
        });
        want(goes_on, "no further POST asks for the rest")
    })?;
    Ok(())
}
