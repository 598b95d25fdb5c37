//! `bounded-rate`: a rate above 100 % that cannot be.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::bounded_rates;

/// Rates that are a share of a whole, so that nothing above 100 % is possible.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BoundedRate {
    /// How the names of the rates end.
    names: Vec<String>,
}

impl Kind for BoundedRate {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["rate", "stated"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for (stated, _) in scopes.iter().flat_map(|scope| cx.stated(scope.span)) {
            for rate in bounded_rates(&stated.figures, &self.names) {
                hits.at(rate.label_span.join(rate.span))
                    .with("rate", &rate.label)
                    .with("stated", rate.span.of(cx.text()));
            }
        }
    }
}
