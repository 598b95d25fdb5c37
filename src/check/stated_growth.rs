//! `stated-growth`: a change against an earlier time that does not follow from the two counts beside it.

use serde::Deserialize;

use super::figures::{Names, wording};
use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::{ChangeWords, stated_growths};

/// Changes held against the counts of both times, which stand side by side before them.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StatedGrowth {
    /// The words that tell a change and the time before it.
    words: ChangeWords,
    #[serde(skip)]
    linked: Names,
}

impl Kind for StatedGrowth {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.linked = Names::link(self.words.rises.iter().chain(&self.words.falls), linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected", "earlier", "later"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let text = cx.text();
        for scope in scopes {
            let changing = cx.naming(&self.linked, scope.span).into_iter();
            for sentence in changing.filter(|sentence| cx.may_state(*sentence, 3)) {
                for found in stated_growths(text, cx.stated(sentence).figures, &self.words) {
                    let (earlier, later) = (wording(text, found.earlier), wording(text, found.later));
                    hits.at(found.span())
                        .with("expected", &found.expected)
                        .with("earlier", found.earlier.span.of(text))
                        .with("later", found.later.span.of(text))
                        .related(found.later.span, later)
                        .related(found.earlier.span, earlier);
                }
            }
        }
    }
}
