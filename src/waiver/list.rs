//! The list of waivers: `waivers.yaml`, read strictly.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::check::link::{Problem, unknown_name};
use crate::document::{Date, Document};
use crate::finding::Finding;
use crate::rule::yaml;
use crate::rule::{LoadError, LoadErrors, RuleSet};
use crate::settings::{Globs, date};
use crate::text::fold::fold_word;
use crate::text::located::{Located, OneOrMany, place};
use crate::text::span::{LineIndex, Span};

/// `waivers.yaml` 的一条：哪条规则的问题、在哪里、由谁、为什么、到何时为止不作问题。
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawWaiver {
    /// 规则编号。
    #[schemars(with = "String")]
    pub rule: Located<String>,
    /// 对哪些文件：通配符，相对于清单所在的文件夹；不写则对所有文件。
    #[serde(default)]
    pub files: OneOrMany,
    /// 只对标题中有这些字的部分。
    pub section: Option<String>,
    /// 只对这段原文。
    pub text: Option<String>,
    /// 谁决定的。
    #[schemars(with = "String")]
    pub who: Located<String>,
    /// 为什么。
    #[schemars(with = "String")]
    pub why: Located<String>,
    /// 到哪一天为止（含当天）。
    #[schemars(with = "String")]
    pub until: Located<String>,
    /// 依据。
    pub basis: Option<String>,
}

/// The schema of `waivers.yaml`.
pub fn schema() -> serde_json::Value {
    crate::rule::schema::of::<Vec<RawWaiver>>("waivers", "豁免清单", "waivers.yaml：一列豁免")
}

/// One waiver of a list.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// Bytes of the id in the list.
    pub span: Span,
    /// Line of the id in the list, 1-based.
    pub line: usize,
    files: Option<Globs>,
    section: Option<String>,
    text: Option<String>,
    /// Who answers for it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The last day it holds.
    pub until: Date,
    /// What it rests on.
    pub basis: Option<String>,
}

/// A list of waivers.
#[derive(Debug, Clone)]
pub struct WaiverList {
    /// Its name as the user knows it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The folder it stands in.
    pub folder: PathBuf,
    /// Its entries.
    pub waivers: Vec<Waiver>,
}

impl WaiverList {
    /// Reads a list.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place.
    pub fn read(name: &str, folder: PathBuf, text: &str) -> Result<WaiverList, LoadErrors> {
        let mut list = WaiverList { name: name.to_owned(), text: text.to_owned(), folder, waivers: Vec::new() };
        let lines = LineIndex::new(text);
        let mut errors = Vec::new();
        for (offset, entry) in yaml::read_entries::<RawWaiver>(text) {
            let mut problems = Vec::new();
            match entry {
                Ok(raw) => {
                    if let Some(mut waiver) = compile(raw, offset, &mut problems) {
                        waiver.line = lines.position(text, waiver.span.start).line;
                        list.waivers.push(waiver);
                    }
                    problems.iter_mut().for_each(|problem| problem.span = problem.span.map(|span| span.shift(offset)));
                }
                Err(problem) => problems.push(problem),
            }
            errors.extend(problems.into_iter().map(|problem| list.error(problem)));
        }
        if errors.is_empty() { Ok(list) } else { Err(LoadErrors(errors)) }
    }

    /// The entries whose rules are not among those in use.
    pub fn unknown_rules(&self, rules: &RuleSet) -> Vec<LoadError> {
        let ids: Vec<String> = rules.rules.iter().map(|rule| rule.id.0.clone()).collect();
        let unknown = self.waivers.iter().filter(|waiver| rules.rule(&waiver.rule).is_none());
        unknown.map(|waiver| self.error(unknown_name("规则", &waiver.rule, Some(waiver.span), &ids))).collect()
    }

    fn error(&self, problem: Problem) -> LoadError {
        LoadError {
            file: self.name.clone(),
            text: self.text.clone(),
            span: problem.span,
            message: problem.message,
            help: problem.help,
        }
    }
}

impl Waiver {
    /// Whether it is for a file, by its absolute path.
    pub(super) fn is_for(&self, folder: &Path, file: &Path) -> bool {
        let relative = file.strip_prefix(folder).unwrap_or(file);
        self.files.as_ref().is_none_or(|globs| globs.holds(relative))
    }

    /// Whether it means a finding of a file it is for.
    pub(super) fn means(&self, document: &Document, finding: &Finding) -> bool {
        let in_section = |name: &String| finding.section.iter().any(|heading| heading.contains(name.as_str()));
        let on_text = |quoted: &String| {
            let folded = document.folded_text();
            let mut places = folded.match_indices(quoted.as_str());
            places.any(|(at, found)| {
                let place = document.original(Span::new(at, at + found.len()));
                place.start <= finding.span.end && finding.span.start <= place.end
            })
        };
        self.rule == finding.rule
            && self.section.as_ref().is_none_or(in_section)
            && self.text.as_ref().is_none_or(on_text)
    }
}

fn compile(raw: RawWaiver, offset: usize, problems: &mut Vec<Problem>) -> Option<Waiver> {
    let before = problems.len();
    let until = date(&raw.until.value);
    if until.is_none() {
        let help = "请写成 2026-12-31 这样的日期".to_owned();
        problems.push(Problem::new(place(&raw.until), format!("“{}”不是日期", raw.until.value)).help(Some(help)));
    }
    for (written, what) in [(&raw.who, "谁（who）"), (&raw.why, "为什么（why）")] {
        if written.value.trim().is_empty() {
            problems.push(Problem::new(place(written), format!("豁免要写明{what}")));
        }
    }
    let files = (!raw.files.0.is_empty()).then(|| Globs::new(&raw.files.0, problems));
    let span = place(&raw.rule).map_or(Span::at(offset), |span| span.shift(offset));
    let waiver = Waiver {
        rule: raw.rule.value,
        span,
        line: 1,
        files,
        section: raw.section.as_deref().map(fold_word),
        text: raw.text.as_deref().map(fold_word),
        who: raw.who.value,
        why: raw.why.value,
        until: until?,
        basis: raw.basis,
    };
    (problems.len() == before).then_some(waiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_its_place() {
        let text = "- rule: struct/thin\n  who: 张三\n  why: 甲\n  until: 2026-13-01\n- rule: a/b\n  who: ''\n  why: 乙\n  \
            files: 'x['\n  until: 2026-01-01\n- rule: a/b\n  whom: 丙\n";
        let errors = WaiverList::read("waivers.yaml", PathBuf::new(), text).unwrap_err().0;
        let places: Vec<&str> = errors.iter().map(|e| e.span.map_or("", |span| span.of(text))).collect();
        assert_eq!(places, ["2026-13-01", "''", "'x['", "whom"], "{errors:#?}");
    }

    #[test]
    fn an_empty_list_waives_nothing() {
        assert!(WaiverList::read("w", PathBuf::new(), "# 还没有\n").unwrap().waivers.is_empty());
    }
}
