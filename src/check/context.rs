//! What a check sees of a document, and what most kinds ask of it.

use super::citations::Citations;
use super::figures;
use super::link::Names;
use crate::document::{Block, BlockKind, Document, Genre, MarkStyle, Role, Section, SectionId};
use crate::norm::Norms;
use crate::text::date::Date;
use crate::text::landmark::Landmark;
use crate::text::search::Search;
use crate::text::span::Span;

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
    pub run_in: std::cell::OnceCell<Vec<RunIn>>,
    /// Whether it is written in traditional characters, once somebody asked.
    pub traditional: std::cell::OnceCell<bool>,
}

/// A heading that runs into its text.
#[derive(Debug, Clone, Copy)]
pub struct RunIn {
    heading: Span,
    /// Whether it is that of an item (一是), which is part of the text.
    is_item: bool,
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
        self.in_body(span) && self.run_in_around(span).is_none_or(|run_in| run_in.is_item)
    }

    /// The characters of a folded span that are neither plain ideographs nor digits, in order.
    pub fn landmarks(&self, within: Span) -> &[Landmark] {
        self.document.folded.landmarks().within(within)
    }

    /// Whether a span lies in a heading that runs into its text, or in the first words of an item: 一是加强学习。
    pub fn is_head(&self, span: Span) -> bool {
        self.run_in_around(span).is_some()
    }

    fn run_in_around(&self, span: Span) -> Option<RunIn> {
        let headings = self.run_in_headings();
        let before = headings.partition_point(|run_in| run_in.heading.start <= span.start).checked_sub(1)?;
        headings.get(before).filter(|run_in| run_in.heading.contains(span)).copied()
    }

    /// Headings with text after them in the same block.
    fn run_in_headings(&self) -> &[RunIn] {
        /// Characters of the longest heading; a longer sentence says something.
        const LONGEST: usize = 40;
        self.run_in.get_or_init(|| {
            let sections = self.document.sections.iter().filter(|section| !section.own_line);
            let run_in = sections.filter(|section| {
                let heading = section.heading.of(self.text());
                // What was cut at a clause is the beginning of a sentence, not a heading.
                let whole = heading.ends_with(['。', '：']) && heading.chars().count() <= LONGEST;
                whole && !section.body.of(self.text()).trim().is_empty()
            });
            let ordinal =
                |section: &Section| section.mark.as_ref().is_some_and(|mark| mark.style == MarkStyle::Ordinal);
            run_in.map(|section| RunIn { heading: section.heading, is_item: ordinal(section) }).collect()
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
