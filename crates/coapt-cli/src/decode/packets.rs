//! The messages of a capture file: a line, a picture or an object for each, and a count of what was skipped.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use super::capture::{Datagram, Frame, Frames, Skipped, datagram};
use super::{Args, json, picture};
use crate::failure::{Failure, Status};
use crate::paint::Role;
use crate::printer::Printer;
use crate::show::json::Object;
use crate::show::time;
use crate::trace::{self, Direction};

/// Shows the messages of a file; `-` stands for standard input.
pub(super) fn run(
    args: &Args,
    path: &Path,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    if path.as_os_str() == "-" {
        return read(args, path, io::stdin().lock(), printer);
    }
    let cannot = |error| Failure::local(format!("cannot read {}: {error}", path.display()));
    read(args, path, BufReader::new(File::open(path).map_err(cannot)?), printer)
}

fn read(
    args: &Args,
    path: &Path,
    input: impl Read,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let wrong = |reason| Failure::local(format!("cannot read {}: {reason}", path.display()));
    let mut frames = Frames::open(input).map_err(wrong)?;
    let mut tally = Tally::default();
    let outcome = loop {
        match frames.next() {
            Ok(Some(frame)) => take(args, &frame, &mut tally, printer)?,
            Ok(None) => break Ok(Status::Success),
            Err(reason) => break Err(wrong(reason)),
        }
    };
    if let Some(sentence) = tally.sentence() {
        // Nobody is left to be told when standard error is gone.
        writeln!(io::stderr(), "coapt: {}: {sentence}", path.display()).ok();
    }
    outcome
}

fn take(
    args: &Args,
    frame: &Frame,
    tally: &mut Tally,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    tally.frames += 1;
    match datagram(frame.link, &frame.bytes) {
        Ok(datagram) if args.is_port(datagram.from.port()) || args.is_port(datagram.to.port()) => {
            tally.shown += 1;
            show(args, frame, &datagram, printer)
        }
        Ok(_) => {
            tally.ports += 1;
            Ok(())
        }
        Err(reason) => {
            tally.skip(reason);
            Ok(())
        }
    }
}

fn show(
    args: &Args,
    frame: &Frame,
    datagram: &Datagram<'_>,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let time = frame.time.map(time::utc);
    if args.json {
        let mut head = Object::default();
        head.add_some("time", time);
        head.add("from", datagram.from.to_string());
        head.add("to", datagram.to.to_string());
        let (head, message) = (head.into_json(), json::describe(&Ok(datagram.payload.to_vec())));
        let object = format!("{},{}", head.trim_end_matches('}'), message.trim_start_matches('{'));
        return Ok(printer.line(&object)?);
    }
    let paint = printer.paint();
    let time = time.map(|time| paint.text(Role::Faint, &time) + "  ").unwrap_or_default();
    if args.long {
        let ends = paint.text(Role::Accent, &format!("{} → {}", datagram.from, datagram.to));
        printer.line(&format!("{time}{ends}"))?;
        return Ok(printer.line(&picture::describe(paint, &Ok(datagram.payload.to_vec())))?);
    }
    // The client stands on the left, and the arrow tells who speaks.
    let is_to_server = args.is_port(datagram.to.port());
    let (direction, client, server) = if is_to_server {
        (Direction::Sent, datagram.from, datagram.to)
    } else {
        (Direction::Received, datagram.to, datagram.from)
    };
    let line = trace::line(paint, None, direction, datagram.payload);
    Ok(printer.line(&format!("{time}{client} {line}  [{server}]"))?)
}

/// What became of the frames of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    frames: u64,
    shown: u64,
    ports: u64,
    protocols: u64,
    fragments: u64,
    cut: u64,
    links: u64,
    /// The first link type that is not known.
    link: u32,
}

impl Tally {
    fn skip(&mut self, reason: Skipped) {
        match reason {
            Skipped::Fragment => self.fragments += 1,
            Skipped::Protocol => self.protocols += 1,
            Skipped::Cut => self.cut += 1,
            Skipped::Link(link) => {
                if self.links == 0 {
                    self.link = link;
                }
                self.links += 1;
            }
        }
    }

    /// Says what was skipped and why, if anything was.
    fn sentence(&self) -> Option<String> {
        if self.shown == self.frames {
            return None;
        }
        let mut sentence =
            format!("{} of {} packets were skipped:", self.frames - self.shown, self.frames);
        let of_link = format!("of a link type that is not known, such as {}", self.link);
        let mut gap = "";
        for (count, what) in [
            (self.protocols, "not UDP"),
            (self.ports, "of other ports; see --port"),
            (self.fragments, "fragments"),
            (self.cut, "cut short"),
            (self.links, of_link.as_str()),
        ] {
            if count > 0 {
                write!(sentence, "{gap} {count} {what}").expect("a String takes everything");
                gap = ",";
            }
        }
        Some(sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_is_counted() {
        let mut tally = Tally { frames: 5, shown: 1, ports: 1, ..Tally::default() };
        for reason in [Skipped::Fragment, Skipped::Link(147), Skipped::Link(7)] {
            tally.skip(reason);
        }

        let expected = "4 of 5 packets were skipped: 1 of other ports; see --port, 1 fragments, \
                        2 of a link type that is not known, such as 147";
        assert_eq!(tally.sentence().as_deref(), Some(expected));
        assert_eq!(Tally { frames: 1, shown: 1, ..Tally::default() }.sentence(), None);
    }
}
