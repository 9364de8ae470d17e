//! `coapt decode`: say what is in a datagram.

mod json;
mod picture;

use std::io::{self, BufRead as _, Write};

use crate::failure::{Failure, Status};
use crate::printer::Printer;
use crate::show::hex;

/// Show what is in a CoAP datagram given as hexadecimal
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt decode 44011234 7a10c8d9 b474657374
  tshark -r house.pcap -T fields -e udp.payload | coapt decode --json")]
pub(crate) struct Args {
    /// One JSON object for each line instead of a picture; an option without a name has null
    #[arg(long)]
    json: bool,
    /// The datagram; without it, each line of standard input is one
    #[arg(value_name = "HEX")]
    datagram: Vec<String>,
}

/// Ends with status 0, whatever the datagrams hold: a malformed one is a result.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    if !args.datagram.is_empty() {
        show(args, args.datagram.concat().as_bytes(), printer)?;
        return Ok(Status::Success);
    }
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = input
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::local(format!("cannot read standard input: {error}")))?;
        if length == 0 {
            return Ok(Status::Success);
        }
        show(args, &line, printer)?;
    }
}

fn show(args: &Args, line: &[u8], printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    let datagram = hex::decode(without_prefix(line));
    let shown = if args.json {
        json::describe(&datagram)
    } else {
        picture::describe(printer.paint(), &datagram)
    };
    Ok(printer.line(&shown)?)
}

/// Takes away the `0x` that some tools put before hexadecimal.
fn without_prefix(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"0x").or_else(|| line.strip_prefix(b"0X")).unwrap_or(line)
}
