//! Stories become one text: a line a paragraph, numbers resolved, table rows on lines of their own, text boxes after the paragraph
//! that carries them, notes and then running heads at the end. Every shown piece knows its bytes of the text.

mod tables;
mod traces;

use std::collections::HashSet;

use super::numbering::Numbering;
use super::story::{Flow, Paragraph, Revision, State, Story, Unit};
use super::styles::Styles;
use crate::document::{Draft, DraftBlock, DraftRun, Hint, Places};
use crate::text::fold::is_blank;
use crate::text::span::Span;
use traces::Traces;

pub(super) use traces::Comment;

/// Longest paragraph that is taken for a heading on the word of its style, in characters.
const LONGEST_HEADING: usize = 80;

/// A docx laid out as text.
#[derive(Debug, Default)]
pub struct Layout {
    /// The text and its blocks.
    pub draft: Draft,
    /// All paragraphs, in the order of the text.
    pub paragraphs: Vec<Laid>,
}

/// Which part a paragraph stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The main part.
    Body,
    /// A note, in a part of its own.
    Note,
    /// A running head.
    Margin,
}

/// A paragraph with its place in the text.
#[derive(Debug)]
pub struct Laid {
    /// The paragraph; its text boxes are laid out as paragraphs of their own.
    pub paragraph: Paragraph,
    /// Which part it stands in.
    pub place: Place,
    /// The paragraph (by index) and run that carry it, where it is in a text box or a note.
    pub host: Option<(usize, Option<usize>)>,
    /// Bytes of the text, its number included.
    pub span: Span,
    /// Bytes of each of its pieces; `None` for those not shown.
    pub pieces: Vec<Option<Span>>,
}

/// What is laid out.
pub(super) struct Stories {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) body: Story,
    /// Footnotes and endnotes.
    pub(super) notes: [Story; 2],
    pub(super) margins: Vec<Story>,
    pub(super) comments: Vec<Comment>,
}

/// Lays out all stories of a document.
pub(super) fn lay_out(stories: Stories) -> Layout {
    let Stories { styles, numbering, body, notes, margins, comments } = stories;
    let mut composer = Composer {
        styles: &styles,
        numbering,
        text: String::new(),
        blocks: Vec::new(),
        apart: Vec::new(),
        laid: Vec::new(),
        traces: Traces::new(comments),
    };
    let setting = Setting { place: Place::Body, host: None, revisions: &body.revisions };
    for (_, flow) in body.flows {
        composer.flow(flow, setting);
    }
    composer.notes(notes);
    composer.margins(margins);
    let Composer { text, blocks, apart, laid, traces, .. } = composer;
    let draft = Draft { text, blocks, places: Places::Paragraphs, traces: traces.finish(), apart, ..Draft::default() };
    Layout { draft, paragraphs: laid }
}

/// Where a flow stands.
#[derive(Clone, Copy)]
struct Setting<'a> {
    place: Place,
    host: Option<(usize, Option<usize>)>,
    revisions: &'a [Revision],
}

struct Composer<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    text: String,
    blocks: Vec<DraftBlock>,
    apart: Vec<Span>,
    laid: Vec<Laid>,
    traces: Traces,
}

