//! The folded text of a document and the map from it to the original.

use super::is_blank;
use crate::text::landmark::Landmarks;
use crate::text::span::Span;

/// The folded text of a document with the map back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) landmarks: Landmarks,
}

/// A stretch of folded text whose bytes map one to one, or a changed stretch that maps as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) folded: u32,
    pub(super) folded_len: u32,
    pub(super) original: u32,
    pub(super) original_len: u32,
}

impl Piece {
    fn one_to_one(self) -> bool {
        self.folded_len == self.original_len
    }

    /// Whether it maps one to one and ends at a folded and an original byte.
    pub(super) fn runs_on_to(self, folded: u32, original: u32) -> bool {
        self.one_to_one() && self.folded + self.folded_len == folded && self.original + self.original_len == original
    }
}

/// Original bytes that folding left out between two characters of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Folded offset of the character after it.
    pub folded: usize,
    /// Original bytes left out.
    pub original: Span,
}

impl Folded {
    /// What folding left out inside the blocks (spaces beside Chinese characters, markup), in order.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.pieces.windows(2).filter_map(|pair| {
            let (left, right) = (pair.first()?, pair.get(1)?);
            let end = left.original + left.original_len;
            let adjacent = left.folded + left.folded_len == right.folded;
            (adjacent && end < right.original).then(|| Gap {
                folded: right.folded as usize,
                original: Span::new(end as usize, right.original as usize),
            })
        })
    }

    /// Whether anything but blanks was left out inside a folded span: markup.
    pub fn skips_words(&self, span: Span, original: &str) -> bool {
        let from = self.pieces.partition_point(|piece| ((piece.folded + piece.folded_len) as usize) <= span.start);
        let inside = self.pieces[from..].iter().take_while(|piece| (piece.folded as usize) < span.end);
        let mut last: Option<&Piece> = None;
        for piece in inside {
            let gap = last.map(|last| (last.original + last.original_len) as usize..piece.original as usize);
            let left_out = gap.and_then(|gap| original.get(gap)).unwrap_or_default();
            if !left_out.chars().all(is_blank) {
                return true;
            }
            last = Some(piece);
        }
        false
    }

    /// The folded text, one line a block.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The characters of the folded text that are no plain ideographs.
    pub fn landmarks(&self) -> &Landmarks {
        &self.landmarks
    }

    /// The original bytes of a folded span. An empty span maps to the place before the next character.
    pub fn original(&self, span: Span) -> Span {
        let start = self.original_start(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.original_end(span.end).max(start))
    }

    fn original_start(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|p| p.folded as usize <= at);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        let within = at - piece.folded as usize;
        if within < piece.folded_len as usize {
            let moved = if piece.one_to_one() { within } else { 0 };
            return piece.original as usize + moved;
        }
        match self.pieces.get(after) {
            // Between two blocks: the line break belongs to the earlier one.
            Some(_) | None => (piece.original + piece.original_len) as usize,
        }
    }

    fn original_end(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|p| (p.folded as usize) < at);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        let within = (at - piece.folded as usize).min(piece.folded_len as usize);
        let moved = if piece.one_to_one() { within } else { piece.original_len as usize };
        piece.original as usize + moved
    }
}
