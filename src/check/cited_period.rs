//! `cited-period`: a plan cited as what is being implemented although it governs other years.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Citation, Context, Hits, Kind, Scope, Span};
use crate::norm::{Norm, NormIndex, Standing};
use crate::text::located::Located;
use crate::text::split::{clauses, sentence_at};

/// Plans with a period, and the words that tell use from history.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitedPeriod {
    /// The plans.
    #[schemars(with = "Vec<String>")]
    norms: Vec<Located<String>>,
    /// Words in the clause that say it is being implemented.
    implementing: Words,
    /// Words in the sentence that say it is history.
    #[serde(default)]
    history: Words,
    #[serde(skip)]
    linked: Vec<NormIndex>,
}

impl Kind for CitedPeriod {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.linked = self.norms.iter().filter_map(|id| linker.norm(id)).collect();
        self.implementing.link(linker);
        self.history.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let Some(year) = cx.document.identity.report_year.as_ref().map(|year| year.value) else { return };
        let norms: Vec<&Norm> = self.linked.iter().map(|index| cx.norms.norm(*index)).collect();
        let governs = |norm: &&&Norm| norm.standing(year) != Standing::Outside;
        let expected = norms.iter().find(governs).map(|norm| format!("《{}》", norm.title)).unwrap_or_default();
        for Citation { span, part, title } in cx.citations(scopes) {
            let cited = self.linked.iter().find(|norm| cx.norms.titles().is_of(title, **norm));
            let outside = cited.is_some_and(|norm| cx.norms.norm(*norm).standing(year) == Standing::Outside);
            if outside && self.is_implemented(cx, *part, *span) {
                hits.at(*span).with("expected", &expected);
            }
        }
    }
}

impl CitedPeriod {
    fn is_implemented(&self, cx: &Context<'_>, part: Span, title: Span) -> bool {
        let sentence = sentence_at(cx.text(), part, title.start);
        let clause =
            clauses(cx.text(), sentence).into_iter().find(|clause| clause.holds(title.start)).unwrap_or(sentence);
        self.implementing.find(cx, clause.join(title)).is_some() && self.history.find(cx, sentence).is_none()
    }
}
