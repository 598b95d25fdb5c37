//! The titles a document cites, read once for all rules that judge them.

use std::cell::OnceCell;

use super::{Context, Scope, Span};
use crate::norm::title::{Title, cited_titles};

/// A title cited in body text.
#[derive(Debug)]
pub struct Citation {
    /// Folded bytes, 《》 included.
    pub span: Span,
    /// Folded bytes of the block it stands in.
    pub part: Span,
    /// The title in a form that can be compared.
    pub title: Title,
}

/// The citations of a document, once they are read.
#[derive(Debug, Default)]
pub struct Citations(OnceCell<Vec<Citation>>);

impl Context<'_> {
    /// The titles cited in the scopes, in order.
    pub fn citations<'s>(&'s self, scopes: &'s [Scope]) -> impl Iterator<Item = &'s Citation> {
        let all = self.citations.0.get_or_init(|| self.read_citations());
        all.iter().filter(|citation| scopes.iter().any(|scope| scope.span.contains(citation.span)))
    }

    fn read_citations(&self) -> Vec<Citation> {
        let has_titles = |part: &Span| self.landmarks(*part).iter().any(|landmark| landmark.c == '《');
        let parts = self.body_parts(self.document.body).filter(has_titles);
        let cited = parts.flat_map(|part| cited_titles(self.text(), part).into_iter().map(move |span| (part, span)));
        cited.map(|(part, span)| Citation { span, part, title: Title::new(span.of(self.text())) }).collect()
    }
}
