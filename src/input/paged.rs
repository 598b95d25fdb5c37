//! From printed pages to paragraphs, for formats that only know where each character stands (PDF, OFD).
//!
//! Characters become lines by their height on the page ([`line`]); what is printed on the margin of page after page is taken out
//! ([`margin`]); lines become paragraphs by where they begin and end ([`paragraph`]). The original text is made here: one line a
//! paragraph, so that positions in it are those of the paragraph, and the page is told by where each page begins.
//!
//! Page numbers are left out of the text: they are the printer's and change with every print. A running head or foot is kept once, as
//! furniture. Columns side by side are read across: reports are not set in columns.

mod line;
mod margin;
mod paragraph;

use std::collections::VecDeque;

use self::line::Line;
use super::InputError;
use crate::document::{Draft, DraftBlock, Gap, Hint, Places};
use crate::input::runs::verbatim;
use crate::text::span::Span;

/// A character as printed, or several that are printed as one.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says; U+FFFD where that cannot be told.
    pub(super) text: String,
    /// Its left edge, from the left of the page, in points or any other unit that the whole file uses.
    pub(super) x: f64,
    /// Its base line, from the top of the page.
    pub(super) y: f64,
    pub(super) width: f64,
    /// The height of its font.
    pub(super) size: f64,
}

/// A page as printed.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// How much of it its pictures cover, 1 the whole page; `None` where there is none.
    pub(super) pictures: Option<f64>,
}

impl Sheet {
    /// Number of characters that can be seen.
    fn visible(&self) -> usize {
        self.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count()
    }

    /// Whether all it says is in a picture. A page with nothing on it is none.
    fn is_scan(&self) -> bool {
        match (self.visible(), self.pictures) {
            (_, None) => false,
            (0, Some(_)) => true,
            (visible, Some(covered)) => visible < SCANNED && covered >= COVERED,
        }
    }
}

/// Characters that cannot be told may be this share of all, in percent: a few marks of a symbol font do no harm.
const UNTOLD: usize = 5;

/// A page with fewer characters, and a picture over [`COVERED`] of it, is a scan with the stamp of the scanner or a page number.
const SCANNED: usize = 20;
/// A seal or a crest covers less of a page, a scan more.
const COVERED: f64 = 0.5;

/// The draft of the pages of a file; an error where they are scans or cannot be read. `format` names the format: PDF.
pub(super) fn draft(sheets: Vec<Sheet>, format: &'static str) -> Result<Draft, InputError> {
    refuse_scans(&sheets, format)?;
    refuse_garble(&sheets, format)?;
    let count = sheets.len();
    let scans = sheets.iter().enumerate().filter(|(_, sheet)| sheet.is_scan()).map(|(page, _)| page);
    let scans: VecDeque<usize> = scans.collect();
    let mut lines: Vec<Line> = Vec::new();
    for (page, sheet) in sheets.into_iter().enumerate() {
        lines.extend(line::lines(page, sheet));
    }
    let margins = margin::take_out(&mut lines);
    let mut out = Text { scans: scans.clone(), ..Text::default() };
    margins.iter().for_each(|line| out.paragraph(std::slice::from_ref(line), Hint::Furniture));
    for paragraph in paragraph::paragraphs(lines) {
        // What goes on after a scan may not be what stopped before it.
        let goes_on = |above: &Line, below: &Line| {
            above.page == below.page || !scans.iter().any(|scan| (above.page..=below.page).contains(scan))
        };
        paragraph.chunk_by(goes_on).for_each(|part| out.paragraph(part, Hint::None));
    }
    out.pass_scans(count);
    out.turn_to(count.max(1));
    let (text, places) = (out.text, Places::Pages(out.pages));
    Ok(Draft { text, blocks: out.blocks, places, gaps: out.gaps, ..Draft::default() })
}

fn refuse_scans(sheets: &[Sheet], format: &'static str) -> Result<(), InputError> {
    let scans = sheets.iter().filter(|sheet| sheet.is_scan()).count();
    let empty = sheets.iter().all(|sheet| sheet.visible() == 0);
    if empty || scans * 2 > sheets.len() { Err(InputError::NoTextLayer { format }) } else { Ok(()) }
}

fn refuse_garble(sheets: &[Sheet], format: &'static str) -> Result<(), InputError> {
    let glyphs = || sheets.iter().flat_map(|sheet| &sheet.glyphs).filter(|glyph| !glyph.text.trim().is_empty());
    let untold = glyphs().filter(|glyph| glyph.text.chars().any(is_untold)).count();
    let percent = untold * 100 / glyphs().count().max(1);
    if percent > UNTOLD { Err(InputError::UnreadableFonts { format, percent }) } else { Ok(()) }
}

/// Whether a character says nothing: it could not be told, or stands where fonts put signs of their own.
fn is_untold(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{1}'..='\u{8}' | '\u{e}'..='\u{1f}')
}

/// The text as it grows.
#[derive(Default)]
struct Text {
    text: String,
    blocks: Vec<DraftBlock>,
    /// Where pages begin.
    pages: Vec<usize>,
    /// Pages that are scans, in order, from 0.
    scans: VecDeque<usize>,
    /// Where they stand in the text: an empty line each.
    gaps: Vec<Gap>,
}

impl Text {
    fn paragraph(&mut self, lines: &[Line], hint: Hint) {
        if hint != Hint::Furniture {
            self.pass_scans(lines.first().map_or(0, |line| line.page));
        }
        self.part();
        let start = self.text.len();
        for line in lines {
            if self.text.len() > start && paragraph::needs_space(&self.text, &line.text) {
                self.text.push(' ');
            }
            // Furniture is told once and stands in front of everything.
            if hint != Hint::Furniture {
                self.turn_to(line.page + 1);
            }
            self.text.push_str(&line.text);
        }
        let runs = vec![verbatim(Span::new(start, self.text.len()))];
        self.blocks.push(DraftBlock { runs, hint });
    }

    /// Ends the line at hand, if there is one.
    fn part(&mut self) {
        if !self.text.is_empty() || !self.gaps.is_empty() {
            self.text.push('\n');
        }
    }

    /// Has so many pages begin here or before.
    fn turn_to(&mut self, count: usize) {
        while self.pages.len() < count {
            // The first page begins where the file does.
            self.pages.push(if self.pages.is_empty() { 0 } else { self.text.len() });
        }
    }

    /// Leaves an empty line for each scan up to a page.
    fn pass_scans(&mut self, page: usize) {
        while let Some(scan) = self.scans.front().copied().filter(|scan| *scan <= page) {
            self.scans.pop_front();
            self.part();
            self.turn_to(scan + 1);
            let reason = format!("第{}页是扫描件或图片，上面的文字读不到，没有检查", scan + 1);
            self.gaps.push(Gap { at: self.text.len(), reason });
        }
    }
}

#[cfg(test)]
mod tests;
