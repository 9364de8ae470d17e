//! `coapt serve --loss`.

use crate::support::{Served, run};

#[test]
fn a_server_that_loses_everything_answers_nobody() {
    let served = Served::new(["--loss", "100"], |_| {});

    let shown = run(["ping", &served.base, "--timeout", "0.2"]);

    shown.failed(6, "no answer within 0.2 s");
}

#[test]
fn without_loss_all_is_as_ever() {
    let served = Served::new(["--loss", "0"], |_| {});

    assert_eq!(run(["get", &served.uri("hello.txt")]).succeeded().text(), "hello\n");
}

#[test]
fn a_loss_that_cannot_be_had_is_named() {
    run(["serve", ".", "--loss", "200"]).failed(2, "from 0 to 100");
}
