//! The folded view of a text: what rules are matched against.
//!
//! Folding makes one spelling out of many, so that a rule is written once:
//! traditional characters become simplified, radicals and compatibility ideographs the characters they look like, full-width letters and digits half-width, half-width marks between
//! Chinese characters full-width, the dash of a year range a 一字线, corner brackets quotation marks; spaces beside Chinese
//! characters go. Each block becomes one line. Every folded byte range maps back to the original exactly.
//! What folding is not: correction. It never changes the text a user sees.

mod table;

use super::landmark::Landmarks;
use super::span::Span;

pub(in crate::text) use table::OF_ONE_FORM;
use table::{QUIET, SETTLED};
pub use table::{simplified, unified};

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

/// The folded text of a document with the map back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    pieces: Vec<Piece>,
    landmarks: Landmarks,
}

/// A stretch of folded text whose bytes map one to one, or a changed stretch that maps as a whole.
#[derive(Debug, Clone, Copy)]
struct Piece {
    folded: u32,
    folded_len: u32,
    original: u32,
    original_len: u32,
}

impl Piece {
    fn one_to_one(self) -> bool {
        self.folded_len == self.original_len
    }

    /// Whether it maps one to one and ends at a folded and an original byte.
    fn runs_on_to(self, folded: u32, original: u32) -> bool {
        self.one_to_one() && self.folded + self.folded_len == folded && self.original + self.original_len == original
    }
}

/// Original bytes that folding left out between two characters of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Folded offset of the character after it.
    pub folded: usize,
    /// Original bytes left out.
    pub original: Span,
}

