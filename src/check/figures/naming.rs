//! Names of figures as rules list them, and the sentences in which a figure may bear one.

use super::super::link::Linker;
use super::super::{Context, Span};
use crate::text::pattern::Pattern;

/// Words that labels of figures are known by.
#[derive(Debug, Default)]
pub struct Names {
    patterns: Vec<Pattern>,
    /// Neighbouring characters of the words, sorted: a label may hold a word though a quotation mark parts it in the text.
    neighbours: Vec<(char, char)>,
}

/// The sentences in which a label may hold one of some names.
#[derive(Debug)]
pub struct Naming {
    /// By the number of the sentence, from `first` on.
    named: Vec<bool>,
    first: usize,
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
        names
    }
}

impl Naming {
    /// Whether the sentence of that number is one of them.
    pub fn holds(&self, sentence: usize) -> bool {
        sentence.checked_sub(self.first).and_then(|at| self.named.get(at)).is_some_and(|named| *named)
    }

    /// Their numbers, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (self.first..).zip(&self.named).filter(|(_, named)| **named).map(|(sentence, _)| sentence)
    }

    fn add(&mut self, sentence: usize) {
        if let Some(named) = sentence.checked_sub(self.first).and_then(|at| self.named.get_mut(at)) {
            *named = true;
        }
    }
}

impl Context<'_> {
    /// The sentences in a span in which a label may hold one of the names.
    pub fn naming(&self, names: &Names, within: Span) -> Naming {
        let inside = self.sentences_in(within);
        let sentences = self.sentences();
        let mut found = Naming { named: vec![false; inside.len()], first: inside.start };
        for pattern in &names.patterns {
            for place in self.search.find_all(pattern, within) {
                // The first sentence that ends behind the place, if it holds it: headings and tables have none.
                let sentence = sentences.all.partition_point(|sentence| sentence.span.end <= place.start);
                if sentences.all.get(sentence).is_some_and(|sentence| sentence.span.contains(place)) {
                    found.add(sentence);
                }
            }
        }
        let joined = |pair| names.neighbours.binary_search(&pair).is_ok();
        for seam in sentences.seams.iter().filter(|seam| joined((seam.before, seam.after))) {
            found.add(seam.sentence);
        }
        found
    }
}
