//! What a change of rules does to a set of reports, as text and JSON.

use serde::Serialize;

use super::grid::grid;
use super::{Look, json, wrap};
use crate::finding::Severity;
use crate::verify::changes::{Change, ChangeKind, Side};

/// All changes over all reports.
#[derive(Debug)]
pub struct Comparison {
    /// Reports that were read.
    pub reports: usize,
    /// Changes in the order of the reports.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Rules with changes, in the order of the alphabet.
    fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.changes.iter().map(|change| change.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    fn count(&self, rule: Option<&str>, kind: ChangeKind) -> usize {
        let wanted = |change: &&Change| rule.is_none_or(|rule| change.rule == rule) && change.kind == kind;
        self.changes.iter().filter(wanted).count()
    }

    fn reports_changed(&self) -> usize {
        let mut paths: Vec<&str> = self.changes.iter().map(|change| change.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.len()
    }
}

/// For people: each rule's changes with their places, then a table.
pub fn text(comparison: &Comparison, look: Look) -> String {
    if comparison.changes.is_empty() {
        return format!("两版规则对 {} 份报告的结果相同。\n", comparison.reports);
    }
    let mut out = String::new();
    for rule in comparison.rules() {
        out += &format!("{rule}\n");
        for change in comparison.changes.iter().filter(|change| change.rule == rule) {
            out += &lines(change, look);
        }
        out.push('\n');
    }
    let mut table = grid(&["规则", "新增", "消失", "改变", "移位"], look);
    for rule in comparison.rules() {
        let counts = ChangeKind::ALL.map(|kind| comparison.count(Some(rule), kind).to_string());
        table.add_row(std::iter::once(rule.to_owned()).chain(counts));
    }
    let all = ChangeKind::ALL.map(|kind| comparison.count(None, kind).to_string());
    table.add_row(std::iter::once("合计".to_owned()).chain(all));
    let (changed, reports) = (comparison.reports_changed(), comparison.reports);
    out + &format!("{}\n{reports} 份报告中有 {changed} 份的结果不同。\n", table.trim_fmt())
}

fn lines(change: &Change, look: Look) -> String {
    let mark = match (change.kind, look.color) {
        (ChangeKind::New, true) => "\u{1b}[32m新增\u{1b}[0m",
        (ChangeKind::Gone, true) => "\u{1b}[31m消失\u{1b}[0m",
        (kind, _) => kind.title(),
    };
    let path = wrap::one_line(&change.path);
    let place = |side: &Side| format!("{path}:{}:{}", side.position.line, side.position.column);
    let says = |side: &Side| {
        let words = wrap::abridge(&side.matched, 30);
        format!("{}“{words}” {}", side.severity.title(), wrap::one_line(&side.message))
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if change.kind == ChangeKind::Moved => {
            format!("  {mark} {} → {} {}\n", place(old), place(new), says(new))
        }
        (Some(old), Some(new)) => format!("  {mark} {}\n      旧 {}\n      新 {}\n", place(new), says(old), says(new)),
        (Some(side), None) | (None, Some(side)) => format!("  {mark} {} {}\n", place(side), says(side)),
        (None, None) => String::new(),
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    schema_version: u32,
    reports: usize,
    reports_changed: usize,
    rules: Vec<RuleWire<'a>>,
    changes: Vec<ChangeWire<'a>>,
}

#[derive(Serialize)]
struct RuleWire<'a> {
    rule: &'a str,
    new: usize,
    gone: usize,
    changed: usize,
    moved: usize,
}

#[derive(Serialize)]
struct ChangeWire<'a> {
    path: &'a str,
    rule: &'a str,
    kind: ChangeKind,
    old: Option<SideWire<'a>>,
    new: Option<SideWire<'a>>,
}

#[derive(Serialize)]
struct SideWire<'a> {
    line: usize,
    column: usize,
    severity: Severity,
    r#match: &'a str,
    message: &'a str,
}

impl SideWire<'_> {
    fn of(side: &Side) -> SideWire<'_> {
        SideWire {
            line: side.position.line,
            column: side.position.column,
            severity: side.severity,
            r#match: &side.matched,
            message: &side.message,
        }
    }
}

/// For other programs.
pub fn json(comparison: &Comparison) -> String {
    let wire = Wire {
        schema_version: 1,
        reports: comparison.reports,
        reports_changed: comparison.reports_changed(),
        rules: comparison
            .rules()
            .into_iter()
            .map(|rule| RuleWire {
                rule,
                new: comparison.count(Some(rule), ChangeKind::New),
                gone: comparison.count(Some(rule), ChangeKind::Gone),
                changed: comparison.count(Some(rule), ChangeKind::Changed),
                moved: comparison.count(Some(rule), ChangeKind::Moved),
            })
            .collect(),
        changes: comparison
            .changes
            .iter()
            .map(|change| ChangeWire {
                path: &change.path,
                rule: &change.rule,
                kind: change.kind,
                old: change.old.as_ref().map(SideWire::of),
                new: change.new.as_ref().map(SideWire::of),
            })
            .collect(),
    };
    json::text(&wire) + "\n"
}
