//! The option arrays on the wire: what records become when they are sent, and what a received message shows.

use crate::support::{CON, Events, Got, Msg, Raw, client, coap, code, pump, server};
use coapt::CoAP;

// contract: prop.request_option_count.b5, method.get.b3, method.post.b4, method.put.b4
// contract: method.delete.b3, method.send_custom_request.b5, method.start_observing.b1
// contract: method.stop_observing.b1, D53
#[test]
fn the_records_go_with_every_request() {
    let raw = Raw::new();
    let there = raw.uri("x");
    let methods: [&dyn Fn(&mut CoAP); 7] = [
        &|client| _ = client.get(&there).unwrap(),
        &|client| _ = client.post(&there).unwrap(),
        &|client| _ = client.put(&there).unwrap(),
        &|client| _ = client.delete(&there).unwrap(),
        &|client| _ = client.send_custom_request(&there, 5).unwrap(),
        &|client| _ = client.start_observing(&there).unwrap(),
        &|client| client.stop_observing(&there).unwrap(),
    ];
    for method in methods {
        let mut client = client();
        set_request_records(&mut client, &[(2048, 2, "01"), (15, 0, "q"), (2048, 2, "02")]);

        method(&mut client);

        let got = raw.next(&mut client);
        assert_eq!((got.all(2048), got.all(15)), (vec![vec![1], vec![2]], vec![b"q".to_vec()]));
    }
}

// contract: prop.response_option_count.b5
#[test]
fn the_records_go_with_every_response_and_notification() {
    let raw = Raw::new();
    let mut server = server();
    server.set_use_confirmable_messages(false);
    server.on_register(|_, e| e.set_accept(true));
    set_response_records(&mut server, &[(2048, 2, "01"), (8, 0, "l"), (2048, 2, "02")]);

    let immediate = raw.ask(&Msg::con("0.01", 1), &mut server);
    let registration = raw.ask(&Msg::con("0.01", 2).uint(6, 0).path("r"), &mut server);
    server.send_notification(&format!("coap://127.0.0.1:{}/r", server.local_port())).unwrap();
    let notification = raw.next(&mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.ask(&Msg::con("0.01", 3), &mut server);
    let id = server.pending_request_id(0).unwrap().to_owned();
    server.send_response(&id).unwrap();
    let deferred = raw.next(&mut server);

    for got in [immediate, registration, notification, deferred] {
        assert_eq!((got.all(2048), got.all(8)), (vec![vec![1], vec![2]], vec![b"l".to_vec()]));
    }
}

// contract: prop.request_option_value.b2, prop.response_option_value.b2
// contract: prop.request_option_value.b3, prop.response_option_value.b3
// contract: prop.request_option_value.b4, prop.response_option_value.b4
// contract: prop.request_option_value.b6, prop.response_option_value.b6, D20
#[test]
fn a_record_goes_out_in_the_form_of_its_type() {
    let forms: [(i32, i32, &str, &[u8]); 13] = [
        (8, 0, "grüße", "grüße".as_bytes()),
        (8, 0, "", b""),
        (8, 0, "00", b"00"),
        (2048, 1, "0", b""),
        (2048, 1, "255", b"\xff"),
        (2048, 1, "256", b"\x01\x00"),
        (2048, 1, "00065536", b"\x01\x00\x00"),
        (2048, 1, "4294967295", b"\xff\xff\xff\xff"),
        (2048, 2, "00aBCdef", b"\x00\xab\xcd\xef"),
        (2048, 2, "", b""),
        (14, 1, "60", b"\x3c"),
        (14, 2, "00", b"\x00"),
        (4, 2, "0102", b"\x01\x02"),
    ];
    for mut way in [Way::request(), Way::response()] {
        for (number, value_type, text, bytes) in forms {
            way.set(&[(number, value_type, text)]);

            let got = way.send().unwrap();

            let number = u16::try_from(number).unwrap();
            assert_eq!(got.all(number), [bytes.to_vec()], "{number} {value_type} {text}");
        }
    }
}

// contract: prop.request_option_value.b5, prop.response_option_value.b5
// contract: prop.request_option_value.b6, prop.response_option_value.b6, error.701.b1, D14
#[test]
fn a_value_that_does_not_fit_its_type_is_refused_when_it_is_sent() {
    let misfits = [
        (1, ""),
        (1, "x"),
        (1, "-1"),
        (1, "+1"),
        (1, " 1"),
        (1, "1 "),
        (1, "0x10"),
        (1, "1.0"),
        (1, "٣"),
        (1, "4294967296"),
        (1, "99999999999999999999999999"),
        (2, "a"),
        (2, "0g"),
        (2, "+1"),
        (2, "0x01"),
        (2, "01 02"),
        (2, "éé"),
    ];
    for mut way in [Way::request(), Way::response()] {
        for (value_type, text) in misfits {
            way.set(&[(2048, value_type, text)]);

            assert_eq!(way.send(), Err(701), "{value_type} {text:?}");
        }
        way.set(&[(2048, 0, &"x".repeat(70_000))]);
        assert_eq!(way.send(), Err(701), "no option is that long");
    }
}

// contract: prop.request_option_count.b6, D17
#[test]
fn records_of_a_request_follow_or_replace_what_the_class_makes() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_e_tag(b"one").unwrap();
    client.set_request_content_format(0).unwrap();
    set_request_records(
        &mut client,
        &[
            (11, 0, "c"),
            (4, 2, "0202"),
            (15, 0, "z=2"),
            (3, 0, "elsewhere"),
            (7, 1, "61616"),
            (12, 1, "50"),
            (1, 2, "aa"),
            (1, 2, "bb"),
        ],
    );

    client.post(&format!("coap://localhost:{}/a/b?y=1", raw.port())).unwrap();

    let got = raw.next(&mut client);
    assert_eq!(got.all(11), [b"a", b"b", b"c"]);
    assert_eq!(got.all(15), [b"y=1", b"z=2"]);
    assert_eq!(got.all(4), [b"one".to_vec(), vec![2, 2]]);
    assert_eq!(got.all(1), [[0xaa], [0xbb]]);
    assert_eq!(got.all(3), [b"elsewhere"]);
    assert_eq!(got.all(7), [61616_u16.to_be_bytes()]);
    assert_eq!(got.all(12), [[50]]);
}

