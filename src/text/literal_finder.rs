//! Finding many literals in one pass over a text, in time that hardly depends on their number.
//!
//! Each literal is looked for by two neighbouring characters of it, its *key*: of all its pairs the one that the fewest other
//! literals hold. The pass asks of each pair of the text whether it may be a key, which takes one bit of a table that fits into
//! the nearest cache; only then are literals compared. Chinese text has so many characters that few pairs are keys by chance.
//! An automaton answers the same question, but takes milliseconds to build and a memory access per byte to run.

/// Literals made ready to be found. They are known by their place in the order given.
#[derive(Debug, Default)]
pub(crate) struct LiteralFinder {
    /// A bit for every hash of a key.
    filter: Vec<u64>,
    /// How far a hash is shifted to give a bit of the filter.
    filter_shift: u32,
    /// Keys by hash, open addressing; twice as many places as keys at least.
    places: Vec<Place>,
    /// How far a hash is shifted to give a place.
    place_shift: u32,
    /// The literals, those of one key together.
    entries: Vec<Entry>,
    /// The bytes of all literals.
    bytes: Vec<u8>,
    /// A bit for each character below U+10000 that is a literal; empty if there is none.
    singles: Vec<u64>,
    /// Whether a literal is one character from there on.
    has_far_single: bool,
}

/// A key and the literals that have it.
#[derive(Debug, Clone, Copy)]
struct Place {
    key: Key,
    /// A literal that is no more than the key, or [`NONE`].
    literal: u32,
    /// The others.
    first: u32,
    count: u32,
}

const FREE: Place = Place { key: Key(NO_CHARACTER, NO_CHARACTER), literal: NONE, first: 0, count: 0 };

/// No literal.
const NONE: u32 = u32::MAX;

/// Two characters as code points; the second is [`NO_CHARACTER`] for a literal of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key(u32, u32);

/// Two neighbouring characters of a text, the first of which is [`NO_CHARACTER`] at its start.
#[derive(Debug, Clone, Copy)]
struct Pair {
    key: Key,
    /// The byte where the second begins.
    at: usize,
}

/// Pairs gathered before they are looked at.
const GATHERED: usize = 64;

/// Characters below this have a bit each.
const NEAR: usize = 0x1_0000;

/// Beyond all code points.
const NO_CHARACTER: u32 = 0x11_0000;

impl Key {
    fn hash(self) -> u32 {
        self.0.wrapping_mul(0x9e37_79b1).wrapping_add(self.1).wrapping_mul(0x85eb_ca6b)
    }

    /// Bytes of its characters.
    fn len(self) -> u32 {
        let len = |code: u32| char::from_u32(code).map_or(0, char::len_utf8) as u32;
        len(self.0) + len(self.1)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    literal: u32,
    /// Where it stands in [`LiteralFinder::bytes`].
    start: u32,
    len: u32,
    /// Its bytes before the key.
    before: u32,
}

impl LiteralFinder {
    /// Makes literals ready. None may be empty.
    pub(crate) fn new<'a>(literals: impl Iterator<Item = &'a str> + Clone) -> Self {
        let rarity = Rarity::of(literals.clone());
        let mut finder = LiteralFinder::default();
        let mut keyed: Vec<(Key, Entry)> = Vec::new();
        for (literal, text) in (0u32..).zip(literals) {
            let (key, before) = rarity.key(text);
            if key.1 == NO_CHARACTER {
                finder.singles.resize(NEAR / 64, 0);
                match finder.singles.get_mut(key.0 as usize / 64) {
                    Some(word) => *word |= 1 << (key.0 % 64),
                    None => finder.has_far_single = true,
                }
            }
            let start = finder.bytes.len() as u32;
            finder.bytes.extend_from_slice(text.as_bytes());
            keyed.push((key, Entry { literal, start, len: text.len() as u32, before }));
        }
        finder.index(&keyed);
        finder
    }

