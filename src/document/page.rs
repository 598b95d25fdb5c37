//! What stands around a report on its page: navigation, bylines, buttons, the addressee above it and the signature below.
//!
//! Judged by the words of `rules/reading.yaml` and by place; the outline knows nothing of it.

use std::ops::Range;

use super::genre::Reading;
use super::mark::{ReadMark, read_mark};
use super::{BlockKind, Hint, MarkStyle, organ};
use crate::text::date;
use crate::text::span::Span;

/// A block on its way to being understood.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Its folded text.
    pub text: &'a str,
    /// Folded bytes.
    pub folded: Span,
    /// What the format said.
    pub hint: Hint,
    /// What it is; `None` while it may be body text.
    pub kind: Option<BlockKind>,
    /// The mark it begins with.
    pub mark: Option<ReadMark>,
    is_prose: bool,
}

impl<'a> Line<'a> {
    /// The line of a block.
    pub(super) fn new(text: &'a str, folded: Span, hint: Hint) -> Self {
        let is_prose = hint != Hint::Furniture && reads_like_prose(text);
        Self { text, folded, hint, kind: None, mark: read_mark(text), is_prose }
    }

    /// Whether it may still be body text or a heading.
    pub(super) fn is_open(&self) -> bool {
        self.kind.is_none()
    }

    /// Whether it is a row of a table, by the format or as it looks when copied as text: 受理 | 12 | 件.
    pub(super) fn is_row(&self) -> bool {
        self.hint == Hint::TableRow || memchr::memchr_iter(b'|', self.text.as_bytes()).nth(1).is_some()
    }

    /// Whether it reads like a paragraph: a sentence of some length.
    pub(super) fn is_prose(&self) -> bool {
        self.is_prose
    }

    /// Whether it begins with a mark that no page furniture has: 一、 （一） 第一部分.
    pub(super) fn begins_a_section(&self) -> bool {
        let outer = |style| matches!(style, MarkStyle::Part | MarkStyle::Chinese | MarkStyle::ChineseBracket);
        self.hint != Hint::Furniture && self.mark.is_some_and(|mark| outer(mark.style) && !mark.loose)
    }
}

fn reads_like_prose(text: &str) -> bool {
    let len = text.len();
    let closed = len >= 45 && (text.ends_with('。') || text.contains('。'));
    let led = || len >= 60 && text.ends_with('：') && text.contains('，');
    let long = || len >= 150 && text.matches('，').nth(1).is_some() && !text.contains('|');
    closed || led() || long()
}

/// Short lines only may be furniture among body text, in bytes.
const SHORT: usize = 240;

