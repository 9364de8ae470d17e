//! `cargo xtask docs`: the book of docs, the references of Rust and Python, and whether all their links lead somewhere.
//!
//! All goes into target/docs, with one page to begin at. Links to the web are not fetched.

mod check;
mod files;
mod html;
mod stage;

use crate::disk::{copy_folder, read, remove, write};
use crate::finding;
use crate::python;
use crate::say;
use crate::setup;
use crate::tools::MDBOOK;
use crate::workspace::{Workspace, run as run_command, run_quietly};

use files::Files;

/// Where everything is built.
const OUTPUT: &str = "target/docs";
/// The pages as mdBook reads them.
const STAGE: &str = "target/docs-stage";
/// Where cargo leaves its documentation.
const RUSTDOC: &str = "target/doc";
/// The libraries whose documentation is published, bottom up.
const LIBRARIES: [&str; 4] = ["coapt-wire", "coapt-proto", "coapt-net", "coapt"];

/// The page to begin at.
const INDEX: &str = "\
<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>coapt</title>
<style>body { font: 1.1em/1.5 sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em }</style>
<h1>coapt</h1>
<p>CoAP (RFC 7252) for Rust and Python: client, server, command line.</p>
<ul>
<li><a href=\"book/guide/index.html\">The guide</a>: from a first server to deploying; decisions, measurements</li>
<li><a href=\"rust/coapt/index.html\">The reference for Rust</a></li>
<li><a href=\"python/coapt.html\">The reference for Python</a></li>
</ul>
</html>
";

/// Builds everything and checks the links of all pages.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    remove(&house.path(OUTPUT))?;
    let files = Files::new(house, OUTPUT);
    book(house, &files)?;
    rust(house, &files)?;
    python_reference(house)?;
    write(&house.path(OUTPUT).join("index.html"), INDEX)?;
    let (pages, links, findings) = check::all(&house.path(OUTPUT))?;
    finding::report(&findings)?;
    say::line(format_args!("docs: {pages} pages with {links} links in {OUTPUT}/index.html"));
    Ok(())
}

/// Builds the book of the pages in docs.
fn book(house: &Workspace, files: &Files<'_>) -> Result<(), String> {
    let mut mdbook = MDBOOK.ready(house)?;
    remove(&house.path(STAGE))?;
    stage::make(house, STAGE, files)?;
    let destination = house.path(OUTPUT).join("book");
    run_quietly(mdbook.args(["build", STAGE, "--dest-dir"]).arg(destination))
}

/// Builds the reference for Rust; a warning is an error.
fn rust(house: &Workspace, files: &Files<'_>) -> Result<(), String> {
    // What cargo left of other packages is no part of it.
    remove(&house.path(RUSTDOC))?;
    // From below: links to another crate need its pages to be there.
    for library in LIBRARIES {
        let mut command =
            house.cargo(["doc", "--no-deps", "--lib", "--quiet", "--package", library]);
        if library == "coapt" {
            command.args(["--features", "full"]);
        }
        run_command(command.env("RUSTDOCFLAGS", "-Dwarnings"))?;
    }
    let target = house.path(OUTPUT).join("rust");
    copy_folder(&house.path(RUSTDOC), &target)?;
    // These two lead to a page of all crates that nobody has asked rustdoc for.
    for name in ["help.html", "settings.html"] {
        write(&target.join(name), "<a href=\"coapt/index.html\">coapt</a>\n")?;
    }
    let crate_page = target.join("coapt/index.html");
    let text = read(&crate_page)?;
    write(&crate_page, &stage::crate_page(house, &text, files)?)
}

/// Builds the reference for Python from the docstrings and types of the package.
fn python_reference(house: &Workspace) -> Result<(), String> {
    setup::ensure_python_tools(house)?;
    python::install(house)?;
    let output = house.path(OUTPUT).join("python");
    let mut command = python::python(house);
    command.args(["-m", "pdoc", "--docformat", "markdown", "--output-directory"]).arg(output);
    run_quietly(command.args(["coapt", "coapt.aio"]))
}
