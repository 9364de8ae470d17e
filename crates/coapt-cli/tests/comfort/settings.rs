//! Settings from the config file and the environment.

use std::fs;

use coapt::wire::ContentFormat;
use coapt::{Incoming, ServerReply};
use tempfile::TempDir;

use super::support::{Outcome, Running, coapt, run};

/// A folder with a config file.
struct Home {
    folder: TempDir,
}

impl Home {
    fn with(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("config.toml"), config).unwrap();
        Self { folder }
    }

    fn path(&self) -> String {
        self.folder.path().join("config.toml").to_str().unwrap().to_owned()
    }

    fn run<const N: usize>(&self, args: [&str; N]) -> Outcome {
        self.run_with(args, [])
    }

    fn run_with<const N: usize, const M: usize>(
        &self,
        args: [&str; N],
        variables: [(&str, &str); M],
    ) -> Outcome {
        let mut command = coapt(args);
        command.env("COAPT_CONFIG", self.path()).envs(variables).output().unwrap().into()
    }
}

/// A server that answers with the path, the query and the Accept of what it was asked.
fn echo() -> Running {
    Running::with(|server| {
        server.fallback(|request: &Incoming| {
            let accept = request.accept().map_or("any".to_owned(), |it| it.value().to_string());
            let reply = ServerReply::text(format!("{} as {accept}\n", request.path_text()));
            reply.content_format(request.accept().unwrap_or(ContentFormat::TEXT_PLAIN))
        });
    })
}

#[test]
fn a_default_counts_for_every_subcommand_that_has_the_option() {
    let home = Home::with("[defaults]\njson = true\nmax-size = \"1M\"\n");

    let shown = home.run(["decode", "40"]).succeeded();

    assert!(shown.text().starts_with("{\"ok\":false"), "{}", shown.text());
}

#[test]
fn command_line_beats_environment_beats_profile_beats_defaults() {
    let server = echo();
    let home = Home::with(
        "[defaults]\naccept = 41\n\n[get]\naccept = 42\n\n\
         [profile.p]\naccept = 50\n\n[profile.p.get]\naccept = 60\n",
    );
    let uri = server.uri("a");
    let asked = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = coapt(args);
        command.env("COAPT_CONFIG", home.path()).envs(variables.iter().copied());
        Outcome::from(command.output().unwrap()).succeeded().text().to_owned()
    };

    assert_eq!(asked(&["post", &uri, "x"], &[]), "/a as 41\n");
    assert_eq!(asked(&["get", &uri], &[]), "/a as 42\n");
    assert_eq!(asked(&["post", &uri, "x", "-P", "p"], &[]), "/a as 50\n");
    assert_eq!(asked(&["get", &uri, "-P", "p"], &[]), "/a as 60\n");
    assert_eq!(asked(&["get", &uri], &[("COAPT_PROFILE", "p")]), "/a as 60\n");
    assert_eq!(asked(&["get", &uri, "-Pp"], &[("COAPT_ACCEPT", "0")]), "/a as 0\n");
    assert_eq!(asked(&["get", &uri, "-a40"], &[("COAPT_ACCEPT", "0")]), "/a as 40\n");
    assert_eq!(asked(&["get", &uri, "--no-accept"], &[("COAPT_ACCEPT", "0")]), "/a as any\n");
}

#[test]
fn a_path_is_put_after_the_base_of_the_profile() {
    let server = echo();
    let base = server.uri("");
    let home = Home::with(&format!(
        "[profile.root]\nbase = {base:?}\n\n[profile.deep]\nbase = \"{base}kitchen\"\n\n\
         [profile.none]\ntimeout = 5\n"
    ));

    for (args, expected) in [
        (&["get", "-P", "root", "/temp"][..], "/temp as any\n"),
        (&["get", "--profile=deep", "/temp"], "/kitchen/temp as any\n"),
        (&["-P", "deep", "/temp"], "/kitchen/temp as any\n"),
        (&["/temp", "-P", "deep"], "/kitchen/temp as any\n"),
        (&["-a", "60", "-P", "deep", "/temp"], "/kitchen/temp as 60\n"),
        (&["get", "-P", "deep"], "/kitchen as any\n"),
        (&["put", "-P", "deep", "/a", "/a"], "/kitchen/a as any\n"),
    ] {
        let mut command = coapt(args);
        let shown: Outcome = command.env("COAPT_CONFIG", home.path()).output().unwrap().into();
        assert_eq!((shown.text(), shown.err.as_str()), (expected, ""), "{args:?}");
    }
    for profile in ["-Pnone", "-v"] {
        let shown = home.run(["get", profile, "/temp"]);
        assert_eq!(shown.status, 2);
        assert!(shown.err.starts_with("coapt: \"/temp\" has no host: "), "{}", shown.err);
    }
}

#[test]
fn a_file_that_has_the_name_of_the_path_keeps_it() {
    let server = echo();
    let home = Home::with(&format!("[defaults]\nbase = {:?}\n", server.uri("")));
    let file = home.folder.path().join("temp");
    let path = file.to_str().unwrap();

    home.run(["get", "-o", path, path]).succeeded();

    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{path} as any\n"));
}

