//! One request by coap-rs, described in JSON; the body goes to standard output, each state of an observation in a line.

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use coap::UdpCoAPClient;
use coap::client::ObserveMessage;
use coap::request::RequestBuilder;
use coap_lite::block_handler::BlockValue;
use coap_lite::option_value::OptionValueU16;
use coap_lite::{CoapOption, CoapRequest, Packet, RequestType};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// How long the message that ends an observation may take: it is sent in the background.
const FAREWELL: Duration = Duration::from_millis(200);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let ask: Value = serde_json::from_str(&env::args().nth(1).ok_or("no request was given")?)?;
    let uri = text(&ask, "uri").strip_prefix("coap://").ok_or("the URI is not one of coap")?;
    let (host, path) = uri.split_once('/').unwrap_or((uri, ""));
    let mut client = UdpCoAPClient::new(host).await?;
    if let (Some(size), true) = (number(&ask, "block"), has_body(&ask)) {
        client.set_block1_size(size.into());
    }
    let request = request(&ask, path)?;
    let states = ask["states"].as_u64().unwrap_or(0);
    if states > 0 {
        return observe(&client, request, states).await;
    }
    show(&client.send(request).await?.message);
    Ok(())
}

/// Shows as many states as were asked for, and ends the observation.
async fn observe(
    client: &UdpCoAPClient,
    request: CoapRequest<SocketAddr>,
    states: u64,
) -> Result<(), Box<dyn Error>> {
    let (sender, mut told) = mpsc::unbounded_channel();
    let end = client.observe_with(request, move |state| drop(sender.send(state))).await?;
    for _ in 0..states {
        show(&told.recv().await.ok_or("the observation has ended")??);
    }
    end.send(ObserveMessage::Terminate).ok();
    sleep(FAREWELL).await;
    Ok(())
}

fn show(message: &Packet) {
    println!("{}", String::from_utf8_lossy(&message.payload));
}

fn request(ask: &Value, path: &str) -> Result<CoapRequest<SocketAddr>, Box<dyn Error>> {
    let method = match text(ask, "method") {
        "GET" => RequestType::Get,
        "POST" => RequestType::Post,
        "PUT" => RequestType::Put,
        _ => RequestType::Delete,
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let arguments = query.split('&').filter(|argument| !argument.is_empty());
    let token = ask["token"].as_str().map(bytes).transpose()?;
    let request = RequestBuilder::new(path, method)
        .queries(arguments.map(|argument| argument.as_bytes().to_vec()).collect())
        .confirmable(ask["non"] != true)
        .token(token)
        .data(has_body(ask).then(|| text(ask, "payload").as_bytes().to_vec()))
        .options(options(ask)?);
    Ok(request.build())
}

fn options(ask: &Value) -> Result<Vec<(CoapOption, Vec<u8>)>, Box<dyn Error>> {
    let integer = |name| number(ask, name).map(|value| OptionValueU16(value).into());
    let tag = |name| match text(ask, name) {
        "" => Ok(None),
        tag => bytes(tag).map(Some),
    };
    let size = number(ask, "block").filter(|_| !has_body(ask));
    let block = size.map(|size| BlockValue::new(0, false, size.into())).transpose();
    let values = [
        (CoapOption::IfMatch, tag("if_match")?),
        (CoapOption::ETag, tag("etag")?),
        (CoapOption::IfNoneMatch, (ask["if_none_match"] == true).then(Vec::new)),
        (CoapOption::ContentFormat, integer("format")),
        (CoapOption::Accept, integer("accept")),
        (CoapOption::Block2, block.map_err(|_| "no size of a block")?.map(Vec::from)),
    ];
    Ok(values.into_iter().filter_map(|(option, value)| Some((option, value?))).collect())
}

fn has_body(ask: &Value) -> bool {
    !text(ask, "payload").is_empty()
}

fn text<'a>(ask: &'a Value, name: &str) -> &'a str {
    ask[name].as_str().unwrap_or_default()
}

fn number(ask: &Value, name: &str) -> Option<u16> {
    ask[name].as_u64().and_then(|value| value.try_into().ok())
}

/// Reads bytes in hexadecimal.
fn bytes(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?)).collect()
}
