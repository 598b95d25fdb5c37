//! `paired-marks`: brackets and quotation marks that are opened and not closed, or closed and not opened, within a paragraph.

use serde::Deserialize;

use super::link::{Linker, Problem};
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::document::BlockKind;
use crate::text::landmark::Landmark;

/// The marks that come in pairs.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PairedMarks {
    /// Each pair as two characters: 《》. Half-width brackets count as full-width ones.
    pairs: Vec<String>,
    #[serde(skip)]
    marks: Marks,
}

/// The pairs, and what tells most other characters apart from them.
#[derive(Debug, Default)]
struct Marks {
    pairs: Vec<prose::Marks>,
    /// A bit for each value of the last six bits of a mark.
    sieve: u64,
}

impl Kind for PairedMarks {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for pair in &self.pairs {
            match pair.chars().collect::<Vec<char>>().as_slice() {
                // Looking for them skips what is no mark.
                [open, close] if !open.is_alphanumeric() && !close.is_alphanumeric() => {
                    self.marks.add(prose::Marks { open: *open, close: *close })
                }
                _ => linker.problems.push(Problem::new(None, format!("“{pair}”不是一对标点"))),
            }
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["problem"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let mut open = self.marks.none_open();
        for scope in scopes {
            let paragraphs = paragraphs(cx, *scope);
            let mut left: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
            let (Some(first), Some(last)) = (paragraphs.first(), paragraphs.last()) else { continue };
            let mut landmarks = cx.landmarks(first.join(*last));
            for span in paragraphs {
                let (_, from) = cut(landmarks, span.start);
                let (inside, after) = cut(from, span.end);
                left.push(Paragraph { span, lone: self.marks.lone(cx.text(), span, inside, &mut open) });
                landmarks = after;
            }
            join_torn(cx.text(), &mut left);
            for fault in left.into_iter().flat_map(|paragraph| faults(cx.text(), paragraph.lone)) {
                hits.at(fault.span).with("problem", fault.problem);
            }
        }
    }
}

/// A paragraph with the marks that have no partner in it.
#[derive(Debug)]
struct Paragraph {
    span: Span,
    lone: Vec<Lone>,
}

/// A mark without its partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lone {
    /// Folded bytes of the mark.
    span: Span,
    /// The mark it wants.
    partner: char,
    side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

/// What to tell of a lone mark, or of two that belong together.
struct Fault {
    span: Span,
    problem: String,
}

/// The blocks of a scope; the lines of a title are one paragraph.
fn paragraphs(cx: &Context<'_>, scope: Scope) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut in_title = false;
    for span in prose::parts(cx, scope, prose::WRITTEN) {
        let title = cx.block_at(span.start).is_some_and(|block| block.kind == BlockKind::Title);
        match out.last_mut() {
            Some(last) if title && in_title => *last = last.join(span),
            _ => out.push(span),
        }
        in_title = title;
    }
    out
}

impl Marks {
    fn add(&mut self, pair: prose::Marks) {
        self.pairs.push(pair);
        // Half-width brackets count as well.
        for c in [pair.open, pair.close, '(', ')'] {
            self.sieve |= 1 << (c as u32 % u64::BITS);
        }
    }

    /// Of each pair the marks that are open: none.
    fn none_open(&self) -> Vec<Vec<Lone>> {
        self.pairs.iter().map(|_| Vec::new()).collect()
    }

    /// The marks of a paragraph that have no partner, in order. `open` has room for open marks and is left empty.
    fn lone(&self, text: &str, paragraph: Span, landmarks: &[Landmark], open: &mut [Vec<Lone>]) -> Vec<Lone> {
        let mut lone: Vec<(usize, Lone)> = Vec::new();
        for landmark in landmarks.iter().filter(|landmark| self.sieve >> (landmark.c as u32 % u64::BITS) & 1 != 0) {
            let (span, c) = (landmark.span(), full_width(landmark.c));
            for (pair, (marks, open)) in self.pairs.iter().zip(&mut *open).enumerate() {
                if c == marks.open {
                    open.push(Lone { span, partner: marks.close, side: Side::Open });
                } else if c == marks.close {
                    let before = &text[paragraph.start..span.start];
                    if open.pop().is_none() && !is_innocent(c, before) {
                        lone.push((pair, Lone { span, partner: marks.open, side: Side::Close }));
                    }
                }
            }
        }
        lone.extend(open.iter_mut().enumerate().flat_map(|(pair, open)| open.drain(..).map(move |mark| (pair, mark))));
        lone.sort_by_key(|(pair, mark)| (mark.span, *pair));
        lone.into_iter().map(|(_, mark)| mark).collect()
    }
}

/// The landmarks before a place and those from there on.
fn cut(landmarks: &[Landmark], at: usize) -> (&[Landmark], &[Landmark]) {
    let before = landmarks.iter().position(|landmark| landmark.start() >= at);
    landmarks.split_at(before.unwrap_or(landmarks.len()))
}

fn full_width(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        c => c,
    }
}

