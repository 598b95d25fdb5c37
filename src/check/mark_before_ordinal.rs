//! `mark-before-ordinal`: 二是, 三是 inside a paragraph with no mark before them.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::document::BlockKind;
use crate::text::pattern::Pattern;
use crate::text::search::Search;

/// The ordinals.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MarkBeforeOrdinal {
    /// Each series in its order: [一是, 二是, 三是].
    series: Vec<Vec<String>>,
    /// The same as patterns: their places are known.
    #[serde(skip)]
    patterns: Vec<Vec<Pattern>>,
    /// Characters directly before an ordinal that make it another word (第二是, 十二是) or join it (和二是).
    unless_before: String,
}

impl Kind for MarkBeforeOrdinal {
    fn link(&mut self, linker: &mut Linker<'_>) {
        let mut patterns = |series: &Vec<String>| {
            series.iter().filter_map(|word| linker.pattern(word, None)).collect::<Vec<Pattern>>()
        };
        self.patterns = self.series.iter().map(&mut patterns).collect();
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let whole = Span::new(0, cx.text().len());
        let begins =
            |series: &&Vec<Pattern>| series.first().is_some_and(|first| cx.search.find(first, whole).is_some());
        let series: Vec<&Vec<Pattern>> = self.patterns.iter().filter(begins).collect();
        if series.is_empty() {
            return;
        }
        for block in scopes.iter().flat_map(|scope| prose::parts(cx, *scope, &[BlockKind::Body])) {
            for series in &series {
                for span in unmarked(&cx.search, block, series, &self.unless_before) {
                    hits.at(span);
                }
            }
        }
    }
}

/// The members of a series that follow their forerunner in a block without a mark before them. A series begins after a mark.
fn unmarked(search: &Search<'_>, block: Span, series: &[Pattern], unless_before: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let Some((first, others)) = series.split_first() else { return out };
    let before = |at: usize| &search.text()[block.start..at];
    let mut from = block.start;
    while let Some(found) = search.find(first, Span::new(from, block.end)) {
        from = found.end;
        if !is_after_mark(before(found.start)) {
            continue;
        }
        for ordinal in others {
            let stands_alone = |at: Span| !before(at.start).ends_with(|c| unless_before.contains(c));
            let Some(found) = search.find_before(ordinal, Span::new(from, block.end), usize::MAX, &stands_alone) else {
                break;
            };
            if !is_after_mark(before(found.start)) {
                out.push(found);
            }
            from = found.end;
        }
    }
    out
}

fn is_after_mark(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '”', '’', '）', '》']);
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '%')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pattern::Literals;
    use crate::text::search::Scanner;

    fn found(text: &str) -> usize {
        let mut literals = Literals::default();
        let series = ["一是", "二是", "三是"].map(|word| Pattern::parse(word, &mut literals).unwrap());
        let scanner = Scanner::new(&literals);
        unmarked(&scanner.scan(text), Span::new(0, text.len()), &series, "第其十和").len()
    }

    #[test]
    fn an_ordinal_needs_a_mark_before_it() {
        assert_eq!(found("一是加强学习二是完善制度；三是强化监督。"), 1);
        assert_eq!(found("主要有：一是办结率达100%二是打通“最后一公里”三是强化监督。"), 2);
        assert_eq!(found("一是加强学习。”二是完善制度，三是强化监督。"), 0);
    }

    #[test]
    fn words_that_only_look_like_ordinals_need_none() {
        assert_eq!(found("一是加强学习。排名第十二是进步，二是完善制度。"), 0);
        assert_eq!(found("这是唯一是非标准，其中二是关键。"), 0);
        assert_eq!(found("统一是基础二是"), 0);
    }
}
