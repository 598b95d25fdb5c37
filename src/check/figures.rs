//! The figures of a document, sentence by sentence, read once for all checks that calculate.

use std::cell::OnceCell;

use super::{Context, Span};
use crate::document::BlockKind;
use crate::text::figure::{Figure, figures};
use crate::text::split::sentences;

/// A sentence of body text that states figures.
#[derive(Debug)]
pub struct Stated {
    /// Folded bytes of the sentence.
    pub sentence: Span,
    /// What it states.
    pub figures: Vec<Figure>,
    /// Whether the sentence right before it, in the same paragraph, is the entry before it.
    follows: bool,
}

/// The figures of a document, once somebody asked for them.
#[derive(Debug, Default)]
pub struct Read(OnceCell<Vec<Stated>>);

impl Context<'_> {
    /// The sentences of a folded span that state figures, each with the figures of the sentence right before it. Table rows, whose words
    /// stand elsewhere, are left out.
    pub fn stated(&self, within: Span) -> impl Iterator<Item = (&Stated, &[Figure])> {
        let all = self.figures.0.get_or_init(|| self.read_figures());
        let before = |at: usize| match at.checked_sub(1).filter(|_| all[at].follows) {
            Some(last) => all[last].figures.as_slice(),
            None => &[],
        };
        all.iter()
            .enumerate()
            .filter(move |(_, stated)| within.contains(stated.sentence))
            .map(move |(at, stated)| (stated, before(at)))
    }

    fn read_figures(&self) -> Vec<Stated> {
        let mut all = Vec::new();
        let body = self.document.blocks_in(self.document.body).iter().filter(|block| block.kind == BlockKind::Body);
        for block in body {
            let mut follows = false;
            for sentence in sentences(self.text(), block.folded) {
                let figures = figures(self.text(), sentence);
                let states = !figures.is_empty();
                if states {
                    all.push(Stated { sentence, figures, follows });
                }
                follows = states;
            }
        }
        all
    }
}

/// A figure as the text has it, label and noun included: 办结复议案件4878件.
pub fn wording(text: &str, figure: &Figure) -> String {
    let words = match figure.label_span.is_empty() {
        true => figure.span.join(figure.noun_span),
        false => Span::new(figure.label_span.start.min(figure.span.start), figure.span.end),
    };
    words.of(text).to_owned()
}
