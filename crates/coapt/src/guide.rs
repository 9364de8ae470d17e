//! The pages of the guide as doc tests: every sample in Rust is run.

/// Makes a type for each page, whose doc comment it is.
macro_rules! pages {
    ($($page:ident $path:literal;)*) => {
        $(
            #[doc = include_str!(concat!("../../../docs/guide/", $path))]
            struct $page;
        )*
    };
}

pages! {
    FirstServer "first-server.md";
    FirstClient "first-client.md";
    Observing "observing.md";
    LargeBodies "large-bodies.md";
    Deferred "deferred.md";
    Asynchronous "asynchronous.md";
    Settings "settings.md";
    Errors "errors.md";
    Tuning "tuning.md";
    Groups "groups.md";
    Deploying "deploying.md";
    Testing "testing.md";
}
