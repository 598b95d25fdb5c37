//! `cited-norm`: a norm cited as in force although it was repealed before, or took effect after, the reporting year.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Citation, Context, Hits, Kind, Milder, Scope, Span};
use crate::norm::Norm;
use crate::text::date::Date;
use crate::text::split::sentence_at;

/// Words that tell history and future from use.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitedNorm {
    /// Words in the sentence that say the norm is spoken of as past: 废止, 清理, 修订.
    past: Words,
    /// Words in the sentence that say it is still to come: 即将施行, 草案.
    coming: Words,
}

impl Kind for CitedNorm {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.past.link(linker);
        self.coming.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["why", "instead"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let Some(year) = cx.document.identity.report_year.as_ref().map(|year| year.value) else { return };
        for Citation { span, part, title } in cx.citations(scopes) {
            let named = cx.norms.titles().named(title).iter().map(|at| cx.norms.norm(*at));
            let troubles: Option<Vec<Trouble>> = named.map(|norm| self.trouble(cx, year, *span, *part, norm)).collect();
            // A title borne by one norm that holds for the year is fine whatever else bears it.
            let Some(trouble) = troubles.and_then(|troubles| troubles.into_iter().next()) else { continue };
            let hit = hits.at(*span).with("why", trouble.why).with("instead", trouble.instead);
            hit.severity = trouble.this_year.then_some(Milder::Note);
        }
    }
}

struct Trouble {
    why: String,
    instead: String,
    /// Repealed within the reporting year: what was done before may rest on it.
    this_year: bool,
}

impl CitedNorm {
    fn trouble(&self, cx: &Context<'_>, year: u16, span: Span, part: Span, norm: &Norm) -> Option<Trouble> {
        // Plans with a period are judged by the year they govern, by another check.
        if norm.reports.is_some_and(|years| years.to.is_some()) {
            return None;
        }
        let sentence = sentence_at(cx.text(), part, span.start);
        // What ends with the year held throughout it.
        let held = |day: &Date| day.year > year || (day.year == year && (day.month, day.day) == (12, 31));
        let ended = norm.in_force.to.map(|day| day.0).filter(|day| !held(day));
        if let Some(day) = ended.filter(|_| !says(cx, &self.past, sentence, span)) {
            let instead = norm.replaced_by.as_deref().and_then(|id| cx.norms.find(id)).map(|at| cx.norms.norm(at));
            return Some(Trouble {
                why: format!("自{}起已不再施行", spoken(day)),
                instead: instead.map(|norm| format!("，现行的是《{}》", norm.title)).unwrap_or_default(),
                this_year: day.year == year,
            });
        }
        let plan = cx.is_in_role(span.start, "plan");
        let last_year = if plan { year + 1 } else { year };
        let begins = norm.in_force.from.map(|day| day.0).filter(|day| day.year > last_year)?;
        let told_as_coming = says(cx, &self.coming, sentence, span);
        (!told_as_coming).then(|| Trouble {
            why: format!("{}才开始施行", spoken(begins)),
            instead: String::new(),
            this_year: false,
        })
    }
}

/// Whether a sentence has one of some words outside a title: 《法治宣传教育法》 is not of 宣传.
fn says(cx: &Context<'_>, words: &Words, sentence: Span, title: Span) -> bool {
    words.find_all(cx, sentence).iter().any(|word| !title.contains(*word))
}

fn spoken(day: Date) -> String {
    format!("{}年{}月{}日", day.year, day.month, day.day)
}
