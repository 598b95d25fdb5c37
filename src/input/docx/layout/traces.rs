//! Tracked changes, comments and hidden text, gathered while the text is laid out.

use std::collections::HashSet;

use super::super::story::{Mark, Paragraph, Piece, Revision, State};
use crate::document::{Trace, TraceKind};
use crate::text::span::Span;

/// A comment as its part holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comment {
    /// Its id.
    pub id: String,
    /// Who made it.
    pub author: Option<String>,
    /// What it says.
    pub text: String,
}

/// What has been gathered.
#[derive(Debug, Default)]
pub(super) struct Traces {
    comments: Vec<Comment>,
    /// Comments met, in order of their first mark: id, where it begins, where it ends.
    met: Vec<(String, usize, usize)>,
    found: Vec<Trace>,
    /// Whether the last trace may go on growing: it stands on the same line.
    grows: bool,
    /// Revisions of the current part that have a trace.
    told: HashSet<usize>,
}

impl Traces {
    pub(super) fn new(comments: Vec<Comment>) -> Self {
        Self { comments, ..Self::default() }
    }

    /// Another part begins; its revisions are counted anew.
    pub(super) fn begin_part(&mut self) {
        self.told.clear();
    }

    /// What stands before the piece with index `at`, at byte `offset` of the text.
    pub(super) fn marks(&mut self, paragraph: &Paragraph, at: usize, offset: usize, revisions: &[Revision]) {
        for mark in paragraph.comments.iter().filter(|mark| mark.at == at) {
            let met = self.met.iter_mut().find(|(id, ..)| *id == mark.id);
            match (met, mark.mark) {
                (Some((_, _, end)), Mark::End) => *end = offset,
                (Some(_), _) => {}
                (None, _) => self.met.push((mark.id.clone(), offset, offset)),
            }
        }
        for (_, index) in paragraph.changes.iter().filter(|(before, _)| *before == at) {
            self.change(*index, offset, revisions);
        }
    }

    fn change(&mut self, index: usize, offset: usize, revisions: &[Revision]) {
        let Some(revision) = revisions.get(index) else { return };
        let told = !self.told.insert(index);
        let goes_on = self.grows
            && self.found.last().is_some_and(|last| {
                let at_hand = last.span.end == offset || revision.kind == TraceKind::Formatting;
                last.kind == revision.kind && last.author == revision.author && at_hand
            });
        if !told && !goes_on {
            self.push(revision.kind, Span::at(offset), String::new(), revision.author.clone());
        }
    }

    /// A piece at byte `offset` of the text.
    pub(super) fn piece(&mut self, piece: &Piece, offset: usize, revisions: &[Revision]) {
        let revision = piece.revision.and_then(|index| revisions.get(index));
        if let Some(index) = piece.revision {
            self.told.insert(index);
        }
        let (kind, author) = match (piece.state, revision) {
            (State::Hidden, _) => (TraceKind::Hidden, None),
            (State::Deleted, revision) => (TraceKind::Deletion, revision.and_then(|revision| revision.author.clone())),
            (State::Shown, Some(revision)) => (revision.kind, revision.author.clone()),
            (State::Shown, None) => return,
        };
        let len = if piece.state == State::Shown { piece.text.len() } else { 0 };
        if let Some(last) = self.found.last_mut().filter(|_| self.grows)
            && last.kind == kind
            && last.author == author
            && last.span.end == offset
        {
            last.span.end += len;
            last.text += &piece.text;
            return;
        }
        self.push(kind, Span::new(offset, offset + len), piece.text.clone(), author);
    }

    fn push(&mut self, kind: TraceKind, span: Span, text: String, author: Option<String>) {
        self.found.push(Trace { kind, span, text, author });
        self.grows = true;
    }

    /// The line is written.
    pub(super) fn end_line(&mut self) {
        self.grows = false;
    }

    /// All traces in order of place.
    pub(super) fn finish(self) -> Vec<Trace> {
        let Traces { comments, met, mut found, .. } = self;
        found.extend(met.into_iter().map(|(id, start, end)| {
            let comment = comments.iter().find(|comment| comment.id == id).cloned().unwrap_or_default();
            let span = Span::new(start, end.max(start));
            Trace { kind: TraceKind::Comment, span, text: comment.text, author: comment.author }
        }));
        found.sort_by_key(|trace| trace.span.start);
        found
    }
}
