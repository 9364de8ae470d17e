//! An exchange as one JSON object on one line, for `--json`: the names of its members are part of the interface.
//!
//! Numbers are numbers, opaque values are hexadecimal after `0x` as `--option` takes them, times are milliseconds since
//! the beginning. A member that has nothing to tell is left out; `payload` is left out if there is none.

use serde_json::Value;

use coapt::Reply;
use coapt::wire::{
    Block, Code, ContentFormat, Message, OptionNumber, OptionRef, OptionValue, Options,
};

use crate::failure::Failure;
use crate::show::json::Object;
use crate::show::payload::{self, Kind};
use crate::show::{base64, cbor_json, hex, json, option};
use crate::trace::Record;

/// An exchange to be told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange<'e> {
    /// The method.
    pub(crate) method: Code,
    /// The URI as it was given.
    pub(crate) uri: &'e str,
    /// What was seen on the wire, if somebody looked.
    pub(crate) record: Option<&'e Record>,
}

/// Where the body of a reply is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Body<'b> {
    /// In the reply.
    Here,
    /// In a file.
    File {
        /// The name of the file.
        name: &'b str,
        /// How long it is, in bytes.
        size: u64,
    },
    /// In a file since an earlier time: the state is still the same.
    Unchanged {
        /// The name of the file.
        name: &'b str,
    },
}

impl Exchange<'_> {
    /// Tells an exchange that was answered, with a success or an error.
    pub(crate) fn answered(&self, reply: &Reply, body: Body<'_>) -> String {
        let mut object = self.begun();
        object.add("peer", reply.peer().address().to_string());
        object.add("code", reply.code().to_string());
        object.add_some("name", reply.code().name());
        object.add("success", reply.is_success());
        object.add_some("observe", reply.observe());
        object.add_json("options", &options(reply.options()));
        match body {
            Body::Here => add_payload(&mut object, reply.content_format(), reply.payload()),
            Body::File { name, size } => {
                object.add("size", size);
                object.add("file", name);
            }
            Body::Unchanged { name } => {
                object.add("file", name);
                object.add("unchanged", true);
            }
        }
        self.add_times(&mut object);
        object.into_json()
    }

    /// Tells an exchange that failed without an answer.
    pub(crate) fn failed(&self, failure: &Failure) -> String {
        let mut object = self.begun();
        object.add_some(
            "peer",
            self.record.and_then(|record| record.peer).map(|peer| peer.to_string()),
        );
        object.add("success", false);
        object.add("error", failure.message().unwrap_or_default());
        object.add("status", failure.status().number());
        self.add_times(&mut object);
        object.into_json()
    }

    fn begun(&self) -> Object {
        let mut object = Object::default();
        object.add_json("request", &self.request());
        object
    }

    fn request(&self) -> String {
        let mut object = Object::default();
        let method = self.method.name().map_or_else(|| self.method.to_string(), str::to_owned);
        object.add("method", method);
        object.add("uri", self.uri);
        let asked = self.record.and_then(|record| record.asked.as_deref());
        if let Some(message) = asked.and_then(|bytes| Message::parse(bytes).ok()) {
            object.add("type", message.message_type.to_string());
            object.add("mid", message.id.value());
            object.add("token", message.token.to_string());
            object.add_json("options", &options(message.options));
        }
        object.add_some("size", self.record.map(|record| record.uploaded));
        object.into_json()
    }

    fn add_times(&self, object: &mut Object) {
        let Some(record) = self.record else { return };
        let mut timing = Object::default();
        let milliseconds = |time: std::time::Duration| {
            let microseconds = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
            Value::from(f64::from(microseconds) / 1e3)
        };
        timing.add_some("lookup_ms", record.first_sent.map(milliseconds));
        timing.add_some("ack_ms", record.first_acknowledged.map(milliseconds));
        timing.add_some("response_ms", record.first_answered.map(milliseconds));
        timing.add("total_ms", milliseconds(record.total));
        object.add_json("timing", &timing.into_json());
        object.add("retransmissions", record.retransmissions);
        object.add("duplicates", record.duplicates);
        object.add("messages_sent", record.sent);
        object.add("messages_received", record.received);
        object.add("blocks", record.blocks);
    }
}

/// Tells options as an array of objects with number, name and typed value, in wire order.
pub(crate) fn options(options: Options<'_>) -> String {
    let told: Vec<_> = options.iter().map(one_option).collect();
    format!("[{}]", told.join(","))
}

fn one_option(option: OptionRef<'_>) -> String {
    let mut object = Object::default();
    object.add("number", option.number.value());
    object.add_some("name", option.number.definition().map(|definition| definition.name));
    match option.value() {
        OptionValue::Empty => object.add("value", Value::Null),
        OptionValue::Uint(number) => {
            object.add("value", number);
            object.add_some("media_type", media_type(option.number, number));
        }
        OptionValue::String(text) => object.add("value", text),
        OptionValue::Block(place) => object.add_json("value", &block(place)),
        OptionValue::Opaque(bytes) => object.add("value", format!("0x{}", hex::encode(bytes))),
    }
    object.into_json()
}

