//! Changes made to a rule from outside its file: by a pack that builds on its pack, or by a configuration.
//!
//! A change works on the YAML tree of the rule, which is then read again as strictly as before, so that a changed rule is a rule
//! like any other.

use serde_json::{Map, Value};

use super::raw::RawRule;
use super::yaml;
use crate::check::link::Problem;
use crate::text::span::Span;

/// What is to be changed of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The rule's id: `struct/thin`.
    pub rule: String,
    /// Bytes of the id in `text`.
    pub span: Option<Span>,
    /// The file that says so, as the user knows it.
    pub file: String,
    /// Its whole text.
    pub text: String,
    /// What the fields belong to.
    pub extent: Extent,
    /// The fields with their new values.
    pub fields: Vec<Field>,
}

/// What the fields of a [`Change`] belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The rule: maps are merged, lists and single values replaced, null takes a field away.
    Rule,
    /// The parameters of its check: only single values (numbers, words, yes or no).
    Check,
}

/// One field and its new value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Bytes of the name in the text of the change.
    pub span: Option<Span>,
    /// The new value.
    pub value: Value,
}

impl Change {
    /// Changes a rule's tree. Problems have their places in the text of the change.
    pub(super) fn apply(&self, rule: &mut Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        for field in &self.fields {
            let before = rule.clone();
            let done = match self.extent {
                Extent::Rule => set_field(rule, field),
                Extent::Check => set_parameter(rule, field),
            };
            let done = done.and_then(|()| read(rule).map(|_| ()));
            if let Err(problem) = done {
                *rule = before;
                problems.push(Problem { span: field.span.or(self.span), ..problem });
            }
        }
        problems
    }
}

/// Reads a tree as a rule.
///
/// # Errors
/// What is wrong with it, without a place.
pub(super) fn read(tree: &Value) -> Result<RawRule, Problem> {
    serde_json::from_value::<RawRule>(tree.clone()).map_err(|error| {
        // JSON is YAML: the reader of rule files knows better words.
        let told = yaml::read::<RawRule>(&tree.to_string()).err();
        Problem { span: None, ..told.unwrap_or_else(|| Problem::new(None, error.to_string())) }
    })
}

fn set_field(rule: &mut Value, field: &Field) -> Result<(), Problem> {
    if matches!(field.name.as_str(), "id" | "replace") {
        let help = "要换成另一条规则，请写成完整的一条，并加上 replace: true".to_owned();
        return Err(Problem::new(None, format!("“{}”不能改", field.name)).help(Some(help)));
    }
    let Some(map) = rule.as_object_mut() else { return Ok(()) };
    // Another kind of check takes the place of the old one; the same kind keeps what is not mentioned.
    let kind = |value: &Value| value.as_object().and_then(|map| map.keys().next().cloned());
    if field.name == "check" && map.get("check").map(kind) != Some(kind(&field.value)) {
        map.insert("check".to_owned(), field.value.clone());
        return Ok(());
    }
    merge(map, &field.name, &field.value);
    Ok(())
}

fn merge(into: &mut Map<String, Value>, name: &str, new: &Value) {
    match (into.get_mut(name), new) {
        (_, Value::Null) => {
            into.remove(name);
        }
        (Some(Value::Object(old)), Value::Object(new)) => {
            new.iter().for_each(|(name, value)| merge(old, name, value));
        }
        _ => {
            into.insert(name.to_owned(), new.clone());
        }
    }
}

fn set_parameter(rule: &mut Value, field: &Field) -> Result<(), Problem> {
    let single = |value: &Value| !matches!(value, Value::Array(_) | Value::Object(_) | Value::Null);
    let Some(parameters) = parameters(rule) else {
        return Err(Problem::new(None, "这条规则的检查没有可以调的参数"));
    };
    let tunable: Vec<&str> =
        parameters.iter().filter(|(_, value)| single(value)).map(|(name, _)| name.as_str()).collect();
    let help = match tunable.is_empty() {
        true => "这条规则没有可以调的参数；要改别的，请用规则包的 change".to_owned(),
        false => format!("可以调：{}", tunable.join("、")),
    };
    if !single(&field.value) || parameters.get(&field.name).is_some_and(|old| !single(old)) {
        let message = format!("“{}”不是一个可以调的数值", field.name);
        return Err(Problem::new(None, message).help(Some(help)));
    }
    parameters.insert(field.name.clone(), field.value.clone());
    Ok(())
}

/// The map below the name of the check's kind.
fn parameters(rule: &mut Value) -> Option<&mut Map<String, Value>> {
    rule.get_mut("check")?.as_object_mut()?.values_mut().next()?.as_object_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "id: thin\ntitle: 甲\nseverity: warning\nbasis: [practice]\nhelp: 乙\n\
        where: { role: problems, unit: section }\ncheck: { section-size: { below: 200, share-below: 3 } }\nmessage: 丙\n";

    fn change(extent: Extent, fields: &str) -> (Value, Vec<Problem>) {
        let mut tree: Value = yaml::read(RULE).unwrap();
        let fields: Map<String, Value> = yaml::read(fields).unwrap();
        let fields = fields.into_iter().map(|(name, value)| Field { name, span: None, value }).collect();
        let change =
            Change { rule: "s/thin".into(), span: None, file: "f".into(), text: String::new(), extent, fields };
        let problems = change.apply(&mut tree);
        (tree, problems)
    }

    #[test]
    fn a_change_keeps_what_it_does_not_mention() {
        let (tree, problems) =
            change(Extent::Rule, "severity: note\ncheck: { section-size: { below: 300 } }\nhelp: null\n");
        assert_eq!(problems, []);
        assert_eq!(tree["check"]["section-size"], serde_json::json!({ "below": 300, "share-below": 3 }));
        assert_eq!((&tree["severity"], tree.get("help")), (&Value::from("note"), None));
    }

    #[test]
    fn another_kind_of_check_takes_the_place_of_the_old_one() {
        let (tree, problems) = change(Extent::Rule, "check: { required-text: { any: [甲] } }");
        assert_eq!(problems, []);
        assert!(tree["check"].get("section-size").is_none() && tree["check"].get("required-text").is_some());
    }

    #[test]
    fn what_does_not_read_as_a_rule_any_more_is_told_and_left_out() {
        let (tree, problems) = change(Extent::Rule, "severty: note\nseverity: fatal\nid: other\ntitle: 丁\n");
        assert_eq!(problems.len(), 3, "{problems:#?}");
        assert!(problems.iter().any(|p| p.help.as_deref() == Some("是不是想写“severity”？")), "{problems:#?}");
        assert_eq!((&tree["title"], &tree["id"]), (&Value::from("丁"), &Value::from("thin")));
    }

    #[test]
    fn parameters_are_single_values_of_the_check() {
        let (tree, problems) = change(Extent::Check, "below: 300");
        assert_eq!((problems, &tree["check"]["section-size"]["below"]), (vec![], &Value::from(300)));
        for wrong in ["belw: 300", "below: 多", "below: [1]", "below: -1"] {
            let (_, problems) = change(Extent::Check, wrong);
            assert_eq!(problems.len(), 1, "{wrong}");
        }
    }
}
