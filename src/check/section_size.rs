//! `section-size`: a section whose body is too short.

use std::cell::LazyCell;

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{RoleBy, Section, SectionId};

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
        let total = LazyCell::new(|| cx.body_chars(cx.document.body).max(1));
        for scope in scopes {
            let Some(id) = scope.section else { continue };
            let section = &cx.document.sections[id];
            let Some(chars) = self.few(cx, section.body).filter(|chars| *chars >= self.above) else { continue };
            if chars > 0 && self.is_made_up_by_others(cx, id) {
                continue;
            }
            let share = chars as f64 * 100.0 / *total as f64;
            if self.share_below.is_some_and(|most| share >= most) {
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

impl SectionSize {
    /// Whether a section is one of several that make up its part, as themes do, and the part as a whole is long enough.
    fn is_made_up_by_others(&self, cx: &Context<'_>, id: SectionId) -> bool {
        let section = &cx.document.sections[id];
        let alike = |other: &&Section| other.role_by == RoleBy::Position && other.roles == section.roles;
        let whole: usize = cx.document.sections.iter().filter(alike).map(|other| cx.body_chars(other.body)).sum();
        section.role_by == RoleBy::Position && whole >= self.below
    }

    /// The characters of body text in a span if they are too few.
    fn few(&self, cx: &Context<'_>, within: Span) -> Option<usize> {
        let mut chars = 0;
        for part in cx.body_parts(within) {
            chars += cx.body_chars(part);
            if chars >= self.below {
                return None;
            }
        }
        (chars < self.below).then_some(chars)
    }
}
