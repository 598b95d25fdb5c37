//! JSON Schema of the YAML files people write, made from the types that read them.
//!
//! Descriptions for users are Chinese: from `#[schemars(description)]`, or, for the many kinds of checks, from `descriptions.yaml`
//! beside this file. Doc comments are for programmers and do not get into a schema.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::case::RawCase;
use super::raw::{RawOff, RawRule, RawWords};
use super::reading::{RawPack, RawReading};
use super::yaml;
use crate::norm::Norm;

/// Chinese descriptions by type (`Numbering`) and field (`Numbering.at-most`).
const DESCRIPTIONS: &str = include_str!("schema/descriptions.yaml");

/// A file of rules.
pub fn rules() -> Value {
    of::<Vec<Entry>>("rules", "规则文件", "<规则组>.yaml：一列规则；以别的规则包为基础的，还可以改动和停用那里的规则")
}

/// An entry of a file of rules.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used; entries are read one by one, each by its first key")]
enum Entry {
    Rule(Box<RawRule>),
    Change(RawChange),
    Off(RawOff),
}

/// A change of a rule: its id, and the fields that are to be other than they are.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used; which fields there may be depends on the rule")]
struct RawChange {
    change: String,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

/// `pack.yaml`.
pub fn pack() -> Value {
    of::<RawPack>("pack", "规则包的声明", "pack.yaml")
}

/// `words.yaml`.
pub fn words() -> Value {
    of::<RawWords>("words", "词表和主题", "words.yaml")
}

/// `norms.yaml`.
pub fn norms() -> Value {
    of::<Vec<Norm>>("norms", "规范登记", "norms.yaml：规则所依据的规范")
}

/// `reading.yaml`.
pub fn reading() -> Value {
    of::<RawReading>("reading", "怎样读文稿", "reading.yaml：网页附属文字、机关名称等")
}

/// A case file.
pub fn cases() -> Value {
    of::<Vec<RawCase>>("cases", "用例文件", "tests/<规则组>/<名称>.yaml：一列用例")
}

/// The schema of a type with its title and description, every description in Chinese; `name` is what its own fields are filed
/// under among the descriptions.
pub fn of<T: JsonSchema>(name: &str, title: &str, description: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let mut schema: Schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    let mut value = schema.to_value();
    let written = descriptions();
    if let Some(types) = value.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, of_type) in types {
            describe(name, of_type, &written);
        }
    }
    describe_fields(name, &mut value, &written);
    value
}

fn descriptions() -> BTreeMap<String, String> {
    // A test reads the file; were it broken, types would go without descriptions.
    yaml::read(DESCRIPTIONS).unwrap_or_default()
}

fn describe(name: &str, schema: &mut Value, written: &BTreeMap<String, String>) {
    set(schema, written.get(name));
    describe_fields(name, schema, written);
    for variants in ["oneOf", "anyOf"] {
        for variant in schema.get_mut(variants).and_then(Value::as_array_mut).into_iter().flatten() {
            let named = variant.get("const").and_then(Value::as_str).map(|value| format!("{name}.{value}"));
            match named {
                Some(key) => set(variant, written.get(&key)),
                None => {
                    set(variant, None);
                    describe_fields(name, variant, written);
                }
            }
        }
    }
}

fn describe_fields(name: &str, schema: &mut Value, written: &BTreeMap<String, String>) {
    for (field, of_field) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        set(of_field, written.get(&format!("{name}.{field}")));
    }
}

/// Puts in a description; takes out one that is not for users.
fn set(schema: &mut Value, description: Option<&String>) {
    let Some(schema) = schema.as_object_mut() else { return };
    let chinese = |value: &Value| value.as_str().is_some_and(is_chinese);
    if let Some(description) = description {
        schema.insert("description".to_owned(), description.as_str().into());
    } else if schema.get("description").is_some_and(|value| !chinese(value)) {
        schema.remove("description");
    }
}

/// Whether a text is Chinese: with characters, and without two English words in a row.
pub fn is_chinese(text: &str) -> bool {
    let english =
        |pair: &[&str]| pair.iter().all(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase()));
    let words: Vec<&str> = text.split(' ').collect();
    text.chars().any(crate::text::fold::is_han) && !words.windows(2).any(english)
}
