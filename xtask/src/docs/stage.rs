//! The pages of docs as mdBook wants them: links that lead out of docs lead to copies, and no page is left out.

use std::fs;

use super::files::Files;
use super::html;
use crate::disk::write;
use crate::workspace::Workspace;

/// Where the pages are.
const PAGES: &str = "docs";
/// The table of contents.
const SUMMARY: &str = "docs/SUMMARY.md";

/// A page that is made here: mdBook knows nothing of the references.
const REFERENCES: (&str, &str) = (
    "index.md",
    "\
# coapt

CoAP (RFC 7252) for Rust and Python. The pages stand at the left; the references are:

- [Rust](../rust/coapt/index.html): the class `CoAP`, `Client` and `Server`, `aio`, `testing`; the layers below:
  [coapt_net](../rust/coapt_net/index.html), [coapt_proto](../rust/coapt_proto/index.html),
  [coapt_wire](../rust/coapt_wire/index.html)
- [Python](../python/coapt.html): the class; [coapt.aio](../python/coapt/aio.html): for asyncio
",
);

/// Writes all pages and what they show into a folder.
pub(super) fn make(house: &Workspace, folder: &str, files: &Files<'_>) -> Result<(), String> {
    let pages = house.files(PAGES, "md");
    for page in &pages {
        let text = house.read(page)?;
        let text = if page == SUMMARY { summary(&text, &pages) } else { text };
        let text = with_links(&text, |link| moved(house, page, link, files))?;
        write(&house.path(&format!("{folder}/{}", in_book(page))), text)?;
    }
    for kind in ["svg", "png", "toml"] {
        for path in house.files(PAGES, kind) {
            let content = fs::read(house.path(&path));
            let content = content.map_err(|error| format!("cannot read {path}: {error}"))?;
            write(&house.path(&format!("{folder}/{}", in_book(&path))), content)?;
        }
    }
    let (name, text) = REFERENCES;
    write(&house.path(&format!("{folder}/{name}")), text)
}

/// The first page of the crate, which is README.md, with links that lead from where it is now.
pub(super) fn crate_page(
    house: &Workspace,
    page: &str,
    files: &Files<'_>,
) -> Result<String, String> {
    let mut failure = None;
    let changed = html::with_links(page, |link| {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(a, b)| (a, Some(b)));
        if path.is_empty() || path.contains(':') || path.starts_with('.') {
            return None;
        }
        if !house.path(path).exists() {
            return None;
        }
        let target = match as_book_page(path) {
            Some(page) => Ok(format!("book/{page}")),
            None => files.carry(path),
        };
        let fragment = fragment.map(|it| format!("#{it}")).unwrap_or_default();
        target.map_err(|error| failure = Some(error)).ok().map(|to| format!("../../{to}{fragment}"))
    });
    failure.map_or(Ok(changed), Err)
}

/// The table of contents with the references, and with the pages that it does not name.
fn summary(text: &str, pages: &[String]) -> String {
    let is_named = |page: &&String| text.contains(&format!("]({})", local(page)));
    let others = pages.iter().filter(|page| *page != SUMMARY && !is_named(page));
    let lines: Vec<String> = others
        .map(|page| {
            let name = local(page).trim_end_matches(".md").replace(['-', '/'], " ");
            format!("- [{name}]({})\n", local(page))
        })
        .collect();
    let first = text.replacen("\n\n", "\n\n[The references](index.md)\n\n", 1);
    if lines.is_empty() { first } else { format!("{first}\n# More\n\n{}", lines.concat()) }
}

/// A link of a page of docs as it stands in the book; none if it can stay.
fn moved(
    house: &Workspace,
    page: &str,
    link: &str,
    files: &Files<'_>,
) -> Result<Option<String>, String> {
    let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
    if target.is_empty() || target.contains(':') {
        return Ok(None);
    }
    if let Some(folder) = target.strip_suffix("README.md") {
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        if folder.split('/').filter(|part| *part == "..").count() <= depth(page) {
            return Ok(Some(format!("{folder}index.md{fragment}")));
        }
    }
    let Some(path) = outside(page, target) else { return Ok(None) };
    if !house.path(&path).exists() {
        return Ok(None);
    }
    let up = "../".repeat(depth(page) + 1);
    Ok(Some(format!("{up}{}", files.carry(&path)?)))
}

/// The path from the root of the repository of what a page refers to, if that is outside of docs.
fn outside(page: &str, target: &str) -> Option<String> {
    let mut rest = target;
    let mut levels = 0;
    while let Some(behind) = rest.strip_prefix("../") {
        rest = behind;
        levels += 1;
    }
    (levels > depth(page)).then(|| rest.to_owned())
}

/// How many folders a page lies below docs.
fn depth(page: &str) -> usize {
    local(page).matches('/').count()
}

/// The path of a page within docs.
fn local(page: &str) -> &str {
    page.strip_prefix("docs/").unwrap_or(page)
}

/// The path of a page in the book.
fn in_book(page: &str) -> String {
    local(page).replace("README.md", "index.md")
}

/// The built page of a page of docs.
fn as_book_page(path: &str) -> Option<String> {
    let page = path.strip_prefix("docs/")?.strip_suffix(".md")?;
    Some(format!("{page}.html").replace("README.html", "index.html"))
}

/// Replaces the targets of links for which `change` has another one; code is left alone.
fn with_links(
    text: &str,
    mut change: impl FnMut(&str) -> Result<Option<String>, String>,
) -> Result<String, String> {
    let mut is_code = false;
    let mut changed = String::new();
    for line in text.split_inclusive('\n') {
        is_code ^= line.trim_start().starts_with("```");
        let mut parts = line.split("](");
        changed.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (target, rest) = part.split_once(')').unwrap_or((part, ""));
            let other = if is_code { None } else { change(target)? };
            changed.extend(["](", other.as_deref().unwrap_or(target), ")", rest]);
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leads_out_of_the_pages_is_outside() {
        assert_eq!(outside("docs/a.md", "../README.md").as_deref(), Some("README.md"));
        assert_eq!(outside("docs/guide/a.md", "../b.md"), None);
        assert_eq!(outside("docs/guide/a.md", "../../tests/x").as_deref(), Some("tests/x"));
        assert_eq!(outside("docs/a.md", "b.md"), None);
    }

    #[test]
    fn pages_that_the_table_does_not_name_are_added() {
        let pages = ["docs/SUMMARY.md", "docs/a.md", "docs/new-page.md"].map(str::to_owned);

        let made = summary("# T\n\n- [A](a.md)\n", &pages);

        assert!(made.starts_with("# T\n\n[The references](index.md)\n\n- [A](a.md)\n"));
        assert!(made.ends_with("\n# More\n\n- [new page](new-page.md)\n"));
        assert_eq!(made.matches("(a.md)").count(), 1);
    }

    #[test]
    fn links_in_code_are_left_alone() {
        let text = "[a](b) [c](d)\n```\n[a](b)\n```\n";

        let changed = with_links(text, |link| Ok((link == "b").then(|| "x".to_owned())));

        assert_eq!(changed.as_deref(), Ok("[a](x) [c](d)\n```\n[a](b)\n```\n"));
    }

    #[test]
    fn pages_are_found_in_the_book() {
        assert_eq!(
            as_book_page("docs/decisions/README.md").as_deref(),
            Some("decisions/index.html")
        );
        assert_eq!(as_book_page("CHANGELOG.md"), None);
    }
}
