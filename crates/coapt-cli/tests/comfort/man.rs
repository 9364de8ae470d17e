//! Manual pages.

use std::fs;
use std::process::Command;

use super::support::run;

#[test]
fn there_is_a_page_for_the_program_and_each_subcommand() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("share/man1");

    let shown = run(["man", "--dir", target.to_str().unwrap()]).succeeded();

    let help = run(["--help"]).succeeded();
    let subcommands = help.text().lines().skip_while(|line| *line != "Commands:").skip(1);
    let subcommands = subcommands.take_while(|line| !line.is_empty());
    let names: Vec<_> = subcommands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 14, "{names:?}");
    for page in names.iter().map(|name| format!("coapt-{name}.1")).chain(["coapt.1".to_owned()]) {
        let text = fs::read_to_string(target.join(&page)).unwrap();
        for section in ["NAME", "SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"] {
            assert!(text.contains(section), "{page}: {section}");
        }
    }
    assert_eq!(shown.text().lines().count(), names.len() + 1);
}

#[test]
fn the_pages_are_set_without_a_warning_where_groff_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    run(["man", "--dir", folder.path().to_str().unwrap()]).succeeded();

    for page in folder.path().read_dir().unwrap() {
        let page = page.unwrap().path();
        let groff =
            Command::new("groff").args(["-ww", "-man", "-Tutf8", "-Kutf8"]).arg(&page).output();
        let Ok(shown) = groff else { return };
        assert_eq!(String::from_utf8_lossy(&shown.stderr), "", "{}", page.display());
        assert!(shown.status.success() && !shown.stdout.is_empty(), "{}", page.display());
    }
}

#[test]
fn a_page_is_printed_with_its_examples_as_they_are() {
    let shown = run(["man", "put"]).succeeded();

    assert!(shown.text().contains(".SH EXAMPLES"), "{}", shown.text());
    assert!(shown.text().contains("date | coapt put "), "{}", shown.text());
}

#[test]
fn a_page_that_is_not_there_is_told() {
    let shown = run(["man", "gte"]);

    assert_eq!(shown.err, "coapt: there is no subcommand \"gte\"; did you mean get?\n");
    assert_eq!(shown.status, 2);
    let shown = run(["man", "--dir", "/dev/null/man1"]);
    assert_eq!((shown.status, shown.err.lines().count()), (1, 1));
    assert!(
        shown.err.starts_with("coapt: cannot make the folder /dev/null/man1: "),
        "{}",
        shown.err
    );
}
