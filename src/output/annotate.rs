//! Findings as review comments in a Word file.
//!
//! Of a docx a copy is made: the original bytes with comment marks put between them, every part that needs no change copied as it is
//! packed. Of any other format a fair copy is written first, in the types of an official document, and then commented on the
//! same way. Pure: bytes in, bytes out.
//!
//! What cannot carry a comment in Word is commented on where it is seen: text in a text box at the box, a note at its
//! reference, a running head at the first paragraph, an automatic number at its paragraph. Such comments quote the words.

mod anchor;
mod comments;
mod fair_copy;
mod marks;

use std::collections::BTreeMap;

use super::docx::pack;
use super::{remarks, words};
use crate::document::{Document, Draft, Places};
use crate::finding::Finding;
use crate::input::InputError;
use crate::input::docx::lay_out;
use crate::input::docx::parts::{Parts, damaged};
use crate::text::span::Span;

pub use fair_copy::FairCopy;
pub use pack::is_ours;

/// A comment to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Bytes of the text it is about; empty where something is missing.
    pub span: Span,
    /// Its paragraphs, the first of them its heading.
    pub lines: Vec<String>,
}

impl Remark {
    /// What a finding says, as a comment.
    pub fn of(document: &Document, finding: &Finding) -> Self {
        let mut lines = vec![format!("{}：{}", finding.severity.title(), finding.title), finding.message.clone()];
        let mut add = |name: &str, text: String| {
            if !text.is_empty() {
                lines.push(format!("{name}：{text}"));
            }
        };
        if finding.count > 1 {
            add("次数", format!("共 {} 处，这里是第一处", finding.count));
        }
        let place = |at: usize| words::place(document, at);
        let related = finding.related.iter().map(|related| format!("{}{}", place(related.span.start), related.message));
        add("另见", related.collect::<Vec<_>>().join("；"));
        add("依据", finding.basis.join("；"));
        add("怎么改", finding.help.clone().unwrap_or_default());
        add("改为", finding.fix.as_ref().map(|fix| remarks::replacements(document, fix)).unwrap_or_default());
        add("规则", finding.rule.clone());
        Self { span: finding.span, lines }
    }
}

/// A Word file with findings as comments. `bytes` and `draft` are the input and what was read from it, `document` what was made of that.
pub fn annotate(bytes: &[u8], draft: &Draft, document: &Document, findings: &[Finding]) -> Result<Vec<u8>, InputError> {
    let remarks: Vec<Remark> = findings.iter().map(|finding| Remark::of(document, finding)).collect();
    // Files of other word processors are read through a conversion, which is not at hand here: they get a fair copy.
    if document.places == Places::Paragraphs && Parts::open(bytes).is_ok() {
        return comment_on(bytes, &remarks);
    }
    let copy = FairCopy::of(draft, document);
    let moved: Vec<Remark> =
        remarks.into_iter().map(|remark| Remark { span: copy.place(remark.span), ..remark }).collect();
    comment_on(&copy.bytes, &moved)
}

/// A copy of a docx with comments; spans index the text that [`lay_out`] gives.
pub fn comment_on(bytes: &[u8], remarks: &[Remark]) -> Result<Vec<u8>, InputError> {
    let parts = Parts::open(bytes)?;
    let layout = lay_out(&parts)?;
    let mut changed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    if !remarks.is_empty() {
        let first = comments::next_id(&parts)?;
        let mut marks = marks::Marks::new(&parts.main.xml);
        let mut made = Vec::new();
        for (id, remark) in (first..).zip(remarks) {
            let anchor = anchor::anchor(&layout, &parts.main.xml, remark.span)
                .ok_or_else(|| damaged("正文里没有可以加批注的地方"))?;
            let words = layout.draft.text.get(remark.span.start..remark.span.end);
            let quoted = words.filter(|words| !anchor.exact && !words.trim().is_empty());
            marks.comment(id, &anchor);
            made.push(comments::comment(id, remark, quoted));
        }
        let xml = marks.written();
        changed.insert(parts.main.name.clone(), parts.main.encoding.encode(&xml)?);
        comments::add(&parts, &made, &mut changed)?;
    }
    let copy = pack::repack(bytes, &changed).map_err(|_| damaged("压缩包写不出来"))?;
    // The copy must read as the original does: then nothing of the text was lost.
    let again = Parts::open(&copy).and_then(|parts| lay_out(&parts));
    let again = again.map_err(|_| damaged("加上批注后标记写得不对，没有写出"))?;
    match again.draft.text == layout.draft.text {
        true => Ok(copy),
        false => Err(damaged("加上批注后读出的文字与原文不同，没有写出")),
    }
}

#[cfg(test)]
mod tests;
