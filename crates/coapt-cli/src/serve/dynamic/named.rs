//! `NAME=WHAT` on the command line: a resource with its path.

/// A path and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// At least one segment; none is empty.
    pub(crate) path: Vec<String>,
    pub(crate) what: String,
}

/// Reads `--value`, such as `hall/temp=21.5`; the value may be empty.
pub(crate) fn value(text: &str) -> Result<Named, String> {
    named(text, "a value looks like temp=21.5 or hall/lamp=off")
}

/// Reads `--exec`, such as `load=cat /proc/loadavg`.
pub(crate) fn exec(text: &str) -> Result<Named, String> {
    let shape = "a command looks like load='cat /proc/loadavg'";
    let named = named(text, shape)?;
    if named.what.trim().is_empty() {
        return Err(format!("there is no command behind the =; {shape}"));
    }
    if named.what.contains('\0') {
        return Err("a command holds no zero byte".to_owned());
    }
    Ok(named)
}

fn named(text: &str, shape: &str) -> Result<Named, String> {
    let Some((path, what)) = text.split_once('=') else {
        return Err(format!("there is no =; {shape}"));
    };
    let path: Vec<_> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    for segment in &path {
        check(segment).map_err(|why| format!("{why}; {shape}"))?;
    }
    if path == [".well-known", "core"] {
        return Err("/.well-known/core lists the resources and cannot be another one".to_owned());
    }
    Ok(Named { path: path.into_iter().map(str::to_owned).collect(), what: what.to_owned() })
}

/// Tells why a segment can be none of a path that clients reach.
fn check(segment: &str) -> Result<(), String> {
    match segment {
        "" => Err("a part of the path is empty".to_owned()),
        "." | ".." => Err(format!("clients never send {segment} as a part of a path")),
        long if long.len() > 255 => Err("a part of the path has more than 255 bytes".to_owned()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_ends_at_the_first_equals_sign() {
        let named = value("/hall/temp=a=b").unwrap();

        assert_eq!((named.path, named.what), (vec!["hall".into(), "temp".into()], "a=b".into()));
        assert_eq!(value("x=").unwrap().what, "");
    }

    #[test]
    fn a_mistake_is_named_with_what_is_right() {
        for (wrong, word) in [
            ("temp", "no ="),
            ("=5", "empty"),
            ("a//b=5", "empty"),
            ("a/=5", "empty"),
            ("../x=5", ".."),
        ] {
            let why = value(wrong).unwrap_err();
            assert!(why.contains(word) && why.contains("looks like temp=21.5"), "{wrong}: {why}");
        }
        assert!(value(&format!("{}=1", "x".repeat(256))).unwrap_err().contains("255"));
        assert!(value(".well-known/core=1").unwrap_err().contains("lists"));
        assert!(exec("lamp= ").unwrap_err().contains("no command"));
    }
}
