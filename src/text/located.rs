//! A value with its place in a YAML file, so that an error found after parsing still points at it.
//!
//! With `rule::pack` the only user of the YAML crate.

/// A value read from YAML together with where it stood (unknown for the packs compiled at build time).
pub use serde_yaml::Spanned as Located;

use serde::Deserialize;

use super::span::Span;

/// Byte span of a located value in its YAML file, `None` where the reader did not know it.
pub fn place<T>(value: &Located<T>) -> Option<Span> {
    let span = value.referenced.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let len = usize::try_from(span.byte_len()?).ok()?;
    Some(Span::new(start, start + len))
}

/// A name or a list of names.
#[derive(Debug, Clone, Default)]
pub struct OneOrMany(pub Vec<Located<String>>);

impl schemars::JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> serde::de::Visitor<'de> for Names {
            type Value = Vec<String>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("一个名称或一列名称")
            }
            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(vec![name.to_owned()])
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = seq.next_element()? {
                    names.push(name);
                }
                Ok(names)
            }
        }
        struct Many(Vec<String>);
        impl<'de> Deserialize<'de> for Many {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Names).map(Many)
            }
        }
        let many = Located::<Many>::deserialize(deserializer)?;
        let (referenced, defined) = (many.referenced, many.defined);
        Ok(OneOrMany(many.value.0.into_iter().map(|name| Located { value: name, referenced, defined }).collect()))
    }
}