    fn index(&mut self, keyed: &[(Key, Entry)]) {
        let bits = (keyed.len() * 2).next_power_of_two().trailing_zeros().max(1);
        self.places = vec![FREE; 1 << bits];
        self.place_shift = u32::BITS - bits;
        let filter_bits = (bits + 4).max(6);
        self.filter = vec![0; 1 << (filter_bits - 6)];
        self.filter_shift = u32::BITS - filter_bits;
        for (key, entry) in keyed {
            let hash = key.hash();
            let bit = hash >> self.filter_shift;
            self.filter[bit as usize / 64] |= 1 << (bit % 64);
            let at = self.slot(*key, hash);
            let place = &mut self.places[at];
            place.key = *key;
            if place.literal == NONE && entry.len == key.len() {
                place.literal = entry.literal;
            } else {
                place.count += 1;
            }
        }
        let mut first = 0;
        for place in &mut self.places {
            place.first = first;
            first += std::mem::take(&mut place.count);
        }
        self.entries = vec![Entry::default(); first as usize];
        for (key, entry) in keyed {
            let at = self.slot(*key, key.hash());
            let place = &mut self.places[at];
            if place.literal != entry.literal {
                self.entries[(place.first + place.count) as usize] = *entry;
                place.count += 1;
            }
        }
    }

    /// The place of a key, or the free place where it would be.
    fn slot(&self, key: Key, hash: u32) -> usize {
        let mut at = (hash >> self.place_shift) as usize;
        while self.places[at].key != key && self.places[at].key != FREE.key {
            at = (at + 1) & (self.places.len() - 1);
        }
        at
    }

    /// Calls `visit` with the number and the first byte of each occurrence, overlapping ones too, until it answers `false`. The
    /// occurrences of one literal come in rising order.
    pub(crate) fn each(&self, text: &str, mut visit: impl FnMut(u32, usize) -> bool) {
        if self.bytes.is_empty() {
            return;
        }
        // Whether a pair may be a key cannot be foretold; so pairs are gathered without a branch and looked at later.
        let mut gathered = [Pair { key: FREE.key, at: 0 }; GATHERED];
        let mut count = 0;
        let mut before = NO_CHARACTER;
        let mut rest = text.as_bytes();
        while let Some((code, after)) = first(rest) {
            let key = Key(before, code);
            gathered[count] = Pair { key, at: text.len() - rest.len() };
            count += self.may_be_key(key) | self.may_be_single(code);
            if count == GATHERED {
                if !gathered.iter().all(|pair| self.compare(*pair, text, &mut visit)) {
                    return;
                }
                count = 0;
            }
            before = code;
            rest = after;
        }
        gathered[..count].iter().all(|pair| self.compare(*pair, text, &mut visit));
    }

    /// 1 if a bit says that it may.
    #[inline]
    fn may_be_key(&self, key: Key) -> usize {
        let bit = key.hash() >> self.filter_shift;
        self.filter.get(bit as usize / 64).map_or(0, |word| (word >> (bit % 64)) as usize & 1)
    }

    /// 1 if a character is a literal, or may be one.
    #[inline]
    fn may_be_single(&self, code: u32) -> usize {
        match self.singles.get(code as usize / 64) {
            Some(word) => (word >> (code % 64)) as usize & 1,
            None => usize::from(self.has_far_single),
        }
    }

    /// Compares the literals of a pair, and of its second character.
    #[inline]
    fn compare(&self, pair: Pair, text: &str, visit: &mut impl FnMut(u32, usize) -> bool) -> bool {
        let Pair { key: Key(before, code), at } = pair;
        let of_pair = self.may_be_key(pair.key) == 0 || {
            let first = char::from_u32(before).map_or(0, char::len_utf8);
            self.compare_key(pair.key, text, at - first, visit)
        };
        of_pair && (self.may_be_single(code) == 0 || self.compare_key(Key(code, NO_CHARACTER), text, at, visit))
    }

    /// Compares the literals of a key that stands at byte `at`.
    #[inline]
    fn compare_key(&self, key: Key, text: &str, at: usize, visit: &mut impl FnMut(u32, usize) -> bool) -> bool {
        let place = self.places[self.slot(key, key.hash())];
        if place.literal != NONE && !visit(place.literal, at) {
            return false;
        }
        let entries = &self.entries[place.first as usize..(place.first + place.count) as usize];
        entries.iter().all(|entry| {
            let literal = &self.bytes[entry.start as usize..(entry.start + entry.len) as usize];
            let start = at.checked_sub(entry.before as usize);
            let found = start.filter(|start| text.as_bytes().get(*start..).is_some_and(|rest| begins(rest, literal)));
            found.is_none_or(|start| visit(entry.literal, start))
        })
    }
}

