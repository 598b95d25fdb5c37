//! What the user gets to see: the table of formats and what they all need.
//!
//! A format turns one document at a time into text and knows nothing of streams, files or the terminal, so that documents can
//! be rendered in parallel, written in order, and forgotten. `cli` does the writing. To add a format, write one file and one
//! line in [`FORMATS`].

pub mod annotate;
pub mod checklist;
pub mod checkstyle;
pub mod concise;
pub mod csv;
pub mod docx;
pub mod draw;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod grid;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod kills;
pub mod manual;
pub mod markdown;
pub mod outline;
pub mod rdjson;
pub mod remarks;
pub mod rule_changes;
pub mod sarif;
pub mod statistics;
pub mod tested;
pub mod verdicts;
pub mod window;
pub mod words;
pub mod wrap;

mod xml;

#[cfg(test)]
mod sample;

use std::collections::HashSet;

use crate::document::Document;
use crate::finding::{Answer, Counts, Excuse, Outcome, Unjudged};
use crate::rule::{Pack, Rule, RuleSet, Selection};
use statistics::Statistics;

/// A way to write the outcome of a run.
///
/// The whole output is `begin`, then the overview where the format has one, then the non-empty `file`s with `between` between
/// them, then `end`.
pub trait Format: Sync {
    /// What comes before the first document.
    fn begin(&self, _run: &Run<'_>) -> String {
        String::new()
    }

    /// One document; may be empty.
    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String;

    /// What stands between two documents.
    fn between(&self) -> &'static str {
        ""
    }

    /// What comes after the last document.
    fn end(&self, _run: &Run<'_>, _close: &Close<'_>) -> String {
        String::new()
    }

    /// Makes the file's bytes of the whole text, for a format that is not text; such an output is held back until the end.
    fn pack(&self) -> Option<fn(String) -> Vec<u8>> {
        None
    }

    /// What stands before the documents and can be told only after the last of them.
    fn overview(&self) -> Option<&dyn Overview> {
        None
    }
}

/// What a page for people begins with: the sums, and a line for each document. Whoever writes such a format holds the lines and the
/// documents back (on disk, so that memory stays flat) until all are known.
///
/// The overview is `head`, then the `line`s, then `tail`.
pub trait Overview {
    /// What comes before the lines.
    fn head(&self, run: &Run<'_>, close: &Close<'_>) -> String;

    /// The line of one document.
    fn line(&self, run: &Run<'_>, checked: &Checked<'_>) -> String;

    /// What comes after the lines.
    fn tail(&self) -> &'static str;
}

/// A format in the table.
pub struct Entry {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in Chinese.
    pub title: &'static str,
    /// For whom it is.
    pub audience: Audience,
    /// The format itself.
    pub format: &'static dyn Format,
}

/// All formats; the first is the default.
pub const FORMATS: &[Entry] = &[
    Entry::new("full", "逐条列出，附原文摘录、依据和改法", Audience::People, &full::Full),
    Entry::new("concise", "每条一行：路径:行:列: 级别[规则] 说明", Audience::People, &concise::Concise),
    Entry::new("html", "一个可离线打开的网页：原文、旁注、提纲和核对表", Audience::People, &html::Html),
    Entry::new("markdown", "Markdown，可贴进合并请求或者工单", Audience::People, &markdown::Markdown),
    Entry::new("csv", "表格，每个文件一行、每项要求一列", Audience::Programs, &csv::Files),
    Entry::new("csv-findings", "表格，每个问题一行", Audience::Programs, &csv::Findings),
    Entry::new("json", "一份 JSON，内容最全，格式稳定", Audience::Programs, &json::Json),
    Entry::new("jsonl", "每行一个 JSON 对象，可边出边读", Audience::Programs, &jsonl::Jsonl),
    Entry::new("sarif", "SARIF 2.1.0，代码扫描平台通用", Audience::Pipelines, &sarif::Sarif),
    Entry::new("github", "GitHub Actions 的行内标注（Gitea、Forgejo 同）", Audience::Pipelines, &github::GitHub),
    Entry::new("gitlab", "GitLab 代码质量报告", Audience::Pipelines, &gitlab::GitLab),
    Entry::new("junit", "JUnit XML，每个文件一组、每项要求一例", Audience::Pipelines, &junit::Junit),
    Entry::new("checkstyle", "Checkstyle XML，Jenkins 等可读", Audience::Pipelines, &checkstyle::Checkstyle),
    Entry::new("rdjson", "reviewdog 的 JSON", Audience::Pipelines, &rdjson::Rdjson),
];

