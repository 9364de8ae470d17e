//! `TD_COAP_CORE_18` to 23: what single options do.

use std::cell::RefCell;

use crate::interop::peer::Ask;
use crate::interop::scenario::{Outcome, Pair, Scenario, has_code, want};
use crate::interop::wire::option;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::on_any_line("CORE_18", "Location-Path", location_path),
    Scenario::on_any_line("CORE_19", "Location-Query", location_query),
    Scenario::on_any_line("CORE_20", "Accept", accept),
    Scenario::on_any_line("CORE_21", "ETag", etag),
    Scenario::on_any_line("CORE_22", "If-Match", if_match),
    Scenario::on_any_line("CORE_23", "If-None-Match", if_none_match),
];

fn location_path(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::new("POST", pair.path("test")?).payload("new"), |talk| {
        let (_, response) = talk.piggybacked("POST")?;
        has_code(response, &["2.01"])?;
        let segments = response.texts(option::LOCATION_PATH);
        let wanted = ["location1", "location2", "location3"];
        want(segments == wanted, format!("Location-Path is {segments:?}"))
    })?;
    Ok(())
}

fn location_query(pair: &Pair<'_>) -> Outcome {
    pair.check(Ask::new("POST", pair.path("location-query")?).payload("new"), |talk| {
        let (_, response) = talk.piggybacked("POST")?;
        has_code(response, &["2.01"])?;
        let arguments = response.texts(option::LOCATION_QUERY);
        want(arguments == ["first=1", "second=2"], format!("Location-Query is {arguments:?}"))
    })?;
    Ok(())
}

fn accept(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("multi-format")?;
    for (format, code) in [(0, "2.05"), (41, "2.05"), (60, "4.06")] {
        pair.check(Ask::get(path).accept(format), |talk| {
            let (request, response) = talk.piggybacked("GET")?;
            want(request.number(option::ACCEPT) == Some(format.into()), "Accept is another")?;
            has_code(response, &[code])?;
            let given = response.number(option::CONTENT_FORMAT);
            want(code == "4.06" || given == Some(format.into()), "the format is another")
        })?;
    }
    Ok(())
}

/// The entity-tag of what the client is given.
fn tag_of(pair: &Pair<'_>, path: &str) -> Result<Vec<u8>, crate::interop::scenario::Ended> {
    let tag = RefCell::new(Vec::new());
    pair.check(Ask::get(path), |talk| {
        let (_, response) = talk.piggybacked("GET")?;
        has_code(response, &["2.05"])?;
        let found = response.value(option::ETAG).ok_or("the response has no ETag")?;
        tag.replace(found.to_vec());
        Ok(())
    })?;
    Ok(tag.into_inner())
}

fn etag(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("validate")?;
    let tag = tag_of(pair, path)?;
    pair.check(Ask::get(path).etag(&tag), |talk| {
        let (request, response) = talk.piggybacked("GET")?;
        want(request.value(option::ETAG) == Some(&tag[..]), "the request has another ETag")?;
        has_code(response, &["2.03"])?;
        want(response.payload.is_empty(), "2.03 has a payload")
    })?;
    pair.put(path, "another state")?;
    pair.check(Ask::get(path).etag(&tag), |talk| {
        let (_, response) = talk.piggybacked("GET")?;
        has_code(response, &["2.05"])?;
        want(response.value(option::ETAG) != Some(&tag[..]), "the ETag is the same")
    })?;
    Ok(())
}

fn if_match(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("validate")?;
    let tag = tag_of(pair, path)?;
    for code in ["2.04", "4.12"] {
        pair.check(Ask::new("PUT", path).payload("by condition").if_match(&tag), |talk| {
            let (request, response) = talk.piggybacked("PUT")?;
            want(request.value(option::IF_MATCH) == Some(&tag[..]), "If-Match is another")?;
            has_code(response, &[code])
        })?;
    }
    Ok(())
}

fn if_none_match(pair: &Pair<'_>) -> Outcome {
    let path = pair.path("create1")?;
    for code in ["2.01", "4.12"] {
        pair.check(Ask::new("PUT", path).payload("created").if_none_match(), |talk| {
            let (request, response) = talk.piggybacked("PUT")?;
            want(request.value(option::IF_NONE_MATCH) == Some(&[]), "If-None-Match is missing")?;
            has_code(response, &[code])
        })?;
    }
    Ok(())
}
