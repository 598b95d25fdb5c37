//! Words as rules write them: one or a list, each a text or a one-key map of some form.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::text::located::Located;

/// The forms of a word that are a one-key map, and what lists of such words are called.
pub trait Forms: JsonSchema + for<'de> Deserialize<'de> {
    /// The name of a list in schemas.
    const LIST: &'static str;
    /// The name of a word in schemas.
    const WORD: &'static str;
    /// What a word may be, for errors.
    const EXPECTED: &'static str;
}

/// One word as written.
#[derive(Debug, Clone)]
pub enum Written<F> {
    /// `词` or `/…/`.
    Text(String),
    /// `{ term: … }` and the like.
    Form(F),
}

/// Words as a rule gives them; one may stand without a list.
#[derive(Debug)]
pub struct List<F>(pub Vec<Located<Written<F>>>);

impl<F> Default for List<F> {
    fn default() -> Self {
        List(Vec::new())
    }
}

/// One word, or a list.
enum OneOrMany<F> {
    One(Written<F>),
    Many(Vec<Located<Written<F>>>),
}

impl<'de, F: Forms> Deserialize<'de> for List<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value, referenced, defined } = Located::<OneOrMany<F>>::deserialize(deserializer)?;
        Ok(List(match value {
            OneOrMany::One(value) => vec![Located { value, referenced, defined }],
            OneOrMany::Many(words) => words,
        }))
    }
}

impl<'de, F: Forms> Deserialize<'de> for OneOrMany<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor<F>(PhantomData<F>);
        impl<'de, F: Forms> Visitor<'de> for OneOrManyVisitor<F> {
            type Value = OneOrMany<F>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("词语或一列词语")
            }
            fn visit_str<E>(self, text: &str) -> Result<OneOrMany<F>, E> {
                Ok(OneOrMany::One(Written::Text(text.to_owned())))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany<F>, A::Error> {
                F::deserialize(MapAccessDeserializer::new(map)).map(|form| OneOrMany::One(Written::Form(form)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany<F>, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMany::Many(words))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

impl<'de, F: Forms> Deserialize<'de> for Written<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WrittenVisitor<F>(PhantomData<F>);
        impl<'de, F: Forms> Visitor<'de> for WrittenVisitor<F> {
            type Value = Written<F>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(F::EXPECTED)
            }
            fn visit_str<E>(self, text: &str) -> Result<Written<F>, E> {
                Ok(Written::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written<F>, A::Error> {
                F::deserialize(MapAccessDeserializer::new(map)).map(Written::Form)
            }
        }
        deserializer.deserialize_any(WrittenVisitor(PhantomData))
    }
}

impl<F: Forms> JsonSchema for List<F> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        F::LIST.into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<Written<F>>();
        schemars::json_schema!({ "anyOf": [word, { "type": "array", "items": word }] })
    }
}

impl<F: Forms> JsonSchema for Written<F> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        F::WORD.into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<F>()] })
    }
}
