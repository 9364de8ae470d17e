//! The comments by which tests name the statements they prove.

use crate::finding::Finding;

/// What stands behind the beginning of a comment.
const MARK: &str = " contract:";

/// One id named by a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) line: usize,
}

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) tags: Vec<Tag>,
    /// Tags that no test can mean.
    pub(super) misplaced: Vec<Finding>,
}

/// Reads the tags of a file whose comments begin so; a list that ends in a comma goes on in the next comment line.
pub(super) fn read(path: &str, comment: &str, source: &str) -> Read {
    let mut read = Read::default();
    let mut goes_on = false;
    let mut in_tests = is_test_file(path);
    for (index, line) in source.lines().map(str::trim).enumerate() {
        in_tests |= line == "#[cfg(test)]";
        let words = line.strip_prefix(comment);
        let list = words.and_then(|words| words.strip_prefix(MARK));
        let list = list.or(if goes_on { words } else { None });
        goes_on = list.is_some_and(|list| list.trim_end().ends_with(','));
        let Some(list) = list else { continue };
        if !in_tests {
            let wanted =
                "a contract tag outside of tests, wanted is one on the test that proves it";
            read.misplaced.push(Finding::new(path, index + 1, wanted));
            continue;
        }
        read.tags.extend(ids(list).map(|id| Tag {
            id: id.to_owned(),
            path: path.to_owned(),
            line: index + 1,
        }));
    }
    read
}

fn ids(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|id| !id.is_empty())
}

fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids_of(path: &str, source: &str) -> Vec<(String, usize)> {
        read(path, "//", source).tags.into_iter().map(|tag| (tag.id, tag.line)).collect()
    }

    #[test]
    fn lists_may_take_several_lines() {
        let source = "\
// contract: a.b1, a.b2,
//   a.b3
// contract: D69
#[test]
fn f() {}
";

        let tags = ids_of("crates/coapt/tests/a.rs", source);

        let expected = [("a.b1", 1), ("a.b2", 1), ("a.b3", 2), ("D69", 3)];
        assert_eq!(tags, expected.map(|(id, line)| (id.to_owned(), line)));
    }

    #[test]
    fn python_has_comments_of_its_own() {
        let read = read("crates/coapt-py/tests/a.py", "#", "# contract: python.r1, D01\n#other");

        let ids: Vec<_> = read.tags.iter().map(|tag| tag.id.as_str()).collect();
        assert_eq!(ids, ["python.r1", "D01"]);
    }

    #[test]
    fn other_comments_are_no_tags() {
        assert_eq!(
            ids_of("crates/coapt/tests/a.rs", "// contract: a\n// b\n/// contract: c").len(),
            1
        );
    }

    #[test]
    fn a_tag_outside_of_tests_proves_nothing() {
        let source = "// contract: a\n#[cfg(test)]\nmod tests {\n    // contract: b\n}";

        let read = read("crates/coapt/src/a.rs", "//", source);

        assert_eq!(read.tags.len(), 1);
        assert_eq!(read.misplaced.len(), 1);
    }
}
