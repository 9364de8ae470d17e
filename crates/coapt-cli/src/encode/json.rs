//! A message as `coapt decode --json` tells it.

use serde::Deserialize;

use coapt::wire::{Message, OptionNumber, OptionsBuf};

use super::{encoded, id, parts};
use crate::show::hex;

/// A message; what is left out has the value that `coapt encode` has without an argument for it.
#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    error: Option<String>,
    #[serde(rename = "type")]
    message_type: Option<String>,
    code: Option<String>,
    mid: Option<u16>,
    #[serde(default)]
    token: String,
    #[serde(default)]
    options: Vec<ToldOption>,
    #[serde(default)]
    payload: String,
}

/// An option: by number, or by name alone.
#[derive(Deserialize)]
struct ToldOption {
    number: Option<u16>,
    name: Option<String>,
    #[serde(default)]
    value: String,
}

/// Makes the datagram; says what is wrong with anything else.
pub(super) fn read(line: &[u8]) -> Result<Vec<u8>, String> {
    let told: Told = serde_json::from_slice(line).map_err(|error| format!("this is {error}"))?;
    if let Some(error) = told.error {
        return Err(format!("it holds no message, since decode said: {error}"));
    }
    let code = told.code.ok_or("the code is missing, such as \"code\":\"0.01\"")?;
    let message_type = parts::message_type(told.message_type.as_deref().unwrap_or("CON"))?;
    let mut options = OptionsBuf::new();
    for option in &told.options {
        let value = bytes("the value of an option", &option.value)?;
        options.push(option.number()?, &value).map_err(|error| error.to_string())?;
    }
    let payload = bytes("the payload", &told.payload)?;
    let mut message = Message::new(message_type, parts::code(&code)?, id(told.mid));
    message.token = parts::token(&told.token).map_err(|error| format!("the token: {error}"))?;
    message.options = options.as_options();
    message.payload = &payload;
    encoded(&message)
}

impl ToldOption {
    fn number(&self) -> Result<OptionNumber, String> {
        if let Some(number) = self.number {
            return Ok(OptionNumber::new(number));
        }
        let name = self.name.as_deref().ok_or("an option has neither number nor name")?;
        OptionNumber::from_name(name)
            .ok_or_else(|| format!("{name:?} is no option that has a name"))
    }
}

fn bytes(what: &str, text: &str) -> Result<Vec<u8>, String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode(digits.as_bytes()).map_err(|error| format!("{what}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named() {
        for (line, part) in [
            ("{\"code\":", "EOF"),
            ("{}", "the code is missing"),
            ("{\"code\":\"9.99\"}", "is no code"),
            ("{\"code\":\"GET\",\"type\":\"CAN\"}", "is no type"),
            ("{\"code\":\"GET\",\"token\":\"zz\"}", "the token: 'z' in column 1"),
            ("{\"code\":\"GET\",\"payload\":\"abc\"}", "the payload: the number"),
            ("{\"code\":\"GET\",\"options\":[{\"value\":\"00\"}]}", "neither number nor name"),
            ("{\"code\":\"0.00\",\"token\":\"01\"}", "no token, no options and no payload"),
            ("{\"ok\":false,\"error\":\"too short\"}", "decode said: too short"),
        ] {
            let error = read(line.as_bytes()).unwrap_err();
            assert!(error.contains(part), "{line}: {error}");
        }
    }

    #[test]
    fn names_do_where_numbers_are_left_out() {
        let line = br#"{"code":"GET","mid":7,"options":[{"name":"Uri-Path","value":"61"}]}"#;

        assert_eq!(read(line).unwrap(), [0x40, 1, 0, 7, 0xb1, b'a']);
    }
}
