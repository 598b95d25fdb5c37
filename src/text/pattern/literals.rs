//! The literals of all patterns, each known by a number.

use std::sync::Arc;

/// The number of a literal, 0-based.
pub type LiteralId = u32;

/// All literals that texts are scanned for, each once, and what else is known of the loaded patterns.
#[derive(Debug, Default)]
pub struct Literals {
    texts: Vec<Arc<str>>,
    /// Numbers by hash of the text, open addressing; [`FREE`] where there is none. A power of two, twice as many as texts at least.
    places: Vec<LiteralId>,
    written: Vec<Written>,
    uses: Vec<Use>,
    /// Of each list the number of its first word, and one past that of the last.
    lists: Vec<WordId>,
}

/// The number of a list of words, 0-based.
pub type ListId = u32;

/// The number of a word among the words of all lists, those of one list together, 0-based.
pub(in crate::text) type WordId = u32;

/// What a word of a list needs to stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// One of these literals.
    OneOf(Vec<LiteralId>),
    /// No literal: it must always be tried.
    Nothing,
}

/// That a word of a list may stand where a literal stands, or anywhere.
#[derive(Debug, Clone, Copy)]
pub(in crate::text) struct Use {
    /// `None` for anywhere.
    pub(in crate::text) literal: Option<LiteralId>,
    pub(in crate::text) word: WordId,
}

/// No literal.
const FREE: LiteralId = LiteralId::MAX;

/// A pattern as parsed.
#[derive(Debug)]
enum Written {
    Literal(Arc<str>),
    Regex(Arc<str>),
}

impl Literals {
    /// The number of a folded literal, the same for equal text.
    pub fn intern(&mut self, folded: &str) -> LiteralId {
        if self.texts.len() * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.place(folded);
        if self.places[place] != FREE {
            return self.places[place];
        }
        let id = self.texts.len() as LiteralId;
        self.places[place] = id;
        self.texts.push(Arc::from(folded));
        id
    }

    fn grow(&mut self) {
        self.places = vec![FREE; (self.places.len() * 2).max(1 << 10)];
        for (id, text) in (0..).zip(&self.texts) {
            let place = self.place(text);
            self.places[place] = id;
        }
    }

    /// Where the number of a text stands, or would stand.
    fn place(&self, text: &str) -> usize {
        let last = self.places.len() - 1;
        let mut place = hash(text) as usize & last;
        while self.places[place] != FREE && *self.texts[self.places[place] as usize] != *text {
            place = (place + 1) & last;
        }
        place
    }

    /// The text of a literal.
    pub(super) fn text(&self, id: LiteralId) -> Arc<str> {
        Arc::clone(&self.texts[id as usize])
    }

    /// Notes a literal that is a pattern of its own.
    pub(super) fn note_literal(&mut self, text: Arc<str>) {
        self.written.push(Written::Literal(text));
    }

    /// Notes a regular expression parsed.
    pub(super) fn note_regex(&mut self, source: Arc<str>) {
        self.written.push(Written::Regex(source));
    }

    /// Numbers a list of words, given what each of them needs.
    pub fn list(&mut self, needs: impl Iterator<Item = Need>) -> ListId {
        let first = self.lists.last().copied().unwrap_or_default();
        let mut next = first;
        for (word, need) in (first..).zip(needs) {
            match need {
                Need::OneOf(literals) => {
                    let of = |literal| Use { literal: Some(literal), word };
                    self.uses.extend(literals.into_iter().map(of));
                }
                Need::Nothing => self.uses.push(Use { literal: None, word }),
            }
            next = word + 1;
        }
        if self.lists.is_empty() {
            self.lists.push(0);
        }
        self.lists.push(next);
        self.lists.len() as ListId - 2
    }

    /// Of each list the number of its first word, and one past that of the last.
    pub(in crate::text) fn lists(&self) -> &[WordId] {
        &self.lists
    }

    /// Which literals the words of all lists may stand at.
    pub(in crate::text) fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// Every pattern parsed so far as a regular expression, for tools that run the same patterns.
    pub fn sources(&self) -> Vec<String> {
        let source = |written: &Written| match written {
            Written::Literal(text) => regex::escape(text),
            Written::Regex(source) => source.to_string(),
        };
        self.written.iter().map(source).collect()
    }

    /// The literals in the order of their numbers.
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// Eight bytes at a time; short texts, and nobody who would choose them to collide.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(text.len() as u64, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)));
    hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number_however_many_there_are() {
        let mut literals = Literals::default();
        let texts: Vec<String> = (0..3_000).map(|at| format!("第{at}条")).collect();
        let ids: Vec<LiteralId> = texts.iter().map(|text| literals.intern(text)).collect();
        assert_eq!(ids, (0..3_000).collect::<Vec<_>>());
        assert_eq!(texts.iter().map(|text| literals.intern(text)).collect::<Vec<_>>(), ids);
        assert_eq!(*literals.texts()[7], *"第7条");
    }
}