/// The first character of the bytes of a text, and what comes after it.
#[inline(always)]
fn first(text: &[u8]) -> Option<(u32, &[u8])> {
    let low = |byte: u8| u32::from(byte & 0x3f);
    match text {
        // Nearly all characters have three bytes.
        [one @ 0xe0..=0xef, two, three, after @ ..] => {
            Some((u32::from(one & 0xf) << 12 | low(*two) << 6 | low(*three), after))
        }
        [one @ ..0x80, after @ ..] => Some((u32::from(*one), after)),
        [one @ 0xc0..0xe0, two, after @ ..] => Some((u32::from(one & 0x1f) << 6 | low(*two), after)),
        [one, two, three, four, after @ ..] => {
            Some((u32::from(one & 7) << 18 | low(*two) << 12 | low(*three) << 6 | low(*four), after))
        }
        _ => None,
    }
}

/// Whether a text begins with a literal of some bytes, for which calling the library takes longer than comparing.
#[inline]
fn begins(text: &[u8], literal: &[u8]) -> bool {
    text.len() >= literal.len() && text.iter().zip(literal).all(|(one, other)| one == other)
}

/// How many literals hold a pair, about.
struct Rarity {
    counts: Vec<u16>,
}

impl Rarity {
    const BITS: u32 = 12;

    fn of<'a>(literals: impl Iterator<Item = &'a str>) -> Rarity {
        let mut counts = vec![0u16; 1 << Self::BITS];
        for literal in literals {
            for (key, _) in pairs(literal) {
                let count = &mut counts[Self::place(key)];
                *count = count.saturating_add(1);
            }
        }
        Rarity { counts }
    }

    fn place(key: Key) -> usize {
        (key.hash() >> (u32::BITS - Self::BITS)) as usize
    }

    /// The pair of a literal that the fewest literals hold, and the bytes before it.
    fn key(&self, literal: &str) -> (Key, u32) {
        let rarest = pairs(literal).min_by_key(|(key, _)| self.counts[Self::place(*key)]);
        let single = || (Key(literal.chars().next().map_or(0, u32::from), NO_CHARACTER), 0);
        rarest.unwrap_or_else(single)
    }
}

/// The pairs of neighbouring characters, each with the bytes before it.
fn pairs(literal: &str) -> impl Iterator<Item = (Key, u32)> + '_ {
    let seconds = literal.chars().skip(1);
    literal.char_indices().zip(seconds).map(|((at, first), second)| (Key(first.into(), second.into()), at as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(literals: &[&str], text: &str) -> Vec<(u32, usize)> {
        let mut found = Vec::new();
        LiteralFinder::new(literals.iter().copied()).each(text, |literal, at| {
            found.push((literal, at));
            true
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn finds_literals_inside_and_beside_each_other() {
        assert_eq!(
            found(&["行政复议", "复议", "议决", "复", "行政"], "行政复议决定行政"),
            [(0, 0), (1, 6), (2, 9), (3, 6), (4, 0), (4, 18)]
        );
    }

    #[test]
    fn equal_literals_are_found_each_for_itself() {
        assert_eq!(found(&["复议", "复议"], "复议"), [(0, 0), (1, 0)]);
    }

    #[test]
    fn no_literals_find_nothing() {
        assert_eq!(found(&[], "复议"), []);
    }

    #[test]
    fn the_first_answer_may_be_the_last() {
        let mut count = 0;
        LiteralFinder::new(["复议"].into_iter()).each("复议复议", |_, _| {
            count += 1;
            false
        });
        assert_eq!(count, 1);
    }

    proptest! {
        #[test]
        fn finds_what_looking_for_each_finds(
            literals in proptest::collection::vec("[ab一二三]{1,4}", 0..12),
            text in "[abc一二三四\n]{0,40}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            let mut all = Vec::new();
            for (number, literal) in literals.iter().enumerate() {
                let starts = (0..text.len()).filter(|at| text.as_bytes()[*at..].starts_with(literal.as_bytes()));
                all.extend(starts.map(|at| (number as u32, at)));
            }
            prop_assert_eq!(found(&literals, &text), all);
        }
    }
}
