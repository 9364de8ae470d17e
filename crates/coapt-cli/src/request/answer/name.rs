//! `--remote-name`: the last segment of the path as the name of a file, if it is a harmless one.

use std::path::PathBuf;

use coapt::Uri;

use crate::failure::Failure;
use crate::show::text;

/// Longest name that file systems take.
const MAX_LENGTH: usize = 240;

/// Gives the name of the file for what a URI names.
pub(super) fn of_uri(uri: &str) -> Result<PathBuf, Failure> {
    let parsed = Uri::parse(uri).ok();
    let segment = parsed.as_ref().and_then(|uri| uri.path().last());
    let name = segment.and_then(|segment| std::str::from_utf8(segment).ok());
    match name.filter(|name| is_safe(name)) {
        Some(name) => Ok(PathBuf::from(name)),
        None => Err(Failure::usage(format!(
            "the path of {uri} ends in no name that is safe for a file; give one with -o FILE"
        ))),
    }
}

/// Whether a name stays in the folder, hides nothing and steers no terminal.
fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_LENGTH
        && !name.starts_with(['.', '-'])
        && !name.contains(['/', '\\', '\0'])
        && !name.contains(text::steers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_segment_is_the_name() {
        let name = of_uri("coap://h/garden/plan%20b.png?scale=2").unwrap();

        assert_eq!(name, PathBuf::from("plan b.png"));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for path in
            ["", "/", "a/", "%2Fetc%2Fpasswd", "..%2Fx", "%2e%2e", ".bashrc", "-rf", "a%1bb", "%ff"]
        {
            let failure = of_uri(&format!("coap://h/{path}")).unwrap_err();
            assert!(failure.message().unwrap().ends_with("give one with -o FILE"), "{path}");
        }
    }
}
