//! Paths without a host, put after the base that a profile or the defaults name.

use std::ffi::OsString;

use crate::failure::Failure;

use super::call::Call;
use super::origin::Entry;
use super::settings::BASE;

/// The argument that is a URI, by its name in the definition.
const URI: &str = "uri";

/// Makes URIs of paths that begin with `/`, and gives a command line without a URI the base itself.
pub(super) fn resolve(
    call: &Call<'_>,
    layers: &[Vec<Entry>],
    profile: Option<&str>,
    words: &mut Vec<OsString>,
) -> Result<(), Failure> {
    let Some(argument) = call.definition.get_arguments().find(|it| it.get_id() == URI) else {
        return Ok(());
    };
    let base = layers.iter().flatten().find(|entry| entry.key == BASE);
    let base = base.and_then(|entry| entry.value.as_text());
    let values = call.values(URI);
    if let (true, Some(base)) = (values.is_empty() && argument.is_required_set(), base) {
        words.push(base.into());
    }
    for value in values {
        let Some(path) = value.to_str().filter(|value| value.starts_with('/')) else { continue };
        let base = base.ok_or_else(|| without_base(path, profile))?;
        let uri = format!("{}{path}", base.trim_end_matches('/'));
        if let Some(place) = call.place_of(URI, value, words) {
            words.splice(place..=place, [uri.into()]);
        }
    }
    Ok(())
}

fn without_base(path: &str, profile: Option<&str>) -> Failure {
    let why = match profile {
        Some(name) => format!("the profile {name} has no base to put it after"),
        None => {
            "the form is coap://HOST/PATH; or choose a profile that has a base by -P".to_owned()
        }
    };
    Failure::usage(format!("{path:?} has no host: {why}"))
}
