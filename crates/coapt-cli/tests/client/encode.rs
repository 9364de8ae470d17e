//! `coapt encode`: arguments and JSON in, datagrams out.

use serde_json::Value;

use super::support::{run, run_with_input};

#[test]
fn arguments_make_the_datagram() {
    for (args, expected) in [
        (&["GET", "--id", "7"][..], "40010007"),
        (&["get", "--id", "7", "--uri", "coap://[::1]/temp?x=1"], "40010007b474656d7043783d31"),
        (&["GET", "--id", "0", "--uri", "coap://h:7/"], "4001000031684107"),
        (
            &[
                "2.05",
                "hi",
                "-T",
                "ack",
                "--id",
                "4660",
                "--token",
                "7a10",
                "-O",
                "Content-Format=json",
            ],
            "624512347a10c132ff6869",
        ),
        (&["0.00", "--type", "RST", "--id", "65535"], "7000ffff"),
    ] {
        let shown = run(["encode"].iter().chain(args)).succeeded();
        assert_eq!(shown.text().trim_end(), expected, "{args:?}");
    }
}

#[test]
fn without_an_id_there_is_one_at_random() {
    let made: Vec<_> = (0..4).map(|_| run(["encode", "GET"]).succeeded().out).collect();

    assert!(made.iter().any(|one| *one != made[0]), "{made:?}");
}

#[test]
fn binary_is_the_bytes_themselves() {
    let shown = run(["encode", "PUT", "\u{e9}", "--id", "1", "-b"]).succeeded();

    assert_eq!(shown.out, [0x40, 3, 0, 1, 0xff, 0xc3, 0xa9]);
}

#[test]
fn what_decode_tells_of_any_message_makes_the_same_message() {
    let vectors = include_str!("../../../../tests/vectors/messages.jsonl");
    let vectors: Vec<Value> = vectors.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let good = vectors.iter().filter(|vector| vector["parse"]["ok"] == true);
    let input: Vec<_> = good.filter_map(|vector| vector["hex"].as_str()).collect();
    let input = input.join("\n") + "\n";
    assert!(input.lines().count() > 300);

    let told = run_with_input(["decode", "--json"], input.as_bytes()).succeeded();
    let made = run_with_input(["encode", "--json"], &told.out).succeeded();

    for (before, after) in input.lines().zip(made.text().lines()) {
        assert_eq!(before, after);
    }
    assert_eq!(made.text(), input);
}

#[test]
fn a_mistake_is_one_sentence() {
    for (args, status, part) in [
        (&["encode"][..], 2, "<CODE>"),
        (&["encode", "GTE"], 2, "\"GTE\" is no code; GET, 0.01, 2.05"),
        (&["encode", "GET", "--type", "CAN"], 2, "CON, NON, ACK and RST are"),
        (&["encode", "GET", "--token", "112233445566778899"], 2, "up to 8 bytes; this one has 9"),
        (&["encode", "GET", "--id", "65536"], 2, "65536"),
        (&["encode", "GET", "--uri", "h/x"], 2, "--uri"),
        (&["encode", "0.00", "text"], 2, "no token, no options and no payload"),
        (&["encode", "GET", "--json"], 2, "--json"),
        (&["encode", "GET", "@/no/such/file"], 1, "cannot read /no/such/file"),
    ] {
        let shown = run(args);
        assert_eq!((shown.status, shown.text()), (status, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{args:?}: {}", shown.err);
    }
}

#[test]
fn a_line_that_is_no_message_is_named_after_those_before_it() {
    let lines = b"{\"code\":\"GET\",\"mid\":7}\n\n{\"code\":\"nonsense\"}\n";

    let shown = run_with_input(["encode", "--json"], lines);

    assert_eq!((shown.status, shown.text()), (1, "40010007\n"));
    assert!(shown.err.starts_with("coapt: line 3 of standard input: \"nonsense\" is no code"));
}
