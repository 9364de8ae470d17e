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
        completed coapt get --timeo
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
fn zsh_loads_its_completions_where_it_is_installed() {
    let load = "autoload -Uz compinit && compinit -D -u && source $1 && echo $_comps[coapt]";

    let Some(shown) = loaded("zsh", &["-f", "-c", load, "zsh"]) else { return };

    assert_eq!(shown, "_coapt\n");
}

#[test]
fn fish_completes_subcommands_and_options_where_it_is_installed() {
    let complete = "source $argv[1]; complete -C 'coapt disc'; complete -C 'coapt get --timeo'";

    let Some(shown) = loaded("fish", &["--no-config", "-c", complete]) else { return };

    let words: Vec<_> = shown.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(words, ["discover", "--timeout"]);
}

/// Runs a shell with its completions as the last argument; `None` if there is no such shell.
fn loaded(shell: &str, arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("coapt");
    std::fs::write(&script, run(["completions", shell]).succeeded().out).unwrap();
    let mut command = Command::new(shell);
    command.args(arguments).arg(&script).env("HOME", folder.path()).stdin(Stdio::null());
    let shown = command.output().ok()?;
    assert_eq!(String::from_utf8_lossy(&shown.stderr), "", "{shell}");
    Some(String::from_utf8(shown.stdout).unwrap())
}

#[test]
fn a_shell_that_is_not_known_is_told_with_those_that_are() {
    let shown = run(["completions", "bsh"]);

    assert_eq!((shown.status, shown.text()), (2, ""));
    assert!(shown.err.contains("bash, elvish, fish") && shown.err.contains("did you mean bash?"));
}
