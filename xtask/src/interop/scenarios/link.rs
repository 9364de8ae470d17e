//! `TD_COAP_LINK_01` to 09: discovery and its filters.

use crate::interop::peer::{Ask, Peer};
use crate::interop::scenario::{Ended, Outcome, Pair, Scenario, Talk, has_code, want};
use crate::interop::wire::{Message, option};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::on_any_line("LINK_01", "discovery", discovery),
    Scenario::on_any_line("LINK_02", "filter by rt", |pair| {
        filtered(pair, "rt=Type1", &["link1", "link3"], &["link2", "link4"])
    }),
    Scenario::on_any_line("LINK_03", "filter by any rt", |pair| {
        filtered(pair, "rt=*", &["link1", "link2", "link3"], &["link4"])
    }),
    Scenario::on_any_line("LINK_04", "filter by one of several rt", |pair| {
        filtered(pair, "rt=Type2", &["link1", "link2"], &["link3", "link4"])
    }),
    Scenario::on_any_line("LINK_05", "filter by the beginning of if", |pair| {
        filtered(pair, "if=If*", &["link1", "link2"], &["link3", "link4"])
    }),
    Scenario::on_any_line("LINK_06", "filter by any sz", |pair| {
        filtered(pair, "sz=*", &["link1", "link2"], &["link3", "link4"])
    }),
    Scenario::on_any_line("LINK_07", "filter by href", |pair| {
        filtered(pair, "href=/link1", &["link1"], &["link2", "link3", "link4"])
    }),
    Scenario::on_any_line("LINK_08", "filter by the beginning of href", |pair| {
        filtered(pair, "href=/link*", &["link1", "link2", "link3"], &["path"])
    }),
    Scenario::on_any_line("LINK_09", "a hierarchy", hierarchy),
];

fn discovery(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::get(".well-known/core"), |talk| {
        let body = links(talk)?;
        want(body.contains("</test>"), "the links do not name /test")
    })?;
    Ok(())
}

fn filtered(pair: &Pair<'_>, filter: &str, wanted: &[&str], unwanted: &[&str]) -> Outcome {
    if matches!(pair.server, Peer::Node | Peer::CoaptPython) {
        let reason = "whoever uses its server makes the links and filters them";
        return Err(Ended::NotPossible(reason.to_owned()));
    }
    pair.check(Ask::get(&format!(".well-known/core?{filter}")), |talk| {
        let body = links(talk)?;
        let has = |name: &&str| body.contains(&format!("</{name}>"));
        want(wanted.iter().all(has), "a link that fits is missing")?;
        want(!unwanted.iter().any(has), "a link that does not fit is there")
    })?;
    Ok(())
}

/// The links that were given, all blocks together.
fn links(talk: &Talk) -> Result<String, String> {
    let (_, first) = talk.exchange("GET")?;
    has_code(first, &["2.05"])?;
    want(first.number(option::CONTENT_FORMAT) == Some(40), "they are not in link format")?;
    let mut blocks: Vec<&Message> = talk.responses();
    blocks.sort_by_key(|block| block.block(option::BLOCK2).map(|block| block.number));
    let has_last = blocks
        .last()
        .is_some_and(|last| last.block(option::BLOCK2).is_none_or(|block| !block.has_more));
    want(has_last, "the last block of the links is missing")?;
    let whole: Vec<u8> = blocks.iter().flat_map(|block| block.payload.clone()).collect();
    Ok(String::from_utf8_lossy(&whole).into_owned())
}

fn hierarchy(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("path")?;
    pair.check(Ask::get(path), |talk| {
        want(links(talk)?.contains("</path/sub1>"), "the listing does not name /path/sub1")
    })?;
    pair.check(Ask::get("path/sub1"), |talk| {
        let (_, response) = talk.piggybacked("GET")?;
        has_code(response, &["2.05"])
    })?;
    Ok(())
}
