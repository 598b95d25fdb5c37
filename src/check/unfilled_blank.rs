//! `unfilled-blank`: a blank left open for a figure: 受理案件　件。
//!
//! Folding has taken the blanks away, so they are looked up in the original. A blank that merely splits a word (文 件) is for
//! `stray-space`.

use serde::Deserialize;

use super::link::Linker;
use super::neighbours::Neighbours;
use super::stray_space::columns;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_han;
use crate::text::number::starts_number;

/// Where a figure is missing.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnfilledBlank {
    /// What stands after a blank that is meant for a figure.
    before: Neighbours,
    /// After one of these no figure is meant.
    #[serde(default)]
    unless_before: Neighbours,
    /// Words that a blank may split.
    words: Vec<String>,
}

impl Kind for UnfilledBlank {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.before.link(linker);
        self.unless_before.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["unit"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let blocks: Vec<Span> = scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::RUNNING)).collect();
        for gap in cx.document.folded.gaps() {
            let Some(block) = blocks.get(blocks.partition_point(|block| block.end <= gap.folded)) else { break };
            let is_blank = || columns(gap.original.of(&cx.document.text)).is_some_and(|columns| columns > 0);
            if gap.folded > block.start
                && self.before.starts(cx, Span::new(gap.folded, block.end))
                && is_blank()
                && self.is_meant(cx, *block, gap.folded)
            {
                let place = sides(cx.text(), *block, gap.folded);
                hits.at(place).with("unit", Span::new(gap.folded, place.end).of(cx.text()));
            }
        }
    }
}

impl UnfilledBlank {
    /// Whether a figure is meant to stand at a folded offset of a block.
    fn is_meant(&self, cx: &Context<'_>, block: Span, at: usize) -> bool {
        let before = Span::new(block.start, at);
        let left = before.of(cx.text()).chars().next_back();
        let open = left
            .is_some_and(|c| !starts_number(c) && (is_han(c) || matches!(c, '，' | '、' | '：' | '（' | '”' | '》')));
        open && !self.unless_before.ends(cx, before) && !self.words.iter().any(|word| splits(word, cx.text(), at))
    }
}

/// Whether a word stands around an offset of a text.
fn splits(word: &str, text: &str, at: usize) -> bool {
    let inside = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    inside.into_iter().any(|(head, tail)| text[..at].ends_with(head) && text[at..].starts_with(tail))
}

/// The words around an offset of a block: up to four characters before, a mark where there are none, and one after.
fn sides(text: &str, block: Span, at: usize) -> Span {
    /// Characters before the blank that tell a reader what the figure is of.
    const TOLD: usize = 4;
    let before = &text[block.start..at];
    let words: usize = before.chars().rev().take(TOLD).take_while(|c| is_han(*c)).map(char::len_utf8).sum();
    let told = if words > 0 { words } else { before.chars().next_back().map_or(0, char::len_utf8) };
    let right = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(at - told, at + right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_split_only_where_it_stands_around_the_place() {
        let text = "印发文件";
        assert!(splits("文件", text, "印发文".len()));
        assert!(!splits("文件", text, "印发".len()));
        assert!(!splits("案件", text, "印发文".len()));
    }

    #[test]
    fn the_words_before_a_blank_are_shown_up_to_the_mark_before_them() {
        let text = "全年，受理行政复议件。";
        let at = text.find('件').unwrap();
        assert_eq!(sides(text, Span::new(0, text.len()), at).of(text), "行政复议件");
        let text = "其中，件。";
        let at = text.find('件').unwrap();
        assert_eq!(sides(text, Span::new(0, text.len()), at).of(text), "，件");
    }
}
