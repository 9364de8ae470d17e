//! A link of a page to a file of the repository leads somewhere.

use std::path::{Component, Path};

use crate::finding::Finding;

/// Checks the links of one page; `exists` knows the files by their path from the root.
pub(super) fn check(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in prose_lines(text) {
        let dead = local_targets(&line)
            .filter(|target| from_root(path, target).is_none_or(|from_root| !exists(&from_root)));
        findings.extend(dead.map(|target| {
            Finding::new(
                path,
                index + 1,
                format!("no such file: {target}; wanted is one that exists"),
            )
        }));
    }
    findings
}

/// The lines outside of code, with their index and without their code spans.
fn prose_lines(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut fence = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, None) => return Some((index, line.split('`').step_by(2).collect())),
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
        }
        None
    })
}

/// The targets of `[text](target)` and `[label]: target` that are no web addresses.
fn local_targets(line: &str) -> impl Iterator<Item = &str> {
    let inline = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let defined = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "))
        .and_then(|(_, target)| target.split_whitespace().next());
    inline
        .chain(defined)
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .filter(|target| !target.starts_with("mailto:"))
}

/// The target as seen from the root; none if it lies outside the repository.
fn from_root(page: &str, target: &str) -> Option<String> {
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let mut parts: Vec<String> = Vec::new();
    for component in folder.join(target).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let exists = |target: &str| ["README.md", "docs/a.md", "docs"].contains(&target);
        check(path, text, exists).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn a_dead_link_is_found_with_its_line() {
        assert_eq!(
            found("README.md", "a\n[b](docs/b.md) [a](docs/a.md#part)"),
            ["README.md:2: no such file: docs/b.md; wanted is one that exists"]
        );
    }

    #[test]
    fn links_are_seen_from_their_page() {
        assert_eq!(
            found("docs/a.md", "[up](../README.md) [here](a.md) [folder](../docs/)"),
            [""; 0]
        );
        assert_eq!(found("docs/a.md", "[up](README.md)").len(), 1);
        assert_eq!(found("docs/a.md", "[out](../../README.md)").len(), 1);
    }

    #[test]
    fn definitions_are_links() {
        assert_eq!(found("README.md", "[a]: docs/b.md \"title\"").len(), 1);
    }

    #[test]
    fn the_web_and_code_are_left_alone() {
        let text = "[w](https://a.b/c) [p](#part) `[x](y)`\n```text\n[x](y)\n```\n[z]: http://z";

        assert_eq!(found("README.md", text), [""; 0]);
    }
}
