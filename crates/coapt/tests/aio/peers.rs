//! Other people's implementations, both ways: libcoap and aiocoap.
//!
//! `cargo xtask setup` installs them; without one, its tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use coapt::aio::{Client, Path as Segments, Resource, Router, Server};
use coapt::{ContentFormat, Observable, Request};
use tokio::task::{JoinHandle, spawn_blocking};

const LIMIT: Duration = Duration::from_secs(20);

/// A process that ends with this value.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

struct House {
    base: String,
    text: Observable<String>,
    handle: coapt::Handle,
    _running: Running,
}

struct Running(JoinHandle<Result<(), coapt::Error>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Runs our server for a foreign client.
async fn house() -> House {
    let text = Observable::new(String::from("one"));
    let written = text.clone();
    let put = move |new: String| {
        written.set(new);
    };
    let router = Router::new()
        .get("/room/{room}", |Segments(room): Segments<String>| format!("the {room}"))
        .get("/big", || "0123456789".repeat(1000))
        .post("/length", |body: String| body.len())
        .route("/text", Resource::of(&text).put(put));
    let server = Server::bind("127.0.0.1:0").await.unwrap();
    let base = format!("coap://{}", server.local_addr());
    let handle = server.handle();
    House { base, text, handle, _running: Running(tokio::spawn(server.serve(router))) }
}

impl House {
    /// Waits until somebody observes.
    async fn observed(&self) {
        while self.handle.counters().observers == 0 {
            tokio::task::yield_now().await;
        }
    }
}

fn libcoap(program: &str) -> Option<Command> {
    let is_there = Command::new(program).arg("-h").output().is_ok();
    if !is_there {
        skip("libcoap");
    }
    is_there.then(|| Command::new(program))
}

fn aiocoap() -> Option<Command> {
    let python = top().join(".venv/bin/python");
    let has = |python: &Path| Command::new(python).args(["-c", "import aiocoap"]).status();
    let is_there = python.exists() && has(&python).is_ok_and(|status| status.success());
    if !is_there {
        skip("aiocoap");
    }
    is_there.then(|| Command::new(python))
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn skip(peer: &str) {
    eprintln!("skipped: {peer} is not installed; `cargo xtask setup` does that");
}

/// Runs a client to its end; gives what it said.
async fn run(mut command: Command) -> String {
    let output = spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let (out, err) = (output.stdout, output.stderr);
    format!("{}{}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&err))
}

/// Asks libcoap's client.
async fn coap_client(arguments: &[&str]) -> Option<String> {
    let mut command = libcoap("coap-client-notls")?;
    command.args(["-B", "10"]).args(arguments);
    Some(run(command).await)
}

#[tokio::test]
async fn the_client_of_libcoap_is_served() {
    let house = house().await;
    let at = |path: &str| format!("{}{path}", house.base);
    let Some(room) = coap_client(&["-m", "get", &at("/room/hall")]).await else { return };
    let core = coap_client(&["-m", "get", &at("/.well-known/core")]).await.unwrap();
    let big = coap_client(&["-m", "get", "-b", "64", &at("/big")]).await.unwrap();
    let body = "x".repeat(3000);
    let post = ["-m", "post", "-b", "128", "-e", &body, &at("/length")];
    let length = coap_client(&post).await.unwrap();
    let nothing = coap_client(&["-m", "get", &at("/nothing")]).await.unwrap();
    coap_client(&["-m", "put", "-e", "two", &at("/text")]).await.unwrap();

    assert_eq!(room.trim(), "the hall");
    assert!(core.contains("</text>;obs"), "{core}");
    assert_eq!(big.trim().len(), 10_000, "{big}");
    assert_eq!(length.trim(), "3000");
    assert!(nothing.contains("4.04"), "{nothing}");
    assert_eq!(house.text.value().as_deref(), Some("two"));
}

#[tokio::test]
async fn the_client_of_libcoap_observes() {
    let house = house().await;
    let uri = format!("{}/text", house.base);
    let observing =
        tokio::spawn(async move { coap_client(&["-m", "get", "-s", "1", "-w", &uri]).await });
    if libcoap("coap-client-notls").is_none() {
        return;
    }

    tokio::time::timeout(LIMIT, house.observed()).await.unwrap();
    house.text.set(String::from("two"));
    let seen = observing.await.unwrap().unwrap();

    assert_eq!(seen.split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
}

#[tokio::test]
async fn the_server_of_libcoap_is_asked() {
    let Some(mut command) = libcoap("coap-server-notls") else { return };
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    command.args(["-A", "127.0.0.1", "-d", "10", "-p", &port.to_string()]);
    let _peer = Peer(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let (client, base) = (Client::new().unwrap(), format!("coap://127.0.0.1:{port}"));
    // Until it listens, the system refuses.
    let listens = async { while client.ping(&base, LIMIT).await.is_err() {} };
    tokio::time::timeout(LIMIT, listens).await.unwrap();

    let links = client.discover(&base).await.unwrap();
    let (text, body) = (ContentFormat::TEXT_PLAIN, "0123456789".repeat(400));
    let made = client.put(&format!("{base}/notes"), text, body.clone()).await.unwrap();
    let notes = client.get(&format!("{base}/notes")).await.unwrap();
    let mut time = client.observe(Request::get(format!("{base}/time"))).await.unwrap();
    let later = tokio::time::timeout(LIMIT, time.next()).await.unwrap().unwrap();
    let (first, later) = (time.first().payload().to_vec(), later.into_reply().into_payload());
    time.cancel().await.unwrap();

    assert!(links.iter().any(|link| link.target == "/time"), "{links:?}");
    assert!(made.is_success(), "{made:?}");
    assert!(notes.payload() == body.as_bytes(), "{notes:?}");
    assert_ne!(first, later);
}

#[tokio::test]
async fn the_client_of_aiocoap_is_served() {
    const PROGRAM: &str = r#"
import asyncio, sys
from aiocoap import Context, Message, GET, PUT, POST

async def main(base):
    context = await Context.create_client_context()
    async def ask(code, path, payload=b""):
        return await context.request(Message(code=code, uri=base + path, payload=payload)).response
    print((await ask(GET, "/room/hall")).payload.decode())
    print(len((await ask(GET, "/big")).payload))
    print((await ask(POST, "/length", b"x" * 5000)).payload.decode())
    print((await ask(GET, "/nothing")).code.dotted)
    seen = context.request(Message(code=GET, uri=base + "/text", observe=0))
    print((await seen.response).payload.decode())
    changed = anext(aiter(seen.observation))
    await ask(PUT, "/text", b"two")
    print((await changed).payload.decode())
    await context.shutdown()

asyncio.run(main(sys.argv[1]))
"#;
    let Some(mut command) = aiocoap() else { return };
    let house = house().await;

    command.args(["-c", PROGRAM, &house.base]);
    let said = tokio::time::timeout(LIMIT, run(command)).await.unwrap();

    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines, ["the hall", "10000", "5000", "4.04", "one", "two"], "{said}");
}

#[tokio::test]
async fn the_server_of_aiocoap_is_asked() {
    let Some(mut command) = aiocoap() else { return };
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    command.arg(top().join("xtask/peers/aiocoap_server.py")).arg(port.to_string());
    let _peer = Peer(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let (client, base) = (Client::new().unwrap(), format!("coap://127.0.0.1:{port}"));
    let listens = async { while client.ping(&base, LIMIT).await.is_err() {} };
    tokio::time::timeout(LIMIT, listens).await.unwrap();

    let uri = format!("{base}/state");
    let mut observation = client.observe(Request::get(&uri)).await.unwrap();
    let body = "0123456789".repeat(300);
    let put = client.put(&uri, ContentFormat::TEXT_PLAIN, body.clone()).await.unwrap();
    let news = tokio::time::timeout(LIMIT, observation.next()).await.unwrap().unwrap();
    let state = client.get(&uri).await.unwrap();

    assert!(put.is_success(), "{put:?}");
    assert!(news.reply().payload() == body.as_bytes(), "{news:?}");
    assert!(state.payload() == body.as_bytes(), "{state:?}");
}
