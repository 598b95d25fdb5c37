//! What is said of a finding beside its message: where it stands, how often, what it rests on, what to do.

use super::draw::Remark;
use super::{words, wrap};
use crate::document::{Document, Places};
use crate::finding::{Finding, Fix};

/// The lines below a finding, those without text left out.
pub fn remarks(document: &Document, finding: &Finding) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |name, text: String| {
        if !text.is_empty() {
            remarks.push(Remark { name, text });
        }
    };
    let section: Vec<String> = finding.section.iter().map(|heading| wrap::abridge(heading, 24)).collect();
    // Lines of a text file stand above the excerpt; paragraphs and pages are told.
    let place = (document.places != Places::Lines).then(|| words::place(document, finding.span.start));
    let path = Some(section.join(" › ")).filter(|path| !path.is_empty());
    add("位置", place.into_iter().chain(path).collect::<Vec<_>>().join("，"));
    if finding.count > 1 {
        add("次数", format!("共 {} 处，这里是第一处", finding.count));
    }
    add("依据", finding.basis.join("；"));
    add("怎么改", finding.help.clone().unwrap_or_default());
    add("改为", finding.fix.as_ref().map(|fix| replacements(document, fix)).unwrap_or_default());
    remarks
}

/// `截止 → 截至`, the edits of a mend that can be read at a glance.
pub(super) fn replacements(document: &Document, fix: &Fix) -> String {
    let quoted = |text: &str| format!("“{}”", wrap::abridge(text, 12));
    let edits = fix.edits.iter().map(|edit| match (edit.span.is_empty(), edit.replacement.is_empty()) {
        (true, _) => format!("加上{}", quoted(&edit.replacement)),
        (_, true) => format!("删去{}", quoted(edit.span.of(&document.text))),
        _ => format!("{} → {}", quoted(edit.span.of(&document.text)), quoted(&edit.replacement)),
    });
    edits.collect::<Vec<_>>().join("，")
}
