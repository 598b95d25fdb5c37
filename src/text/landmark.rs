//! Landmarks: the characters of a text that are no plain ideographs.
//!
//! Nearly all characters of a report are ideographs, while checks of single characters ask for marks, letters, blanks, digits or
//! the numerals of enumerations. So these are noted when a text is folded, and whoever looks for some of them walks over them
//! alone.

use super::char_set::CharSet;
use super::span::Span;

/// A character that is neither a plain ideograph nor an ASCII digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landmark {
    at: u32,
    /// The character.
    pub c: char,
}

impl Landmark {
    /// The byte at which it begins.
    pub fn start(self) -> usize {
        self.at as usize
    }

    /// One past its last byte.
    pub fn end(self) -> usize {
        self.start() + self.c.len_utf8()
    }

    /// Its bytes.
    pub fn span(self) -> Span {
        Span::new(self.start(), self.end())
    }
}

/// The landmarks and the digits of a text, in order.
#[derive(Debug, Clone, Default)]
pub struct Landmarks {
    all: Vec<Landmark>,
    digits: Vec<Span>,
}

/// Ideographs that nobody looks for one by one: all but the numerals below a hundred, the 月 of dates, and what marks of items
/// begin with (其一, 第一).
static PLAIN: CharSet = plain();

/// [`PLAIN`], for sets made of it.
pub(super) const fn plain() -> CharSet {
    let looked_for = CharSet::of(&[
        ('一', '一'),
        ('二', '二'),
        ('三', '三'),
        ('四', '四'),
        ('五', '五'),
        ('六', '六'),
        ('七', '七'),
        ('八', '八'),
        ('九', '九'),
        ('十', '十'),
        ('月', '月'),
        ('其', '其'),
        ('第', '第'),
    ]);
    let ideographs = CharSet::of(&[('\u{3400}', '\u{4dbf}'), ('\u{4e00}', '\u{9fff}'), ('\u{f900}', '\u{faff}')]);
    ideographs.and(&looked_for.complement())
}

impl Landmarks {
    /// None yet, of a text of so many bytes.
    pub(super) fn for_bytes(text: usize) -> Landmarks {
        Landmarks { all: Vec::with_capacity(text / 16), digits: Vec::with_capacity(text / 48) }
    }

    /// The landmarks of a text.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Landmarks {
        let mut landmarks = Landmarks::default();
        text.char_indices().for_each(|(at, c)| landmarks.note(at, c));
        landmarks
    }

    /// Notes the character at a byte, if it is no plain ideograph. Characters come in order.
    pub(super) fn note(&mut self, at: usize, c: char) {
        if !PLAIN.contains(c) {
            self.note_landmark(at, c);
        }
    }

    /// Notes a character that is no plain ideograph.
    pub(super) fn note_landmark(&mut self, at: usize, c: char) {
        if c.is_ascii_digit() {
            match self.digits.last_mut() {
                Some(run) if run.end == at => run.end += 1,
                _ => self.digits.push(Span::new(at, at + 1)),
            }
        } else {
            self.all.push(Landmark { at: at as u32, c });
        }
    }

    /// Those inside a span, which begins and ends between characters.
    pub fn within(&self, span: Span) -> &[Landmark] {
        let from = self.all.partition_point(|landmark| landmark.start() < span.start);
        let len = self.all[from..].partition_point(|landmark| landmark.start() < span.end);
        &self.all[from..from + len]
    }

    /// The runs of ASCII digits.
    pub fn digits(&self) -> &[Span] {
        &self.digits
    }

    /// The runs of ASCII digits that begin inside a span.
    pub fn digits_within(&self, span: Span) -> &[Span] {
        let from = self.digits.partition_point(|run| run.start < span.start);
        let len = self.digits[from..].partition_point(|run| run.start < span.end);
        &self.digits[from..from + len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn landmarks_are_all_characters_but_plain_ideographs_and_digits() {
        let text = "（二）办结“A”3件é😀𠀀，10月。";
        let landmarks = Landmarks::of(text);
        let chars = |span: Span| landmarks.within(span).iter().map(|landmark| landmark.c).collect::<String>();
        assert_eq!(chars(Span::new(0, text.len())), "（二）“A”é😀𠀀，月。");
        assert_eq!(chars(Span::new("（".len(), "（二）".len())), "二）");
        assert_eq!(landmarks.digits().iter().map(|run| run.of(text)).collect::<Vec<_>>(), ["3", "10"]);
    }

    proptest! {
        #[test]
        fn landmarks_and_digits_stand_where_they_say(text in "[一-龥0-9，（）《》 一二三月é😀\n]{0,40}") {
            let plain = |c: &char| {
                c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(c) && !"一二三四五六七八九十月其第".contains(*c)
            };
            let expected: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !plain(c)).collect();
            let landmarks = Landmarks::of(&text);
            let found = landmarks.within(Span::new(0, text.len()));
            prop_assert_eq!(found.iter().map(|landmark| (landmark.start(), landmark.c)).collect::<Vec<_>>(), expected);
            prop_assert!(found.iter().all(|landmark| landmark.span().of(&text).starts_with(landmark.c)));
            let is_digit = |at: &usize| text.as_bytes()[*at].is_ascii_digit();
            let places: Vec<usize> = (0..text.len()).filter(is_digit).collect();
            let runs = places.chunk_by(|one, next| one + 1 == *next).map(|run| Span::new(run[0], run[0] + run.len()));
            prop_assert_eq!(landmarks.digits(), runs.collect::<Vec<_>>());
        }
    }
}