/// Marks what is page furniture by its words or by the format, wherever it stands.
pub(super) fn mark_furniture(lines: &mut [Line<'_>], reading: &Reading) {
    for line in lines.iter_mut() {
        match line.hint {
            Hint::Furniture => line.kind = Some(outside(line.text, reading)),
            Hint::TableRow | Hint::Heading(_) => {}
            Hint::None if line.text.len() > SHORT || line.is_prose() || line.begins_a_section() => {}
            Hint::None if reading.furniture.is_match(line.text) => line.kind = Some(outside(line.text, reading)),
            Hint::None => {}
        }
    }
}

/// What a block outside the report is.
fn outside(text: &str, reading: &Reading) -> BlockKind {
    if reading.byline.is_match(text) { BlockKind::Byline } else { BlockKind::Furniture }
}

/// The first line from `from` on that begins the text proper.
pub(super) fn first_body(lines: &[Line<'_>], from: usize) -> usize {
    let found = lines[from..].iter().position(|line| line.is_open() && (line.is_prose() || line.begins_a_section()));
    found.map_or(lines.len(), |at| from + at)
}

/// Settles what stands above the text. `title` are the lines of the title, if one was found.
pub(super) fn settle_head(lines: &mut [Line<'_>], title: Option<&Range<usize>>, reading: &Reading) {
    let start = title.map_or(0, |title| title.end);
    if let Some(title) = title {
        above(&mut lines[..title.start], reading);
        let text: String = lines[title.clone()].iter().map(|line| line.text).collect();
        lines[title.clone()].iter_mut().for_each(|line| line.kind = Some(BlockKind::Title));
        let end = first_body(lines, start);
        if let Some(again) = repetition(&lines[start..end], &text) {
            above(&mut lines[start..start + again.start], reading);
            lines[start + again.start..start + again.end]
                .iter_mut()
                .for_each(|line| line.kind = Some(BlockKind::Title));
        }
    }
    let end = first_body(lines, start);
    below_title(&mut lines[start..end], reading);
    // The addressee may be long enough to look like prose.
    if let Some(line) = lines.get_mut(end)
        && line.is_open()
        && is_salutation(line.text, reading)
    {
        line.kind = Some(BlockKind::Salutation);
    }
}

/// Everything above the title is furniture, a byline or the head of the paper.
fn above(lines: &mut [Line<'_>], reading: &Reading) {
    let mut valueless = false;
    for line in lines.iter_mut() {
        let byline = reading.byline.is_match(line.text) && !line.is_prose();
        if line.is_open() {
            let value = valueless && line.text.len() <= 90;
            let letterhead = reading.has("letterhead", line.text) || organ::is_organ(line.text, reading);
            let keeps = byline || value || (letterhead && !line.is_prose());
            line.kind = Some(if keeps { BlockKind::Byline } else { BlockKind::Furniture });
        }
        valueless = byline && line.text.ends_with('：');
    }
}

fn below_title(lines: &mut [Line<'_>], reading: &Reading) {
    let mut valueless = false;
    for line in lines.iter_mut().filter(|line| line.is_open()) {
        let byline = reading.byline.is_match(line.text) || begins_with_date(line.text);
        let value = valueless && line.text.len() <= 90;
        valueless = byline && line.text.ends_with('：');
        line.kind = if byline || value || whole_date(line.text).is_some() || organ::is_organ(line.text, reading) {
            Some(BlockKind::Byline)
        } else if is_salutation(line.text, reading) {
            Some(BlockKind::Salutation)
        } else {
            None
        };
    }
}

/// A short line that opens with the date of publication: 2024-02-05 09:12
fn begins_with_date(text: &str) -> bool {
    let date = (text.len() <= 90).then(|| date::date_at(text, 0)).flatten();
    date.is_some_and(|date| date.form == date::DateForm::Separated)
}

fn is_salutation(text: &str, reading: &Reading) -> bool {
    text.len() <= 180
        && text.ends_with('：')
        && !text.contains('。')
        && reading.has("addressee", text)
        && !reading.has("lead", text)
}

/// Where a title stands a second time, on one line or over several.
fn repetition(lines: &[Line<'_>], title: &str) -> Option<Range<usize>> {
    (0..lines.len()).find_map(|start| {
        let mut rest = title;
        for (at, line) in lines.iter().enumerate().skip(start).take(3) {
            rest = rest.strip_prefix(line.text)?;
            if rest.is_empty() {
                return Some(start..at + 1);
            }
        }
        None
    })
}

/// Settles what stands below the text: signature, byline, footer.
pub(super) fn settle_foot(lines: &mut [Line<'_>], from: usize, reading: &Reading) {
    let body = |line: &Line<'_>| line.is_open() && (line.is_prose() || line.begins_a_section());
    let mut end = lines.iter().rposition(body).map_or(from, |at| at + 1).max(from);
    if let Some(cut) = end_of_report(&lines[from..end], reading) {
        end = from + cut;
    }
    let end = end.min(lines.len());
    let mut footer = false;
    for line in &mut lines[end..] {
        let furniture =
            line.kind == Some(BlockKind::Furniture) || (line.is_open() && reading.furniture.is_match(line.text));
        footer |= furniture && line.kind != Some(BlockKind::TableRow);
        if line.is_open() {
            line.kind = if reading.byline.is_match(line.text) {
                Some(BlockKind::Byline)
            } else if footer {
                Some(BlockKind::Furniture)
            } else {
                None
            };
        }
    }
    sign(lines, from, reading);
}

/// The line that ends the report although prose follows: a button or a list of related pages after which little comes.
fn end_of_report(lines: &[Line<'_>], reading: &Reading) -> Option<usize> {
    let ends = |line: &Line<'_>| line.kind == Some(BlockKind::Furniture) && reading.has("end-of-report", line.text);
    if !lines.iter().any(ends) {
        return None;
    }
    let total: usize = lines.iter().filter(|line| line.is_open()).map(|line| line.text.len()).sum();
    let mut after = 0;
    let mut cut = None;
    for (at, line) in lines.iter().enumerate().rev() {
        if line.is_open() && line.begins_a_section() && !reading.furniture.is_match(line.text) {
            break;
        }
        if ends(line) {
            cut = Some(at);
        }
        if line.is_open() && !reading.furniture.is_match(line.text) {
            after += line.text.len();
        }
        if after * 4 > total {
            break;
        }
    }
    cut
}

/// Marks the signature: a date, an organ, or both, on the last lines of the report.
fn sign(lines: &mut [Line<'_>], from: usize, reading: &Reading) {
    const LAST: usize = 8;
    let open: Vec<usize> = (from..lines.len()).rev().filter(|at| lines[*at].is_open()).take(LAST).collect();
    let dated =
        open.iter().position(|at| lines[*at].text.len() <= 180 && signature_date(lines[*at].text, reading).is_some());
    let start = match dated {
        Some(at) => {
            lines[open[at]].kind = Some(BlockKind::Signature);
            at + 1
        }
        None => 0,
    };
    for at in open.iter().skip(start) {
        let line = &mut lines[*at];
        if !organ::is_organ(line.text, reading) || line.hint != Hint::None || line.mark.is_some() {
            break;
        }
        line.kind = Some(BlockKind::Signature);
    }
}

/// The date of a line that holds nothing else, in brackets or not.
pub(super) fn whole_date(text: &str) -> Option<date::DateMention> {
    let bracket = |c: char| matches!(c, '（' | '）' | '(' | ')' | ' ');
    let start = text.len() - text.trim_start_matches(bracket).len();
    let end = start + text[start..].trim_end_matches(bracket).len();
    if end - start > 60 || end == start {
        return None;
    }
    let found = date::date_at(text, start).filter(|found| found.span.end == end && found.month.is_some());
    found.or_else(|| date::run_together(text, Span::new(start, end)))
}

/// The date of a signature line: a date alone, or after the organ.
pub(super) fn signature_date(text: &str, reading: &Reading) -> Option<date::DateMention> {
    if let Some(found) = whole_date(text) {
        return Some(found);
    }
    let start = text
        .char_indices()
        .rev()
        .take(14)
        .filter(|(_, c)| c.is_ascii_digit() || *c == '二')
        .map(|(at, _)| at)
        .last()?;
    let found = date::date_at(text, start).filter(|found| found.span.end == text.len() && found.day.is_some());
    found.filter(|_| organ::is_organ(text[..start].trim_end(), reading))
}
