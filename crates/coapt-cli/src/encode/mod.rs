//! `coapt encode`: make a datagram from arguments, or from the JSON that `coapt decode --json` prints.

mod json;
mod parts;

use std::ffi::OsString;
use std::io::{self, BufRead as _, Read as _, Write};
use std::os::unix::ffi::OsStrExt as _;

use coapt::Uri;
use coapt::net::seed;
use coapt::wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

use crate::failure::{Failure, Status};
use crate::printer::Printer;
use crate::request::body::{self, Body};
use crate::request::options::{self, OptionArg};
use crate::show::hex;

/// The longest line of JSON that is read.
const MAX_LINE: u64 = 16 << 20;

/// Make a CoAP datagram, as hexadecimal or as it is
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt encode GET --uri coap://[::1]/temp --token 7a10
  coapt encode 2.05 '{\"t\":21}' --type ACK --id 4660 --token 7a10 -O Content-Format=json
  coapt encode POST @body.cbor -O Uri-Path=lamps --binary | nc -u ::1 5683
  coapt decode --json 420112347a10b474657374 | coapt encode --json")]
pub(crate) struct Args {
    /// Code of the message: GET, 0.01, 2.05, or the name of a response such as 'Not Found'
    #[arg(value_parser = parts::code, required_unless_present = "json")]
    code: Option<Code>,
    /// The payload: text, @FILE, or - for standard input
    #[arg(value_name = "PAYLOAD", allow_negative_numbers = true)]
    payload: Option<OsString>,
    /// Type of the message: CON, NON, ACK or RST
    #[arg(short = 'T', long = "type", value_name = "TYPE", default_value = "CON")]
    #[arg(value_parser = parts::message_type)]
    message_type: MessageType,
    /// Message id, 0 to 65535; one at random without it
    #[arg(long, value_name = "NUMBER")]
    id: Option<u16>,
    /// Token as hexadecimal, up to 8 bytes
    #[arg(long, value_name = "HEX", value_parser = parts::token, default_value = "")]
    token: Token,
    /// Take host, port, path and query from this URI
    #[arg(long, value_name = "URI", value_parser = parts::uri)]
    uri: Option<Uri>,
    /// Add an option: a name or number, =, and text, a number, or hexadecimal after 0x
    #[arg(short = 'O', long = "option", value_name = "NAME=VALUE", value_parser = options::option)]
    options: Vec<OptionArg>,
    /// Make a datagram from each line of standard input, which is JSON as decode --json prints it
    #[arg(long, conflicts_with_all = ["code", "payload", "message_type", "id", "token", "uri", "options"])]
    json: bool,
    /// The bytes themselves instead of hexadecimal
    #[arg(short, long)]
    binary: bool,
}

/// Ends with status 0 when every datagram was made.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    match args.code {
        Some(code) => show(args, &from_arguments(args, code)?, printer)?,
        None => from_lines(args, printer)?,
    }
    Ok(Status::Success)
}

fn show(args: &Args, datagram: &[u8], printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    if args.binary {
        return Ok(printer.payload(None, datagram)?);
    }
    Ok(printer.line(&hex::encode(datagram))?)
}

fn from_arguments(args: &Args, code: Code) -> Result<Vec<u8>, Failure> {
    let mut set = OptionsBuf::new();
    if let Some(uri) = &args.uri {
        set = parts::options_of(uri);
    }
    for OptionArg { number, value } in &args.options {
        set.push(*number, value).map_err(|error| Failure::usage(error.to_string()))?;
    }
    let Body { bytes, format } = match &args.payload {
        Some(payload) => body::from_argument(payload.as_bytes())?,
        None => Body { bytes: Vec::new(), format: None },
    };
    if let Some(format) = format
        && set.as_options().first(OptionNumber::CONTENT_FORMAT).is_none()
    {
        set.push_uint(OptionNumber::CONTENT_FORMAT, format.value().into());
    }
    let mut message = Message::new(args.message_type, code, id(args.id));
    message.token = args.token;
    message.options = set.as_options();
    message.payload = &bytes;
    encoded(&message).map_err(Failure::usage)
}

/// Makes a datagram from each line of standard input that is not blank.
fn from_lines(args: &Args, printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let length = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        let length = length
            .map_err(|error| Failure::local(format!("cannot read standard input: {error}")))?;
        if length == 0 {
            break;
        }
        let wrong = |error| Failure::local(format!("line {number} of standard input: {error}"));
        if length as u64 == MAX_LINE {
            return Err(wrong(format!("it is longer than {MAX_LINE} bytes")));
        }
        if !line.trim_ascii().is_empty() {
            show(args, &json::read(&line).map_err(wrong)?, printer)?;
        }
    }
    Ok(())
}

/// Encodes a message, if it is one that a receiver would read as what it is.
fn encoded(message: &Message<'_>) -> Result<Vec<u8>, String> {
    //= rfc7252#4.1 empty-message
    let is_bare = message.token.is_empty()
        && message.options.as_bytes().is_empty()
        && message.payload.is_empty();
    if message.code.is_empty() && !is_bare {
        return Err(
            "a message with the code 0.00 has no token, no options and no payload".to_owned()
        );
    }
    let mut datagram = Vec::new();
    message.encode_into(&mut datagram);
    Ok(datagram)
}

/// Takes the message id, or one at random.
fn id(given: Option<u16>) -> MessageId {
    let [high, low, ..] = seed();
    MessageId::new(given.unwrap_or_else(|| u16::from_be_bytes([high, low])))
}
