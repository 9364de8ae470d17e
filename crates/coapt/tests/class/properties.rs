//! The plain properties of the class: defaults, ranges, and what stays after a refusal.

use crate::support::{CON, Events, Got, Msg, RST, Raw, client, coap, pump, server};
use coapt::{CoAP, CoAPError};

fn code<T: std::fmt::Debug>(result: Result<T, CoAPError>) -> i32 {
    result.unwrap_err().code()
}

// contract: prop.listening.b1, prop.local_host.b1, prop.local_port.b1, prop.timeout.b1
// contract: prop.use_confirmable_messages.b1, prop.pending_request_count.b1
// contract: prop.request_content_format.b1, prop.request_data.b1, prop.request_e_tag.b1
// contract: prop.request_option_count.b1, prop.response_option_count.b1, prop.response_code.b1
// contract: prop.response_content_format.b1, prop.response_data.b1, prop.response_e_tag.b1
#[test]
fn a_new_object_has_all_defaults() {
    let coap = CoAP::new();

    assert!(!coap.listening());
    assert_eq!(coap.local_host(), "");
    assert_eq!(coap.local_port(), 0);
    assert_eq!(coap.timeout(), 60);
    assert!(coap.use_confirmable_messages());
    assert_eq!(coap.pending_request_count(), 0);
    assert_eq!(coap.request_content_format(), -1);
    assert_eq!(coap.request_data(), b"");
    assert_eq!(coap.request_e_tag(), b"");
    assert_eq!(coap.request_option_count(), 0);
    assert_eq!(coap.response_code(), "");
    assert_eq!(coap.response_content_format(), -1);
    assert_eq!(coap.response_data(), b"");
    assert_eq!(coap.response_e_tag(), b"");
    assert_eq!(coap.response_option_count(), 0);
}

// contract: prop.timeout.b9, error.10022.b1, D12, D57
#[test]
fn a_negative_timeout_is_refused() {
    let mut coap = CoAP::new();
    coap.set_timeout(7).unwrap();

    assert_eq!(code(coap.set_timeout(-1)), 10022);
    assert_eq!(coap.timeout(), 7);
    coap.set_timeout(0).unwrap();
    assert_eq!(coap.timeout(), 0);
}

// contract: error.10022.b1, D12
#[test]
fn a_port_out_of_range_is_refused() {
    let mut coap = CoAP::new();
    coap.set_local_port(5683).unwrap();

    for port in [-1, 65536, i32::MAX, i32::MIN] {
        assert_eq!(code(coap.set_local_port(port)), 10022);
    }
    assert_eq!(coap.local_port(), 5683);
}

// contract: prop.request_content_format.b8, prop.response_content_format.b7, D14
// contract: error.701.b1
#[test]
fn a_content_format_is_minus_one_or_a_16_bit_number() {
    let mut coap = CoAP::new();

    for value in [-1, 0, 50, 65535] {
        coap.set_request_content_format(value).unwrap();
        coap.set_response_content_format(value).unwrap();
        assert_eq!(coap.request_content_format(), value);
        assert_eq!(coap.response_content_format(), value);
    }
    for value in [-2, 65536, i32::MAX, i32::MIN] {
        assert_eq!(code(coap.set_request_content_format(value)), 701);
        assert_eq!(code(coap.set_response_content_format(value)), 701);
    }
    assert_eq!(coap.request_content_format(), 65535);
    assert_eq!(coap.response_content_format(), 65535);
}

// contract: prop.request_e_tag.b5, prop.response_e_tag.b5, D14
#[test]
fn an_etag_has_at_most_eight_bytes() {
    let mut coap = CoAP::new();
    coap.set_request_e_tag(b"12345678").unwrap();
    coap.set_response_e_tag(b"12345678").unwrap();

    assert_eq!(code(coap.set_request_e_tag(b"123456789")), 701);
    assert_eq!(code(coap.set_response_e_tag(b"123456789")), 701);
    assert_eq!(coap.request_e_tag(), b"12345678");
    assert_eq!(coap.response_e_tag(), b"12345678");
}

