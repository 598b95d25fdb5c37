//! Lists of Chinese words of which the first that fits is wanted, found by the character at an edge without trying them all.

use super::sieve::Sieve;

/// Words in the order in which they are tried.
#[derive(Debug)]
pub struct WordList<const N: usize> {
    words: [&'static str; N],
    /// One past the place of the first word whose character at the edge falls into the slot; 0 where none does.
    heads: [u8; SLOTS],
    /// By word, one past the place of the next word of the same slot.
    next: [u8; N],
    /// The characters at the edge.
    sieve: Sieve,
}

const SLOTS: usize = 512;

const fn slot(character: &[u8; 3]) -> usize {
    ((character[1] & 7) as usize) << 6 | (character[2] & 63) as usize
}

impl<const N: usize> WordList<N> {
    /// Words that texts are to start with.
    ///
    /// # Panics
    /// On more than 254 words, or a word that begins with no character of three bytes. Lists are constants, so that is when the
    /// program is built.
    pub const fn of_starts(words: [&'static str; N]) -> Self {
        let mut list = Self { words, heads: [0; SLOTS], next: [0; N], sieve: Sieve::of_starts(&words) };
        let mut at = N;
        while at > 0 {
            at -= 1;
            list.put_first(words[at].as_bytes().first_chunk(), at);
        }
        list
    }

    /// Words that texts are to end with; panics as [`WordList::of_starts`] does.
    pub const fn of_ends(words: [&'static str; N]) -> Self {
        let mut list = Self { words, heads: [0; SLOTS], next: [0; N], sieve: Sieve::of_ends(&words) };
        let mut at = N;
        while at > 0 {
            at -= 1;
            list.put_first(words[at].as_bytes().last_chunk(), at);
        }
        list
    }

    /// Puts a word before those of its slot that are there.
    const fn put_first(&mut self, character: Option<&[u8; 3]>, at: usize) {
        assert!(at < u8::MAX as usize, "places are bytes");
        let Some(character) = character else { panic!("a Chinese word has three bytes") };
        self.next[at] = self.heads[slot(character)];
        self.heads[slot(character)] = at as u8 + 1;
    }

    /// The place of the first word, from a place of the list on, that a text starts with. For lists of starts.
    pub fn starting(&self, text: &str, from: usize) -> Option<usize> {
        self.find(text.as_bytes().first_chunk()?, |at| at >= from && text.starts_with(self.words[at]))
    }

    /// The place of the first word, from a place of the list on, that a text ends with. For lists of ends.
    pub fn ending(&self, text: &str, from: usize) -> Option<usize> {
        self.find(text.as_bytes().last_chunk()?, |at| at >= from && text.ends_with(self.words[at]))
    }

    /// The first word of the list that a text starts with. For lists of starts.
    pub fn start_of(&self, text: &str) -> Option<&'static str> {
        self.starting(text, 0).map(|at| self.words[at])
    }

    /// The first word of the list that a text ends with. For lists of ends.
    pub fn end_of(&self, text: &str) -> Option<&'static str> {
        self.ending(text, 0).map(|at| self.words[at])
    }

    /// Of each place in a text where a word of the list stands, the place of the word in the list. For lists of starts.
    pub fn in_text<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                at = self.sieve.next(text, at);
                let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
                at += 3;
                if let Some(word) = self.starting(rest, 0) {
                    return Some(word);
                }
            }
        })
    }

    /// A word by its place in the list.
    pub fn word(&self, at: usize) -> &'static str {
        self.words[at]
    }

    /// What lets the characters at the edge of the words through.
    pub const fn sieve(&self) -> Sieve {
        self.sieve
    }

    fn find(&self, character: &[u8; 3], fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mut place = usize::from(self.heads[slot(character)]);
        while let Some(at) = place.checked_sub(1) {
            if fits(at) {
                return Some(at);
            }
            place = usize::from(self.next[at]);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: [&str; 6] = ["件次", "件", "人次", "人", "本级", "市本级"];
    static STARTS: WordList<6> = WordList::of_starts(WORDS);
    static ENDS: WordList<6> = WordList::of_ends(WORDS);

    #[test]
    fn the_first_word_of_the_list_wins() {
        assert_eq!(STARTS.start_of("件次数"), Some("件次"));
        assert_eq!(STARTS.starting("件次数", 1), Some(1));
        assert_eq!(ENDS.end_of("全市本级"), Some("本级"));
        assert_eq!(STARTS.in_text("3人次5件").collect::<Vec<_>>(), [2, 1]);
        assert_eq!((STARTS.start_of(""), ENDS.end_of("x")), (None, None));
    }

    proptest! {
        #[test]
        fn finds_what_trying_each_word_finds(text in "[件次人本级市a—]{0,6}") {
            prop_assert_eq!(STARTS.start_of(&text), WORDS.into_iter().find(|word| text.starts_with(word)));
            prop_assert_eq!(ENDS.end_of(&text), WORDS.into_iter().find(|word| text.ends_with(word)));
            let any = WORDS.iter().any(|word| text.contains(word));
            prop_assert_eq!(STARTS.in_text(&text).next().is_some(), any);
        }
    }
}
