//! A block as a reader sees it, cut where marks begin and end.
//!
//! What is shown is the user's own text: folding only tells which bytes of the original are text and which are markup.

use serde::Serialize;

use crate::document::{Block, Document};
use crate::output::wrap;
use crate::text::span::Span;

/// Words to be marked.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Original bytes; an empty span marks a place.
    pub(super) span: Span,
    /// What it looks like; the first of [`CLASSES`] wins where marks overlap.
    pub(super) class: &'static str,
    /// Name of the place, unique on the page.
    pub(super) id: String,
    /// Where a click leads.
    pub(super) to: Option<String>,
}

/// Classes of marks, the most important first.
pub(super) const CLASSES: [&str; 5] = ["error", "warning", "note", "also", "shown"];

/// A stretch of text under the same marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Names of the marks that begin here.
    pub(super) ids: Vec<String>,
    /// Empty where nothing is marked.
    pub(super) class: &'static str,
    pub(super) to: Option<String>,
    /// Whether a table cell ends before it.
    pub(super) begins_cell: bool,
}

/// The smallest stretch of text that maps to the original as a whole, usually one character.
struct Unit<'a> {
    original: Span,
    shown: &'a str,
}

/// A block's text in pieces. `marks` are those that touch it, in order of their start.
pub(super) fn pieces(document: &Document, block: &Block, marks: &[&Mark], is_row: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut waiting = marks.iter().copied().peekable();
    let mut active: Vec<&Mark> = Vec::new();
    let mut begins_cell = false;
    for unit in units(document, block) {
        let mut changed = begins_cell || pieces.is_empty();
        let mut ids = Vec::new();
        while let Some(mark) = waiting.next_if(|mark| mark.span.start < unit.original.end) {
            changed = true;
            if mark.span.start >= block.span.start {
                ids.push(mark.id.clone());
            }
            match mark.span.is_empty() {
                true => pieces.push(point(mark, std::mem::take(&mut ids))),
                false => active.push(mark),
            }
        }
        let before = active.len();
        active.retain(|mark| mark.span.end > unit.original.start);
        changed |= active.len() != before;
        if is_row && matches!(unit.shown, "|" | "\t") {
            begins_cell = true;
            continue;
        }
        if changed {
            let top = active.iter().min_by_key(|mark| CLASSES.iter().position(|class| *class == mark.class));
            pieces.push(Piece {
                ids,
                class: top.map_or("", |mark| mark.class),
                to: top.and_then(|mark| mark.to.clone()),
                begins_cell: std::mem::take(&mut begins_cell),
                ..Piece::default()
            });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.text.extend(unit.shown.chars().map(wrap::printable));
        }
    }
    pieces.extend(waiting.map(|mark| point(mark, vec![mark.id.clone()])));
    pieces
}

/// A mark without words of its own.
fn point(mark: &Mark, ids: Vec<String>) -> Piece {
    Piece { ids, class: mark.class, to: mark.to.clone(), ..Piece::default() }
}

fn units<'a>(document: &'a Document, block: &Block) -> Vec<Unit<'a>> {
    let folded = document.folded_text();
    let mut units: Vec<Unit<'a>> = Vec::new();
    let mut from = block.folded.start;
    for (at, c) in block.folded.of(folded).char_indices().map(|(at, c)| (at + block.folded.start, c)) {
        let original = document.original(Span::new(at, at + c.len_utf8()));
        if let Some(last) = units.last_mut() {
            if last.original.end > original.start {
                // Several folded characters stand for one stretch of the original.
                last.original.end = last.original.end.max(original.end);
                last.shown = shown(&document.text, last.original, &folded[from..at + c.len_utf8()]);
                continue;
            }
            let gap = Span::new(last.original.end, original.start);
            if !gap.is_empty()
                && gap.of(&document.text).chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}'))
            {
                units.push(Unit { original: gap, shown: gap.of(&document.text) });
            }
        }
        from = at;
        units.push(Unit { original, shown: shown(&document.text, original, &folded[at..at + c.len_utf8()]) });
    }
    units
}

/// The user's own characters, or the folded ones where the original is markup (`&nbsp;`).
fn shown<'a>(text: &'a str, original: Span, folded: &'a str) -> &'a str {
    let own = original.of(text);
    match own.chars().count() == folded.chars().count() || !own.contains(['&', '<', '\\']) {
        true => own,
        false => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::document;

    fn mark(text: &str, words: &str, class: &'static str) -> Mark {
        let start = text.find(words).unwrap();
        Mark { span: Span::new(start, start + words.len()), class, id: class.into(), to: None }
    }

    fn told(text: &str, marks: &[Mark], is_row: bool) -> String {
        let document = document(text);
        let marks: Vec<&Mark> = marks.iter().collect();
        let told = pieces(&document, &document.blocks[0], &marks, is_row).into_iter().map(|piece| {
            let cell = if piece.begins_cell { "‖" } else { "" };
            let ids = if piece.ids.is_empty() { String::new() } else { format!("#{}", piece.ids.join("#")) };
            format!("{cell}{}[{}{ids}]", piece.text, piece.class)
        });
        told.collect()
    }

    #[test]
    fn overlapping_marks_are_cut_and_the_gravest_shows() {
        let text = "甲乙丙丁戊";
        let marks = [mark(text, "甲乙丙", "note"), mark(text, "乙丙丁", "error")];
        assert_eq!(told(text, &marks, false), "甲[note#note]乙丙[error#error]丁[error]戊[]");
    }

    #[test]
    fn the_text_is_the_users_own_with_its_spaces_and_widths() {
        let text = "２０２３ 年,開展 了 ＡＢ 工作";
        assert_eq!(told(text, &[mark(text, ",", "note")], false), "２０２３ 年[],[note#note]開展 了 ＡＢ 工作[]");
    }

    #[test]
    fn a_place_without_words_is_kept_even_at_the_end() {
        let text = "甲乙";
        let end = Mark { span: Span::at(text.len()), class: "error", id: "end".into(), to: None };
        let begin = Mark { span: Span::at(0), class: "note", id: "begin".into(), to: None };
        assert_eq!(told(text, &[begin, end], false), "[note#begin]甲乙[][error#end]");
    }

    #[test]
    fn rows_are_cut_into_cells() {
        assert_eq!(told("甲|乙丙|丁", &[], true), "甲[]‖乙丙[]‖丁[]");
    }
}
