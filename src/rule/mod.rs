//! Rules: what is asked of a document, on what ground, and how it is told.

pub mod case;
pub mod change;
pub mod pack;
pub mod schema;
pub mod select;
pub mod template;
pub mod yaml;

mod load;
mod raw;
mod reading;

use std::fmt;
use std::sync::Arc;

use crate::check::Check;
use crate::check::link::Names;
use crate::check::scope::Where;
use crate::document::{Level, Reading, TraceKind};
use crate::finding::Severity;
use crate::norm::{NormIndex, Norms};
use crate::text::pattern::Literals;
use template::Template;

pub use load::{LoadError, LoadErrors};
pub use select::Selection;

/// Group and name: `struct/problems`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub String);

impl RuleId {
    /// The part before the slash.
    pub fn group(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All that is loaded for a run.
#[derive(Debug)]
pub struct RuleSet {
    /// The packs in the order of loading.
    pub packs: Vec<Pack>,
    /// The rules of all packs, in the order of packs, files and entries.
    pub rules: Vec<Rule>,
    /// How documents are read.
    pub reading: Reading,
    /// The registry of norms.
    pub norms: Norms,
    /// The literals of the rules' patterns.
    pub literals: Literals,
}

/// A folder of rules.
#[derive(Debug)]
pub struct Pack {
    /// Its name: `fazhi`.
    pub name: String,
    /// Its Chinese name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The type of report its rules are for; `None` for all documents.
    pub genre: Option<String>,
    /// The packs it builds on.
    pub bases: Vec<String>,
    /// What it names for its rules.
    pub names: Names,
}

/// One YAML entry, compiled. It cannot fail any more.
#[derive(Debug)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Index of its pack in [`RuleSet::packs`].
    pub pack: usize,
    /// Chinese title of its findings.
    pub title: String,
    /// How grave its findings are.
    pub severity: Severity,
    /// The norms it rests on.
    pub basis: Vec<Basis>,
    /// What it requires, for rules that answer a requirement of the sign-off sheet.
    pub requirement: Option<String>,
    /// Requirements that its findings make weak.
    pub weakens: Vec<RuleId>,
    /// Which documents it is for.
    pub when: When,
    /// Where it looks.
    pub scope: Where,
    /// What it does.
    pub check: Check,
    /// What its findings say.
    pub message: Template,
    /// What to do about them.
    pub help: Option<Template>,
    /// Whether its edits may be applied without looking; `None` for a rule whose check makes none.
    pub fix: Option<FixSafety>,
    /// What its findings settle, so that other rules of the pack need not speak of it too.
    pub settles: Option<Settles>,
    /// Whether its findings may be waived.
    pub waivable: bool,
    /// Why a pack switched it off; `None` while it runs.
    pub off: Option<String>,
    /// Packs that changed it, in order.
    pub changed_by: Vec<String>,
    /// The single values of its check as written, by name: what a configuration can set. Empty in the packs compiled at build
    /// time (see [`pack::Form`]).
    pub parameters: Vec<(String, String)>,
    /// Its examples; empty in the packs compiled at build time (see [`pack::Form`]).
    pub examples: Arc<Examples>,
}

/// How far a rule's edits can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FixSafety {
    /// Never changes meaning.
    Safe,
    /// To be looked at.
    Unsafe,
}

/// What a finding settles: one cause, one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Settles {
    /// Everything else about the section it is about.
    Section,
}

/// A norm and the part of it that a rule rests on.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The norm.
    pub norm: NormIndex,
    /// The name of the part in the registry.
    pub item: Option<String>,
}

/// Which documents a rule is for.
#[derive(Debug, Clone, Default)]
pub struct When {
    /// Issuers of these levels; empty for all. An unknown level counts as one of them unless `known_level`.
    pub levels: Vec<Level>,
    /// Only where the level is known.
    pub known_level: bool,
    /// First reporting year.
    pub from_year: Option<u16>,
    /// Last reporting year.
    pub to_year: Option<u16>,
    /// What becomes of findings in years that its norms do not govern.
    pub outside_norm: OutsideNorm,
    /// Only for documents of this type; `None` for all that the pack is for.
    pub genre: Option<String>,
}

/// What a rule does in a reporting year its norms do not govern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutsideNorm {
    /// It does not apply.
    #[default]
    Off,
    /// Its findings are notes.
    Note,
}

/// Texts on which a rule must and must not fire.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// It must fire.
    pub bad: Vec<Example>,
    /// It must not; near misses.
    pub good: Vec<Example>,
}

/// One example.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// The text.
    pub text: String,
    /// The matched texts (as in the original) of the findings, in order; not checked where `None`.
    pub expect: Option<Vec<String>>,
    /// Reporting year to assume, whatever the text says.
    pub year: Option<u16>,
    /// Issuer's level to assume.
    pub level: Option<Level>,
    /// Publication date to assume, `2024-06-01`.
    pub published: Option<crate::text::date::Date>,
    /// What its file holds beside the text.
    pub traces: Vec<ExampleTrace>,
}

/// Something that the file of an example holds beside its text.
#[derive(Debug, Clone)]
pub struct ExampleTrace {
    /// What it is.
    pub kind: TraceKind,
    /// The words of the text that it is about: the first place of them.
    pub at: String,
    /// Its own words: what was deleted, what a comment says.
    pub text: String,
    /// Who made it.
    pub author: Option<String>,
}

impl Rule {
    /// Its bases as printed for a reporting year.
    pub fn basis_text(&self, norms: &Norms, year: Option<u16>) -> Vec<String> {
        let governing = |basis: &&Basis| {
            year.is_none_or(|year| norms.norm(basis.norm).standing(year) != crate::norm::Standing::Outside)
        };
        let mut bases: Vec<&Basis> = self.basis.iter().filter(governing).collect();
        if bases.is_empty() {
            bases = self.basis.iter().collect();
        }
        bases.iter().map(|basis| norms.norm(basis.norm).cite(basis.item.as_deref(), year)).collect()
    }
}

impl RuleSet {
    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.0 == id)
    }
}
