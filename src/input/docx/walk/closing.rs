//! What happens where an element ends: what was gathered goes to what is around it.

use std::ops::Range;

use super::Walker;
use super::context::{FlowFrame, Open};
use crate::input::docx::story::{Seat, Unit};

impl Walker<'_> {
    pub(super) fn end(&mut self, range: Range<usize>) {
        match self.opens.pop().unwrap_or(Open::Plain) {
            Open::Paragraph => self.close_paragraph(range.end),
            Open::Run => {
                if let Some(open) = self.paragraph()
                    && let Some(mut run) = open.run.take()
                {
                    run.xml.end = range.end;
                    open.paragraph.runs.push(run);
                }
            }
            Open::ParagraphProperties => {
                if let Some(open) = self.paragraph() {
                    open.paragraph.content = Some(range.end);
                }
            }
            Open::RunProperties { start } => {
                if let Some(run) = self.paragraph().and_then(|open| open.run.as_mut()) {
                    run.properties = start..range.end;
                }
            }
            Open::Change { paragraph, first } => self.close_change(paragraph, first),
            Open::Atom { first, start } => self.close_atom(first, start..range.end),
            Open::Row => self.close_row(),
            Open::Cell => {
                if let Some(frame) = self.close_flow().filter(|frame| !frame.merged)
                    && let Some((cells, _)) = self.rows.last_mut()
                {
                    cells.push(frame.flow);
                }
            }
            Open::Box => self.close_box(),
            Open::Note => {
                if let Some(frame) = self.close_flow() {
                    self.story.flows.push((frame.id, frame.flow));
                }
            }
            _ => {}
        }
    }

    fn close_flow(&mut self) -> Option<FlowFrame> {
        if self.flows.len() > 1 { self.flows.pop() } else { None }
    }

    fn close_paragraph(&mut self, end: usize) {
        let Some(open) = self.paragraphs.pop() else { return };
        let mut paragraph = open.paragraph;
        paragraph.xml.end = end;
        paragraph.contents |= self.styles.is_contents(paragraph.style.as_deref());
        if let Some(frame) = self.flows.last_mut() {
            // An instruction does not reach beyond its paragraph; one that is not closed must not hide the rest.
            frame.fields.iter_mut().for_each(|field| field.in_result = true);
            frame.flow.units.push(Unit::Paragraph(Box::new(paragraph)));
        }
    }

    fn close_change(&mut self, paragraph: usize, first: usize) {
        let Some((index, _)) = self.changes.pop() else { return };
        let same = self.paragraphs.len() == paragraph;
        if same && self.paragraph().is_some_and(|open| open.paragraph.pieces.len() == first) {
            self.change(index);
        }
    }

    /// What was gathered in an element that is not to be split stands for the whole element.
    fn close_atom(&mut self, first: usize, xml: Range<usize>) {
        let Some(open) = self.paragraph() else { return };
        let seat = open.run.as_ref().map_or(Seat::Beside, |_| Seat::Child { run: open.paragraph.runs.len() });
        for piece in open.paragraph.pieces.iter_mut().skip(first) {
            piece.xml = xml.clone();
            piece.seat = seat;
        }
    }

    fn close_row(&mut self) {
        let Some((cells, changes)) = self.rows.pop() else { return };
        for _ in 0..changes {
            if let Some((index, _)) = self.changes.pop() {
                self.waiting_changes.push(index);
            }
        }
        if let Some(frame) = self.flows.last_mut() {
            frame.flow.units.push(Unit::Row(cells));
        }
    }

    fn close_box(&mut self) {
        let Some(frame) = self.close_flow() else { return };
        match self.paragraph() {
            Some(host) => {
                let run = host.run.as_ref().map(|_| host.paragraph.runs.len());
                host.paragraph.boxes.push((run, frame.flow));
            }
            None => {
                if let Some(around) = self.flows.last_mut() {
                    around.flow.units.extend(frame.flow.units);
                }
            }
        }
    }
}
