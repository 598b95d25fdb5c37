//! One walk over a part: tokens become a [`Story`]. No recursion: what is open stands on stacks.
//!
//! Read as the accepted view: deleted text is kept with its state, but not shown. Instructions of fields, fallbacks of alternate
//! content and phonetic guides are passed over; results of fields, formulas, content controls and links are text.

mod closing;
mod context;
mod properties;
mod symbol;

use std::ops::Range;

use self::context::{FlowFrame, Open, OpenParagraph};
use self::symbol::symbol;
use super::parts::FORMAT_NAME;
use super::story::{CommentMark, Flow, Mark, NoteReference, Paragraph, Piece, Revision, Run, Seat, State, Story, Unit};
use super::styles::Styles;
use super::xml::{Element, Space, Token, Tokens};
use crate::document::TraceKind;
use crate::input::InputError;

/// Most paragraphs and pieces of text of one part; a long report has some ten thousand.
const MOST: usize = 400_000;

/// Walks a part. `part` is its name, for messages.
pub(super) fn walk(part: &str, xml: &str, styles: &Styles) -> Result<Story, InputError> {
    let mut walker = Walker::new(styles);
    let mut tokens = Tokens::of(part, xml);
    loop {
        match tokens.read()? {
            Token::Start { element, empty } => {
                let open = walker.start(&element, empty);
                walker.opens.push(open);
                if empty {
                    walker.end(element.tag.clone());
                }
            }
            Token::End(range) => walker.end(range),
            Token::Text { text, whole } => {
                let verbatim = text == whole;
                walker.text(xml[text].replace(['\n', '\r', '\t'], " "), whole, verbatim);
            }
            Token::Entity(character, range) => walker.text(character.to_string(), range, false),
            Token::Done => return Ok(walker.done()),
        }
        if walker.count > MOST {
            return Err(InputError::Excessive {
                format: FORMAT_NAME,
                what: format!("的部件 {part} 里段落超过 {MOST} 个"),
            });
        }
    }
}

struct Walker<'a> {
    styles: &'a Styles,
    story: Story,
    /// What is open, outermost first.
    opens: Vec<Open>,
    flows: Vec<FlowFrame>,
    paragraphs: Vec<OpenParagraph>,
    /// Cells of the open rows, and how many changes each row opened.
    rows: Vec<(Vec<Flow>, usize)>,
    /// Open tracked changes: index, and whether they delete.
    changes: Vec<(usize, bool)>,
    /// Ends of comments that wait for the next paragraph.
    waiting: Vec<(String, Mark)>,
    /// Changes without text that wait for the next paragraph.
    waiting_changes: Vec<usize>,
    /// Paragraphs, pieces and changes so far.
    count: usize,
}

