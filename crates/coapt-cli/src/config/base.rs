//! Paths without a host, put after the base that a profile or the defaults name.

use std::ffi::OsString;

use clap::Arg;

use crate::failure::Failure;

use super::call::Call;
use super::origin::Entry;
use super::settings::BASE;

/// What an argument that is a URI is called in the help.
const URI: &str = "URI";

/// Makes URIs of paths that begin with `/`, and gives a command line without a URI the base itself.
pub(super) fn resolve(
    call: &Call<'_>,
    layers: &[Vec<Entry>],
    profile: Option<&str>,
    words: &mut Vec<OsString>,
) -> Result<(), Failure> {
    let base = layers.iter().flatten().find(|entry| entry.key == BASE);
    let base = base.and_then(|entry| entry.value.as_text());
    for argument in call.definition.get_positionals().filter(|it| is_uri(it)) {
        let id = argument.get_id().as_str();
        let values = call.values(id);
        if let (true, Some(base)) = (values.is_empty() && argument.is_required_set(), base) {
            words.push(base.into());
        }
        for value in values {
            let Some(path) = value.to_str().filter(|it| it.starts_with('/')) else { continue };
            let base = base.ok_or_else(|| without_base(path, profile))?;
            let uri = format!("{}{path}", base.trim_end_matches('/'));
            if let Some(place) = call.place_of(id, value, words) {
                words.splice(place..=place, [uri.into()]);
            }
        }
    }
    Ok(())
}

/// Tells whether an argument is a URI; without a name in the help it has that of its field.
fn is_uri(argument: &Arg) -> bool {
    match argument.get_value_names() {
        Some(names) => names.iter().any(|name| name.as_str() == URI),
        None => argument.get_id().as_str().eq_ignore_ascii_case(URI),
    }
}

fn without_base(path: &str, profile: Option<&str>) -> Failure {
    let why = match profile {
        Some(name) => format!("the profile {name} has no base to put it after"),
        None => {
            "the form is coap://HOST/PATH; or choose a profile that has a base by -P".to_owned()
        }
    };
    super::refusal(&format!("{path:?} has no host: {why}"))
}
