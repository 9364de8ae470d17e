//! Where the body of a request comes from: the command line, a file, standard input, or items.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _, Read as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use coapt::wire::ContentFormat;

use crate::edn::{self, Encoded};
use crate::failure::Failure;
use crate::serve::media;

use super::items::{self, Form, Item};
use super::options;

/// What the command line says about the body, but for the words that follow the URIs
#[derive(clap::Args, Debug)]
pub(crate) struct BodyArgs {
    /// The body, whatever it looks like: text, @FILE, or - for standard input
    #[arg(short, long, value_name = "BODY", conflicts_with = "file", allow_hyphen_values = true)]
    data: Option<OsString>,
    /// Read the body from this file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write the body in CBOR: items, or what is given in JSON or diagnostic notation
    #[arg(long)]
    cbor: bool,
    /// Read the body as CBOR diagnostic notation, such as `{1: h'00ff', "t": 21.5_1}`, and send CBOR
    #[arg(long, conflicts_with = "cbor")]
    edn: bool,
}

/// A body, and its format if its origin tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// The format by the name of the file, or the one that it was written in.
    pub(crate) format: Option<ContentFormat>,
}

impl BodyArgs {
    /// Fetches the body; `words` are what follows the URIs, `format` is what the command line says that it has.
    pub(crate) fn read(
        &self,
        words: &[OsString],
        format: Option<ContentFormat>,
    ) -> Result<Body, Failure> {
        if let Some(items) = self.items(words)? {
            let form = self.form(&items, format)?;
            let bytes = items::build(&items, form)?;
            let format = match form {
                Form::Json => ContentFormat::JSON,
                Form::Cbor => ContentFormat::CBOR,
            };
            return Ok(Body { bytes, format: Some(format) });
        }
        let word = one_body(words)?;
        let option = self.data.as_ref().map(|_| "--data").or(self.file.as_ref().map(|_| "--file"));
        if let (Some(word), Some(option)) = (word, option) {
            let word = word.to_string_lossy();
            return Err(Failure::usage(format!(
                "there are two bodies, {word:?} and that of {option}; one is sent"
            )));
        }
        let body = match (&self.file, self.data.as_deref().or(word)) {
            (Some(file), _) => from_file(file)?,
            (None, Some(text)) => from_argument(text.as_bytes())?,
            (None, None) if io::stdin().is_terminal() => Body { bytes: Vec::new(), format: None },
            (None, None) => from_stdin()?,
        };
        if self.cbor || self.edn { self.encoded(&body.bytes) } else { Ok(body) }
    }

    /// Takes the words for items, unless they are a body; an item among other words is a mistake.
    fn items<'w>(&self, words: &'w [OsString]) -> Result<Option<Vec<Item<'w>>>, Failure> {
        if self.edn || self.data.is_some() || self.file.is_some() {
            return Ok(None);
        }
        let read = |word: &'w OsString| word.to_str().and_then(Item::read);
        let items: Vec<_> = words.iter().filter_map(read).collect();
        if items.is_empty() {
            return Ok(None);
        }
        match words.iter().find(|word| read(word).is_none()) {
            None => Ok(Some(items)),
            Some(other) => Err(Failure::usage(format!(
                "{:?} is no item; an item is KEY=TEXT, KEY:=JSON, KEY=@FILE or KEY:=@FILE, and text \
                 with blanks stands in quotes",
                other.to_string_lossy()
            ))),
        }
    }

    /// Tells in which form the items are to be written.
    fn form(&self, items: &[Item<'_>], format: Option<ContentFormat>) -> Result<Form, Failure> {
        let Some(format) = format.filter(|_| !self.cbor) else {
            return Ok(if self.cbor { Form::Cbor } else { Form::Json });
        };
        options::form_of(format).ok_or_else(|| {
            let word = items.first().map(Item::word).unwrap_or_default();
            Failure::usage(format!(
                "{word:?} is an item, and items make JSON or CBOR, not {format}; --data {word:?} sends \
                 it as it is"
            ))
        })
    }

    /// Turns text into CBOR.
    fn encoded(&self, bytes: &[u8]) -> Result<Body, Failure> {
        let option = if self.edn { "--edn" } else { "--cbor" };
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Failure::usage(format!(
                "{option} takes text; this body is not UTF-8, so send it as it is"
            ))
        })?;
        let Encoded { bytes, count } = edn::encode(text)
            .map_err(|reason| Failure::usage(format!("the body of {option}, {reason}")))?;
        match count {
            0 => Err(Failure::usage(format!("{option} needs a body, such as '{{\"on\": true}}'"))),
            1 => Ok(Body { bytes, format: Some(ContentFormat::CBOR) }),
            _ => Ok(Body { bytes, format: Some(ContentFormat::CBOR_SEQ) }),
        }
    }
}

