//! `section-order`: required parts in an unusual order.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::document::{Role, SectionId};
use crate::text::located::Located;

/// The usual order of some parts; others may stand anywhere.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionOrder {
    /// Parts in their usual order.
    #[schemars(with = "Vec<String>")]
    order: Vec<Located<String>>,
    #[serde(skip)]
    roles: Vec<Role>,
}

impl Kind for SectionOrder {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.roles = linker.roles(&self.order);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["first", "second"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let firsts: Vec<(SectionId, &Role)> =
            self.roles.iter().filter_map(|role| cx.sections_of(role).first().map(|id| (*id, role))).collect();
        for pair in firsts.windows(2) {
            let ((usual_first, first), (usual_second, second)) = (pair[0], pair[1]);
            if usual_second < usual_first {
                let sections = &cx.document.sections;
                hits.at(sections[usual_second].heading)
                    .with("first", cx.role_title(first))
                    .with("second", cx.role_title(second))
                    .of_section(Some(usual_second))
                    .related(sections[usual_first].heading, "通常在前的部分");
            }
        }
    }
}