// contract: prop.response_option_count.b6, D17
#[test]
fn records_of_a_response_follow_or_replace_what_the_class_makes() {
    let raw = Raw::new();
    let mut server = server();
    server.set_response_content_format(0).unwrap();
    set_response_records(
        &mut server,
        &[
            (12, 1, "50"),
            (8, 0, "a"),
            (8, 0, "b"),
            (20, 0, "x=1"),
            (20, 0, "y=2"),
            (4, 2, "0a"),
            (3, 0, "host"),
        ],
    );

    let got = raw.ask(&Msg::con("0.01", 1), &mut server);

    assert_eq!(got.all(12), [[50]]);
    assert_eq!(got.all(8), [b"a", b"b"]);
    assert_eq!(got.all(20), [b"x=1", b"y=2"]);
    assert_eq!(got.all(4), [[0x0a]]);
    assert_eq!(got.all(3), [b"host"]);
}

// contract: prop.request_option_count.b7, prop.response_option_count.b7, D17
#[test]
fn an_option_that_may_stand_once_is_refused_twice() {
    for mut way in [Way::request(), Way::response()] {
        for number in [3, 5, 6, 7, 12, 14, 17, 23, 27, 35, 39, 60] {
            way.set(&[(number, 2, ""), (2048, 2, ""), (number, 2, "")]);
            assert_eq!(way.send(), Err(701), "option {number}");
        }
        way.set(&[(2048, 2, "01"), (2048, 2, "02"), (14, 1, "1")]);
        assert_eq!(way.send().unwrap().all(2048), [[1], [2]], "unknown ones may repeat");
    }
}

// contract: D17
#[test]
fn an_observe_record_gives_way_to_the_option_of_the_class() {
    let raw = Raw::new();
    let mut client = client();
    set_request_records(&mut client, &[(6, 1, "77")]);
    client.start_observing(&raw.uri("x")).unwrap();
    let registration = raw.next(&mut client);
    client.set_request_option_value(0, "1").unwrap();
    client.stop_observing(&raw.uri("other")).unwrap();
    let mut server = server();
    server.on_register(|_, e| e.set_accept(true));
    set_response_records(&mut server, &[(6, 1, "99")]);
    let accepted = raw.ask(&Msg::con("0.01", 1).uint(6, 0).path("x"), &mut server);
    server.send_notification(&format!("coap://127.0.0.1:{}/x", server.local_port())).unwrap();
    let notified = raw.next(&mut server);

    assert_eq!(registration.all(6), [b""], "Observe 0");
    assert_eq!(accepted.all(6).len(), 1);
    assert_eq!(notified.all(6).len(), 1);
    assert_ne!(accepted.option(6).unwrap(), [99]);
    assert_ne!(notified.option(6).unwrap(), [99]);
}

// contract: D83
#[test]
fn an_observe_record_does_not_go_with_a_plain_request() {
    let mut way = Way::request();

    way.set(&[(6, 1, "0")]);

    assert_eq!(way.send(), Err(701));
}

