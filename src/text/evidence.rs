//! Recognisers of evidence: the concrete things that make a sentence more than a slogan.
//!
//! Quantities, percentages, dates, numbers and titles of documents, quotations, organs, meetings. One pass over the bytes with no
//! regular expression. What stands inside a short quotation or a cited title is part of the name and no evidence of its own
//! (“四个意识”, 《“十四五”规划》), and a bare year is no date.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::date::{DateForm, date_at};
use super::measure::{Dimension, ends_formula, quantity};
use super::number::{self, Per, Read};
use super::sieve::{Sieve, starts, wide, wide_at};
use super::span::Span;

mod named;

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// A number with a measure word: 573件, 十一个.
    Quantity,
    /// 8.73%, 百分之五, 2.49个百分点.
    Percent,
    /// A date with at least a month, or a year as a deadline (2025年底前). A bare year is none.
    Date,
    /// 国办发〔2023〕27号, 市政府令第333号.
    DocumentNumber,
    /// 《…》
    CitedTitle,
    /// “…”
    Quoted,
    /// An organ by its name: 市司法局, 区人民法院, 市委.
    Organ,
    /// A meeting by its kind: 市政府常务会议, 府院联席会议.
    Meeting,
}

impl EvidenceKind {
    /// All kinds, in order.
    pub const ALL: [EvidenceKind; 8] = [
        EvidenceKind::Quantity,
        EvidenceKind::Percent,
        EvidenceKind::Date,
        EvidenceKind::DocumentNumber,
        EvidenceKind::CitedTitle,
        EvidenceKind::Quoted,
        EvidenceKind::Organ,
        EvidenceKind::Meeting,
    ];
}

/// A set of kinds of evidence; in YAML a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize, schemars::JsonSchema)]
#[serde(from = "Vec<EvidenceKind>")]
pub struct EvidenceSet(u8);

impl EvidenceSet {
    /// All kinds.
    pub const ALL: EvidenceSet = EvidenceSet(u8::MAX);

    /// Adds a kind.
    pub fn insert(&mut self, kind: EvidenceKind) {
        self.0 |= 1 << kind as u8;
    }

