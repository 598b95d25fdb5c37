//! From the elements of a page to its blocks: one for each paragraph a reader sees, and for each row of a table.
//!
//! Elements that only format do not part a block (`<b>高度</b>重视` is one word). Tables serve for figures and for layout; only the
//! former are read row by row.

use super::tree::{Element, ElementId, Event, Page};
use crate::document::{DraftBlock, DraftRun, Hint};
use crate::input::runs::{is_blank_row, merged, shown, trimmed, verbatim};
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// A cell with more characters in several paragraphs is no cell but a column of the page.
const LARGEST_CELL: usize = 300;

/// A cell with more characters is a column of the page whatever is in it.
const LARGEST_PARAGRAPH: usize = 1500;

/// A block with what its place in the page tells.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) block: DraftBlock,
    /// The innermost element around the beginning of its text; `None` outside of all.
    pub(super) element: Option<ElementId>,
    /// Characters that are no blanks.
    pub(super) chars: usize,
    /// How many of them are links.
    pub(super) linked: usize,
    /// Whether the page hides it.
    pub(super) hidden: bool,
}

impl Placed {
    /// Whether all but a little of it is links.
    pub(super) fn is_link(&self) -> bool {
        self.linked * 10 >= self.chars * 8
    }
}

/// The blocks of a page in order, hidden ones included.
pub(super) fn blocks(text: &str, page: &Page) -> Vec<Placed> {
    let mut assembly = Assembly::new(text, page);
    for event in &page.events {
        assembly.event(event);
    }
    assembly.flush(Hint::None);
    assembly.out
}

struct Assembly<'a> {
    text: &'a str,
    page: &'a Page,
    /// Whether a table is one of figures, by element.
    figures: Vec<bool>,
    /// The elements around the current place.
    around: Vec<ElementId>,
    /// How many of them are not shown at all, hide their content, are links, keep line ends.
    unshown: usize,
    hiding: usize,
    links: usize,
    preformatted: usize,
    /// The row being read and whether it has a cell already.
    row: Option<(ElementId, bool)>,
    runs: Vec<DraftRun>,
    chars: usize,
    linked: usize,
    place: Option<(Option<ElementId>, bool)>,
    out: Vec<Placed>,
}

impl<'a> Assembly<'a> {
    fn new(text: &'a str, page: &'a Page) -> Self {
        Self {
            text,
            page,
            figures: tables_of_figures(page),
            around: Vec::new(),
            unshown: 0,
            hiding: 0,
            links: 0,
            preformatted: 0,
            row: None,
            runs: Vec::new(),
            chars: 0,
            linked: 0,
            place: None,
            out: Vec::new(),
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Open(id) => self.open(*id),
            Event::Close(id) => self.close(*id),
            Event::Break(tag) => self.part(*tag),
            Event::Text(runs) if self.unshown == 0 => runs.iter().for_each(|run| self.text(run)),
            Event::Text(_) => {}
        }
    }

    fn open(&mut self, id: ElementId) {
        let element = &self.page.elements[id];
        self.around.push(id);
        self.count(element, 1);
        match element.name.as_str() {
            "tr" if self.row.is_none() && self.in_figures() => {
                self.flush(Hint::None);
                self.row = Some((id, false));
            }
            "td" | "th" if self.row.is_some() => self.cell(element.tag),
            _ if element.is_block() => self.part(element.tag),
            _ => {}
        }
    }

    fn close(&mut self, id: ElementId) {
        let element = &self.page.elements[id];
        if self.row.is_some_and(|(row, _)| row == id) {
            self.flush(Hint::TableRow);
            self.row = None;
        } else if element.is_block() && self.row.is_none() {
            self.flush(self.hint());
        }
        self.around.pop();
        self.count(element, -1);
    }

    fn count(&mut self, element: &Element, by: isize) {
        let add = |count: &mut usize, holds: bool| *count = count.saturating_add_signed(if holds { by } else { 0 });
        add(&mut self.unshown, element.is_not_shown());
        add(&mut self.hiding, element.hidden);
        add(&mut self.links, element.name == "a");
        add(&mut self.preformatted, element.name == "pre");
    }

    /// Whether the innermost table around is one of figures.
    fn in_figures(&self) -> bool {
        let table = self.around.iter().rev().find(|id| self.page.elements[**id].name == "table");
        table.is_some_and(|id| self.figures[*id])
    }

    /// Between two cells stands a bar, in the place of the tag.
    fn cell(&mut self, tag: Span) {
        let Some((_, begun)) = &mut self.row else { return };
        if std::mem::replace(begun, true) && !tag.is_empty() {
            self.runs.push(DraftRun { span: tag, decoded: Some("|".to_owned()) });
        }
    }

