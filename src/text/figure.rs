//! Figures: what a sentence says in numbers, each with its label, unit and scope.
//!
//! `全市审结行政诉讼案件573件，败诉50件，败诉率为8.73%` has three: 审结行政诉讼案件 573 件, 败诉 50 件, 败诉率 8.73 %, all of 全市.
//! This is reading, not judging: whether the figures agree is for [`super::arithmetic`]. Dates, ordinals, set phrases and
//! numbers inside cited titles and short quotations are no figures.

use super::date::date_at;
use super::evidence;
use super::measure::{Dimension, ends_formula, quantity};
use super::number::{self, Decimal, Number, Per, Read, approximating_after};
use super::sieve::{Sieve, starts, wide, wide_at};
use super::span::Span;

mod before;
mod label;
#[cfg(test)]
mod tests;

use before::Before;
pub use label::plain_label;

/// What a figure says of its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// A number of things, or an amount: 573件, 3.5万元.
    Count,
    /// A share of a whole by its name: 败诉率8.73%, 占比12%.
    Rate,
    /// A percentage whose name does not say of what: 覆盖62.5%的领域.
    Percent,
    /// A change against another time, in per cent or in units: 同比下降5.3%, 减少8件.
    Growth,
    /// A difference of two percentages: 2.49个百分点.
    Points,
    /// A place in an order: 第3位.
    Rank,
}

/// A number of a sentence with what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value, with the precision it was stated with. 3.5万元 is 35000 of unit 元.
    pub value: Decimal,
    /// Measure word or unit as written; `%` or `‰` for percentages.
    pub unit: &'static str,
    /// What it says.
    pub kind: FigureKind,
    /// The words before it, without scope, time, linking words and quotation marks: 审结行政诉讼案件, 败诉率. Empty where the
    /// words stand elsewhere (in a list of values, or behind the number only).
    pub label: String,
    /// Folded bytes of the words before it, as far as they are its label.
    pub label_span: Span,
    /// Folded bytes behind the unit up to the next mark or figure: 行政诉讼案件 in 审结573件行政诉讼案件.
    pub noun_span: Span,
    /// The last scope word before it in the sentence: 全市, 市本级.
    pub scope: Option<&'static str>,
    /// The last year named before it in the sentence.
    pub year: Option<u16>,
    /// Whether it is approximate or a bound: 近260项, 12%以上.
    pub approximate: bool,
    /// Whether it speaks of another time, or of what ought to be: 上年, 从2018年的29件, 目标.
    pub elsewhen: bool,
    /// Whether 其中 stands before it in the same part of the sentence.
    pub part_of: bool,
    /// Whether 共 共计 合计 总计 累计 stands right before it or its label.
    pub summed: bool,
    /// Whether it is one value of a list that shares a label: 分别为3件、5件.
    pub listed: bool,
    /// Brackets open before it in the sentence.
    pub depth: u8,
    /// Folded bytes of number and unit.
    pub span: Span,
}

impl Figure {
    /// Folded bytes with its label.
    pub fn with_label(&self) -> Span {
        if self.label_span.is_empty() { self.span } else { self.label_span.join(self.span) }
    }

    /// Whether it is a number of things, stated to the last one.
    pub fn is_exact_count(&self) -> bool {
        self.kind == FigureKind::Count && !self.approximate && self.value.is_exact_count()
    }
}

/// The figures of one sentence of folded text, in order.
pub fn figures(text: &str, sentence: Span) -> Vec<Figure> {
    let mut reader = Reader::new(text, sentence);
    reader.read();
    reader.end_nouns();
    reader.out
}

const OPEN: [u8; 3] = wide('（');
const CLOSE: [u8; 3] = wide('）');