impl<'a> Walker<'a> {
    fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            story: Story::default(),
            opens: Vec::new(),
            flows: vec![FlowFrame::default()],
            paragraphs: Vec::new(),
            rows: Vec::new(),
            changes: Vec::new(),
            waiting: Vec::new(),
            waiting_changes: Vec::new(),
            count: 0,
        }
    }

    fn done(mut self) -> Story {
        let late = std::mem::take(&mut self.waiting_changes);
        let units = self.flows.last_mut().map(|frame| &mut frame.flow.units);
        let last = units.and_then(|units| units.iter_mut().rev().find_map(Unit::paragraph));
        if let Some(last) = last {
            last.changes.extend(late.into_iter().map(|change| (last.pieces.len(), change)));
        }
        if let Some(frame) = self.flows.pop().filter(|frame| !frame.flow.units.is_empty()) {
            self.story.flows.push((None, frame.flow));
        }
        self.story
    }

    /// The open paragraph of the innermost flow.
    fn paragraph(&mut self) -> Option<&mut OpenParagraph> {
        let base = self.flows.last().map_or(0, |frame| frame.base);
        if self.paragraphs.len() > base { self.paragraphs.last_mut() } else { None }
    }

    fn start(&mut self, element: &Element<'_>, empty: bool) -> Open {
        let parent = self.opens.last().copied().unwrap_or(Open::Plain);
        if parent.is_properties() {
            return self.property(parent, element);
        }
        match (parent, element.space) {
            (Open::Skipped, _) => Open::Skipped,
            (Open::Alternate { taken }, Space::Compatibility) => self.alternative(taken),
            (_, Space::Compatibility) if element.local() == "AlternateContent" => Open::Alternate { taken: false },
            (_, Space::Word) => self.word(parent, element, empty),
            (_, Space::Math) => self.math(element),
            _ => Open::Plain,
        }
    }

    /// The first alternative is read, the others say the same again.
    fn alternative(&mut self, taken: bool) -> Open {
        if taken {
            return Open::Skipped;
        }
        if let Some(open) = self.opens.last_mut() {
            *open = Open::Alternate { taken: true };
        }
        Open::Plain
    }

    fn word(&mut self, parent: Open, element: &Element<'_>, empty: bool) -> Open {
        match element.local() {
            "p" => self.open_paragraph(element, empty),
            "pPr" if parent == Open::Paragraph => Open::ParagraphProperties,
            "r" => self.open_run(element),
            "rPr" if parent == Open::Run => Open::RunProperties { start: element.tag.start },
            "t" | "delText" => Open::Text,
            "instrText" | "delInstrText" => Open::Instruction,
            "ins" | "moveTo" => self.open_change(TraceKind::Insertion, element),
            "del" | "moveFrom" => self.open_change(TraceKind::Deletion, element),
            "tr" => {
                self.rows.push((Vec::new(), 0));
                Open::Row
            }
            "trPr" => Open::RowProperties,
            "tc" => self.open_flow(Open::Cell, None),
            "tcPr" => Open::CellProperties,
            "txbxContent" => self.open_flow(Open::Box, None),
            "footnote" | "endnote" => match element.attribute("type").as_deref() {
                None | Some("normal") => self.open_flow(Open::Note, element.attribute("id")),
                Some(_) => Open::Skipped,
            },
            "sdt" => Open::Control { contents: false },
            "sdtPr" => Open::ControlProperties,
            "ruby" => self.open_atom(element.tag.start),
            "rPr" | "rt" | "rubyPr" | "sdtEndPr" | "tblGrid" | "object" | "customXmlPr" | "smartTagPr" | "pPr" => {
                Open::Skipped
            }
            "commentRangeStart" => self.comment(Mark::Start, element),
            "commentRangeEnd" => self.comment(Mark::End, element),
            "commentReference" => self.comment(Mark::Sign, element),
            "altChunk" => {
                self.story.embeds = true;
                Open::Skipped
            }
            "headerReference" | "footerReference" => {
                self.story.margins.extend(element.attribute("id"));
                Open::Skipped
            }
            local if local.ends_with("PrChange") => self.formatting(element),
            local => self.in_run(local, element),
        }
    }

    /// What stands in a run beside text.
    fn in_run(&mut self, local: &str, element: &Element<'_>) -> Open {
        if self.paragraph().is_none_or(|paragraph| paragraph.run.is_none()) {
            return Open::Plain;
        }
        let text = match local {
            "tab" | "ptab" => "\t".to_owned(),
            "cr" => "\u{b}".to_owned(),
            "br" => match element.attribute("type").as_deref() {
                Some("page" | "column") => "\u{c}".to_owned(),
                _ => "\u{b}".to_owned(),
            },
            "noBreakHyphen" => "-".to_owned(),
            "sym" => symbol(element).to_string(),
            "fldChar" => {
                self.field(element.attribute("fldCharType").as_deref());
                return Open::Skipped;
            }
            "footnoteReference" | "endnoteReference" => {
                self.note(local == "endnoteReference", element);
                return Open::Skipped;
            }
            "softHyphen"
            | "lastRenderedPageBreak"
            | "footnoteRef"
            | "endnoteRef"
            | "annotationRef"
            | "separator"
            | "continuationSeparator" => return Open::Skipped,
            _ => return Open::Plain,
        };
        let range = element.tag.clone();
        self.piece(text, range, |run| Seat::Child { run });
        Open::Skipped
    }

    fn math(&mut self, element: &Element<'_>) -> Open {
        match element.local() {
            "oMath" | "oMathPara" if self.paragraph().is_some() => self.open_atom(element.tag.start),
            "t" => Open::Text,
            local if local.ends_with("Pr") => Open::Skipped,
            _ => Open::Plain,
        }
    }

    fn text(&mut self, text: String, range: Range<usize>, verbatim: bool) {
        match self.opens.last() {
            Some(Open::Text) => self.piece(text, range, |run| Seat::Text { run, verbatim }),
            Some(Open::Instruction) => {
                if let Some(field) = self.flows.last_mut().and_then(|frame| frame.fields.last_mut()) {
                    field.instruction += &text;
                }
            }
            _ => {}
        }
    }

    /// Adds a piece of text, unless it belongs to the instruction of a field.
    fn piece(&mut self, text: String, xml: Range<usize>, seat: impl Fn(usize) -> Seat) {
        let Some(frame) = self.flows.last() else { return };
        if frame.fields.iter().any(|field| !field.in_result) || text.is_empty() {
            return;
        }
        let in_contents = self.flows.iter().any(|frame| frame.fields.iter().any(|field| field.is_contents()))
            || self.opens.contains(&Open::Control { contents: true });
        let deleted = self.changes.iter().any(|(_, deletes)| *deletes);
        let deletion = self.changes.iter().rev().find(|(_, deletes)| *deletes);
        let revision = deletion.or(self.changes.last()).map(|(index, _)| *index);
        let styles = self.styles;
        self.count += 1;
        let Some(open) = self.paragraph() else { return };
        let state = match (deleted, open.is_hidden(styles)) {
            (true, _) => State::Deleted,
            (false, true) => State::Hidden,
            (false, false) => State::Shown,
        };
        let seat = open.run.as_ref().map_or(Seat::Beside, |_| seat(open.paragraph.runs.len()));
        open.paragraph.contents |= in_contents;
        open.paragraph.pieces.push(Piece { text, xml, seat, state, revision });
    }

    fn open_paragraph(&mut self, element: &Element<'_>, empty: bool) -> Open {
        self.count += 1;
        let mut paragraph = Paragraph {
            xml: element.tag.clone(),
            content: (!empty).then_some(element.tag.end),
            prefix: element.prefix(),
            ..Paragraph::default()
        };
        let waiting = std::mem::take(&mut self.waiting);
        paragraph.comments = waiting.into_iter().map(|(id, mark)| CommentMark { id, at: 0, mark }).collect();
        paragraph.changes = std::mem::take(&mut self.waiting_changes).into_iter().map(|change| (0, change)).collect();
        self.paragraphs.push(OpenParagraph { paragraph, ..OpenParagraph::default() });
        Open::Paragraph
    }

    fn open_run(&mut self, element: &Element<'_>) -> Open {
        self.count += 1;
        let Some(open) = self.paragraph() else { return Open::Skipped };
        if open.run.is_some() {
            return Open::Plain;
        }
        let end = element.tag.end;
        open.run = Some(Run { xml: element.tag.clone(), properties: end..end, prefix: element.prefix() });
        (open.run_hidden, open.run_style) = (None, None);
        Open::Run
    }

    fn open_atom(&mut self, start: usize) -> Open {
        let first = self.paragraph().map_or(0, |open| open.paragraph.pieces.len());
        Open::Atom { first, start }
    }

    fn open_flow(&mut self, open: Open, id: Option<String>) -> Open {
        self.flows.push(FlowFrame { id, base: self.paragraphs.len(), ..FlowFrame::default() });
        open
    }

    fn open_change(&mut self, kind: TraceKind, element: &Element<'_>) -> Open {
        let index = self.revision(kind, element);
        self.changes.push((index, kind == TraceKind::Deletion));
        let paragraph = self.paragraphs.len();
        Open::Change { paragraph, first: self.paragraph().map_or(0, |open| open.paragraph.pieces.len()) }
    }

    fn revision(&mut self, kind: TraceKind, element: &Element<'_>) -> usize {
        let author = element.attribute("author").filter(|author| !author.trim().is_empty());
        self.count += 1;
        self.story.revisions.push(Revision { kind, author });
        self.story.revisions.len() - 1
    }

    /// A change without text of its own.
    fn change(&mut self, index: usize) {
        match self.paragraph() {
            Some(open) => open.paragraph.changes.push((open.paragraph.pieces.len(), index)),
            None => self.waiting_changes.push(index),
        }
    }

    fn formatting(&mut self, element: &Element<'_>) -> Open {
        let index = self.revision(TraceKind::Formatting, element);
        self.change(index);
        Open::Skipped
    }

    fn comment(&mut self, mark: Mark, element: &Element<'_>) -> Open {
        let Some(id) = element.attribute("id") else { return Open::Skipped };
        if let Some(open) = self.paragraph() {
            let at = open.paragraph.pieces.len();
            open.paragraph.comments.push(CommentMark { id, at, mark });
            return Open::Skipped;
        }
        let last = self.flows.last_mut().and_then(|frame| frame.flow.units.last_mut());
        match last {
            Some(Unit::Paragraph(last)) if mark != Mark::Start => {
                last.comments.push(CommentMark { id, at: last.pieces.len(), mark });
            }
            _ => self.waiting.push((id, mark)),
        }
        Open::Skipped
    }

    fn note(&mut self, end: bool, element: &Element<'_>) {
        let Some(id) = element.attribute("id") else { return };
        let deleted = self.changes.iter().any(|(_, deletes)| *deletes);
        if let Some(open) = self.paragraph().filter(|_| !deleted) {
            let run = open.run.as_ref().map(|_| open.paragraph.runs.len());
            open.paragraph.notes.push(NoteReference { end, id, run });
        }
    }

    fn field(&mut self, kind: Option<&str>) {
        let Some(frame) = self.flows.last_mut() else { return };
        match kind {
            Some("begin") => frame.fields.push(context::Field::default()),
            Some("separate") => {
                if let Some(field) = frame.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => drop(frame.fields.pop()),
            _ => {}
        }
    }
}
