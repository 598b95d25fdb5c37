//! `mutations.yaml`: how good reports are broken, and which rule each change is meant for.

use std::collections::BTreeSet;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::link::{Problem, unknown_name};
use crate::rule::pack::SourceFile;
use crate::rule::{LoadError, RuleSet, yaml};
use crate::text::located::{Located, place};
use crate::text::span::Span;

/// What is to be changed in good reports, over all packs that are tried.
#[derive(Debug, Default)]
pub struct Plan {
    /// Least share of kills, in percent.
    pub at_least: u32,
    /// Mutations known not to be killed.
    pub known: Vec<Known>,
    pub(super) changes: Vec<Planned>,
}

/// One kind of change with the rules it is meant for.
#[derive(Debug)]
pub(super) struct Planned {
    pub change: Change,
    pub fires: BTreeSet<String>,
    pub or: BTreeSet<String>,
    pub may: BTreeSet<String>,
    /// The compiled pattern of `replace`.
    pub find: Option<Regex>,
}

/// A mutation that is known not to be killed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    #[schemars(description = "报告，如 good/示例.txt")]
    /// The report's name, or its end.
    pub report: String,
    #[schemars(description = "改法的名称，如 rate")]
    /// Name of the kind of change.
    pub change: String,
    #[schemars(description = "改坏之处连同前后的几个字，照原文")]
    /// The words that are changed with some around them, or a part of them.
    pub words: String,
    #[schemars(description = "为什么没有恰好由所写的规则发现")]
    /// Why it is not killed.
    pub reason: String,
}

impl Known {
    /// Whether it speaks of a kind of change at a place of a report's text: its words stand around the place, or within it.
    pub(super) fn is_of(&self, report: &str, change: &str, text: &str, place: Span) -> bool {
        let here = |(at, words): (usize, &str)| {
            let span = Span::new(at, at + words.len());
            span.contains(place) || place.contains(span)
        };
        report.ends_with(&self.report)
            && change == self.change
            && !self.words.is_empty()
            && text.match_indices(&self.words).any(here)
    }
}

/// The file as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "变异", description = "把好报告逐处改坏，看是不是恰好由所写的规则报告")]
struct RawPlan {
    #[schemars(description = "至少应发现的百分比，默认 95", range(max = 100))]
    #[serde(default = "usual")]
    at_least: u32,
    #[schemars(description = "改法")]
    changes: Vec<RawPlanned>,
    #[schemars(description = "已知发现不了的，和原因")]
    #[serde(default)]
    known: Vec<Known>,
}

