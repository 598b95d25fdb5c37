//! The sheet in Markdown.

use super::{COLUMNS, SIGNATURE, Sheet, TITLE};
use crate::output::markdown::{cell, code, escaped};
use crate::output::{Checked, Close, Format, MADE_BY, Run};

/// The format.
pub(super) struct Markdown;

impl Format for Markdown {
    fn begin(&self, _run: &Run<'_>) -> String {
        format!("<!-- {MADE_BY} {} -->\n\n# {TITLE}\n", env!("CARGO_PKG_VERSION"))
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let sheet = Sheet::of(run, checked);
        let mut out = format!(
            "\n## {}\n\n- 文件：{}\n- 文稿：{}\n- 结果：{}\n",
            escaped(&sheet.title),
            code(&sheet.path),
            escaped(&sheet.kind),
            sheet.result
        );
        if !sheet.rows.is_empty() {
            out += &format!("\n| {} |\n|{}\n", COLUMNS.join(" | "), " --- |".repeat(COLUMNS.len()));
        }
        for row in &sheet.rows {
            let told =
                [&row.requirement, &row.basis, row.word, &row.proof(), &row.place].map(|text| cell(&escaped(text)));
            out += &format!("| {} | {} |  |\n", row.number, told.join(" | "));
        }
        out + &format!("\n{SIGNATURE}\n")
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let mut out = String::new();
        if !close.unread.is_empty() {
            out += "\n## 未能核对的文件\n\n";
        }
        for unread in close.unread {
            out += &format!("- {}：{}\n", code(&unread.path), escaped(&unread.error));
        }
        out
    }
}
