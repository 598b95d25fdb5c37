//! `publication-date`: a report that came out after its day.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::date::Date;

/// The last day, in the year after the reporting year.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PublicationDate {
    /// Month of the last day, 1-based.
    month: u8,
    /// The last day that is not late, 1-based.
    day: u8,
}

impl Kind for PublicationDate {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["published", "deadline", "year"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let identity = &cx.document.identity;
        let start = Span::at(cx.document.body.start);
        let Some(year) = identity.report_year.as_ref().map(|year| year.value) else { return };
        let Some(published) = cx.published else {
            hits.unjudged.push((start, "不知道公开日期，无法核对公开时限；可用 --published 指定".to_owned()));
            return;
        };
        let deadline = Date { year: year + 1, month: self.month, day: self.day };
        if published <= deadline {
            return;
        }
        let read = [&identity.published, &identity.signed];
        let place = read.into_iter().flatten().find(|found| found.value == published).map(|found| found.span);
        let title = identity.title.as_ref().map(|title| title.span);
        hits.at(place.or(title).unwrap_or(start))
            .with("published", in_words(published))
            .with("deadline", in_words(deadline))
            .with("year", year);
    }
}

/// A date as documents write it.
pub(super) fn in_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}
