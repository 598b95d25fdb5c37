//! PDF with a text layer.
//!
//! The objects are read by `lopdf`; the text by an interpreter of our own ([`content`], [`font`], [`cmap`]), since it must know the
//! place of every character and read the fonts that Chinese typesetting writes. How characters become paragraphs is
//! [`super::paged`]'s business.
//!
//! Nothing is guessed: a scan, a file whose fonts do not tell their characters, and one with a password are errors that say so.
//! Work is bounded by a [`Budget`], and a panic of the object reader is an error like any other.

mod cmap;
mod content;
mod font;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use self::content::{Interpreter, Mark, Way};
use self::font::float;
use super::decode::Label;
use super::paged::{self, Glyph, Sheet};
use super::signature::{self, Kind};
use super::{Format, InputError, Read};

/// The format.
pub(super) const FORMAT: Format = Format { name: "PDF", extensions: &["pdf"], read };

/// What the format is called in errors.
const FORMAT_NAME: &str = "PDF";

/// Pages, at most: a report has some tens.
const MAX_PAGES: usize = 2000;
/// Bytes of one stream and of all streams together once unpacked.
const MAX_STREAM: usize = 64 << 20;
const MAX_CONTENT: usize = 256 << 20;
/// Bytes of the streams that hold objects, together.
const MAX_OBJECTS: usize = 256 << 20;
/// Operators and characters of a file.
const MAX_OPERATIONS: usize = 2_000_000;
const MAX_CHARACTERS: usize = 1_000_000;
/// How far up a page's properties are inherited.
const MAX_ANCESTORS: usize = 32;
/// Height of a page that does not say.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

fn read(bytes: &[u8], _: Option<Label>) -> Result<Read, InputError> {
    signature::expect(bytes, FORMAT_NAME, &[Kind::Pdf])?;
    // The object reader is not ours; whatever makes it panic is a damaged file.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(bytes)));
    let sheets = sheets.unwrap_or_else(|_| Err(damaged("内部结构混乱")))?;
    Ok(Read { draft: paged::draft(sheets, FORMAT_NAME)?, encoding: None })
}

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, InputError> {
    let document = open(bytes)?;
    let pages: Vec<ObjectId> = document.page_iter().take(MAX_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(damaged("里面没有页"));
    }
    if pages.len() > MAX_PAGES {
        return Err(excessive(format!("有 {MAX_PAGES} 页以上")));
    }
    let mut budget = Budget::default();
    let mut interpreter = Interpreter::new(&document);
    pages.into_iter().map(|page| sheet(&document, page, &mut interpreter, &mut budget)).collect()
}

/// Reads the objects of a file, with an empty password if it asks for one.
fn open(bytes: &[u8]) -> Result<Document, InputError> {
    let streams = memchr::memmem::find_iter(bytes, b"/ObjStm").count().max(1);
    let share = (MAX_OBJECTS / streams).min(MAX_STREAM);
    if share < 1 << 16 {
        return Err(excessive(format!("里的对象流有 {streams} 个")));
    }
    let options = LoadOptions { max_decompressed_size: Some(share.max(1 << 20)), ..LoadOptions::default() };
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() && document.page_iter().next().is_none() => Err(InputError::Encrypted),
        Ok(document) => Ok(document),
        Err(Error::InvalidPassword | Error::Decryption(_)) => Err(InputError::Encrypted),
        Err(error) => Err(told(&error)),
    }
}

/// What is on a page.
fn sheet<'a>(
    document: &'a Document,
    page: ObjectId,
    interpreter: &mut Interpreter<'a>,
    budget: &mut Budget,
) -> Result<Sheet, InputError> {
    let ancestors = ancestors(document, page);
    let inherited = |key: &[u8]| ancestors.iter().find_map(|own| resolved(document, own, key));
    let resources: Vec<&Dictionary> =
        ancestors.iter().filter_map(|own| resolved(document, own, b"Resources")?.as_dict().ok()).collect();
    let content = budget.page(document, page)?;
    let shown = interpreter.page(&content, &resources, budget)?;
    let area = [b"CropBox".as_slice(), b"MediaBox"].into_iter().find_map(|key| area(document, inherited(key)?));
    let way = main_way(&shown.marks);
    let area = area.unwrap_or(A4);
    let whole = (area[2] - area[0]) * (area[3] - area[1]);
    Ok(Sheet { pictures: shown.pictures.map(|pictures| pictures / whole), ..upright(shown.marks, area, way) })
}

/// The dictionaries of a page and of what it inherits from, nearest first.
fn ancestors(document: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let mut out = Vec::new();
    let mut next = document.get_dictionary(page).ok();
    while let Some(own) = next.filter(|_| out.len() < MAX_ANCESTORS) {
        out.push(own);
        next = resolved(document, own, b"Parent").and_then(|parent| parent.as_dict().ok());
    }
    out
}

