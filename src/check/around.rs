//! What may stand around a word: the contexts that call for it and those that excuse it.

use super::neighbours::Neighbours;
use super::words::Words;
use super::{Context, Span};
use crate::text::split::each_clause;

/// The contexts of a word, borrowed from the check that has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// One of these must stand directly before; none for no such demand.
    pub preceded_by: &'a Neighbours,
    /// One of these must stand directly after; none for no such demand.
    pub followed_by: &'a Neighbours,
    /// One of these in the same clause excuses it.
    pub unless: &'a Words,
    /// One of these directly before excuses it.
    pub unless_before: &'a Neighbours,
    /// One of these directly after excuses it.
    pub unless_after: &'a Neighbours,
}

impl Around<'_> {
    /// Whether the word at a folded span stands in a context it is meant for. Contexts do not reach beyond the block.
    pub(super) fn calls_for(&self, cx: &Context<'_>, span: Span) -> bool {
        let line = cx.block_at(span.start).map_or(span, |block| block.folded);
        let before = Span::new(line.start, span.start);
        let after = Span::new(span.end, line.end.max(span.end));
        let clause = || each_clause(cx.text(), line).find(|clause| clause.holds(span.start)).unwrap_or(line);
        (self.preceded_by.is_empty() || self.preceded_by.ends(cx, before))
            && (self.followed_by.is_empty() || self.followed_by.starts(cx, after))
            && !self.unless_before.ends(cx, before)
            && !self.unless_after.starts(cx, after)
            && (self.unless.is_empty() || self.unless.find(cx, clause().join(span)).is_none())
    }
}
