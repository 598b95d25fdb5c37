//! A Word file of a report that is none: its blocks in the types of an official document.

use crate::document::{BlockKind, Document, Draft, DraftBlock};
use crate::output::docx::Docx;
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// A Word file with the map from the original text to its own.
#[derive(Debug)]
pub struct FairCopy {
    /// The file.
    pub bytes: Vec<u8>,
    /// Of each block its runs: original bytes, and the byte of the file's text where they begin.
    blocks: Vec<Vec<(Span, usize, bool)>>,
}

impl FairCopy {
    /// Writes the blocks of a report. The text of the file has a line for each of them.
    pub fn of(draft: &Draft, document: &Document) -> Self {
        let mut writer = Writer { docx: Docx::new(), rows: Vec::new() };
        let mut blocks = Vec::new();
        let mut offset = 0;
        for block in &draft.blocks {
            let text = text(draft, block);
            if text.chars().all(is_blank) {
                continue;
            }
            let mut at = offset;
            let mut runs = Vec::new();
            for run in &block.runs {
                let len = run.decoded.as_deref().map_or(run.span.len(), str::len);
                runs.push((run.span, at, run.decoded.is_none()));
                at += len;
            }
            offset += text.len() + 1;
            let first = block.runs.first().map_or(0, |run| run.span.start);
            writer.write(&text, document, first);
            blocks.push(runs);
        }
        writer.flush();
        Self { bytes: writer.docx.finish(), blocks }
    }

    /// Bytes of the file's text for original bytes.
    pub fn place(&self, original: Span) -> Span {
        let start = self.offset(original.start, false);
        if original.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.offset(original.end, true).max(start))
    }

    /// The place of an original offset; where it lies between two runs, the end of the earlier one if it ends something.
    fn offset(&self, original: usize, ends: bool) -> usize {
        let runs = || self.blocks.iter().flatten();
        let before = |span: &Span| if ends { span.start < original } else { span.start <= original };
        let Some((span, at, verbatim)) = runs().rfind(|(span, ..)| before(span)) else {
            return runs().next().map_or(0, |(_, at, _)| *at);
        };
        match (*verbatim, original <= span.end) {
            (true, _) => at + (original - span.start).min(span.len()),
            (false, true) if !ends => *at,
            // What was decoded is not cut: its end is where the next run begins.
            (false, _) => {
                let next = runs().find(|(_, other, _)| other > at);
                next.map_or(*at, |(_, other, _)| *other)
            }
        }
    }
}

fn text(draft: &Draft, block: &DraftBlock) -> String {
    let text = |run: &crate::document::DraftRun| {
        run.decoded.clone().unwrap_or_else(|| draft.text[run.span.start..run.span.end].to_owned())
    };
    // A block is one line, whatever stands in it.
    let joined = block.runs.iter().map(text).collect::<String>();
    joined.replace(['\n', '\r', '\u{b}', '\u{c}'], " ").replace(['\u{2028}', '\u{2029}'], "\u{3000}")
}

struct Writer {
    docx: Docx,
    /// Rows of the table that is open.
    rows: Vec<Vec<String>>,
}

impl Writer {
    fn write(&mut self, text: &str, document: &Document, original: usize) {
        let kind = document.blocks.iter().find(|block| block.span.start >= original || block.span.holds(original));
        let Some(block) = kind else { return self.docx.plain(text) };
        let cells: Vec<String> = text.split('|').map(str::to_owned).collect();
        let worded = cells.iter().filter(|cell| !cell.chars().all(is_blank)).count();
        // A row with one entry would be read as a paragraph again; it is written as one.
        if block.kind == BlockKind::TableRow && worded > 1 {
            self.rows.push(cells);
            return;
        }
        self.flush();
        match block.kind {
            BlockKind::Title => self.docx.title(text),
            BlockKind::Heading => self.docx.heading(level(document, block.folded.start), text),
            BlockKind::Signature => self.docx.signature(text),
            BlockKind::Body | BlockKind::TableRow => self.docx.paragraph(text),
            BlockKind::Salutation | BlockKind::Byline | BlockKind::Furniture => self.docx.plain(text),
        }
    }

    fn flush(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        // Rows of different lengths are tables of their own, so that no cell is added.
        for table in rows.chunk_by(|one, other| one.len() == other.len()) {
            self.docx.table(&[], table, &[]);
        }
    }
}

/// Level of the section that a heading opens.
fn level(document: &Document, folded: usize) -> u8 {
    document.sections.iter().find(|section| section.heading.start == folded).map_or(1, |section| section.level)
}
