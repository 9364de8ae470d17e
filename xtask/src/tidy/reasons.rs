//! A dependency states its reason on its line.

use crate::finding::Finding;

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    lines
        .skip_while(|(_, line)| line.trim() != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| is_foreign(line) && !has_reason(line))
        .map(|(index, line)| {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim();
            let wanted = format!("`{name}` without a reason, wanted is `# reason` on its line");
            Finding::new(path, index + 1, wanted)
        })
        .collect()
}

/// Whether the line brings in a package that is not a folder of the workspace.
fn is_foreign(line: &str) -> bool {
    let starts_an_entry = line.starts_with(|c: char| c.is_alphanumeric() || c == '"');
    starts_an_entry && line.contains('=') && !line.contains("path =")
}

fn has_reason(line: &str) -> bool {
    line.split_once('#').is_some_and(|(_, reason)| !reason.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_foreign_dependencies_without_a_reason_are_found() {
        let manifest = "\
[workspace]
a = 1
[workspace.dependencies]
# what follows
own = { path = \"crates/own\" }
with = \"1\"  # it does the work
without = { version = \"1\" }
empty = \"1\" #

[workspace.lints.rust]
b = 2
";

        let found: Vec<_> = check("Cargo.toml", manifest).iter().map(Finding::to_string).collect();

        assert_eq!(
            found,
            [
                "Cargo.toml:7: `without` without a reason, wanted is `# reason` on its line",
                "Cargo.toml:8: `empty` without a reason, wanted is `# reason` on its line",
            ]
        );
    }
}
