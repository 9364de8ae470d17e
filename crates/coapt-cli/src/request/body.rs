//! Where the body of a request comes from: the command line, a file, or standard input.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Read as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use coapt::wire::ContentFormat;

use crate::failure::Failure;
use crate::serve::media;

/// What the command line says about the body
#[derive(clap::Args, Debug)]
pub(crate) struct BodyArgs {
    /// The body: text, @FILE, or - for standard input, which is also read if it is piped in
    #[arg(value_name = "BODY", conflicts_with = "file", allow_negative_numbers = true)]
    body: Option<OsString>,
    /// Read the body from this file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// A body, and its format if its origin tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// The format by the name of the file.
    pub(crate) format: Option<ContentFormat>,
}

impl BodyArgs {
    /// Fetches the body.
    pub(crate) fn read(&self) -> Result<Body, Failure> {
        match (&self.file, self.body.as_ref().map(|body| body.as_bytes())) {
            (Some(file), _) => from_file(file),
            (None, Some(text)) => from_argument(text),
            (None, None) if io::stdin().is_terminal() => {
                Ok(Body { bytes: Vec::new(), format: None })
            }
            (None, None) => from_stdin(),
        }
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

    #[test]
    fn a_file_tells_its_format() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        std::fs::write(&file, "{}").unwrap();

        let by_name = BodyArgs { body: None, file: Some(file.clone()) };
        let by_sign = BodyArgs { body: Some(format!("@{}", file.display()).into()), file: None };

        let expected = Body { bytes: b"{}".to_vec(), format: Some(ContentFormat::JSON) };
        assert_eq!(by_name.read().unwrap(), expected);
        assert_eq!(by_sign.read().unwrap(), expected);
    }

    #[test]
    fn a_missing_file_is_named() {
        let args = BodyArgs { body: Some("@/nowhere/at/all".into()), file: None };

        let failure = args.read().unwrap_err();

        assert!(failure.message().unwrap().starts_with("cannot read /nowhere/at/all: "));
    }
}
