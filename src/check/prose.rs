//! The words of a report block by block: title, headings, body, tables. Furniture, bylines and signatures are no part of it.

use super::{Context, Scope, Span};
use crate::document::BlockKind;
use crate::text::pattern::Pattern;

/// Everything the author wrote.
pub(super) const WRITTEN: &[BlockKind] =
    &[BlockKind::Title, BlockKind::Salutation, BlockKind::Heading, BlockKind::Body, BlockKind::TableRow];

/// Headings and text, without what is set in columns or centred.
pub(super) const RUNNING: &[BlockKind] = &[BlockKind::Heading, BlockKind::Body];

/// Folded spans of the blocks of some kinds inside a scope, clipped to it. The report as a whole includes its title.
pub(super) fn parts<'a>(
    cx: &Context<'a>,
    scope: Scope,
    kinds: &'a [BlockKind],
) -> impl Iterator<Item = Span> + use<'a> {
    let within = match scope.span == cx.document.body {
        true => Span::new(0, cx.text().len()),
        false => scope.span,
    };
    let blocks = cx.document.blocks_in(within).iter();
    blocks
        .filter(|block| kinds.contains(&block.kind))
        .map(move |block| block.folded.intersect(within))
        .filter(|span| !span.is_empty())
}

/// The matches of a pattern in some blocks, which are lines or parts of lines in order; looked for in all of them at once.
pub(super) fn matches(cx: &Context<'_>, pattern: &Pattern, blocks: &[Span]) -> impl Iterator<Item = Span> {
    let all = blocks.first().zip(blocks.last()).map(|(first, last)| first.join(*last));
    let found = all.map(|all| cx.search.find_all(pattern, all)).unwrap_or_default();
    found.into_iter().filter(|span| block_of(blocks, *span).is_some())
}

/// The block, of some in order, that holds a span.
pub(super) fn block_of(blocks: &[Span], span: Span) -> Option<Span> {
    let block = blocks.get(blocks.partition_point(|block| block.end < span.end))?;
    block.contains(span).then_some(*block)
}

/// Whether a folded offset of a block lies between an opening mark and its closing mark.
pub(super) fn is_inside(text: &str, block: Span, offset: usize, marks: Marks) -> bool {
    let before = &text[block.start..offset];
    let opened = match (before.rfind(marks.open), before.rfind(marks.close)) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    };
    opened && text[offset..block.end].contains(marks.close)
}

/// An opening mark and its closing mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// 《
    pub open: char,
    /// 》
    pub close: char,
}

/// Marks around a cited title: what stands between them are another's words.
pub(super) const TITLE_MARKS: Marks = Marks { open: '《', close: '》' };

/// Marks around a quotation.
pub(super) const QUOTATION_MARKS: Marks = Marks { open: '“', close: '”' };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_both_marks_is_inside() {
        let text = "印发《甲》和乙，《丙";
        let at = |word: &str| text.find(word).expect("it is there");
        let inside = |word: &str| is_inside(text, Span::new(0, text.len()), at(word), TITLE_MARKS);
        assert!(inside("甲"));
        assert!(!inside("乙") && !inside("丙") && !inside("印"));
    }
}
