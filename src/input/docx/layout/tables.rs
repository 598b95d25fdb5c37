//! Tables row by row: a row is one line, its cells apart by `|`. Tables that only hold a page together are no tables.

use super::super::story::{Flow, Paragraph, Piece, State, Unit};
use super::{Composer, Hosted, Setting};
use crate::document::{DraftBlock, DraftRun, Hint};
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// Of each unit the most cells a row of its table has; 0 for paragraphs.
pub(super) fn columns(units: &[Unit]) -> Vec<usize> {
    let cells = |unit: &Unit| match unit {
        Unit::Row(cells) => cells.len().max(1),
        Unit::Paragraph(_) => 0,
    };
    let mut out: Vec<usize> = units.iter().map(cells).collect();
    let mut at = 0;
    while at < out.len() {
        let end = (at..out.len()).find(|next| out[*next] == 0).unwrap_or(out.len());
        let most = out[at..end].iter().copied().max().unwrap_or(0);
        out[at..end].fill(most);
        at = end.max(at + 1);
    }
    out
}

/// Whether a row is the frame of running text: one cell only holds text, and that is more than an entry.
pub(super) fn is_frame(cells: &[Flow]) -> bool {
    let texts = cells.iter().map(plain).filter(|text| !text.trim_matches(is_blank).is_empty());
    match &texts.collect::<Vec<_>>()[..] {
        [only] => only.contains('。') || only.trim_matches(is_blank).lines().count() > 2,
        _ => false,
    }
}

/// The text of a flow without numbers, a line a paragraph.
pub(super) fn plain(flow: &Flow) -> String {
    let mut out = String::new();
    for unit in &flow.units {
        match unit {
            Unit::Paragraph(paragraph) => {
                let shown = paragraph.pieces.iter().filter(|piece| piece.state == State::Shown);
                shown.for_each(|Piece { text, .. }| out.push_str(text));
                out.push('\n');
            }
            Unit::Row(cells) => cells.iter().for_each(|cell| out += &plain(cell)),
        }
    }
    out
}

impl Composer<'_> {
    /// A row on one line.
    pub(super) fn row(&mut self, cells: Vec<Flow>, setting: Setting<'_>) {
        let start = self.text.len();
        let mut boxes = Vec::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push('|');
            }
            self.cell(cell, setting, &mut boxes);
        }
        let line = Span::new(start, self.text.len());
        let text = line.of(&self.text);
        if !text.chars().all(|c| c == '|' || is_blank(c)) {
            let inner = text.trim_matches(is_blank);
            let from = start + (text.len() - text.trim_start_matches(is_blank).len());
            let span = Span::new(from, from + inner.len());
            self.blocks.push(DraftBlock { runs: vec![DraftRun { span, decoded: None }], hint: Hint::TableRow });
        }
        self.text.push('\n');
        self.boxes(boxes, setting);
    }

    /// The paragraphs of a cell, a blank between two of them; tables inside it likewise.
    fn cell(&mut self, cell: Flow, setting: Setting<'_>, boxes: &mut Vec<Hosted>) {
        let start = self.text.len();
        for unit in cell.units {
            match unit {
                Unit::Paragraph(paragraph) => self.entry(*paragraph, start, setting, boxes),
                Unit::Row(cells) => cells.into_iter().for_each(|cell| {
                    self.part(start);
                    self.cell(cell, setting, boxes);
                }),
            }
        }
    }

    fn entry(&mut self, paragraph: Paragraph, start: usize, setting: Setting<'_>, boxes: &mut Vec<Hosted>) {
        if paragraph.pieces.iter().any(|piece| piece.state == State::Shown) {
            self.part(start);
        }
        let label = if paragraph.runs_on { String::new() } else { self.label(&paragraph) };
        let from = self.text.len();
        self.text.push_str(&label);
        boxes.extend(self.paragraphs(vec![paragraph], from, setting));
    }

    fn part(&mut self, start: usize) {
        if self.text.len() > start && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}
