//! Results on standard output: raw for programs, laid out for people.

use std::io::{self, IsTerminal as _, Write};

use coapt::Reply;
use coapt::wire::{Code, ContentFormat};

use crate::paint::{Paint, Role};
use crate::show;

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person in front of a terminal: payloads are laid out.
    Person,
    /// A program or a file: payloads are written byte for byte.
    Program,
}

/// The one way to standard output.
#[derive(Debug)]
pub(crate) struct Printer<W> {
    out: W,
    reader: Reader,
    paint: Paint,
}

impl Printer<io::StdoutLock<'static>> {
    /// Makes the printer for standard output.
    pub(crate) fn stdout() -> Self {
        let out = io::stdout();
        let reader = if out.is_terminal() { Reader::Person } else { Reader::Program };
        Self { out: out.lock(), reader, paint: Paint::for_stdout() }
    }
}

impl<W: Write> Printer<W> {
    /// Makes a printer for any output.
    #[cfg(test)]
    pub(crate) fn new(out: W, reader: Reader) -> Self {
        Self { out, reader, paint: Paint::Plain }
    }

    /// Tells who reads.
    pub(crate) fn reader(&self) -> Reader {
        self.reader
    }

    /// Tells whether there is colour.
    pub(crate) fn paint(&self) -> Paint {
        self.paint
    }

    /// Prints a line and hands it over at once.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// Prints a JSON object: on one line for a program, laid out for a person.
    pub(crate) fn json(&mut self, object: &str) -> io::Result<()> {
        let laid_out = match self.reader {
            Reader::Program => None,
            Reader::Person => {
                show::json::pretty(object).map(|text| show::colour::notation(self.paint, &text))
            }
        };
        self.line(laid_out.as_deref().unwrap_or(object))
    }

    /// Prints bytes as they are, whoever reads.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }

    /// Prints a payload as its reader wants it.
    pub(crate) fn payload(
        &mut self,
        format: Option<ContentFormat>,
        bytes: &[u8],
    ) -> io::Result<()> {
        match self.reader {
            Reader::Program => self.out.write_all(bytes)?,
            Reader::Person => {
                let shown = show::payload::painted(self.paint, format, bytes);
                self.out.write_all(shown.as_bytes())?;
            }
        }
        self.out.flush()
    }

    /// Prints a payload as one of many: it ends with a line break in any case.
    pub(crate) fn payload_line(
        &mut self,
        format: Option<ContentFormat>,
        bytes: &[u8],
    ) -> io::Result<()> {
        self.payload(format, bytes)?;
        if self.reader == Reader::Program && !bytes.ends_with(b"\n") {
            self.out.write_all(b"\n")?;
        }
        self.out.flush()
    }

    /// Makes a printer into memory for what this one is to show later.
    pub(crate) fn beside(&self) -> Printer<Vec<u8>> {
        Printer { out: Vec::new(), reader: self.reader, paint: self.paint }
    }

    /// Shows what a printer beside this one has collected, as it is.
    pub(crate) fn hand_over(&mut self, collected: &[u8]) -> io::Result<()> {
        self.out.write_all(collected)?;
        self.out.flush()
    }

    /// Prints code and options of a reply, and an empty line.
    pub(crate) fn head(&mut self, reply: &Reply) -> io::Result<()> {
        let status = status_line(reply.code());
        let role = if reply.is_success() { Role::Good } else { Role::Bad };
        writeln!(self.out, "{}", self.paint.text(role, &status))?;
        for option in reply.options() {
            let name = self.paint.text(Role::Accent, &option.number.to_string());
            let value = show::option::value(option);
            writeln!(self.out, "{name}: {value}")?;
        }
        writeln!(self.out)?;
        self.out.flush()
    }
}

impl Printer<Vec<u8>> {
    /// Gives what was collected.
    pub(crate) fn into_collected(self) -> Vec<u8> {
        self.out
    }
}

/// Gives the code of a reply in figures and words, such as `2.05 Content`.
pub(crate) fn status_line(code: Code) -> String {
    match code.name() {
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reader: Reader, format: ContentFormat, bytes: &[u8]) -> String {
        let mut out = Vec::new();
        Printer::new(&mut out, reader).payload(Some(format), bytes).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_person_gets_measurements_as_a_table_and_a_program_as_they_came() {
        let pack = br#"[{"n":"t","v":21.5,"u":"Cel"}]"#;

        let table = shown(Reader::Person, ContentFormat::SENML_JSON, pack);

        assert_eq!(table, "NAME  VALUE  UNIT\nt      21.5  Cel\n");
        assert_eq!(shown(Reader::Program, ContentFormat::SENML_JSON, pack).as_bytes(), pack);
    }

    #[test]
    fn an_object_is_a_line_for_a_program_and_laid_out_for_a_person() {
        for (reader, expected) in
            [(Reader::Program, "{\"a\":1}\n"), (Reader::Person, "{\n  \"a\": 1\n}\n")]
        {
            let mut out = Vec::new();
            Printer::new(&mut out, reader).json("{\"a\":1}").unwrap();
            assert_eq!(out, expected.as_bytes());
        }
    }
}
