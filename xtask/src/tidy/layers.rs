//! The arrows between the crates point down only; docs/architecture.md shows them.

use toml::{Table, Value};

use crate::finding::Finding;

/// Every crate of the house and what it may depend on.
const LAYERS: [(&str, &[&str]); 9] = [
    ("coapt-wire", &[]),
    ("coapt-proto", &["coapt-wire"]),
    ("coapt-net", &["coapt-wire", "coapt-proto"]),
    ("coapt", &["coapt-wire", "coapt-proto", "coapt-net"]),
    ("coapt-cli", &["coapt"]),
    ("coapt-py", &["coapt"]),
    ("coapt-py", &["coapt"]),
    ("coapt-sim", &["coapt-wire", "coapt-proto"]),
    ("xtask", &[]),
];

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let manifest = match text.parse::<Table>() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(path, 1, format!("not TOML: {}", error.message()))],
    };
    let name = manifest.get("package").and_then(|package| package.get("name")?.as_str());
    let name = name.unwrap_or_default();
    let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
        let wanted =
            format!("`{name}` has no layer, wanted is its row in xtask/src/tidy/layers.rs");
        return vec![Finding::new(path, 1, wanted)];
    };
    let upwards = dependencies(&manifest).filter(|dependency| {
        is_of_the_house(dependency) && dependency != name && !below.contains(&dependency.as_str())
    });
    upwards
        .map(|dependency| {
            let wanted = format!(
                "`{name}` depends on `{dependency}`, wanted is {}",
                if below.is_empty() { "no crate of the house".into() } else { below.join(", ") }
            );
            Finding::new(path, line_of(text, &dependency), wanted)
        })
        .collect()
}

/// The packages named in all dependency tables, those of targets too.
fn dependencies(manifest: &Table) -> impl Iterator<Item = String> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let tables = std::iter::once(manifest).chain(targets);
    tables
        .flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flat_map(Table::iter)
        .map(|(key, value)| {
            let renamed = value.get("package").and_then(Value::as_str);
            renamed.unwrap_or(key).to_owned()
        })
}

fn is_of_the_house(dependency: &str) -> bool {
    LAYERS.iter().any(|(layer, _)| *layer == dependency)
}

fn line_of(text: &str, dependency: &str) -> usize {
    let names_it = |line: &str| {
        let after = line.trim_start().strip_prefix(dependency);
        after.is_some_and(|after| after.starts_with([' ', '.', '=']))
    };
    text.lines().position(names_it).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(manifest: &str) -> Vec<String> {
        check("Cargo.toml", manifest).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn arrows_down_are_fine() {
        let manifest = "[package]\nname = \"coapt-net\"\n[dependencies]\ncoapt-proto.workspace = true\nlibc = \"0.2\"";

        assert_eq!(found(manifest), [""; 0]);
    }

    #[test]
    fn an_arrow_up_is_found() {
        let manifest = "[package]\nname = \"coapt-proto\"\n[dependencies]\ncoapt-net = { path = \"../coapt-net\" }";

        assert_eq!(
            found(manifest),
            ["Cargo.toml:4: `coapt-proto` depends on `coapt-net`, wanted is coapt-wire"]
        );
    }

    #[test]
    fn no_kind_of_dependency_is_an_excuse() {
        let manifest = "[package]\nname = \"coapt-wire\"\n[dev-dependencies]\nx = { package = \"coapt-proto\" }\n[target.'cfg(unix)'.dependencies]\ncoapt.workspace = true";

        assert_eq!(
            found(manifest),
            [
                "Cargo.toml:1: `coapt-wire` depends on `coapt-proto`, wanted is no crate of the house",
                "Cargo.toml:6: `coapt-wire` depends on `coapt`, wanted is no crate of the house",
            ]
        );
    }

    #[test]
    fn a_new_crate_needs_a_layer() {
        assert!(found("[package]\nname = \"coapt-new\"")[0].contains("has no layer"));
    }
}
