//! One report as read: its text, its blocks, its outline, what it is and who issued it.
//!
//! A reader hands over a [`Draft`]; [`builder::build`] makes a [`Document`] of it. Positions come in two kinds, and every field
//! says which: *original* bytes index [`Document::text`], *folded* bytes index [`Folded::text`]. Rules work on the folded
//! text; [`Document::original`] maps what they found back.

pub mod builder;
mod draft;
pub mod genre;
mod heading;
mod identity;
mod mark;
mod organ;
mod outline;
mod page;
mod role;
mod title;
mod year;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::fold::Folded;
use crate::text::span::{LineIndex, Position, Span};

pub use crate::text::date::Date;
pub use draft::{Draft, DraftBlock, DraftRun, Gap, Hint, Places, Trace, TraceKind};
pub use genre::{Genre, Reading};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Part of the title, or a repetition of it above the body.
    Title,
    /// Publication line: date, source, views.
    Byline,
    /// Page furniture: navigation, footer, buttons. Never body text.
    Furniture,
    /// The line that names the addressee.
    Salutation,
    /// A heading on a line of its own (a run-in heading is the start of a `Body` block).
    Heading,
    /// Body text.
    Body,
    /// A row of a table in the body.
    TableRow,
    /// Signature: the issuing organ or the date at the end.
    Signature,
}

impl BlockKind {
    /// Whether the block's text counts as text of the report (headings included).
    pub fn is_report_text(self) -> bool {
        matches!(self, BlockKind::Heading | BlockKind::Body | BlockKind::TableRow)
    }
}

/// A paragraph, heading or other block.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Original bytes from the first to the last character.
    pub span: Span,
    /// Folded bytes; one line of the folded text.
    pub folded: Span,
    /// Whether it stands outside the report by the format (the navigation of a page of a site, a page number), not merely by its
    /// wording.
    pub outside_by_format: bool,
}

/// Index of a section in [`Document::sections`].
pub type SectionId = usize;

/// A heading and what it governs.
#[derive(Debug, Clone)]
pub struct Section {
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Depth in this document's tree, 1-based.
    pub level: u8,
    /// The number in front of the heading, where it has one.
    pub mark: Option<Mark>,
    /// Folded bytes of the heading as a reader sees it, number included. Of a run-in heading the first sentence; of an item
    /// (一是) its first clause or sentence.
    pub heading: Span,
    /// Folded bytes of the heading without its number and closing mark.
    pub name: Span,
    /// Folded bytes from the heading to the end of the last sub-section.
    pub span: Span,
    /// Folded bytes after the heading, sub-sections included.
    pub body: Span,
    /// The required parts this section is; empty for others.
    pub roles: Vec<Role>,
    /// How it came to its roles.
    pub role_by: RoleBy,
    /// Whether the heading has a line of its own (else it runs into the text).
    pub own_line: bool,
}

/// How a section got its roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoleBy {
    /// It has none.
    #[default]
    None,
    /// By the words of its heading.
    Heading,
    /// By where it stands.
    Position,
}

/// The number in front of a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// How it is written.
    pub style: MarkStyle,
    /// Its value, 1-based.
    pub number: u32,
    /// Folded bytes of the mark with its punctuation.
    pub span: Span,
}

/// Styles of heading numbers, from the outermost to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkStyle {
    /// 第一部分, 第一章
    Part,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1. 1、 1．
    Arabic,
    /// （1） 1）
    ArabicBracket,
    /// ①
    Circled,
    /// 一是, 第一，
    Ordinal,
}

/// The name of a required part, as the pack declares it: `measures`, `problems`, `first_responsible`, `plan`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(pub Arc<str>);

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Administrative level of an issuing organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A ministry or another organ of the State Council.
    National,
    /// Province, autonomous region, municipality under the central government.
    Province,
    /// Prefecture-level city, prefecture, league.
    City,
    /// County, county-level city, district (districts of the four municipalities included).
    County,
    /// Township, town, sub-district.
    Town,
    /// A department of a government of any level, its general office included.
    Department,
}

/// A thing read off the text, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// What was read.
    pub value: T,
    /// Folded bytes it was read from.
    pub span: Span,
}

