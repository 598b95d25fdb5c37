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

impl Context<'_> {
    /// The numbers of the sentences in a span in which a label may hold one of the names, rising.
    pub fn naming(&self, names: &Names, within: Span) -> Vec<usize> {
        let inside = self.sentences_in(within);
        let sentences = self.sentences();
        let mut found = Vec::new();
        for pattern in &names.patterns {
            for place in self.search.find_all(pattern, within) {
                // The sentence that ends behind the place; headings and tables have none.
                let sentence = sentences.all.partition_point(|sentence| sentence.span.end <= place.start);
                found.extend(sentences.all.get(sentence).filter(|s| s.span.contains(place)).map(|_| sentence));
            }
        }
        let joins = |pair| names.neighbours.binary_search(&pair).is_ok();
        let seams = sentences.seams.iter().filter(|seam| joins((seam.before, seam.after)));
        found.extend(seams.map(|seam| seam.sentence));
        found.retain(|sentence| inside.contains(sentence));
        found.sort_unstable();
        found.dedup();
        found
    }
}
