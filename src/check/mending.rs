//! From a wrong word to the right one: the least stretch that has to change, and whether it may be changed.

use super::{Context, Span};
use crate::text::fold::is_han;
use crate::text::script::is_simplified_form;

/// The least stretch of a wrong word that differs from the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Difference<'a> {
    /// Folded bytes; empty where characters are missing.
    pub span: Span,
    /// What should stand there; empty where characters are too many.
    pub wanted: &'a str,
}

/// Compares the text of a folded span with what it should be.
pub(super) fn difference<'a>(text: &str, span: Span, wanted: &'a str) -> Difference<'a> {
    let found = span.of(text);
    let same = |(a, b): &(char, char)| a == b;
    let prefix: usize = found.chars().zip(wanted.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let rest = found[prefix..].chars().rev().zip(wanted[prefix..].chars().rev());
    let suffix: usize = rest.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    Difference {
        span: Span::new(span.start + prefix, span.end - suffix),
        wanted: &wanted[prefix..wanted.len() - suffix],
    }
}

/// Whether the original has the very characters at fault, not other forms that fold to them: 帳戶 is no misspelt 账户.
pub(super) fn stands_as_written(cx: &Context<'_>, span: Span) -> bool {
    if span.is_empty() {
        return true;
    }
    let original = cx.document.original(span).of(&cx.document.text);
    let mut seen = original.chars().filter(|c| is_han(*c)).peekable();
    seen.peek().is_none() || seen.eq(span.of(cx.text()).chars().filter(|c| is_han(*c)))
}

/// The edit that makes a difference good; `None` where it would put a simplified character into a traditional text.
pub(super) fn edit(cx: &Context<'_>, difference: Difference<'_>) -> Option<(Span, String)> {
    let foreign = difference.wanted.chars().any(is_simplified_form) && cx.is_traditional();
    (!foreign).then(|| (difference.span, difference.wanted.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(found: &str, wanted: &str) -> (String, String) {
        let difference = difference(found, Span::new(0, found.len()), wanted);
        (difference.span.of(found).to_owned(), difference.wanted.to_owned())
    }

    fn pair(found: &str, wanted: &str) -> (String, String) {
        (found.to_owned(), wanted.to_owned())
    }

    #[test]
    fn only_the_characters_at_fault_are_changed() {
        assert_eq!(differs("法制政府", "法治政府"), pair("制", "治"));
        assert_eq!(differs("截止到", "截至"), pair("止到", "至"));
        assert_eq!(differs("第一人责任", "第一责任人"), pair("人责任", "责任人"));
    }

    #[test]
    fn missing_and_doubled_characters_are_told() {
        assert_eq!(differs("行政规范文件", "行政规范性文件"), pair("", "性"));
        assert_eq!(differs("。。", "。"), pair("。", ""));
        assert_eq!(differs("、", ""), pair("、", ""));
    }
}