// contract: prop.request_data.b2, prop.request_data.b3, prop.response_data.b2, prop.response_data.b3
// contract: prop.request_e_tag.b6, prop.response_e_tag.b6, config.CodePage.b2, D50
#[test]
fn text_is_encoded_with_the_code_page_and_read_back_as_bytes() {
    let mut coap = CoAP::new();

    coap.set_request_data_text("é").unwrap();
    coap.set_request_e_tag_text("é").unwrap();
    coap.config("CodePage=28591").unwrap();
    coap.set_response_data_text("é").unwrap();
    coap.set_response_e_tag_text("é").unwrap();

    assert_eq!(coap.request_data(), "é".as_bytes());
    assert_eq!(coap.request_e_tag(), "é".as_bytes());
    assert_eq!(coap.response_data(), [0xe9]);
    assert_eq!(coap.response_e_tag(), [0xe9]);
    coap.set_request_data(vec![0, 255]);
    assert_eq!(coap.request_data(), [0, 255]);
}

// contract: D51
#[test]
fn text_that_the_code_page_lacks_is_refused() {
    let mut coap = CoAP::new();
    coap.set_request_data("old");
    coap.config("CodePage=20127").unwrap();

    assert_eq!(code(coap.set_request_data_text("é")), 10022);
    assert_eq!(code(coap.set_response_e_tag_text("é")), 10022);
    assert_eq!(coap.request_data(), b"old");
}

// contract: prop.response_code.b4, prop.response_code.b5, prop.response_code.b6, error.707.b1, D13
#[test]
fn a_response_code_is_c_dd_or_empty() {
    let mut coap = CoAP::new();

    for text in ["2.05", "4.04", "7.31", "2.00", "6.01", "3.00", "5.31"] {
        coap.set_response_code(text).unwrap();
        assert_eq!(coap.response_code(), text);
    }
    let wrong =
        ["2.5", "1.00", "2.32", "8.00", "205", "OK", "0.01", " 2.05", "2.05 ", "2,05", "٢.05"];
    for text in wrong {
        assert_eq!(code(coap.set_response_code(text)), 707, "{text}");
        assert_eq!(coap.response_code(), "5.31");
    }
    coap.set_response_code("").unwrap();
    assert_eq!(coap.response_code(), "");
}

// contract: prop.response_option_count.b2, prop.request_option_count.b2
// contract: prop.request_option_count.b3, prop.response_option_count.b3
// contract: prop.request_option_count.b4, prop.response_option_count.b4, D15
#[test]
fn a_count_grows_by_default_records_and_shrinks_at_the_end() {
    let mut coap = CoAP::new();
    coap.set_request_option_count(2).unwrap();
    coap.set_response_option_count(2).unwrap();
    coap.set_request_option_value(0, "first").unwrap();
    coap.set_request_option_value(1, "second").unwrap();
    coap.set_response_option_value(0, "first").unwrap();

    coap.set_request_option_count(3).unwrap();
    assert_eq!(coap.request_option_value(0).unwrap(), "first");
    assert_eq!(coap.request_option_value(2).unwrap(), "");
    coap.set_request_option_count(1).unwrap();
    coap.set_request_option_count(2).unwrap();
    assert_eq!(coap.request_option_value(0).unwrap(), "first");
    assert_eq!(coap.request_option_value(1).unwrap(), "");
    assert_eq!(code(coap.request_option_value(2)), 701);
    coap.set_response_option_count(1).unwrap();
    assert_eq!(coap.response_option_value(0).unwrap(), "first");
    assert_eq!(code(coap.response_option_value(1)), 701);
    coap.set_request_option_count(0).unwrap();
    assert_eq!(code(coap.request_option_value(0)), 701);
    assert_eq!(code(coap.set_request_option_count(-1)), 701);
    assert_eq!(code(coap.set_response_option_count(-1)), 701);
    assert_eq!(coap.response_option_count(), 1);
}