struct Reader<'t> {
    /// The text up to the end of the sentence.
    text: &'t str,
    sentence: Span,
    before: Before<'t>,
    depth: u8,
    year: Option<u16>,
    /// The year before each bracket that is open.
    outer_years: Vec<Option<u16>>,
    out: Vec<Figure>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, sentence: Span) -> Self {
        let text = &text[..sentence.end];
        Self {
            text,
            sentence,
            before: Before::new(text, sentence.start),
            depth: 0,
            year: None,
            outer_years: Vec::new(),
            out: Vec::new(),
        }
    }

    /// Goes through the sentence, past cited titles and short quotations.
    fn read(&mut self) {
        const STOPS: Sieve = Sieve::of(number::STARTS).and("（）()《“");
        let mut at = STOPS.next(self.text, self.sentence.start);
        while let Some(byte) = self.text.as_bytes().get(at) {
            let end = match (byte, wide_at(self.text, at)) {
                (b'(', _) | (0x80.., Some(OPEN)) => self.open(at),
                (b')', _) | (0x80.., Some(CLOSE)) => self.close(at),
                _ if number::starts_at(self.text, at) => self.number(at),
                _ => evidence::past_name(self.text, at).unwrap_or(at + 3),
            };
            at = STOPS.next(self.text, end);
        }
    }

    fn open(&mut self, at: usize) -> usize {
        self.depth = self.depth.saturating_add(1);
        self.outer_years.push(self.year);
        past(self.text, at)
    }

    /// 受理79件（2019年66件），审结80件: the year in brackets ends with them.
    fn close(&mut self, at: usize) -> usize {
        self.depth = self.depth.saturating_sub(1);
        self.year = self.outer_years.pop().unwrap_or(self.year);
        past(self.text, at)
    }

    /// Reads the number or date at `at`; where to go on.
    fn number(&mut self, at: usize) -> usize {
        if let Some(date) = date_at(self.text, at) {
            self.year = date.year.or(self.year);
            return date.span.end;
        }
        let number = match number::read(self.text, at) {
            Read::Number(number) => number,
            Read::Nothing { end } => return end,
        };
        match self.unit(&number) {
            Some(unit) => {
                /// What most sentences that state figures have room for.
                const USUAL: usize = 6;
                let end = unit.end;
                if self.out.is_empty() {
                    self.out.reserve(USUAL);
                }
                let figure = self.figure(&number, unit);
                self.out.push(figure);
                end
            }
            None => number.span.end,
        }
    }

    fn unit(&self, number: &Number) -> Option<Unit> {
        let after = &self.text[number.span.end..];
        if number.ordinal {
            let word = ["位", "名"].into_iter().find(|word| starts(after, word))?;
            return Some(Unit { word, kind: FigureKind::Rank, end: number.span.end + word.len() });
        }
        if ends_formula(&self.text[..number.span.start]) {
            return None;
        }
        match number.per {
            Per::Hundred => return Some(Unit { word: "%", kind: FigureKind::Percent, end: number.span.end }),
            Per::Thousand => return Some(Unit { word: "‰", kind: FigureKind::Percent, end: number.span.end }),
            Per::One => {}
        }
        let measure = quantity(number, after)?;
        if measure.dimension == Dimension::Count && number.value.scale > 0 {
            return None;
        }
        let kind = if measure.dimension == Dimension::Points { FigureKind::Points } else { FigureKind::Count };
        // Between number and unit at most 余, 多 or 几.
        let vague = if after.starts_with(measure.word) { 0 } else { after.find(measure.word).unwrap_or(0) };
        Some(Unit { word: measure.word, kind, end: number.span.end + vague + measure.word.len() })
    }

    fn figure(&mut self, number: &Number, unit: Unit) -> Figure {
        let start = number.span.start;
        let last = self.out.last();
        let segment = label::segment(self.text, self.sentence.start, start, last.map(|last| last.span.end));
        let words = label::read(segment.of(self.text), segment.start);
        self.before.read_to(start);
        let continued = last.filter(|_| words.text.is_empty() && label::is_list_gap(segment, self.text));
        let kind = match (unit.kind, continued) {
            (FigureKind::Percent | FigureKind::Count, Some(last)) if last.unit == unit.word => last.kind,
            (FigureKind::Percent | FigureKind::Count, _) if words.change => FigureKind::Growth,
            (FigureKind::Percent, _) if label::names_rate(&words.text) => FigureKind::Rate,
            (kind, _) => kind,
        };
        Figure {
            value: number.value,
            unit: unit.word,
            kind,
            label_span: words.span,
            noun_span: Span::at(unit.end),
            scope: self.before.scope(),
            year: self.year,
            approximate: number.approximate || approximating_after(&self.text[unit.end..]),
            elsewhen: self.before.elsewhen(),
            part_of: self.before.opens_parts(),
            summed: words.summed,
            listed: continued.is_some() || self.before.shares_label(),
            depth: self.depth,
            span: Span::new(start, unit.end),
            label: words.text,
        }
    }

    /// Ends each figure's noun at the next mark or figure.
    fn end_nouns(&mut self) {
        let mut next = self.sentence.end;
        for figure in self.out.iter_mut().rev() {
            let end = label::next_boundary(&self.text[..next.max(figure.span.end)], figure.span.end);
            figure.noun_span = Span::new(figure.span.end, end);
            next = figure.span.start;
        }
    }
}

/// One past the bracket at `at`.
fn past(text: &str, at: usize) -> usize {
    at + if text.as_bytes()[at].is_ascii() { 1 } else { OPEN.len() }
}

struct Unit {
    word: &'static str,
    kind: FigureKind,
    end: usize,
}
