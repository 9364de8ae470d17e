//! Names and texts as the types of a program: the open segments of a path, the arguments of a query.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Makes a value of pairs of names and texts: a structure or map by the names, a tuple or list by their order, or, of a
/// single pair, a number, text or the like.
pub(super) fn from_pairs<'p, T: DeserializeOwned>(
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
) -> Result<T, ValueError> {
    T::deserialize(Pairs(pairs.collect()))
}

/// Why texts are not what the program wants.
#[derive(Debug)]
pub(super) struct ValueError(String);

struct Pairs<'p>(Vec<(&'p str, &'p str)>);

/// A text that a value of any simple type is read from.
#[derive(Clone, Copy)]
struct Text<'p> {
    name: &'p str,
    text: &'p str,
}

impl<'p> Pairs<'p> {
    fn texts(self) -> impl Iterator<Item = Text<'p>> {
        self.0.into_iter().map(|(name, text)| Text { name, text })
    }

    fn only(&self) -> Result<Text<'p>, ValueError> {
        match self.0.as_slice() {
            [(name, text)] => Ok(Text { name, text }),
            all => Err(ValueError(format!("one value is wanted, and there are {}", all.len()))),
        }
    }
}

/// Hands over to the only text.
macro_rules! only {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
                self.only()?.$method(visitor)
            }
        )*
    };
}

impl<'p> Deserializer<'p> for Pairs<'p> {
    type Error = ValueError;

    only! {
        deserialize_bool deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64 deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_map(MapDeserializer::new(self.texts().map(|text| (text.name, text))))
    }

    fn deserialize_struct<V: Visitor<'p>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_seq<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(SeqDeserializer::new(self.texts()))
    }

    fn deserialize_tuple<V: Visitor<'p>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        if self.0.len() != len {
            return Err(ValueError(format!(
                "{len} values are wanted, and there are {}",
                self.0.len()
            )));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'p>>(
        self,
        _name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_option<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'p>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'p>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'p>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.only()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }
}

/// Reads a number from the text.
macro_rules! numbers {
    ($($method:ident $visit:ident $what:literal)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
                visitor.$visit(self.text.parse().map_err(|_| self.is_no($what))?)
            }
        )*
    };
}

impl Text<'_> {
    fn is_no(&self, what: &str) -> ValueError {
        ValueError(format!("{} is no {what}: {:?}", self.name, self.text))
    }
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = ValueError;

    numbers! {
        deserialize_i8 visit_i8 "whole number of 8 bits"
        deserialize_i16 visit_i16 "whole number of 16 bits"
        deserialize_i32 visit_i32 "whole number of 32 bits"
        deserialize_i64 visit_i64 "whole number of 64 bits"
        deserialize_i128 visit_i128 "whole number of 128 bits"
        deserialize_u8 visit_u8 "whole number from 0 to 255"
        deserialize_u16 visit_u16 "whole number from 0 to 65535"
        deserialize_u32 visit_u32 "whole number from 0 to 4294967295"
        deserialize_u64 visit_u64 "whole number of 64 bits that is not negative"
        deserialize_u128 visit_u128 "whole number of 128 bits that is not negative"
        deserialize_f32 visit_f32 "number"
        deserialize_f64 visit_f64 "number"
        deserialize_char visit_char "single character"
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.text {
            // An argument without "=" is a flag that is set.
            "true" | "1" | "" => visitor.visit_bool(true),
            "false" | "0" => visitor.visit_bool(false),
            _ => Err(self.is_no("truth value (true, false, 1, 0)")),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_enum(IntoDeserializer::<ValueError>::into_deserializer(self.text))
    }

    forward_to_deserialize_any! {
        str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'p> IntoDeserializer<'p, ValueError> for Text<'p> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

impl de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Range {
        from: u32,
        to: Option<u32>,
        #[serde(default)]
        reverse: bool,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Unit {
        Celsius,
        Kelvin,
    }

    fn read<T: DeserializeOwned>(pairs: &[(&str, &str)]) -> Result<T, String> {
        from_pairs(pairs.iter().copied()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_single_value_is_read_by_its_type() {
        assert_eq!(read::<u16>(&[("room", "7")]), Ok(7));
        assert_eq!(read::<String>(&[("room", "7")]), Ok("7".into()));
        assert_eq!(read::<(f64,)>(&[("room", "-0.5")]), Ok((-0.5,)));
        assert_eq!(read::<Unit>(&[("unit", "kelvin")]), Ok(Unit::Kelvin));
        assert_eq!(read::<Option<char>>(&[]), Ok(None));
    }

    #[test]
    fn several_values_go_by_name_or_by_order() {
        let pairs = [("from", "1"), ("to", "2"), ("reverse", "")];
        assert_eq!(read(&pairs), Ok(Range { from: 1, to: Some(2), reverse: true }));
        assert_eq!(read(&pairs[..1]), Ok(Range { from: 1, to: None, reverse: false }));
        assert_eq!(read(&pairs[..2]), Ok((1_u8, String::from("2"))));
        assert_eq!(read::<Vec<u8>>(&pairs[..2]), Ok(vec![1, 2]));
        let map = BTreeMap::from([(String::from("from"), 1)]);
        assert_eq!(read(&pairs[..1]), Ok(map));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let said = |error: Result<Range, String>| error.unwrap_err();
        assert_eq!(
            said(read(&[("from", "x")])),
            "from is no whole number from 0 to 4294967295: \"x\""
        );
        assert_eq!(said(read(&[("to", "1")])), "missing field `from`");
        assert!(said(read(&[("from", "1"), ("reverse", "maybe")])).contains("true, false, 1, 0"));
        assert!(read::<u8>(&[]).unwrap_err().contains("there are 0"));
        assert!(read::<(u8, u8)>(&[("a", "1")]).unwrap_err().contains("2 values are wanted"));
        assert!(read::<Unit>(&[("unit", "rankine")]).unwrap_err().contains("celsius"));
    }
}
