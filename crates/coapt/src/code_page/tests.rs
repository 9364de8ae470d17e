use super::generated::ALL;
use super::list::{CODE_PAGES, MAC_CODE_PAGES};
use super::table::Table;
use super::*;

/// Listed, but without a public table.
const UNPUBLISHED: [u32; 3] = [709, 710, 50936];
/// The same of the list for macOS.
const MAC_UNPUBLISHED: [u32; 1] = [65536];

// contract: config.CodePage.b3
#[test]
fn the_lists_have_all_identifiers_of_the_contract() {
    assert_eq!(CODE_PAGES.len(), 150);
    assert_eq!(MAC_CODE_PAGES.len(), 24);
}

// contract: config.CodePage.b3
#[test]
fn every_listed_code_page_converts_or_is_one_of_the_few_that_cannot() {
    for row in CODE_PAGES {
        let page = CodePage::for_system(row.identifier, false).unwrap();

        if UNPUBLISHED.contains(&row.identifier) {
            assert_does_not_convert(page, row.name);
        } else {
            assert_converts(page, row.name);
        }
    }
}

// contract: config.CodePage.b3
#[test]
fn the_code_pages_of_the_mac_are_known_there_only() {
    for row in MAC_CODE_PAGES {
        let (identifier, name) = (row.identifier, row.name);
        let unknown = CodePageError::Unknown { identifier };
        assert_eq!(CodePage::for_system(identifier, false), Err(unknown));

        let page = CodePage::for_system(identifier, true).unwrap();
        if MAC_UNPUBLISHED.contains(&identifier) {
            assert_does_not_convert(page, name);
        } else if name != "UTF16String" {
            assert_converts(page, name);
        }
    }
}

// contract: config.CodePage.b3
#[test]
fn other_identifiers_are_refused_with_their_number() {
    for identifier in [0, 38, 1253 * 7, 28600, 65002, u32::MAX] {
        let error = CodePage::new(identifier).unwrap_err();
        assert_eq!(error, CodePageError::Unknown { identifier });
        assert_eq!(error.to_string(), format!("{identifier} is not a code page"));
    }

    let error = CodePage::for_system(30, false).unwrap_err();
    assert_eq!(error.to_string(), "30 is not a code page outside macOS");
    let error = CodePage::new(710).unwrap().encode("x").unwrap_err();
    assert_eq!(
        error.to_string(),
        "code page 710 (Arabic - Transparent Arabic) has no public conversion table"
    );
}

// contract: config.CodePage.b1
#[test]
fn utf_8_is_65001() {
    assert_eq!(CodePage::UTF_8.identifier(), 65001);
    assert_eq!(CodePage::UTF_8.name(), "Unicode UTF-8");
    assert_eq!(CodePage::new(65001), Ok(CodePage::UTF_8));
}

// contract: config.CodePage.b2
#[test]
fn the_required_code_pages_convert_known_text() {
    for (identifier, text, bytes) in [
        (65001, "grüße €😀", &b"gr\xc3\xbc\xc3\x9fe \xe2\x82\xac\xf0\x9f\x98\x80"[..]),
        (20127, "plain ~", b"plain ~"),
        (28591, "grüße\u{80}\u{9f}", b"gr\xfc\xdfe\x80\x9f"),
        (1252, "grüße €–", b"gr\xfc\xdfe \x80\x96"),
        (1200, "ü€😀", b"\xfc\0\xac\x20\x3d\xd8\x00\xde"),
        (1201, "ü€😀", b"\0\xfc\x20\xac\xd8\x3d\xde\x00"),
        (12000, "ü😀", b"\xfc\0\0\0\0\xf6\x01\0"),
        (12001, "ü😀", b"\0\0\0\xfc\0\x01\xf6\0"),
    ] {
        assert_known(identifier, text, bytes);
    }
}

// contract: config.CodePage.b2
#[test]
fn text_that_a_code_page_lacks_is_an_error_that_names_the_character() {
    for (identifier, text, character, position) in [
        (20127, "naïve", 'ï', 2),
        (28591, "5 €", '€', 2),
        (28591, "\u{152}", '\u{152}', 0),
        (1252, "żółw", 'ż', 0),
        (28599, "İ€", '€', 1),
        (37, "a€", '€', 1),
        (932, "日本語😀", '😀', 3),
        (50220, "日本😀", '😀', 2),
        (50933, "日本ё😀", '😀', 3),
    ] {
        let error = CodePage::new(identifier).unwrap().encode(text).unwrap_err();
        assert_eq!(error, CodePageError::Unmappable { identifier, character, position });
    }
}

