//! `required-section`: a required part must be there as a section; told apart are absent and buried in another section.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{BlockKind, Role, Section};
use crate::text::located::Located;

/// A part that must have a section of its own.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredSection {
    /// The part.
    #[schemars(with = "String")]
    role: Located<String>,
    /// Words that show the part is at least mentioned.
    #[serde(default)]
    mentions: Words,
    /// Which case is reported.
    #[serde(default)]
    when: When,
    #[serde(skip)]
    linked: Option<Role>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum When {
    /// Neither section nor mention.
    #[default]
    Absent,
    /// A mention, but no section.
    Buried,
}

impl Kind for RequiredSection {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.linked = linker.role(&self.role);
        self.mentions.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["role", "headings"]
    }

    fn role(&self) -> Option<&Role> {
        self.linked.as_ref()
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let Some(role) = &self.linked else { return };
        let sections = cx.sections_of(role);
        if let Some(section) = sections.first() {
            let section = &cx.document.sections[*section];
            hits.evidence = Some(cx.first_sentence(section.body).unwrap_or(section.heading));
            return;
        }
        let mentions = self.mentions_outside_other_parts(cx);
        if !mentions.is_empty() {
            hits.evidence = Some(cx.sentence_around(best(cx, &mentions)));
        }
        match self.when {
            When::Absent if mentions.is_empty() => {
                let place = place_for(cx, role);
                self.report(cx, role, place, hits);
            }
            When::Buried if !mentions.is_empty() => {
                let best = best(cx, &mentions);
                let others: Vec<Span> = mentions.into_iter().filter(|span| *span != best).collect();
                let hit = self.report(cx, role, best, hits);
                for other in others {
                    hit.related(other, "此处也提到");
                }
            }
            _ => {}
        }
    }
}

impl RequiredSection {
    fn report<'h>(&self, cx: &Context<'_>, role: &Role, place: Span, hits: &'h mut Hits) -> &'h mut super::Hit {
        let spec = cx.genre.and_then(|genre| genre.roles.iter().find(|spec| spec.role == *role));
        let headings =
            spec.map(|spec| spec.suggestions.iter().map(|s| format!("“{s}”")).collect::<Vec<_>>().join("、"));
        hits.at(place).with("role", cx.role_title(role)).with("headings", headings.unwrap_or_default())
    }

    /// Mentions in what was done; what is lacking or planned does not show that it was.
    fn mentions_outside_other_parts(&self, cx: &Context<'_>) -> Vec<Span> {
        let told_elsewhere = |span: &Span| {
            let sections = &cx.document.sections;
            let Some(id) = cx.document.section_at(span.start) else { return false };
            cx.document
                .path_to(id)
                .into_iter()
                .any(|id| sections[id].roles.iter().any(|role| role.0.as_ref() != "measures"))
        };
        let all = self.mentions.find_all(cx, cx.document.body);
        let in_text = |span: &Span| {
            cx.block_at(span.start)
                .is_some_and(|block| matches!(block.kind, BlockKind::Body | BlockKind::TableRow | BlockKind::Heading))
        };
        all.into_iter().filter(|span| in_text(span) && !told_elsewhere(span)).collect()
    }
}

/// The mention whose sentence says most; the first of equals.
fn best(cx: &Context<'_>, mentions: &[Span]) -> Span {
    let in_body = |span: &&Span| cx.in_body(**span);
    *mentions.iter().find(in_body).unwrap_or(&mentions[0])
}

/// Where the missing part belongs: before the first later part, else at the end of the report.
fn place_for(cx: &Context<'_>, role: &Role) -> Span {
    let order: Vec<&Role> =
        cx.genre.map(|genre| genre.roles.iter().map(|spec| &spec.role).collect()).unwrap_or_default();
    let rank = order.iter().position(|other| *other == role).unwrap_or(order.len());
    let later = |section: &&Section| {
        section.roles.iter().any(|other| order.iter().position(|o| *o == other).is_some_and(|other| other > rank))
    };
    if let Some(section) = cx.document.sections.iter().find(later) {
        return section.heading;
    }
    let last = cx.document.blocks_in(cx.document.body).iter().rev().find(|block| block.kind.is_report_text());
    last.map_or(Span::at(cx.document.body.end), |block| {
        let last_char = block.folded.of(cx.text()).chars().next_back().map_or(0, char::len_utf8);
        Span::new(block.folded.end - last_char, block.folded.end)
    })
}
