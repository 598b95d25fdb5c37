//! From bytes of the text to places in the XML of the main part.

use crate::input::docx::story::{Piece, Seat};
use crate::input::docx::{Laid, Layout, Place};
use crate::text::span::Span;

/// A place between two bytes of the XML where marks may be put, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Byte of the XML.
    pub(super) at: usize,
    /// What must be closed before the marks and opened after them.
    pub(super) inside: Inside,
    /// Paragraph (by index) whose run is split.
    pub(super) paragraph: usize,
}

/// What a spot lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Between runs.
    Nothing,
    /// In the run with this index, between two of its elements.
    Run(usize),
    /// In a text element of the run with this index.
    Text(usize),
}

/// Where a comment goes.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) start: Spot,
    pub(super) end: Spot,
    /// Run properties and prefix are read from these paragraphs.
    pub(super) runs: [Option<RunText>; 2],
    /// Prefix of the vocabulary, with its colon.
    pub(super) prefix: String,
    /// Whether it covers the words themselves.
    pub(super) exact: bool,
}

/// What is needed to open a split run again.
#[derive(Debug, Clone)]
pub(super) struct RunText {
    /// Its properties as they stand.
    pub(super) properties: String,
    /// Its prefix, with the colon.
    pub(super) prefix: String,
}

/// The anchor of a span of the text; `None` if the main part has no paragraph.
pub(super) fn anchor(layout: &Layout, xml: &str, span: Span) -> Option<Anchor> {
    let finder = Finder { laid: &layout.paragraphs, xml };
    let (start, end, exact) = finder.words(span).or_else(|| finder.nearby(&layout.draft.text, span))?;
    let prefix = xml[layout.paragraphs[start.paragraph].paragraph.prefix.clone()].to_owned();
    let runs = [start, end].map(|spot| finder.run_text(spot));
    Some(Anchor { start, end, runs, prefix, exact })
}

struct Finder<'a> {
    laid: &'a [Laid],
    xml: &'a str,
}