/// Those a format is for; the help lists formats by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Read by people.
    People,
    /// Read by other programs.
    Programs,
    /// Read by code hosting services and their pipelines.
    Pipelines,
}

impl Audience {
    /// All of them in the order of the help.
    pub const ALL: [Audience; 3] = [Audience::People, Audience::Programs, Audience::Pipelines];

    /// Heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Audience::People => "给人看",
            Audience::Programs => "给表格软件和其他程序",
            Audience::Pipelines => "给代码托管平台和流水线",
        }
    }
}

impl Entry {
    const fn new(
        name: &'static str,
        title: &'static str,
        audience: Audience,
        format: &'static (dyn Format + 'static),
    ) -> Self {
        Self { name, title, audience, format }
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<&'static Entry> {
        FORMATS.iter().find(|entry| entry.name == name)
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Stands near the beginning of files that could be taken for drafts, so that a later run does not check them.
pub const MADE_BY: &str = "由 gangyao 生成";

/// How the page looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width in columns; a Chinese character takes two.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether to print findings only, without table, clean files and summary.
    pub quiet: bool,
}

/// What all documents of a run share.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The rules in force for the document at hand; for what comes before and after the documents, those of the first of them.
    pub rules: &'a RuleSet,
    /// Every rule that is asked of any document of the run, in a fixed order.
    pub asked: &'a [Asked<'a>],
    /// How the page looks.
    pub look: Look,
}

/// A rule that is asked of documents, with the set it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where its pack and its norms are.
    pub set: &'a RuleSet,
    /// The rule.
    pub rule: &'a Rule,
}

impl<'a> Asked<'a> {
    /// The rules of several sets, each id once.
    pub fn all(sets: impl Iterator<Item = (&'a RuleSet, &'a Selection)>) -> Vec<Self> {
        let mut asked = Vec::new();
        let mut known = HashSet::new();
        for (set, selection) in sets {
            let chosen = set.rules.iter().enumerate().filter(|(at, _)| selection.holds(*at));
            let new = chosen.filter(|(_, rule)| known.insert(&rule.id)).map(|(_, rule)| Asked { set, rule });
            asked.extend(new);
        }
        asked
    }

    /// The rule's pack.
    pub fn pack(&self) -> &'a Pack {
        &self.set.packs[self.rule.pack]
    }
}

/// A document with what was found in it.
pub struct Checked<'a> {
    /// The document.
    pub document: &'a Document,
    /// Findings and verdicts.
    pub outcome: &'a Outcome,
}

/// An input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The name the user knows it by.
    pub path: String,
    /// Why, in Chinese.
    pub error: String,
    /// What to do.
    pub help: Option<String>,
}

/// How a run ended.
pub struct Close<'a> {
    /// Numbers over all documents.
    pub tally: Tally,
    /// Inputs that could not be read.
    pub unread: &'a [Unread],
    /// Findings by rule, where they were asked for.
    pub statistics: Option<&'a Statistics>,
}

/// Numbers over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents and findings.
    pub counts: Counts,
    /// Requirements that could not be judged and pieces that could not be read, over all documents.
    pub could_not_check: usize,
    /// Of these, pieces that could not be read.
    pub gaps: usize,
    /// Findings that somebody answers for.
    pub waived: usize,
    /// Findings that are in the baseline.
    pub known: usize,
}

