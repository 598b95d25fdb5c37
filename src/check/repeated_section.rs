//! `repeated-section`: the same required part twice at level 1.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::document::{Role, RoleBy, SectionId};
use crate::text::located::Located;

/// Two level-1 sections of one part, both named as such.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepeatedSection {
    /// Parts that may well be told in several sections.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    except: Vec<Located<String>>,
    #[serde(skip)]
    excepted: Vec<Role>,
}

impl Kind for RepeatedSection {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.excepted = linker.roles(&self.except);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["role"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let mut seen: Vec<(&Role, SectionId)> = Vec::new();
        let top = cx
            .document
            .sections
            .iter()
            .enumerate()
            .filter(|(_, section)| section.level == 1 && section.role_by == RoleBy::Heading);
        for (id, section) in top {
            for role in &section.roles {
                let same_name =
                    |first: SectionId| cx.document.sections[first].name.of(cx.text()) == section.name.of(cx.text());
                match seen.iter().find(|(other, _)| *other == role) {
                    Some((_, first)) if !self.excepted.contains(role) || same_name(*first) => {
                        let before = cx.document.sections[*first].heading;
                        hits.at(section.heading)
                            .with("role", cx.role_title(role))
                            .of_section(Some(id))
                            .related(before, "前面已有");
                    }
                    Some(_) => {}
                    None => seen.push((role, id)),
                }
            }
        }
    }
}
