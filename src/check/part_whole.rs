//! `part-whole`: a part that is larger than its whole.

use serde::Deserialize;

use super::figures::{Names, Stated, wording};
use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::arithmetic::{LabelPair, SumFault, parts_exceeding_wholes, stated_sums};
use crate::text::figure::Figure;

/// Parts held against their wholes: by their labels, and the first item behind 其中.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartWhole {
    /// Labels of a part and its whole.
    pairs: Vec<LabelPair>,
    /// The words of the parts, and of the wholes, of each pair.
    #[serde(skip)]
    names: Vec<(Names, Names)>,
}

impl Kind for PartWhole {
    fn link(&mut self, linker: &mut Linker<'_>) {
        let mut link = |pair: &LabelPair| (Names::link(&pair.parts, linker), Names::link(&pair.wholes, linker));
        self.names = self.pairs.iter().map(&mut link).collect();
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["part", "whole"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        for sentence in scopes.iter().flat_map(|scope| self.to_judge(cx, scope.span)) {
            for (part, whole) in self.exceeding(text, cx.stated(sentence)) {
                let (part_said, whole_said) = (wording(text, part), wording(text, whole));
                hits.at(part.label_span.join(part.span))
                    .with("part", part_said)
                    .with("whole", &whole_said)
                    .related(whole.span, format!("总数：{whole_said}"));
            }
        }
    }
}

impl PartWhole {
    /// The sentences with two figures that may be part and whole: by their labels, or by 其中.
    fn to_judge(&self, cx: &Context<'_>, within: Span) -> Vec<usize> {
        let mut found: Vec<usize> = cx.sentences_in(within).filter(|sentence| cx.signs(*sentence).parts).collect();
        for (parts, wholes) in &self.names {
            let parts = cx.naming(parts, within);
            if !parts.is_empty() {
                let wholes = cx.naming(wholes, within);
                found.extend(parts.into_iter().filter(|sentence| wholes.binary_search(sentence).is_ok()));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|sentence| cx.may_state(*sentence, 2));
        found
    }

    /// The parts of a sentence that are larger than their wholes, with those.
    fn exceeding<'f>(&self, text: &str, Stated { sentence, figures }: Stated<'f>) -> Vec<(&'f Figure, &'f Figure)> {
        let named = parts_exceeding_wholes(text, sentence, figures, &self.pairs);
        let mut found: Vec<(&Figure, &Figure)> = named.iter().map(|found| (found.part, found.whole)).collect();
        if figures.iter().any(|figure| figure.part_of) {
            let listed = stated_sums(text, sentence, figures, &[]);
            let exceeding = listed.iter().filter(|found| found.fault == SumFault::PartExceeds);
            found.extend(exceeding.filter_map(|found| Some((*found.parts.first()?, found.total))));
        }
        found.sort_unstable_by_key(|(part, _)| part.span);
        found.dedup_by_key(|(part, _)| part.span);
        found
    }
}
