//! What the program says, as snapshots: help, errors, results. How to make them again stands in
//! `docs/command.md`.

#[cfg(test)]
#[path = "client/support.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod support;

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use coapt::wire::ContentFormat;
    use coapt::{Incoming, Resource, ServerReply};

    use crate::support::{Outcome, Running, coapt, run, run_with_input};

    /// The subcommands, as the help lists them.
    fn subcommands() -> Vec<String> {
        let help = run(["--help"]).succeeded();
        let (_, list) = help.text().split_once("Commands:\n").unwrap();
        let (list, _) = list.split_once("\n\n").unwrap();
        let names = list.lines().filter(|line| !line.starts_with("   "));
        let names = names.filter_map(|line| line.split_whitespace().next());
        names.filter(|name| *name != "help").map(str::to_owned).collect()
    }

    #[test]
    fn the_help_of_every_subcommand() {
        insta::assert_snapshot!("help", run(["--help"]).succeeded().text());
        for name in subcommands() {
            let shown = run([name.as_str(), "--help"]).succeeded();
            insta::assert_snapshot!(format!("help-{name}"), shown.text());
        }
    }

    #[test]
    fn the_help_does_not_depend_on_the_terminal() {
        for columns in ["40", "200"] {
            let mut command = coapt(["bench", "--help"]);
            let shown: Outcome = command.env("COLUMNS", columns).output().unwrap().into();
            let width = shown.text().lines().map(|line| line.chars().count()).max().unwrap();
            assert!(width <= 100, "{width}");
        }
    }

    #[test]
    fn every_help_has_examples_and_fits_a_hundred_columns() {
        for name in subcommands() {
            let shown = run([name.as_str(), "--help"]).succeeded();
            for line in shown.text().lines() {
                assert!(line.chars().count() <= 100, "{name}: {line}");
            }
            let is_demo = name == "demo";
            assert!(is_demo || shown.text().contains(&format!("\n  coapt {name}")), "{name}");
        }
    }

    #[test]
    fn the_sentences_of_mistakes() {
        let uri = "coap://127.0.0.1/";
        let mistakes: &[&[&str]] = &[
            &["gett", uri],
            &["PUT", uri],
            &["localhost/x"],
            &["get"],
            &["get", uri, "more"],
            &["get", uri, "--tiemout", "1"],
            &["get", uri, "-verbose"],
            &["get", uri, "--interval", "1"],
            &["get", uri, "-X", "POST"],
            &["get", "localhost/x"],
            &["get", "/temp"],
            &["get", "http://localhost/x"],
            &["get", "coap://h/a b"],
            &["get", "coap://h:0/"],
            &["get", uri, "-P", "kitchen"],
            &["get", uri, "-O", "Max-Age=soon"],
            &["get", uri, "--accept", "no/such"],
            &["get", uri, "--timeout", "soon"],
            &["get", uri, "--block", "100"],
            &["put", uri, "@/no/such/file"],
            &["put", uri, "body", "--file", "f"],
            &["observe", uri, "--count", "0"],
            &["completions", "bsh"],
            &["man", "gte"],
        ];

        let mut text = String::new();
        for args in mistakes {
            let shown = run(*args);
            writeln!(text, "$ coapt {}", args.join(" ")).unwrap();
            write!(text, "{}{}", shown.text(), shown.err).unwrap();
            writeln!(text, "=> {}\n", shown.status).unwrap();
        }

        insta::assert_snapshot!("mistakes", text);
    }

    #[test]
    fn results_and_errors_of_requests() {
        let server = house();
        let shown = |args: &[&str]| {
            let args: Vec<_> =
                args.iter().map(|it| it.replace("coap://house/", &server.uri(""))).collect();
            let shown = run(&args);
            let text = shown.text().replace(&server.uri(""), "coap://house/");
            let err = shown.err.replace(&server.uri(""), "coap://house/");
            let text: String = text.lines().map(without_number).collect();
            format!("{text}{err}=> {}\n", shown.status)
        };

        for (name, args) in [
            ("get", &["get", "coap://house/temp"][..]),
            ("get-include", &["get", "-i", "coap://house/temp"]),
            ("get-missing", &["get", "coap://house/none"]),
            ("get-refused", &["get", "coap://house/secret"]),
            ("get-not-acceptable", &["get", "coap://house/temp", "--accept", "cbor"]),
            ("put-created", &["put", "-i", "coap://house/lamp", "on"]),
            ("delete", &["delete", "-i", "coap://house/lamp"]),
            ("observe-include", &["observe", "-i", "coap://house/temp", "--count", "1"]),
            ("discover", &["discover", "coap://house/"]),
            ("discover-json", &["discover", "coap://house/", "--json"]),
        ] {
            insta::assert_snapshot!(name, shown(args));
        }
    }

    #[test]
    fn datagrams_that_are_read() {
        let lines = "44011234 7a10c8d9 b474657374\n6045123460ff32312e35\n40\n";

        let picture = run_with_input(["decode"], lines.as_bytes()).succeeded();
        let json = run_with_input(["decode", "--json"], lines.as_bytes()).succeeded();

        insta::assert_snapshot!("decode", picture.text());
        insta::assert_snapshot!("decode-json", json.text());
    }

    #[test]
    fn the_statuses_stand_in_the_documentation_as_in_the_help() {
        let page = include_str!("../../../docs/command.md");
        let help = run(["--help"]).succeeded();
        let (_, statuses) = help.text().split_once("Exit status:\n").unwrap();

        for line in statuses.lines() {
            let (number, meaning) = line.trim().split_once("  ").unwrap();
            assert!(page.contains(&format!("| {number} | {meaning} |")), "{line}");
        }
    }

    /// Hides the number of a notification, which is another one each time.
    fn without_number(line: &str) -> String {
        if line.starts_with("Observe: ") {
            "Observe: …\n".to_owned()
        } else {
            format!("{line}\n")
        }
    }

    fn house() -> Running {
        Running::with(|server| {
            let temperature = |_: &Incoming| {
                let reply = ServerReply::text(r#"{"celsius":21.5}"#);
                reply
                    .content_format(ContentFormat::JSON)
                    .etag(b"\x01\x02")
                    .max_age(std::time::Duration::from_secs(60))
            };
            let temperature = Resource::new()
                .get(temperature)
                .observable()
                .content_format(ContentFormat::JSON)
                .attribute("rt", "temperature")
                .title("Out, side");
            server.route("temp", temperature);
            let lamp = Resource::new()
                .put(|_: &Incoming| ServerReply::created())
                .delete(|_: &Incoming| ServerReply::deleted());
            server.route("lamp", lamp);
            server.get("secret", |_: &Incoming| {
                ServerReply::error(coapt::wire::Code::FORBIDDEN, "ask Ada first")
            });
        })
    }
}
