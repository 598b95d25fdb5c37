//! `doubled-words`: words written twice in a row: 开展开展.

use serde::Deserialize;

use super::link::Linker;
use super::neighbours::Neighbours;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_han;

/// Which repetitions are meant.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DoubledWords {
    /// Words that may stand twice in a row, and beginnings of such: 一 of 一件一件, 研究 of 研究研究.
    #[serde(default)]
    unless: Neighbours,
}

/// Bytes of the shortest and of the longest word, whose characters have three each.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

impl Kind for DoubledWords {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless.link(linker);
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for block in scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::RUNNING)) {
            let mut at = block.start;
            while let Some(found) = doubled(cx.text(), Span::new(at, block.end)) {
                at = found.end;
                if !self.unless.starts(cx, found) {
                    hits.at(found);
                }
            }
        }
    }
}

/// The first word of a span that stands twice in a row, both together.
fn doubled(text: &str, within: Span) -> Option<Span> {
    let bytes = &text.as_bytes()[..within.end];
    let mut at = within.start;
    while at + LENGTHS.start() * 6 <= within.end {
        for len in LENGTHS.map(|len| len * 3) {
            // The first three bytes are nearly always told apart at once.
            let same = bytes.get(at..at + 3) == bytes.get(at + len..at + len + 3)
                && bytes.get(at..at + len) == bytes.get(at + len..at + 2 * len);
            if same && text.get(at..at + len).is_some_and(is_word) {
                return Some(Span::new(at, at + 2 * len));
            }
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Whether some text is made of ideographs, not all the same.
fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    text.chars().all(is_han) && chars.any(|c| Some(c) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        doubled(text, Span::new(0, text.len())).map(|span| span.of(text))
    }

    #[test]
    fn a_word_twice_in_a_row_is_found() {
        assert_eq!(found("全年开展开展培训"), Some("开展开展"));
        assert_eq!(found("行政执法行政执法监督"), Some("行政执法行政执法"));
        assert_eq!(found("合同合同"), Some("合同合同"));
    }

    #[test]
    fn figures_marks_and_single_characters_are_no_words() {
        for text in ["2323", "（）（）", "哈哈哈哈", "依法行政，行政执法", "AAAA", "", "一"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