impl Tally {
    /// The numbers of one document.
    pub fn of(outcome: &Outcome) -> Self {
        let mut counts = Counts::default();
        counts.add(&outcome.findings);
        let unjudged = |verdict: &&crate::finding::Verdict| verdict.answer == Answer::CouldNotCheck;
        let gaps = outcome.unjudged.iter().filter(|unjudged| unjudged.rule == Unjudged::UNREAD).count();
        let known = outcome.excused.iter().filter(|excused| excused.by == Excuse::Baseline).count();
        Self {
            counts,
            could_not_check: outcome.verdicts.iter().filter(unjudged).count() + gaps,
            gaps,
            waived: outcome.excused.len() - known,
            known,
        }
    }

    /// Adds the numbers of other documents.
    pub fn add(&mut self, other: Tally) {
        self.counts.files += other.counts.files;
        self.counts.errors += other.counts.errors;
        self.counts.warnings += other.counts.warnings;
        self.counts.notes += other.counts.notes;
        self.could_not_check += other.could_not_check;
        self.gaps += other.gaps;
        self.waived += other.waived;
        self.known += other.known;
    }

    /// Findings of all severities.
    pub fn findings(&self) -> usize {
        self.counts.errors + self.counts.warnings + self.counts.notes
    }
}

impl Close<'_> {
    /// The line that sums up a run: how much was checked, what was found, what was not checked.
    pub fn summary(&self) -> String {
        let Counts { files, errors, warnings, notes } = self.tally.counts;
        let Tally { waived, known, .. } = self.tally;
        let mut line = match (files, self.tally.findings()) {
            (0, _) => "没有检查任何文件".to_string(),
            (_, 0) if waived + known > 0 => format!("共检查 {files} 个文件，没有发现其他问题"),
            (_, 0) => format!("共检查 {files} 个文件，没有发现问题"),
            _ => format!("共检查 {files} 个文件：错误 {errors}，警告 {warnings}，提示 {notes}"),
        };
        if waived > 0 {
            line += &format!("；已豁免 {waived} 处");
        }
        if known > 0 {
            line += &format!("；基线中已有 {known} 处");
        }
        let requirements = self.tally.could_not_check.saturating_sub(self.tally.gaps);
        if requirements > 0 {
            line += &format!("；{requirements} 项要求未能判断");
        }
        if self.tally.gaps > 0 {
            line += &format!("；{} 处读不到文字，未能检查", self.tally.gaps);
        }
        if !self.unread.is_empty() {
            line += &format!("；{} 个文件未能检查", self.unread.len());
        }
        line + "。"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(tally: Tally, unread: &[Unread]) -> String {
        Close { tally, unread, statistics: None }.summary()
    }

    #[test]
    fn summary_never_calls_a_run_clean_that_left_something_out() {
        let clean = Counts { files: 1, ..Counts::default() };
        let unread = [Unread { path: "a.bin".into(), error: "不认识".into(), help: None }];
        assert_eq!(close(Tally { counts: clean, ..Tally::default() }, &[]), "共检查 1 个文件，没有发现问题。");
        let left_out = close(Tally { counts: clean, could_not_check: 2, ..Tally::default() }, &unread);
        assert_eq!(left_out, "共检查 1 个文件，没有发现问题；2 项要求未能判断；1 个文件未能检查。");
        assert_eq!(close(Tally::default(), &unread), "没有检查任何文件；1 个文件未能检查。");
    }

    #[test]
    fn summary_tells_what_is_excused() {
        let clean = Counts { files: 1, ..Counts::default() };
        let tally = Tally { counts: clean, waived: 2, known: 3, ..Tally::default() };
        assert_eq!(close(tally, &[]), "共检查 1 个文件，没有发现其他问题；已豁免 2 处；基线中已有 3 处。");
    }

    #[test]
    fn summary_counts_by_severity() {
        let counts = Counts { files: 1, errors: 2, warnings: 3, notes: 5 };
        assert_eq!(close(Tally { counts, ..Tally::default() }, &[]), "共检查 1 个文件：错误 2，警告 3，提示 5。");
    }

    #[test]
    fn format_names_are_unique() {
        let mut names: Vec<_> = FORMATS.iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FORMATS.len());
    }
}
