//! `merged-section`: one section that carries two required parts.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};

/// A section with two roles.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergedSection {}

impl Kind for MergedSection {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["roles"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        for (id, section) in cx.document.sections.iter().enumerate().filter(|(_, section)| section.roles.len() > 1) {
            let titles: Vec<String> = section.roles.iter().map(|role| format!("“{}”", cx.role_title(role))).collect();
            hits.at(section.heading).with("roles", titles.join("与")).of_section(Some(id));
        }
    }
}
