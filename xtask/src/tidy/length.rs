//! A file has at most 500 lines without its tests.

use std::path::Path;

use crate::finding::Finding;

const MOST_LINES: usize = 500;

/// Folders whose files may be as long as they like.
const FREE_FOLDERS: [&str; 4] = ["tests", "benches", "examples", "generated"];

pub(super) fn check(path: &str, source: &str) -> Option<Finding> {
    let lines = lines_without_tests(source);
    (lines > MOST_LINES && !is_free(path)).then(|| {
        let wanted = format!(
            "{lines} lines without tests, wanted are at most {MOST_LINES}: split it along the \
             sections of its RFC"
        );
        Finding::new(path, MOST_LINES + 1, wanted)
    })
}

fn is_free(path: &str) -> bool {
    let path = Path::new(path);
    let in_free_folder =
        path.components().any(|part| FREE_FOLDERS.iter().any(|free| part.as_os_str() == *free));
    in_free_folder || path.file_name().is_some_and(|name| name == "tests.rs")
}

/// The lines before the first module of tests that is written out in the file.
fn lines_without_tests(source: &str) -> usize {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let starts_tests =
        |at: usize| lines[at] == "#[cfg(test)]" && item_after(&lines[at..]).ends_with('{');
    (0..lines.len()).find(|&at| starts_tests(at)).unwrap_or(lines.len())
}

/// The line of the item that attributes and comments belong to.
fn item_after<'a>(lines: &[&'a str]) -> &'a str {
    let item = lines.iter().find(|line| !line.starts_with('#') && !line.starts_with("//"));
    item.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_lines_are_enough() {
        assert_eq!(check("src/a.rs", &"x\n".repeat(500)), None);

        let finding = check("src/a.rs", &"x\n".repeat(501)).unwrap().to_string();

        assert!(finding.starts_with("src/a.rs:501: 501 lines"), "{finding}");
    }

    #[test]
    fn tests_do_not_count() {
        let source = format!("fn f() {{}}\n\n#[cfg(test)]\nmod tests {{\n{}}}", "x\n".repeat(600));

        assert_eq!(lines_without_tests(&source), 2);
    }

    #[test]
    fn what_follows_a_declared_test_module_counts() {
        let source = format!("#[cfg(test)]\nmod tests;\n{}", "x\n".repeat(600));

        assert_eq!(lines_without_tests(&source), 602);
    }

    #[test]
    fn files_of_tests_are_free() {
        let long = "x\n".repeat(501);

        for path in ["src/a/tests.rs", "tests/a.rs", "a/benches/b.rs", "src/generated/c.rs"] {
            assert_eq!(check(path, &long), None, "{path}");
        }
    }
}
