//! What a part of a docx holds, before it becomes text: flows of paragraphs and table rows, every piece with its bytes in the XML.

use std::ops::Range;

use super::styles::ListPlace;
use crate::document::TraceKind;

/// Paragraphs and rows one after the other.
#[derive(Debug, Default)]
pub struct Flow {
    /// In order.
    pub units: Vec<Unit>,
}

/// One thing of a flow.
#[derive(Debug)]
pub enum Unit {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A row of a table: its cells, each a flow; a cell merged away is left out.
    Row(Vec<Flow>),
}

impl Unit {
    /// The paragraph, where it is one.
    pub fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self {
            Unit::Paragraph(paragraph) => Some(paragraph),
            Unit::Row(_) => None,
        }
    }
}

/// A paragraph as it stands in the XML.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Bytes of `<w:p>`, from its `<` to the end of `</w:p>`.
    pub xml: Range<usize>,
    /// Where its content begins, after its properties; `None` for `<w:p/>`.
    pub content: Option<usize>,
    /// Bytes of the prefix of its tag, with the colon.
    pub prefix: Range<usize>,
    /// Its style.
    pub style: Option<String>,
    /// Its place in a list, where it names one itself.
    pub place: ListPlace,
    /// Its outline level, 0-based, where it names one itself.
    pub outline: Option<u8>,
    /// Whether the next paragraph follows on the same line, since the mark between them is deleted.
    pub runs_on: bool,
    /// Whether it belongs to a table of contents.
    pub contents: bool,
    /// Its text in order.
    pub pieces: Vec<Piece>,
    /// Its runs, those inside others left out.
    pub runs: Vec<Run>,
    /// Text boxes, each with the index of the run that carries it, where it is one of this paragraph's.
    pub boxes: Vec<(Option<usize>, Flow)>,
    /// References to notes.
    pub notes: Vec<NoteReference>,
    /// Where comments begin and end.
    pub comments: Vec<CommentMark>,
    /// Changes without text: formatting, the paragraph mark. Index of the piece before which they stand, and of the revision.
    pub changes: Vec<(usize, usize)>,
}

/// A run: a stretch of text with one set of properties.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Bytes of `<w:r>`, from its `<` to the end of `</w:r>`.
    pub xml: Range<usize>,
    /// Bytes of its properties, `<w:rPr>…</w:rPr>`; empty where it has none.
    pub properties: Range<usize>,
    /// Bytes of the prefix of its tag, with the colon.
    pub prefix: Range<usize>,
}

/// A piece of text.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The text as a reader sees it.
    pub text: String,
    /// Its bytes in the XML: the same text, or the entity or element it comes from.
    pub xml: Range<usize>,
    /// Where in the paragraph it stands.
    pub seat: Seat,
    /// Whether it is seen.
    pub state: State,
    /// The innermost tracked change around it, by index.
    pub revision: Option<usize>,
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// In a `<w:t>` of the run with this index. `verbatim` text has the same bytes in the XML.
    Text {
        /// Index of the run.
        run: usize,
        /// Whether it is written as it is.
        verbatim: bool,
    },
    /// An element in the run with this index: a tab, a symbol.
    Child {
        /// Index of the run.
        run: usize,
    },
    /// An element beside the runs: a formula.
    Beside,
}

/// Whether a piece is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Seen.
    Shown,
    /// Deleted while changes were tracked.
    Deleted,
    /// Hidden.
    Hidden,
}

/// A tracked change.
#[derive(Debug, Clone)]
pub struct Revision {
    /// What it did.
    pub kind: TraceKind,
    /// Who did it.
    pub author: Option<String>,
}

/// A reference to a note.
#[derive(Debug, Clone)]
pub struct NoteReference {
    /// Whether it is an endnote.
    pub end: bool,
    /// Id of the note.
    pub id: String,
    /// Index of the run that holds the reference.
    pub run: Option<usize>,
}

/// Where a comment begins, ends, or is referred to.
#[derive(Debug, Clone)]
pub struct CommentMark {
    /// Id of the comment.
    pub id: String,
    /// Index of the piece before which it stands.
    pub at: usize,
    /// What stands there.
    pub mark: Mark,
}

/// Ends of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Its first word follows.
    Start,
    /// Its last word precedes.
    End,
    /// Its sign stands here.
    Sign,
}

/// A part as walked through.
#[derive(Debug, Default)]
pub struct Story {
    /// The text: one flow, or one for each note with its id.
    pub flows: Vec<(Option<String>, Flow)>,
    /// All tracked changes.
    pub revisions: Vec<Revision>,
    /// Relationship ids of headers and footers, in order.
    pub margins: Vec<String>,
    /// Whether another file is embedded whose text Word would show.
    pub embeds: bool,
}