/// Takes the one word that can be a body.
fn one_body(words: &[OsString]) -> Result<Option<&OsStr>, Failure> {
    match words {
        [] => Ok(None),
        [word] => Ok(Some(word)),
        [first, second, ..] => Err(Failure::usage(format!(
            "{:?} stands behind the body {:?}; a body is one word, so quote one with blanks, and URIs \
             come first",
            second.to_string_lossy(),
            first.to_string_lossy()
        ))),
    }
}

/// Fetches the body that an argument stands for.
pub(crate) fn from_argument(text: &[u8]) -> Result<Body, Failure> {
    match text {
        b"-" => from_stdin(),
        [b'@', file @ ..] => from_file(Path::new(&OsString::from_vec(file.to_vec()))),
        text => Ok(Body { bytes: text.to_vec(), format: None }),
    }
}

fn from_file(file: &Path) -> Result<Body, Failure> {
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::local(format!("cannot read {}: {error}", file.display())))?;
    let format = file.file_name().and_then(|name| media::known_format_of(&name.to_string_lossy()));
    Ok(Body { bytes, format })
}

fn from_stdin() -> Result<Body, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::local(format!("cannot read standard input: {error}")))?;
    Ok(Body { bytes, format: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: BodyArgs = BodyArgs { data: None, file: None, cbor: false, edn: false };

    fn words(words: &[&str]) -> Vec<OsString> {
        words.iter().map(Into::into).collect()
    }

    #[test]
    fn a_file_tells_its_format() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        std::fs::write(&file, "{}").unwrap();
        let sign = format!("@{}", file.display());

        let by_name = BodyArgs { file: Some(file.clone()), ..PLAIN }.read(&[], None);
        let by_sign = PLAIN.read(&words(&[&sign]), None);

        let expected = Body { bytes: b"{}".to_vec(), format: Some(ContentFormat::JSON) };
        assert_eq!(by_name.unwrap(), expected);
        assert_eq!(by_sign.unwrap(), expected);
    }

    #[test]
    fn a_missing_file_is_named() {
        let failure = PLAIN.read(&words(&["@/nowhere/at/all"]), None).unwrap_err();

        assert!(failure.message().unwrap().starts_with("cannot read /nowhere/at/all: "));
    }

    #[test]
    fn data_is_sent_as_it_is_whatever_it_looks_like() {
        let data = BodyArgs { data: Some("a=b".into()), ..PLAIN }.read(&[], None).unwrap();

        assert_eq!(data, Body { bytes: b"a=b".to_vec(), format: None });
    }

    #[test]
    fn the_format_decides_what_items_become() {
        let items = words(&["a:=1"]);
        let format = ContentFormat::SENML_CBOR;

        let json = PLAIN.read(&items, None).unwrap();
        let cbor = PLAIN.read(&items, Some(format)).unwrap();
        let flag = BodyArgs { cbor: true, ..PLAIN }.read(&items, None).unwrap();

        assert_eq!(json.bytes, br#"{"a":1}"#);
        assert_eq!(cbor.bytes, [0xa1, 0x61, b'a', 1]);
        assert_eq!(flag, Body { bytes: cbor.bytes, format: Some(ContentFormat::CBOR) });
    }

    #[test]
    fn notation_becomes_cbor_and_several_items_a_sequence() {
        let edn = BodyArgs { edn: true, ..PLAIN };

        let one = edn.read(&words(&["[h'01', 1.5_1]"]), None).unwrap();
        let two = edn.read(&words(&["1, 2"]), None).unwrap();

        assert_eq!(one.bytes, [0x82, 0x41, 1, 0xf9, 0x3e, 0]);
        assert_eq!(one.format, Some(ContentFormat::CBOR));
        assert_eq!(two, Body { bytes: vec![1, 2], format: Some(ContentFormat::CBOR_SEQ) });
    }
}
