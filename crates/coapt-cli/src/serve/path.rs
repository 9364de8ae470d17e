//! Paths as clients name them, checked before the disk hears of them.

/// A path inside the folder: no segment is empty, hidden, or more than one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StorePath {
    segments: Vec<String>,
    ends_with_slash: bool,
}

/// Why a path names nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathFault {
    /// It has a segment that can be no name of a file.
    Impossible,
    /// It has a segment that begins with a dot: such files are not served.
    Hidden,
}

impl StorePath {
    /// Checks the values of the Uri-Path options.
    pub(crate) fn from_options<'a>(
        options: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, PathFault> {
        let mut segments = Vec::new();
        let mut ends_with_slash = false;
        for option in options {
            let segment = std::str::from_utf8(option).map_err(|_| PathFault::Impossible)?;
            if ends_with_slash {
                return Err(PathFault::Impossible);
            }
            if segment.is_empty() {
                ends_with_slash = true;
            } else {
                segments.push(checked(segment)?.to_owned());
            }
        }
        Ok(Self { segments, ends_with_slash })
    }

    /// Checks the names that a test gives.
    #[cfg(test)]
    pub(crate) fn from_names<'a>(
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, PathFault> {
        let segments = names.into_iter().map(|name| checked(name).map(str::to_owned));
        Ok(Self { segments: segments.collect::<Result<_, _>>()?, ends_with_slash: false })
    }

    /// Returns the folder itself.
    pub(crate) fn root() -> Self {
        Self { segments: Vec::new(), ends_with_slash: false }
    }

    /// Returns the path of an entry of this folder.
    pub(crate) fn join(&self, name: &str) -> Self {
        let mut segments = self.segments.clone();
        segments.push(name.to_owned());
        Self { segments, ends_with_slash: false }
    }

    /// Parts the path into the folder that holds the entry, and the entry's name.
    pub(crate) fn split(&self) -> Option<(Self, &str)> {
        let (name, folder) = self.segments.split_last()?;
        Some((Self { segments: folder.to_vec(), ends_with_slash: false }, name))
    }

    /// Returns the segments.
    pub(crate) fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Tells whether the client wrote a slash behind the last segment, as for a folder.
    pub(crate) fn ends_with_slash(&self) -> bool {
        self.ends_with_slash
    }

    /// Returns the path as the system wants it, relative to the folder.
    pub(crate) fn relative(&self) -> String {
        if self.segments.is_empty() { ".".to_owned() } else { self.segments.join("/") }
    }
}

/// Tells whether a name on the disk is not to be seen by clients.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn checked(segment: &str) -> Result<&str, PathFault> {
    //= rfc7252#5.10.1 dot-segments: "." and ".." select nothing
    if matches!(segment, "" | "." | "..") || segment.contains(['/', '\0']) || segment.len() > 255 {
        return Err(PathFault::Impossible);
    }
    if is_hidden(segment) { Err(PathFault::Hidden) } else { Ok(segment) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(segments: &[&str]) -> Result<StorePath, PathFault> {
        StorePath::from_options(segments.iter().map(|segment| segment.as_bytes()))
    }

    #[test]
    fn plain_names_are_joined() {
        assert_eq!(path(&["a", "b c.txt"]).unwrap().relative(), "a/b c.txt");
        assert_eq!(path(&[]).unwrap().relative(), ".");
        assert_eq!(path(&["%2e%2e", "a%2fb"]).unwrap().relative(), "%2e%2e/a%2fb");
    }

    #[test]
    fn a_slash_behind_the_last_segment_is_noted() {
        let path = path(&["a", ""]).unwrap();

        assert_eq!((path.relative().as_str(), path.ends_with_slash()), ("a", true));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let too_long = "x".repeat(256);
        for segments in [
            &[".."][..],
            &["a", "..", "b"],
            &["."],
            &["a/b"],
            &["/etc/passwd"],
            &["a\0b"],
            &["", "a"],
            &["a", "", ""],
            &[&too_long],
        ] {
            assert_eq!(path(segments), Err(PathFault::Impossible), "{segments:?}");
        }
        assert_eq!(StorePath::from_options([&b"\xff"[..]].into_iter()), Err(PathFault::Impossible));
    }

    #[test]
    fn names_with_a_dot_before_are_hidden() {
        assert_eq!(path(&[".git", "config"]), Err(PathFault::Hidden));
        assert_eq!(path(&["a", ".coapt-1-1.part"]), Err(PathFault::Hidden));
    }

    #[test]
    fn a_path_parts_into_folder_and_name() {
        let path = path(&["a", "b", "c"]).unwrap();

        let (folder, name) = path.split().unwrap();

        assert_eq!((folder.relative().as_str(), name), ("a/b", "c"));
        assert_eq!(folder.join(name), path);
        assert!(StorePath::root().split().is_none());
    }
}
