//! Tables for spreadsheets: `csv` has a line for each file with its answer to every requirement, `csv-findings` a line for each
//! finding.
//!
//! UTF-8 with a byte order mark and CRLF, since that is what Excel opens rightly. A cell that a spreadsheet would take for a formula
//! gets an apostrophe in front.

use std::borrow::Cow;

use super::{Checked, Close, Format, Run, Tally, words, wrap};
use crate::rule::Rule;

/// Most characters of an excerpt.
const EXCERPT: usize = 200;

/// A line for each file.
pub struct Files;

/// A line for each finding.
pub struct Findings;

/// Columns before the requirements.
const IDENTITY: [&str; 7] = ["文件", "文种", "标题", "机关", "层级", "年度", "公布日期"];
/// Columns after the requirements.
const SUMS: [&str; 7] = ["错误", "警告", "提示", "已豁免", "基线中已有", "未能判断的要求", "未能检查的原因"];

impl Format for Files {
    fn begin(&self, run: &Run<'_>) -> String {
        let requirements = asked(run).map(|rule| {
            let title = rule.requirement.as_deref().unwrap_or_default();
            format!("{title}（{}）", rule.id)
        });
        let columns = IDENTITY.map(String::from).into_iter().chain(requirements).chain(SUMS.map(String::from));
        format!("\u{feff}{}", row(columns))
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let (document, identity) = (checked.document, &checked.document.identity);
        let tally = Tally::of(checked.outcome);
        let known = [
            document.path.clone(),
            words::genre(&run.rules.reading, document).unwrap_or("其他").to_owned(),
            identity.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            identity.issuer.as_ref().map(|issuer| issuer.value.clone()).unwrap_or_default(),
            identity.level.map(words::level).unwrap_or_default().to_owned(),
            identity.report_year.as_ref().map(|year| year.value.to_string()).unwrap_or_default(),
            identity.published.as_ref().map(|date| date.value.to_string()).unwrap_or_default(),
        ];
        let answers = asked(run).map(|rule| {
            let verdict = checked.outcome.verdicts.iter().find(|verdict| verdict.requirement == rule.id.0);
            verdict.map(|verdict| words::answer(verdict.answer)).unwrap_or_default().to_owned()
        });
        let counts = tally.counts;
        let sums = [counts.errors, counts.warnings, counts.notes, tally.waived, tally.known, tally.could_not_check]
            .map(|sum| sum.to_string());
        row(known.into_iter().chain(answers).chain(sums).chain([String::new()]))
    }

    fn end(&self, run: &Run<'_>, close: &Close<'_>) -> String {
        let blanks = IDENTITY.len() + asked(run).count() + SUMS.len() - 2;
        let unread = close.unread.iter().map(|unread| {
            let blanks = std::iter::repeat_n(String::new(), blanks);
            row([unread.path.clone()].into_iter().chain(blanks).chain([unread.error.clone()]))
        });
        unread.collect()
    }
}

/// The rules that carry a requirement, in the order of the columns.
fn asked<'a>(run: &Run<'a>) -> impl Iterator<Item = &'a Rule> + use<'a> {
    run.asked.iter().map(|asked| asked.rule).filter(|rule| rule.requirement.is_some())
}

impl Format for Findings {
    fn begin(&self, _run: &Run<'_>) -> String {
        let columns = [
            "文件",
            "行",
            "列",
            "位置",
            "级别",
            "规则",
            "规则标题",
            "问题",
            "原文",
            "处数",
            "所在部分",
            "依据",
            "怎么改",
            "指纹",
        ];
        format!("\u{feff}{}", row(columns.map(String::from)))
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let document = checked.document;
        let rows = checked.outcome.findings.iter().map(|finding| {
            let at = document.position(finding.span.start);
            row([
                document.path.clone(),
                at.line.to_string(),
                at.column.to_string(),
                words::place(document, finding.span.start),
                finding.severity.title().to_owned(),
                finding.rule.clone(),
                finding.title.clone(),
                finding.message.clone(),
                wrap::abridge(finding.span.of(&document.text), EXCERPT),
                finding.count.to_string(),
                finding.section.join(" › "),
                finding.basis.join("；"),
                finding.help.clone().unwrap_or_default(),
                finding.fingerprint(document),
            ])
        });
        rows.collect()
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            let blank = String::new;
            let error = format!("未能检查：{}", unread.error);
            let before = [unread.path.clone(), blank(), blank(), blank(), blank(), blank(), blank(), error];
            row(before.into_iter().chain(std::iter::repeat_n(blank(), 6)))
        });
        unread.collect()
    }
}

/// One line of a table, ended by CRLF.
pub(super) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let cells: Vec<String> = cells.into_iter().map(|cell| harmless(&wrap::one_line(&cell)).into_owned()).collect();
    writer.write_record(&cells).expect("writing to memory does not fail");
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("cells are UTF-8")
}

/// A cell that no spreadsheet computes.
fn harmless(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        true => format!("'{cell}").into(),
        false => cell.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cells = ["=1+2", "@SUM(A1)", "-1", "\t=1", "＝1", "正文=1"].map(String::from);
        assert_eq!(row(cells), "'=1+2,'@SUM(A1),'-1,'=1,'＝1,正文=1\r\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_stay_in_their_cell() {
        assert_eq!(row(["甲,乙".into(), "“丙\"".into(), "丁\n戊".into()]), "\"甲,乙\",\"“丙\"\"\",丁 戊\r\n");
    }
}
