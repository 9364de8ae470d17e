//! SenML (RFC 8428): packs in JSON and CBOR as a table, base fields resolved.

mod read;
mod time;

use crate::paint::{Paint, Role};

use super::{hex, text};

pub(crate) use read::{from_cbor, from_json};

/// One record as it was sent: what its fields say, base fields apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    base: Base,
    name: Option<String>,
    unit: Option<String>,
    value: Option<Value>,
    sum: Option<f64>,
    time: Option<f64>,
    update: Option<f64>,
}

/// Base fields, which hold for this record and those that follow (§4.1).
#[derive(Clone, Debug, Default, PartialEq)]
struct Base {
    name: Option<String>,
    unit: Option<String>,
    value: Option<f64>,
    sum: Option<f64>,
    time: Option<f64>,
}

/// A value (§4.2).
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(f64),
    Text(String),
    Bool(bool),
    Data(Vec<u8>),
}

/// Names of the columns, and whether their texts stand to the right.
const COLUMNS: [(&str, bool); 6] = [
    ("NAME", false),
    ("TIME", false),
    ("VALUE", true),
    ("UNIT", false),
    ("SUM", true),
    ("UPDATE", false),
];

/// Lays records out as a table; columns in which nothing stands are left out.
pub(crate) fn table(paint: Paint, records: &[Record]) -> String {
    let rows = resolved(records);
    let widths: Vec<_> = (0..COLUMNS.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        })
        .collect();
    let mut out = String::new();
    let head = COLUMNS.map(|(name, _)| name.to_owned());
    push_line(&mut out, &head, &widths, |_| (paint, Role::Heading));
    for row in &rows {
        push_line(&mut out, row, &widths, |column| (paint, role(column)));
    }
    out
}

fn role(column: usize) -> Role {
    match column {
        0 => Role::Key,
        2 | 4 => Role::Number,
        _ => Role::Faint,
    }
}

fn push_line(
    out: &mut String,
    cells: &[String; COLUMNS.len()],
    widths: &[usize],
    style: impl Fn(usize) -> (Paint, Role),
) {
    let mut line = String::new();
    let mut gap = "";
    let columns = COLUMNS.iter().zip(cells).zip(widths).enumerate();
    for (column, (((name, is_right), cell), width)) in columns.filter(|(_, (_, width))| **width > 0)
    {
        let width = (*width).max(name.len());
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        let (paint, role) = style(column);
        let cell = if cell.is_empty() { String::new() } else { paint.text(role, cell) };
        line.push_str(gap);
        line.push_str(&if *is_right { padding.clone() + &cell } else { cell + &padding });
        gap = "  ";
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Resolves the base fields (§4.6); a record that only has some makes no row.
fn resolved(records: &[Record]) -> Vec<[String; COLUMNS.len()]> {
    let mut base = Base::default();
    let mut rows = Vec::new();
    for record in records {
        base.take(&record.base);
        if record.value.is_some() || record.sum.is_some() || record.name.is_some() {
            rows.push(base.row(record));
        }
    }
    rows
}

impl Base {
    fn take(&mut self, news: &Self) {
        let Self { name, unit, value, sum, time } = news.clone();
        self.name = name.or(self.name.take());
        self.unit = unit.or(self.unit.take());
        self.value = value.or(self.value);
        self.sum = sum.or(self.sum);
        self.time = time.or(self.time);
    }

    fn row(&self, record: &Record) -> [String; COLUMNS.len()] {
        let name = [&self.name, &record.name].map(|part| part.as_deref().unwrap_or_default());
        let unit = record.unit.as_deref().or(self.unit.as_deref()).unwrap_or_default();
        let value = match &record.value {
            Some(Value::Number(number)) => total(*number, self.value),
            Some(Value::Text(value)) => text::printable(value, &[]),
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Data(bytes)) => format!("h'{}'", hex::encode(bytes)),
            None => String::new(),
        };
        let sum = record.sum.map(|sum| total(sum, self.sum));
        // A base time with nothing to add still tells when.
        let has_time = record.time.is_some() || self.time.is_some();
        let time = record.time.unwrap_or_default() + self.time.unwrap_or_default();
        [
            text::printable(&name.concat(), &[]),
            if has_time { time::text(time) } else { String::new() },
            value,
            text::printable(unit, &[]),
            sum.unwrap_or_default(),
            record.update.map(|time| format!("{} s", figure(time))).unwrap_or_default(),
        ]
    }
}

/// Adds the base value to a number, rounded to 15 figures, so that a sum looks as its parts do.
fn total(number: f64, base: Option<f64>) -> String {
    let Some(base) = base else { return figure(number) };
    let sum = number + base;
    figure(format!("{sum:.14e}").parse().unwrap_or(sum))
}

/// Gives a number as short as it can be told.
fn figure(number: f64) -> String {
    if number != 0.0 && !(1e-6..1e17).contains(&number.abs()) {
        return format!("{number:e}");
    }
    // The sum makes zero of a negative zero.
    format!("{}", number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str) -> String {
        table(Paint::Plain, &from_json(json).unwrap())
    }

    #[test]
    fn base_fields_are_resolved() {
        let pack = r#"[
            {"bn":"urn:dev:ow:10e2073a01080063:","bt":1.320067464e9,"bu":"%RH","v":20},
            {"u":"lon","v":24.30621},
            {"u":"lat","v":60.07965,"t":-60},
            {"n":"t","u":"Cel","v":0.1}]"#;

        let name = "urn:dev:ow:10e2073a01080063:";
        let expected = [
            "NAME                           TIME                     VALUE  UNIT".to_owned(),
            format!("{name}   2011-10-31 13:24:24Z        20  %RH"),
            format!("{name}   2011-10-31 13:24:24Z  24.30621  lon"),
            format!("{name}   2011-10-31 13:23:24Z  60.07965  lat"),
            format!("{name}t  2011-10-31 13:24:24Z       0.1  Cel"),
        ];
        assert_eq!(shown(pack).lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn columns_without_content_are_left_out() {
        let shown =
            shown(r#"[{"n":"a","v":1},{"n":"switch","vb":true},{"n":"label","vs":"x\u001b"}]"#);

        assert_eq!(shown, "NAME      VALUE\na             1\nswitch     true\nlabel   x\\u{1b}\n");
    }

    #[test]
    fn sums_and_base_values_are_added() {
        let shown = shown(r#"[{"bn":"e","bv":20,"bs":100,"v":0.3,"s":0.2,"ut":10},{"v":1.1}]"#);

        let rows: Vec<Vec<_>> =
            shown.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["NAME", "VALUE", "SUM", "UPDATE"]);
        assert_eq!(rows[1], ["e", "20.3", "100.2", "10", "s"]);
        assert_eq!(rows[2], ["e", "21.1"]);
    }

    #[test]
    fn numbers_are_shown_without_noise() {
        let numbers = [0.1, -0.0, 1e300, 1.5e-9, 21.0, 9_007_199_254_740_991.0];

        let shown = numbers.map(figure);

        assert_eq!(shown, ["0.1", "0", "1e300", "1.5e-9", "21", "9007199254740991"]);
        assert_eq!(total(0.2, Some(0.1)), "0.3");
        assert_eq!(total(f64::INFINITY, Some(1.0)), "inf");
    }
}
