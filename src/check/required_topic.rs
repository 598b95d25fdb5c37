//! `required-topic`: a task must leave a trace: one strong word, or several different weak ones.

use serde::Deserialize;

use super::link::Linker;
use super::required_text::place;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};

/// The words of a task.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredTopic {
    /// One of these suffices.
    strong: Words,
    /// Of these so many different ones are needed.
    #[serde(default)]
    weak: Words,
    /// How many. Default 2.
    #[serde(default = "two")]
    weak_at_least: usize,
}

fn two() -> usize {
    2
}

impl Kind for RequiredTopic {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.strong.link(linker);
        self.weak.link(linker);
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let Some(first) = scopes.first() else { return };
        let strong = scopes.iter().filter_map(|scope| self.strong.first_in_substance(cx, scope.span));
        if let Some(shown) = strong.min_by_key(|span| span.start) {
            hits.evidence = Some(cx.sentence_around(shown));
            return;
        }
        let weak: Vec<Span> = scopes.iter().flat_map(|scope| self.weak.in_substance(cx, scope.span)).collect();
        if distinct(cx, &weak) >= self.weak_at_least {
            hits.evidence = weak.first().map(|span| cx.sentence_around(*span));
            return;
        }
        hits.at(place(cx, first)).of_section(first.section);
    }
}

/// Number of different texts under the spans.
fn distinct(cx: &Context<'_>, spans: &[Span]) -> usize {
    let mut texts: Vec<&str> = spans.iter().map(|span| span.of(cx.text())).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}
