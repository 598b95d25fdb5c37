//! Finding many literals in one pass over a text, in time that hardly depends on their number.
//!
//! Each literal is looked for by a few bytes of it, its *key*: two neighbouring characters of three bytes each, which Chinese
//! text is made of, else one such character, else its first byte. Of all its pairs it is the one that the fewest other literals
//! hold. The pass asks at each character of the text whether a key may begin there, which takes one bit of a table that fits into
//! the nearest cache; only then are literals compared. Chinese text has so many characters that few pairs are keys by chance.
//! An automaton answers the same question, but takes milliseconds to build and a memory access per byte to run.

/// Literals made ready to be found. They are known by their place in the order given.
#[derive(Debug, Default)]
pub(crate) struct LiteralFinder {
    filter: Filter,
    /// Keys by hash, open addressing; twice as many places as keys at least.
    places: Vec<Place>,
    /// How far a hash is shifted to give a place.
    place_shift: u32,
    /// The literals, those of one key together.
    entries: Vec<Entry>,
    /// The bytes of all literals.
    bytes: Vec<u8>,
}

/// Whether a key may begin at a character.
#[derive(Debug, Default)]
struct Filter {
    /// By a hash of the first character, where it has three bytes: a bit for each [`Filter::second`], all of them where the character
    /// is a key by itself. Empty if there is no literal.
    wide: Vec<u64>,
    /// A bit for each first byte of other characters.
    others: [u64; 4],
    /// A bit for each hash of a first character: whether a character of it is a key by itself.
    alone: Vec<u64>,
}

/// Hashes of first characters. With one word each the table takes 16 KB.
const FIRSTS: usize = 1 << 11;

impl Filter {
    fn add(&mut self, key: Key) {
        if self.wide.is_empty() {
            (self.wide, self.alone) = (vec![0; FIRSTS], vec![0; FIRSTS / 64]);
        }
        let first = Self::first(key.0);
        match key.len() {
            1 => self.others[key.0 as usize / 64 % 4] |= 1 << (key.0 % 64),
            3 => {
                self.wide[first] = u64::MAX;
                self.alone[first / 64] |= 1 << (first % 64);
            }
            _ => self.wide[first] |= 1 << Self::second(key.0),
        }
    }

    /// The hash of the first character of eight bytes, which has three.
    #[inline]
    fn first(eight: u64) -> usize {
        const SHIFT: u32 = u32::BITS - FIRSTS.trailing_zeros();
        ((eight as u32) << 8).wrapping_mul(0x9e37_79b1) as usize >> SHIFT
    }

    /// The number, below 64, of the second character of eight bytes.
    #[inline]
    fn second(eight: u64) -> u64 {
        eight >> 40 & 63
    }

    /// 1 if a key may begin at the first of eight bytes, where a character of three bytes begins.
    #[inline]
    fn may_be_wide(&self, eight: u64) -> usize {
        let seconds = self.wide.get(Self::first(eight)).copied().unwrap_or_default();
        (seconds >> Self::second(eight)) as usize & 1
    }

    /// 1 if a key begins with this byte, with which another character begins.
    #[inline]
    fn is_other(&self, byte: u8) -> usize {
        (self.others[usize::from(byte) / 64] >> (byte % 64)) as usize & 1
    }

    /// Whether the character of three bytes may be a key by itself.
    #[inline]
    fn may_be_alone(&self, eight: u64) -> bool {
        let first = Self::first(eight);
        self.alone.get(first / 64).is_some_and(|word| word >> (first % 64) & 1 == 1)
    }
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

const FREE: Place = Place { key: Key(0), literal: NONE, first: 0, count: 0 };

/// No literal.
const NONE: u32 = u32::MAX;

/// Some bytes of a text from the beginning of a character on, the first one lowest. Keys of two characters, of one and of a byte
/// differ in how many of the bytes are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key(u64);

/// Places gathered before they are looked at.
const GATHERED: usize = 64;

/// First bytes of characters of three bytes.
const WIDE: std::ops::RangeInclusive<u8> = 0xe0..=0xef;

impl Key {
    /// Two characters of three bytes each, given the eight bytes from the first on.
    #[inline]
    fn of_pair(eight: u64) -> Key {
        Key(eight & 0xffff_ffff_ffff)
    }

    /// A character of three bytes.
    #[inline]
    fn of_wide(eight: u64) -> Key {
        Key(eight & 0xff_ffff)
    }

    /// The first byte of another character.
    #[inline]
    fn of_byte(byte: u8) -> Key {
        Key(u64::from(byte))
    }

