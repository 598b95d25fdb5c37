//! Recognisers of evidence: the concrete things that make a sentence more than a slogan.
//!
//! Quantities, percentages, dates, numbers and titles of documents, quotations, organs, meetings. One pass over the bytes with no
//! regular expression. What stands inside a short quotation or a cited title is part of the name and no evidence of its own
//! (“四个意识”, 《“十四五”规划》), and a bare year is no date.

use serde::{Deserialize, Serialize};

use super::date::{DateForm, date_at};
use super::measure::{Dimension, ends_formula, quantity};
use super::number::{self, Per, Read};
use super::span::Span;

mod named;

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// A set of kinds of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct EvidenceSet(u8);

impl EvidenceSet {
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

/// The evidence in a span of folded text, in order of where it starts.
pub fn evidence(text: &str, within: Span) -> Vec<(EvidenceKind, Span)> {
    let mut out = Vec::new();
    scan(text, within, &mut |kind, span| out.push((kind, span)));
    out.sort_by_key(|(kind, span)| (span.start, *kind));
    out
}

/// The kinds of evidence in a span of folded text.
pub fn kinds(text: &str, within: Span) -> EvidenceSet {
    let mut set = EvidenceSet::default();
    scan(text, within, &mut |kind, _| set.insert(kind));
    set
}

/// Longest quotation that is a name rather than speech, in bytes: 20 Chinese characters.
const LONGEST_NAME: usize = 60;
/// Longest cited title, in bytes: 120 Chinese characters.
const LONGEST_TITLE: usize = 360;
/// Longest quotation, in bytes: 300 Chinese characters.
const LONGEST_QUOTE: usize = 900;

fn scan(text: &str, within: Span, report: &mut impl FnMut(EvidenceKind, Span)) {
    let text = &text[..within.end];
    let bytes = text.as_bytes();
    let mut at = within.start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_digit() {
            at = number_here(text, at, report);
            continue;
        }
        if byte < 0xe0 || at + 3 > bytes.len() {
            at += 1;
            continue;
        }
        // Chinese characters and marks have three bytes; what has four is none of ours, and its tail bytes are skipped above.
        let Some(c) = wide(&bytes[at..at + 3]) else {
            at += 1;
            continue;
        };
        let end = at + 3;
        at = match c {
            '《' => title_here(text, at, report),
            '“' => quote_here(text, at, report),
            '号' => {
                named::document_number(text, within.start, end)
                    .into_iter()
                    .for_each(|span| report(EvidenceKind::DocumentNumber, span));
                end
            }
            '会' | '议' => {
                named::meeting(text, within.start, end)
                    .into_iter()
                    .for_each(|span| report(EvidenceKind::Meeting, span));
                end
            }
            '零' | '〇' | '○' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
            | '千' | '万' | '亿' => number_here(text, at, report),
            _ => end,
        };
        if named::ends_organ(c) {
            named::organ(text, within.start, end).into_iter().for_each(|span| report(EvidenceKind::Organ, span));
        }
    }
}

/// The character of three UTF-8 bytes; `None` where the first is no lead byte of three.
fn wide(bytes: &[u8]) -> Option<char> {
    if bytes[0] & 0xf0 != 0xe0 {
        return None;
    }
    let low = |at: usize| u32::from(bytes[at] & 0x3f);
    char::from_u32((u32::from(bytes[0] & 0x0f) << 12) | (low(1) << 6) | low(2))
}

/// Reads the number or date at `at`; where to go on.
fn number_here(text: &str, at: usize, report: &mut impl FnMut(EvidenceKind, Span)) -> usize {
    if let Some(date) = date_at(text, at) {
        let after = &text[date.span.end..];
        let deadline =
            date.form != DateForm::RangeStart && ["底", "末", "前"].iter().any(|word| after.starts_with(word));
        if date.month.is_some() || deadline {
            report(EvidenceKind::Date, date.span);
        }
        return date.span.end;
    }
    let number = match number::read(text, at) {
        Read::Number(number) => number,
        Read::Nothing { end } => return end,
    };
    if number.per != Per::One {
        report(EvidenceKind::Percent, number.span);
    } else if !ends_formula(&text[..at])
        && let Some(measure) = quantity(&number, &text[number.span.end..])
    {
        let kind = match measure.dimension {
            Dimension::Points => EvidenceKind::Percent,
            _ => EvidenceKind::Quantity,
        };
        let vague = text[number.span.end..].find(measure.word).unwrap_or(0);
        report(kind, Span::new(at, number.span.end + vague + measure.word.len()));
    }
    number.span.end
}

fn title_here(text: &str, at: usize, report: &mut impl FnMut(EvidenceKind, Span)) -> usize {
    let open = '《'.len_utf8();
    let Some(end) = closing(text, at, ('《', '》'), LONGEST_TITLE) else { return at + open };
    if end > at + 2 * open {
        report(EvidenceKind::CitedTitle, Span::new(at, end));
    }
    end
}

fn quote_here(text: &str, at: usize, report: &mut impl FnMut(EvidenceKind, Span)) -> usize {
    let open = '“'.len_utf8();
    let Some(end) = closing(text, at, ('“', '”'), LONGEST_QUOTE) else { return at + open };
    if end == at + 2 * open {
        return end;
    }
    report(EvidenceKind::Quoted, Span::new(at, end));
    if end - at > LONGEST_NAME {
        return at + open;
    }
    let mut inner = at + open;
    while let Some(found) = text[inner..end].find('《') {
        inner = title_here(text, inner + found, report);
        if inner > end {
            break;
        }
    }
    end.max(inner)
}

/// One past the mark that closes the one at `at`, on the same line and not further than `most` bytes.
fn closing(text: &str, at: usize, (open, close): (char, char), most: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, c) in text[at..].char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        } else if c == '\n' || offset > most {
            return None;
        }
        if depth == 0 {
            return Some(at + offset + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests;
