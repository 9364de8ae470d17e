//! The command line: what is refused, and the help.

use super::support::{coapt, run};

const SUBCOMMANDS: [&str; 16] = [
    "get", "put", "post", "delete", "fetch", "patch", "ipatch", "observe", "discover", "ping",
    "serve", "bench", "decode", "encode", "demo", "doctor",
];

#[test]
fn a_mistake_is_one_sentence_that_names_it() {
    let uri = "coap://127.0.0.1/";
    let mistakes: &[(&[&str], &str)] = &[
        (&["gett"], "'gett'; did you mean get?"),
        (&["get"], "<URI>"),
        (
            &["get", uri, "more"],
            "\"more\" has no scheme; a URI starts with coap://: did you mean coap://more?",
        ),
        (&["get", uri, "--tiemout", "1"], "did you mean --timeout?"),
        (&["get", ""], "the URI is empty; the form is coap://host"),
        (&["get", "localhost/x"], "has no scheme; a URI starts with coap://"),
        (&["get", "http://localhost/x"], "http:// is not supported; only coap:// is"),
        (&["get", "coaps://localhost/x"], "coaps:// is not supported; only coap:// is"),
        (&["get", "coap+tcp://localhost"], "coap+tcp:// is not supported; only coap:// is"),
        (&["get", "coap://h/a b"], "' ' at byte 10"),
        (&["get", "coap://h/#f"], "fragment"),
        (&["get", "coap://h:0/"], "the port is \"0\"; a number from 1 to 65535 is allowed"),
        (&["get", "coap://[::1/"], "[::1"),
        (&["get", "coap://224.0.1.187/"], "multicast"),
        (&["put", "http://localhost/x", "-"], "http://"),
        (&["ping", "coaps://localhost"], "coaps://"),
        (&["observe", "nonsense"], "has no scheme"),
        (&["discover", "http://localhost"], "http://"),
        (&["discover", uri, "=x"], "is no filter; rt=temperature*"),
        (&["get", uri, "-O", "Nonsense=1"], "Nonsense is no option"),
        (&["get", uri, "-O", "65536=1"], "up to 65535"),
        (&["get", uri, "-O", "Max-Age=soon"], "Max-Age is a number up to 4294967295"),
        (&["get", uri, "-O", "ETag=0xabc"], "odd"),
        (&["get", uri, "-O", "If-None-Match=1"], "has no value"),
        (&["get", uri, "-O", "ETag="], "1 to 8 bytes; this value has 0"),
        (&["get", uri, "--accept", "no/such"], "no/such is no content format"),
        (&["get", uri, "--accept", "65536"], "65536"),
        (&["get", uri, "--etag", "123456789"], "1 to 8 bytes; this one has 9"),
        (&["get", uri, "--timeout", "0"], "more than 0 seconds"),
        (&["get", uri, "--timeout", "soon"], "no number of seconds"),
        (&["get", uri, "--block", "100"], "16, 32, 64, 128, 256, 512 or 1024"),
        (&["put", uri, "body", "--file", "f"], "--file"),
        (&["observe", uri, "--count", "0"], "'--count <N>': the least is 1"),
        (
            &["observe", uri, "--for", "-1"],
            "'-1' for '--for <SECONDS>': the time must be more than 0 seconds",
        ),
        (
            &["get", uri, "--drop", "-2.5"],
            "'-2.5' for '--drop <PERCENT>': a share is a number of percent from 0 to 100",
        ),
        (&["observe", uri, "--until", "value = 3"], "column 7: = compares nothing; == does"),
        (&["observe", uri, "--field", "a..b"], "no path to a field"),
        (&["observe", uri, "--plot"], "--plot draws on a terminal, and standard output is none"),
        (&["observe", uri, "coaps://h/"], "coaps:// is not supported"),
        (&["ping", uri, "--count", "0"], "'--count <N>': the least is 1"),
        (&["encode", "GET", "--id", "70000"], "a number from 0 to 65535 is allowed"),
        (&["decode", "400100zz"], "no hexadecimal: 'z' in column 7"),
        (&["decode", "--json", "house.pcap"], "a capture file goes with --pcap"),
    ];

    refuses(mistakes);
}

#[test]
fn what_could_be_read_and_means_nothing_is_refused_before_anything_is_sent() {
    let uri = "coap://127.0.0.1/";
    refuses(&[
        (&["ping", uri, "-c", "-1"], "'-1' found; -c takes no number below 0"),
        (
            &["serve", ".", "--max-size", "-1"],
            "'-1' for '--max-size <SIZE>': a size is a whole number from 1, such as 65536",
        ),
        (&["serve", ".", "--max-size", "0"], "'0' for '--max-size <SIZE>': a size is a whole"),
        (&["get", uri, "--fault-seed", "3"], "--fault-seed 3 repeats faults, and there are none"),
        (&["get", "coap://[fe80::1]/"], "fe80::1 is link-local, so the URI has to name"),
        (&["put", "coap://[fe80::1]:7/x", "y"], "coap://[fe80::1%25"),
        (&["ping", "coap://[febf::1]"], "febf::1 is link-local"),
        (&["observe", "coap://[fe80::1]/"], "fe80::1 is link-local"),
        (&["discover", "coap://[fe80::1]/"], "fe80::1 is link-local"),
        (&["doctor", "coap://[fe80::1]/"], "fe80::1 is link-local"),
        (&["bench", "coap://[fe80::1]/"], "fe80::1 is link-local"),
    ]);
}

