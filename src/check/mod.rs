//! What rules can check: one file a kind, one line a kind in the table below.
//!
//! A check is pure, total and knows nothing of rules: it sees a document through a [`Context`], looks at the [`Scope`]s its
//! rule selects, and reports what it saw as [`Hits`] in folded positions.

pub mod figures;
pub mod link;
pub mod scope;
pub mod waiver;
pub mod word_set;
pub mod words;
pub mod written;

mod around;
mod context;
mod fault;
mod mending;
mod neighbours;
mod places;
mod prose;

mod announced_count;
mod bounded_rate;
mod checklist;
mod citations;
mod cited_norm;
mod cited_period;
mod cited_title;
mod consistent_value;
mod correspondence;
mod date_form;
mod document_feature;
mod doubled_words;
mod enumerator;
mod evidence;
mod evidence_share;
mod forbidden_text;
mod halfwidth_marks;
mod identifier;
mod mark_before_ordinal;
mod merged_section;
mod near_phrase;
mod numbering;
mod numbering_style;
mod ordinals;
mod paired_marks;
mod paragraph_end;
mod part_whole;
mod preferred_text;
mod publication_date;
mod repeated_section;
mod repeated_text;
mod reporting_year;
mod required_field;
mod required_section;
mod required_text;
mod required_topic;
mod script_conversion;
mod section_order;
mod section_size;
mod section_year;
mod set_phrase;
mod signature_date;
mod stated_growth;
mod stated_rate;
mod stated_sum;
mod stock_wording;
mod straight_quotes;
mod stray_space;
mod traces;
mod unfilled_blank;
mod year_range;

use serde::Deserialize;

use crate::document::{Role, SectionId};
pub use crate::text::span::Span;
pub use citations::{Citation, Citations};
pub use context::Context;
use link::Linker;
pub use scope::Scope;

/// Makes the enum of checks from the table of kinds: name in YAML, module, type.
macro_rules! kinds {
    ($($name:literal => $module:ident :: $kind:ident),* $(,)?) => {
        /// A check of any kind, as the one-key map of a rule's `check` names it.
        #[derive(Debug, Deserialize, schemars::JsonSchema)]
        pub enum Check {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $kind($module::$kind),
            )*
        }

        impl Check {
            /// The names of all kinds.
            pub const KINDS: &'static [&'static str] = &[$($name),*];

            fn kind(&self) -> &dyn Kind {
                match self {
                    $(Check::$kind(kind) => kind,)*
                }
            }

            fn kind_mut(&mut self) -> &mut dyn Kind {
                match self {
                    $(Check::$kind(kind) => kind,)*
                }
            }
        }
    };
}

kinds! {
    "announced-count" => announced_count::AnnouncedCount,
    "bounded-rate" => bounded_rate::BoundedRate,
    "checklist" => checklist::Checklist,
    "cited-norm" => cited_norm::CitedNorm,
    "cited-period" => cited_period::CitedPeriod,
    "cited-title" => cited_title::CitedTitle,
    "consistent-value" => consistent_value::ConsistentValue,
    "correspondence" => correspondence::Correspondence,
    "date-form" => date_form::DateForm,
    "doubled-words" => doubled_words::DoubledWords,
    "document-feature" => document_feature::DocumentFeature,
    "evidence" => evidence::Evidence,
    "evidence-share" => evidence_share::EvidenceShare,
    "forbidden-text" => forbidden_text::ForbiddenText,
    "halfwidth-marks" => halfwidth_marks::HalfwidthMarks,
    "identifier" => identifier::Identifier,
    "mark-before-ordinal" => mark_before_ordinal::MarkBeforeOrdinal,
    "merged-section" => merged_section::MergedSection,
    "near-phrase" => near_phrase::NearPhrase,
    "numbering" => numbering::Numbering,
    "numbering-style" => numbering_style::NumberingStyle,
    "ordinals" => ordinals::Ordinals,
    "paired-marks" => paired_marks::PairedMarks,
    "paragraph-end" => paragraph_end::ParagraphEnd,
    "preferred-text" => preferred_text::PreferredText,
    "publication-date" => publication_date::PublicationDate,
    "part-whole" => part_whole::PartWhole,
    "repeated-section" => repeated_section::RepeatedSection,
    "repeated-text" => repeated_text::RepeatedText,
    "reporting-year" => reporting_year::ReportingYear,
    "required-field" => required_field::RequiredField,
    "required-section" => required_section::RequiredSection,
    "required-text" => required_text::RequiredText,
    "required-topic" => required_topic::RequiredTopic,
    "script-conversion" => script_conversion::ScriptConversion,
    "section-order" => section_order::SectionOrder,
    "section-size" => section_size::SectionSize,
    "section-year" => section_year::SectionYear,
    "set-phrase" => set_phrase::SetPhrase,
    "signature-date" => signature_date::SignatureDate,
    "stated-growth" => stated_growth::StatedGrowth,
    "stated-rate" => stated_rate::StatedRate,
    "stated-sum" => stated_sum::StatedSum,
    "stock-wording" => stock_wording::StockWording,
    "straight-quotes" => straight_quotes::StraightQuotes,
    "stray-space" => stray_space::StraySpace,
    "traces" => traces::Traces,
    "unfilled-blank" => unfilled_blank::UnfilledBlank,
    "waiver" => waiver::WaiverCheck,
}

