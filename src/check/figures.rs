//! The figures of a document, sentence by sentence, for all checks that calculate.
//!
//! Reading figures is what costs most in such checks, and most sentences cannot be at fault: so the text is searched once for the
//! [`Signs`] by which a check tells the sentences it has to look at, and only their figures are read, when first needed.

use std::cell::OnceCell;
use std::ops::Range;

use super::{Context, Span};
use crate::document::BlockKind;
use crate::text::figure::{Figure, figures};
use crate::text::split::{each_sentence, past_closing, sentence_marks};

mod naming;
mod seams;
mod signs;

pub use naming::Names;
use seams::{Seam, seams};
pub use signs::Signs;
use signs::{may_have_figures, read_signs};

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

impl Sentence {
    fn new(span: Span, first: bool) -> Self {
        Self { span, first, signs: Signs::default(), figures: OnceCell::new() }
    }
}

/// The sentences of a document and what is known of their figures, once somebody asked for them.
#[derive(Debug, Default)]
pub struct Read {
    sentences: OnceCell<Vec<Sentence>>,
    /// Where labels may run on past a quotation mark.
    seams: OnceCell<Vec<Seam>>,
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
        let all = self.sentences();
        let from = all.partition_point(|sentence| sentence.span.start < within.start);
        let to = all.partition_point(|sentence| sentence.span.end <= within.end);
        from..to.max(from)
    }

    /// The sentences of a part of a block, as folded bytes.
    pub fn sentences_of(&self, part: Span) -> impl Iterator<Item = Span> + '_ {
        let known = &self.sentences()[self.sentences_in(part)];
        // A part that is no body text, or begins or ends within a sentence, is cut anew.
        let covered = known.first().zip(known.last());
        let covered = covered.is_some_and(|(first, last)| first.span.join(last.span) == part);
        let anew = (!covered).then(|| each_sentence(self.text(), part));
        let known = if covered { known } else { &[] };
        known.iter().map(|sentence| sentence.span).chain(anew.into_iter().flatten())
    }

    /// What the figures of a sentence may be.
    pub fn signs(&self, sentence: usize) -> Signs {
        self.sentences()[sentence].signs
    }

    /// Folded bytes of a sentence.
    pub fn sentence(&self, sentence: usize) -> Span {
        self.sentences()[sentence].span
    }

    /// Whether a sentence may state so many figures.
    pub fn may_state(&self, sentence: usize, least: usize) -> bool {
        let Sentence { span, figures: read, .. } = &self.sentences()[sentence];
        match read.get() {
            Some(figures) => figures.len() >= least,
            None => may_have_figures(span.of(self.text()), least),
        }
    }

    /// What a sentence states.
    pub fn stated(&self, sentence: usize) -> Stated<'_> {
        let Sentence { span, figures: read, .. } = &self.sentences()[sentence];
        Stated { sentence: *span, figures: read.get_or_init(|| figures(self.text(), *span)) }
    }

    /// What the sentence right before one states, in the same paragraph.
    pub fn stated_before(&self, sentence: usize) -> &[Figure] {
        match sentence.checked_sub(1).filter(|_| !self.sentences()[sentence].first) {
            Some(before) => self.stated(before).figures,
            None => &[],
        }
    }

    /// The runs of digits in a folded span of whole lines, in any part of the document.
    pub fn digits(&self, lines: Span) -> &[Span] {
        self.document.folded.landmarks().digits_within(lines)
    }

    /// The number of the sentence that holds a place: headings and tables have none.
    fn sentence_of(&self, place: Span) -> Option<usize> {
        self.sentence_holding(place.start).filter(|number| self.sentence(*number).contains(place))
    }

    /// The number of the sentence that holds a folded byte: headings and tables have none.
    pub(super) fn sentence_holding(&self, offset: usize) -> Option<usize> {
        let all = self.sentences();
        let number = all.partition_point(|sentence| sentence.span.end <= offset);
        all.get(number).is_some_and(|sentence| sentence.span.holds(offset)).then_some(number)
    }

    fn seams(&self) -> &[Seam] {
        self.figures.seams.get_or_init(|| seams(self.text()))
    }

    fn sentences(&self) -> &[Sentence] {
        self.figures.sentences.get_or_init(|| {
            let body = self.document.blocks_in(self.document.body).iter().filter(|block| block.kind == BlockKind::Body);
            let mut all = Vec::new();
            cut(self.text(), body.map(|block| block.folded), sentence_marks(self.text()), &mut all);
            read_signs(self.text(), &mut all);
            all
        })
    }
}

/// Cuts paragraphs, given in order, into sentences at marks.
fn cut(text: &str, paragraphs: impl Iterator<Item = Span>, marks: Vec<usize>, out: &mut Vec<Sentence>) {
    let mut marks = marks.into_iter().peekable();
    for paragraph in paragraphs {
        let line = &text[..paragraph.end];
        let mut at = paragraph.start;
        while at < line.len() {
            while marks.next_if(|mark| *mark < at).is_some() {}
            let end = marks.next_if(|mark| *mark < line.len()).map_or(line.len(), |mark| past_closing(line, mark + 3));
            out.push(Sentence::new(Span::new(at, end), at == paragraph.start));
            at = end;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::split::sentences;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sentences_end_where_they_do_elsewhere(text in "[办件\n]{0,3}([办件“”）。！？]{0,6}\n?){0,6}") {
            let lines = crate::text::search::lines(&text, Span::new(0, text.len()));
            let (mut read, mut expected) = (Vec::new(), Vec::new());
            // Every other line is no paragraph.
            let paragraphs: Vec<Span> = lines.step_by(2).collect();
            cut(&text, paragraphs.iter().copied(), sentence_marks(&text), &mut read);
            for paragraph in &paragraphs {
                expected.extend(sentences(&text, *paragraph).into_iter().map(|span| (span, span.start == paragraph.start)));
            }
            prop_assert_eq!(read.iter().map(|read| (read.span, read.first)).collect::<Vec<_>>(), expected);
        }
    }
}
