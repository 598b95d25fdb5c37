//! `stated-sum`: the parts of a closed list do not add up to its total.

use serde::Deserialize;

use super::figures::wording;
use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::{SumFamily, SumFault, stated_sums};

/// Lists behind 其中, or before 共计, held against their total.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StatedSum {
    /// Kinds that exclude one another.
    families: Vec<SumFamily>,
}

impl Kind for StatedSum {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["total", "parts", "computed"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        let listing = |sentence: &usize| {
            let signs = cx.signs(*sentence);
            (signs.parts || signs.total) && cx.may_state(*sentence, 3)
        };
        for sentence in scopes.iter().flat_map(|scope| cx.sentences_in(scope.span)).filter(listing) {
            let stated = cx.stated(sentence);
            let found = stated_sums(text, stated.sentence, stated.figures, &self.families);
            for finding in found.iter().filter(|finding| finding.fault == SumFault::Mismatch) {
                let numbers: Vec<String> = finding.parts.iter().map(|part| part.value.to_string()).collect();
                let places = finding.parts.iter().map(|part| part.label_span.join(part.span));
                let Some(list) = places.reduce(|list, place| list.join(place)) else { continue };
                let total = wording(text, finding.total);
                hits.at(list)
                    .with("total", &total)
                    .with("parts", numbers.join("+"))
                    .with("computed", format!("{}{}", finding.computed, finding.total.unit))
                    .related(finding.total.span, format!("总数：{total}"));
            }
        }
    }
}
