//! The sheet as a page to print.

use serde::Serialize;

use super::{COLUMNS, SIGNATURE, Sheet, TITLE};
use crate::output::html::{begin, end, fill};
use crate::output::{Checked, Close, Format, Run};

/// The format.
pub(super) struct Html;

#[derive(Serialize)]
struct Filled {
    heading: &'static str,
    columns: [&'static str; 7],
    sheet: Sheet,
    signature: &'static str,
}

#[derive(Serialize)]
struct Unread<'a> {
    unread: Vec<(&'a str, &'a str)>,
}

impl Format for Html {
    fn begin(&self, _run: &Run<'_>) -> String {
        begin(TITLE)
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let sheet = Sheet::of(run, checked);
        fill("sheet.html", Filled { heading: TITLE, columns: COLUMNS, sheet, signature: SIGNATURE })
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread: Vec<(&str, &str)> = close.unread.iter().map(|unread| (&*unread.path, &*unread.error)).collect();
        let told = if unread.is_empty() { String::new() } else { fill("unread.html", Unread { unread }) };
        told + &end()
    }
}
