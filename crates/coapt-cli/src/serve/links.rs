//! Listings of the folder in link format (RFC 6690).

use coapt::wire::link_format::Link;
use coapt::wire::{ContentFormat, OptionNumber, OptionsBuf, uri};

use super::media;
use super::path::StorePath;
use super::store::{Kind, Listed};

/// Makes the link to an entry of a folder.
pub(crate) fn link(entry: &Listed) -> Link {
    let link = Link::new(&target(&entry.path));
    match entry.kind {
        Kind::Folder => link
            .with("ct", &ContentFormat::LINK_FORMAT.value().to_string())
            .with("rt", "folder")
            .with_flag("obs"),
        Kind::File(size) => {
            let name = entry.path.segments().last().map_or("", String::as_str);
            link.with("ct", &media::format_of(name).value().to_string())
                .with("sz", &size.to_string())
                .with_flag("obs")
        }
    }
}

/// Gives the path as it stands in a URI.
pub(crate) fn target(path: &StorePath) -> String {
    let mut options = OptionsBuf::new();
    for segment in path.segments() {
        options
            .push_str(OptionNumber::URI_PATH, segment)
            .expect("a checked segment has at most 255 bytes");
    }
    format!("/{}", uri::path_text(options.as_options()))
}

#[cfg(test)]
mod tests {
    use coapt::wire::link_format;

    use super::*;

    #[test]
    fn names_are_percent_coded() {
        let path = StorePath::from_names(["a b", "ü;,<>.json"]).unwrap();
        let file = Listed { path, kind: Kind::File(17) };
        let folder = Listed { path: StorePath::from_names(["x"]).unwrap(), kind: Kind::Folder };

        let text = link_format::write(&[link(&file), link(&folder)]);

        assert_eq!(
            text,
            "</a%20b/%C3%BC;,%3C%3E.json>;ct=50;sz=17;obs,</x>;ct=40;rt=\"folder\";obs"
        );
        assert_eq!(link_format::parse(&text).unwrap().len(), 2);
    }
}
