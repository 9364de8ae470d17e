//! Rust source as far as the checks need it: code told apart from comments and literals.

/// The source with comments, strings and characters blanked out; every line keeps its number.
pub(crate) fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let after_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let (piece, is_code) = match blank_len(rest, after_word) {
            Some(len) => (&rest[..len], false),
            None => (&rest[..first.len_utf8()], true),
        };
        code.extend(piece.chars().map(|c| if is_code || c == '\n' { c } else { ' ' }));
        rest = &rest[piece.len()..];
    }
    code
}

/// How many bytes at the start of `rest` are a comment or a literal.
fn blank_len(rest: &str, after_word: bool) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment_len(rest));
    }
    if let Some(body) = rest.strip_prefix('"') {
        return Some(1 + quoted_len(body, '"'));
    }
    if rest.starts_with('\'') {
        return char_len(rest);
    }
    if after_word { None } else { raw_string_len(rest) }
}

fn block_comment_len(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let (step, change) = match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth += change;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length up to and with the closing quote; a backslash hides the character after it.
fn quoted_len(body: &str, quote: char) -> usize {
    let mut hidden = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    body.len()
}

/// `'x'` and `'\n'` are characters; `'a` alone is a lifetime and stays.
fn char_len(rest: &str) -> Option<usize> {
    let mut chars = rest.chars().skip(1);
    let first = chars.next()?;
    let is_char = first == '\\' || chars.next() == Some('\'');
    is_char.then(|| 1 + quoted_len(&rest[1..], '\''))
}

fn raw_string_len(rest: &str) -> Option<usize> {
    let body = ["r", "br", "cr"].iter().find_map(|prefix| {
        let body = rest.strip_prefix(prefix)?;
        body.starts_with(['"', '#']).then_some(body)
    })?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let text = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let text_len = text.find(&end).map_or(text.len(), |at| at + end.len());
    Some(rest.len() - text.len() + text_len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blank() {
        let source = "a // b\nc /* d /* e */ f */ g \"h\\\"i\" j 'k' l '\\'' m";

        let code = code_only(source);

        assert_eq!(code.split_whitespace().collect::<String>(), "acgjlm");
        assert_eq!(code.len(), source.len());
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let source = "a r#\"b \" c\"# d br\"e\" f r#type";

        assert_eq!(
            code_only(source).split_whitespace().collect::<Vec<_>>(),
            ["a", "d", "f", "r#type"]
        );
    }

    #[test]
    fn lifetimes_are_code() {
        assert_eq!(code_only("fn f<'a>(x: &'a str)"), "fn f<'a>(x: &'a str)");
    }

    #[test]
    fn line_numbers_survive() {
        assert_eq!(code_only("\"x\ny\"\n/* z\n */\nw").lines().count(), 5);
    }
}
