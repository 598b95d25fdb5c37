//! Markdown: blocks and runs by pulldown-cmark, every position exact.
//!
//! Markup is dropped by leaving it out of the runs; entities are decoded. The number of an ordered list item is text, since
//! the outline lives on it. Raw HTML loses its tags and keeps its text: a centred title or signature is often written so.
//! Comments, images and the front matter are skipped.
//!
//! Drafts are seldom written as Markdown would have them, so three things go beyond CommonMark:
//! - lines that follow one another without a blank line between them are one paragraph, but a line that begins like a heading or an
//!   item (一、（一）1. 一是 第一部分) or with the indent of a paragraph begins a new block, and so does the line after a heading;
//! - `**` that CommonMark leaves standing beside Chinese punctuation (`**一是加强领导。**全县`) is markup all the same;
//! - `1.` repeated on every item counts up, as it is shown.
//!
//! `~~` and `~` are text: `3~5件` would lose its mark.

mod assembly;
mod html;
mod line;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use self::assembly::Assembly;
use self::html::{Html, Piece};
use super::decode::{Decoded, Label, decode};
use super::plain::lines;
use super::{Format, InputError, Read};
use crate::document::{Draft, DraftBlock, DraftRun, Hint};
use crate::text::span::Span;

/// The format.
pub(super) const FORMAT: Format = Format { name: "Markdown", extensions: &["md", "markdown"], read };

fn read(bytes: &[u8], label: Option<Label>) -> Result<Read, InputError> {
    let Decoded { text, encoding } = decode(bytes, label)?;
    let blocks = Reader::new(&text).read();
    Ok(Read { draft: Draft { text, blocks, ..Draft::default() }, encoding: Some(encoding) })
}

struct Reader<'a> {
    text: &'a str,
    assembly: Assembly<'a>,
    /// The lists around the current place, outermost first.
    lists: Vec<List>,
    /// Images around the current place; their text is not shown.
    images: usize,
    in_code: bool,
    in_table: bool,
    /// Whether the current table row already has a cell.
    in_row: bool,
    html: Html,
}

/// A list: its first number if it is numbered, and how many items were seen.
struct List {
    first: Option<u64>,
    items: u64,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            assembly: Assembly::new(text),
            lists: Vec::new(),
            images: 0,
            in_code: false,
            in_table: false,
            in_row: false,
            html: Html::default(),
        }
    }

    fn read(mut self) -> Vec<DraftBlock> {
        let skipped = line::front_matter(self.text);
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
        for (event, range) in Parser::new_ext(&self.text[skipped..], options).into_offset_iter() {
            self.event(event, Span::new(range.start, range.end).shift(skipped));
        }
        self.assembly.finish()
    }

    fn event(&mut self, event: Event<'_>, at: Span) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code(&text, at),
            Event::Text(text) if self.images == 0 => self.assembly.push(self.run(&text, at)),
            Event::Code(text) if self.images == 0 => self.assembly.push(self.inline_code(&text, at)),
            Event::SoftBreak => self.assembly.soft_break(at),
            Event::HardBreak => self.assembly.flush(),
            Event::InlineHtml(tag) if html::is_break(&tag) => self.break_tag(at),
            Event::Html(_) => self.html(at),
            Event::Rule => self.assembly.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Span) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } => return,
            Tag::Image { .. } => {
                self.images += 1;
                return;
            }
            Tag::TableCell => return self.cell(at),
            _ => self.assembly.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => self.assembly.hint = Hint::Heading(level as u8),
            Tag::List(first) => {
                self.lists.push(List { first, items: 0 });
                self.assembly.in_list = true;
            }
            Tag::Item => self.item(at),
            Tag::Table(_) => self.in_table = true,
            Tag::TableHead | Tag::TableRow => {
                self.assembly.hint = Hint::TableRow;
                self.in_row = false;
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::HtmlBlock => self.html = Html::default(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::TableCell => return,
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                return;
            }
            TagEnd::Item => self.assembly.flush_marker(),
            _ => self.assembly.flush(),
        }
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
                self.assembly.in_list = !self.lists.is_empty();
            }
            TagEnd::Table => self.in_table = false,
            TagEnd::CodeBlock => self.in_code = false,
            _ => {}
        }
        self.assembly.hint = Hint::None;
    }

    /// A piece of text; verbatim where the source says the same.
    fn run(&self, text: &str, at: Span) -> DraftRun {
        let decoded = (at.of(self.text) != text).then(|| text.to_owned());
        DraftRun { span: at, decoded }
    }

    fn inline_code(&self, text: &str, at: Span) -> DraftRun {
        match at.of(self.text).find(text) {
            Some(from) => DraftRun { span: Span::new(at.start + from, at.start + from + text.len()), decoded: None },
            None => self.run(text, at),
        }
    }

    /// Every line of a code block is a block: an indented paragraph is code to Markdown alone.
    fn code(&mut self, text: &str, at: Span) {
        let verbatim = at.of(self.text) == text;
        for line in lines(text) {
            self.assembly.push(match verbatim {
                true => DraftRun { span: line.shift(at.start), decoded: None },
                false => DraftRun { span: at, decoded: Some(line.of(text).to_owned()) },
            });
            self.assembly.flush_as_is();
        }
    }

    /// The number of an ordered item becomes text. A number that repeats the first one counts up.
    fn item(&mut self, at: Span) {
        let Some(list) = self.lists.last_mut() else { return };
        let Some(first) = list.first else { return };
        let shown = first.saturating_add(list.items);
        list.items += 1;
        let Some((digits, marker)) = line::ordered_marker(at.of(self.text)) else { return };
        let span = Span::new(at.start, at.start + marker.len());
        let repeated = shown != first && digits.parse() == Ok(first);
        let decoded = repeated.then(|| format!("{shown}{}", &marker[digits.len()..]));
        self.assembly.marker(DraftRun { span, decoded });
    }

    /// Between two cells stands the bar of the source.
    fn cell(&mut self, at: Span) {
        if self.in_row && self.text[..at.start].ends_with('|') {
            self.assembly.push(DraftRun { span: Span::new(at.start - 1, at.start), decoded: None });
        }
        self.in_row = true;
    }

    /// `<br>` begins a new block, but keeps the row of a table together.
    fn break_tag(&mut self, at: Span) {
        if self.in_table {
            self.assembly.push(DraftRun { span: at, decoded: Some(" ".to_owned()) });
        } else {
            self.assembly.flush();
        }
    }

    fn html(&mut self, at: Span) {
        for piece in self.html.pieces(at.of(self.text)) {
            match piece {
                Piece::Text(span) => self.assembly.push(DraftRun { span: span.shift(at.start), decoded: None }),
                Piece::Break => self.assembly.flush(),
            }
        }
    }
}

#[cfg(test)]
mod tests;
