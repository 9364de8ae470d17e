//! Whether every link of the built pages leads to a file, and its fragment to a place in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::html;
use crate::disk::{read, walk};
use crate::finding::Finding;

/// All pages below a folder, by their path from it.
type Pages = BTreeMap<PathBuf, BTreeSet<String>>;

/// Checks all pages below a folder; returns how many pages and links there are, and what is wrong.
pub(super) fn all(folder: &Path) -> Result<(usize, usize, Vec<Finding>), String> {
    let files: BTreeSet<PathBuf> = walk(folder)?
        .iter()
        .filter_map(|path| Some(path.strip_prefix(folder).ok()?.into()))
        .collect();
    let mut pages = Pages::new();
    let mut links = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|it| it == "html")) {
        let text = read(&folder.join(path))?;
        // A page that leads on at once keeps the fragment: its places are those of the other.
        if !text.contains("http-equiv=\"refresh\"") {
            pages.insert(path.clone(), html::anchors(&text).into_iter().collect());
        }
        links.extend(html::links(&text).into_iter().map(|link| (path.clone(), link)));
    }
    let dead = links.iter().filter_map(|(page, link)| {
        let what = fault(page, link, &files, &pages)?;
        Some(Finding::new(&page.to_string_lossy(), 1, format!("{link}: {what}")))
    });
    let findings: BTreeSet<Finding> = dead.collect();
    Ok((pages.len(), links.len(), findings.into_iter().collect()))
}

/// What is wrong with a link of a page.
fn fault(
    page: &Path,
    link: &str,
    files: &BTreeSet<PathBuf>,
    pages: &Pages,
) -> Option<&'static str> {
    if is_elsewhere(link) {
        return None;
    }
    let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = decoded(target.split('?').next().unwrap_or_default());
    // Traits of other packages bring along links within their own documentation; rustdoc holds ours.
    if page.starts_with("rust") && Path::new(&*target).extension().is_none() {
        return None;
    }
    let Some(path) = resolved(page, &target) else {
        return Some("leads out of the documentation");
    };
    // rustdoc asks for a script with the other implementors of a trait, even if there are none.
    if path.starts_with("rust/trait.impl") {
        return None;
    }
    let path = if files.contains(&path) { path } else { path.join("index.html") };
    if !files.contains(&path) {
        return Some("there is no such file");
    }
    let anchors = pages.get(&path)?;
    // rustdoc encodes the names themselves.
    let is_there = fragment.is_empty()
        || anchors.contains(fragment)
        || anchors.contains(&decoded(fragment))
        || is_line(&path, fragment);
    (!is_there).then_some("there is no such place in the file")
}

/// Whether a link leads to the web, or is none.
fn is_elsewhere(link: &str) -> bool {
    let schemes = ["http:", "https:", "mailto:", "data:", "javascript:", "//"];
    schemes.iter().any(|scheme| link.starts_with(scheme))
}

/// Whether a fragment names lines of a source, which a script finds.
fn is_line(path: &Path, fragment: &str) -> bool {
    path.starts_with("rust/src")
        && fragment.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The file that a link of a page names; none if it lies outside.
fn resolved(page: &Path, target: &str) -> Option<PathBuf> {
    if target.is_empty() {
        return Some(page.to_path_buf());
    }
    let mut path = PathBuf::new();
    for component in page.parent().unwrap_or(Path::new("")).join(target).components() {
        match component {
            Component::Normal(part) => path.push(part),
            Component::ParentDir => path.pop().then_some(())?,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// The text with its percent-encoding resolved.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (b'%', Some(value)) = (first, value) {
            bytes.push(value);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(link: &str) -> Option<&'static str> {
        let pages: Pages = [("book/a.html", "part"), ("book/b/index.html", "x y")]
            .map(|(path, anchor)| (path.into(), BTreeSet::from([anchor.to_owned()])))
            .into();
        let files = pages.keys().cloned().chain(["book/logo.svg".into()]).collect();
        fault(Path::new("book/a.html"), link, &files, &pages)
    }

    #[test]
    fn links_to_files_and_their_places_are_good() {
        for link in
            ["#part", "a.html#part", "b/", "b/index.html#x%20y", "logo.svg", "../book/b", "#"]
        {
            assert_eq!(judged(link), None, "{link}");
        }
    }

    #[test]
    fn the_web_is_left_alone() {
        assert_eq!(judged("https://example.org/#x"), None);
    }

    #[test]
    fn dead_links_are_found() {
        assert_eq!(judged("c.html"), Some("there is no such file"));
        assert_eq!(judged("#other"), Some("there is no such place in the file"));
        assert_eq!(judged("b/index.html#part"), Some("there is no such place in the file"));
        assert_eq!(judged("../../x"), Some("leads out of the documentation"));
        assert_eq!(judged("/b/"), Some("leads out of the documentation"));
    }
}
