//! What a reader of a format hands over, before anything is understood.

use serde::{Deserialize, Serialize};

use crate::text::span::Span;

/// What a reader makes of a file before anything is understood: text and blocks in reading order.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The original text that all positions index.
    pub text: String,
    /// Paragraphs, headings, list items, table rows, each once, without empty ones.
    pub blocks: Vec<DraftBlock>,
    /// How a reader of the file finds a place in it.
    pub places: Places,
    /// What the file holds beside its text, in order of place.
    pub traces: Vec<Trace>,
    /// What could not be read, in order of place.
    pub gaps: Vec<Gap>,
    /// Original bytes of what is printed apart from the running text: table of contents, headers and footers.
    pub apart: Vec<Span>,
    /// Whether the file is a page of a site, to which navigation, byline and footer belong.
    pub is_site_page: bool,
}

/// How a reader of a file finds a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Places {
    /// By line and column of the text file.
    #[default]
    Lines,
    /// By paragraph: each line of the original text is one paragraph of a word processor's file, empty ones included.
    Paragraphs,
    /// By page: the original bytes at which each page begins, in order, the first page first.
    Pages(Vec<usize>),
}

/// A piece of a file that could not be read, while the rest could: a page that is a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Original byte at which it would stand.
    pub at: usize,
    /// What could not be read and why, in Chinese.
    pub reason: String,
}

/// Something that a word processor's file holds beside the text a reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// Original bytes it belongs to; empty where nothing is left of it in the text (a deletion).
    pub span: Span,
    /// Its words: the deleted text, the comment.
    pub text: String,
    /// Who made it, where the file says so.
    pub author: Option<String>,
}

/// Kinds of [`Trace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TraceKind {
    /// Text put in while changes were tracked.
    Insertion,
    /// Text taken out while changes were tracked.
    Deletion,
    /// A reviewer's comment.
    Comment,
    /// Text that is not shown.
    Hidden,
    /// A look changed while changes were tracked.
    Formatting,
}

/// One block of a [`Draft`].
#[derive(Debug, Clone, Default)]
pub struct DraftBlock {
    /// The pieces of the block in order; what lies between them (markup) is not text.
    pub runs: Vec<DraftRun>,
    /// What the format says of the block.
    pub hint: Hint,
}

/// A piece of a block.
#[derive(Debug, Clone)]
pub struct DraftRun {
    /// Original bytes.
    pub span: Span,
    /// The text where it differs from the original bytes (a decoded entity), else `None`.
    pub decoded: Option<String>,
}

/// What a format says of a block by its markup alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// A heading of this depth, 1-based (Markdown `#` = 1).
    Heading(u8),
    /// Navigation, byline or footer by its place in a page.
    Furniture,
    /// A row of a table.
    TableRow,
}
