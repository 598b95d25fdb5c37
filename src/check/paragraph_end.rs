//! `paragraph-end`: paragraphs of body text that stop without a sentence mark.
//!
//! Headings without a number, leads, names and other short lines are no sentences, so a paragraph is judged only if it is long or
//! holds a sentence already. Where many paragraphs lack the mark, the lines are probably broken by a program: then nobody can
//! tell.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::document::BlockKind;

/// Which paragraphs are judged.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParagraphEnd {
    /// Characters: a shorter paragraph is judged only if it holds a sentence mark.
    at_least: usize,
    /// A paragraph that begins with one of these is no sentence.
    #[serde(default)]
    unless_starts: Words,
    /// Per cent of the judged paragraphs that may lack the mark; with more it could not be checked.
    at_most_share: usize,
}

impl Kind for ParagraphEnd {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless_starts.link(linker);
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        /// Paragraphs from which a share says something.
        const ENOUGH: usize = 6;
        let blocks = || scopes.iter().flat_map(|scope| prose::parts(cx, *scope, &[BlockKind::Body]));
        let is_open = |block: &Span| lacks_end(block.of(cx.text())) && self.is_judged(cx, *block);
        let open: Vec<Span> = blocks().filter(is_open).collect();
        let Some(first) = open.first() else { return };
        let judged = blocks().filter(|block| self.is_judged(cx, *block)).count();
        if judged >= ENOUGH && open.len() * 100 > judged * self.at_most_share {
            hits.unjudged.push((*first, "多数段落没有句末标点，可能是文件换行所致".to_owned()));
            return;
        }
        for block in open {
            hits.at(last_words(cx.text(), block));
        }
    }
}

impl ParagraphEnd {
    fn is_judged(&self, cx: &Context<'_>, block: Span) -> bool {
        let text = block.of(cx.text()).trim_end();
        let long = text.chars().count() >= self.at_least;
        let holds_sentence = || text.trim_end_matches(is_end).contains(['。', '！', '？', '；']);
        let is_heading = || {
            let sections = &cx.document.sections;
            let section = sections.get(sections.partition_point(|section| section.heading.start < block.start));
            section.is_some_and(|section| {
                section.heading.start == block.start && section.heading.end >= block.start + text.len()
            })
        };
        (long || holds_sentence()) && !is_heading() && !self.unless_starts.starts(cx, block) && !is_aside(text)
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '：' | '…' | '—')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '）' | '》' | '】' | '〕')
}

/// A paragraph that stands in brackets as a whole.
fn is_aside(text: &str) -> bool {
    [('（', '）'), ('【', '】'), ('〔', '〕')]
        .iter()
        .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}

fn lacks_end(text: &str) -> bool {
    !text.trim_end().trim_end_matches(is_closing).ends_with(is_end)
}

/// The last characters of a paragraph: where the mark is missing.
fn last_words(text: &str, block: Span) -> Span {
    const CHARS: usize = 6;
    let trimmed = block.of(text).trim_end();
    let from = trimmed.char_indices().rev().take(CHARS).last().map_or(0, |(at, _)| at);
    Span::new(block.start + from, block.start + trimmed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_inside_closing_quotes_or_brackets_ends_the_paragraph() {
        assert!(!lacks_end("他说：“依法行政。”") && !lacks_end("办结3件。（见附件）。") && !lacks_end("如下："));
        assert!(lacks_end("办结3件") && lacks_end("打通“最后一公里”") && lacks_end("办结3件，"));
    }

    #[test]
    fn points_at_the_last_words() {
        let text = "全年共办结行政复议案件12件 ";
        assert_eq!(last_words(text, Span::new(0, text.len())).of(text), "议案件12件");
    }
}
