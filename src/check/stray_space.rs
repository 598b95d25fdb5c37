//! `stray-space`: spaces inside Chinese text, where no layout asks for them.
//!
//! Folding has taken the spaces away, so they are looked up in the original. Indents, columns, names set wide (张　三), slogans
//! quoted with a pause and the space behind a heading's number or name are left alone.

use serde::Deserialize;

use super::link::Linker;
use super::neighbours::Neighbours;
use super::places::{self, Place};
use super::prose::{self, QUOTATION_MARKS, TITLE_MARKS};
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::fold::{is_chinese, is_han};

/// What is layout and no slip.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StraySpace {
    /// Gaps of so many columns (a full-width space has 2) are layout.
    layout_columns: usize,
    /// Surnames: a gap of 2 columns or more after one is a name set wide.
    surnames: String,
    /// Before one of these a blank may be meant for a figure.
    #[serde(default)]
    unless_after: Neighbours,
    /// More places than this are one finding with the count.
    at_most: usize,
}

impl Kind for StraySpace {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless_after.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "places"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let blocks: Vec<Span> = scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::RUNNING)).collect();
        let mut runs: Vec<Span> = Vec::new();
        for gap in cx.document.folded.gaps() {
            let Some(block) = blocks.get(blocks.partition_point(|block| block.end <= gap.folded)) else { break };
            if gap.folded <= block.start {
                continue;
            }
            let columns = columns(gap.original.of(&cx.document.text));
            let Some(sides) = columns
                .filter(|n| self.is_slip(*n, cx.text(), *block, gap.folded))
                .filter(|_| !self.unless_after.starts(cx, Span::new(gap.folded, block.end)))
                .map(|_| sides(cx.text(), gap.folded))
            else {
                continue;
            };
            match runs.last_mut() {
                Some(last) if last.end > sides.start => *last = last.join(sides),
                _ => runs.push(sides),
            }
        }
        let place = |span: Span| Place { span, values: Vec::new(), edits: vec![(span, without_gaps(cx, span))] };
        places::report(runs.into_iter().map(place).collect(), self.at_most, hits);
    }
}

impl StraySpace {
    /// Whether a gap of so many columns before a folded offset is no layout.
    fn is_slip(&self, columns: usize, text: &str, block: Span, at: usize) -> bool {
        let before = &text[block.start..at];
        let (Some(left), Some(right)) = (before.chars().next_back(), text[at..].chars().next()) else { return false };
        if columns == 0 || columns >= self.layout_columns || !is_chinese(left) || !is_chinese(right) {
            return false;
        }
        let wide_name = columns > 1 && self.surnames.contains(left);
        let between_words = is_han(left) && is_han(right);
        let quoted = || [TITLE_MARKS, QUOTATION_MARKS].iter().any(|marks| prose::is_inside(text, block, at, *marks));
        !(wide_name || is_after_heading(before) || between_words && quoted())
    }
}

/// Whether a gap stands behind a number or name that heads the paragraph: no clause has ended before it.
fn is_after_heading(before: &str) -> bool {
    /// Characters of a name in front of its paragraph, at most.
    const LONGEST: usize = 30;
    let numbered = before.trim_end_matches(['、', '）', '．']);
    let head = numbered.chars().count() <= LONGEST && !numbered.contains(['，', '。', '；', '：', '！', '？']);
    head && (numbered.len() < before.len() || before.ends_with(is_han))
}

/// Width of a run of blanks; `None` where it holds anything else or breaks the line.
pub(super) fn columns(gap: &str) -> Option<usize> {
    gap.chars().try_fold(0, |sum, c| match c {
        ' ' | '\u{a0}' => Some(sum + 1),
        '\u{3000}' => Some(sum + 2),
        '\t' => Some(sum + 4),
        '\u{2000}'..='\u{200a}' => Some(sum + 1),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(sum),
        _ => None,
    })
}

/// The characters on both sides of a folded offset.
fn sides(text: &str, at: usize) -> Span {
    let left = text[..at].chars().next_back().map_or(0, char::len_utf8);
    let right = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(at - left, at + right)
}

/// The original characters of a folded span without what lies between them.
fn without_gaps(cx: &Context<'_>, span: Span) -> String {
    let chars = span.of(cx.text()).char_indices();
    let one = |(at, c): (usize, char)| Span::new(span.start + at, span.start + at + c.len_utf8());
    chars.map(|c| cx.document.original(one(c)).of(&cx.document.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a gap of so many columns at `|` is a slip.
    fn slip(marked: &str, columns: usize) -> bool {
        let kind = StraySpace {
            layout_columns: 4,
            surnames: "张王李".to_owned(),
            unless_after: Neighbours::default(),
            at_most: 9,
        };
        let at = marked.find('|').expect("the gap is marked");
        let text = marked.replace('|', "");
        kind.is_slip(columns, &text, Span::new(0, text.len()), at)
    }

    #[test]
    fn a_space_between_chinese_characters_is_a_slip() {
        assert!(slip("一是缺乏认识，对聘请的法律顾问|“顾而不问”", 1));
        assert!(slip("全年，共办|结案件", 1));
        assert!(!slip("全年，共办结|12件", 1));
    }

    #[test]
    fn layout_names_and_slogans_are_no_slips() {
        assert!(!slip("会上，局长张|三讲话", 2));
        assert!(!slip("审核：李四|撰稿：王五", 6));
        assert!(!slip("一年来，开展“法治护航|你我同行”活动", 1));
        assert!(!slip("一、|主要举措和成效", 1));
        assert!(!slip("强化学习教育|一年来，组织学法", 1));
    }

    #[test]
    fn blanks_are_measured_in_columns() {
        assert_eq!(columns(" \u{3000}"), Some(3));
        assert_eq!(columns("</b> "), None);
        assert_eq!(columns("\n  "), None);
    }
}
