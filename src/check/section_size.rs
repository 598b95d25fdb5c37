//! `section-size`: a section whose body is too short.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};

/// Bounds on the body of a section, headings not counted.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionSize {
    /// Characters: fewer are too few.
    below: usize,
    /// Characters: with so many or fewer another rule speaks. Default 0.
    #[serde(default)]
    above: usize,
    /// Per cent of the report's body: a section is reported only if it is below this as well.
    share_below: Option<f64>,
}

impl Kind for SectionSize {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["role", "chars", "share"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let total = cx.body_chars(cx.document.body).max(1);
        for scope in scopes {
            let Some(id) = scope.section else { continue };
            let section = &cx.document.sections[id];
            let chars = cx.body_chars(section.body);
            let share = chars as f64 * 100.0 / total as f64;
            if chars >= self.below || chars < self.above || self.share_below.is_some_and(|most| share >= most) {
                continue;
            }
            let role = section.roles.iter().map(|role| cx.role_title(role)).collect::<Vec<_>>().join("与");
            hits.at(section.heading)
                .with("role", role)
                .with("chars", chars)
                .with("share", format!("{share:.1}"))
                .of_section(Some(id));
        }
    }
}
