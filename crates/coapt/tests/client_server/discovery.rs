//! `/.well-known/core`, RFC 6690.

use coapt::{Code, ContentFormat, Error, Link, Request, Resource, Server};

use crate::support::{Running, client};

// rfc: M-7252-7.2-01, M-7252-7.2.1-01, M-6690-4-01
#[test]
fn discovery_shows_each_resource_with_its_attributes() {
    let server = Running::with(set_up);

    let reply = client().get(&server.uri(".well-known/core")).unwrap();

    assert_eq!(reply.content_format(), Some(ContentFormat::LINK_FORMAT));
    let expected = concat!(
        r#"</plain>,"#,
        r#"</sensors/a%20b>;rt="temperature outdoor";sz=12;title="a \"b\"";ct="0 50";obs"#
    );
    assert_eq!(reply.text(), Ok(expected));
}

// rfc: M-6690-4.1-02
#[test]
fn a_query_filters() {
    let server = Running::with(set_up);
    let mut client = client();
    let mut count = |query: &str| {
        client.discover(&format!("coap://{}/?{query}", server.address)).unwrap().len()
    };

    assert_eq!(count("rt=outdoor"), 1);
    assert_eq!(count("rt=temp*"), 1);
    assert_eq!(count("rt=temp"), 0);
    assert_eq!(count("ct=50"), 1);
    assert_eq!(count("href=/plain"), 1);
    assert_eq!(count("href=/*"), 2);
    assert_eq!(count("unknown=1"), 0);
}

#[test]
fn links_of_the_fallback_are_made_anew_for_each_request() {
    let server = Running::with(|server| {
        set_up(server);
        let mut count = 0;
        server.fallback_links(move || {
            count += 1;
            vec![Link::new(&format!("/file{count}")).with("rt", "file")]
        });
    });
    let mut client = client();

    for target in ["/file1", "/file2"] {
        let links = client.discover(&format!("coap://{}?rt=file", server.address)).unwrap();
        assert_eq!(links, [Link::new(target).with("rt", "file")]);
    }
}

#[test]
fn discovery_is_read_only_and_link_format_only() {
    let server = Running::with(set_up);
    let mut client = client();
    let uri = server.uri(".well-known/core");

    let put = client.send(Request::put(&uri).payload("x")).unwrap();
    let json = client.send(Request::get(&uri).accept(ContentFormat::JSON)).unwrap();

    assert_eq!(put.code(), Code::METHOD_NOT_ALLOWED);
    assert_eq!(json.code(), Code::NOT_ACCEPTABLE);
}

#[test]
fn a_route_of_ones_own_wins() {
    let server = Running::with(|server| {
        set_up(server);
        server.get(".well-known/core", |_| "mine");
    });

    assert_eq!(client().get(&server.uri(".well-known/core")).unwrap().text(), Ok("mine"));
    let outcome = client().discover(&server.uri(""));
    assert!(matches!(outcome, Err(Error::Links { .. } | Error::Answered { .. })), "{outcome:?}");
}

#[test]
fn a_long_list_comes_in_blocks() {
    let server = Running::with(|server| {
        for number in 0..200 {
            let resource = Resource::new().title("a title that takes some room").get(|_| "x");
            server.route(&format!("resource/{number:03}"), resource);
        }
    });

    let links = client().discover(&format!("coap://{}", server.address)).unwrap();

    assert_eq!(links.len(), 200);
    assert_eq!(links.last().unwrap().target, "/resource/199");
}

/// Gives a server two resources, and one that is hidden.
fn set_up(server: &mut Server) {
    let sensor = Resource::new()
        .attribute("rt", "temperature outdoor")
        .attribute("sz", "12")
        .title("a \"b\"")
        .content_format(ContentFormat::TEXT_PLAIN)
        .content_format(ContentFormat::JSON)
        .get(|_| "21.5")
        .observable();
    server.route("sensors/a b", sensor).get("plain", |_| "x");
    server.route("secret", Resource::new().get(|_| "x").hidden());
}
