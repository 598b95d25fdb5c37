//! Marks inside a paragraph: which of them are due, so that a section begins there.
//!
//! Few characters can begin a mark, all of them landmarks; what stands around one of them is read only then.

use super::super::MarkStyle;
use super::super::mark::{ReadMark, read_mark};
use crate::text::char_set::CharSet;
use crate::text::fold::is_han;
use crate::text::landmark::Landmarks;
use crate::text::span::Span;

/// What has been accepted so far, to know which number is due inside a paragraph.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Last number accepted by style, 0 where none is open.
    last: [u32; 7],
}

impl Inline {
    /// Notes a mark that begins a section.
    pub(super) fn accept(&mut self, mark: ReadMark) {
        let style = mark.style as usize;
        self.last[style] = mark.number;
        self.last[style + 1..].fill(0);
    }

    /// Calls `found` with each mark inside a line that is due, and the byte it begins at. `line` is the place of the line in the text
    /// whose landmarks are given, `started` the mark of the section that the line begins, if it begins one.
    pub(super) fn scan(
        &mut self,
        (text, line): (&str, Span),
        landmarks: &Landmarks,
        started: Option<Option<ReadMark>>,
        mut found: impl FnMut(usize, ReadMark),
    ) {
        let ordinal = |mark: ReadMark| if mark.style == MarkStyle::Ordinal { mark.number } else { 0 };
        let mut due_ordinal = started.flatten().map_or(0, ordinal);
        let mut before = Before::of(text, started);
        let mut past = before.from;
        for at in beginnings(landmarks, line).map(|at| at - line.start) {
            let counts = text.as_bytes()[at].is_ascii_digit();
            if at < past || counts && !before.may_count(at) {
                continue;
            }
            if let Some(mark) = read_mark(&text[at..]).filter(|mark| !mark.loose)
                && self.is_due(mark, before.place(at, due_ordinal))
            {
                self.accept(mark);
                due_ordinal = ordinal(mark);
                found(at, mark);
                past = at + mark.len;
                before.begin(past);
            }
        }
    }

    fn is_due(&self, mark: ReadMark, place: Place) -> bool {
        let last = self.last[mark.style as usize];
        let stop = matches!(place.boundary, Some('。' | '；' | '！' | '？'));
        let colon = place.boundary == Some('：');
        match mark.style {
            MarkStyle::Ordinal if place.quoted => false,
            MarkStyle::Ordinal if place.boundary.is_some() => true,
            // 二是 without a mark before it, where it is due
            MarkStyle::Ordinal => {
                let loose = place
                    .before
                    .is_some_and(|c| is_han(c) && !"第十之其统唯不万百千年月日项条款以即就都也才".contains(c));
                loose
                    && ((mark.number > 1 && mark.number == place.due_ordinal + 1)
                        || (mark.number == 1 && place.heading && last == 0))
            }
            MarkStyle::Part => false,
            // 任务有：一、加强培训；二、严格考核。
            MarkStyle::Chinese if place.boundary == Some('；') => false,
            MarkStyle::Chinese => (stop || colon) && mark.number == last + 1,
            MarkStyle::ChineseBracket if stop => {
                mark.number == 1 || (last > 0 && (last..=last + 2).contains(&mark.number))
            }
            MarkStyle::ChineseBracket => {
                mark.number == 1 && (colon || (place.heading && place.before.is_some_and(is_han) && last == 0))
            }
            MarkStyle::Arabic | MarkStyle::ArabicBracket => {
                (stop || colon) && !place.quoted && (mark.number == last + 1 || mark.number == 1)
            }
            MarkStyle::Circled => mark.number == last + 1 || (place.boundary.is_some() && mark.number == 1),
        }
    }
}

/// What stands before a mark.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The mark right before, closing quotes left out.
    boundary: Option<char>,
    /// The character right before.
    before: Option<char>,
    /// Whether a heading has begun on this line and no sentence ended since.
    heading: bool,
    /// The last 一是 of this line, 0 if none.
    due_ordinal: u32,
    /// Inside quotes or brackets.
    quoted: bool,
}

