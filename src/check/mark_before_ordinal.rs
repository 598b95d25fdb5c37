//! `mark-before-ordinal`: 二是, 三是 inside a paragraph with no mark before them.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::document::BlockKind;

/// The ordinals.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MarkBeforeOrdinal {
    /// Each series in its order: [一是, 二是, 三是].
    series: Vec<Vec<String>>,
    /// Characters directly before an ordinal that make it another word (第二是, 十二是) or join it (和二是).
    unless_before: String,
}

impl Kind for MarkBeforeOrdinal {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for block in scopes.iter().flat_map(|scope| prose::parts(cx, *scope, &[BlockKind::Body])) {
            for series in &self.series {
                for span in unmarked(block.of(cx.text()), series, &self.unless_before) {
                    hits.at(span.shift(block.start));
                }
            }
        }
    }
}

/// The members of a series that follow their forerunner without a mark before them. A series begins after a mark.
fn unmarked(text: &str, series: &[String], unless_before: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let Some((first, others)) = series.split_first() else { return out };
    let mut from = 0;
    while let Some(at) = text[from..].find(first.as_str()).map(|at| from + at) {
        from = at + first.len();
        if !is_after_mark(&text[..at]) {
            continue;
        }
        for ordinal in others {
            let joined = |at: usize| text[..at].ends_with(|c| unless_before.contains(c));
            let mut places = text[from..].match_indices(ordinal.as_str()).map(|(at, _)| from + at);
            let Some(at) = places.find(|at| !joined(*at)) else { break };
            if !is_after_mark(&text[..at]) {
                out.push(Span::new(at, at + ordinal.len()));
            }
            from = at + ordinal.len();
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

    fn found(text: &str) -> usize {
        let series = ["一是", "二是", "三是"].map(str::to_owned);
        unmarked(text, &series, "第其十和").len()
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