impl Finder<'_> {
    /// Paragraphs of the main part that stand in no box.
    fn in_reach(&self, at: usize) -> bool {
        self.laid[at].place == Place::Body && self.laid[at].host.is_none()
    }

    /// From the first to the last piece that shares text with the span.
    fn words(&self, span: Span) -> Option<(Spot, Spot, bool)> {
        if span.is_empty() {
            return None;
        }
        let touched = |at: &usize| shares(&self.laid[*at], span).next().is_some();
        let reach: Vec<usize> = (0..self.laid.len()).filter(|at| self.in_reach(*at)).filter(touched).collect();
        let (first, last) = (*reach.first()?, *reach.last()?);
        let (piece, bytes) = shares(&self.laid[first], span).next()?;
        let start = self.before(first, piece, span.start.saturating_sub(bytes.start));
        let (piece, bytes) = shares(&self.laid[last], span).last()?;
        let end = self.after(last, piece, span.end.min(bytes.end) - bytes.start);
        Some((start, end, true))
    }

    /// Where the span cannot be commented on itself: the words beside it, its paragraph, what carries it, or the first paragraph.
    fn nearby(&self, text: &str, span: Span) -> Option<(Spot, Spot, bool)> {
        let holds = |at: &usize| self.laid[*at].span.start <= span.start && span.start <= self.laid[*at].span.end;
        let around = (0..self.laid.len()).filter(holds).min_by_key(|at| !self.in_reach(*at));
        let Some(at) = around else { return self.first() };
        if let Some(host) = self.laid[at].host {
            return self.host(host).or_else(|| self.first());
        }
        if !self.in_reach(at) {
            return self.first();
        }
        let beside = span.is_empty().then(|| self.beside(text, at, span.start)).flatten();
        beside.map(|(start, end)| (start, end, true)).or_else(|| self.paragraph(at)).or_else(|| self.first())
    }

    /// The character before an empty span, or the one after it.
    fn beside(&self, text: &str, at: usize, offset: usize) -> Option<(Spot, Spot)> {
        let line = self.laid[at].span;
        let before = text[line.start..offset.clamp(line.start, line.end)].chars().next_back();
        let before = before.map(|c| Span::new(offset - c.len_utf8(), offset));
        let after =
            text[offset.min(line.end)..line.end].chars().next().map(|c| Span::new(offset, offset + c.len_utf8()));
        [before, after].into_iter().flatten().find_map(|span| self.words(span)).map(|(start, end, _)| (start, end))
    }

    /// The first shown words of a paragraph, or its empty content.
    fn paragraph(&self, at: usize) -> Option<(Spot, Spot, bool)> {
        let laid = &self.laid[at];
        let shown = laid.pieces.iter().position(|piece| piece.is_some_and(|span| !span.is_empty()));
        if let Some(piece) = shown {
            let len = laid.pieces[piece].map_or(0, Span::len);
            return Some((self.before(at, piece, 0), self.after(at, piece, len), false));
        }
        let spot = Spot { at: laid.paragraph.content?, inside: Inside::Nothing, paragraph: at };
        Some((spot, spot, false))
    }

    /// The run that carries a box or a note.
    fn host(&self, (at, run): (usize, Option<usize>)) -> Option<(Spot, Spot, bool)> {
        let laid = self.laid.get(at)?;
        if let Some(outer) = laid.host {
            return self.host(outer);
        }
        if !self.in_reach(at) {
            return self.first();
        }
        let Some(run) = run.and_then(|run| laid.paragraph.runs.get(run)) else { return self.paragraph(at) };
        let spot = |at_byte| Spot { at: at_byte, inside: Inside::Nothing, paragraph: at };
        Some((spot(run.xml.start), spot(run.xml.end), false))
    }

    fn first(&self) -> Option<(Spot, Spot, bool)> {
        let reach = || (0..self.laid.len()).filter(|at| self.in_reach(*at));
        let worded = |at: &usize| self.laid[*at].pieces.iter().any(Option::is_some);
        reach()
            .find(worded)
            .or_else(|| reach().find(|at| self.laid[*at].paragraph.content.is_some()))
            .and_then(|at| self.paragraph(at))
    }

    /// The place before byte `within` of a piece.
    fn before(&self, paragraph: usize, piece: usize, within: usize) -> Spot {
        let pieces = &self.laid[paragraph].paragraph.pieces;
        let this = &pieces[piece];
        match this.seat {
            Seat::Text { run, verbatim: true } if within > 0 => {
                Spot { at: this.xml.start + within, inside: Inside::Text(run), paragraph }
            }
            Seat::Beside => Spot { at: this.xml.start, inside: Inside::Nothing, paragraph },
            Seat::Text { run, .. } | Seat::Child { run } => match piece.checked_sub(1).map(|before| &pieces[before]) {
                Some(before) if run_of(before) == Some(run) => self.between(paragraph, before, this, run),
                _ => {
                    let at = self.laid[paragraph].paragraph.runs[run].xml.start;
                    Spot { at, inside: Inside::Nothing, paragraph }
                }
            },
        }
    }

    /// The place after byte `within` of a piece.
    fn after(&self, paragraph: usize, piece: usize, within: usize) -> Spot {
        let pieces = &self.laid[paragraph].paragraph.pieces;
        let this = &pieces[piece];
        match this.seat {
            Seat::Text { run, verbatim: true } if within < this.text.len() => {
                Spot { at: this.xml.start + within, inside: Inside::Text(run), paragraph }
            }
            Seat::Beside => Spot { at: this.xml.end, inside: Inside::Nothing, paragraph },
            Seat::Text { run, .. } | Seat::Child { run } => match pieces.get(piece + 1) {
                Some(next) if run_of(next) == Some(run) => self.between(paragraph, this, next, run),
                _ => {
                    let at = self.laid[paragraph].paragraph.runs[run].xml.end;
                    Spot { at, inside: Inside::Nothing, paragraph }
                }
            },
        }
    }

    /// The place between two pieces of one run.
    fn between(&self, paragraph: usize, one: &Piece, next: &Piece, run: usize) -> Spot {
        let text = |piece: &Piece| matches!(piece.seat, Seat::Text { .. });
        if one.xml == next.xml {
            // Both stand for one element, which is not split.
            return Spot { at: one.xml.end, inside: Inside::Run(run), paragraph };
        }
        if text(one) && text(next) && !self.xml[one.xml.end..next.xml.start].contains('<') {
            return Spot { at: one.xml.end, inside: Inside::Text(run), paragraph };
        }
        let closed = if text(one) { self.xml[one.xml.end..].find('>').map_or(0, |at| at + 1) } else { 0 };
        Spot { at: one.xml.end + closed, inside: Inside::Run(run), paragraph }
    }

    fn run_text(&self, spot: Spot) -> Option<RunText> {
        let (Inside::Run(run) | Inside::Text(run)) = spot.inside else { return None };
        let run = self.laid[spot.paragraph].paragraph.runs.get(run)?;
        let of = |range: &std::ops::Range<usize>| self.xml[range.clone()].to_owned();
        Some(RunText { properties: of(&run.properties), prefix: of(&run.prefix) })
    }
}

/// The pieces of a paragraph that share text with a span, by index, with their bytes.
fn shares(laid: &Laid, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
    let shown = laid.pieces.iter().enumerate().filter_map(|(at, piece)| piece.map(|piece| (at, piece)));
    shown.filter(move |(_, piece)| piece.overlaps(span))
}

fn run_of(piece: &Piece) -> Option<usize> {
    match piece.seat {
        Seat::Text { run, .. } | Seat::Child { run } => Some(run),
        Seat::Beside => None,
    }
}
