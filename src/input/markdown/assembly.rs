//! Runs become blocks: joined over soft breaks, freed of leftover `**` and of blanks at the ends.

use super::line;
use crate::document::{DraftBlock, DraftRun, Hint};
use crate::input::opening;
use crate::input::runs::{is_blank_row, merged, shown, trimmed};
use crate::text::fold::{is_blank, is_chinese};
use crate::text::span::Span;

/// The blocks so far and the one being assembled.
pub(super) struct Assembly<'a> {
    text: &'a str,
    /// What the markup says of the blocks to come.
    pub(super) hint: Hint,
    /// Whether the place is inside a list, where an indent continues the item.
    pub(super) in_list: bool,
    blocks: Vec<DraftBlock>,
    open: Vec<DraftRun>,
    /// List numbers that wait for their text.
    markers: Vec<DraftRun>,
    /// The soft break after the last run.
    soft: Option<Span>,
    /// Whether the open block had a soft break already.
    joined: bool,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            hint: Hint::None,
            in_list: false,
            blocks: Vec::new(),
            open: Vec::new(),
            markers: Vec::new(),
            soft: None,
            joined: false,
        }
    }

    /// Adds a run to the open block, or to a new one if the soft break before it parts two blocks.
    pub(super) fn push(&mut self, run: DraftRun) {
        if let Some(soft) = self.soft.take() {
            self.join(soft, &run);
        }
        self.open.append(&mut self.markers);
        self.open.push(run);
    }

    /// The number of a list item, to stand before its text.
    pub(super) fn marker(&mut self, run: DraftRun) {
        self.markers.push(run);
    }

    /// A line end inside a paragraph.
    pub(super) fn soft_break(&mut self, at: Span) {
        self.soft = Some(at);
    }

    /// Ends the open block.
    pub(super) fn flush(&mut self) {
        let runs = without_stars(self.text, std::mem::take(&mut self.open));
        self.close(runs);
    }

    /// Ends the open block, its `**` kept: code.
    pub(super) fn flush_as_is(&mut self) {
        let runs = std::mem::take(&mut self.open);
        self.close(runs);
    }

    /// Ends the open block; a number without text becomes a block of its own.
    pub(super) fn flush_marker(&mut self) {
        self.open.append(&mut self.markers);
        self.flush();
    }

    pub(super) fn finish(mut self) -> Vec<DraftBlock> {
        self.flush_marker();
        self.blocks
    }

    fn close(&mut self, runs: Vec<DraftRun>) {
        self.soft = None;
        self.joined = false;
        let runs = merged(self.text, trimmed(self.text, runs));
        let hint = self.hint;
        let is_blank_row = hint == Hint::TableRow && is_blank_row(self.text, &runs);
        if !runs.is_empty() && !is_blank_row {
            self.blocks.push(DraftBlock { runs, hint });
        }
    }

    /// Decides what a soft break is: the end of a block, a space between two Latin words, or nothing.
    fn join(&mut self, soft: Span, next: &DraftRun) {
        if self.hint == Hint::None && self.parts(&self.text[soft.end..]) {
            self.flush();
            return;
        }
        self.joined = true;
        let last = self.open.last().and_then(|run| shown(self.text, run).chars().next_back());
        let first = shown(self.text, next).chars().next();
        if last.is_some_and(|c| !is_chinese(c)) && first.is_some_and(|c| !is_chinese(c)) {
            self.open.push(DraftRun { span: soft, decoded: None });
        }
    }

    /// Whether a line of source begins a new block.
    fn parts(&self, line: &str) -> bool {
        let indented = line.starts_with("  ") || line.starts_with('\t');
        let continues_item = self.in_list && indented;
        line::begins_block(line) || (indented && !self.in_list) || (!continues_item && self.open_is_heading())
    }

    fn open_is_heading(&self) -> bool {
        if self.joined {
            return false;
        }
        let line: String = self.open.iter().map(|run| shown(self.text, run)).collect();
        opening::is_heading(line.trim_matches(|c: char| is_blank(c) || c == '*'))
    }
}

/// Takes out `**` left in the text, where it comes in pairs.
fn without_stars(text: &str, runs: Vec<DraftRun>) -> Vec<DraftRun> {
    let runs = merged(text, runs);
    let verbatim = |run: &&DraftRun| run.decoded.is_none();
    let stars: usize = runs.iter().filter(verbatim).map(|run| run.span.of(text).matches("**").count()).sum();
    if stars == 0 || stars % 2 == 1 {
        return runs;
    }
    let mut out = Vec::with_capacity(runs.len() + stars);
    for run in runs {
        if run.decoded.is_some() {
            out.push(run);
            continue;
        }
        let mut at = run.span.start;
        for part in run.span.of(text).split("**") {
            if !part.is_empty() {
                out.push(DraftRun { span: Span::new(at, at + part.len()), decoded: None });
            }
            at += part.len() + 2;
        }
    }
    out
}
