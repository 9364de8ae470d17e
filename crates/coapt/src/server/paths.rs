//! Patterns of paths, and what stands at them.
//!
//! A segment `{name}` stands for any one segment, `{*name}` at the end for one or more. Where several patterns fit, the
//! one that names more from the left counts, so that `/room/hall` goes before `/room/{room}`.

use std::cmp::Ordering;
use std::sync::Arc;

/// What stands at paths.
#[derive(Debug)]
pub(crate) struct Paths<T> {
    /// Without parameters, in order of the paths.
    exact: Vec<(Vec<String>, T)>,
    /// With parameters, in the order in which they are tried.
    patterns: Vec<(Pattern, T)>,
}

/// A path in which segments may be left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    segments: Vec<Segment>,
}

/// A segment of a pattern; the order is that in which patterns are tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Exact(String),
    One(Arc<str>),
    Rest(Arc<str>),
}

/// What the segments of a path are that the pattern leaves open, by name.
pub(crate) type Parameters = Vec<(Arc<str>, String)>;

impl<T> Default for Paths<T> {
    fn default() -> Self {
        Self { exact: Vec::new(), patterns: Vec::new() }
    }
}

impl<T> Paths<T> {
    /// Returns what stands at a path; `make` makes it if there is nothing.
    ///
    /// # Panics
    ///
    /// If the path is no pattern, or one of the same shape stands there with other names.
    pub(crate) fn entry(&mut self, path: &str, make: impl FnOnce() -> T) -> &mut T {
        let pattern = Pattern::read(path);
        if let Some(path) = pattern.exact() {
            let place = self.exact.binary_search_by(|(known, _)| known.cmp(&path));
            let place = place.unwrap_or_else(|place| {
                self.exact.insert(place, (path, make()));
                place
            });
            return &mut self.exact[place].1;
        }
        let place = self.patterns.binary_search_by(|(known, _)| known.shape().cmp(pattern.shape()));
        let place = match place {
            Ok(place) => {
                let known = &self.patterns[place].0;
                assert!(
                    *known == pattern,
                    "{path:?} and {:?} stand for the same paths",
                    known.text()
                );
                place
            }
            Err(place) => {
                self.patterns.insert(place, (pattern, make()));
                place
            }
        };
        &mut self.patterns[place].1
    }

    /// Finds what stands at a path, and what its open segments are.
    pub(crate) fn find<'p>(
        &mut self,
        path: &(impl Iterator<Item = &'p str> + Clone),
    ) -> Option<(&mut T, Parameters)> {
        let place = self.exact.binary_search_by(|(known, _)| compare(known, path.clone()));
        if let Ok(place) = place {
            return Some((&mut self.exact[place].1, Vec::new()));
        }
        self.patterns.iter_mut().find_map(|(pattern, found)| {
            let parameters = pattern.fit(path.clone())?;
            Some((found, parameters))
        })
    }

    /// Goes through the paths without open segments, in order, and what stands there.
    pub(crate) fn exact(&self) -> impl Iterator<Item = (&[String], &T)> {
        self.exact.iter().map(|(path, found)| (path.as_slice(), found))
    }

    /// Gives all patterns, as text, and what stands there.
    #[cfg(feature = "async")]
    pub(crate) fn into_entries(self) -> impl Iterator<Item = (String, T)> {
        let exact = self.exact.into_iter().map(|(path, found)| (exact_text(&path), found));
        let patterns = self.patterns.into_iter().map(|(pattern, found)| (pattern.text(), found));
        exact.chain(patterns)
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Panics
    ///
    /// If braces are out of place, a name is missing or used twice, or `{*name}` is not the last segment.
    fn read(path: &str) -> Self {
        let segments: Vec<Segment> =
            segments(path).iter().map(|segment| Segment::read(path, segment)).collect();
        let mut names: Vec<&str> = segments.iter().filter_map(Segment::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == count, "{path:?} uses a name twice");
        let rests = segments.iter().rev().skip(1).any(|one| matches!(one, Segment::Rest(_)));
        assert!(!rests, "{path:?} goes on behind {{*name}}, which stands for all that follows");
        Self { segments }
    }

    /// Returns the path if nothing is open.
    fn exact(&self) -> Option<Vec<String>> {
        let exact = |segment: &Segment| match segment {
            Segment::Exact(text) => Some(text.clone()),
            Segment::One(_) | Segment::Rest(_) => None,
        };
        self.segments.iter().map(exact).collect()
    }

    /// Holds a path against the pattern; gives the open segments if it fits.
    fn fit<'p>(&self, mut path: impl Iterator<Item = &'p str>) -> Option<Parameters> {
        let mut parameters = Vec::new();
        for segment in &self.segments {
            let mut given = path.next()?.to_owned();
            match segment {
                Segment::Exact(text) if *text == given => {}
                Segment::Exact(_) => return None,
                Segment::One(name) => parameters.push((Arc::clone(name), given)),
                Segment::Rest(name) => {
                    given.extend(path.by_ref().flat_map(|more| ["/", more]));
                    parameters.push((Arc::clone(name), given));
                }
            }
        }
        path.next().is_none().then_some(parameters)
    }

    /// What patterns are ordered by: names make no difference.
    fn shape(&self) -> impl Iterator<Item = (u8, &str)> {
        self.segments.iter().map(|segment| match segment {
            Segment::Exact(text) => (0, text.as_str()),
            Segment::One(_) => (1, ""),
            Segment::Rest(_) => (2, ""),
        })
    }

