//! Snapshots: what the rules of a pack find in a whole report, written down to be read by people and compared by lines.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use crate::document::Document;
use crate::finding::Finding;

/// How a report stands to its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The same.
    Same,
    /// There is no snapshot yet.
    New,
    /// The findings are others.
    Changed,
    /// There is a snapshot, but no such report.
    Stale,
}

impl Standing {
    /// Chinese word for messages.
    pub fn title(self) -> &'static str {
        match self {
            Standing::Same => "一致",
            Standing::New => "缺少快照",
            Standing::Changed => "与快照不符",
            Standing::Stale => "快照多余（没有这份报告）",
        }
    }
}

/// A snapshot held against its report.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The pack.
    pub pack: String,
    /// The report below the pack's `reports/`.
    pub report: String,
    /// The snapshot's path as shown.
    pub file: String,
    /// The snapshot as it is, `None` where there is none.
    pub old: Option<String>,
    /// The snapshot as it should be, `None` where there is no report.
    pub new: Option<String>,
}

impl Compared {
    /// How the two stand. Line ends do not matter.
    pub fn standing(&self) -> Standing {
        match (&self.old, &self.new) {
            (None, _) => Standing::New,
            (Some(_), None) => Standing::Stale,
            (Some(old), Some(new)) if old.replace("\r\n", "\n") == *new => Standing::Same,
            (Some(_), Some(_)) => Standing::Changed,
        }
    }

    /// The lines that differ, with two lines around them: `-` as written down, `+` as found now.
    pub fn difference(&self) -> Vec<String> {
        let (old, new) = (self.old.clone().unwrap_or_default(), self.new.clone().unwrap_or_default());
        let old = old.replace("\r\n", "\n");
        let diff = TextDiff::from_lines(&old, &new);
        let mut lines = Vec::new();
        for group in diff.grouped_ops(2) {
            if !lines.is_empty() {
                lines.push("…".to_owned());
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let sign = match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                };
                lines.push(format!("{sign} {}", change.value().trim_end()));
            }
        }
        lines
    }
}

/// A snapshot: YAML, the findings in the order of the text.
pub fn write(document: &Document, findings: &[Finding]) -> String {
    let mut out = String::from("# 由 gangyao test --update 写成；改动要逐条看过再提交。\n");
    if findings.is_empty() {
        out += "[]\n";
    }
    for finding in findings {
        let _ = writeln!(out, "- rule: {}", finding.rule);
        let _ = writeln!(out, "  severity: {}", finding.severity.name());
        let _ = writeln!(out, "  line: {}", document.position(finding.span.start).line);
        if finding.count > 1 {
            let _ = writeln!(out, "  count: {}", finding.count);
        }
        let _ = writeln!(out, "  match: {}", quoted(finding.span.of(&document.text)));
        if let Some(section) = finding.section.last() {
            let _ = writeln!(out, "  section: {}", quoted(section));
        }
        let _ = writeln!(out, "  message: {}", quoted(&finding.message));
    }
    out
}

/// A text as a YAML scalar on one line; JSON strings are.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(old: Option<&str>, new: Option<&str>) -> Compared {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Compared {
            pack: "p".into(),
            report: "a.txt".into(),
            file: "a.txt.yaml".into(),
            old: owned(old),
            new: owned(new),
        }
    }

    #[test]
    fn tells_new_changed_and_stale_apart_and_forgives_line_ends() {
        assert_eq!(compared(None, Some("甲\n")).standing(), Standing::New);
        assert_eq!(compared(Some("甲\n"), None).standing(), Standing::Stale);
        assert_eq!(compared(Some("甲\r\n"), Some("甲\n")).standing(), Standing::Same);
        assert_eq!(compared(Some("甲\n"), Some("乙\n")).standing(), Standing::Changed);
    }

    #[test]
    fn shows_only_the_lines_that_differ_and_two_around_them() {
        let old = "一\n二\n三\n四\n五\n六\n七\n";
        let lines = compared(Some(old), Some(&old.replace('四', "肆"))).difference();
        assert_eq!(lines, ["  二", "  三", "- 四", "+ 肆", "  五", "  六"]);
    }

    #[test]
    fn quotes_what_yaml_would_misread() {
        assert_eq!(quoted("否: \"甲\"\n# 乙"), r##""否: \"甲\"\n# 乙""##);
    }
}
