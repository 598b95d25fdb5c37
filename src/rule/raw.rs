//! The YAML forms of a pack, read strictly: an unknown key is an error at its place.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{FixSafety, OutsideNorm, Settles};
use crate::check::Check;
use crate::check::scope::Where;
use crate::check::words::Tagged;
use crate::check::written::Written;
use crate::document::{Level, TraceKind};
use crate::finding::Severity;
use crate::norm::DayText;
use crate::text::located::Located;

/// One rule.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRule {
    #[schemars(with = "String")]
    pub id: Located<String>,
    pub title: String,
    #[schemars(with = "Severity")]
    pub severity: Located<Severity>,
    #[schemars(with = "Vec<String>")]
    pub basis: Vec<Located<String>>,
    pub requirement: Option<String>,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub weakens: Vec<Located<String>>,
    #[serde(default)]
    pub when: RawWhen,
    #[serde(default, rename = "where")]
    pub scope: Where,
    pub check: Check,
    #[schemars(with = "String")]
    pub message: Located<String>,
    #[schemars(with = "Option<String>")]
    pub help: Option<Located<String>>,
    pub fix: Option<FixSafety>,
    pub settles: Option<Settles>,
    /// Whether it takes the place of a rule of the same id in a pack this one builds on.
    #[serde(default)]
    pub replace: bool,
    /// Whether its findings may be waived.
    #[serde(default = "yes")]
    pub waivable: bool,
    #[serde(default)]
    pub examples: RawExamples,
}

fn yes() -> bool {
    true
}

/// Rules of other packs that a pack switches off.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOff {
    /// Ids or groups.
    #[schemars(with = "Vec<String>")]
    pub off: Vec<Located<String>>,
    /// Why, for those who miss them.
    pub reason: String,
}

/// Which documents a rule is for.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawWhen {
    #[serde(default)]
    pub levels: Vec<Level>,
    #[serde(default)]
    pub known_level: bool,
    #[serde(default)]
    pub years: Years,
    #[serde(default)]
    pub outside_norm: OutsideNorm,
    /// Only for documents of this type, in a pack whose other rules are for all.
    #[schemars(with = "Option<String>")]
    pub genre: Option<Located<String>>,
}

/// Reporting years, both ends included.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Years {
    pub from: Option<u16>,
    pub to: Option<u16>,
}

/// Examples.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExamples {
    #[serde(default)]
    pub bad: Vec<RawExample>,
    #[serde(default)]
    pub good: Vec<RawExample>,
}

/// A text alone, or a text with what is assumed and expected.
#[derive(Debug)]
pub(super) struct RawExample(pub ExampleMap);

/// The long form of an example.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleMap {
    pub text: String,
    pub expect: Option<Vec<String>>,
    pub year: Option<u16>,
    pub level: Option<Level>,
    pub published: Option<DayText>,
    #[serde(default)]
    pub traces: Vec<RawTrace>,
}

/// Something the file of an example holds beside its text.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrace {
    pub kind: TraceKind,
    /// Words of the text that it is about; it stands before the text where absent.
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub text: String,
    pub author: Option<String>,
}

impl schemars::JsonSchema for RawExample {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Example".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<ExampleMap>()] })
    }
}

impl<'de> Deserialize<'de> for RawExample {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExampleVisitor;
        impl<'de> serde::de::Visitor<'de> for ExampleVisitor {
            type Value = RawExample;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("例文，或 { text: 例文, expect: [命中文字] }")
            }
            fn visit_str<E>(self, text: &str) -> Result<RawExample, E> {
                Ok(RawExample(ExampleMap { text: text.to_owned(), ..ExampleMap::default() }))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<RawExample, A::Error> {
                ExampleMap::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(RawExample)
            }
        }
        deserializer.deserialize_any(ExampleVisitor)
    }
}

/// `words.yaml`.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<Written<Tagged>>>")]
    pub terms: BTreeMap<String, Vec<Located<Written<Tagged>>>>,
    #[serde(default)]
    pub topics: BTreeMap<String, RawTopic>,
}

/// One topic.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTopic {
    pub title: String,
    #[schemars(with = "Vec<Written<Tagged>>")]
    pub terms: Vec<Located<Written<Tagged>>>,
}
