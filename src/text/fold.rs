//! The folded view of a text: what rules are matched against.
//!
//! Folding makes one spelling out of many, so that a rule is written once:
//! traditional characters become simplified, radicals and compatibility ideographs the characters they look like, full-width letters and digits half-width, half-width marks between
//! Chinese characters full-width, the dash of a year range a 一字线, corner brackets quotation marks; spaces beside Chinese
//! characters go. Each block becomes one line. Every folded byte range maps back to the original exactly.
//! What folding is not: correction. It never changes the text a user sees.

mod table;
mod view;

use super::landmark::Landmarks;
use super::span::Span;

pub(in crate::text) use table::OF_ONE_FORM;
use table::{QUIET, SETTLED};
pub use table::{simplified, unified};
use view::Piece;
pub use view::{Folded, Gap};

/// A piece of a block: its text, and the bytes of the original it stands for.
///
/// The text is usually the original itself; where a reader decoded something (an entity, an escape) it is not.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The text as read.
    pub text: &'a str,
    /// Bytes of the original that it stands for.
    pub span: Span,
}

/// Folds a document block by block.
#[derive(Debug, Default)]
pub struct Folder {
    out: Folded,
}

impl Folder {
    /// A folder for a document of so many original bytes.
    pub fn for_bytes(original: usize) -> Folder {
        Folder {
            out: Folded {
                text: String::with_capacity(original),
                pieces: Vec::with_capacity(original / 64),
                landmarks: Landmarks::for_bytes(original),
            },
        }
    }

    /// Folds one block into one line and returns its folded span. Line ends inside the block count as spaces.
    pub fn block(&mut self, runs: &[Run<'_>]) -> Span {
        if !self.out.text.is_empty() {
            self.out.landmarks.note(self.out.text.len(), '\n');
            self.out.text.push('\n');
        }
        let start = self.out.text.len();
        let mut last = None;
        for (at, run) in runs.iter().enumerate() {
            self.run(*run, &runs[at + 1..], start, &mut last);
        }
        Span::new(start, self.out.text.len())
    }

    /// The finished view.
    pub fn finish(self) -> Folded {
        self.out
    }

    fn run(&mut self, run: Run<'_>, rest: &[Run<'_>], block: usize, last: &mut Option<char>) {
        let verbatim = run.text.len() == run.span.len();
        let mut at = 0;
        loop {
            let settled = if verbatim { self.leading_settled(&run.text[at..]) } else { 0 };
            if settled > 0 {
                let stretch = &run.text[at..at + settled];
                *last = stretch.chars().next_back();
                self.push_settled(stretch, run.span.start + at);
                at += settled;
            }
            let Some(c) = run.text[at..].chars().next() else { return };
            let end = at + c.len_utf8();
            let context = Context { last: *last, written: &self.out.text[block..], after: &run.text[end..], rest };
            if let Some(new) = fold_char(c, &context) {
                let original = if verbatim { Span::new(run.span.start + at, run.span.start + end) } else { run.span };
                self.push(new, original);
                *last = Some(new);
            }
            at = end;
        }
    }

    /// How many bytes the settled characters take with which a text begins. Its landmarks are noted.
    fn leading_settled(&mut self, text: &str) -> usize {
        let folded = self.out.text.len();
        let mut at = QUIET.leading(text);
        while let Some(c) = text[at..].chars().next().filter(|c| SETTLED.contains(*c)) {
            self.out.landmarks.note_landmark(folded + at, c);
            at += c.len_utf8();
            at += QUIET.leading(&text[at..]);
        }
        at
    }

    /// Appends a text that folds to itself and stands at byte `original`.
    fn push_settled(&mut self, text: &str, original: usize) {
        let (start, len) = (original as u32, text.len() as u32);
        let folded = self.out.text.len() as u32;
        self.out.text.push_str(text);
        match self.out.pieces.last_mut() {
            Some(piece) if piece.runs_on_to(folded, start) => {
                piece.folded_len += len;
                piece.original_len += len;
            }
            _ => self.out.pieces.push(Piece { folded, folded_len: len, original: start, original_len: len }),
        }
    }

