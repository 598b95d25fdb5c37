//! The sheet as a table, one line for each requirement of each file.

use super::Sheet;
use crate::output::csv::row;
use crate::output::{Checked, Close, Format, Run};

/// The format.
pub(super) struct Table;

const COLUMNS: [&str; 14] = [
    "文件",
    "标题",
    "机关",
    "年度",
    "序号",
    "要求",
    "编号",
    "依据",
    "结论",
    "证明的原句",
    "位置",
    "说明",
    "复核意见",
    "审核人",
];

impl Format for Table {
    fn begin(&self, _run: &Run<'_>) -> String {
        format!("\u{feff}{}", row(COLUMNS.map(String::from)))
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let Sheet { path, title, issuer, year, kind, rows, .. } = Sheet::of(run, checked);
        let known = [path, title, issuer, year];
        if rows.is_empty() {
            return with_reason(known, kind);
        }
        let rows = rows.into_iter().map(|line| {
            let number = line.number.to_string();
            let told =
                [number, line.requirement, line.rule, line.basis, line.word.to_owned(), line.sentence, line.place];
            row(known.clone().into_iter().chain(told).chain([line.reason, String::new(), String::new()]))
        });
        rows.collect()
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            let known = [unread.path.clone(), String::new(), String::new(), String::new()];
            with_reason(known, format!("未能核对：{}", unread.error))
        });
        unread.collect()
    }
}

/// The line of a file without requirements.
fn with_reason(known: [String; 4], reason: String) -> String {
    let blank = |count| std::iter::repeat_n(String::new(), count);
    row(known.into_iter().chain(blank(7)).chain([reason]).chain(blank(2)))
}
