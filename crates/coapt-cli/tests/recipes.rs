//! Runs every sample of `docs/recipes.md`, `serve.md` and `doctor.md` and holds what comes out against the page.
//!
//! A block is a session of its own in a shell, beside a copy of `examples/house` that is served as
//! `house.example`. The names of hosts on the page are replaced by the addresses of the servers.

#[cfg(test)]
#[path = "server/support.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod support;

#[cfg(test)]
#[path = "recipes/page.rs"]
mod page;
#[cfg(test)]
#[path = "recipes/session.rs"]
mod session;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use crate::page::{self, Recipe, Step};
    use crate::session::Session;

    const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");

    #[test]
    fn every_recipe_does_what_the_page_shows() {
        runs("recipes.md", 20);
    }

    #[test]
    fn every_sample_of_serve_does_what_the_page_shows() {
        runs("serve.md", 5);
    }

    #[test]
    fn every_sample_of_doctor_does_what_the_page_shows() {
        runs("doctor.md", 4);
    }

    /// Runs the samples of a page, of which there are so many at least.
    fn runs(page: &str, least: usize) {
        let recipes = page::recipes(&fs::read_to_string(Path::new(PAGES).join(page)).unwrap());
        assert!(recipes.len() >= least, "there are only {} samples", recipes.len());

        let wrong: Vec<_> = recipes.iter().flat_map(differences).collect();

        assert!(wrong.is_empty(), "docs/{page}:\n{}", wrong.join("\n"));
    }

    /// Runs a recipe, and tells what differs from the page.
    fn differences(recipe: &Recipe) -> Vec<String> {
        let mut session = Session::start();
        let differing = |Step { command, output, line }: &Step| {
            let shown = session.run(command, output.len());
            let (page, told) = (output.join("\n"), shown.join("\n"));
            let words = format!("line {line}: {command}\n--- page\n{page}\n--- shown\n{told}\n");
            (!page::is_like(output, &shown)).then_some(words)
        };
        recipe.steps.iter().filter_map(differing).collect()
    }

    #[test]
    fn an_ellipsis_stands_for_anything() {
        let is_like = |pattern: &[&str], lines: &[&str]| {
            let owned = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
            page::is_like(&owned(pattern), &owned(lines))
        };

        assert!(is_like(&["a …s", "…", "z"], &["a 5 ms", "b", "c", "z"]));
        assert!(is_like(&["…"], &[]));
        assert!(!is_like(&["a …s"], &["a 5 m"]));
        assert!(!is_like(&["a"], &["a", "b"]));
        assert!(!is_like(&["a", "…", "z"], &["a", "b"]));
    }
}
