//! The core cannot name a socket, a clock or a thread: it is `no_std`, and `std` stays outside.

use crate::finding::Finding;
use crate::rust_source::code_only;

const CORE: [&str; 2] = ["crates/coapt-wire/src/", "crates/coapt-proto/src/"];

pub(super) fn check(path: &str, source: &str) -> Vec<Finding> {
    let Some(inside) = CORE.iter().find_map(|folder| path.strip_prefix(folder)) else {
        return Vec::new();
    };
    let code = code_only(source);
    let mut findings = Vec::new();
    if inside == "lib.rs" && !code.contains("no_std") {
        findings.push(Finding::new(path, 1, "the core is without std, wanted is `#![no_std]`"));
    }
    let mut before = "";
    for (index, line) in code.lines().map(str::trim).enumerate() {
        if is_extern_std(line) && before != "#[cfg(test)]" {
            let wanted = "`extern crate std` in the core, wanted is `core` or `alloc` (or \
                          `#[cfg(test)]` on the line before)";
            findings.push(Finding::new(path, index + 1, wanted));
        }
        before = line;
    }
    findings
}

fn is_extern_std(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || c == ';').collect();
    words.windows(3).any(|three| three == ["extern", "crate", "std"])
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "crates/coapt-wire/src/uri.rs";

    #[test]
    fn std_is_found_in_the_core_only() {
        let source = "use a;\nextern crate std;\n";

        assert_eq!(check("crates/coapt-net/src/lib.rs", source), []);

        let finding = check(WIRE, source).remove(0).to_string();

        assert!(finding.starts_with("crates/coapt-wire/src/uri.rs:2: `extern crate std`"));
    }

    #[test]
    fn another_name_does_not_hide_it() {
        assert_eq!(check(WIRE, "pub extern crate std as system;").len(), 1);
    }

    #[test]
    fn tests_may_have_it() {
        assert_eq!(check(WIRE, "#[cfg(test)]\nextern crate std;"), []);
    }

    #[test]
    fn the_root_must_say_no_std() {
        assert_eq!(check("crates/coapt-proto/src/lib.rs", "// no_std").len(), 1);
        assert_eq!(check("crates/coapt-proto/src/lib.rs", "#![no_std]"), []);
    }
}