/// Title, issuer, year and dates of a document.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The title, joined over its lines, folded. The span covers its first occurrence.
    pub title: Option<Found<String>>,
    /// The issuing organ as written (folded), from title, byline or signature.
    pub issuer: Option<Found<String>>,
    /// The issuer's level, `None` where the name does not tell (开发区管委会).
    pub level: Option<Level>,
    /// The year reported on.
    pub report_year: Option<Found<u16>>,
    /// Whether the year stands in the title (else it was read off headings, lead or publication date).
    pub year_in_title: bool,
    /// Publication date from the page.
    pub published: Option<Found<Date>>,
    /// Date of the signature at the end.
    pub signed: Option<Found<Date>>,
}

/// What kind of document it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DocumentType {
    /// A report of this genre (the pack's name).
    Genre(String),
    /// Something else; what it was taken for where that is known (政策解读, 通知).
    #[default]
    Other,
    /// Not such a report, told apart by the genre's list of near misses: its Chinese name (政策解读, 通知).
    NearMiss(String),
}

/// Files that steer the check and are shown like documents where something is wrong with them, as [`DocumentType::NearMiss`]
/// names them: the list of waivers, the baseline.
pub const STEERING: [&str; 2] = ["豁免清单", "基线"];

/// One report as read.
#[derive(Debug)]
pub struct Document {
    /// The path or name the user knows it by.
    pub path: String,
    /// The original text.
    pub text: String,
    /// The folded view.
    pub folded: Folded,
    /// All blocks in reading order.
    pub blocks: Vec<Block>,
    /// All sections, parents before children, in reading order.
    pub sections: Vec<Section>,
    /// What it is.
    pub kind: DocumentType,
    /// Title, issuer, year, dates.
    pub identity: Identity,
    /// Folded bytes of the report itself, from the first to the last block of report text, page furniture around it left out
    /// (furniture inside is told by its block's kind).
    pub body: Span,
    /// How a reader of the file finds a place in it.
    pub places: Places,
    /// What the file holds beside its text.
    pub traces: Vec<Trace>,
    /// What could not be read, in order of place.
    pub gaps: Vec<Gap>,
    /// Original bytes of what is printed apart from the running text: table of contents, headers and footers.
    pub apart: Vec<Span>,
    lines: LineIndex,
}

impl Document {
    /// The folded text.
    pub fn folded_text(&self) -> &str {
        self.folded.text()
    }

    /// Original bytes of a folded span.
    pub fn original(&self, folded: Span) -> Span {
        self.folded.original(folded)
    }

    /// Line and column of an original byte offset.
    pub fn position(&self, original: usize) -> Position {
        self.lines.position(&self.text, original)
    }

    /// The page that holds an original byte offset, 1-based; `None` where the format has no pages.
    pub fn page(&self, original: usize) -> Option<usize> {
        match &self.places {
            Places::Pages(starts) => Some(starts.partition_point(|start| *start <= original).max(1)),
            Places::Lines | Places::Paragraphs => None,
        }
    }

    /// Where the lines of the original begin.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The innermost section whose span holds a folded offset.
    pub fn section_at(&self, folded: usize) -> Option<SectionId> {
        let holds = |span: Span| {
            span.holds(folded) || (span.start <= folded && span.end == folded && span.end == self.body.end)
        };
        // What holds the offset is the last section that begins before it, or one around that.
        let mut around = self.sections.partition_point(|section| section.span.start <= folded).checked_sub(1);
        while let Some(id) = around.filter(|id| !holds(self.sections[*id].span)) {
            around = self.sections[id].parent;
        }
        around
    }

    /// Headings around a section, outermost first, the section itself last.
    pub fn path_to(&self, section: SectionId) -> Vec<SectionId> {
        let mut path = vec![section];
        while let Some(parent) = path.last().and_then(|id| self.sections[*id].parent) {
            path.push(parent);
        }
        path.reverse();
        path
    }

    /// The direct sub-sections of a section.
    pub fn children(&self, section: SectionId) -> impl Iterator<Item = SectionId> + '_ {
        (section + 1..self.sections.len())
            .take_while(move |id| self.sections[*id].span.start < self.sections[section].span.end)
            .filter(move |id| self.sections[*id].parent == Some(section))
    }

    /// The sections that are a required part, whatever their level, outermost only.
    pub fn with_role<'a>(&'a self, role: &'a Role) -> impl Iterator<Item = SectionId> + 'a {
        (0..self.sections.len()).filter(move |id| self.sections[*id].roles.contains(role))
    }

    /// The blocks that touch a folded span.
    pub fn blocks_in(&self, folded: Span) -> &[Block] {
        let from = self.blocks.partition_point(|block| block.folded.end <= folded.start);
        let to = self.blocks.partition_point(|block| block.folded.start < folded.end);
        &self.blocks[from..to.max(from)]
    }
}
