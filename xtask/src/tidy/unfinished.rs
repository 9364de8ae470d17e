//! Nothing unfinished is committed.

use crate::finding::Finding;
use crate::rust_source::code_only;

const MARKERS: [&str; 2] = ["todo!", "unimplemented!"];

pub(super) fn check(path: &str, source: &str) -> Vec<Finding> {
    let code = code_only(source);
    let lines = code.lines().enumerate();
    lines.filter_map(|(index, line)| check_line(path, index + 1, line)).collect()
}

fn check_line(path: &str, line: usize, code: &str) -> Option<Finding> {
    let marker = MARKERS.iter().find(|marker| {
        code.match_indices(**marker).any(|(at, _)| !code[..at].ends_with(is_part_of_a_name))
    })?;
    Some(Finding::new(path, line, format!("`{marker}`, wanted is the code itself")))
}

fn is_part_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_code_is_found() {
        let found = check("a.rs", "fn f() {\n    todo!()\n}\nfn g() { core::unimplemented!(); }");

        let found: Vec<_> = found.iter().map(Finding::to_string).collect();
        assert_eq!(
            found,
            [
                "a.rs:2: `todo!`, wanted is the code itself",
                "a.rs:4: `unimplemented!`, wanted is the code itself",
            ]
        );
    }

    #[test]
    fn words_about_it_are_not() {
        assert_eq!(check("a.rs", "// no todo!()\nlet a = \"todo!\"; my_todo!();"), []);
    }
}