/// A bracket behind a number (1）), an apostrophe in Latin text.
fn is_innocent(close: char, before: &str) -> bool {
    const LONGEST_NUMBER: usize = 2;
    let numeral = |c: &char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(*c);
    match close {
        '）' => {
            let digits = before.chars().rev().take_while(|c| c.is_ascii_digit()).count();
            let mark: Vec<char> = before.chars().rev().take_while(numeral).collect();
            let begins = before.chars().rev().nth(mark.len()).is_none_or(|c| !c.is_alphanumeric() && c != '）');
            (1..=LONGEST_NUMBER).contains(&digits) || (begins && (1..=LONGEST_NUMBER).contains(&mark.len()))
        }
        '’' => before.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// Takes away the marks whose partner stands in the next paragraph, where the two are one torn in two by a line break, and
/// quotations that run over paragraphs, each of which then begins with an opening mark.
fn join_torn(text: &str, paragraphs: &mut [Paragraph]) {
    for at in 1..paragraphs.len() {
        let (before, after) = paragraphs.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last_mut(), after.first_mut()) else { continue };
        if first.lone.is_empty() {
            continue;
        }
        let torn = !first.span.of(text).ends_with(['。', '！', '？', '；']);
        while let (Some(open), Some(close)) = (first.lone.last(), second.lone.first()) {
            let partners = open.side == Side::Open && text[close.span.start..].starts_with(open.partner);
            if !(partners && (torn || begins_quotation(text, first.span, *open))) {
                break;
            }
            first.lone.pop();
            second.lone.remove(0);
        }
        let runs_on = second.span.of(text).starts_with(prose::QUOTATION_MARKS.open);
        if runs_on && first.lone.last().is_some_and(|open| begins_quotation(text, first.span, *open)) {
            first.lone.pop();
        }
    }
}

/// Whether a lone mark opens a speech: at the start of the paragraph or behind a colon.
fn begins_quotation(text: &str, paragraph: Span, mark: Lone) -> bool {
    let before = &text[paragraph.start..mark.span.start];
    text[mark.span.start..].starts_with(prose::QUOTATION_MARKS.open) && (before.is_empty() || before.ends_with('：'))
}

/// Two lone marks that explain each other are one fault.
fn faults(text: &str, lone: Vec<Lone>) -> Vec<Fault> {
    /// Characters between two marks that are still taken for one pair.
    const CLOSE: usize = 30;
    let mut out = Vec::new();
    let mut rest = lone.into_iter().peekable();
    while let Some(mark) = rest.next() {
        let near = |next: &Lone| text[mark.span.end..next.span.start].chars().count() <= CLOSE;
        let written = |span: Span| span.of(text);
        if let Some(next) =
            rest.next_if(|next| near(next) && next.side == mark.side && written(next.span) == written(mark.span))
        {
            let (span, wanted) = match mark.side {
                Side::Open => (next.span, mark.partner),
                Side::Close => (mark.span, mark.partner),
            };
            out.push(Fault {
                span, problem: format!("前后两个都是 {}，此处应为 {wanted}", written(mark.span))
            });
        } else if let Some(next) =
            rest.next_if(|next| near(next) && mark.side == Side::Open && next.side == Side::Close)
        {
            let problem = format!("与前面的 {} 不配对，应为 {}", written(mark.span), mark.partner);
            out.push(Fault { span: next.span, problem });
        } else {
            out.push(Fault { span: mark.span, problem: format!("缺少配对的 {}", mark.partner) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;
    use proptest::prelude::*;

    const PAIRS: [prose::Marks; 5] = [
        prose::TITLE_MARKS,
        prose::QUOTATION_MARKS,
        prose::Marks { open: '‘', close: '’' },
        prose::Marks { open: '（', close: '）' },
        prose::Marks { open: '〔', close: '〕' },
    ];

    fn lone(text: &str, paragraph: Span) -> Vec<Lone> {
        let mut marks = Marks::default();
        PAIRS.into_iter().for_each(|pair| marks.add(pair));
        let landmarks = Landmarks::of(text);
        marks.lone(text, paragraph, landmarks.within(paragraph), &mut marks.none_open())
    }

    /// The marks without a partner by going through all characters once for each pair.
    fn lone_of_pair(text: &str, pair: prose::Marks) -> Vec<Lone> {
        let (mut open, mut lone) = (Vec::new(), Vec::new());
        for (at, c) in text.char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            if full_width(c) == pair.open {
                open.push(Lone { span, partner: pair.close, side: Side::Open });
            } else if full_width(c) == pair.close && open.pop().is_none() && !is_innocent(full_width(c), &text[..at]) {
                lone.push(Lone { span, partner: pair.open, side: Side::Close });
            }
        }
        lone.extend(open);
        lone
    }

    proptest! {
        #[test]
        fn marks_without_a_partner_are_those_of_each_pair(text in "[《》“”‘’（）()〔〕a1一办。\n]{0,24}") {
            let mut expected: Vec<Lone> = PAIRS.into_iter().flat_map(|pair| lone_of_pair(&text, pair)).collect();
            expected.sort_by_key(|mark| mark.span);
            prop_assert_eq!(lone(&text, Span::new(0, text.len())), expected);
        }
    }

    /// Text from the mark on, and the problem.
    fn told(text: &str) -> Vec<(&str, String)> {
        let faults = faults(text, lone(text, Span::new(0, text.len())));
        faults.into_iter().map(|fault| (&text[fault.span.start..], fault.problem)).collect()
    }

    #[test]
    fn finds_the_mark_that_has_no_partner() {
        assert_eq!(told("印发《甲、《乙》等文件"), [("《甲、《乙》等文件", "缺少配对的 》".to_owned())]);
        assert_eq!(told("印发《甲》、乙》等文件"), [("》等文件", "缺少配对的 《".to_owned())]);
        assert_eq!(told("区、县（市部门"), [("（市部门", "缺少配对的 ）".to_owned())]);
    }

    #[test]
    fn two_marks_that_explain_each_other_are_one_fault() {
        assert_eq!(told("推行“放管服“改革"), [("“改革", "前后两个都是 “，此处应为 ”".to_owned())]);
        assert_eq!(told("国办发〔2018）115号"), [("）115号", "与前面的 〔 不配对，应为 〕".to_owned())]);
    }

    #[test]
    fn numbers_apostrophes_and_nested_quotes_are_paired() {
        for text in
            ["1）加强", "措施：一）学习；2）培训", "China’s law", "“首违不罚‘清单’”", "区(市）", "（一）加强（含2项）"]
        {
            assert_eq!(told(text), [], "{text}");
        }
    }

    fn left_over(text: &str) -> usize {
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            let span = Span::new(start, start + line.len());
            paragraphs.push(Paragraph { span, lone: lone(text, span) });
            start = span.end + 1;
        }
        join_torn(text, &mut paragraphs);
        paragraphs.iter().map(|paragraph| paragraph.lone.len()).sum()
    }

    #[test]
    fn brackets_torn_over_two_lines_are_paired() {
        assert_eq!(left_over("涉及重大行政决策（含\n调整）的事项。"), 0);
        assert_eq!(left_over("依照《实施纲要（2021\n—2025年）》推进。"), 0);
        assert_eq!(left_over("依照《实施纲要推进。\n印发规划》等文件。"), 2, "a sentence has ended between them");
    }

    #[test]
    fn a_speech_over_several_paragraphs_opens_each_and_closes_the_last() {
        assert_eq!(left_over("书记要求：“一是提高认识。\n“二是压实责任。\n“三是强化督察。”"), 0);
        assert_eq!(left_over("推进“放管服改革。\n“一网通办”率100%。"), 1);
    }
}
