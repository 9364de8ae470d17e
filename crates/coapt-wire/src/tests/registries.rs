//! Holds the registries against `tests/vectors/registries.toml`.

use crate::{Code, ContentFormat, OptionDefinition, OptionFormat, OptionNumber};
use toml::{Table, Value};

#[test]
fn the_option_registry_is_complete_and_exact() {
    let registry = registry();
    let rows = registry["option"].as_array().unwrap();

    for row in rows {
        let number = OptionNumber::new(u16::try_from(row["number"].as_integer().unwrap()).unwrap());
        let definition = number.definition().unwrap();

        assert_eq!(definition.number, number);
        assert_eq!(row["name"].as_str(), Some(definition.name));
        assert_eq!(row["format"].as_str(), Some(format_name(definition.format)));
        assert_eq!(row["min"].as_integer(), Some(i64::from(definition.min)));
        assert_eq!(row["max"].as_integer(), Some(i64::from(definition.max)));
        assert_eq!(row["repeatable"].as_bool(), Some(definition.repeatable), "{number}");
        assert_eq!(row["ref"].as_str().unwrap(), definition.reference.replace('§', ""));
        assert_eq!(row["critical"].as_bool(), Some(number.is_critical()));
        assert_eq!(row["unsafe"].as_bool(), Some(number.is_unsafe()));
        assert_eq!(row["no_cache_key"].as_bool(), Some(number.is_no_cache_key()));
        assert_eq!(OptionNumber::from_name(&definition.name.to_uppercase()), Some(number));
        assert_eq!(number.to_string(), definition.name);
    }

    assert_eq!(rows.len(), OptionDefinition::all().len());
    let known = (0..=u16::MAX).filter(|n| OptionNumber::new(*n).definition().is_some()).count();
    assert_eq!(known, rows.len());
}

// rfc: M-8132-3-03
#[test]
fn every_code_has_its_name() {
    let registry = registry();
    let rows = ["method", "response", "signalling"];
    let rows: Vec<&Value> = rows.iter().flat_map(|k| registry[*k].as_array().unwrap()).collect();

    for row in &rows {
        let code: Code = row["code"].as_str().unwrap().parse().unwrap();

        assert_eq!(row["value"].as_integer(), Some(i64::from(code.to_byte())));
        assert_eq!(row["name"].as_str(), code.name());
        assert_eq!(row["code"].as_str().unwrap(), code.to_string());
        assert_eq!(row.get("safe").is_some_and(|v| v.as_bool().unwrap()), code.is_safe());
        let idempotent = row.get("idempotent").is_some_and(|v| v.as_bool().unwrap());
        assert_eq!(idempotent, code.is_idempotent());
        let cacheable = row.get("cacheable").is_some_and(|v| v.as_bool().unwrap());
        assert_eq!(cacheable, code.is_cacheable(), "{code}");
    }

    let named = (1..=u8::MAX).filter(|byte| Code::from_byte(*byte).name().is_some()).count();
    assert_eq!(named, rows.len());
}

#[test]
fn the_content_format_registry_is_complete_and_exact() {
    let registry = registry();
    let rows = registry["content_format"].as_array().unwrap();

    for row in rows {
        let id = u16::try_from(row["id"].as_integer().unwrap()).unwrap();
        let format = ContentFormat::new(id);

        assert_eq!((format.value(), u16::from(format)), (id, id));
        assert_eq!(row["type"].as_str(), format.media_type());
        assert_eq!(row.get("coding").and_then(Value::as_str), format.coding());
        assert_eq!(ContentFormat::from_media_type(&format.to_string()), Some(format));
    }

    assert_eq!(rows.len(), ContentFormat::all().count());
}

#[test]
fn content_formats_have_short_names() {
    let short = ContentFormat::from_media_type;

    assert_eq!(short("text"), Some(ContentFormat::TEXT_PLAIN));
    assert_eq!(short("text/plain"), Some(ContentFormat::TEXT_PLAIN));
    assert_eq!(short("Application/JSON"), Some(ContentFormat::JSON));
    assert_eq!(short("json"), Some(ContentFormat::JSON));
    assert_eq!(short("cbor"), Some(ContentFormat::CBOR));
    assert_eq!(short("link-format"), Some(ContentFormat::LINK_FORMAT));
    assert_eq!(short("octet-stream"), Some(ContentFormat::OCTET_STREAM));
    assert_eq!(short("xml"), Some(ContentFormat::XML));
    assert_eq!(short("exi"), Some(ContentFormat::EXI));
    assert_eq!(short("senml+json"), Some(ContentFormat::SENML_JSON));
    assert_eq!(short("cbor@deflate"), Some(ContentFormat::new(11060)));
    assert_eq!(short("text/plain;charset=UTF-8"), Some(ContentFormat::TEXT_PLAIN));
    assert_eq!(short("application/cose; cose-type=cose-mac"), Some(ContentFormat::new(97)));
    assert_eq!(short("no/such"), None);
    assert_eq!(short(""), None);
    assert_eq!(ContentFormat::new(65000).to_string(), "65000");
}

fn format_name(format: OptionFormat) -> &'static str {
    match format {
        OptionFormat::Empty => "empty",
        OptionFormat::Opaque => "opaque",
        OptionFormat::Uint => "uint",
        OptionFormat::String => "string",
        OptionFormat::Block => "block",
    }
}

fn registry() -> Table {
    include_str!("../../../../tests/vectors/registries.toml").parse().unwrap()
}
