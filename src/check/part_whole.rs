//! `part-whole`: a part that is larger than its whole.

use serde::Deserialize;

use super::figures::wording;
use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::{LabelPair, SumFault, parts_exceeding_wholes, stated_sums};
use crate::text::figure::Figure;

/// Parts held against their wholes: by their labels, and the first item behind 其中.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PartWhole {
    /// Labels of a part and its whole.
    pairs: Vec<LabelPair>,
}

impl Kind for PartWhole {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["part", "whole"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        for (stated, _) in scopes.iter().flat_map(|scope| cx.stated(scope.span)) {
            let named = parts_exceeding_wholes(text, stated.sentence, &stated.figures, &self.pairs);
            let listed = stated_sums(text, stated.sentence, &stated.figures, &[]);
            let mut found: Vec<(&Figure, &Figure)> = named.iter().map(|found| (found.part, found.whole)).collect();
            let exceeding = listed.iter().filter(|found| found.fault == SumFault::PartExceeds);
            found.extend(exceeding.filter_map(|found| Some((*found.parts.first()?, found.total))));
            found.sort_unstable_by_key(|(part, _)| part.span);
            found.dedup_by_key(|(part, _)| part.span);
            for (part, whole) in found {
                let (part_said, whole_said) = (wording(text, part), wording(text, whole));
                hits.at(part.label_span.join(part.span))
                    .with("part", part_said)
                    .with("whole", &whole_said)
                    .related(whole.span, format!("总数：{whole_said}"));
            }
        }
    }
}
