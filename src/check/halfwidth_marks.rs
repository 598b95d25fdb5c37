//! `halfwidth-marks`: half-width punctuation in Chinese text. A few are told one by one; where a file has hardly any other, the
//! file is told once.
//!
//! Folding has made them full-width, so each mark is looked up in the original. Times, figures and addresses keep theirs:
//! a mark counts only beside a Chinese character.

use memchr::{memchr_iter, memchr3_iter};
use serde::Deserialize;

use super::link::Linker;
use super::places::{self, Place};
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_chinese;
use crate::text::landmark::Landmark;

/// When places are told together.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HalfwidthMarks {
    /// Per cent of the marks of these kinds that are half-width: from here on the file is told once.
    together_from: usize,
    /// More places than this are told once too.
    at_most: usize,
}

impl Kind for HalfwidthMarks {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "count", "places"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let half_width = half_width_bytes(&cx.document.text);
        if half_width.is_empty() {
            return;
        }
        let original = |span: Span| cx.document.original(span).of(&cx.document.text);
        let blocks: Vec<Span> = scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::WRITTEN)).collect();
        let mut marks = Marks::default();
        let has_half_width = |block: &&Span| {
            let Span { start, end } = cx.document.original(**block);
            half_width.get(half_width.partition_point(|at| *at < start)).is_some_and(|at| *at < end)
        };
        let mut found: Vec<Mark> = Vec::new();
        for block in blocks.iter().filter(has_half_width) {
            let marks = marks.of(cx.text(), *block, cx.landmarks(*block));
            found.extend(marks.filter(|mark| is_half_width(original(mark.span))));
        }
        if found.is_empty() {
            return;
        }
        let all: usize = blocks.iter().map(|block| marks.of(cx.text(), *block, cx.landmarks(*block)).count()).sum();
        let share = found.len() * 100 / all.max(1);
        let together = found.len() > self.at_most || (found.len() > 1 && share >= self.together_from);
        let summary = format!("全文共{}处，占应当全角的标点的{share}%", found.len());
        let told = |mark: &Mark| match together {
            true => summary.clone(),
            false => format!("“{}”应为“{}”", original(mark.span), mark.wide),
        };
        let place = |mark: &Mark| Place {
            span: mark.span,
            values: vec![("found", told(mark))],
            edits: vec![(mark.span, mark.wide.to_string())],
        };
        let found: Vec<Place> = found.iter().map(place).collect();
        match together {
            true => places::together(found, hits),
            false => places::report(found, self.at_most, hits),
        }
    }
}

/// A mark that has a half-width form.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Folded bytes.
    span: Span,
    /// Its full-width form.
    wide: char,
    /// Whether it belongs to Chinese text.
    chinese: bool,
}

fn is_half_width(original: &str) -> bool {
    matches!(original, "," | ":" | ";" | "(" | ")" | "?" | "!")
}

/// Where half-width marks stand in a text.
fn half_width_bytes(text: &str) -> Vec<usize> {
    let text = text.as_bytes();
    let (pauses, brackets) = (memchr3_iter(b',', b':', b';', text), memchr3_iter(b'(', b')', b'?', text));
    let mut found: Vec<usize> = pauses.chain(brackets).chain(memchr_iter(b'!', text)).collect();
    found.sort_unstable();
    found
}

/// The full-width form of a mark, half-width only where folding left it so (between letters or digits).
fn full_width(c: char) -> Option<char> {
    match c {
        '，' | '：' | '；' | '（' | '）' | '？' | '！' => Some(c),
        '(' => Some('（'),
        ')' => Some('）'),
        _ => None,
    }
}

/// The marks of one block after the other.
#[derive(Debug, Default)]
struct Marks {
    /// Those of a block.
    all: Vec<Mark>,
    /// Places among them of brackets that are open.
    open: Vec<usize>,
}