/// Makes sure that each command line is refused in one sentence that has these words.
#[track_caller]
fn refuses(mistakes: &[(&[&str], &str)]) {
    for (args, part) in mistakes {
        let shown = run(*args);
        assert_eq!((shown.status, shown.text()), (2, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.starts_with("coapt: "), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{args:?}: {}", shown.err);
    }
}

#[test]
fn a_file_that_cannot_be_used_is_named_before_anything_is_sent() {
    let uri = "coap://127.0.0.1:1/";
    for (args, file) in [
        (["put", uri, "@/no/such/file"], "cannot read /no/such/file"),
        (["get", uri, "-o/no/such/file"], "cannot write /no/such/file: there is no such folder"),
        (["get", uri, "-o/"], "cannot write /: it is a folder"),
    ] {
        let shown = run(args);
        assert_eq!(shown.status, 1, "{}", shown.err);
        assert!(shown.err.starts_with(&format!("coapt: {file}")), "{}", shown.err);
    }
}

#[test]
fn every_subcommand_has_help_with_examples() {
    for subcommand in SUBCOMMANDS.into_iter().filter(|name| *name != "demo") {
        let shown = run([subcommand, "--help"]).succeeded();
        let example = format!("coapt {subcommand}");
        let examples = shown.text().split_once("Examples:").unwrap_or_else(|| panic!("{example}"));
        assert!(examples.1.contains(&example), "{example}");
    }
}

#[test]
fn options_that_subcommands_share_stand_under_the_same_headings() {
    for subcommand in ["get", "put", "post", "delete", "fetch", "patch", "ipatch", "observe"] {
        let shown = run([subcommand, "--help"]).succeeded();
        let headings: Vec<_> = shown
            .text()
            .lines()
            .filter(|line| line.ends_with(':') && !line.starts_with(' '))
            .filter(|line| ["Request:", "Answer:", "Connection:"].contains(line))
            .collect();
        assert_eq!(headings, ["Request:", "Answer:", "Connection:"], "{subcommand}");
        let own = shown.text().split("\n\n").find(|part| part.starts_with("Options:"));
        for option in ["--parallel", "--token", "--non"] {
            assert!(!own.unwrap().contains(option), "{subcommand} {option}");
        }
    }
}

/// A line that ends early because the text was broken for wider terminals is hard to read.
#[test]
fn notes_below_the_help_flow_to_the_width_of_the_terminal() {
    for subcommand in SUBCOMMANDS {
        let help = coapt([subcommand, "--help"]).env("COLUMNS", "80").output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        let notes = help.split_once("Examples:").map_or("", |(_, notes)| notes);
        let lines: Vec<_> = notes.lines().collect();
        for pair in lines.windows(2) {
            let [line, next] = pair else { unreachable!() };
            let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
            if is_prose(line) && is_prose(next) {
                let word = next.split(' ').next().unwrap();
                let taken = line.chars().count() + 1 + word.chars().count();
                assert!(taken > 80, "{subcommand}: {line:?} has room for {word:?}");
            }
            assert!(line.chars().count() <= 80, "{subcommand}: {line:?}");
        }
    }
}

/// One interface or the other: the URI need not say it again.
#[test]
fn a_link_local_address_needs_no_zone_where_an_interface_is_named() {
    for way in [["--interface", "lo"], ["--source", "fe80::9%lo"]] {
        let shown = run(["get", "coap://[fe80::1]/", "--timeout", "0.1"].into_iter().chain(way));

        assert!(!shown.err.contains("link-local"), "{way:?}: {}", shown.err);
    }
}

#[test]
fn the_help_lists_all_subcommands_and_statuses() {
    let shown = run(["--help"]).succeeded();

    for subcommand in SUBCOMMANDS {
        assert!(shown.text().contains(&format!("\n  {subcommand} ")), "{subcommand}");
    }
    for status in [0, 1, 2, 4, 5, 6, 7, 8] {
        assert!(shown.text().contains(&format!("\n  {status}  ")), "{status}");
    }
}

#[test]
fn no_arguments_at_all_show_the_help() {
    let shown = run::<&str>([]);

    assert_eq!((shown.status, shown.text()), (2, ""));
    assert!(shown.err.contains("Usage: coapt [OPTIONS] <COMMAND>"));
}

#[test]
fn the_version_is_that_of_the_package() {
    let shown = run(["--version"]).succeeded();

    assert_eq!(shown.text(), concat!("coapt ", env!("CARGO_PKG_VERSION"), "\n"));
}