// contract: D78
#[test]
fn a_response_has_one_etag() {
    let mut way = Way::response();
    way.set(&[(4, 2, "01"), (4, 2, "02")]);
    assert_eq!(way.send(), Err(701));

    way.coap.set_response_e_tag(b"x").unwrap();
    way.set(&[(4, 2, "01")]);
    assert_eq!(way.send(), Err(701));
    way.set(&[]);
    assert_eq!(way.send().unwrap().all(4), [b"x"]);
}

// contract: prop.request_option_count.b8, prop.request_option_value.b7
// contract: prop.request_option_value_type.b5, D16, D20
#[test]
fn a_received_request_shows_all_its_options_in_wire_order() {
    let raw = Raw::new();
    let mut server = server();
    let message = Msg::con("0.02", 1)
        .option(1, b"\xab\xcd")
        .option(3, "größe".as_bytes())
        .option(4, b"\x00\xff")
        .uint(6, 0)
        .uint(7, 5683)
        .option(11, b"a b")
        .option(11, b"")
        .uint(12, 50)
        .uint(14, 0)
        .option(15, "ü=1".as_bytes())
        .option(17, b"\x00\x32")
        .option(2048, b"\xde\xad")
        .option(2052, b"");

    raw.ask(&message, &mut server);

    assert_eq!(
        request_records(&server),
        [
            (1, 2, "ABCD".to_owned()),
            (3, 0, "größe".to_owned()),
            (4, 2, "00FF".to_owned()),
            (6, 1, "0".to_owned()),
            (7, 1, "5683".to_owned()),
            (11, 0, "a b".to_owned()),
            (11, 0, String::new()),
            (12, 1, "50".to_owned()),
            (14, 1, "0".to_owned()),
            (15, 0, "ü=1".to_owned()),
            (17, 1, "50".to_owned()),
            (2048, 2, "DEAD".to_owned()),
            (2052, 2, String::new()),
        ]
    );
    raw.ask(&Msg::con("0.01", 2), &mut server);
    assert_eq!(server.request_option_count(), 0, "the array is overwritten as a whole");
}

// contract: prop.response_option_count.b8, prop.response_option_value.b7
// contract: prop.response_option_value_type.b5, D16, D20
#[test]
fn a_received_response_shows_all_its_options_in_wire_order() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    let answer = |message: Msg| {
        message
            .option(4, b"\x01\xfe")
            .option(8, "ä".as_bytes())
            .option(8, b"b")
            .uint(12, 0)
            .uint(14, 4_294_967_295)
            .option(20, b"k=v")
            .uint(28, 9)
            .option(2050, b"\x0f")
    };
    let ask = |client: &mut CoAP, answer: &dyn Fn(Msg) -> Msg| {
        client.get(&raw.uri("x")).unwrap();
        let got = raw.next(client);
        raw.send(&answer(got.piggyback("2.05")), got.from);
        pump(client, |client| client.pending_request_count() == 0);
    };

    ask(&mut client, &answer);

    assert_eq!(events.completions(), [0]);
    assert_eq!(
        response_records(&client),
        [
            (4, 2, "01FE".to_owned()),
            (8, 0, "ä".to_owned()),
            (8, 0, "b".to_owned()),
            (12, 1, "0".to_owned()),
            (14, 1, "4294967295".to_owned()),
            (20, 0, "k=v".to_owned()),
            (28, 2, "09".to_owned()),
            (2050, 2, "0F".to_owned()),
        ]
    );
    ask(&mut client, &|message| message);
    assert_eq!(client.response_option_count(), 0, "the array is overwritten as a whole");
}

// contract: D16, D54
#[test]
fn a_body_put_together_from_blocks_shows_no_block_options() {
    let raw = Raw::new();
    let mut server = server();
    let block =
        |id, block, bytes: &[u8]| Msg::con("0.02", id).token(b"t").uint(27, block).payload(bytes);
    let first = raw.ask(&block(1, 0x08, &[1; 16]).uint(2048, 5), &mut server);
    assert_eq!(first.code_text(), "2.31");
    raw.ask(&block(2, 0x10, &[2; 4]).uint(2048, 5), &mut server);
    assert_eq!(server.request_data(), [[1; 16].to_vec(), vec![2; 4]].concat());
    assert_eq!(request_records(&server), [(2048, 2, "05".to_owned())]);

    let mut client = client();
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    raw.send(&got.piggyback("2.05").uint(23, 0x08).payload(&[3; 16]), got.from);
    let got = raw.next(&mut client);
    raw.send(&got.piggyback("2.05").uint(23, 0x10).payload(b"end"), got.from);
    pump(&mut client, |client| client.pending_request_count() == 0);
    assert_eq!(client.response_data(), [&[3; 16][..], b"end"].concat());
    assert_eq!(response_records(&client), []);
}