/// Makes the tests that hold for both option arrays.
macro_rules! array_tests {
    (
        $module:ident, $set_count:ident, $number:ident, $set_number:ident, $value:ident, $set_value:ident,
        $value_type:ident, $set_value_type:ident, $critical:ident, $unsafe_:ident, $no_cache_key:ident
    ) => {
        fn $module() {
            let mut coap = CoAP::new();
            coap.$set_count(1).unwrap();
            assert_eq!(coap.$number(0).unwrap(), 0);
            assert_eq!(coap.$value(0).unwrap(), "");
            assert_eq!(coap.$value_type(0).unwrap(), 0);
            assert!(!coap.$critical(0).unwrap());
            assert!(!coap.$unsafe_(0).unwrap());
            assert!(!coap.$no_cache_key(0).unwrap());

            for number in 0..=65535 {
                coap.$set_number(0, number).unwrap();
                assert_eq!(coap.$number(0).unwrap(), number);
                assert_eq!(coap.$critical(0).unwrap(), number & 1 != 0);
                assert_eq!(coap.$unsafe_(0).unwrap(), number & 2 != 0);
                assert_eq!(coap.$no_cache_key(0).unwrap(), number & 0x1e == 0x1c);
            }

            let strings = [3, 8, 11, 15, 20, 35, 39];
            let numbers = [6, 7, 12, 14, 17, 23, 27, 60];
            let typed = [(&strings[..], 0), (&numbers[..], 1), (&[1, 4, 5][..], 2)];
            for (numbers, value_type) in typed {
                for number in numbers {
                    coap.$set_value_type(0, (value_type + 1) % 3).unwrap();
                    coap.$set_number(0, *number).unwrap();
                    assert_eq!(coap.$value_type(0).unwrap(), value_type);
                    coap.$set_value_type(0, (value_type + 2) % 3).unwrap();
                    assert_eq!(coap.$value_type(0).unwrap(), (value_type + 2) % 3);
                    coap.$set_number(0, 2049).unwrap();
                    assert_eq!(coap.$value_type(0).unwrap(), (value_type + 2) % 3);
                }
            }

            for number in [-1, 65536, i32::MAX] {
                assert_eq!(code(coap.$set_number(0, number)), 701);
                assert_eq!(coap.$number(0).unwrap(), 2049);
            }
            let kept = coap.$value_type(0).unwrap();
            for value_type in [-1, 3, 99] {
                assert_eq!(code(coap.$set_value_type(0, value_type)), 701);
                assert_eq!(coap.$value_type(0).unwrap(), kept);
            }

            for index in [-1, 1, i32::MAX, i32::MIN] {
                assert_eq!(code(coap.$number(index)), 701);
                assert_eq!(code(coap.$value(index)), 701);
                assert_eq!(code(coap.$value_type(index)), 701);
                assert_eq!(code(coap.$critical(index)), 701);
                assert_eq!(code(coap.$unsafe_(index)), 701);
                assert_eq!(code(coap.$no_cache_key(index)), 701);
                assert_eq!(code(coap.$set_number(index, 1)), 701);
                assert_eq!(code(coap.$set_value(index, "")), 701);
                assert_eq!(code(coap.$set_value_type(index, 1)), 701);
            }
        }
    };
}

array_tests! {
    check_request_records, set_request_option_count, request_option_number, set_request_option_number,
    request_option_value, set_request_option_value, request_option_value_type,
    set_request_option_value_type, request_option_critical, request_option_unsafe,
    request_option_no_cache_key
}

array_tests! {
    check_response_records, set_response_option_count, response_option_number,
    set_response_option_number, response_option_value, set_response_option_value,
    response_option_value_type, set_response_option_value_type, response_option_critical,
    response_option_unsafe, response_option_no_cache_key
}

// contract: prop.request_option_critical.b1, prop.request_option_critical.b2
// contract: prop.request_option_critical.b3, prop.request_option_critical.b4
// contract: prop.request_option_critical.b5, prop.request_option_unsafe.b1
// contract: prop.request_option_unsafe.b2, prop.request_option_unsafe.b3
// contract: prop.request_option_unsafe.b4, prop.request_option_unsafe.b5
// contract: prop.request_option_no_cache_key.b1, prop.request_option_no_cache_key.b2
// contract: prop.request_option_no_cache_key.b3, prop.request_option_no_cache_key.b4
// contract: prop.request_option_no_cache_key.b5, prop.request_option_number.b1
// contract: prop.request_option_number.b2, prop.request_option_number.b3
// contract: prop.request_option_number.b4, prop.request_option_number.b5
// contract: prop.request_option_number.b6, prop.request_option_value.b1
// contract: prop.request_option_value_type.b1, prop.request_option_value_type.b2
// contract: prop.request_option_value_type.b3, prop.request_option_value_type.b4, D12, D14, D19
#[test]
fn request_option_records_know_their_numbers() {
    check_request_records();
}

