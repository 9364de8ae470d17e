//! Which words of the command line are URIs, and which are the body.

use std::ffi::OsString;

use crate::failure::Failure;

/// Parts the words behind the first URI: those that begin with a scheme of CoAP are further URIs, the rest is the body.
pub(super) fn split<'w>(
    first: &'w str,
    words: &'w [OsString],
) -> Result<(Vec<&'w str>, &'w [OsString]), Failure> {
    let count = words.iter().take_while(|word| uri(word).is_some()).count();
    let (more, body) = words.split_at_checked(count).unwrap_or((words, &[]));
    if let Some(late) = body.iter().find_map(|word| uri(word)) {
        return Err(Failure::usage(format!(
            "{late:?} stands behind the body; URIs come first, and --data takes a body that looks like one"
        )));
    }
    let uris = std::iter::once(first).chain(more.iter().filter_map(uri)).collect();
    Ok((uris, body))
}

/// Takes a word for a URI if it begins with coap://, coaps://, coap+tcp:// and so on.
fn uri(word: &OsString) -> Option<&str> {
    let word = word.to_str()?;
    let (scheme, _) = word.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let rest = scheme.strip_prefix("coaps").or_else(|| scheme.strip_prefix("coap"))?;
    (rest.is_empty() || rest.starts_with('+')).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(words: &[&str]) -> Result<(usize, Vec<String>), String> {
        let words: Vec<OsString> = words.iter().map(Into::into).collect();
        let (uris, body) = split("coap://a", &words).map_err(|failure| failure.to_string())?;
        Ok((uris.len(), body.iter().map(|word| word.to_string_lossy().into_owned()).collect()))
    }

    #[test]
    fn words_with_a_scheme_of_coap_are_uris() {
        let body = |words: &[&str]| words.iter().map(|word| String::from(*word)).collect();
        for (words, expected) in [
            (&[][..], (1, body(&[]))),
            (&["coap://b", "COAPS://c", "x"], (3, body(&["x"]))),
            (&["http://b"], (1, body(&["http://b"]))),
            (&["a=coap://b"], (1, body(&["a=coap://b"]))),
            (&["coaps+ws://b", "a=1", "b=2"], (2, body(&["a=1", "b=2"]))),
        ] {
            assert_eq!(parted(words), Ok(expected), "{words:?}");
        }
        assert!(parted(&["x", "coap://b"]).unwrap_err().contains("URIs come first"));
    }
}
