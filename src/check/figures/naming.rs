//! Names of figures as rules list them, and the sentences in which a figure may bear one.

use super::super::link::Linker;
use super::super::{Context, Span};
use super::seams::Seam;
use crate::text::pattern::Pattern;

/// Words that labels of figures are known by.
#[derive(Debug, Default)]
pub struct Names {
    patterns: Vec<Pattern>,
    /// Neighbouring characters of the words, sorted: a label may hold a word though a quotation mark parts it in the text.
    neighbours: Vec<(char, char)>,
    /// The second of each two, by the last bits of the character: most seams have none of them.
    seconds: u64,
}

impl Names {
    /// Names to look for.
    pub fn link<'w>(words: impl IntoIterator<Item = &'w String>, linker: &mut Linker<'_>) -> Self {
        let mut names = Names::default();
        for word in words {
            names.patterns.extend(linker.pattern(word, None));
            names.neighbours.extend(word.chars().zip(word.chars().skip(1)));
        }
        names.neighbours.sort_unstable();
        names.neighbours.dedup();
        names.seconds = names.neighbours.iter().fold(0, |bits, (_, second)| bits | bit(*second));
        names
    }

    fn is_parted_at(&self, seam: &Seam) -> bool {
        self.seconds & bit(seam.after) != 0 && self.neighbours.binary_search(&(seam.before, seam.after)).is_ok()
    }
}

/// One of 64 bits for a character.
fn bit(c: char) -> u64 {
    1 << (u32::from(c) % u64::BITS)
}

impl Context<'_> {
    /// The numbers of the sentences in a span in which a label may hold one of the names, rising.
    pub fn naming(&self, names: &Names, within: Span) -> Vec<usize> {
        let mut found = Vec::new();
        for pattern in &names.patterns {
            found.extend(self.search.find_all(pattern, within).into_iter().filter_map(|place| self.sentence_of(place)));
        }
        let inside = |sentence: &usize| within.contains(self.sentence(*sentence));
        let parted = self.seams().iter().filter(|seam| names.is_parted_at(seam));
        found.extend(parted.filter_map(|seam| self.sentence_of(Span::at(seam.at)).filter(inside)));
        found.sort_unstable();
        found.dedup();
        found
    }
}
