//! GitLab's code quality report: a JSON list that a merge request compares with that of its target branch.

use std::collections::HashMap;

use serde::Serialize;

use super::{Checked, Close, Format, Run, json};
use crate::finding::{Severity, digest};
use crate::text::span::Position;

/// The format.
pub struct GitLab;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Unique in the list; the same as long as the words stay in their section, wherever it moves.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

impl Format for GitLab {
    fn begin(&self, _run: &Run<'_>) -> String {
        "[\n".to_owned()
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let document = checked.document;
        let mut alike = HashMap::new();
        let issues = checked.outcome.findings.iter().map(|finding| {
            let same = finding.fingerprint(document);
            let nth = alike.entry(same.clone()).and_modify(|nth| *nth += 1).or_insert(1usize);
            let issue = Issue {
                description: finding.message.clone(),
                check_name: &finding.rule,
                fingerprint: digest([&*document.path, &*same, &*nth.to_string()]),
                severity: severity(finding.severity),
                location: Location {
                    path: &document.path,
                    positions: Positions {
                        begin: document.position(finding.span.start),
                        end: document.position(finding.span.end),
                    },
                },
            };
            json::text(&issue)
        });
        issues.collect::<Vec<_>>().join(self.between())
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let top = Position { line: 1, column: 1 };
        let unread = close.unread.iter().map(|unread| {
            let issue = Issue {
                description: format!("未能检查：{}", unread.error),
                check_name: "unread",
                fingerprint: digest([&*unread.path, "unread"]),
                severity: "blocker",
                location: Location { path: &unread.path, positions: Positions { begin: top, end: top } },
            };
            json::text(&issue)
        });
        let unread = unread.collect::<Vec<_>>().join(self.between());
        let comma = if unread.is_empty() || close.tally.findings() == 0 { "" } else { self.between() };
        format!("{comma}{unread}\n]\n")
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}
