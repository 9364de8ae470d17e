//! Links as a table: paths, formats, sizes, and whatever else is known, in columns.

use std::io::Write;

use coapt::Link;

use crate::failure::Failure;
use crate::paint::Role;
use crate::printer::Printer;
use crate::show;
use crate::show::links::{Attributes, attributes};

/// Prints the table, sorted by paths.
pub(crate) fn print(links: &[Link], printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    let row = |link: &Link| (show::text::printable(&link.target, &[]), attributes(link));
    let mut rows: Vec<_> = links.iter().map(row).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let width = |column: fn(&(String, Attributes)) -> &str| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (paths, formats, sizes) =
        (width(|row| &row.0), width(|row| &row.1.formats), width(|row| &row.1.size));
    let paint = printer.paint();
    for (path, Attributes { formats: format, size, others }) in &rows {
        let path = paint.text(Role::Accent, &format!("{path:<paths$}"));
        let others = paint.text(Role::Faint, others);
        let line = format!("{path}  {format:<formats$}  {size:>sizes$}  {others}");
        printer.line(line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::printer::Reader;

    use super::*;

    #[test]
    fn the_table_has_columns() {
        let links = [
            Link::new("/temp").with("ct", "50 60").with("rt", "temperature").with_flag("obs"),
            Link::new("/a").with("ct", "23").with("sz", "312345"),
        ];
        let mut out = Vec::new();

        print(&links, &mut Printer::new(&mut out, Reader::Person)).unwrap();

        let expected = "\
/a     image/png                           305.0 KiB
/temp  application/json, application/cbor             rt=\"temperature\" obs
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
