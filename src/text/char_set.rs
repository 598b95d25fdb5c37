//! Sets of characters for passes over whole texts: one bit a character, made when the program is compiled.

/// A set of characters below U+10000, with all characters from there on or none of them.
#[derive(Debug, Clone)]
pub(crate) struct CharSet {
    /// By the upper bits of a code point, that is by all bytes of its UTF-8 form but the last: a bit for each of 64 characters.
    words: [u64; 1024],
    beyond: bool,
}

impl CharSet {
    /// The characters of some ranges, both ends included.
    pub(crate) const fn of(ranges: &[(char, char)]) -> CharSet {
        let mut set = CharSet { words: [0; 1024], beyond: false };
        let mut at = 0;
        while at < ranges.len() {
            let (mut code, last) = (ranges[at].0 as usize, ranges[at].1 as usize);
            while code <= last {
                set.words[code / 64] |= 1 << (code % 64);
                code += 1;
            }
            at += 1;
        }
        set
    }

    /// The set with one more character, which must lie below U+10000.
    pub(crate) const fn with(mut self, code: u16) -> CharSet {
        self.words[code as usize / 64] |= 1 << (code % 64);
        self
    }

    /// The characters that are in both sets.
    pub(crate) const fn and(mut self, other: &CharSet) -> CharSet {
        let mut at = 0;
        while at < self.words.len() {
            self.words[at] &= other.words[at];
            at += 1;
        }
        self.beyond = self.beyond && other.beyond;
        self
    }

    /// All other characters.
    pub(crate) const fn complement(mut self) -> CharSet {
        let mut at = 0;
        while at < self.words.len() {
            self.words[at] = !self.words[at];
            at += 1;
        }
        self.beyond = !self.beyond;
        self
    }

    /// Whether a character is in the set.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let code = c as usize;
        self.words.get(code / 64).map_or(self.beyond, |word| word >> (code % 64) & 1 == 1)
    }

    /// How many bytes the characters of the set take with which a text begins.
    #[inline]
    pub(crate) fn leading(&self, text: &str) -> usize {
        let mut rest = text.as_bytes();
        loop {
            // Most of it is Chinese.
            while let [one @ 0xe0..=0xef, two, three, after @ ..] = rest {
                if !self.has(usize::from(one & 0xf) << 6 | usize::from(two & 0x3f), *three) {
                    return text.len() - rest.len();
                }
                rest = after;
            }
            rest = match rest {
                [one @ ..0x80, after @ ..] if self.has(usize::from(one >> 6), *one) => after,
                [one @ 0xc0..=0xdf, two, after @ ..] if self.has(usize::from(one & 0x1f), *two) => after,
                [0xf0..=0xff, _, _, _, after @ ..] if self.beyond => after,
                _ => return text.len() - rest.len(),
            };
        }
    }

    /// Whether it has a character, given the bits of its UTF-8 form before the last byte, and that byte.
    #[inline]
    fn has(&self, upper: usize, last: u8) -> bool {
        self.words.get(upper).is_some_and(|word| word >> (last & 0x3f) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static SET: CharSet = CharSet::of(&[('a', 'f'), ('é', 'é'), ('一', '三'), ('，', '，')]);
    static OTHERS: CharSet = CharSet::of(&[('a', 'f'), ('一', '三')]).with('法' as u16).complement();

    #[test]
    fn holds_its_ranges_and_nothing_else() {
        for c in '\0'..=char::MAX {
            assert_eq!(SET.contains(c), matches!(c, 'a'..='f' | 'é' | '一'..='三' | '，'), "{c:?}");
            assert_eq!(OTHERS.contains(c), !matches!(c, 'a'..='f' | '一'..='三' | '法'), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn leading_characters_are_those_before_the_first_other(text in "[a-hé一-五，法𠀀]{0,12}") {
            for set in [&SET, &OTHERS] {
                prop_assert_eq!(set.leading(&text), text.find(|c| !set.contains(c)).unwrap_or(text.len()));
            }
        }
    }
}
