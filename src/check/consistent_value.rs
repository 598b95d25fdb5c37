//! `consistent-value`: one indicator with two values.

use serde::Deserialize;

use super::figures::Names;
use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::repeated_indicators;
use crate::text::figure::Figure;

/// Indicators that have one value in a report, wherever it is stated.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConsistentValue {
    /// The names of the indicators, in full.
    indicators: Vec<String>,
    /// Words of a sentence that speaks of a part of the year or of the area.
    #[serde(default)]
    unless: Words,
    /// Each indicator by itself.
    #[serde(skip)]
    names: Vec<Names>,
}

impl Kind for ConsistentValue {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless.link(linker);
        self.names = self.indicators.iter().map(|indicator| Names::link([indicator], linker)).collect();
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["indicator", "first", "second"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        let stated: Vec<&[Figure]> = self
            .to_compare(cx, scopes)
            .into_iter()
            // A plan states goals.
            .filter(|sentence| !cx.is_in_role(cx.sentence(*sentence).start, "plan"))
            .filter(|sentence| self.unless.find(cx, cx.sentence(*sentence)).is_none())
            .map(|sentence| cx.stated(sentence).figures)
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

impl ConsistentValue {
    /// The sentences that may state an indicator which another one states too.
    fn to_compare(&self, cx: &Context<'_>, scopes: &[Scope]) -> Vec<usize> {
        let mut found = Vec::new();
        for names in &self.names {
            let mut named: Vec<usize> = scopes.iter().flat_map(|scope| cx.naming(names, scope.span)).collect();
            if named.len() > 1 {
                found.append(&mut named);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