    /// Whether the kind is in the set.
    pub const fn contains(self, kind: EvidenceKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether the two sets share a kind.
    pub const fn meets(self, other: EvidenceSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no kind in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of kinds in the set.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl FromIterator<EvidenceKind> for EvidenceSet {
    fn from_iter<I: IntoIterator<Item = EvidenceKind>>(kinds: I) -> Self {
        let mut set = EvidenceSet::default();
        kinds.into_iter().for_each(|kind| set.insert(kind));
        set
    }
}

impl From<Vec<EvidenceKind>> for EvidenceSet {
    fn from(kinds: Vec<EvidenceKind>) -> Self {
        kinds.into_iter().collect()
    }
}

/// The evidence in a span of folded text, in order of where it starts.
pub fn evidence(text: &str, within: Span) -> Vec<(EvidenceKind, Span)> {
    evidence_of(text, within, EvidenceSet::ALL)
}

/// The evidence of some kinds in a span of folded text, in order of where it starts.
pub fn evidence_of(text: &str, within: Span, wanted: EvidenceSet) -> Vec<(EvidenceKind, Span)> {
    let mut out = Vec::new();
    let mut keep = |kind, span| {
        if wanted.contains(kind) {
            out.push((kind, span));
        }
        ControlFlow::Continue(())
    };
    _ = scan(text, within, wanted, &mut keep);
    out.sort_by_key(|(kind, span)| (span.start, *kind));
    out
}

/// The first pieces of evidence of some kinds in a span of folded text, so many at most, each place once. First is what ends
/// first.
pub fn first_evidence(text: &str, within: Span, wanted: EvidenceSet, most: usize) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut keep = |kind, span| {
        if wanted.contains(kind) && !out.contains(&span) {
            out.push(span);
        }
        if out.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    _ = scan(text, within, wanted, &mut keep);
    out
}

/// Whether a span of folded text has evidence of one of some kinds.
pub fn has_evidence(text: &str, within: Span, wanted: EvidenceSet) -> bool {
    let mut stop = |kind, _| if wanted.contains(kind) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    scan(text, within, wanted, &mut stop).is_break()
}

/// The kinds of evidence in a span of folded text.
pub fn kinds(text: &str, within: Span) -> EvidenceSet {
    evidence(text, within).into_iter().map(|(kind, _)| kind).collect()
}

/// Longest quotation that is a name rather than speech, in bytes: 20 Chinese characters.
const LONGEST_NAME: usize = 60;
/// Longest cited title, in bytes: 120 Chinese characters.
const LONGEST_TITLE: usize = 360;
/// Longest quotation, in bytes: 300 Chinese characters.
const LONGEST_QUOTE: usize = 900;

const TITLE: [u8; 3] = wide('《');
const TITLE_END: [u8; 3] = wide('》');
const QUOTE: [u8; 3] = wide('“');
const QUOTE_END: [u8; 3] = wide('”');
const NUMBER_WORD: [u8; 3] = wide('号');
const MEETING: [[u8; 3]; 2] = [wide('会'), wide('议')];

/// What a scan tells of evidence it met: its kind and place; the answer is whether to go on.
type Report<'r> = &'r mut dyn FnMut(EvidenceKind, Span) -> ControlFlow<()>;

/// Goes through a span. Kinds that are not wanted may be reported as well.
fn scan(text: &str, within: Span, wanted: EvidenceSet, report: Report<'_>) -> ControlFlow<()> {
    const SHORT: Sieve = Sieve::of(number::STARTS).and("《“");
    const DOCUMENTS: Sieve = SHORT.and("号");
    const ALL: Sieve = DOCUMENTS.and("会议").and(named::ORGAN_ENDS);
    let has = |kind| wanted.contains(kind);
    let (organs, meetings) = (has(EvidenceKind::Organ), has(EvidenceKind::Meeting));
    let stops = match (organs || meetings, has(EvidenceKind::DocumentNumber)) {
        (true, _) => &ALL,
        (false, true) => &DOCUMENTS,
        (false, false) => &SHORT,
    };
    let text = &text[..within.end];
    let mut at = stops.next(text, within.start);
    while at < text.len() {
        let end = match wide_at(text, at).filter(|_| !text.as_bytes()[at].is_ascii()) {
            Some(TITLE) => title_here(text, at, report)?,
            Some(QUOTE) => quote_here(text, at, report)?,
            _ if number::starts_at(text, at) => number_here(text, at, report)?,
            Some(NUMBER_WORD) => {
                tell(EvidenceKind::DocumentNumber, named::document_number(text, within.start, at + 3), report)?;
                at + 3
            }
            Some(c) => {
                if meetings && MEETING.contains(&c) {
                    tell(EvidenceKind::Meeting, named::meeting(text, within.start, at + 3), report)?;
                }
                if organs && named::ends_organ(c) {
                    tell(EvidenceKind::Organ, named::organ(text, within.start, at + 3), report)?;
                }
                at + 3
            }
            None => at + 1,
        };
        at = stops.next(text, end);
    }
    ControlFlow::Continue(())
}

fn tell(kind: EvidenceKind, found: Option<Span>, report: Report<'_>) -> ControlFlow<()> {
    found.map_or(ControlFlow::Continue(()), |span| report(kind, span))
}

/// Where to go on after the cited title or the short quotation that begins at `at`; nothing where none begins. What is longer
/// than a name is speech, and read like any other words.
pub(super) fn past_name(text: &str, at: usize) -> Option<usize> {
    let mut ignore = |_, _| ControlFlow::Continue(());
    let end = match wide_at(text, at)? {
        TITLE => title_here(text, at, &mut ignore),
        QUOTE => quote_here(text, at, &mut ignore),
        _ => return None,
    };
    end.continue_value()
}

/// Reads the number or date at `at`; where to go on.
fn number_here(text: &str, at: usize, report: Report<'_>) -> ControlFlow<(), usize> {
    if let Some(date) = date_at(text, at) {
        let after = &text[date.span.end..];
        let deadline = date.form != DateForm::RangeStart && ["底", "末", "前"].iter().any(|word| starts(after, word));
        if date.month.is_some() || deadline {
            report(EvidenceKind::Date, date.span)?;
        }
        return ControlFlow::Continue(date.span.end);
    }
    let number = match number::read(text, at) {
        Read::Number(number) => number,
        Read::Nothing { end } => return ControlFlow::Continue(end),
    };
    if number.per != Per::One {
        report(EvidenceKind::Percent, number.span)?;
    } else if !ends_formula(&text[..at])
        && let Some(measure) = quantity(&number, &text[number.span.end..])
    {
        let kind = match measure.dimension {
            Dimension::Points => EvidenceKind::Percent,
            _ => EvidenceKind::Quantity,
        };
        // Between number and unit at most 余, 多 or 几.
        let after = &text[number.span.end..];
        let vague = if after.starts_with(measure.word) { 0 } else { after.find(measure.word).unwrap_or(0) };
        report(kind, Span::new(at, number.span.end + vague + measure.word.len()))?;
    }
    ControlFlow::Continue(number.span.end)
}

fn title_here(text: &str, at: usize, report: Report<'_>) -> ControlFlow<(), usize> {
    let open = TITLE.len();
    let Some(end) = closing(text, at, (TITLE, TITLE_END), LONGEST_TITLE) else {
        return ControlFlow::Continue(at + open);
    };
    if end > at + 2 * open {
        report(EvidenceKind::CitedTitle, Span::new(at, end))?;
    }
    ControlFlow::Continue(end)
}

fn quote_here(text: &str, at: usize, report: Report<'_>) -> ControlFlow<(), usize> {
    let open = QUOTE.len();
    let Some(end) = closing(text, at, (QUOTE, QUOTE_END), LONGEST_QUOTE) else {
        return ControlFlow::Continue(at + open);
    };
    if end == at + 2 * open {
        return ControlFlow::Continue(end);
    }
    report(EvidenceKind::Quoted, Span::new(at, end))?;
    if end - at > LONGEST_NAME {
        return ControlFlow::Continue(at + open);
    }
    let mut inner = at + open;
    while let Some(found) = text[inner..end].find('《') {
        inner = title_here(text, inner + found, report)?;
        if inner > end {
            break;
        }
    }
    ControlFlow::Continue(end.max(inner))
}

/// One past the mark that closes the one at `at`, on the same line and not further than `most` bytes.
fn closing(text: &str, at: usize, (open, close): ([u8; 3], [u8; 3]), most: usize) -> Option<usize> {
    const STOPS: Sieve = Sieve::of("\n《》“”");
    let near = &text[..boundary_from(text, at + most + 8)];
    let mut depth = 0usize;
    let mut place = at;
    loop {
        match wide_at(text, place) {
            Some(c) if c == open => depth += 1,
            Some(c) if c == close => depth -= 1,
            _ => {
                // Marks side by side may go on beyond the limit; any other character there ends the search.
                if place - at > most || matches!(text.as_bytes().get(place), None | Some(b'\n')) {
                    return None;
                }
                let from = boundary_from(text, place + 1);
                place = STOPS.next(near, from);
                if place > from && boundary_before(text, place) - at > most {
                    return None;
                }
                continue;
            }
        }
        place += open.len();
        if depth == 0 {
            return Some(place);
        }
    }
}

/// The first place at or after `at` where a character begins, or the end of the text.
fn boundary_from(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Where the character before `at` begins.
fn boundary_before(text: &str, at: usize) -> usize {
    (0..at).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