// contract: D16
#[test]
fn a_registration_shows_its_observe_option() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);

    raw.ask(&Msg::con("0.01", 1).uint(6, 0).path("x"), &mut server);

    assert_eq!(events.registrations(), 1);
    assert_eq!(request_records(&server), [(6, 1, "0".to_owned()), (11, 0, "x".to_owned())]);
}

#[test]
fn a_block_record_can_only_ask_for_a_block_size() {
    let mut way = Way::request();
    for number in [23, 27] {
        for value in ["7", "8", "16", "4294967295", "x"] {
            way.set(&[(number, 1, value)]);
            assert_eq!(way.send(), Err(701), "option {number} value {value}");
        }
    }
    way.set(&[(23, 1, "2")]);
    assert_eq!(way.send().unwrap().all(23), [[2]]);

    let mut way = Way::response();
    way.set(&[(23, 1, "2")]);
    assert_eq!(way.send(), Err(701));
}

/// One of the arrays, and messages that it goes out with.
struct Way {
    coap: CoAP,
    raw: Raw,
    is_request: bool,
    id: u16,
}

impl Way {
    fn request() -> Self {
        Self { coap: client(), raw: Raw::new(), is_request: true, id: 0 }
    }

    fn response() -> Self {
        let mut coap = coap();
        coap.set_response_code("2.05").unwrap();
        coap.set_use_confirmable_messages(false);
        coap.on_request(|_, e| e.set_send_response(false));
        coap.start_listening().unwrap();
        Self { coap, raw: Raw::new(), is_request: false, id: 0 }
    }

    fn set(&mut self, records: &[(i32, i32, &str)]) {
        if self.is_request {
            set_request_records(&mut self.coap, records);
        } else {
            set_response_records(&mut self.coap, records);
        }
    }

    /// Sends one message; makes sure that a refused one does not go out.
    fn send(&mut self) -> Result<Got, i32> {
        if self.is_request { self.send_request() } else { self.send_response() }
    }

    fn send_request(&mut self) -> Result<Got, i32> {
        match self.coap.get(&self.raw.uri("x")) {
            Ok(id) => {
                let got = self.raw.next(&mut self.coap);
                self.coap.cancel_request(&id).unwrap();
                Ok(got)
            }
            Err(error) => {
                assert_eq!(self.coap.pending_request_count(), 0);
                assert_eq!(self.raw.take(), None, "nothing is sent");
                Err(error.code())
            }
        }
    }

    fn send_response(&mut self) -> Result<Got, i32> {
        self.id += 1;
        let acknowledged = self.raw.ask(&Msg::new(CON, "0.01", self.id), &mut self.coap);
        assert_eq!(acknowledged.code_text(), "0.00");
        let id = self.coap.pending_request_id(0).unwrap().to_owned();
        if let Err(error) = self.coap.send_response(&id) {
            assert_eq!(self.raw.take(), None, "nothing is sent");
            assert_eq!(code(self.coap.send_response("?")), 706);
            self.coap.cancel_request(&id).unwrap();
            return Err(error.code());
        }
        Ok(self.raw.next(&mut self.coap))
    }
}

type Records = Vec<(i32, i32, String)>;

fn set_request_records(coap: &mut CoAP, records: &[(i32, i32, &str)]) {
    coap.set_request_option_count(i32::try_from(records.len()).unwrap()).unwrap();
    for (index, (number, value_type, value)) in (0..).zip(records) {
        coap.set_request_option_number(index, *number).unwrap();
        coap.set_request_option_value_type(index, *value_type).unwrap();
        coap.set_request_option_value(index, value).unwrap();
    }
}

fn set_response_records(coap: &mut CoAP, records: &[(i32, i32, &str)]) {
    coap.set_response_option_count(i32::try_from(records.len()).unwrap()).unwrap();
    for (index, (number, value_type, value)) in (0..).zip(records) {
        coap.set_response_option_number(index, *number).unwrap();
        coap.set_response_option_value_type(index, *value_type).unwrap();
        coap.set_response_option_value(index, value).unwrap();
    }
}

fn request_records(coap: &CoAP) -> Records {
    let record = |index| {
        Some((
            coap.request_option_number(index).ok()?,
            coap.request_option_value_type(index).ok()?,
            coap.request_option_value(index).ok()?.to_owned(),
        ))
    };
    (0..coap.request_option_count()).map(|index| record(index).unwrap()).collect()
}

fn response_records(coap: &CoAP) -> Records {
    let record = |index| {
        Some((
            coap.response_option_number(index).ok()?,
            coap.response_option_value_type(index).ok()?,
            coap.response_option_value(index).ok()?.to_owned(),
        ))
    };
    (0..coap.response_option_count()).map(|index| record(index).unwrap()).collect()
}
