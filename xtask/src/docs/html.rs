//! What a link checker has to know of a page in HTML: where it leads, and what can be led to in it.

/// The values of the attributes that lead somewhere, with the entities of HTML resolved.
pub(super) fn links(page: &str) -> Vec<String> {
    values(page, &["href", "src"])
}

/// The names within the page that a link may end in.
pub(super) fn anchors(page: &str) -> Vec<String> {
    values(page, &["id", "name"])
}

/// Replaces the values of all `href`s for which `change` has another one.
pub(super) fn with_links(page: &str, mut change: impl FnMut(&str) -> Option<String>) -> String {
    const MARK: &str = " href=\"";
    let mut parts = page.split(MARK);
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (value, rest) = part.split_once('"').unwrap_or((part, ""));
        let value = change(value).unwrap_or_else(|| value.to_owned());
        changed.extend([MARK, &value, "\"", rest]);
    }
    changed
}

fn values(page: &str, names: &[&str]) -> Vec<String> {
    tags(page).flat_map(|tag| attributes(tag, names)).collect()
}

/// The tags of a page, without those in scripts and comments.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')?;
            rest = rest.get(at + 1..)?;
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
                continue;
            }
            let (tag, behind) = rest.split_at(end_of_tag(rest)?);
            rest = if tag.starts_with("script") { behind_script(behind) } else { behind };
            return Some(tag);
        }
    })
}

fn behind_script(text: &str) -> &str {
    text.split_once("</script").map_or("", |(_, behind)| behind)
}

/// Where a tag ends: at the first `>` outside of quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, letter)| {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        None
    })
}

fn attributes(tag: &str, names: &[&str]) -> Vec<String> {
    let found = names.iter().filter_map(|name| {
        let (_, behind) = tag.split_once(&format!(" {name}="))?;
        let value = match behind.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => behind.split([' ', '>']).next()?,
        };
        Some(unescaped(value))
    });
    found.collect()
}

fn unescaped(value: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    pairs.iter().fold(value.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_anchors_are_found_in_tags_alone() {
        let page = "<a class=x href=\"a.html?b&amp;c\">x</a> href=\"no\" <!-- <a href=\"no\"> -->\
            <script src=\"s.js\">'<a href=\"no\">'</script><img alt=\"a > b\" src=\"i.png\"><h2 id=\"part\">";

        assert_eq!(links(page), ["a.html?b&c", "s.js", "i.png"]);
        assert_eq!(anchors(page), ["part"]);
    }

    #[test]
    fn links_can_be_changed() {
        let page = "<a href=\"a\">a</a><a href=\"b\">b</a>";

        let changed = with_links(page, |link| (link == "b").then(|| "c".to_owned()));

        assert_eq!(changed, "<a href=\"a\">a</a><a href=\"c\">b</a>");
    }
}
