//! `bounded-rate`: a rate above 100 % that cannot be.

use serde::Deserialize;

use super::figures::Names;
use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::bounded_rates;

/// Rates that are a share of a whole, so that nothing above 100 % is possible.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BoundedRate {
    /// How the names of the rates end.
    names: Vec<String>,
    #[serde(skip)]
    linked: Names,
}

impl Kind for BoundedRate {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.linked = Names::link(&self.names, linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["rate", "stated"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let exceeding = |sentence: &usize| cx.signs(*sentence).above_hundred;
        for scope in scopes.iter().filter(|scope| cx.sentences_in(scope.span).any(|sentence| exceeding(&sentence))) {
            let judged = cx.naming(&self.linked, scope.span).into_iter().filter(exceeding);
            for rate in judged.flat_map(|sentence| bounded_rates(cx.stated(sentence).figures, &self.names)) {
                hits.at(rate.label_span.join(rate.span))
                    .with("rate", &rate.label)
                    .with("stated", rate.span.of(cx.text()));
            }
        }
    }
}