fn usual() -> u32 {
    95
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawPlanned {
    #[schemars(description = "怎样改")]
    change: Change,
    #[schemars(description = "应当报告的规则：这些都要报告，别的都不报告", with = "Vec<String>")]
    fires: Vec<Located<String>>,
    #[schemars(description = "或者由这些规则中的一条报告：看报告里别处怎样写", with = "Vec<String>")]
    #[serde(default)]
    or: Vec<Located<String>>,
    #[schemars(description = "可以跟着报告的规则", with = "Vec<String>")]
    #[serde(default)]
    may: Vec<Located<String>>,
}

/// The JSON Schema of `mutations.yaml`.
pub fn schema() -> serde_json::Value {
    crate::rule::schema::of::<RawPlan>("mutations", "变异", "mutations.yaml：怎样改坏好报告，各由哪条规则发现")
}

/// Kinds of change, each a one-key map.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    #[schemars(description = "删去一个部分，后面的重新编号")]
    Delete(Part),
    #[schemars(description = "一个部分只留标题和一句空话")]
    Empty(Empty),
    #[schemars(description = "一个部分改用别的标题")]
    Rename(Rename),
    #[schemars(description = "把另一部分并入一个部分，改用合并的标题")]
    Merge(Merge),
    #[schemars(description = "两个部分对调")]
    Swap(Swap),
    #[schemars(description = "把与两个件数相符的比率改错")]
    Rate(Nothing),
    #[schemars(description = "把与比率相符的件数、与总数相符的分项和总数改错")]
    Count(Count),
    #[schemars(description = "把100%的比率改成101%")]
    Limit(Nothing),
    #[schemars(description = "把“其中”之后的件数改得比总数大")]
    Exceed(Nothing),
    #[schemars(description = "把总提的项数改错")]
    Announce(Nothing),
    #[schemars(description = "把日期改成不存在的日子")]
    Date(Nothing),
    #[schemars(description = "把一个部分标题里的年份改掉")]
    Year(Year),
    #[schemars(description = "把所引规范名称漏写一个字")]
    Cite(Nothing),
    #[schemars(description = "把文字逐处换成别的文字")]
    Replace(Replace),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    #[schemars(description = "部分的名称（pack.yaml 的 roles）", with = "String")]
    pub part: Located<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Empty {
    #[schemars(description = "部分的名称", with = "String")]
    pub part: Located<String>,
    #[schemars(description = "留下的一句话")]
    pub text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rename {
    #[schemars(description = "部分的名称", with = "String")]
    pub part: Located<String>,
    #[schemars(description = "新标题，不带序号")]
    pub to: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Merge {
    #[schemars(description = "并入的部分", with = "String")]
    pub part: Located<String>,
    #[schemars(description = "被并入的部分", with = "String")]
    pub with: Located<String>,
    #[schemars(description = "合并的标题，不带序号")]
    pub to: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Swap {
    #[schemars(description = "一个部分", with = "String")]
    pub part: Located<String>,
    #[schemars(description = "另一个部分", with = "String")]
    pub with: Located<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    #[schemars(description = "件数参与的关系：rate 比率，sum 总分")]
    pub of: Relation,
}

/// How figures of one sentence are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Relation {
    /// A part, a whole and their rate.
    Rate,
    /// Parts and their total.
    Sum,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Year {
    #[schemars(description = "部分的名称", with = "String")]
    pub part: Located<String>,
    #[schemars(description = "加上几年，如 -1")]
    pub by: i32,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Replace {
    #[schemars(description = "在哪里找：title 标题，body 正文，或者部分的名称", with = "String")]
    pub r#in: Located<String>,
    #[schemars(
        description = "找什么：正则表达式，不加斜线；照归一后的文字（简体、全角标点、半角数字）",
        with = "String"
    )]
    pub find: Located<String>,
    #[schemars(description = "换成什么")]
    pub with: String,
}

impl Change {
    /// Its name in YAML.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Change::Delete(_) => "delete",
            Change::Empty(_) => "empty",
            Change::Rename(_) => "rename",
            Change::Merge(_) => "merge",
            Change::Swap(_) => "swap",
            Change::Rate(_) => "rate",
            Change::Count(_) => "count",
            Change::Limit(_) => "limit",
            Change::Exceed(_) => "exceed",
            Change::Announce(_) => "announce",
            Change::Date(_) => "date",
            Change::Year(_) => "year",
            Change::Cite(_) => "cite",
            Change::Replace(_) => "replace",
        }
    }

    /// The names of parts it uses.
    fn parts(&self) -> Vec<&Located<String>> {
        match self {
            Change::Delete(change) => vec![&change.part],
            Change::Empty(change) => vec![&change.part],
            Change::Rename(change) => vec![&change.part],
            Change::Merge(change) => vec![&change.part, &change.with],
            Change::Swap(change) => vec![&change.part, &change.with],
            Change::Year(change) => vec![&change.part],
            Change::Replace(change) if !WHOLE.contains(&change.r#in.value.as_str()) => vec![&change.r#in],
            _ => Vec::new(),
        }
    }
}

/// Places of `replace` that are no parts.
pub(super) const WHOLE: [&str; 2] = ["title", "body"];

impl Plan {
    /// Adds the plan of a pack; everything wrong in it goes to `errors`.
    pub fn add(&mut self, file: &SourceFile, rules: &RuleSet, errors: &mut Vec<LoadError>) {
        let mut problems = Vec::new();
        match yaml::read::<RawPlan>(&file.text) {
            Err(problem) => problems.push(problem),
            Ok(raw) => {
                self.at_least = self.at_least.max(raw.at_least.min(100));
                self.known.extend(raw.known);
                for planned in raw.changes {
                    self.changes.extend(compile(planned, rules, &mut problems));
                }
            }
        }
        errors.extend(problems.into_iter().map(|problem| LoadError::of(file, problem)));
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

fn compile(raw: RawPlanned, rules: &RuleSet, problems: &mut Vec<Problem>) -> Option<Planned> {
    let before = problems.len();
    let ids: Vec<String> = rules.rules.iter().map(|rule| rule.id.0.clone()).collect();
    for id in raw.fires.iter().chain(&raw.or).chain(&raw.may).filter(|id| !ids.contains(&id.value)) {
        problems.push(unknown_name("规则", &id.value, place(id), &ids));
    }
    if raw.fires.is_empty() {
        problems.push(Problem::new(None, format!("改法“{}”没有写应当报告的规则（fires）", raw.change.name())));
    }
    let genres = rules.reading.genres.iter();
    let roles: Vec<String> = genres.flat_map(|genre| &genre.roles).map(|spec| spec.role.to_string()).collect();
    for part in raw.change.parts().into_iter().filter(|part| !roles.contains(&part.value)) {
        let known: Vec<String> = match &raw.change {
            Change::Replace(_) => WHOLE.iter().map(|name| (*name).to_owned()).chain(roles.clone()).collect(),
            _ => roles.clone(),
        };
        problems.push(unknown_name("部分", &part.value, place(part), &known));
    }
    let find = match &raw.change {
        Change::Replace(change) => match Regex::new(&change.find.value) {
            Ok(regex) => Some(regex),
            Err(_) => {
                problems.push(bad_pattern(&change.find));
                None
            }
        },
        _ => None,
    };
    let names = |list: Vec<Located<String>>| list.into_iter().map(|id| id.value).collect();
    let (fires, or, may) = (names(raw.fires), names(raw.or), names(raw.may));
    (problems.len() == before).then_some(Planned { change: raw.change, fires, or, may, find })
}

fn bad_pattern(written: &Located<String>) -> Problem {
    let at: Option<Span> = place(written);
    Problem::new(at, "正则表达式有误").help(Some("检查括号是否配对；要找的是括号本身时，前面加反斜线".to_owned()))
}
