//! Where a rule looks: `where` in YAML, resolved to spans of one document.

use serde::Deserialize;

use super::Context;
use super::link::Linker;
use crate::document::{MarkStyle, Role, SectionId};
use crate::text::located::OneOrMany;
use crate::text::span::Span;
use crate::text::split::sentences;

/// The `where` of a rule.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Where {
    /// Only inside sections of these roles.
    #[serde(default)]
    role: OneOrMany,
    /// What is looked at one by one.
    unit: Option<Unit>,
    #[serde(skip)]
    roles: Vec<Role>,
}

/// What a rule looks at one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// The report as a whole.
    Document,
    /// A section of the named roles, or a level-1 section.
    Section,
    /// A direct sub-section （一）.
    Subsection,
    /// A direct sub-section, else a part 一是, else a paragraph.
    Item,
    /// A block of body text.
    Paragraph,
    /// A sentence of body text.
    Sentence,
    /// A heading.
    Heading,
    /// The title.
    Title,
}

/// One place a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Folded bytes.
    pub span: Span,
    /// The section it is or lies in.
    pub section: Option<SectionId>,
}

impl Where {
    /// Resolves the names of roles.
    pub fn link(&mut self, linker: &mut Linker<'_>) {
        self.roles = linker.roles(&std::mem::take(&mut self.role.0));
    }

    /// The roles it is bound to.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The unit it looks at.
    pub fn unit(&self) -> Unit {
        self.unit.unwrap_or(if self.roles.is_empty() { Unit::Document } else { Unit::Section })
    }

    /// Whether it selects the same places as another in every document.
    pub fn is_same(&self, other: &Where) -> bool {
        self.unit() == other.unit() && self.roles == other.roles
    }

    /// The places in a document, in order.
    pub fn scopes(&self, cx: &Context<'_>) -> Vec<Scope> {
        let document = cx.document;
        let sections: Vec<SectionId> = if self.roles.is_empty() {
            (0..document.sections.len()).filter(|id| document.sections[*id].parent.is_none()).collect()
        } else {
            let mut ids: Vec<SectionId> = self.roles.iter().flat_map(|role| cx.sections_of(role)).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let whole = |id: SectionId| Scope { span: document.sections[id].span, section: Some(id) };
        let outer: Vec<Scope> =
            if self.roles.is_empty() && !matches!(self.unit(), Unit::Section | Unit::Subsection | Unit::Item) {
                vec![Scope { span: document.body, section: None }]
            } else {
                sections.iter().map(|id| whole(*id)).collect()
            };
        match self.unit() {
            Unit::Document | Unit::Section => outer,
            Unit::Subsection => sections
                .iter()
                .flat_map(|id| document.children(*id))
                .filter(|id| !is_ordinal(cx, *id))
                .map(whole)
                .collect(),
            Unit::Item => sections.iter().flat_map(|id| items(cx, *id)).collect(),
            Unit::Paragraph => outer.iter().flat_map(|scope| parts(cx, scope.span)).collect(),
            Unit::Sentence => outer
                .iter()
                .flat_map(|scope| parts(cx, scope.span))
                .flat_map(|part| sentences(cx.text(), part.span).into_iter().map(move |span| Scope { span, ..part }))
                .collect(),
            Unit::Heading => {
                let inside = |span: Span| outer.iter().any(|scope| scope.span.contains(span));
                let all = document.sections.iter().enumerate();
                all.filter(|(_, section)| inside(section.heading))
                    .map(|(id, section)| Scope { span: section.heading, section: Some(id) })
                    .collect()
            }
            Unit::Title => {
                document.identity.title.iter().map(|title| Scope { span: title.span, section: None }).collect()
            }
        }
    }
}

fn is_ordinal(cx: &Context<'_>, section: SectionId) -> bool {
    cx.document.sections[section].mark.as_ref().is_some_and(|mark| mark.style == MarkStyle::Ordinal)
}

/// The body blocks of a span.
fn parts(cx: &Context<'_>, within: Span) -> Vec<Scope> {
    cx.body_parts(within).map(|span| Scope { span, section: cx.document.section_at(span.start) }).collect()
}

/// The items of a section: its sub-sections, else its paragraphs without a lead that ends in a colon.
fn items(cx: &Context<'_>, section: SectionId) -> Vec<Scope> {
    let children: Vec<Scope> = cx
        .document
        .children(section)
        .map(|id| Scope { span: cx.document.sections[id].span, section: Some(id) })
        .collect();
    if !children.is_empty() {
        return children;
    }
    let body = cx.document.sections[section].body;
    let lead = |scope: &Scope| scope.span.of(cx.text()).ends_with('：');
    parts(cx, body).into_iter().filter(|scope| !lead(scope)).collect()
}
