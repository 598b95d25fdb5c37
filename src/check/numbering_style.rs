//! `numbering-style`: how heading numbers are written and nested: 一、 （一） 1. （1）.
//!
//! Going straight from 一、 to 1. or 一是 is usual and fine.

use serde::Deserialize;

use super::enumerator::{is_numeral, leading_number};
use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{BlockKind, Mark, MarkStyle, SectionId};

/// Takes nothing.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberingStyle {}

/// A number followed by the wrong mark.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Misspelt {
    /// Bytes of the number with what follows it.
    span: Span,
    /// Bytes of the wrong mark.
    wrong: Span,
    /// What should stand instead of the wrong mark.
    right: &'static str,
}

impl Kind for NumberingStyle {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "problem", "count"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let lines = cx.document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading | BlockKind::Body));
        let misspelt: Vec<Misspelt> = lines.filter_map(|block| misspelt(cx.text(), block.folded)).collect();
        for right in ["、", ""] {
            let alike: Vec<&Misspelt> = misspelt.iter().filter(|found| found.right == right).collect();
            report_misspelt(cx, &alike, hits);
        }
        for (outer, inner) in inverted(cx) {
            let outer_text = outer.span.of(cx.text()).trim();
            report_nesting(cx, &inner, format!("用在“{outer_text}”之下，层次颠倒"), hits);
        }
        for (outer, inner) in jumps(cx) {
            let outer_text = outer.span.of(cx.text()).trim();
            report_nesting(cx, &inner, format!("直接用在“{outer_text}”之下，越过了中间的层次"), hits);
        }
    }
}

fn report_misspelt(cx: &Context<'_>, alike: &[&Misspelt], hits: &mut Hits) {
    const NAMED: usize = 5;
    let Some(first) = alike.first() else { return };
    let stated = first.span.of(cx.text());
    let right = format!("{}{}", &stated[..first.wrong.start - first.span.start], first.right);
    let hit = hits
        .at(first.span)
        .with("stated", stated)
        .with("problem", format!("后的标点不规范，应写作“{right}”"))
        .with("count", alike.len());
    hit.count = alike.len();
    for other in alike.iter().skip(1).take(NAMED) {
        hit.related(other.span, "此处同样");
    }
    hit.edits = alike.iter().map(|found| corrected(cx, found)).collect();
}

/// The edit for a wrong mark. Blanks behind it go with it, be they dropped by folding or not: `三. 加强` becomes `三、加强`.
fn corrected(cx: &Context<'_>, found: &Misspelt) -> (Span, String) {
    let after = &cx.text()[found.wrong.end..];
    let blanks = after.len() - after.trim_start_matches(' ').len();
    let end = found.wrong.end + blanks;
    let Some(next) = after[blanks..].chars().next() else { return (found.wrong, found.right.to_owned()) };
    let next = Span::new(end, end + next.len_utf8());
    let adjoins = cx.document.original(Span::new(found.wrong.start, end)).end == cx.document.original(next).start;
    match adjoins {
        true => (Span::new(found.wrong.start, end), found.right.to_owned()),
        // Only an edit that reaches the next character holds the blanks between.
        false => {
            let kept = cx.document.original(next).of(&cx.document.text);
            (Span::new(found.wrong.start, next.end), format!("{}{kept}", found.right))
        }
    }
}

fn report_nesting(cx: &Context<'_>, inner: &Mark, problem: String, hits: &mut Hits) {
    let stated = inner.span.of(cx.text());
    hits.at(inner.span).with("stated", stated.trim()).with("problem", problem).with("count", 1);
}

/// A number at the head of a line that is followed by the wrong mark: `三.` `（一）、`
fn misspelt(text: &str, line: Span) -> Option<Misspelt> {
    let head = line.of(text);
    if !head.starts_with(|c: char| c == '（' || c.is_ascii_digit() || is_numeral(c)) {
        return None;
    }
    let (number_at, bracket) = match head.strip_prefix('（') {
        Some(_) => ('（'.len_utf8(), true),
        None => (0, false),
    };
    let (number, len) = leading_number(&head[number_at..]).filter(|(number, _)| (1..100).contains(number))?;
    let chinese = head[number_at..].starts_with(is_numeral);
    let mut end = number_at + len;
    if bracket {
        head[end..].strip_prefix('）')?;
        end += '）'.len_utf8();
    }
    let wrong = head[end..].chars().next()?;
    let following = head[end + wrong.len_utf8()..].chars().find(|c| *c != ' ')?;
    if matches!(following, '，' | '。' | '、' | '；' | '：' | '！' | '？') {
        return None;
    }
    let right = match (bracket, wrong) {
        (true, '、' | '.' | '．' | '，') => "",
        (false, '.' | '．') if chinese && number > 0 && !following.is_ascii_digit() && !is_numeral(following) => "、",
        _ => return None,
    };
    let wrong = Span::new(line.start + end, line.start + end + wrong.len_utf8());
    Some(Misspelt { span: Span::new(line.start, wrong.end), wrong, right })
}

