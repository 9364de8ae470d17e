//! Completions, loaded by the shells that are there.

use std::process::{Command, Stdio};

use super::support::run;

#[test]
fn every_shell_gets_completions_with_all_subcommands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let shown = run(["completions", shell]).succeeded();
        for name in ["get", "observe", "discover", "serve", "completions"] {
            assert!(shown.text().contains(name), "{shell}: {name}");
        }
    }
}

#[test]
fn bash_completes_subcommands_and_options() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("coapt.bash");
    std::fs::write(&script, run(["completions", "bash"]).succeeded().out).unwrap();
    let complete = r#"
        set -eu
        source "$1"
        complete -p coapt
        completed() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            _coapt coapt "${!#}" "${@:$#-1:1}"
            echo "${COMPREPLY[@]}"
        }
        completed coapt disc
        completed coapt get --tim
    "#;

    let shown = Command::new("bash")
        .args(["--norc", "-c", complete, "bash"])
        .arg(&script)
        .stdin(Stdio::null())
        .output()
        .unwrap();

    assert_eq!(String::from_utf8(shown.stderr).unwrap(), "");
    let text = String::from_utf8(shown.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].contains("-F _coapt"), "{text}");
    assert_eq!(lines[1..], ["discover", "--timeout"]);
}

#[test]
fn zsh_and_fish_read_theirs_where_they_are_installed() {
    for (shell, check) in [("zsh", "-n"), ("fish", "--no-execute")] {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("coapt");
        std::fs::write(&script, run(["completions", shell]).succeeded().out).unwrap();
        let Ok(shown) = Command::new(shell).arg(check).arg(&script).output() else { continue };
        assert!(shown.status.success(), "{shell}: {}", String::from_utf8_lossy(&shown.stderr));
    }
}

#[test]
fn a_shell_that_is_not_known_is_told_with_those_that_are() {
    let shown = run(["completions", "bsh"]);

    assert_eq!((shown.status, shown.text()), (2, ""));
    assert!(shown.err.contains("bash, elvish, fish") && shown.err.contains("did you mean bash?"));
}
