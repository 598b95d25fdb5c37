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
mod stated_rate;
mod stated_sum;
mod stock_wording;
mod stray_space;
mod traces;
mod year_range;

use serde::Deserialize;

use crate::document::{Block, BlockKind, Document, Genre, MarkStyle, Role, SectionId};
use crate::norm::Norms;
use crate::text::date::Date;
use crate::text::landmark::Landmark;
use crate::text::search::Search;
pub use crate::text::span::Span;
pub use citations::{Citation, Citations};
use link::{Linker, Names};
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
    "stated-rate" => stated_rate::StatedRate,
    "stated-sum" => stated_sum::StatedSum,
    "stock-wording" => stock_wording::StockWording,
    "stray-space" => stray_space::StraySpace,
    "traces" => traces::Traces,
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

/// What a check sees of a document.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its folded text, scanned for all literals.
    pub search: Search<'a>,
    /// The type of report it is, `None` for other documents.
    pub genre: Option<&'a Genre>,
    /// Terms, topics and roles of the rule's pack.
    pub names: &'a Names,
    /// The registry of norms.
    pub norms: &'a Norms,
    /// The publication date given by the user, else the page's, else the signature's.
    pub published: Option<Date>,
    /// The document's figures, read when first needed.
    pub figures: figures::Read,
    /// The titles it cites, read when first needed.
    pub citations: Citations,
    /// Headings that run into the text, found when first needed.
    pub run_in: std::cell::OnceCell<Vec<Span>>,
    /// Whether it is written in traditional characters, once somebody asked.
    pub traditional: std::cell::OnceCell<bool>,
}

impl<'a> Context<'a> {
    /// The folded text.
    pub fn text(&self) -> &'a str {
        self.search.text()
    }

    /// Whether a span lies in body text: not in a heading of its own line, not in furniture, title or signature.
    pub fn in_body(&self, span: Span) -> bool {
        self.block_at(span.start).is_some_and(|block| matches!(block.kind, BlockKind::Body | BlockKind::TableRow))
    }

    /// Whether a folded offset lies in a section of the named role, in documents of a genre that has it.
    pub fn is_in_role(&self, offset: usize, role: &str) -> bool {
        let sections = &self.document.sections;
        self.document.section_at(offset).is_some_and(|id| {
            self.document.path_to(id).iter().any(|id| sections[*id].roles.iter().any(|r| &*r.0 == role))
        })
    }

    /// Whether a span lies in text that can show something: in body text, and not in a heading that runs into it. The heading of
    /// a section that says nothing else is its text.
    pub fn is_substance(&self, span: Span) -> bool {
        let headings = self.run_in_headings();
        let before = headings.partition_point(|heading| heading.start <= span.start).checked_sub(1);
        self.in_body(span) && !before.is_some_and(|at| headings[at].contains(span))
    }

    /// The characters of a folded span that are neither plain ideographs nor digits, in order.
    pub fn landmarks(&self, within: Span) -> &[Landmark] {
        self.document.folded.landmarks().within(within)
    }

    /// Headings with text after them in the same block, 一是 and the like left out.
    fn run_in_headings(&self) -> &[Span] {
        /// Characters of the longest heading; a longer sentence says something.
        const LONGEST: usize = 40;
        self.run_in.get_or_init(|| {
            let sections = self.document.sections.iter();
            let run_in = sections.filter(|section| {
                let ordinal = section.mark.as_ref().is_some_and(|mark| mark.style == MarkStyle::Ordinal);
                let heading = section.heading.of(self.text());
                // What was cut at a clause is the beginning of a sentence, not a heading.
                let whole = heading.ends_with(['。', '：']) && heading.chars().count() <= LONGEST;
                whole && !section.own_line && !ordinal && !section.body.of(self.text()).trim().is_empty()
            });
            run_in.map(|section| section.heading).collect()
        })
    }

    /// The block that holds a folded offset.
    pub fn block_at(&self, offset: usize) -> Option<&'a Block> {
        let blocks = &self.document.blocks;
        let after = blocks.partition_point(|block| block.folded.start <= offset);
        blocks.get(after.checked_sub(1)?).filter(|block| offset <= block.folded.end)
    }

    /// The body text of a span: its body blocks, clipped to it.
    pub fn body_parts(&self, within: Span) -> impl Iterator<Item = Span> + '_ {
        let blocks = self.document.blocks_in(within).iter();
        blocks
            .filter(|block| matches!(block.kind, BlockKind::Body | BlockKind::TableRow))
            .map(move |block| block.folded.intersect(within))
            .filter(|span| !span.is_empty())
    }

    /// Characters of body text in a span, blanks left out.
    pub fn body_chars(&self, within: Span) -> usize {
        // Folding leaves no other blank than the space. Every character has one byte that continues no other.
        let counts = |byte: &u8| u8::from(!matches!(byte, b' ' | 0x80..=0xbf));
        // So few at once that their number is one byte, by which many of them are added in one step.
        let few = |bytes: &[u8]| usize::from(bytes.iter().map(counts).sum::<u8>());
        let all = |part: Span| part.of(self.text()).as_bytes().chunks(u8::MAX.into()).map(few).sum::<usize>();
        self.body_parts(within).map(all).sum()
    }

    /// The sections of a role, outermost first.
    pub fn sections_of(&self, role: &Role) -> Vec<SectionId> {
        let sections = &self.document.sections;
        let mut found: Vec<SectionId> = Vec::new();
        for (id, section) in sections.iter().enumerate().filter(|(_, section)| section.roles.contains(role)) {
            if !found.iter().any(|outer| sections[*outer].span.contains(section.span)) {
                found.push(id);
            }
        }
        found
    }

    /// The sentence around a folded span, within its block.
    pub fn sentence_around(&self, span: Span) -> Span {
        if let Some(sentence) = self.sentence_holding(span.start) {
            return self.sentence(sentence);
        }
        let block = self.block_at(span.start).map_or(span, |block| block.folded);
        crate::text::split::sentence_at(self.text(), block, span.start)
    }

    /// The first sentence of body text in a span that says something.
    pub fn first_sentence(&self, within: Span) -> Option<Span> {
        const SUBSTANTIAL: usize = 8;
        self.body_parts(within)
            .flat_map(|part| crate::text::split::each_sentence(self.text(), part))
            .find(|sentence| sentence.of(self.text()).chars().count() >= SUBSTANTIAL && self.is_substance(*sentence))
    }

    /// The heading of a section as written (folded).
    pub fn heading(&self, section: SectionId) -> &'a str {
        self.document.sections[section].heading.of(self.text())
    }

    /// The official wording of a required part.
    pub fn role_title(&self, role: &Role) -> String {
        let spec = self.genre.and_then(|genre| genre.roles.iter().find(|spec| spec.role == *role));
        spec.map_or_else(|| role.to_string(), |spec| spec.title.clone())
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
