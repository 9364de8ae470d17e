//! Content formats of files, by the endings of their names.

use coapt::wire::ContentFormat;

/// The endings we know; the longer stand before those they end in.
const ENDINGS: [(&str, u16); 33] = [
    (".senml.json", 110),
    (".senml.cbor", 112),
    (".sensml.json", 111),
    (".sensml.cbor", 113),
    (".senmlj", 110),
    (".senmlc", 112),
    (".senmle", 114),
    (".senmlx", 310),
    (".sensmlj", 111),
    (".sensmlc", 113),
    (".sensmle", 115),
    (".sensmlx", 311),
    (".txt", 0),
    (".text", 0),
    (".md", 0),
    (".log", 0),
    (".csv", 0),
    (".gif", 21),
    (".jpg", 22),
    (".jpeg", 22),
    (".png", 23),
    (".wlnk", 40),
    (".lnk", 40),
    (".xml", 41),
    (".bin", 42),
    (".exi", 47),
    (".json", 50),
    (".cbor", 60),
    (".cwt", 61),
    (".cborseq", 63),
    (".css", 20000),
    (".js", 10002),
    (".svg", 30000),
];

/// Gives the content format of a file by its name; what is unknown is a stream of bytes.
pub(crate) fn format_of(name: &str) -> ContentFormat {
    known_format_of(name).unwrap_or(ContentFormat::OCTET_STREAM)
}

/// Gives the content format of a file by its name, if the name tells.
pub(crate) fn known_format_of(name: &str) -> Option<ContentFormat> {
    let name = name.to_ascii_lowercase();
    let (_, format) = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending))?;
    Some(ContentFormat::new(*format))
}

/// Gives the ending for a new file with this content.
pub(crate) fn ending_of(format: Option<ContentFormat>) -> &'static str {
    let Some(format) = format else { return ".bin" };
    let same = |row: &&(&str, u16)| row.1 == format.value();
    ENDINGS.iter().find(same).map_or(".bin", |(ending, _)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_decide() {
        let formats = [
            "a.txt",
            "a.JSON",
            "a.cbor",
            "a.xml",
            "links.wlnk",
            "a.png",
            "a.jpg",
            "a.gif",
            "a.senml.json",
            "a.senmlc",
            "a.senml.cbor",
            "noending",
            "a.tar.gz",
        ]
        .map(|name| format_of(name).value());

        assert_eq!(formats, [0, 50, 60, 41, 40, 23, 22, 21, 110, 112, 112, 42, 42]);
    }

    #[test]
    fn a_new_file_gets_an_ending_that_leads_back() {
        for format in [0, 21, 40, 42, 50, 60, 110, 112] {
            let format = ContentFormat::new(format);
            assert_eq!(format_of(&format!("1{}", ending_of(Some(format)))), format);
        }
        assert_eq!(ending_of(Some(ContentFormat::new(9999))), ".bin");
    }

    #[test]
    fn every_format_is_in_the_registry() {
        for (ending, number) in ENDINGS {
            assert!(ContentFormat::new(number).media_type().is_some(), "{ending}");
        }
    }
}