#[test]
fn bytes_that_mean_nothing_are_an_error_that_tells_where() {
    for (identifier, bytes, offset) in [
        (65001, &b"ab\xff"[..], 2),
        (20127, b"a\x80", 1),
        (1200, b"a\0b", 2),
        (1201, b"\0a\xd8\x00\0a", 2),
        (12000, b"a\0\0\0\0\0\x11\0", 4),
        (12001, b"\0\0", 0),
        (65000, b"a+AG", 1),
        (65000, b"a\x80", 1),
        (932, b"a\x81", 1),
        (54936, b"a\xff", 1),
        (50221, b"a\x1b$B\x30", 4),
        (50225, b"\x1b$)C\x0e\x30", 5),
        (50227, b"\x0e\x30\x21", 1),
        (51950, b"a\x8e\xa3\xa1\xa1", 1),
        (52936, b"a~{\x30", 3),
        (57002, b"a\xef\x20", 1),
        (50930, b"\x0e\x40", 1),
    ] {
        let error = CodePage::new(identifier).unwrap().decode(bytes).unwrap_err();
        assert_eq!(error, CodePageError::Malformed { identifier, offset }, "{bytes:x?}");
    }
}

#[test]
fn each_family_converts_characters_that_are_known_from_its_standard() {
    for (identifier, text, bytes) in [
        // EBCDIC
        (37, "é[A1", &b"\x51\xba\xc1\xf1"[..]),
        (500, "é[A1", b"\x51\x4a\xc1\xf1"),
        (1140, "€", b"\x9f"),
        (1047, "[]", b"\xad\xbd"),
        (1141, "Ü€", b"\x5a\x9f"),
        (20273, "äöü{", b"\xc0\x6a\xd0\x43"),
        (20277, "æøå", b"\xc0\x6a\xd0"),
        (20290, "ｱA", b"\x81\xc1"),
        (20424, "א", b"\x41"),
        (20880, "Я", b"\xdd"),
        (21025, "Я", b"\xdd"),
        (21027, "ｱa", b"\x59\x81"),
        (870, "ż", b"\xb2"),
        (875, "Α", b"\x41"),
        // DOS
        (437, "éß", b"\x82\xe1"),
        (850, "ü", b"\x81"),
        (852, "ł", b"\x88"),
        (858, "€", b"\xd5"),
        (862, "א", b"\x80"),
        (864, "٪", b"\x25"),
        (866, "Я", b"\x9f"),
        (708, "ع", b"\xd9"),
        (29001, "Ωü", b"\xfc\x81"),
        // Windows
        (874, "ก€", b"\xa1\x80"),
        (1250, "ż", b"\xbf"),
        (1251, "Я", b"\xdf"),
        (1253, "Ω", b"\xd9"),
        (1254, "İ", b"\xdd"),
        (1255, "א", b"\xe0"),
        (1256, "ع", b"\xda"),
        (1257, "ž", b"\xfe"),
        (1258, "đ", b"\xf0"),
        // ISO 8859, ISO 646, T.61, ISO 6937, KOI8
        (28592, "ż", b"\xbf"),
        (28595, "Я", b"\xcf"),
        (28597, "Ω", b"\xd9"),
        (28599, "İ", b"\xdd"),
        (28605, "€", b"\xa4"),
        (38598, "א", b"\xe0"),
        (20105, "¤‾", b"\x24\x7e"),
        (20106, "äöüß§", b"\x7b\x7c\x7d\x7e\x40"),
        (20107, "åäö", b"\x7d\x7b\x7c"),
        (20108, "æøå", b"\x7b\x7c\x7d"),
        (20261, "éüß", b"\xc2e\xc8u\xfb"),
        (20269, "éüß", b"\xc2e\xc8u\xfb"),
        (20866, "Я", b"\xf1"),
        (21866, "ї", b"\xa7"),
        // Mac
        (10000, "éü", b"\x8e\x9f"),
        (10001, "日", b"\x93\xfa"),
        (10007, "Я", b"\x9f"),
        (10029, "ż", b"\xfd"),
    ] {
        assert_known(identifier, text, bytes);
    }
}