#[test]
fn a_profile_can_be_the_default() {
    let server = echo();
    let home = Home::with(&format!(
        "[defaults]\nprofile = \"house\"\n\n[profile.house]\nbase = {:?}\n\n\
         [profile.other]\nbase = \"coap://127.0.0.1:1/\"\n",
        server.uri("")
    ));

    assert_eq!(home.run(["get", "/a"]).succeeded().text(), "/a as any\n");
    assert_eq!(home.run(["get", "/a", "-P", "other"]).status, 7);
}

#[test]
fn a_list_gives_an_option_several_times() {
    let server = Running::with(|server| {
        server.fallback(|request: &Incoming| {
            ServerReply::text(request.query().collect::<Vec<_>>().join("&"))
        });
    });
    let home = Home::with("[get]\noption = [\"Uri-Query=a=1\", \"Uri-Query=b=2\"]\n");

    assert_eq!(home.run(["get", &server.uri("")]).succeeded().text(), "a=1&b=2");
    let replaced = home.run(["get", &server.uri(""), "-O", "Uri-Query=c=3"]).succeeded();
    assert_eq!(replaced.text(), "c=3");
}

#[test]
fn a_setting_gives_way_to_an_option_that_excludes_it() {
    let home = Home::with("[bench]\nrate = 10\nduration = \"50ms\"\n");
    let uri = "coap://127.0.0.1:1/";

    let shown = home.run(["bench", uri, "--observe", "--clients", "1", "--timeout", "0.05"]);

    assert!(!shown.err.contains("cannot be used with"), "{}", shown.err);
    assert_ne!(shown.status, 2);
}

#[test]
fn settings_that_exclude_each_other_are_told_with_their_lines() {
    let home = Home::with("[bench]\nrate = 10\nobserve = true\n");

    let shown = home.run(["bench", "coap://127.0.0.1:1/"]);

    assert_eq!((shown.status, shown.err.lines().count()), (2, 1));
    for part in ["--rate is set by ", "line 2", "--observe is set by ", "line 3"] {
        assert!(shown.err.contains(part), "{}", shown.err);
    }
}

#[test]
fn a_mistake_in_the_file_is_one_sentence_with_file_line_and_key() {
    for (config, part) in [
        ("[defaults]\ntiemout = 5", "line 2: there is no option tiemout; did you mean timeout?"),
        ("[defaults]\nmax_size = 5", "line 2: there is no option max_size; did you mean max-size?"),
        ("[get]\n\ncount = 5", "line 3: get has no option count; it is an option of "),
        ("[gett]\n", "line 1: there is no subcommand gett; did you mean get?"),
        ("[config]\n", "line 1: there is no subcommand config"),
        ("timeout = 5", "line 1: timeout stands in no section; options go under [defaults]"),
        (
            "[defaults]\ntimeout = \"soon\"",
            "line 2: timeout = \"soon\": this is no number of seconds",
        ),
        ("[defaults]\ntimeout = [1, 2]", "line 2: timeout = [\"1\", \"2\"]: this takes one value"),
        (
            "[defaults]\nverbose = \"loud\"",
            "line 2: verbose = \"loud\": this is either true or false",
        ),
        ("[defaults]\ntimeout = 2026-01-01", "line 2: timeout: a date is no value for an option"),
        ("[defaults]\ntimeout = {a = 1}", "line 2: timeout: a section is no value for an option"),
        ("[defaults]\n\"a\\nb\" = 1", "line 2: there is no option a\\nb"),
        ("[defaults]\ntimeout 5", "line 2: "),
        ("[profile]\nkitchen = 5", "line 2: a profile is a section, such as [profile.kitchen]"),
        ("[profile.a]\nbase = 5", "line 2: base = 5: this is not a text"),
        ("[profile.a]\nbase = \"house\"", "line 2: base = \"house\": "),
        ("[profile.a]\nbase = \"coap://h/?a\"", "line 2: base = \"coap://h/?a\": it has a query"),
        ("[profile.a]\nprofile = \"b\"", "line 2: there is no option profile"),
        ("[profile.a.gte]\n", "line 1: there is no subcommand gte; did you mean get?"),
        ("[defaults]\nprofile = \"b\"\n[profile.a]", "line 2: there is no profile \"b\""),
    ] {
        let home = Home::with(config);
        let shown = home.run(["get", "coap://127.0.0.1:1/"]);
        assert_eq!((shown.status, shown.text()), (2, ""), "{config}: {}", shown.err);
        let start = format!("coapt: {}, ", home.path());
        assert!(
            shown.err.starts_with(&start) && shown.err.contains(part),
            "{config}: {}",
            shown.err
        );
        assert_eq!(shown.err.lines().count(), 1, "{config}: {}", shown.err);
    }
}

