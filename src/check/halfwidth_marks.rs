//! `halfwidth-marks`: half-width punctuation in Chinese text. A few are told one by one; where a file has hardly any other, the
//! file is told once.
//!
//! Folding has made them full-width, so each mark is looked up in the original. Times, figures and addresses keep theirs:
//! a mark counts only beside a Chinese character.

use serde::Deserialize;

use super::link::Linker;
use super::places::{self, Place};
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_chinese;

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
        let blocks = scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::WRITTEN));
        let original = |span: Span| cx.document.original(span).of(&cx.document.text);
        let (mut all, mut found) = (0, Vec::new());
        for block in blocks {
            let marks = marks(cx.text(), block);
            all += marks.len();
            found.extend(marks.into_iter().filter(|mark| is_half_width(original(mark.span))));
        }
        let share = found.len() * 100 / all.max(1);
        let together = found.len() > self.at_most || (found.len() > 1 && share >= self.together_from);
        let summary = format!("全文共{}处，占应当全角的标点的{share}%", found.len());
        let told = |mark: &Mark| match together {
            true => summary.clone(),
            false => format!("“{}”应为“{}”", original(mark.span), mark.wide),
        };
        let place = |mark: Mark| Place {
            span: mark.span,
            values: vec![("found", told(&mark))],
            edits: vec![(mark.span, mark.wide.to_string())],
        };
        let found: Vec<Place> = found.into_iter().map(place).collect();
        match together {
            true => places::together(found, hits),
            false => places::report(found, self.at_most, hits),
        }
    }
}

/// A mark that has a half-width form.
#[derive(Debug)]
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

/// The full-width form of a mark, half-width only where folding left it so (between letters or digits).
fn full_width(c: char) -> Option<char> {
    match c {
        '，' | '：' | '；' | '（' | '）' | '？' | '！' => Some(c),
        '(' => Some('（'),
        ')' => Some('）'),
        _ => None,
    }
}

/// The marks of a block that belong to Chinese text: a Chinese character on one side; of brackets, beside the first of them,
/// or beside the second if the first is no part of a Latin word.
fn marks(text: &str, block: Span) -> Vec<Mark> {
    let line = block.of(text);
    // Of several marks in a row each is judged by what stands around them all.
    let neighbour = |c: &char| full_width(*c).is_none();
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in line.char_indices() {
        let Some(wide) = full_width(c) else { continue };
        let sides = [line[..at].chars().rev().find(neighbour), line[at + c.len_utf8()..].chars().find(neighbour)];
        let mut chinese = c == wide && sides.into_iter().flatten().any(is_chinese);
        match wide {
            '（' => open.push(marks.len()),
            '）' => {
                if let Some(partner) = open.pop().and_then(|at| marks.get_mut(at)) {
                    let latin = partner.span.len() < wide.len_utf8();
                    partner.chinese |= chinese && !latin;
                    chinese = partner.chinese;
                }
            }
            _ => {}
        }
        marks.push(Mark { span: Span::new(block.start + at, block.start + at + c.len_utf8()), wide, chinese });
    }
    marks.retain(|mark| mark.chinese);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(folded: &str) -> Vec<&str> {
        marks(folded, Span::new(0, folded.len())).into_iter().map(|mark| mark.span.of(folded)).collect()
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
