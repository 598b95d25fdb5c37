//! Sieves: what makes scanning a text for a few characters cheap.
//!
//! A sieve lets through every character of its set and few others; a character that falls through surely is none of them. It
//! knows ASCII and characters of three UTF-8 bytes, which is all that official prose is made of.

/// A coarse set of characters.
#[derive(Debug, Clone, Copy)]
pub struct Sieve {
    ascii: u128,
    /// One bit for each value of the last ten bits of a character.
    wide: [u64; 16],
}

impl Sieve {
    /// A sieve for the characters of a text.
    ///
    /// # Panics
    /// On a character of two or four bytes. Sieves are constants, so that is when the program is built.
    pub const fn of(chars: &str) -> Self {
        Self { ascii: 0, wide: [0; 16] }.and(chars)
    }

    /// The same sieve with the characters of a text added; panics as [`Sieve::of`] does.
    pub const fn and(mut self, chars: &str) -> Self {
        let bytes = chars.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii() {
                self.ascii |= 1 << bytes[at];
                at += 1;
            } else {
                self = self.with(bytes, at);
                at += 3;
            }
        }
        self
    }

    /// A sieve for the characters of both.
    pub const fn or(mut self, other: Self) -> Self {
        self.ascii |= other.ascii;
        let mut at = 0;
        while at < self.wide.len() {
            self.wide[at] |= other.wide[at];
            at += 1;
        }
        self
    }

    /// A sieve for the last characters of words.
    pub const fn of_ends(words: &[&str]) -> Self {
        let mut sieve = Self { ascii: 0, wide: [0; 16] };
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            sieve = sieve.with(word, word.len() - 3);
            at += 1;
        }
        sieve
    }

    /// A sieve for the first characters of words.
    pub const fn of_starts(words: &[&str]) -> Self {
        let mut sieve = Self { ascii: 0, wide: [0; 16] };
        let mut at = 0;
        while at < words.len() {
            sieve = sieve.with(words[at].as_bytes(), 0);
            at += 1;
        }
        sieve
    }

    const fn with(mut self, bytes: &[u8], at: usize) -> Self {
        assert!(bytes[at] & 0xf0 == 0xe0, "a sieve takes characters of one or three bytes");
        self.wide[(bytes[at + 1] & 15) as usize] |= 1 << (bytes[at + 2] & 63);
        self
    }

    /// Whether the character of three bytes may be in the set.
    #[inline]
    pub const fn passes(&self, wide: [u8; 3]) -> bool {
        self.wide[(wide[1] & 15) as usize] >> (wide[2] & 63) & 1 != 0
    }

    /// Whether the text may begin with a character of the set.
    pub fn may_start(&self, text: &str) -> bool {
        match text.as_bytes() {
            [byte, ..] if byte.is_ascii() => self.ascii >> byte & 1 != 0,
            [a @ 0xe0..=0xef, b, c, ..] => self.passes([*a, *b, *c]),
            _ => false,
        }
    }

    /// Whether the text may end with a character of the set.
    pub fn may_end(&self, text: &str) -> bool {
        match text.as_bytes() {
            [.., byte] if byte.is_ascii() => self.ascii >> byte & 1 != 0,
            [.., a @ 0xe0..=0xef, b, c] => self.passes([*a, *b, *c]),
            _ => false,
        }
    }

    /// The place of the first character at or after `at` that may be in the set; the end of the text where there is none.
    pub fn next(&self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let mut at = at;
        loop {
            // Nearly all characters have three bytes.
            while let Some(&[first @ 0xe0..=0xef, second, third]) = bytes.get(at..at + 3) {
                if self.passes([first, second, third]) {
                    return at;
                }
                at += 3;
            }
            match bytes.get(at) {
                None => return bytes.len(),
                Some(byte) if byte.is_ascii() && self.ascii >> byte & 1 != 0 => return at,
                Some(byte) => {
                    at += if byte.is_ascii() {
                        1
                    } else if *byte < 0xe0 {
                        2
                    } else {
                        4
                    }
                }
            }
        }
    }
}

/// The three bytes at a place where a character begins; nothing where it has fewer, or the last ones of a shorter text.
pub fn wide_at(text: &str, at: usize) -> Option<[u8; 3]> {
    text.as_bytes().get(at..)?.first_chunk::<3>().copied()
}

/// The bytes of a character of three bytes, for matching what [`wide_at`] gives.
///
/// # Panics
/// On a character of another length, when the program is built.
pub const fn wide(c: char) -> [u8; 3] {
    assert!(c.len_utf8() == 3, "the character has three bytes");
    let c = c as u32;
    [0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 63) as u8, 0x80 | (c & 63) as u8]
}

/// `text.ends_with(word)`, quick for Chinese words: their last characters tell most of them apart.
pub fn ends(text: &str, word: &str) -> bool {
    match (text.as_bytes().last_chunk::<3>(), word.as_bytes().last_chunk::<3>()) {
        (Some(a), Some(b)) if a != b => false,
        _ => text.ends_with(word),
    }
}

/// `text.starts_with(word)`, quick for Chinese words: their first characters tell most of them apart.
pub fn starts(text: &str, word: &str) -> bool {
    match (text.as_bytes().first_chunk::<3>(), word.as_bytes().first_chunk::<3>()) {
        (Some(a), Some(b)) if a != b => false,
        _ => text.starts_with(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STOPS: Sieve = Sieve::of("0123456789").and("。一二三");

    #[test]
    fn a_sieve_lets_its_own_characters_through() {
        for text in ["é😀政府。", "é😀政府3", "·—二", "一"] {
            let at = STOPS.next(text, 0);
            assert!(text[at..].chars().count() == 1 && STOPS.may_start(&text[at..]) && STOPS.may_end(text), "{text}");
        }
        assert_eq!(STOPS.next("政府é😀", 0), "政府é😀".len());
        assert!(!STOPS.may_start("") && !STOPS.may_end("😀"));
    }

    #[test]
    fn words_are_told_by_their_edges() {
        const WORDS: [&str; 2] = ["同比", "增长"];
        assert!(Sieve::of_ends(&WORDS).may_end("较快增长") && Sieve::of_starts(&WORDS).may_start("同期"));
        assert!(!Sieve::of_ends(&WORDS).may_end("同期") && !Sieve::of_starts(&WORDS).may_start("长"));
        assert!(ends("较快增长", "增长") && !ends("长", "增长") && starts("增长快", "增长") && !starts("增", "增长"));
    }

    #[test]
    fn bytes_of_a_character_are_those_of_its_text() {
        assert_eq!("，".as_bytes(), wide('，'));
        assert_eq!(wide_at("A件", 1), Some(wide('件')));
        assert_eq!(wide_at("件A", 3), None);
    }

    proptest! {
        #[test]
        fn nothing_of_the_set_is_passed_over(text in "[a0-9é。一二三政府😀—]{0,20}") {
            let first = text.char_indices().find(|(_, c)| c.is_ascii_digit() || "。一二三".contains(*c));
            prop_assert!(STOPS.next(&text, 0) <= first.map_or(text.len(), |(at, _)| at));
        }
    }
}