fn block(block: Block) -> String {
    let mut object = Object::default();
    object.add("number", block.number);
    object.add("more", block.more);
    object.add("size", block.size());
    object.into_json()
}

/// Gives the name of a format, if the option holds one and it has one.
fn media_type(number: OptionNumber, value: u32) -> Option<String> {
    if !matches!(number, OptionNumber::CONTENT_FORMAT | OptionNumber::ACCEPT) {
        return None;
    }
    let format = ContentFormat::new(u16::try_from(value).ok()?);
    format.media_type().map(|_| option::format_name(format))
}

/// Adds the payload: JSON as it is, CBOR as JSON with its diagnostic notation beside it, text as text, the rest as base64.
fn add_payload(object: &mut Object, format: Option<ContentFormat>, bytes: &[u8]) {
    object.add("size", bytes.len());
    if bytes.is_empty() {
        return;
    }
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    let kind = format.map_or(Kind::Unknown, Kind::of);
    let (encoding, value) = match kind {
        Kind::Json => ("json", text.and_then(json::compact)),
        Kind::Cbor => ("cbor", cbor_json::convert(bytes).map(|json| json::escaped(&json))),
        Kind::Links | Kind::Unknown => ("", None),
    };
    match (value, text.filter(|_| kind != Kind::Cbor)) {
        (Some(value), _) => {
            object.add("payload_encoding", encoding);
            object.add_json("payload", &value);
        }
        (None, Some(text)) => {
            object.add("payload_encoding", "text");
            object.add("payload", text);
        }
        (None, None) => {
            object.add("payload_encoding", "base64");
            object.add("payload", base64::encode(bytes));
        }
    }
    if kind == Kind::Cbor {
        object.add_some("payload_diagnostic", payload::notation(bytes));
    }
}

#[cfg(test)]
mod tests {
    use coapt::wire::OptionsBuf;

    use super::*;

    fn told(format: ContentFormat, bytes: &[u8]) -> String {
        let mut object = Object::default();
        add_payload(&mut object, Some(format), bytes);
        object.into_json()
    }

    #[test]
    fn options_have_names_and_typed_values() {
        let mut set = OptionsBuf::new();
        set.push(OptionNumber::ETAG, &[0xab]).unwrap();
        set.push(OptionNumber::IF_NONE_MATCH, &[]).unwrap();
        set.push_str(OptionNumber::URI_PATH, "a\u{1b}").unwrap();
        set.push_uint(OptionNumber::ACCEPT, 50);
        set.push_block(OptionNumber::BLOCK2, Block::new(3, true, 2).unwrap());
        set.push(OptionNumber::new(65_000), &[1]).unwrap();

        let expected = "[{\"number\":4,\"name\":\"ETag\",\"value\":\"0xab\"},\
            {\"number\":5,\"name\":\"If-None-Match\",\"value\":null},\
            {\"number\":11,\"name\":\"Uri-Path\",\"value\":\"a\\u001b\"},\
            {\"number\":17,\"name\":\"Accept\",\"value\":50,\"media_type\":\"application/json\"},\
            {\"number\":23,\"name\":\"Block2\",\"value\":{\"number\":3,\"more\":true,\"size\":64}},\
            {\"number\":65000,\"value\":\"0x01\"}]";
        assert_eq!(options(set.as_options()), expected);
    }

    #[test]
    fn a_payload_is_json_text_or_base64() {
        let json = told(ContentFormat::JSON, b"{\"a\": 1.50}\n");
        assert_eq!(json, r#"{"size":12,"payload_encoding":"json","payload":{"a":1.50}}"#);
        let text = told(ContentFormat::TEXT_PLAIN, b"a\nb");
        assert_eq!(text, r#"{"size":3,"payload_encoding":"text","payload":"a\nb"}"#);
        let broken = told(ContentFormat::JSON, b"{");
        assert_eq!(broken, r#"{"size":1,"payload_encoding":"text","payload":"{"}"#);
        let bytes = told(ContentFormat::OCTET_STREAM, &[0xff]);
        assert_eq!(bytes, r#"{"size":1,"payload_encoding":"base64","payload":"/w=="}"#);
        let cbor = told(ContentFormat::CBOR, &[0x81, 0x01]);
        let expected = r#""payload_encoding":"cbor","payload":[1],"payload_diagnostic":"[1]"}"#;
        assert!(cbor.ends_with(expected), "{cbor}");
        let broken = told(ContentFormat::CBOR, &[0x81]);
        assert_eq!(broken, r#"{"size":1,"payload_encoding":"base64","payload":"gQ=="}"#);
        assert_eq!(told(ContentFormat::JSON, b""), r#"{"size":0}"#);
    }
}