    fn push(&mut self, c: char, original: Span) {
        let folded = self.out.text.len() as u32;
        self.out.landmarks.note(self.out.text.len(), c);
        self.out.text.push(c);
        let len = c.len_utf8() as u32;
        let (start, original_len) = (original.start as u32, original.len() as u32);
        if let Some(piece) = self.out.pieces.last_mut()
            && len == original_len
            && piece.runs_on_to(folded, start)
        {
            piece.folded_len += len;
            piece.original_len += len;
            return;
        }
        // Several characters out of one place (a decoded entity) grow that place's piece.
        if let Some(piece) = self.out.pieces.last_mut()
            && piece.original == start
            && piece.original_len == original_len
            && piece.folded + piece.folded_len == folded
        {
            piece.folded_len += len;
            return;
        }
        self.out.pieces.push(Piece { folded, folded_len: len, original: start, original_len });
    }
}

/// Folds a whole text whose lines are its blocks.
pub fn fold_lines(text: &str) -> Folded {
    let mut folder = Folder::default();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let body = line.trim_end_matches(['\n', '\r']);
        if !body.is_empty() {
            folder.block(&[Run { text: body, span: Span::new(at, at + body.len()) }]);
        }
        at += line.len();
    }
    folder.finish()
}

/// Folds a word of a rule as the text is folded, so that the two can be compared.
pub fn fold_word(word: &str) -> String {
    if SETTLED.leading(word) == word.len() {
        return word.to_owned();
    }
    let mut folder = Folder::default();
    folder.block(&[Run { text: word, span: Span::new(0, word.len()) }]);
    folder.finish().text
}

/// Folds traditional characters alone, byte for byte: offsets stay. For the source of a regular expression.
pub fn simplify(text: &str) -> String {
    text.chars().map(simplified).collect()
}

/// Whether a character is Chinese for the purpose of spacing: ideographs, Chinese marks, full-width forms.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Whether a character is an ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Whether a character is blank: white space of any width, or of none.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

struct Context<'a> {
    last: Option<char>,
    written: &'a str,
    after: &'a str,
    rest: &'a [Run<'a>],
}

impl Context<'_> {
    fn following(&self) -> impl Iterator<Item = char> {
        self.after.chars().chain(self.rest.iter().flat_map(|run| run.text.chars()))
    }

    fn next_visible(&self) -> Option<char> {
        self.following().find(|c| !is_blank(*c))
    }
}

fn fold_char(c: char, context: &Context<'_>) -> Option<char> {
    match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' => Some(c),
        '\u{4e00}'..='\u{9fff}' => Some(simplified(c)),
        ',' | ':' | ';' | '(' | ')' | '?' | '!' => Some(mark(c, context)),
        '-' | '－' | '–' | '—' | '―' | '─' | '~' | '～' | '〜' if in_year_range(context) => Some('—'),
        '，' | '：' | '；' | '（' | '）' | '？' | '！' | '～' => Some(c),
        '\u{ff01}'..='\u{ff5e}' => Some(narrow(c)),
        '「' => Some('“'),
        '」' => Some('”'),
        '『' => Some('‘'),
        '』' => Some('’'),
        c if is_blank(c) => blank(context),
        c => Some(simplified(c)),
    }
}

fn mark(c: char, context: &Context<'_>) -> char {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| narrow(c).is_ascii_alphanumeric());
    if alphanumeric(context.last) && alphanumeric(context.following().next()) {
        return c;
    }
    match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        '?' => '？',
        _ => '！',
    }
}

fn blank(context: &Context<'_>) -> Option<char> {
    let last = context.last?;
    let next = context.next_visible()?;
    (last != ' ' && !is_chinese(last) && !is_chinese(next)).then_some(' ')
}

/// Between the two years of a range: 2021-2025, 2021年－2025年.
fn in_year_range(context: &Context<'_>) -> bool {
    let before = context.written.strip_suffix('年').unwrap_or(context.written).as_bytes();
    let year_before = before.len() >= 4 && is_year(&before[before.len() - 4..]);
    let year_after = || {
        let mut digits = context.following().map(|c| u8::try_from(narrow(c)).unwrap_or(b' '));
        let first: Vec<u8> = digits.by_ref().take(4).collect();
        first.len() == 4 && is_year(&first) && !digits.next().is_some_and(|c| c.is_ascii_digit())
    };
    year_before && year_after()
}

/// The half-width form of a full-width character of the ASCII range.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn is_year(digits: &[u8]) -> bool {
    digits.iter().all(u8::is_ascii_digit) && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

#[cfg(test)]
mod tests;