    /// Ends the block, or leaves a blank inside a row.
    fn part(&mut self, tag: Span) {
        if self.row.is_none() {
            return self.flush(self.hint());
        }
        let open = self.runs.last().is_some_and(|run| !shown(self.text, run).ends_with(['|', ' ']));
        if open && !tag.is_empty() {
            self.runs.push(DraftRun { span: tag, decoded: Some(" ".to_owned()) });
        }
    }

    fn text(&mut self, run: &DraftRun) {
        if self.preformatted > 0 && run.decoded.is_none() && self.row.is_none() {
            return self.lines(run.span);
        }
        let chars = shown(self.text, run).chars().filter(|c| !is_blank(*c)).count();
        self.chars += chars;
        self.linked += if self.links > 0 { chars } else { 0 };
        if chars > 0 && self.place.is_none() {
            self.place = Some((self.around.last().copied(), self.hiding > 0));
        }
        self.runs.push(run.clone());
    }

    /// Preformatted text: every line is a block.
    fn lines(&mut self, span: Span) {
        let mut at = span.start;
        for line in span.of(self.text).split_inclusive(['\n', '\r']) {
            let body = line.trim_end_matches(['\n', '\r']);
            self.preformatted -= 1;
            if !body.is_empty() {
                self.text(&verbatim(Span::new(at, at + body.len())));
            }
            self.preformatted += 1;
            if body.len() < line.len() {
                self.flush(Hint::None);
            }
            at += line.len();
        }
    }

    /// What the elements around the block say of it.
    fn hint(&self) -> Hint {
        let depth = self.around.iter().rev().find_map(|id| heading_depth(&self.page.elements[*id].name));
        depth.map_or(Hint::None, Hint::Heading)
    }

    fn flush(&mut self, hint: Hint) {
        let runs = merged(self.text, trimmed(self.text, std::mem::take(&mut self.runs)));
        let (chars, linked) = (std::mem::take(&mut self.chars), std::mem::take(&mut self.linked));
        let place = self.place.take();
        if runs.is_empty() || (hint == Hint::TableRow && is_blank_row(self.text, &runs)) {
            return;
        }
        let (element, hidden) = place.unwrap_or((self.around.last().copied(), self.hiding > 0));
        self.out.push(Placed { block: DraftBlock { runs, hint }, element, chars, linked, hidden });
    }
}

fn heading_depth(name: &str) -> Option<u8> {
    let depth = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&depth).then_some(depth)
}

/// Which tables are of figures, by element: rows of several cells, none of them as large as a column of the page, and no table inside.
fn tables_of_figures(page: &Page) -> Vec<bool> {
    let mut figures = vec![false; page.elements.len()];
    let mut open: Vec<Table> = Vec::new();
    for event in &page.events {
        match event {
            Event::Open(id) => match (page.elements[*id].name.as_str(), open.last_mut()) {
                ("table", outer) => {
                    if let Some(outer) = outer {
                        outer.is_layout = true;
                    }
                    open.push(Table::default());
                }
                ("tr", Some(table)) => table.cells = 0,
                ("td" | "th", Some(table)) => table.cell(),
                (_, Some(table)) if page.elements[*id].is_block() => table.parts += 1,
                _ => {}
            },
            Event::Close(id) if page.elements[*id].name == "table" => {
                figures[*id] = open.pop().is_some_and(|table| !table.is_layout && table.widest > 1);
            }
            Event::Break(_) => {
                if let Some(table) = open.last_mut() {
                    table.parts += 1;
                }
            }
            Event::Text(runs) => {
                if let Some(table) = open.last_mut() {
                    table.grow(runs);
                }
            }
            Event::Close(_) => {}
        }
    }
    figures
}

/// A table while it is measured.
#[derive(Default)]
struct Table {
    is_layout: bool,
    /// Cells of the current row, and most cells of a row.
    cells: usize,
    widest: usize,
    /// Bytes and parts of the current cell.
    bytes: usize,
    parts: usize,
}

impl Table {
    fn cell(&mut self) {
        self.cells += 1;
        self.widest = self.widest.max(self.cells);
        self.bytes = 0;
        self.parts = 0;
    }

    fn grow(&mut self, runs: &[DraftRun]) {
        self.bytes += runs.iter().map(|run| run.span.len()).sum::<usize>();
        let chars = self.bytes / 3;
        self.is_layout |= chars > LARGEST_PARAGRAPH || (chars > LARGEST_CELL && self.parts > 2);
    }
}
