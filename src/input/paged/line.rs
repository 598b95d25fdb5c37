//! Characters become lines: those of one height, from left to right.

use super::{Glyph, Sheet};
use crate::text::fold::{is_blank, is_chinese, unified};

/// Characters whose base lines lie closer than this share of their size stand on one line.
const SAME_HEIGHT: f64 = 0.4;
/// A gap of this share of the size between two Latin characters is a space.
const SPACE: f64 = 0.2;
/// A gap of this many sizes parts columns of a table.
const COLUMN: f64 = 1.2;
/// A character printed twice at nearly the same place is bold, not doubled.
const TWICE: f64 = 0.12;

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    /// Index of the page.
    pub(super) page: usize,
    /// Left edge of the first and right edge of the last visible character.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Base line, from the top of the page, and the same as a share of the page's height.
    pub(super) y: f64,
    pub(super) height: f64,
    /// Size of most of its characters.
    pub(super) size: f64,
    /// Width of what could not have been parted at its beginning: a character, a number, a word, with the marks that cling to it.
    pub(super) lead: f64,
}

/// The lines of a page from top to bottom.
pub(super) fn lines(page: usize, sheet: Sheet) -> Vec<Line> {
    let height = sheet.height.max(1.0);
    let finite = |glyph: &Glyph| [glyph.x, glyph.y, glyph.width, glyph.size].iter().all(|n| n.is_finite());
    let mut glyphs: Vec<Glyph> =
        sheet.glyphs.into_iter().filter(|glyph| finite(glyph) && glyph.size > 0.0 && !glyph.text.is_empty()).collect();
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut out = Vec::new();
    let mut open: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        if open.last().is_some_and(|last| glyph.y - last.y > SAME_HEIGHT * last.size.min(glyph.size)) {
            out.extend(line(page, height, std::mem::take(&mut open)));
        }
        open.push(glyph);
    }
    out.extend(line(page, height, open));
    out
}

fn line(page: usize, height: f64, mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    glyphs.dedup_by(|b, a| a.text == b.text && (b.x - a.x).abs() < TWICE * a.size && !a.text.trim().is_empty());
    let is_visible = |glyph: &&Glyph| !glyph.text.chars().all(is_blank);
    let first = glyphs.iter().position(|glyph| is_visible(&glyph))?;
    let last = glyphs.iter().rposition(|glyph| is_visible(&glyph))?;
    let glyphs = &glyphs[first..=last];
    let (start, end) = (glyphs[0].x, glyphs[glyphs.len() - 1].x + glyphs[glyphs.len() - 1].width);
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let (size, y) = (sizes[sizes.len() / 2], glyphs[0].y);
    Some(Line { text: text(glyphs), page, start, end, y, height: y / height, size, lead: lead(glyphs) })
}

fn text(glyphs: &[Glyph]) -> String {
    let mut out = String::new();
    let mut edge = glyphs[0].x;
    for glyph in glyphs {
        let gap = glyph.x - edge;
        let latin = |c: Option<char>| c.is_some_and(|c| !is_chinese(c) && !is_blank(c));
        let between = latin(out.chars().next_back()) && latin(glyph.text.chars().next());
        if gap > COLUMN * glyph.size && !out.ends_with(is_blank) {
            out.push('\t');
        } else if gap > SPACE * glyph.size && between {
            out.push(' ');
        }
        // A line end inside a character would part the paragraph; radicals are an accident of the font.
        out.extend(glyph.text.chars().map(|c| if c.is_control() { ' ' } else { unified(c) }));
        edge = glyph.x + glyph.width;
    }
    out
}

fn lead(glyphs: &[Glyph]) -> f64 {
    let start = glyphs[0].x;
    let mut end = start;
    let mut before: Option<char> = None;
    for glyph in glyphs {
        let Some(c) = glyph.text.chars().next() else { continue };
        let clings = match before {
            None => true,
            Some(b) if is_opening(b) => true,
            Some(b) => is_closing(c) || (is_word(b) && is_word(c)),
        };
        if !clings {
            break;
        }
        end = glyph.x + glyph.width;
        before = Some(c);
    }
    end - start
}

/// A character of a number or a Latin word.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '%' | '/' | ':')
}

/// A mark that cannot end a line.
fn is_opening(c: char) -> bool {
    matches!(c, '（' | '(' | '《' | '〈' | '“' | '‘' | '【' | '〔' | '「' | '『')
}

/// A mark that cannot begin a line.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | ')'
            | '》'
            | '〉'
            | '”'
            | '’'
            | '】'
            | '〕'
            | '」'
            | '』'
            | '％'
            | '%'
            | '…'
            | '—'
    )
}