impl Marks {
    /// The marks of a block that belong to Chinese text: a Chinese character on one side; of brackets, beside the first of them,
    /// or beside the second if the first is no part of a Latin word.
    fn of(&mut self, text: &str, block: Span, landmarks: &[Landmark]) -> impl Iterator<Item = Mark> + '_ {
        let Marks { all, open } = self;
        all.clear();
        open.clear();
        let mut rest = landmarks;
        while let Some(first) = rest.iter().position(|landmark| full_width(landmark.c).is_some()) {
            // Of several marks in a row each is judged by what stands around them all.
            let row = row(&rest[first..]);
            rest = &rest[first + row.len()..];
            let sides = match row {
                [left, .., right] => [left.start(), right.end()],
                [only] => [only.start(), only.end()],
                [] => continue,
            };
            let before = text[block.start..sides[0]].chars().next_back();
            let after = text[sides[1]..block.end].chars().next();
            let beside_chinese = before.is_some_and(is_chinese) || after.is_some_and(is_chinese);
            for (span, c, wide) in row.iter().filter_map(|mark| Some((mark.span(), mark.c, full_width(mark.c)?))) {
                let mut chinese = c == wide && beside_chinese;
                match wide {
                    '（' => open.push(all.len()),
                    '）' => {
                        if let Some(partner) = open.pop().and_then(|at| all.get_mut(at)) {
                            let latin = partner.span.len() < wide.len_utf8();
                            partner.chinese |= chinese && !latin;
                            chinese = partner.chinese;
                        }
                    }
                    _ => {}
                }
                all.push(Mark { span, wide, chinese });
            }
        }
        all.iter().filter(|mark| mark.chinese).copied()
    }
}

/// The marks that the landmarks begin with and that follow one another without anything between.
fn row(landmarks: &[Landmark]) -> &[Landmark] {
    let joined = |pair: &&[Landmark]| pair[0].end() == pair[1].start() && full_width(pair[1].c).is_some();
    let len = landmarks.windows(2).take_while(joined).count() + 1;
    &landmarks[..len.min(landmarks.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;
    use proptest::prelude::*;

    fn found(text: &str, block: Span) -> Vec<Mark> {
        Marks::default().of(text, block, Landmarks::of(text).within(block)).collect()
    }

    fn texts(folded: &str) -> Vec<&str> {
        found(folded, Span::new(0, folded.len())).into_iter().map(|mark| mark.span.of(folded)).collect()
    }

    /// The marks that belong to Chinese text, by going through all characters.
    fn marks_of_line(line: &str) -> Vec<Span> {
        let neighbour = |c: &char| full_width(*c).is_none();
        let mut marks: Vec<(Span, bool)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, c) in line.char_indices() {
            let Some(wide) = full_width(c) else { continue };
            let end = at + c.len_utf8();
            let sides = [line[..at].chars().rev().find(neighbour), line[end..].chars().find(neighbour)];
            let mut chinese = c == wide && sides.into_iter().flatten().any(is_chinese);
            if wide == '（' {
                open.push(marks.len());
            } else if wide == '）'
                && let Some(partner) = open.pop()
            {
                marks[partner].1 |= chinese && marks[partner].0.len() == wide.len_utf8();
                chinese = marks[partner].1;
            }
            marks.push((Span::new(at, end), chinese));
        }
        marks.into_iter().filter(|mark| mark.1).map(|mark| mark.0).collect()
    }

    proptest! {
        #[test]
        fn marks_are_judged_by_what_stands_around_their_row(line in "[，：；（）？()a1办。]{0,20}", at in 0usize..4) {
            let text = format!("{}{line}办", "法".repeat(at));
            let block = Span::new(at * "法".len(), text.len() - "办".len());
            let expected: Vec<Span> = marks_of_line(&line).into_iter().map(|span| span.shift(block.start)).collect();
            prop_assert_eq!(found(&text, block).iter().map(|mark| mark.span).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn all_half_width_marks_are_found(text in "[,:;()?!。a法]{0,160}") {
            let bytes = text.bytes().enumerate();
            let expected: Vec<usize> = bytes.filter(|(_, byte)| b",:;()?!".contains(byte)).map(|(at, _)| at).collect();
            prop_assert_eq!(half_width_bytes(&text), expected);
        }
    }

    #[test]
    fn a_mark_beside_a_chinese_character_belongs_to_chinese_text() {
        assert_eq!(texts("延伸，让办事率达100%；同比"), ["，", "；"]);
        assert_eq!(texts("abc， def： x"), Vec::<&str>::new());
        assert_eq!(texts("16： 32"), Vec::<&str>::new());
    }

    #[test]
    fn brackets_are_judged_together() {
        assert_eq!(texts("世贸组织（WTO）"), ["（", "）"]);
        assert_eq!(texts("world trade （WTO） a"), Vec::<&str>::new());
        assert_eq!(texts("覆盖WTO(World Trade）规则"), Vec::<&str>::new());
        assert_eq!(texts("升级（APP)2.0"), ["（", ")"]);
    }
}