#[test]
fn the_pages_of_east_asia_convert_known_text() {
    for (identifier, text, bytes) in [
        (932, "日本ｱ", &b"\x93\xfa\x96\x7b\xb1"[..]),
        (936, "中€", b"\xd6\xd0\x80"),
        (949, "한", b"\xc7\xd1"),
        (950, "中", b"\xa4\xa4"),
        (1361, "한", b"\xd0\x65"),
        (20000, "中", b"\xc4\xe3"),
        (20932, "日", b"\xc6\xfc"),
        (20936, "中", b"\xd6\xd0"),
        (50220, "日a", b"\x1b$B\x46\x7c\x1b(Ba"),
        (50221, "日ｱa", b"\x1b$B\x46\x7c\x1b(I\x31\x1b(Ba"),
        (50222, "日ｱa", b"\x1b$B\x46\x7c\x1b(B\x0e\x31\x0fa"),
        (50222, "ｱ日", b"\x0e\x31\x0f\x1b$B\x46\x7c\x1b(B"),
        (50225, "한a", b"\x1b$)C\x0e\x47\x51\x0fa"),
        (50227, "中a\n中", b"\x1b$)A\x0e\x56\x50\x0fa\n\x1b$)A\x0e\x56\x50\x0f"),
        (50229, "中乂", b"\x1b$)G\x0e\x44\x63\x1b$*H\x1bN\x21\x21\x0f"),
        (50930, "日ｱa", b"\x0e\x45\x62\x0f\x81\x62"),
        (50931, "日a", b"\x0e\x45\x62\x0f\x81"),
        (50939, "日a", b"\x0e\x45\x62\x0f\x81"),
        (51932, "日ｱ", b"\xc6\xfc\x8e\xb1"),
        (51936, "中", b"\xd6\xd0"),
        (51949, "한닒", b"\xc7\xd1\xb4\xd3"),
        (51950, "中乂", b"\xc4\xe3\x8e\xa2\xa1\xa1"),
        (52936, "a~中b", b"a~~~{\x56\x50~}b"),
        (54936, "中😀", b"\xd6\xd0\x94\x39\xfc\x36"),
    ] {
        assert_known(identifier, text, bytes);
    }
}

#[test]
fn iscii_writes_the_script_of_its_page_and_reads_the_others() {
    assert_known(57002, "क\u{95c}", b"\xb3\xbf\xe9");
    assert_known(57002, "क्\u{200c}ष्\u{200d}", b"\xb3\xe8\xe8\xd6\xe8\xe9");
    assert_known(57004, "க", b"\xb3");

    let hindi = CodePage::new(57002).unwrap();
    assert_eq!(hindi.decode(b"\xb3\xef\x44\xb3\xef\x40\xb3").unwrap(), "कகक");
    assert!(hindi.encode("क््").is_err());
}

#[test]
fn utf_7_follows_the_examples_of_its_rfc() {
    assert_known(65000, "A≢Α.", b"A+ImIDkQ-.");
    assert_known(65000, "Hi Mom -☺-+", b"Hi Mom -+Jjo--+-");
    assert_known(65000, "日本語", b"+ZeVnLIqe-");
    assert_known(65000, "😀", b"+2D3eAA-");

    let page = CodePage::new(65000).unwrap();
    assert_eq!(page.decode(b"Hi Mom +Jjo!").unwrap(), "Hi Mom ☺!");
}

#[test]
fn the_code_pages_of_the_mac_convert_known_text() {
    for (identifier, text, bytes) in [
        (2, "é", &b"\xdd"[..]),
        (6, "Ω€", b"\x57\xa0"),
        (7, "a\\é€😀", br"a\\\351\u20ac\ud83d\ude00"),
        (10, "ü", b"\xfc\0"),
        (30, "é€", b"\x8e\xdb"),
        (0x9000_0100, "ü", b"\0\xfc"),
        (0x8C00_0100, "ü", b"\xfc\0\0\0"),
    ] {
        let page = CodePage::for_system(identifier, true).unwrap();
        assert_eq!(page.encode(text).unwrap(), bytes);
        assert_eq!(page.decode(bytes).unwrap(), text);
    }

    let marked = CodePage::for_system(10, true).unwrap();
    assert_eq!(marked.decode(b"\xfe\xff\0\xfc").unwrap(), "ü");
    assert_eq!(marked.decode(b"\xff\xfe\xfc\0").unwrap(), "ü");
}

