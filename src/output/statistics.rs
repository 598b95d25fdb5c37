//! Findings by rule over all documents of a run, the most frequent rule first.

use std::collections::BTreeMap;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, presets};

use super::{Look, wrap};
use crate::finding::{Outcome, Severity};

/// Numbers by rule. Grows with the rules that found something, not with the documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    rules: BTreeMap<String, Row>,
}

/// The numbers of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    title: String,
    /// The gravest of its findings.
    severity: Severity,
    findings: usize,
    /// Places the findings stand for, at least one each.
    places: usize,
    files: usize,
}

impl Statistics {
    /// The numbers of one document.
    pub fn of(outcome: &Outcome) -> Self {
        let mut rules = BTreeMap::new();
        for finding in &outcome.findings {
            let new =
                || Row { title: finding.title.clone(), severity: finding.severity, findings: 0, places: 0, files: 1 };
            let row: &mut Row = rules.entry(finding.rule.clone()).or_insert_with(new);
            row.severity = row.severity.min(finding.severity);
            row.findings += 1;
            row.places += finding.count;
        }
        Self { rules }
    }

    /// Adds the numbers of other documents.
    pub fn add(&mut self, other: Statistics) {
        for (rule, row) in other.rules {
            match self.rules.get_mut(&rule) {
                None => {
                    self.rules.insert(rule, row);
                }
                Some(known) => {
                    known.severity = known.severity.min(row.severity);
                    known.findings += row.findings;
                    known.places += row.places;
                    known.files += row.files;
                }
            }
        }
    }

    /// The table for people, ending with a line end.
    pub fn table(&self, look: Look) -> String {
        if self.rules.is_empty() {
            return "按规则统计：没有发现问题。\n".to_string();
        }
        let mut rows: Vec<(&String, &Row)> = self.rules.iter().collect();
        rows.sort_by(|(a, x), (b, y)| (y.findings, y.places).cmp(&(x.findings, x.places)).then(a.cmp(b)));
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.force_no_tty();
        table.set_header(["问题", "处", "文件", "级别", "规则", "标题"]);
        let number = |number: usize| Cell::new(number).set_alignment(CellAlignment::Right);
        for (rule, row) in rows {
            table.add_row([
                number(row.findings),
                number(row.places),
                number(row.files),
                Cell::new(row.severity.title()),
                Cell::new(wrap::one_line(rule)),
                Cell::new(wrap::cut(&row.title, look.width.saturating_sub(52).max(16))),
            ]);
        }
        format!("按规则统计（{} 条规则发现问题）：\n{}\n", self.rules.len(), table.trim_fmt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::finding;
    use crate::text::span::Span;

    #[test]
    fn the_most_frequent_rule_comes_first_with_its_gravest_severity() {
        let mut rare = finding(Span::new(0, 6));
        rare.rule = "a/rare".into();
        let mut grave = finding(Span::new(0, 6));
        (grave.severity, grave.count) = (Severity::Error, 4);
        let first = Outcome { findings: vec![rare, finding(Span::new(0, 6))], ..Outcome::default() };
        let second = Outcome { findings: vec![grave], ..Outcome::default() };
        let mut statistics = Statistics::of(&first);
        statistics.add(Statistics::of(&second));
        let look = Look { width: 80, color: false, quiet: false };
        insta::assert_snapshot!(statistics.table(look), @r#"
        按规则统计（2 条规则发现问题）：
        ────────────────────────────────────────────────────
         问题   处   文件   级别   规则          标题
        ════════════════════════════════════════════════════
            2    5      2   错误   term/jiezhi   “截止”误用
            1    1      1   警告   a/rare        “截止”误用
        ────────────────────────────────────────────────────
        "#);
    }
}
