//! Resources beside the files.

use crate::support::{Running, Served, coapt, feed, run};

#[test]
fn a_value_is_read_changed_and_observed() {
    let served = Served::new(["--value", "hall/temp=21.5"], |_| {});
    let uri = served.uri("hall/temp");
    let mut observer = Running::start(&mut coapt(["observe", &uri, "--count", "2"]));
    assert_eq!(observer.line(), "21.5");

    run(["put", &uri, "22"]).succeeded();

    assert_eq!(observer.line(), "22");
    assert_eq!(run(["get", &uri]).succeeded().text(), "22");
    let links = run(["get", &served.uri(".well-known/core?rt=value")]);
    assert_eq!(links.succeeded().text(), "</hall/temp>;rt=\"value\";if=\"core.p\";ct=0;sz=2;obs");
}

#[test]
fn a_command_gets_the_request_and_its_output_is_the_answer() {
    let served =
        Served::new(["--exec", "echo=echo $COAPT_METHOD $COAPT_PATH $COAPT_QUERY; cat"], |_| {});

    let got = run(["get", &served.uri("echo?a=b")]);
    let posted = feed(["post", &served.uri("echo"), "-"], b"body");

    assert_eq!(got.succeeded().text(), "GET /echo a=b\n");
    assert_eq!(posted.succeeded().text(), "POST /echo\nbody");
}

#[test]
fn a_command_that_fails_or_takes_too_long_is_an_error_of_the_server() {
    let arguments = ["--exec", "bad=exit 3", "--exec", "slow=sleep 1000", "--exec-time", "1"];
    let served = Served::new(arguments, |_| {});

    run(["get", &served.uri("bad")]).failed(5, "status 3");
    run(["get", &served.uri("slow")]).failed(5, "longer than 1s");
}

#[test]
fn while_a_command_runs_others_are_answered() {
    let served = Served::new(["--exec", "slow=sleep 1000"], |_| {});
    let _waiting = Running::start(&mut coapt(["get", &served.uri("slow")]));

    assert_eq!(run(["get", &served.uri("hello.txt")]).succeeded().text(), "hello\n");
}

#[test]
fn the_samples_are_listed_and_answer() {
    let served = Served::new(["--demo-resources"], |_| {});

    let links = run(["get", &served.uri(".well-known/core?rt=demo")]);
    let counted = run(["post", &served.uri("demo/counter")]);

    assert_eq!(links.succeeded().text().matches("</demo/").count(), 6);
    assert_eq!(counted.succeeded().text(), "1");
    assert!(run(["get", &served.uri("demo/large")]).succeeded().text().len() > 10_000);
    assert!(run(["get", &served.uri("demo/separate")]).succeeded().text().contains("a while"));
}

#[test]
fn what_makes_no_resource_is_one_sentence() {
    run(["serve"]).failed(2, "name a folder, or add --value");
    run(["serve", "--value", "x"]).failed(2, "looks like temp=21.5");
    run(["serve", "--value", "x=1", "--exec", "x=ls"]).failed(2, "two resources are to be at /x");
    run(["serve", ".", "--write", "--readonly"]).failed(2, "contradict each other");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), "").unwrap();
    run(["serve", folder.path().to_str().unwrap(), "--value", "a=1"]).failed(2, "is a file of");
}
