//! `waiver`: what is told of waivers and baselines. It looks at no document: what is to be told is known only after all rules have
//! been asked (see the module `waiver` beside `lint`). Here it has its name, so that its rules can be listed, chosen and explained.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverCheck {
    /// A waiver whose last day is over.
    Expired,
    /// A waiver that no finding needed.
    Unused,
    /// A waiver of a rule that cannot be waived.
    NotWaivable,
    /// A comment that should be a waiver and cannot be read.
    Malformed,
    /// Findings of a baseline that do not occur any more.
    StaleBaseline,
}

impl Kind for WaiverCheck {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        match self {
            WaiverCheck::Malformed => &["reason"],
            WaiverCheck::StaleBaseline => &["count", "entries"],
            _ => &["rule", "who", "why", "until"],
        }
    }

    fn run(&self, _: &Context<'_>, _: &[Scope], _: &mut Hits) {}
}