/// The text of a line before a place, read as far as somebody asked.
#[derive(Debug)]
struct Before<'a> {
    text: &'a str,
    /// Where the text after the last mark begins; that of a line that begins no section begins after its first character, which
    /// has been tried already.
    from: usize,
    /// Whether a mark stands there.
    marked: bool,
    /// Up to where brackets and sentences have been counted.
    counted: usize,
    /// Quotes and brackets open there.
    depth: usize,
    /// Whether a heading has begun and no sentence ended since, there.
    heading: bool,
}

impl<'a> Before<'a> {
    fn of(text: &'a str, started: Option<Option<ReadMark>>) -> Self {
        let from = match started {
            Some(mark) => mark.map_or(0, |mark| mark.len),
            None => text.chars().next().map_or(0, char::len_utf8),
        };
        let begun = started.is_some();
        Before { text, from, marked: begun, counted: from, depth: 0, heading: begun }
    }

    /// A section begins with a mark that ends at a byte.
    fn begin(&mut self, at: usize) {
        (self.from, self.counted) = (at, at);
        (self.marked, self.heading) = (true, true);
    }

    fn place(&mut self, at: usize, due_ordinal: u32) -> Place {
        self.count(at);
        let known = at > self.from || !self.marked;
        let before = self.text[..at].chars().next_back().filter(|_| known);
        Place { boundary: self.boundary(at), before, heading: self.heading, due_ordinal, quoted: self.depth > 0 }
    }

    /// Whether Arabic digits at a byte can be a mark: after a sentence or a colon, neither quoted nor in brackets.
    fn may_count(&mut self, at: usize) -> bool {
        if !matches!(self.boundary(at), Some('。' | '；' | '！' | '？' | '：')) {
            return false;
        }
        self.count(at);
        self.depth == 0
    }

    /// The mark right before a byte, closing quotes left out.
    fn boundary(&self, at: usize) -> Option<char> {
        let outside = self.text[self.from..at].chars().rev().find(|c| !matches!(c, '”' | '）' | '》'))?;
        matches!(outside, '。' | '；' | '！' | '？' | '：' | '，').then_some(outside)
    }

    fn count(&mut self, to: usize) {
        loop {
            self.counted += UNCOUNTED.leading(&self.text[self.counted..to]);
            let Some(c) = self.text[self.counted..to].chars().next() else { return };
            self.counted += c.len_utf8();
            match c {
                '《' | '“' | '（' => self.depth += 1,
                '》' | '”' | '）' => self.depth = self.depth.saturating_sub(1),
                _ => (self.depth, self.heading) = (0, false),
            }
        }
    }
}

/// The places in a line where a mark may begin, in order.
fn beginnings(landmarks: &Landmarks, line: Span) -> impl Iterator<Item = usize> + '_ {
    let marks = landmarks.within(line).iter().filter(|landmark| may_begin(landmark.c));
    let mut marks = marks.map(|landmark| landmark.start()).peekable();
    let mut digits = landmarks.digits_within(line).iter().map(|run| run.start).peekable();
    std::iter::from_fn(move || match (marks.peek(), digits.peek()) {
        (Some(mark), Some(digit)) if mark < digit => marks.next(),
        (_, Some(_)) => digits.next(),
        (_, None) => marks.next(),
    })
}

/// Whether a mark inside a line can begin with a character that is no digit.
fn may_begin(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '其' | '第' | '（')
        || matches!(c, '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩')
}

/// All characters but brackets, quotes and ends of sentences.
static UNCOUNTED: CharSet =
    CharSet::of(&[('“', '”'), ('。', '。'), ('《', '》'), ('！', '！'), ('（', '）'), ('；', '；'), ('？', '？')])
        .complement();

#[cfg(test)]
mod tests;
