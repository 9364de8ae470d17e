//! Links of a server (RFC 6690) as a tree of their paths, with what is known of each behind it.

use std::collections::BTreeMap;

use coapt::Link;
use coapt::wire::{ContentFormat, link_format};

use super::{option, text};
use crate::paint::{Paint, Role};

/// How many levels a tree has; deeper paths stand together on the last.
const MAX_LEVELS: usize = 32;

/// Lays link format out as a tree; gives `None` if the text is none.
pub(crate) fn pretty(paint: Paint, links: &str) -> Option<String> {
    let links = link_format::parse(links).ok()?;
    Some(tree(paint, &links))
}

/// Lays links out as a tree: each path once, below the server it belongs to.
pub(crate) fn tree(paint: Paint, links: &[Link]) -> String {
    let mut roots: BTreeMap<&str, Node> = BTreeMap::new();
    for link in links {
        let (root, path) = split(&link.target);
        roots.entry(root).or_default().insert(path, link);
    }
    let mut out = String::new();
    for (root, node) in &roots {
        let name = if root.is_empty() { "/" } else { root };
        out.push_str(&node.title(paint, name));
        out.push('\n');
        node.write(paint, "", &mut out);
    }
    out
}

/// Gives what is known of a resource: formats by name, size, and all other attributes as they are.
pub(crate) fn attributes(link: &Link) -> Attributes {
    let formats = link.attribute("ct").unwrap_or_default();
    let formats: Vec<_> = formats.split_whitespace().map(format_name).collect();
    let size = link.attribute("sz").and_then(|size| size.parse().ok()).map(text::size);
    let is_told = |name: &str| ["ct", "sz"].iter().any(|told| name.eq_ignore_ascii_case(told));
    let others = link.attributes.iter().filter(|(name, _)| !is_told(name));
    let others: Vec<_> = others
        .map(|(name, value)| match value {
            Some(value) => format!("{name}={value:?}"),
            None => name.clone(),
        })
        .collect();
    Attributes {
        formats: formats.join(", "),
        size: size.unwrap_or_default(),
        others: text::printable(&others.join(" "), &[]),
    }
}

/// What is known of a resource, fit for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// The names of its formats.
    pub(crate) formats: String,
    /// Its size with a unit.
    pub(crate) size: String,
    /// All else.
    pub(crate) others: String,
}

/// Gives the name of a format that a link has as a number.
fn format_name(number: &str) -> String {
    match number.parse() {
        Ok(number) => option::format_name(ContentFormat::new(number)),
        Err(_) => text::printable(number, &[]),
    }
}

/// Parts a target into scheme and host, if it has them, and path.
fn split(target: &str) -> (&str, &str) {
    let host = target.find("://").map(|place| place + 3);
    let end = host.and_then(|host| {
        let rest = target.get(host..)?;
        Some(host + rest.find('/').unwrap_or(rest.len()))
    });
    target.split_at_checked(end.unwrap_or_default()).unwrap_or(("", target))
}

/// A place in the tree.
#[derive(Default)]
struct Node {
    children: BTreeMap<String, Node>,
    /// What is known of the resources here.
    links: Vec<Attributes>,
}

impl Node {
    fn insert(&mut self, path: &str, link: &Link) {
        let mut node = self;
        let segments = path.strip_prefix('/').unwrap_or(path).splitn(MAX_LEVELS, '/');
        for segment in segments.filter(|segment| !segment.is_empty()) {
            node = node.children.entry(text::printable(segment, &[])).or_default();
        }
        node.links.push(attributes(link));
    }

    fn write(&self, paint: Paint, indent: &str, out: &mut String) {
        let last = self.children.len().saturating_sub(1);
        for (index, (name, child)) in self.children.iter().enumerate() {
            let (branch, below) =
                if index == last { ("└── ", "    ") } else { ("├── ", "│   ") };
            let (name, child) = child.end_of_chain(name.clone());
            out.push_str(indent);
            out.push_str(branch);
            out.push_str(&child.title(paint, &name));
            out.push('\n');
            child.write(paint, &format!("{indent}{below}"), out);
        }
    }

    /// Follows places where nothing is but the way to one other, so that they share a line.
    fn end_of_chain(&self, mut name: String) -> (String, &Self) {
        let mut node = self;
        while node.links.is_empty()
            && let (Some((next, child)), 1) = (node.children.first_key_value(), node.children.len())
        {
            name = format!("{name}/{next}");
            node = child;
        }
        (name, node)
    }

    fn title(&self, paint: Paint, name: &str) -> String {
        let mut title = paint.text(Role::Accent, &text::printable(name, &[]));
        let words = self.links.iter().flat_map(|Attributes { formats, size, others }| {
            [(Role::Heading, formats), (Role::Heading, size), (Role::Faint, others)]
        });
        for (role, words) in words.filter(|(_, words)| !words.is_empty()) {
            title.push_str("  ");
            title.push_str(&paint.text(role, words));
        }
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_share_their_beginnings() {
        let links = "</sensors/temp>;ct=\"50 60\";obs,</sensors/door>;rt=\"open\",</.well-known/core>,\
                     </>;title=\"all\",</sensors>;sz=2048,<coap://[::1]/x/y>";

        let expected = "\
/  title=\"all\"
├── .well-known/core
└── sensors  2.0 KiB
    ├── door  rt=\"open\"
    └── temp  application/json, application/cbor  obs
coap://[::1]
└── x/y
";
        assert_eq!(pretty(Paint::Plain, links).unwrap(), expected);
    }

    #[test]
    fn hostile_links_neither_steer_nor_overflow() {
        let steering = tree(Paint::Plain, &[Link::new("/a\x1b[2J").with("rt", "\x1b[31m")]);
        assert!(!steering.contains('\x1b'), "{steering}");

        let deep = tree(Paint::Plain, &[Link::new(&"/a".repeat(100_000)), Link::new("/a")]);
        assert!(deep.lines().count() < 50);
        assert_eq!(pretty(Paint::Plain, "</a"), None);
        assert_eq!(split("coap://é"), ("coap://é", ""));
    }
}