// contract: prop.response_option_critical.b1, prop.response_option_critical.b2
// contract: prop.response_option_critical.b3, prop.response_option_critical.b4
// contract: prop.response_option_critical.b5, prop.response_option_unsafe.b1
// contract: prop.response_option_unsafe.b2, prop.response_option_unsafe.b3
// contract: prop.response_option_unsafe.b4, prop.response_option_unsafe.b5
// contract: prop.response_option_no_cache_key.b1, prop.response_option_no_cache_key.b2
// contract: prop.response_option_no_cache_key.b3, prop.response_option_no_cache_key.b4
// contract: prop.response_option_no_cache_key.b5, prop.response_option_number.b1
// contract: prop.response_option_number.b2, prop.response_option_number.b3
// contract: prop.response_option_number.b4, prop.response_option_number.b5
// contract: prop.response_option_number.b6, prop.response_option_value.b1
// contract: prop.response_option_value_type.b1, prop.response_option_value_type.b2
// contract: prop.response_option_value_type.b3, prop.response_option_value_type.b4
#[test]
fn response_option_records_know_their_numbers() {
    check_response_records();
}

// contract: prop.local_host.b3, prop.local_host.b4, prop.local_host.b5, prop.local_port.b2
// contract: prop.local_port.b4, prop.local_port.b5, prop.local_port.b6, config.LocalHost.b1
// contract: config.LocalPort.b1, error.106.b1, error.107.b1, D11, D61
#[test]
fn the_local_address_is_fixed_while_the_object_listens() {
    let mut coap = coap();
    coap.set_local_host("localhost").unwrap();
    coap.start_listening().unwrap();
    let port = coap.local_port();

    assert!(port > 0);
    assert_eq!(coap.local_host(), "127.0.0.1");
    assert_eq!(coap.config("LocalHost").unwrap(), "127.0.0.1");
    assert_eq!(coap.config("LocalPort").unwrap(), port.to_string());
    assert_eq!(code(coap.set_local_port(1)), 106);
    assert_eq!(code(coap.config("LocalPort=1")), 106);
    assert_eq!(code(coap.set_local_host("")), 107);
    assert_eq!(code(coap.config("LocalHost=")), 107);
    assert_eq!(coap.local_port(), port);

    coap.stop_listening().unwrap();
    assert_eq!(coap.local_port(), 0);
    assert_eq!(coap.local_host(), "localhost");
    coap.config("LocalHost=127.0.0.1").unwrap();
    coap.config("LocalPort=5683").unwrap();
    assert_eq!((coap.local_host().as_str(), coap.local_port()), ("127.0.0.1", 5683));
    assert_eq!(coap.config("LocalPort").unwrap(), "5683");
}

// contract: prop.local_host.b3, D61
#[test]
fn an_active_object_without_a_chosen_host_names_the_machine() {
    let server = server();

    assert_eq!(server.local_host(), coapt_net::host_name());
    assert!(!server.local_host().is_empty());
}

// contract: prop.local_host.b2
#[test]
fn an_assigned_address_is_where_requests_come_from() {
    let raw = Raw::at("0.0.0.0:0");
    let mut client = client();
    client.set_local_host("127.0.0.3").unwrap();

    client.get(&raw.uri("x")).unwrap();

    assert_eq!(raw.next(&mut client).from.ip().to_string(), "127.0.0.3");
}

// contract: prop.local_port.b3
#[test]
fn an_assigned_port_is_the_source_of_requests() {
    let free = Raw::new().port();
    let raw = Raw::new();
    let mut client = client();
    client.set_local_port(i32::from(free)).unwrap();

    client.get(&raw.uri("x")).unwrap();

    assert_eq!(raw.next(&mut client).from.port(), free);
    assert_eq!(client.local_port(), i32::from(free));
}

// contract: D69, D11
#[test]
fn an_idle_client_socket_stays_until_a_setter_needs_it_gone() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    assert_eq!(code(client.set_local_port(1)), 106);
    assert_eq!(code(client.set_local_host("127.0.0.1")), 107);
    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |_| events.completions() == [0]);

    assert_eq!(client.local_port(), i32::from(got.from.port()));
    raw.send(&got.separate(CON, "2.05", 77), got.from);
    assert_eq!(raw.next(&mut client), got_reset(&got));
    client.set_local_port(0).unwrap();
    assert_eq!(client.local_port(), 0);
    raw.send(&Msg::con("0.00", 5), got.from);
    raw.expect_silence(&mut client);
}

fn got_reset(got: &Got) -> Got {
    Got {
        from: got.from,
        kind: RST,
        code: coapt::Code::EMPTY,
        id: 77,
        token: vec![],
        options: vec![],
        payload: vec![],
    }
}
