//! What a mistyped word was probably meant to be.

/// Gives the candidate that is nearest to a word, if one is near enough to be meant.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word = folded(word);
    let allowed = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Takes away what people mix up without mistyping: case, and `_` for `-`.
fn folded(word: &str) -> Vec<char> {
    let fold = |character: char| if character == '_' { '-' } else { character };
    word.chars().flat_map(char::to_lowercase).map(fold).collect()
}

/// Counts the letters to change, add, drop or swap with their neighbour.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, wanted) in other.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX);
            let changed = at(&above, column) + usize::from(letter != wanted);
            let dropped = at(&above, column + 1) + 1;
            let added = at(&line, column) + 1;
            let is_swap = column > 0
                && row > 0
                && one.get(row - 1) == Some(wanted)
                && other.get(column - 1) == Some(letter);
            let swapped = if is_swap { at(&before, column - 1) + 1 } else { usize::MAX };
            line.push(changed.min(dropped).min(added).min(swapped));
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["timeout", "max-size", "accept", "get"];

    #[test]
    fn a_slip_of_the_fingers_is_recognized() {
        for (word, meant) in [
            ("tiemout", "timeout"),
            ("time-out", "timeout"),
            ("max_size", "max-size"),
            ("Accept", "accept"),
            ("acept", "accept"),
            ("gte", "get"),
        ] {
            assert_eq!(nearest(word, NAMES), Some(meant), "{word}");
        }
    }

    #[test]
    fn a_word_that_is_far_from_all_is_left_alone() {
        for word in ["", "observe", "temperature", "xyz"] {
            assert_eq!(nearest(word, NAMES), None, "{word}");
        }
    }
}