    #[inline]
    fn hash(self) -> u32 {
        // The upper bits of the product hang on all bytes.
        ((self.0 << 16).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }

    /// How many bytes it has.
    fn len(self) -> u32 {
        8 - self.0.leading_zeros() / 8
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    literal: u32,
    /// Where it stands in [`LiteralFinder::bytes`].
    start: u32,
    len: u32,
    /// Its bytes before the key.
    before: u16,
    /// Its bytes up to the end of the key.
    past: u16,
}

impl LiteralFinder {
    /// Makes literals ready. None may be empty.
    pub(crate) fn new<'a>(literals: impl Iterator<Item = &'a str> + Clone) -> Self {
        let rarity = Rarity::of(literals.clone());
        let mut finder = LiteralFinder::default();
        let mut keyed: Vec<(Key, Entry)> = Vec::new();
        for (literal, text) in (0u32..).zip(literals) {
            let (key, before) = rarity.key(text);
            let start = finder.bytes.len() as u32;
            finder.bytes.extend_from_slice(text.as_bytes());
            let past = before + key.len() as u16;
            keyed.push((key, Entry { literal, start, len: text.len() as u32, before, past }));
        }
        finder.index(&keyed);
        finder
    }

    fn index(&mut self, keyed: &[(Key, Entry)]) {
        let bits = (keyed.len() * 2).next_power_of_two().trailing_zeros().max(1);
        self.places = vec![FREE; 1 << bits];
        self.place_shift = u32::BITS - bits;
        for (key, entry) in keyed {
            self.filter.add(*key);
            let at = self.slot(*key);
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
            let at = self.slot(*key);
            let place = &mut self.places[at];
            if place.literal != entry.literal {
                self.entries[(place.first + place.count) as usize] = *entry;
                place.count += 1;
            }
        }
    }

    /// The place of a key, or the free place where it would be.
    #[inline]
    fn slot(&self, key: Key) -> usize {
        let mut at = (key.hash() >> self.place_shift) as usize;
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
        let text = text.as_bytes();
        // Whether a key begins at a character cannot be foretold; so places are gathered without a branch and looked at later.
        let mut gathered = [0; GATHERED];
        let mut count = 0;
        let mut at = 0;
        while at < text.len() {
            let eight = eight_at(text, at);
            gathered[count] = at;
            let byte = eight as u8;
            if WIDE.contains(&byte) {
                count += self.filter.may_be_wide(eight);
                at += 3;
            } else {
                count += self.filter.is_other(byte);
                at += length(byte);
            }
            if count == GATHERED {
                if !gathered.iter().all(|at| self.compare(*at, text, &mut visit)) {
                    return;
                }
                count = 0;
            }
        }
        gathered[..count].iter().all(|at| self.compare(*at, text, &mut visit));
    }

    /// Compares the literals of the keys that may begin at a character.
    #[inline]
    fn compare(&self, at: usize, text: &[u8], visit: &mut impl FnMut(u32, usize) -> bool) -> bool {
        let eight = eight_at(text, at);
        if !WIDE.contains(&(eight as u8)) {
            return self.compare_key(Key::of_byte(eight as u8), text, at, visit);
        }
        let (pair, wide) = (Key::of_pair(eight), Key::of_wide(eight));
        // At the end of a text there is no pair.
        (pair == wide || self.compare_key(pair, text, at, visit))
            && (!self.filter.may_be_alone(eight) || self.compare_key(wide, text, at, visit))
    }

    /// Compares the literals of a key that stands at byte `at`.
    #[inline]
    fn compare_key(&self, key: Key, text: &[u8], at: usize, visit: &mut impl FnMut(u32, usize) -> bool) -> bool {
        let place = self.places[self.slot(key)];
        if place.literal != NONE && !visit(place.literal, at) {
            return false;
        }
        let entries = &self.entries[place.first as usize..(place.first + place.count) as usize];
        entries.iter().all(|entry| {
            let literal = &self.bytes[entry.start as usize..(entry.start + entry.len) as usize];
            let (before, past) = (usize::from(entry.before), usize::from(entry.past));
            let start = at.wrapping_sub(before);
            let stands = text.get(start..start.wrapping_add(literal.len())).is_some_and(|stretch| {
                same(&stretch[..before], &literal[..before]) && same(&stretch[past..], &literal[past..])
            });
            !stands || visit(entry.literal, start)
        })
    }
}

/// Eight bytes of a text, the first one lowest; 0 beyond its end.
#[inline]
fn eight_at(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    match rest.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(eight)
        }
    }
}

/// How many bytes a character has that begins with this one, and has not three.
#[inline]
fn length(first: u8) -> usize {
    match first {
        ..0x80 => 1,
        0x80..0xe0 => 2,
        _ => 4,
    }
}

/// Whether some bytes are equal: so few that calling the library takes longer than comparing.
#[inline]
fn same(some: &[u8], others: &[u8]) -> bool {
    some.iter().zip(others).all(|(one, other)| one == other)
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

    /// The key of a literal, and the bytes before it: the pair that the fewest literals hold, if it has one.
    fn key(&self, literal: &str) -> (Key, u16) {
        let bytes = literal.as_bytes();
        let rarest = pairs(literal).min_by_key(|(key, _)| self.counts[Self::place(*key)]);
        let wide = || {
            let at = bytes.iter().take(FARTHEST).position(|byte| WIDE.contains(byte))?;
            Some((Key::of_wide(eight_at(bytes, at)), at as u16))
        };
        rarest.or_else(wide).unwrap_or_else(|| (Key::of_byte(bytes[0]), 0))
    }
}

/// Bytes of a literal before its key at most.
const FARTHEST: usize = u16::MAX as usize - 8;

/// The pairs of neighbouring characters of three bytes, each with the bytes before it.
fn pairs(literal: &str) -> impl Iterator<Item = (Key, u16)> + '_ {
    let bytes = literal.as_bytes();
    let is_pair = |pair: &[u8]| WIDE.contains(&pair[0]) && WIDE.contains(&pair[3]);
    let places = bytes.windows(6).take(FARTHEST).enumerate().filter(move |(_, pair)| is_pair(pair));
    places.map(move |(at, _)| (Key::of_pair(eight_at(bytes, at)), at as u16))
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
    fn literals_are_found_at_the_ends_of_a_text_and_not_beyond() {
        assert_eq!(
            found(&["复议", "议3", "件", "3件", "3", "决定书"], "复议3件决定"),
            [(0, 0), (1, 3), (2, 7), (3, 6), (4, 6)]
        );
        assert_eq!(found(&["决定书", "行政复议"], "政复议决定"), []);
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

    #[test]
    fn no_literals_find_nothing() {
        assert_eq!(found(&[], "复议"), []);
    }

    proptest! {
        #[test]
        fn finds_what_looking_for_each_finds(
            literals in proptest::collection::vec("[abé一二三😀]{1,4}", 0..12),
            text in "[abcé一二三四😀\n]{0,40}",
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
