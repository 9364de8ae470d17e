//! What the server says that it has (RFC 6690).

use coapt::Link;
use coapt::wire::link_format;
use coapt::wire::{ContentFormat, OptionNumber, OptionsBuf};

use crate::failure::Failure;
use crate::show;

use super::blocks::whole;
use super::exam::{Exam, Rule};
use super::finding::Grade;

/// Reads the list of links.
pub(super) fn core(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "well-known-core",
        says: "a server should have /.well-known/core",
        section: "RFC 7252 §7.2",
    };
    const FORMAT: Rule = Rule {
        check: "link-format",
        says: "its Content-Format is 40, and its body in link format",
        section: "RFC 6690 §4",
    };
    let Some((reply, body)) = whole(exam, &core_options(None))? else {
        exam.breach(Grade::Warn, RULE, "/.well-known/core is not answered, or has no end");
        return Ok(());
    };
    if !reply.code.is_success() {
        exam.breach(Grade::Warn, RULE, &format!("/.well-known/core is answered by {reply}"));
        return Ok(());
    }
    let format = reply.uint(OptionNumber::CONTENT_FORMAT);
    match (format, parsed(&body)) {
        (_, Err(reason)) => {
            exam.pass(RULE, "there is /.well-known/core");
            exam.breach(
                Grade::Fail,
                FORMAT,
                &format!("/.well-known/core cannot be read: {reason}"),
            );
        }
        (Some(format), Ok(links)) if format == u32::from(ContentFormat::LINK_FORMAT.value()) => {
            exam.pass(RULE, format!("/.well-known/core lists {} resources", links.len()));
            exam.pass(FORMAT, "the list is in link format and says so");
            exam.links = links;
        }
        (other, Ok(links)) => {
            let other = other.map_or_else(|| "none".to_owned(), |number| number.to_string());
            exam.pass(RULE, format!("/.well-known/core lists {} resources", links.len()));
            exam.breach(Grade::Fail, FORMAT, &format!("the Content-Format of the list is {other}"));
            exam.links = links;
        }
    }
    Ok(())
}

/// Filters the list.
pub(super) fn filter(exam: &mut Exam) -> Result<(), Failure> {
    const HREF: Rule = Rule {
        check: "filter-href",
        says: "a server may filter the list by the query href",
        section: "RFC 6690 §4.1",
    };
    const RT: Rule = Rule {
        check: "filter-rt",
        says: "a server may filter the list by the query rt",
        section: "RFC 6690 §4.1",
    };
    const NOTHING: Rule = Rule {
        check: "filter-nothing",
        says: "a filter that nothing fits gives an empty list",
        section: "RFC 6690 §4.1",
    };
    if exam.links.is_empty() {
        return Ok(());
    }
    if let Some(target) = exam.links.first().map(|link| link.target.clone()) {
        filtered(exam, HREF, &format!("href={target}"))?;
    }
    let types = exam.links.iter().find_map(|link| link.attribute("rt"));
    if let Some(first) = types.and_then(|types| types.split(' ').next()).map(str::to_owned) {
        filtered(exam, RT, &format!("rt={first}"))?;
    }
    filtered(exam, NOTHING, "rt=coapt-doctor-no-such-type")
}

/// Judges the answer to one filter.
fn filtered(exam: &mut Exam, rule: Rule, query: &str) -> Result<(), Failure> {
    let shown = show::text::printable(query, &[]);
    let expected = exam.links.iter().filter(|link| link_format::matches(link, query)).count();
    let Some((reply, body)) = whole(exam, &core_options(Some(query)))? else {
        exam.breach(Grade::Warn, rule, &format!("the query {shown} is not answered"));
        return Ok(());
    };
    if !reply.code.is_success() {
        let grade = if expected == 0 { Grade::Note } else { Grade::Warn };
        exam.breach(grade, rule, &format!("the query {shown} is answered by {reply}"));
        return Ok(());
    }
    match parsed(&body) {
        Err(reason) => {
            exam.breach(
                Grade::Fail,
                rule,
                &format!("the answer to {shown} cannot be read: {reason}"),
            );
        }
        Ok(links) if links.len() == expected => {
            exam.pass(
                rule,
                format!("the query {shown} gives {expected} of {} links", exam.links.len()),
            );
        }
        Ok(links) if links.len() == exam.links.len() => {
            exam.found(
                Grade::Note,
                rule,
                format!("the query {shown} filters nothing; a server need not"),
            );
        }
        Ok(links) => {
            let seen =
                format!("the query {shown} gives {} links where {expected} fit", links.len());
            exam.breach(Grade::Warn, rule, &seen);
        }
    }
    Ok(())
}

/// Gives the options that lead to the list.
pub(super) fn core_options(query: Option<&str>) -> OptionsBuf {
    let mut options = OptionsBuf::new();
    for part in [".well-known", "core"] {
        // Both are short enough for an option.
        options.push_str(OptionNumber::URI_PATH, part).ok();
    }
    if let Some(query) = query {
        // A longer one than an option can carry is none that a server could have asked for.
        options.push_str(OptionNumber::URI_QUERY, query).ok();
    }
    options
}

fn parsed(body: &[u8]) -> Result<Vec<Link>, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    link_format::parse(text).map_err(|error| show::text::printable(&error.to_string(), &[]))
}
