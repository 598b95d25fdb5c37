//! The figures of a document, sentence by sentence, for all checks that calculate.
//!
//! Reading figures is what costs most in such checks, and most sentences cannot be at fault: so the sentences are gone through
//! once for the [`Signs`] by which a check tells those it has to look at, and only their figures are read, when first needed.

use std::cell::OnceCell;
use std::ops::Range;

use super::{Context, Span};
use crate::document::BlockKind;
use crate::text::figure::{Figure, figures};
use crate::text::split::each_sentence;

mod naming;
mod signs;

pub use naming::{Names, Naming};
pub use signs::Signs;
use signs::{Seam, read_signs};

/// A sentence of body text.
#[derive(Debug)]
struct Sentence {
    /// Folded bytes.
    span: Span,
    signs: Signs,
    /// Whether it begins a paragraph.
    first: bool,
    figures: OnceCell<Vec<Figure>>,
}

/// The sentences of a document and what is known of their figures, once somebody asked for them.
#[derive(Debug, Default)]
pub struct Read {
    sentences: OnceCell<Sentences>,
}

#[derive(Debug, Default)]
struct Sentences {
    all: Vec<Sentence>,
    /// Where labels may run on past a quotation mark, in order.
    seams: Vec<Seam>,
}

/// A sentence with its figures.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'c> {
    /// Folded bytes of the sentence.
    pub sentence: Span,
    /// What it states.
    pub figures: &'c [Figure],
}

impl Context<'_> {
    /// The numbers of the sentences that lie in a folded span. Table rows, whose words stand elsewhere, are left out.
    pub fn sentences_in(&self, within: Span) -> Range<usize> {
        let all = &self.sentences().all;
        let from = all.partition_point(|sentence| sentence.span.start < within.start);
        let to = all.partition_point(|sentence| sentence.span.end <= within.end);
        from..to.max(from)
    }

    /// The sentences of a part of a block, as folded bytes.
    pub fn sentences_of(&self, part: Span) -> impl Iterator<Item = Span> + '_ {
        let known = &self.sentences().all[self.sentences_in(part)];
        // A part that is no body text, or begins or ends within a sentence, is cut anew.
        let covered = known.first().zip(known.last());
        let covered = covered.is_some_and(|(first, last)| first.span.join(last.span) == part);
        let anew = (!covered).then(|| each_sentence(self.text(), part));
        let known = if covered { known } else { &[] };
        known.iter().map(|sentence| sentence.span).chain(anew.into_iter().flatten())
    }

    /// What the figures of a sentence may be.
    pub fn signs(&self, sentence: usize) -> Signs {
        self.sentences().all[sentence].signs
    }

    /// Folded bytes of a sentence.
    pub fn sentence(&self, sentence: usize) -> Span {
        self.sentences().all[sentence].span
    }

    /// What a sentence states.
    pub fn stated(&self, sentence: usize) -> Stated<'_> {
        let Sentence { span, figures: read, .. } = &self.sentences().all[sentence];
        Stated { sentence: *span, figures: read.get_or_init(|| figures(self.text(), *span)) }
    }

    /// What the sentence right before one states, in the same paragraph.
    pub fn stated_before(&self, sentence: usize) -> &[Figure] {
        match sentence.checked_sub(1).filter(|_| !self.sentences().all[sentence].first) {
            Some(before) => self.stated(before).figures,
            None => &[],
        }
    }

    /// The runs of digits in a folded span of whole lines, in any part of the document.
    pub fn digits(&self, lines: Span) -> &[Span] {
        let all = self.all_landmarks().digits();
        let from = all.partition_point(|run| run.start < lines.start);
        let to = all.partition_point(|run| run.start < lines.end);
        &all[from..to.max(from)]
    }

    fn sentences(&self) -> &Sentences {
        self.figures.sentences.get_or_init(|| self.read_sentences())
    }

    fn read_sentences(&self) -> Sentences {
        let mut read = Sentences::default();
        let body = self.document.blocks_in(self.document.body).iter().filter(|block| block.kind == BlockKind::Body);
        for block in body {
            let mut at = block.folded.start;
            while at < block.folded.end {
                let (span, signs) = read_signs(&self.text()[..block.folded.end], at, read.all.len(), &mut read.seams);
                let first = at == block.folded.start;
                read.all.push(Sentence { span, signs, first, figures: OnceCell::new() });
                at = span.end;
            }
        }
        read
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
