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
            if gap.folded <= block.start || !self.before.starts(cx, Span::new(gap.folded, block.end)) {
                continue;
            }
            let columns = columns(gap.original.of(&cx.document.text)).unwrap_or(0);
            if columns > 0 && self.is_meant(cx, *block, gap.folded, columns) {
                let place = sides(cx.text(), *block, gap.folded);
                hits.at(place).with("unit", Span::new(gap.folded, place.end).of(cx.text()));
            }
        }
    }
}

impl UnfilledBlank {
    /// Whether a figure is meant to stand at a folded offset of a block, where a blank of so many columns is.
    fn is_meant(&self, cx: &Context<'_>, block: Span, at: usize, columns: usize) -> bool {
        let before = Span::new(block.start, at);
        let left = before.of(cx.text()).chars().next_back();
        let open = left
            .is_some_and(|c| !starts_number(c) && (is_han(c) || matches!(c, '，' | '、' | '：' | '（' | '”' | '》')));
        open && !self.unless_before.ends(cx, before)
            && !self.words.iter().any(|word| splits(word, before.of(cx.text()), &cx.text()[at..], columns))
    }
}

/// Whether a word stands around a blank: 文 件. A wider blank is meant for a figure (听证　　件), but in a word that stands alone
/// (姓　名：).
fn splits(word: &str, before: &str, after: &str, columns: usize) -> bool {
    let mut inside = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    inside.any(|(head, tail)| {
        let lead = before.strip_suffix(head).filter(|_| after.starts_with(tail));
        lead.is_some_and(|lead| columns == 1 || !lead.ends_with(is_han))
    })
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
        assert!(splits("文件", "印发文", "件。", 1));
        assert!(!splits("文件", "印发", "文件。", 1));
        assert!(!splits("案件", "印发文", "件。", 1));
        assert!(!splits("证件", "听证", "件。", 2) && splits("姓名", "姓", "名：", 2));
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