impl Folded {
    /// What folding left out inside the blocks (spaces beside Chinese characters, markup), in order.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.pieces.windows(2).filter_map(|pair| {
            let (left, right) = (pair.first()?, pair.get(1)?);
            let end = left.original + left.original_len;
            let adjacent = left.folded + left.folded_len == right.folded;
            (adjacent && end < right.original).then(|| Gap {
                folded: right.folded as usize,
                original: Span::new(end as usize, right.original as usize),
            })
        })
    }

    /// Whether anything but blanks was left out inside a folded span: markup.
    pub fn skips_words(&self, span: Span, original: &str) -> bool {
        let from = self.pieces.partition_point(|piece| ((piece.folded + piece.folded_len) as usize) <= span.start);
        let inside = self.pieces[from..].iter().take_while(|piece| (piece.folded as usize) < span.end);
        let mut last: Option<&Piece> = None;
        for piece in inside {
            let gap = last.map(|last| (last.original + last.original_len) as usize..piece.original as usize);
            let left_out = gap.and_then(|gap| original.get(gap)).unwrap_or_default();
            if !left_out.chars().all(is_blank) {
                return true;
            }
            last = Some(piece);
        }
        false
    }

    /// The folded text, one line a block.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The characters of the folded text that are no plain ideographs.
    pub fn landmarks(&self) -> &Landmarks {
        &self.landmarks
    }

    /// The original bytes of a folded span. An empty span maps to the place before the next character.
    pub fn original(&self, span: Span) -> Span {
        let start = self.original_start(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.original_end(span.end).max(start))
    }

    fn original_start(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|p| p.folded as usize <= at);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        let within = at - piece.folded as usize;
        if within < piece.folded_len as usize {
            let moved = if piece.one_to_one() { within } else { 0 };
            return piece.original as usize + moved;
        }
        match self.pieces.get(after) {
            // Between two blocks: the line break belongs to the earlier one.
            Some(_) | None => (piece.original + piece.original_len) as usize,
        }
    }

    fn original_end(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|p| (p.folded as usize) < at);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        let within = (at - piece.folded as usize).min(piece.folded_len as usize);
        let moved = if piece.one_to_one() { within } else { piece.original_len as usize };
        piece.original as usize + moved
    }
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_script_width_marks_and_spaces_into_one_spelling() {
        assert_eq!(
            fold_word("全麵推進 法治 政府建設,製定(２０２１-２０２５年)"),
            "全面推进法治政府建设，制定（2021—2025年）"
        );
        assert_eq!(fold_word("关于 2024 年「放管服」改革"), "关于2024年“放管服”改革");
        assert_eq!(fold_word("１,２００件，16:32，a b"), "1,200件，16:32，a b");
    }

    #[test]
    fn radicals_out_of_a_pdf_become_the_characters_they_look_like() {
        assert_eq!(fold_word("\u{2f00}、\u{2f08}\u{2ea0}政府\u{2f0c}\u{fa0a}"), "一、人民政府冂见");
        assert_eq!((unified('\u{2ed1}'), simplified('\u{2ed1}')), ('長', '长'));
        assert_eq!((unified('長'), unified('⽤')), ('長', '用'));
    }

    #[test]
    fn keeps_hyphens_outside_year_ranges() {
        assert_eq!(fold_word("2023-02-24，0571-85250000"), "2023-02-24，0571-85250000");
        assert_eq!(fold_word("2021–2025年，2016年-2020年"), "2021—2025年，2016年—2020年");
    }

    #[test]
    fn maps_a_folded_word_back_to_its_exact_original() {
        let text = "一、製 度,\r\n二、全麵";
        let folded = fold_lines(text);
        assert_eq!(folded.text(), "一、制度，\n二、全面");
        let find = |word: &str| {
            let at = folded.text().find(word).unwrap();
            folded.original(Span::new(at, at + word.len())).of(text)
        };
        assert_eq!(find("制度"), "製 度");
        assert_eq!(find("，"), ",");
        assert_eq!(find("全面"), "全麵");
    }

    #[test]
    fn maps_decoded_text_to_the_whole_of_its_source() {
        let mut folder = Folder::default();
        folder.block(&[
            Run { text: "法", span: Span::new(0, 3) },
            Run { text: "治", span: Span::new(3, 11) },
            Run { text: "政府", span: Span::new(11, 17) },
        ]);
        let folded = folder.finish();
        assert_eq!(folded.original(Span::new(0, 6)), Span::new(0, 11));
        assert_eq!(folded.original(Span::new(3, 6)), Span::new(3, 11));
        assert_eq!(folded.original(Span::new(6, 9)), Span::new(11, 14));
    }

    #[test]
    fn gaps_are_what_folding_left_out_inside_a_line() {
        let text = "　　法治 政府\n顾问  “顾";
        let folded = fold_lines(text);
        let gaps: Vec<_> = folded.gaps().map(|gap| (&folded.text()[gap.folded..], gap.original.of(text))).collect();
        assert_eq!(gaps, [("政府\n顾问“顾", " "), ("“顾", "  ")]);
    }

    #[test]
    fn markup_left_out_inside_a_span_is_told_from_blanks() {
        let text = "甲<b>乙</b> 丙 丁";
        let mut folder = Folder::default();
        let run = |word: &'static str| {
            let at = text.find(word).unwrap();
            Run { text: word, span: Span::new(at, at + word.len()) }
        };
        folder.block(&[run("甲"), run("乙"), run("丙 丁")]);
        let folded = folder.finish();
        let skips = |words: &str| {
            let at = folded.text().find(words).unwrap();
            folded.skips_words(Span::new(at, at + words.len()), text)
        };
        assert!(skips("甲乙") && skips("乙丙") && !skips("丙丁") && !skips("乙"));
    }

    #[test]
    fn settled_characters_fold_to_themselves_everywhere_and_others_not_always() {
        let contexts = [
            Context { last: None, written: "", after: "", rest: &[] },
            Context { last: Some('1'), written: "2021", after: "2025年", rest: &[] },
            Context { last: Some('年'), written: "2021年", after: " 法", rest: &[] },
        ];
        for c in '\0'..=char::MAX {
            let same = contexts.iter().all(|context| fold_char(c, context) == Some(c));
            assert_eq!(SETTLED.contains(c), same, "{c:?}");
        }
    }

    #[test]
    fn stretches_fold_as_their_characters_do() {
        let text = "甲乙，2021年－2025年,「全麵」 ab 一";
        let whole = fold_lines(text);
        let mut folder = Folder::default();
        let runs: Vec<Run<'_>> = text
            .char_indices()
            .map(|(at, c)| Run { text: &text[at..at + c.len_utf8()], span: Span::new(at, at + c.len_utf8()) })
            .collect();
        folder.block(&runs);
        let apart = folder.finish();
        assert_eq!(whole.text, apart.text);
        for at in 0..=whole.text.len() {
            assert_eq!(whole.original(Span::new(0, at)), apart.original(Span::new(0, at)));
        }
    }

    #[test]
    fn no_simplified_form_has_a_simplified_form_itself() {
        for c in '\u{3400}'..='\u{9fff}' {
            assert_eq!(simplified(simplified(c)), simplified(c), "{c}");
        }
        assert_eq!(simplified('薴'), '苎');
    }

    proptest! {
        #[test]
        fn every_folded_character_maps_to_a_character_that_folds_to_it(text in "[一-龥全麵製0-9０-９ ,:()（），。\u{3000}年\\-a-c]{0,60}") {
            let folded = fold_lines(&text);
            for (at, c) in folded.text().char_indices().filter(|(_, c)| is_han(*c) || c.is_ascii_digit()) {
                let source = folded.original(Span::new(at, at + c.len_utf8())).of(&text);
                prop_assert_eq!(fold_word(source), c.to_string());
            }
        }

        #[test]
        fn folding_chinese_text_twice_changes_nothing(text in "[一-龥全麵製「」，。,:() \u{3000}]{0,80}") {
            let once = fold_word(&text);
            prop_assert_eq!(fold_word(&once), once);
        }
    }
}
