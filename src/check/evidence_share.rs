//! `evidence-share`: too large a share of a scope's sentences says nothing that can be verified.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::evidence::{EvidenceSet, has_evidence};

/// The share of empty sentences that is too much.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EvidenceShare {
    /// Kinds of evidence that count.
    #[serde(default)]
    kinds: EvidenceSet,
    /// Words that make a sentence concrete as well.
    #[serde(default)]
    any: Words,
    /// Per cent: a larger share is reported.
    above: f64,
    /// Scopes with fewer sentences are not judged.
    sentences: usize,
}

impl Kind for EvidenceShare {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.any.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["share", "empty", "total"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for scope in scopes {
            let mut all: Vec<Span> = Vec::new();
            cx.body_parts(scope.span).for_each(|part| all.extend(cx.sentences_of(part)));
            // A heading says what the text after it shows.
            all.retain(|sentence| !cx.is_head(*sentence));
            let total = all.len();
            let share = |empty: usize| empty as f64 * 100.0 / total as f64;
            if total < self.sentences || self.is_concrete(cx, &all, share) {
                continue;
            }
            all.retain(|sentence| !has_evidence(cx.text(), *sentence, self.kinds));
            let words = self.any.set();
            all.retain(|sentence| !words.occurs(cx, *sentence));
            let (empty, share) = (all.len(), share(all.len()));
            if share > self.above {
                hits.at(super::required_text::place(cx, scope))
                    .with("share", format!("{share:.0}"))
                    .with("empty", empty)
                    .with("total", total)
                    .of_section(scope.section);
            }
        }
    }
}

impl EvidenceShare {
    /// Whether so many of the first sentences have evidence that the others do not matter, nor words.
    fn is_concrete(&self, cx: &Context<'_>, all: &[Span], share: impl Fn(usize) -> f64) -> bool {
        let Some(enough) = (0..=all.len()).find(|concrete| share(all.len() - concrete) <= self.above) else {
            return false;
        };
        all.iter().filter(|sentence| has_evidence(cx.text(), **sentence, self.kinds)).take(enough).count() == enough
    }
}
