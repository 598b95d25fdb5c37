//! Properties of paragraphs, runs, rows, cells and content controls: what of them bears on the text.

use super::super::xml::{Element, Space};
use super::Walker;
use super::context::Open;
use crate::document::TraceKind;

impl Walker<'_> {
    /// A child of a properties element.
    pub(super) fn property(&mut self, parent: Open, element: &Element<'_>) -> Open {
        if element.space != Space::Word {
            return Open::Skipped;
        }
        let local = element.local();
        if local.ends_with("PrChange") {
            return self.formatting(element);
        }
        match parent {
            Open::ParagraphProperties => self.of_paragraph(local, element),
            Open::ListPlace => self.of_place(local, element),
            Open::MarkProperties => self.of_mark(local, element),
            Open::RunProperties { .. } => self.of_run(local, element),
            Open::RowProperties => self.of_row(local, element),
            Open::CellProperties => self.of_cell(local, element),
            Open::ControlProperties => self.of_control(local, element),
            _ => Open::Skipped,
        }
    }

    fn of_paragraph(&mut self, local: &str, element: &Element<'_>) -> Open {
        match local {
            "rPr" => return Open::MarkProperties,
            "numPr" => return Open::ListPlace,
            "sectPr" => return Open::Plain,
            _ => {}
        }
        if let Some(open) = self.paragraph() {
            match local {
                "pStyle" => open.paragraph.style = element.attribute("val"),
                "outlineLvl" => open.paragraph.outline = element.number().and_then(|level| u8::try_from(level).ok()),
                _ => {}
            }
        }
        Open::Skipped
    }

    fn of_place(&mut self, local: &str, element: &Element<'_>) -> Open {
        if let Some(open) = self.paragraph() {
            let place = &mut open.paragraph.place;
            match local {
                "numId" => place.list = element.number(),
                "ilvl" => place.level = element.number().and_then(|level| usize::try_from(level).ok()),
                _ => {}
            }
        }
        Open::Skipped
    }

    fn of_mark(&mut self, local: &str, element: &Element<'_>) -> Open {
        let kind = match local {
            "del" | "moveFrom" => TraceKind::Deletion,
            "ins" | "moveTo" => TraceKind::Insertion,
            "specVanish" => {
                if let Some(open) = self.paragraph() {
                    open.paragraph.runs_on |= open.mark_hidden && element.is_on();
                }
                return Open::Skipped;
            }
            "vanish" => {
                if let Some(open) = self.paragraph() {
                    open.mark_hidden = element.is_on();
                }
                return Open::Skipped;
            }
            _ => return Open::Skipped,
        };
        let index = self.revision(kind, element);
        if let Some(open) = self.paragraph() {
            open.paragraph.runs_on |= kind == TraceKind::Deletion;
        }
        self.change(index);
        Open::Skipped
    }

    fn of_run(&mut self, local: &str, element: &Element<'_>) -> Open {
        if let Some(open) = self.paragraph() {
            match local {
                "vanish" => open.run_hidden = Some(element.is_on()),
                "rStyle" => open.run_style = element.attribute("val"),
                _ => {}
            }
        }
        Open::Skipped
    }

    fn of_row(&mut self, local: &str, element: &Element<'_>) -> Open {
        let kind = match local {
            "del" => TraceKind::Deletion,
            "ins" => TraceKind::Insertion,
            _ => return Open::Skipped,
        };
        let index = self.revision(kind, element);
        if let Some((_, changes)) = self.rows.last_mut() {
            *changes += 1;
            self.changes.push((index, kind == TraceKind::Deletion));
        }
        Open::Skipped
    }

    fn of_cell(&mut self, local: &str, element: &Element<'_>) -> Open {
        let merged = match local {
            "vMerge" | "hMerge" => element.attribute("val").as_deref() != Some("restart"),
            "cellDel" => {
                let index = self.revision(TraceKind::Deletion, element);
                self.change(index);
                true
            }
            "cellIns" => {
                let index = self.revision(TraceKind::Insertion, element);
                self.change(index);
                false
            }
            _ => false,
        };
        if let Some(frame) = self.flows.last_mut() {
            frame.merged |= merged;
        }
        Open::Skipped
    }

    fn of_control(&mut self, local: &str, element: &Element<'_>) -> Open {
        if local == "docPartGallery" && element.attribute("val").as_deref() == Some("Table of Contents") {
            let control = self.opens.iter_mut().rev().find(|open| matches!(open, Open::Control { .. }));
            if let Some(control) = control {
                *control = Open::Control { contents: true };
            }
        }
        if local == "docPartObj" { Open::ControlProperties } else { Open::Skipped }
    }
}
