//! `coapt decode`: say what is in a datagram, or in those of a capture file.

mod capture;
mod json;
mod packets;
mod picture;

use std::io::{self, BufRead as _, Write};
use std::path::PathBuf;

use crate::failure::{Failure, Status};
use crate::printer::Printer;
use crate::show::hex;

/// Show what is in a CoAP datagram given as hexadecimal, or in a capture file
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt decode 44011234 7a10c8d9 b474657374
  coapt decode --pcap house.pcapng
  tcpdump -i any -w - udp port 5683 | coapt decode --pcap - --json
  coapt decode --pcap house.pcap --port 61616 --long")]
pub(crate) struct Args {
    /// One JSON object for each line instead of a picture; an option without a name has null
    #[arg(long)]
    json: bool,
    /// Read the messages of this capture file, pcap or pcapng; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "datagram")]
    pcap: Option<PathBuf>,
    /// Port that tells CoAP from other traffic in the file; give it again for another one
    #[arg(long, value_name = "PORT", requires = "pcap", default_value = "5683")]
    port: Vec<u16>,
    /// Show every byte of the messages in the file with its meaning
    #[arg(long, requires = "pcap", conflicts_with = "json")]
    long: bool,
    /// The datagram; without it, each line of standard input is one
    #[arg(value_name = "HEX")]
    datagram: Vec<String>,
}

impl Args {
    fn is_port(&self, port: u16) -> bool {
        self.port.contains(&port)
    }
}

/// Ends with status 0, whatever the datagrams hold: a malformed one is a result. An argument that is no
/// hexadecimal is a mistake; of the lines of standard input each has its answer, that one, too.
pub(crate) fn run(args: &Args, printer: &mut Printer<impl Write>) -> Result<Status, Failure> {
    if let Some(path) = &args.pcap {
        return packets::run(args, path, printer);
    }
    if !args.datagram.is_empty() {
        let typed = args.datagram.concat();
        let digits = without_prefix(typed.as_bytes());
        hex::decode(digits).map_err(|error| {
            let hint = "a datagram looks like 40011234b474656d70; a capture file goes with --pcap";
            Failure::usage(format!("this is no hexadecimal: {error}; {hint}"))
        })?;
        show(args, digits, printer)?;
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
