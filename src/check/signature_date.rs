//! `signature-date`: a report that bears a date on which its year was far from over: the January slip.

use serde::Deserialize;

use super::link::Linker;
use super::publication_date::in_words;
use super::{Context, Hits, Kind, Scope};

/// From when on a report can be signed.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignatureDate {
    /// Month of the reporting year, 1-based, from which on the report on it may be signed.
    from_month: u8,
}

impl Kind for SignatureDate {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["signed", "year"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let identity = &cx.document.identity;
        // A year that was read off the dates proves nothing.
        let year = identity.report_year.as_ref().filter(|_| identity.year_in_title).map(|year| year.value);
        if let (Some(year), Some(signed)) = (year, &identity.signed)
            && (signed.value.year, signed.value.month) < (year, self.from_month)
        {
            hits.at(signed.span).with("signed", in_words(signed.value)).with("year", year);
        }
    }
}