#[test]
fn a_byte_order_mark_is_neither_written_nor_dropped() {
    for identifier in [65001, 1200, 1201, 12000, 12001] {
        let page = CodePage::new(identifier).unwrap();
        let bytes = page.encode("\u{feff}a").unwrap();
        assert_eq!(page.decode(&bytes).unwrap(), "\u{feff}a");
    }
}

#[test]
fn every_mapped_code_of_a_table_is_read_and_written_back() {
    for (name, table, ..) in ALL {
        for &(code, character) in table.mappings() {
            let is_written = !table.decode_only().contains(&code);
            assert_eq!(table.char_of(code), Some(character), "{name} {code:x}");
            let written = table.code_of(character).unwrap();
            assert_eq!(written == code, is_written, "{name} {code:x} {character:?}");
        }
    }
}

#[test]
fn a_table_unpacks_to_what_the_generator_read() {
    for (name, table, count, sum) in ALL {
        assert_eq!(table.mappings().len(), *count, "{name}");
        assert_eq!(checksum(table), *sum, "{name}");
    }
}

#[test]
fn what_is_converted_comes_back_alone_and_within_a_long_text() {
    for row in CODE_PAGES.iter().chain(MAC_CODE_PAGES) {
        let characters = ('\0'..='\u{ffff}').chain('\u{1f600}'..='\u{1f64f}').step_by(17);
        let text: String = characters.filter(|character| comes_back(row, *character)).collect();

        // ISCII joins a halant with the next character.
        if !(57002..=57011).contains(&row.identifier) {
            let bytes = row.coding.encode(&text).unwrap();
            assert_eq!(row.coding.decode(&bytes).as_ref(), Ok(&text), "{}", row.name);
        }
    }
}

#[test]
fn no_bytes_make_a_code_page_panic() {
    for row in CODE_PAGES.iter().chain(MAC_CODE_PAGES) {
        for code in (0..=u16::MAX).step_by(23) {
            let [first, second] = code.to_be_bytes();
            for bytes in [&[first, second][..], &[0x1B, first, second], &[0x0E, first, second]] {
                let length = row.coding.decode(bytes).map_or(0, |text| text.chars().count());
                assert!(length <= bytes.len(), "{} {bytes:x?}", row.name);
            }
        }
    }
}

/// Whether a code page has a character; if it has, the character must come back as itself.
fn comes_back(row: &Row, character: char) -> bool {
    // ISO-2022-JP without half-width forms writes them full-width, and GB 18030 of 2022 gave
    // up private use characters; a byte order mark is dropped where it tells the order.
    let is_left_out = match row.identifier {
        21 | 50220 => character == '−' || ('｡'..='ﾟ').contains(&character),
        10 | 0x8C00_0100 => character == '\u{feff}',
        54936 => ('\u{e000}'..='\u{f8ff}').contains(&character),
        _ => false,
    };
    let text = character.to_string();
    let Some(bytes) = row.coding.encode(&text).ok().filter(|_| !is_left_out) else { return false };
    assert_eq!(row.coding.decode(&bytes), Ok(text), "{}", row.name);
    true
}

fn assert_converts(page: CodePage, name: &str) {
    let digits = page.encode("0123456789").unwrap();
    assert_eq!(page.decode(&digits).unwrap(), "0123456789", "{name}");
    assert_eq!(page.name(), name);
}

fn assert_does_not_convert(page: CodePage, name: &'static str) {
    let unpublished = CodePageError::Unpublished { identifier: page.identifier(), name };
    assert_eq!(page.encode("7"), Err(unpublished));
    assert_eq!(page.decode(b"7"), Err(unpublished));
    assert_eq!((page.encode(""), page.decode(b"")), (Ok(vec![]), Ok(String::new())));
}

fn assert_known(identifier: u32, text: &str, bytes: &[u8]) {
    let page = CodePage::new(identifier).unwrap();
    let encoded = page.encode(text);
    assert_eq!(encoded.as_deref(), Ok(bytes), "{identifier} {text} {encoded:x?}");
    assert_eq!(page.decode(bytes).as_deref(), Ok(text), "{identifier} {text}");
}

/// FNV-1a over code and character of each mapping, as the generator computes it.
fn checksum(table: &Table) -> u32 {
    let words = table.mappings().iter().flat_map(|&(code, character)| {
        [code, u16::try_from(u32::from(character)).unwrap()].map(u16::to_be_bytes)
    });
    words.flatten().fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
