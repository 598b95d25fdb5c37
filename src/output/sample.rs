//! Documents and findings made by hand for the tests of the formats.

use crate::document::{Document, Draft, DraftBlock, DraftRun, Hint, Reading, builder};
use crate::finding::{Edit, Finding, Fix, Related, Severity};
use crate::text::span::Span;

/// A document of these lines, named 稿/报告.txt, read without any pack.
pub(super) fn document(text: &str) -> Document {
    let blocks = text.lines().map(|line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        let run = DraftRun { span: Span::new(start, start + line.len()), decoded: None };
        DraftBlock { runs: vec![run], hint: Hint::None }
    });
    let draft = Draft { text: text.to_string(), blocks: blocks.collect(), ..Draft::default() };
    builder::build(draft, "稿/报告.txt", &Reading::default())
}

/// A finding with everything but help.
pub(super) fn finding(span: Span) -> Finding {
    Finding {
        rule: "term/jiezhi".into(),
        title: "“截止”误用".into(),
        severity: Severity::Warning,
        message: "应为“截至”".into(),
        span,
        section: vec!["一、成效".into()],
        count: 1,
        basis: vec!["《某规定》".into()],
        help: None,
        related: vec![Related { span: Span::new(0, 6), message: "标题".into() }],
        fix: Some(Fix { safe: true, edits: vec![Edit { span, replacement: "截至".into() }] }),
    }
}