/// Pairs of marks of which the second is nested in the first against the order of styles: 1. holds （一） when （一） begins after `1.`
/// and `2.` goes on after it under the same 一、
fn inverted(cx: &Context<'_>) -> Vec<(Mark, Mark)> {
    let mut out = Vec::new();
    let marked: Vec<&Mark> = cx.document.sections.iter().filter_map(|section| section.mark.as_ref()).collect();
    for group in marked.split(|mark| mark.style <= MarkStyle::Chinese) {
        if let Some((outer, inner)) = inversion(group) {
            out.push((group[outer].clone(), group[inner].clone()));
        }
    }
    out
}

/// The places of `1.` and （一） in marks of one level-1 section where （一） is nested in `1.`
fn inversion(marks: &[&Mark]) -> Option<(usize, usize)> {
    let arabic = |mark: &Mark| mark.style == MarkStyle::Arabic;
    let begins = |at: &usize| marks[*at].style == MarkStyle::ChineseBracket && marks[*at].number == 1;
    for inner in (0..marks.len()).filter(begins) {
        let Some(outer) = marks[..inner].iter().rposition(|mark| arabic(mark)) else { continue };
        let next = marks[inner..].iter().find(|mark| arabic(mark));
        if next.is_some_and(|next| next.number == marks[outer].number + 1) {
            return Some((outer, inner));
        }
    }
    None
}

/// First sub-sections （1） or ① that stand straight under 一、
fn jumps(cx: &Context<'_>) -> Vec<(Mark, Mark)> {
    let mut out = Vec::new();
    let sections = &cx.document.sections;
    for (id, section) in sections.iter().enumerate() {
        let Some(outer) = section.mark.as_ref().filter(|mark| mark.style == MarkStyle::Chinese) else { continue };
        let children: Vec<SectionId> = cx.document.children(id).collect();
        let Some(inner) = children.first().and_then(|first| sections[*first].mark.as_ref()) else { continue };
        // A single one is a reference, and one inside a paragraph an enumeration rather than a level.
        let opens = cx.block_at(inner.span.start).is_some_and(|block| block.folded.start == inner.span.start);
        if matches!(inner.style, MarkStyle::ArabicBracket | MarkStyle::Circled) && children.len() > 1 && opens {
            out.push((outer.clone(), inner.clone()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(line: &str) -> Option<String> {
        let found = misspelt(line, Span::new(0, line.len()))?;
        Some(format!("{}{}{}", &line[..found.wrong.start], found.right, &line[found.wrong.end..]))
    }

    fn marks(written: &[(MarkStyle, u32)]) -> Vec<Mark> {
        written.iter().map(|(style, number)| Mark { style: *style, number: *number, span: Span::at(0) }).collect()
    }

    fn is_inverted(written: &[(MarkStyle, u32)]) -> bool {
        let marks = marks(written);
        inversion(&marks.iter().collect::<Vec<_>>()).is_some()
    }

    #[test]
    fn wrong_marks_after_numbers_are_mended() {
        assert_eq!(right("三.存在的不足").as_deref(), Some("三、存在的不足"));
        assert_eq!(right("（一）、加强领导").as_deref(), Some("（一）加强领导"));
        assert_eq!(right("（1）.抓督察").as_deref(), Some("（1）抓督察"));
    }

    #[test]
    fn right_marks_and_other_text_are_left_alone() {
        for line in
            ["三、不足", "（一）领导", "1.机制", "1、机制", "一是改革", "（一）", "3.5万件", "（2023）、", "二〇二三年"]
        {
            assert_eq!(right(line), None, "{line}");
        }
    }

    #[test]
    fn brackets_inside_arabic_numbers_are_the_wrong_way_round() {
        use MarkStyle::{Arabic, ChineseBracket};
        assert!(is_inverted(&[(Arabic, 1), (ChineseBracket, 1), (ChineseBracket, 2), (Arabic, 2)]));
        assert!(!is_inverted(&[(ChineseBracket, 1), (Arabic, 1), (Arabic, 2), (ChineseBracket, 2), (Arabic, 1)]));
        // Numbered through: 1. 2. under （一）, 3. 4. under （二）.
        assert!(!is_inverted(&[(ChineseBracket, 1), (Arabic, 1), (Arabic, 2), (ChineseBracket, 2), (Arabic, 3)]));
    }
}
