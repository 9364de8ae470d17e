//! README.md is the crate doc of coapt, so that the doc tests compile what it shows.

use crate::finding::Finding;

pub(super) const CRATE_ROOT: &str = "crates/coapt/src/lib.rs";

const INCLUDED: &str = "include_str!(\"../../../README.md\")]";

pub(super) fn check(source: &str) -> Option<Finding> {
    let is_included = source.lines().map(str::trim).any(|line| {
        let value = line.strip_prefix("#![doc =").or_else(|| line.strip_prefix("#[doc ="));
        value.is_some_and(|value| value.trim() == INCLUDED)
    });
    (!is_included).then(|| {
        let wanted = format!("README.md is no crate doc, wanted is `#![doc = {INCLUDED}`");
        Finding::new(CRATE_ROOT, 1, wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_is_the_crate_doc() {
        assert_eq!(check("#![doc = include_str!(\"../../../README.md\")]\n"), None);
    }

    #[test]
    fn a_doctest_of_the_readme_will_do() {
        let source = "//! Words.\n\n#[cfg(doctest)]\n#[doc = include_str!(\"../../../README.md\")]\nstruct Readme;\n";

        assert_eq!(check(source), None);
    }

    #[test]
    fn anything_else_is_found() {
        assert!(check("//! Words.\n// #![doc = include_str!(\"../../../README.md\")]").is_some());
    }
}
