//! A datagram as one JSON object.

use serde::Serialize;

use coapt::wire::{Message, OptionRef};

use crate::show::hex;

/// A well-formed message; the fields stand in the order of the wire.
#[derive(Serialize)]
struct Decoded {
    ok: bool,
    version: u8,
    #[serde(rename = "type")]
    message_type: String,
    code: String,
    mid: u16,
    token: String,
    options: Vec<DecodedOption>,
    payload: String,
}

/// One option; `name` is null for a number that the registry does not know.
#[derive(Serialize)]
struct DecodedOption {
    number: u16,
    name: Option<&'static str>,
    value: String,
}

/// Why there is no message.
#[derive(Serialize)]
struct Refused {
    ok: bool,
    error: String,
}

/// Describes a datagram, or the hexadecimal that was none, as JSON.
pub(super) fn describe(datagram: &Result<Vec<u8>, String>) -> String {
    let message = match datagram {
        Ok(bytes) => Message::parse(bytes).map_err(|error| error.to_string()),
        Err(error) => Err(error.clone()),
    };
    match message {
        Ok(message) => to_json(&decoded(&message)),
        Err(error) => to_json(&Refused { ok: false, error }),
    }
}

fn decoded(message: &Message<'_>) -> Decoded {
    Decoded {
        ok: true,
        version: 1,
        message_type: message.message_type.to_string(),
        code: message.code.to_string(),
        mid: message.id.value(),
        token: message.token.to_string(),
        options: message.options.iter().map(decoded_option).collect(),
        payload: hex::encode(message.payload),
    }
}

fn decoded_option(option: OptionRef<'_>) -> DecodedOption {
    DecodedOption {
        number: option.number.value(),
        name: option.number.definition().map(|definition| definition.name),
        value: hex::encode(option.value),
    }
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain fields with plain names become JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str) -> String {
        describe(&hex::decode(text.as_bytes()))
    }

    #[test]
    fn a_message_has_all_its_fields() {
        assert_eq!(
            described("42011234 7A10 b474657374 e1 fbbd 01 ff 6869"),
            "{\"ok\":true,\"version\":1,\"type\":\"CON\",\"code\":\"0.01\",\"mid\":4660,\
             \"token\":\"7a10\",\"options\":[{\"number\":11,\"name\":\"Uri-Path\",\
             \"value\":\"74657374\"}],\"payload\":\"6869\"}"
                .replace("}],", "},{\"number\":64725,\"name\":null,\"value\":\"01\"}],")
        );
    }

    #[test]
    fn an_error_is_told() {
        assert_eq!(
            described("40"),
            "{\"ok\":false,\"error\":\"the datagram has 1 bytes; the header alone takes 4\"}"
        );
        assert!(described("4").contains("\"ok\":false"));
        assert!(described("zz").contains("'z' in column 1"));
    }
}
