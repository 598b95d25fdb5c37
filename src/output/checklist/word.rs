//! The sheet as a Word file, to be printed and signed.

use super::{COLUMNS, SIGNATURE, Sheet, TITLE};
use crate::output::docx::Docx;
use crate::output::{Checked, Close, Format, Run};

/// The format.
pub(super) struct Word;

/// Widths of the columns in percent.
const WIDTHS: [usize; 7] = [6, 17, 24, 8, 26, 8, 11];

impl Format for Word {
    fn begin(&self, _run: &Run<'_>) -> String {
        let mut docx = Docx::new();
        docx.title(TITLE);
        docx.into_body()
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let sheet = Sheet::of(run, checked);
        let mut docx = Docx::new();
        docx.heading(1, &sheet.title);
        docx.plain(&format!("文件：{}", sheet.path));
        docx.plain(&format!("文稿：{}", sheet.kind));
        docx.plain(&format!("结果：{}", sheet.result));
        let rows: Vec<Vec<String>> = sheet
            .rows
            .iter()
            .map(|row| {
                let told = [&row.requirement, &row.basis, row.word, &row.proof(), &row.place]
                    .map(|text: &str| text.to_owned());
                std::iter::once(row.number.to_string()).chain(told).collect()
            })
            .collect();
        if !rows.is_empty() {
            docx.table(&COLUMNS, &rows, &WIDTHS);
        }
        docx.plain(SIGNATURE);
        docx.into_body()
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let mut docx = Docx::new();
        if !close.unread.is_empty() {
            docx.heading(1, "未能核对的文件");
        }
        for unread in close.unread {
            docx.plain(&format!("{}：{}", unread.path, unread.error));
        }
        docx.into_body()
    }

    fn pack(&self) -> Option<fn(String) -> Vec<u8>> {
        Some(|body| Docx::from_body(body).finish())
    }
}