/// Left, bottom, right and top of a page.
fn area(document: &Document, object: &Object) -> Option<[f64; 4]> {
    let corners: Vec<f64> = object.as_array().ok()?.iter().filter_map(|corner| float(document, corner)).collect();
    let [a, b, c, d] = corners[..] else { return None };
    let area = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (area[2] - area[0] > 1.0 && area[3] - area[1] > 1.0).then_some(area)
}

/// The way most characters of a page stand.
fn main_way(marks: &[Mark]) -> Way {
    let count = |way: Way| marks.iter().filter(|mark| mark.way == way).count();
    let ways = [Way::Right, Way::Up, Way::Left, Way::Down];
    ways.into_iter().rev().max_by_key(|way| count(*way)).unwrap_or(Way::Right)
}

/// The characters that stand as most do, turned upright, measured from the top of the page. The page's own turning says nothing
/// more: what is read is what stands upright for the reader, and that is the way of most characters.
fn upright(marks: Vec<Mark>, area: [f64; 4], way: Way) -> Sheet {
    let [left, bottom, right, top] = area;
    let place = |x: f64, y: f64| match way {
        Way::Right | Way::Slant => (x - left, top - y),
        Way::Up => (y - bottom, x - left),
        Way::Left => (right - x, y - bottom),
        Way::Down => (top - y, right - x),
    };
    let lies = matches!(way, Way::Up | Way::Down);
    let height = if lies { right - left } else { top - bottom };
    let glyph = |mark: Mark| {
        let (x, y) = place(mark.glyph.x, mark.glyph.y);
        Glyph { x, y, ..mark.glyph }
    };
    let glyphs = marks.into_iter().filter(|mark| mark.way == way).map(glyph).collect();
    Sheet { height, glyphs, pictures: None }
}

/// An entry of a dictionary, through references.
fn resolved<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

/// What reading a file may still cost.
#[derive(Debug, Default)]
struct Budget {
    content: usize,
    operations: usize,
    characters: usize,
}

impl Budget {
    /// Bytes that the next stream may unpack to.
    fn stream(&self) -> usize {
        MAX_STREAM.min(MAX_CONTENT - self.content.min(MAX_CONTENT))
    }

    /// The content of a stream.
    fn content(&mut self, stream: &Stream) -> Result<Vec<u8>, InputError> {
        let content = stream.get_plain_content_with_limit(self.stream()).map_err(|error| told(&error))?;
        self.spend(content.len())?;
        Ok(content)
    }

    /// The content of a page.
    fn page(&mut self, document: &Document, page: ObjectId) -> Result<Vec<u8>, InputError> {
        let content = document.get_page_content_with_limit(page, self.stream()).map_err(|error| told(&error))?;
        self.spend(content.len())?;
        Ok(content)
    }

    fn spend(&mut self, bytes: usize) -> Result<(), InputError> {
        self.content += bytes;
        if self.content > MAX_CONTENT { Err(too_large()) } else { Ok(()) }
    }

    fn operation(&mut self) -> Result<(), InputError> {
        self.operations += 1;
        match self.operations > MAX_OPERATIONS {
            true => Err(excessive(format!("的绘图指令超过 {MAX_OPERATIONS} 条"))),
            false => Ok(()),
        }
    }

    /// Characters that may still be placed.
    fn room(&self) -> usize {
        MAX_CHARACTERS.saturating_sub(self.characters)
    }

    fn characters(&mut self, placed: usize) -> Result<(), InputError> {
        self.characters += placed;
        match self.characters > MAX_CHARACTERS {
            true => Err(excessive(format!("的字数超过 {MAX_CHARACTERS}"))),
            false => Ok(()),
        }
    }
}

fn damaged(reason: &str) -> InputError {
    InputError::Damaged { format: FORMAT_NAME, reason: reason.to_owned() }
}

fn excessive(what: String) -> InputError {
    InputError::Excessive { format: FORMAT_NAME, what }
}

fn too_large() -> InputError {
    excessive(format!("展开后超过 {} MiB", MAX_CONTENT >> 20))
}

/// An error of the object reader for users.
fn told(error: &Error) -> InputError {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. } | DecompressError::TooManyFilters { .. }) => {
            too_large()
        }
        Error::InvalidPassword | Error::Decryption(_) => InputError::Encrypted,
        Error::Decompress(_) => damaged("有压缩的部分解不开"),
        Error::Parse(_) | Error::InvalidStream(_) | Error::InvalidObjectStream(_) => damaged("内部结构读不下去"),
        Error::MissingXrefEntry | Error::Xref(_) | Error::InvalidOffset(_) => {
            damaged("交叉引用表有误，文件可能没有下载完整")
        }
        _ => damaged("缺少必要的部分"),
    }
}

#[cfg(test)]
mod tests;
