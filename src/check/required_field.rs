//! `required-field`: the document must have a title, or name its issuer.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};

/// A field of the document's identity that must be there.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredField {
    /// Which field.
    field: Field,
}

#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Field {
    /// A report title.
    Title,
    /// The issuing organ, in title, byline or signature.
    Issuer,
}

impl Kind for RequiredField {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let identity = &cx.document.identity;
        let found = match self.field {
            Field::Title => identity.title.as_ref().map(|title| title.span),
            Field::Issuer => identity.issuer.as_ref().map(|issuer| issuer.span),
        };
        match found {
            Some(span) => hits.evidence = Some(span),
            None => {
                let place = identity.title.as_ref().map_or_else(|| first_line(cx), |title| title.span);
                hits.at(place);
            }
        }
    }
}

/// The first line of the report text: where a title would stand.
fn first_line(cx: &Context<'_>) -> Span {
    cx.document.blocks_in(cx.document.body).first().map_or(Span::at(cx.document.body.start), |block| block.folded)
}