impl Composer<'_> {
    /// Lays out a flow, its paragraphs on lines of their own.
    fn flow(&mut self, flow: Flow, setting: Setting<'_>) {
        let columns = tables::columns(&flow.units);
        let mut line: Vec<Paragraph> = Vec::new();
        for (unit, columns) in flow.units.into_iter().zip(columns) {
            match unit {
                Unit::Paragraph(paragraph) => {
                    let ends = !paragraph.runs_on;
                    line.push(*paragraph);
                    if ends {
                        self.line(std::mem::take(&mut line), setting);
                    }
                }
                Unit::Row(cells) => {
                    self.line(std::mem::take(&mut line), setting);
                    match columns == 1 || tables::is_frame(&cells) {
                        true => cells.into_iter().for_each(|cell| self.flow(cell, setting)),
                        false => self.row(cells, setting),
                    }
                }
            }
        }
        self.line(line, setting);
    }

    /// Paragraphs that a reader sees as one.
    fn line(&mut self, paragraphs: Vec<Paragraph>, setting: Setting<'_>) {
        let Some(owner) = paragraphs.last() else { return };
        let label = self.label(owner);
        let depth = self.depth(owner);
        let contents = owner.contents;
        let start = self.text.len();
        self.text.push_str(&label);
        let boxes = self.paragraphs(paragraphs, start, setting);
        let span = Span::new(start, self.text.len());
        let furniture = setting.place == Place::Margin || contents;
        self.blocks(span, if furniture { Hint::Furniture } else { self.hint(span, depth) });
        if furniture {
            self.apart.push(span);
        }
        self.text.push('\n');
        self.boxes(boxes, setting);
    }

    /// Writes paragraphs one after the other; `start` is where the first begins, its number included. Returns their text boxes.
    fn paragraphs(&mut self, paragraphs: Vec<Paragraph>, start: usize, setting: Setting<'_>) -> Vec<Hosted> {
        let mut boxes = Vec::new();
        let mut from = start;
        for mut paragraph in paragraphs {
            let host = self.laid.len();
            let carried = std::mem::take(&mut paragraph.boxes);
            boxes.extend(carried.into_iter().map(|(run, flow)| Hosted { host, run, flow }));
            let mut pieces = Vec::with_capacity(paragraph.pieces.len());
            for (at, piece) in paragraph.pieces.iter().enumerate() {
                self.traces.marks(&paragraph, at, self.text.len(), setting.revisions);
                let offset = self.text.len();
                let shown = piece.state == State::Shown;
                if shown {
                    self.text.push_str(&piece.text);
                }
                self.traces.piece(piece, offset, setting.revisions);
                pieces.push(shown.then(|| Span::new(offset, self.text.len())));
            }
            self.traces.marks(&paragraph, paragraph.pieces.len(), self.text.len(), setting.revisions);
            let span = Span::new(from, self.text.len());
            from = self.text.len();
            self.laid.push(Laid { paragraph, place: setting.place, host: setting.host, span, pieces });
        }
        self.traces.end_line();
        boxes
    }

    fn boxes(&mut self, boxes: Vec<Hosted>, setting: Setting<'_>) {
        for Hosted { host, run, flow } in boxes {
            self.flow(flow, Setting { host: Some((host, run)), ..setting });
        }
    }

    /// The number that stands in front of a paragraph.
    fn label(&mut self, paragraph: &Paragraph) -> String {
        let own = paragraph.place;
        if let Some(list) = own.list {
            let style = paragraph.style.as_deref();
            return match list {
                0 => String::new(),
                list => self.numbering.next(list, own.level, style, self.styles),
            };
        }
        let Some((style, place)) = self.styles.place(paragraph.style.as_deref()) else { return String::new() };
        match place.list {
            None | Some(0) => String::new(),
            Some(list) => {
                let named = paragraph.style.as_deref().unwrap_or(&style);
                let level = own.level.or_else(|| self.numbering.level_of_style(list, named, self.styles));
                let level = level.or_else(|| self.numbering.level_of_style(list, &style, self.styles)).or(place.level);
                self.numbering.next(list, level, None, self.styles)
            }
        }
    }

    /// The depth of a heading by style or outline level, 1-based.
    fn depth(&self, paragraph: &Paragraph) -> Option<u8> {
        let outline = paragraph.outline.or_else(|| self.styles.outline(paragraph.style.as_deref()))?;
        (outline < 9).then_some(outline + 1)
    }

    /// A style makes a heading only of what reads like one: drafts often carry a heading's style through whole paragraphs.
    fn hint(&self, span: Span, depth: Option<u8>) -> Hint {
        let text = span.of(&self.text).trim_matches(is_blank);
        let one_sentence = !text.trim_end_matches('。').contains(['。', '；']);
        match depth {
            Some(depth) if one_sentence && text.chars().count() <= LONGEST_HEADING => Hint::Heading(depth),
            _ => Hint::None,
        }
    }

    /// Makes blocks of a line: one, or several where soft breaks part it.
    fn blocks(&mut self, line: Span, hint: Hint) {
        let mut at = line.start;
        for part in line.of(&self.text).split(['\u{b}', '\u{c}']) {
            let inner = part.trim_matches(is_blank);
            let start = at + (part.len() - part.trim_start_matches(is_blank).len());
            at += part.len() + 1;
            if !inner.is_empty() {
                let span = Span::new(start, start + inner.len());
                self.blocks.push(DraftBlock { runs: vec![DraftRun { span, decoded: None }], hint });
            }
        }
    }

    /// Notes in the order of their references, those to footnotes first.
    fn notes(&mut self, notes: [Story; 2]) {
        for (end, story) in [false, true].into_iter().zip(notes) {
            let hosts: Vec<(String, usize, Option<usize>)> = self
                .laid
                .iter()
                .enumerate()
                .flat_map(|(at, laid)| laid.paragraph.notes.iter().map(move |note| (at, note)))
                .filter(|(_, note)| note.end == end)
                .map(|(at, note)| (note.id.clone(), at, note.run))
                .collect();
            let Story { mut flows, revisions, .. } = story;
            self.traces.begin_part();
            for (id, host, run) in hosts {
                let Some(at) = flows.iter().position(|(other, _)| other.as_deref() == Some(&id)) else { continue };
                let (_, flow) = flows.swap_remove(at);
                let setting = Setting { place: Place::Note, host: Some((host, run)), revisions: &revisions };
                self.flow(flow, setting);
            }
        }
    }

    /// Running heads, each text once.
    fn margins(&mut self, margins: Vec<Story>) {
        let mut seen = HashSet::new();
        for story in margins {
            self.traces.begin_part();
            for (_, flow) in story.flows {
                if seen.insert(tables::plain(&flow)) {
                    self.flow(flow, Setting { place: Place::Margin, host: None, revisions: &story.revisions });
                }
            }
        }
    }
}

/// A text box with what carries it.
struct Hosted {
    host: usize,
    run: Option<usize>,
    flow: Flow,
}