    fn text(&self) -> String {
        joined(self.segments.iter().map(|segment| match segment {
            Segment::Exact(text) => escaped(text),
            Segment::One(name) => format!("{{{name}}}"),
            Segment::Rest(name) => format!("{{*{name}}}"),
        }))
    }
}

impl Segment {
    fn read(path: &str, segment: &str) -> Self {
        let inner = segment.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
        if let Some(inner) = inner.filter(|inner| !inner.starts_with('{')) {
            let (name, is_rest) =
                inner.strip_prefix('*').map_or((inner, false), |name| (name, true));
            let is_name = !name.is_empty() && !name.contains(['{', '}', '*']);
            assert!(is_name, "{path:?}: {inner:?} is no name for a segment");
            return if is_rest { Self::Rest(name.into()) } else { Self::One(name.into()) };
        }
        let plain = segment.replace("{{", "").replace("}}", "");
        assert!(
            !plain.contains(['{', '}']),
            "{path:?}: braces stand around whole segments; write {{{{ and }}}} for braces themselves"
        );
        Self::Exact(segment.replace("{{", "{").replace("}}", "}"))
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Exact(_) => None,
            Self::One(name) | Self::Rest(name) => Some(name),
        }
    }
}

/// Holds the segments of two paths against each other, one after the other.
fn compare<'p>(known: &[String], mut path: impl Iterator<Item = &'p str>) -> Ordering {
    for segment in known {
        let Some(given) = path.next() else { return Ordering::Greater };
        match segment.as_str().cmp(given) {
            Ordering::Equal => {}
            unequal @ (Ordering::Less | Ordering::Greater) => return unequal,
        }
    }
    if path.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

/// Cuts a path into its segments; one slash at the beginning may be left out.
pub(crate) fn segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').map(String::from).collect() }
}

#[cfg(feature = "async")]
fn exact_text(path: &[String]) -> String {
    joined(path.iter().map(|segment| escaped(segment)))
}

/// Puts a slash before each segment; the root is a slash alone.
fn joined(segments: impl Iterator<Item = String>) -> String {
    let text: String = segments.flat_map(|segment| [String::from("/"), segment]).collect();
    if text.is_empty() { String::from("/") } else { text }
}

fn escaped(segment: &str) -> String {
    segment.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(patterns: &[&'static str]) -> Paths<&'static str> {
        let mut table = Paths::default();
        for pattern in patterns {
            *table.entry(pattern, || "") = pattern;
        }
        table
    }

    fn found(table: &mut Paths<&'static str>, path: &str) -> Option<(String, Vec<String>)> {
        let path = segments(path);
        let (pattern, parameters) = table.find(&path.iter().map(String::as_str))?;
        let named = parameters.into_iter().map(|(name, value)| format!("{name}={value}"));
        Some(((*pattern).to_owned(), named.collect()))
    }

    #[test]
    fn the_pattern_that_names_more_from_the_left_counts() {
        let mut table = table(&[
            "/{*all}",
            "/room/{room}",
            "/room/hall",
            "/{kind}/hall",
            "/room/{room}/size",
            "/",
        ]);
        let mut at = |path| found(&mut table, path).unwrap();

        assert_eq!(at("/room/hall"), ("/room/hall".into(), vec![]));
        assert_eq!(at("/room/bath"), ("/room/{room}".into(), vec!["room=bath".into()]));
        assert_eq!(at("/room/bath/size"), ("/room/{room}/size".into(), vec!["room=bath".into()]));
        assert_eq!(at("/floor/hall"), ("/{kind}/hall".into(), vec!["kind=floor".into()]));
        assert_eq!(at("/a/b/c"), ("/{*all}".into(), vec!["all=a/b/c".into()]));
        assert_eq!(at(""), ("/".into(), vec![]));
    }

    #[test]
    fn what_fits_no_pattern_is_not_found() {
        let mut table = table(&["/room/{room}", "/files/{*path}"]);

        for path in ["/room", "/room/a/b", "/files", "/other", ""] {
            assert_eq!(found(&mut table, path), None, "{path}");
        }
    }

    #[cfg(feature = "async")]
    #[test]
    fn doubled_braces_stand_for_themselves() {
        let mut table = table(&["/{{a}}/x"]);

        assert_eq!(found(&mut table, "/{a}/x"), Some(("/{{a}}/x".into(), vec![])));
        assert_eq!(table.into_entries().map(|(path, _)| path).collect::<Vec<_>>(), ["/{{a}}/x"]);
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_its_reason() {
        for (pattern, why) in [
            ("/a{b}", "whole segments"),
            ("/{a", "whole segments"),
            ("/{}", "no name"),
            ("/{*}", "no name"),
            ("/{a}/{a}", "a name twice"),
            ("/{*a}/b", "goes on"),
        ] {
            let panic = std::panic::catch_unwind(|| Pattern::read(pattern)).unwrap_err();
            let said = panic.downcast_ref::<String>().unwrap();
            assert!(said.contains(why) && said.contains(pattern), "{said}");
        }
    }

    #[test]
    #[should_panic(expected = "stand for the same paths")]
    fn other_names_for_the_same_paths_are_refused() {
        table(&["/{a}/x", "/{b}/x"]);
    }
}