#[test]
fn a_mistake_in_a_variable_names_it() {
    let home = Home::with("[profile.kitchen]\n");
    for (name, value, part) in [
        ("COAPT_TIMEOUT", "soon", "coapt: COAPT_TIMEOUT=soon: this is no number of seconds\n"),
        ("COAPT_NON", "maybe", "coapt: COAPT_NON=maybe: this is either true or false\n"),
        (
            "COAPT_PROFILE",
            "kichen",
            "coapt: COAPT_PROFILE: there is no profile \"kichen\"; did you mean",
        ),
    ] {
        let shown = home.run_with(["get", "coap://127.0.0.1:1/"], [(name, value)]);
        assert_eq!((shown.status, shown.text()), (2, ""));
        assert!(shown.err.starts_with(part), "{}", shown.err);
    }
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    let server = echo();

    let home = Home::with("");
    let shown =
        home.run_with(["get", &server.uri("a")], [("COAPT_ACCEPT", ""), ("COAPT_PROFILE", "")]);

    assert_eq!(shown.succeeded().text(), "/a as any\n");
}

#[test]
fn the_file_is_looked_for_below_the_config_folder() {
    let folder = tempfile::tempdir().unwrap();
    let run = |variable: &str, value: &str| -> Outcome {
        let mut command = coapt(["config", "--path"]);
        for name in ["COAPT_CONFIG", "XDG_CONFIG_HOME", "HOME"] {
            command.env_remove(name);
        }
        command.env(variable, value).output().unwrap().into()
    };
    let path = folder.path().to_str().unwrap();

    let [named, xdg, home, relative, nowhere] = [
        ("COAPT_CONFIG", "c"),
        ("XDG_CONFIG_HOME", path),
        ("HOME", path),
        ("XDG_CONFIG_HOME", "r"),
        ("COAPT_CONFIG", ""),
    ]
    .map(|(variable, value)| run(variable, value));

    assert_eq!(named.succeeded().text(), "c\n");
    assert_eq!(xdg.succeeded().text(), format!("{path}/coapt/config.toml\n"));
    assert_eq!(home.succeeded().text(), format!("{path}/.config/coapt/config.toml\n"));
    assert_eq!((relative.status, nowhere.status), (1, 1));
    assert!(nowhere.err.contains("no config file is read"), "{}", nowhere.err);
}

#[test]
fn a_named_file_must_be_there_but_not_the_usual_one() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.toml");
    let run = |name: &str, value: &std::path::Path| -> Outcome {
        let mut command = coapt(["decode", "40"]);
        command.env_remove("COAPT_CONFIG").env(name, value).output().unwrap().into()
    };

    let named = run("COAPT_CONFIG", &missing);
    let usual = run("XDG_CONFIG_HOME", folder.path());

    assert_eq!((named.status, named.err.lines().count()), (1, 1));
    assert!(named.err.contains("cannot read the config file "), "{}", named.err);
    usual.succeeded();
}

#[test]
fn config_shows_what_counts_and_where_it_comes_from() {
    let home = Home::with(
        "[defaults]\ntimeout = 5\nverbose = true\n\n[observe]\ncount = 10\n\n\
         [profile.kitchen]\nbase = \"coap://[fe80::1%25eth0]\"\naccept = \"cbor\"\n\n[profile.bath]\n",
    );

    let shown = home
        .run_with(["config", "-P", "kitchen"], [("COAPT_TIMEOUT", "20"), ("COAPT_TIMOUT", "1")]);

    let expected = format!(
        "# {}\n\
         # profile kitchen\n\
         # other profiles: bath\n\
         # COAPT_TIMOUT is not used; did you mean COAPT_TIMEOUT?\n\
         \n\
         [defaults]\n\
         accept = \"cbor\"  # line 10\n\
         base = \"coap://[fe80::1%25eth0]\"  # line 9\n\
         timeout = \"20\"  # COAPT_TIMEOUT\n\
         verbose = true  # line 3\n\
         \n\
         [observe]\n\
         count = 10  # line 6\n",
        home.path()
    );
    assert_eq!(shown.succeeded().text(), expected);
}

#[test]
fn config_checks_each_value_with_each_subcommand() {
    let home = Home::with("[ping]\ninterval = -1\n");

    home.run(["decode", "40"]).succeeded();
    let shown = home.run(["config"]);

    assert_eq!(shown.status, 2);
    assert!(shown.err.contains("line 2: interval = -1: "), "{}", shown.err);
}

#[test]
fn help_needs_no_settings_that_make_sense() {
    let home = Home::with("nonsense");

    for args in [["get", "--help"], ["completions", "bash"], ["man", "get"], ["config", "--path"]] {
        home.run(args).succeeded();
    }
}

#[test]
fn the_examples_of_the_documentation_make_sense() {
    let page = include_str!("../../../../docs/command.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (in_page, _) = rest.split_once("```").unwrap();
    let help = run(["config", "--help"]).succeeded();
    let (_, rest) = help.text().split_once("  [defaults]\n").unwrap();
    let (in_help, _) = rest.split_once("\nWith this file").unwrap();

    for config in [in_page, &format!("[defaults]\n{in_help}")] {
        let shown = Home::with(config).run(["config", "-P", "kitchen"]).succeeded();
        assert!(shown.text().contains("base = \"coap://[fe80::1%25eth0]\""), "{}", shown.text());
    }
}