/// What every kind of check can do.
pub trait Kind: std::fmt::Debug + Send + Sync {
    /// Resolves names and compiles patterns; what is wrong goes to the linker's problems.
    fn link(&mut self, linker: &mut Linker<'_>);

    /// Looks at the scopes.
    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits);

    /// Whether there is anything in the document that it could report, as far as that is told without looking at scopes.
    fn may_report(&self, _: &Context<'_>) -> bool {
        true
    }

    /// The placeholders its hits fill, besides `section` and `match`.
    fn placeholders(&self) -> &'static [&'static str] {
        &[]
    }

    /// The required part whose presence it checks.
    fn role(&self) -> Option<&Role> {
        None
    }
}

impl Check {
    /// Resolves names and compiles patterns.
    pub fn link(&mut self, linker: &mut Linker<'_>) {
        self.kind_mut().link(linker);
    }

    /// Looks at the scopes of a document.
    pub fn run(&self, cx: &Context<'_>, scopes: &[Scope]) -> Hits {
        let mut hits = Hits::default();
        self.kind().run(cx, scopes, &mut hits);
        hits
    }

    /// Whether there is anything in the document that it could report, as far as that is told without looking at scopes.
    pub fn may_report(&self, cx: &Context<'_>) -> bool {
        self.kind().may_report(cx)
    }

    /// Whether it looks at documents. What one that does not tells is known only after the others, so it has no examples.
    pub fn looks_at_documents(&self) -> bool {
        !matches!(self, Check::WaiverCheck(_))
    }

    /// The placeholders a message may use.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> {
        ["section", "match"].into_iter().chain(self.kind().placeholders().iter().copied())
    }

    /// The required part whose presence it checks.
    pub fn role(&self) -> Option<&Role> {
        self.kind().role()
    }
}

/// What a check saw.
#[derive(Debug, Default)]
pub struct Hits {
    /// Places where something is wrong.
    pub hits: Vec<Hit>,
    /// Folded bytes that show the requirement is met, the best first.
    pub evidence: Option<Span>,
    /// Places it could not judge, and why.
    pub unjudged: Vec<(Span, String)>,
}

impl Hits {
    /// Adds a hit at folded bytes; details are filled in on the returned hit.
    pub fn at(&mut self, span: Span) -> &mut Hit {
        self.hits.push(Hit {
            span,
            section: None,
            count: 1,
            values: Vec::new(),
            related: Vec::new(),
            edits: Vec::new(),
            severity: None,
        });
        self.hits.last_mut().expect("a hit was just pushed")
    }
}

/// One place where something is wrong.
#[derive(Debug)]
pub struct Hit {
    /// Folded bytes; empty at a place where something is missing.
    pub span: Span,
    /// The section it is about, where that is not the one around the span.
    pub section: Option<SectionId>,
    /// How many places it stands for.
    pub count: usize,
    /// Values of placeholders.
    pub values: Vec<(&'static str, String)>,
    /// Other places, folded, and what is there.
    pub related: Vec<(Span, String)>,
    /// Replacements of folded bytes that mend it.
    pub edits: Vec<(Span, String)>,
    /// A milder severity than the rule's for this place.
    pub severity: Option<Milder>,
}

/// A hit that deserves less than its rule's severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Milder {
    /// At most a note.
    Note,
}

impl Hit {
    /// Fills a placeholder.
    pub fn with(&mut self, name: &'static str, value: impl ToString) -> &mut Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// Adds another place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push((span, message.into()));
        self
    }

    /// Says which section it is about.
    pub fn of_section(&mut self, section: Option<SectionId>) -> &mut Self {
        self.section = section;
        self
    }
}
