//! Case files: texts that a rule is tried on, kept beside the rules in `tests/<group>/<name>.yaml`.
//!
//! Only read here; `verify` runs them.

use serde::Deserialize;

use super::load::LoadError;
use super::pack::CaseFile;

use super::yaml::read_entries;
use super::{Example, RuleId, RuleSet};
use crate::check::link::{Problem, unknown_name};
use crate::document::Level;
use crate::norm::DayText;
use crate::text::located::{Located, place};
use crate::text::span::{LineIndex, Span};

/// A text that a rule is tried on, with what is expected of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The rule.
    pub rule: RuleId,
    /// Where it stands.
    pub origin: Origin,
    /// What it is called, or how its text begins.
    pub name: String,
    /// The text and what is assumed of it.
    pub example: Example,
    /// What is expected.
    pub wanted: Wanted,
    /// Why it is known to fail, for a case that waits for its rule to be mended.
    pub todo: Option<String>,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Among the rule's bad examples, 1-based.
    Bad(usize),
    /// Among the rule's good examples, 1-based.
    Good(usize),
    /// In a case file.
    File {
        /// Its path as shown.
        path: String,
        /// Line the case begins at, 1-based.
        line: usize,
    },
}

/// What is expected of a rule on a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// At least one finding.
    Some,
    /// Exactly these findings, in order; none means the rule is silent.
    Exactly(Vec<Expected>),
}

/// A finding that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The words it points at, as in the original.
    pub matched: String,
    /// Its message; not looked at where absent.
    pub message: Option<String>,
    /// Its innermost heading; not looked at where absent.
    pub section: Option<String>,
}

/// One entry of a case file.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "用例", description = "一段文字，和某条规则对它应当报告什么")]
pub(super) struct RawCase {
    #[schemars(description = "用例的名称，失败时显示；不写则用文字的开头")]
    name: Option<String>,
    #[schemars(description = "所试的规则编号；不写则由文件位置推出：tests/struct/problems.yaml 试 struct/problems")]
    #[schemars(with = "Option<String>")]
    rule: Option<Located<String>>,
    #[schemars(description = "所试的文字。多行的，或以“一、”“#”“关于”开头的，当作整篇报告；其余放进规则所管的部分里")]
    text: String,
    #[schemars(description = "应当报告的问题，依次列出；[] 表示不应报告")]
    expect: Vec<RawExpected>,
    #[schemars(description = "已知通不过的原因。写了它，这个用例通不过不算失败；通过了会提醒删去")]
    #[schemars(with = "Option<String>")]
    todo: Option<Located<String>>,
    #[schemars(description = "假定的报告年度")]
    year: Option<u16>,
    #[schemars(description = "假定的机关层级")]
    level: Option<Level>,
    #[schemars(description = "假定的公布日期，如 2024-04-02", with = "Option<String>")]
    published: Option<DayText>,
}

/// Matched words alone, or with message and section.
#[derive(Debug)]
struct RawExpected(ExpectedMap);

impl schemars::JsonSchema for RawExpected {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Expected".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<ExpectedMap>()] })
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct ExpectedMap {
    #[schemars(description = "命中的文字，照原文")]
    r#match: String,
    #[schemars(description = "说明；不写则不核对")]
    message: Option<String>,
    #[schemars(description = "所在的最内层标题；不写则不核对")]
    section: Option<String>,
}

impl<'de> Deserialize<'de> for RawExpected {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpectedVisitor;
        impl<'de> serde::de::Visitor<'de> for ExpectedVisitor {
            type Value = RawExpected;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("命中的文字，或 { match: 命中的文字, message: 说明 }")
            }
            fn visit_str<E>(self, words: &str) -> Result<RawExpected, E> {
                Ok(RawExpected(ExpectedMap { r#match: words.to_owned(), message: None, section: None }))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<RawExpected, A::Error> {
                ExpectedMap::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(RawExpected)
            }
        }
        deserializer.deserialize_any(ExpectedVisitor)
    }
}

/// Reads the cases of a file; everything wrong in it goes to `errors`.
pub fn read(of: &CaseFile, rules: &RuleSet, errors: &mut Vec<LoadError>) -> Vec<Case> {
    let file = &of.file;
    let lines = LineIndex::new(&file.text);
    let mut cases = Vec::new();
    let mut wrong = |offset: usize, problem: Problem| {
        let span = problem.span.map(|span| span.shift(offset));
        errors.push(LoadError { span, ..LoadError::of(file, problem) });
    };
    let entries = read_entries::<RawCase>(&file.text);
    if entries.is_empty() {
        wrong(
            0,
            Problem::new(None, "用例文件里没有用例").help(Some("每个用例以“- ”开头，写 text 和 expect".to_owned())),
        );
    }
    for (offset, entry) in entries {
        match entry {
            Ok(raw) => {
                let line = lines.position(&file.text, offset).line;
                let origin = Origin::File { path: file.path.clone(), line };
                match compile(raw, of, origin, rules) {
                    Ok(case) => cases.push(case),
                    Err(mut problem) => {
                        let first = first_line(&file.text[offset..]);
                        problem.span = problem.span.or(Some(Span::new(0, first)));
                        wrong(offset, problem);
                    }
                }
            }
            // Places of unreadable entries count from the start of the file.
            Err(problem) => wrong(0, problem),
        }
    }
    cases
}

/// Bytes of the first line of a text.
fn first_line(text: &str) -> usize {
    text.find(['\r', '\n']).unwrap_or(text.len())
}

fn compile(raw: RawCase, of: &CaseFile, origin: Origin, rules: &RuleSet) -> Result<Case, Problem> {
    let (id, at) = match &raw.rule {
        Some(rule) => (rule.value.clone(), place(rule)),
        None => (format!("{}/{}", of.group, of.stem), None),
    };
    let known = || rules.rules.iter().map(|rule| rule.id.0.clone()).collect::<Vec<_>>();
    let Some(rule) = rules.rule(&id) else {
        let mut problem = unknown_name("规则", &id, at, &known());
        if raw.rule.is_none() {
            problem.message = format!("没有名为“{id}”的规则（编号由文件位置推出）");
            problem.help = Some(format!("{}；或在用例里写明 rule: 编号", problem.help.unwrap_or_default()));
        }
        return Err(problem);
    };
    if raw.text.trim().is_empty() {
        return Err(Problem::new(None, "用例的 text 是空的"));
    }
    if let Some(todo) = raw.todo.as_ref().filter(|todo| todo.value.trim().is_empty()) {
        return Err(
            Problem::new(place(todo), "todo 要写明原因").help(Some("例如：todo: 尚不能识别表格里的比率".to_owned()))
        );
    }
    let expected = raw.expect.into_iter().map(|RawExpected(map)| Expected {
        matched: map.r#match,
        message: map.message,
        section: map.section,
    });
    Ok(Case {
        rule: rule.id.clone(),
        origin,
        name: raw.name.unwrap_or_else(|| beginning(&raw.text)),
        wanted: Wanted::Exactly(expected.collect()),
        todo: raw.todo.map(|todo| todo.value),
        example: Example {
            text: raw.text,
            expect: None,
            year: raw.year,
            level: raw.level,
            published: raw.published.map(|day| day.0),
            traces: Vec::new(),
        },
    })
}

/// The first characters of a text.
pub fn beginning(text: &str) -> String {
    const MOST: usize = 24;
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
