//! `stock-wording`: an item made of set phrases only, with nothing of its own.

use serde::Deserialize;

use super::evidence::{lead, look_for, name};
use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope};
use crate::text::evidence::EvidenceSet;
use crate::text::fold::is_han;

/// Set phrases, and how little may be left without them.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StockWording {
    /// The phrases.
    stock: Words,
    /// Ideographs left besides the phrases: so many or fewer are reported.
    at_most: usize,
    /// Kinds of evidence that excuse an item.
    #[serde(default)]
    kinds: EvidenceSet,
    /// Words that excuse an item.
    #[serde(default)]
    any: Words,
}

impl Kind for StockWording {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.stock.link(linker);
        self.any.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["item", "rest"]
    }

    fn may_report(&self, cx: &Context<'_>) -> bool {
        self.stock.may_occur(cx)
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for scope in scopes {
            let shown = look_for(cx, scope.span, self.kinds, 1);
            if shown.is_enough(1) || shown.and_words(cx, &self.any).is_enough(1) {
                continue;
            }
            let stock = self.stock.find_all(cx, scope.span);
            let han = |text: &str| text.chars().filter(|c| is_han(*c)).count();
            let covered: usize = stock.iter().map(|span| han(span.of(cx.text()))).sum();
            let mark = scope.section.and_then(|id| cx.document.sections[id].mark.as_ref());
            let numbered =
                mark.filter(|mark| scope.span.contains(mark.span)).map_or(0, |mark| han(mark.span.of(cx.text())));
            let rest = han(scope.span.of(cx.text())).saturating_sub(covered + numbered);
            if !stock.is_empty() && rest <= self.at_most {
                hits.at(lead(cx, scope)).with("item", name(cx, scope)).with("rest", rest).of_section(scope.section);
            }
        }
    }
}
