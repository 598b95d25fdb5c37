//! `consistent-value`: one indicator with two values.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::repeated_indicators;
use crate::text::figure::Figure;

/// Indicators that have one value in a report, wherever it is stated.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConsistentValue {
    /// The names of the indicators, in full.
    indicators: Vec<String>,
    /// Words of a sentence that speaks of a part of the year or of the area.
    #[serde(default)]
    unless: Words,
}

impl Kind for ConsistentValue {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["indicator", "first", "second"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        let stated: Vec<Vec<Figure>> = scopes
            .iter()
            .flat_map(|scope| cx.stated(scope.span))
            .map(|(stated, _)| stated)
            // A plan states goals.
            .filter(|stated| !cx.is_in_role(stated.sentence.start, "plan"))
            .filter(|stated| self.unless.find(cx, stated.sentence).is_none())
            .map(|stated| stated.figures.clone())
            .collect();
        for found in repeated_indicators(&stated, &self.indicators) {
            let (first, second) = (found.first.span.of(text), found.second.span.of(text));
            hits.at(found.second.label_span.join(found.second.span))
                .with("indicator", &found.second.label)
                .with("first", first)
                .with("second", second)
                .related(found.first.label_span.join(found.first.span), format!("此处为{first}"));
        }
    }
}
