//! What is open at a place of the walk.

use super::super::story::{Flow, Paragraph, Run};
use super::super::styles::Styles;

/// An open element, by what it means for the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// Nothing: its content counts as if it stood around it.
    Plain,
    /// Passed over with all it holds.
    Skipped,
    Paragraph,
    ParagraphProperties,
    /// `numPr`
    ListPlace,
    /// Properties of a paragraph mark.
    MarkProperties,
    Run,
    RunProperties {
        /// First byte of its tag.
        start: usize,
    },
    Text,
    /// What a field is to do.
    Instruction,
    Change {
        /// How many paragraphs were open at its start.
        paragraph: usize,
        /// How many pieces the innermost had.
        first: usize,
    },
    Row,
    RowProperties,
    Cell,
    CellProperties,
    /// The text of a text box.
    Box,
    Note,
    /// A content control, and whether it holds a table of contents.
    Control {
        contents: bool,
    },
    ControlProperties,
    /// Alternate content, and whether one alternative was read.
    Alternate {
        taken: bool,
    },
    /// An element whose text is not to be split.
    Atom {
        /// Index of its first piece.
        first: usize,
        /// First byte of its tag.
        start: usize,
    },
}

impl Open {
    /// Whether its children are properties, not text.
    pub(super) fn is_properties(self) -> bool {
        matches!(
            self,
            Open::ParagraphProperties
                | Open::ListPlace
                | Open::MarkProperties
                | Open::RunProperties { .. }
                | Open::RowProperties
                | Open::CellProperties
                | Open::ControlProperties
        )
    }
}

/// An open flow.
#[derive(Debug, Default)]
pub(super) struct FlowFrame {
    pub(super) flow: Flow,
    /// Open fields, outermost first.
    pub(super) fields: Vec<Field>,
    /// Whether it is a cell merged into another.
    pub(super) merged: bool,
    /// Of a note.
    pub(super) id: Option<String>,
    /// How many paragraphs were open when it began.
    pub(super) base: usize,
}

/// An open field.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Whether its result has begun.
    pub(super) in_result: bool,
}

impl Field {
    /// Whether it makes a table of contents.
    pub(super) fn is_contents(&self) -> bool {
        self.instruction.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("toc"))
    }
}

/// An open paragraph.
#[derive(Debug, Default)]
pub(super) struct OpenParagraph {
    pub(super) paragraph: Paragraph,
    /// The open run.
    pub(super) run: Option<Run>,
    /// Whether the run says itself that it is hidden.
    pub(super) run_hidden: Option<bool>,
    /// Style of the run.
    pub(super) run_style: Option<String>,
    /// Whether the paragraph mark is hidden, so that a heading runs into the next paragraph.
    pub(super) mark_hidden: bool,
}

impl OpenParagraph {
    /// Whether text of the open run is hidden.
    pub(super) fn is_hidden(&self, styles: &Styles) -> bool {
        let by_style = || {
            self.run_style.as_deref().is_some_and(|style| styles.is_hidden(Some(style)))
                || styles.is_hidden(self.paragraph.style.as_deref())
        };
        self.run_hidden.unwrap_or_else(by_style)
    }
}
