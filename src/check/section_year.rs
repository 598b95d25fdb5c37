//! `section-year`: a year in a section's heading that is not the one it should be.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::date::dates;

/// The year a heading may name.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionYear {
    /// Years after the reporting year: 1 for the plan.
    offset: u16,
}

impl Kind for SectionYear {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let report_year = cx.document.identity.report_year.as_ref().map(|year| year.value);
        for scope in scopes {
            let heading = scope.section.map_or(scope.span, |id| cx.document.sections[id].heading);
            let stated: Vec<(u16, Span)> =
                dates(cx.text(), heading).iter().filter_map(|date| Some((date.year?, date.span))).collect();
            let Some((year, place)) = stated.first().copied() else { continue };
            let Some(report_year) = report_year else {
                hits.unjudged.push((place, "不知道报告所述年度，无法核对标题中的年份".to_owned()));
                continue;
            };
            let expected = report_year + self.offset;
            // A merged heading may name the reporting year too; one right year is enough.
            if !stated.iter().any(|(year, _)| *year == expected) {
                hits.at(place).with("stated", year).with("expected", expected).of_section(scope.section);
            }
        }
    }
}
