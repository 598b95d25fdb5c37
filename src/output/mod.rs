//! What the user gets to see: the table of formats and what they all need.
//!
//! A format turns one document at a time into text and knows nothing of streams, files or the terminal, so that documents can
//! be rendered in parallel, written in order, and forgotten. `cli` does the writing. To add a format, write one file and one
//! line in [`FORMATS`].

pub mod annotate;
pub mod concise;
pub mod docx;
pub mod draw;
pub mod full;
pub mod json;
pub mod outline;
pub mod verdicts;
pub mod window;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod sample;

use crate::document::Document;
use crate::finding::{Answer, Counts, Outcome};
use crate::rule::RuleSet;

/// A way to write the outcome of a run.
///
/// The whole output is `begin`, then the non-empty `file`s with `between` between them, then `end`.
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
}

/// A format in the table.
pub struct Entry {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in Chinese.
    pub title: &'static str,
    /// The format itself.
    pub format: &'static dyn Format,
}

/// All formats; the first is the default.
pub const FORMATS: &[Entry] = &[
    Entry { name: "full", title: "逐条列出，附原文摘录、依据和改法", format: &full::Full },
    Entry { name: "concise", title: "每条一行：路径:行:列: 级别[规则] 说明", format: &concise::Concise },
    Entry { name: "json", title: "一份 JSON，供其他程序读取", format: &json::Json },
];

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
    /// The rules in force.
    pub rules: &'a RuleSet,
    /// How the page looks.
    pub look: Look,
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
}

/// Numbers over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents and findings.
    pub counts: Counts,
    /// Requirements that could not be judged, over all documents.
    pub could_not_check: usize,
}

impl Tally {
    /// The numbers of one document.
    pub fn of(outcome: &Outcome) -> Self {
        let mut counts = Counts::default();
        counts.add(&outcome.findings);
        let unjudged = |verdict: &&crate::finding::Verdict| verdict.answer == Answer::CouldNotCheck;
        Self { counts, could_not_check: outcome.verdicts.iter().filter(unjudged).count() }
    }

    /// Adds the numbers of other documents.
    pub fn add(&mut self, other: Tally) {
        self.counts.files += other.counts.files;
        self.counts.errors += other.counts.errors;
        self.counts.warnings += other.counts.warnings;
        self.counts.notes += other.counts.notes;
        self.could_not_check += other.could_not_check;
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
        let mut line = match (files, self.tally.findings()) {
            (0, _) => "没有检查任何文件".to_string(),
            (_, 0) => format!("共检查 {files} 个文件，没有发现问题"),
            _ => format!("共检查 {files} 个文件：错误 {errors}，警告 {warnings}，提示 {notes}"),
        };
        if self.tally.could_not_check > 0 {
            line += &format!("；{} 项要求未能判断", self.tally.could_not_check);
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
        Close { tally, unread }.summary()
    }

    #[test]
    fn summary_never_calls_a_run_clean_that_left_something_out() {
        let clean = Counts { files: 1, ..Counts::default() };
        let unread = [Unread { path: "a.bin".into(), error: "不认识".into(), help: None }];
        assert_eq!(close(Tally { counts: clean, could_not_check: 0 }, &[]), "共检查 1 个文件，没有发现问题。");
        let left_out = close(Tally { counts: clean, could_not_check: 2 }, &unread);
        assert_eq!(left_out, "共检查 1 个文件，没有发现问题；2 项要求未能判断；1 个文件未能检查。");
        assert_eq!(close(Tally::default(), &unread), "没有检查任何文件；1 个文件未能检查。");
    }

    #[test]
    fn summary_counts_by_severity() {
        let counts = Counts { files: 1, errors: 2, warnings: 3, notes: 5 };
        assert_eq!(close(Tally { counts, could_not_check: 0 }, &[]), "共检查 1 个文件：错误 2，警告 3，提示 5。");
    }

    #[test]
    fn format_names_are_unique() {
        let mut names: Vec<_> = FORMATS.iter().map(|entry| entry.name).collect();
        names.dedup();
        assert_eq!(names.len(), FORMATS.len());
    }
}
