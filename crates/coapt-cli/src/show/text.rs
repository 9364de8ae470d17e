//! Text from the network made fit for a terminal, and numbers with their units.

/// Spells out what steers a terminal, so that a peer cannot; `kept` characters stay.
pub(crate) fn printable(text: &str, kept: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if steers(character) && !kept.contains(&character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

/// Makes text of several lines printable: line breaks and tabs stay.
///
/// A carriage return goes where it belongs to a line break; alone it could write over a line.
pub(crate) fn printable_lines(text: &str) -> String {
    printable(&text.replace("\r\n", "\n"), &['\n', '\t'])
}

/// Tells whether a character is obeyed rather than shown: controls, and what turns the direction.
pub(crate) fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Gives a number of bytes with its unit.
pub(crate) fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match bytes {
        1 => "1 byte".to_owned(),
        0..KIB => format!("{bytes} bytes"),
        KIB..MIB => tenths(bytes, KIB, "KiB"),
        _ => tenths(bytes, MIB, "MiB"),
    }
}

/// Gives a number of bytes in a larger unit, with one figure behind the dot.
fn tenths(bytes: u64, unit: u64, name: &str) -> String {
    let tenths = bytes.saturating_mul(10) / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_spelled_out() {
        let text = printable("a\x1b[31m\n\tü", &['\n', '\t']);

        assert_eq!(text, "a\\u{1b}[31m\n\tü");
    }

    #[test]
    fn nothing_writes_over_a_line_or_turns_it_round() {
        assert_eq!(printable_lines("a\r\nb\rc"), "a\nb\\rc");
        assert_eq!(printable_lines("x\u{202e}y\u{9b}31m"), "x\\u{202e}y\\u{9b}31m");
    }

    #[test]
    fn sizes_have_units() {
        let sizes = [0, 1, 1023, 1024, 312_345, 5 << 20].map(size);

        assert_eq!(sizes, ["0 bytes", "1 byte", "1023 bytes", "1.0 KiB", "305.0 KiB", "5.0 MiB"]);
    }
}
