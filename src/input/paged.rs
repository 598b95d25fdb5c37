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

use self::line::Line;
use super::InputError;
use crate::document::{Draft, DraftBlock, Hint, Places};
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
    /// Whether a picture is on it.
    pub(super) has_picture: bool,
}

/// Characters that cannot be told may be this share of all, in percent: a few marks of a symbol font do no harm.
const UNTOLD: usize = 5;

/// A page with fewer characters and a picture is a scan, with or without a stamp of the scanner.
const SCANNED: usize = 20;

/// The draft of the pages of a file; an error where they are scans or cannot be read. `format` names the format: PDF.
pub(super) fn draft(sheets: Vec<Sheet>, format: &'static str) -> Result<Draft, InputError> {
    refuse_scans(&sheets, format)?;
    refuse_garble(&sheets, format)?;
    let count = sheets.len();
    let mut lines: Vec<Line> = Vec::new();
    for (page, sheet) in sheets.into_iter().enumerate() {
        lines.extend(line::lines(page, sheet));
    }
    let margins = margin::take_out(&mut lines);
    let mut out = Text { pages: vec![0], ..Text::default() };
    margins.iter().for_each(|line| out.paragraph(std::slice::from_ref(line), Hint::Furniture));
    for paragraph in paragraph::paragraphs(lines) {
        out.paragraph(&paragraph, Hint::None);
    }
    out.pages.resize(count.max(1), out.text.len());
    Ok(Draft { text: out.text, blocks: out.blocks, places: Places::Pages(out.pages), ..Draft::default() })
}

fn refuse_scans(sheets: &[Sheet], format: &'static str) -> Result<(), InputError> {
    let visible = |sheet: &Sheet| sheet.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count();
    let scans = sheets.iter().filter(|sheet| sheet.has_picture && visible(sheet) < SCANNED).count();
    let empty = sheets.iter().all(|sheet| visible(sheet) == 0);
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
}

impl Text {
    fn paragraph(&mut self, lines: &[Line], hint: Hint) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        for line in lines {
            if self.text.len() > start && paragraph::needs_space(&self.text, &line.text) {
                self.text.push(' ');
            }
            // Furniture is told once and stands in front of everything.
            while hint != Hint::Furniture && self.pages.len() <= line.page {
                self.pages.push(self.text.len());
            }
            self.text.push_str(&line.text);
        }
        let runs = vec![verbatim(Span::new(start, self.text.len()))];
        self.blocks.push(DraftBlock { runs, hint });
    }
}

#[cfg(test)]
mod tests;
