//! Patterns: what a rule looks for in folded text.
//!
//! A plain string is a literal; `/…/` is a regular expression. Both are checked when the rule loads, so a loaded pattern
//! cannot fail. Every literal a pattern needs is interned in [`Literals`], of which one index is built for all rules
//! ([`super::search`]). Regular expressions are small programs (`program`); those of the built-in packs are compiled when the
//! program is built.

mod embedded;
mod literals;
mod matching;
mod program;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use regex::Regex;

use super::fold::{fold_word, simplify};
use super::span::Span;
pub(super) use literals::WordId;
pub use literals::{ListId, LiteralId, Literals, Need};
use program::Program;

/// A literal or a regular expression over folded text.
#[derive(Debug)]
pub struct Pattern {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Without a number, it is looked for in no scan.
    Literal {
        id: Option<LiteralId>,
        text: Arc<str>,
    },
    Regex {
        expression: Expression,
        needs: Option<Vec<LiteralId>>,
        groups: Groups,
        lead: u32,
    },
}

/// Groups of literals: a regular expression cannot match without one of each.
#[derive(Debug)]
enum Groups {
    BuiltIn(&'static [&'static [&'static str]]),
    Read(Vec<Vec<String>>),
}

/// A regular expression.
#[derive(Debug)]
struct Expression {
    source: Arc<str>,
    /// Its program, if the matcher knows all of it.
    program: Option<Program>,
    /// For what the matcher does not know or gives up; compiled when first needed.
    regex: OnceLock<Regex>,
}

impl Expression {
    /// The first match that begins at or after byte `from`, and no later than byte `last` where that can be told.
    fn find_between(&self, text: &str, from: usize, last: usize) -> Option<Span> {
        match self.program.as_ref().map(|program| program.find_between(text, from, last)) {
            Some(Ok(found)) => found,
            _ => self.regex().find_at(text, from).map(|found| Span::new(found.start(), found.end())),
        }
    }

    fn starts(&self, text: &str) -> bool {
        match self.program.as_ref().map(|program| program.starts(text)) {
            Some(Ok(starts)) => starts,
            _ => self.regex().find(text).is_some_and(|found| found.start() == 0),
        }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.source).expect("the source was parsed when the rule loaded"))
    }
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong, in Chinese.
    pub message: String,
    /// The bytes of the pattern as written that are at fault.
    pub span: Span,
}

impl Pattern {
    /// Reads a pattern as a rule writes it: a literal, or `/…/`.
    ///
    /// # Errors
    /// An empty pattern, or a regular expression that does not parse or that matches the empty text.
    pub fn parse(written: &str, literals: &mut Literals) -> Result<Pattern, PatternError> {
        Self::read(written, literals, true)
    }

    /// The same for a pattern that is only tried at places found by others: texts are not scanned for its literals.
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub fn parse_beside(written: &str, literals: &mut Literals) -> Result<Pattern, PatternError> {
        Self::read(written, literals, false)
    }

    fn read(written: &str, literals: &mut Literals, scanned: bool) -> Result<Pattern, PatternError> {
        let whole = Span::new(0, written.len());
        let kind = match written.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(source) => {
                let source = Arc::from(simplify(source));
                let kind = regex_kind(Arc::clone(&source), scanned.then_some(&mut *literals))?;
                literals.note_regex(source);
                kind
            }
            None => {
                let text = fold_word(written);
                if text.is_empty() {
                    return Err(PatternError { message: "词语为空".to_owned(), span: whole });
                }
                let id = scanned.then(|| literals.intern(&text));
                let text = id.map_or_else(|| Arc::from(text), |id| literals.text(id));
                literals.note_literal(Arc::clone(&text));
                Kind::Literal { id, text }
            }
        };
        Ok(Pattern { kind })
    }

    /// The literals one of which must occur for the pattern to match; `None` where it must always be tried.
    pub fn needs(&self) -> Option<&[LiteralId]> {
        match &self.kind {
            Kind::Literal { id, .. } => id.as_ref().map(std::slice::from_ref),
            Kind::Regex { needs, .. } => needs.as_deref(),
        }
    }

    /// The number of the literal, `None` for a regular expression and where no scan looks for it.
    pub(super) fn literal_id(&self) -> Option<LiteralId> {
        match &self.kind {
            Kind::Literal { id, .. } => *id,
            Kind::Regex { .. } => None,
        }
    }

    /// The folded literal, `None` for a regular expression.
    pub fn literal(&self) -> Option<&str> {
        match &self.kind {
            Kind::Literal { text, .. } => Some(text),
            Kind::Regex { .. } => None,
        }
    }

    /// Groups of literals, each literal with the number of its group from 0 on: the pattern cannot match without one of each.
    pub(super) fn grouped_literals(&self) -> Vec<(usize, &str)> {
        match &self.kind {
            Kind::Literal { text, .. } => vec![(0, text)],
            Kind::Regex { groups: Groups::BuiltIn(groups), .. } => {
                let numbered = groups.iter().enumerate();
                numbered.flat_map(|(group, texts)| texts.iter().map(move |text| (group, *text))).collect()
            }
            Kind::Regex { groups: Groups::Read(groups), .. } => {
                let numbered = groups.iter().enumerate();
                numbered.flat_map(|(group, texts)| texts.iter().map(move |text| (group, text.as_str()))).collect()
            }
        }
    }

    /// Bytes of a match before one of the needed literals at most; `None` where any number may be, or nothing is needed.
    pub(super) fn lead(&self) -> Option<usize> {
        match &self.kind {
            Kind::Literal { .. } => Some(0),
            Kind::Regex { lead, needs, .. } => (needs.is_some() && *lead < u32::MAX).then_some(*lead as usize),
        }
    }

    /// Whether the pattern occurs anywhere in a folded text.
    pub fn is_match(&self, folded: &str) -> bool {
        self.find_at(folded, 0).is_some()
    }

    /// The first match at or after byte `from` of a folded text.
    pub fn find_at(&self, folded: &str, from: usize) -> Option<Span> {
        match &self.kind {
            Kind::Literal { text, .. } => {
                folded[from..].find(text.as_ref()).map(|at| Span::new(from + at, from + at + text.len()))
            }
            Kind::Regex { expression, .. } => expression.find_between(folded, from, folded.len()),
        }
    }

    /// The first match that begins at or after byte `from`, looked for no further than byte `last`.
    pub(super) fn find_between(&self, folded: &str, from: usize, last: usize) -> Option<Span> {
        match &self.kind {
            Kind::Literal { .. } => self.find_at(folded, from),
            Kind::Regex { expression, .. } => expression.find_between(folded, from, last),
        }
    }

    /// Whether a folded text begins with the pattern.
    pub fn starts(&self, folded: &str) -> bool {
        match &self.kind {
            Kind::Literal { text, .. } => folded.starts_with(text.as_ref()),
            Kind::Regex { expression, .. } => expression.starts(folded),
        }
    }

    /// Whether a folded text ends with the pattern.
    pub fn ends(&self, folded: &str) -> bool {
        match &self.kind {
            Kind::Literal { text, .. } => folded.ends_with(text.as_ref()),
            Kind::Regex { .. } => {
                let mut from = 0;
                while let Some(span) = self.find_at(folded, from) {
                    if span.end == folded.len() {
                        return true;
                    }
                    from = next_boundary(folded, span.start);
                }
                false
            }
        }
    }
}

fn next_boundary(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The slash is one byte, and folding the script keeps byte lengths, so places in the error are places as written.
fn regex_kind(source: Arc<str>, literals: Option<&mut Literals>) -> Result<Kind, PatternError> {
    let (program, needs, groups, lead) = match embedded::find(&source) {
        Some(known) => {
            let needs: Vec<Cow<'static, str>> = known.needs.iter().map(|text| Cow::Borrowed(*text)).collect();
            (known.program.clone(), needs, Groups::BuiltIn(known.groups), known.lead)
        }
        None => {
            let hir = regex_syntax::parse(&source).map_err(|error| syntax_error(&error, source.len()))?;
            if hir.properties().minimum_len() == Some(0) {
                return Err(PatternError {
                    message: "正则表达式能匹配空文本，会处处命中".to_owned(),
                    span: Span::new(0, source.len() + 2),
                });
            }
            let needed = program::needed_literals(&hir, &program::usual_frequency);
            let groups = Groups::Read(program::needed_groups(&hir, &program::usual_frequency));
            (program::compile(&hir), needed.texts.into_iter().map(Cow::Owned).collect(), groups, needed.lead)
        }
    };
    let needs =
        literals.filter(|_| !needs.is_empty()).map(|literals| needs.iter().map(|text| literals.intern(text)).collect());
    Ok(Kind::Regex { expression: Expression { source, program, regex: OnceLock::new() }, needs, groups, lead })
}

fn syntax_error(error: &regex_syntax::Error, len: usize) -> PatternError {
    let (message, span) = match error {
        regex_syntax::Error::Parse(e) => (e.kind().to_string(), Span::new(e.span().start.offset, e.span().end.offset)),
        regex_syntax::Error::Translate(e) => {
            (e.kind().to_string(), Span::new(e.span().start.offset, e.span().end.offset))
        }
        other => (other.to_string(), Span::new(0, len)),
    };
    PatternError { message: format!("正则表达式有误：{message}"), span: span.shift(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(written: &str) -> Pattern {
        Pattern::parse(written, &mut Literals::default()).unwrap()
    }

    #[test]
    fn literals_are_folded_like_the_text() {
        assert_eq!(parse("全麵").literal(), Some("全面"));
        assert!(parse("显著").is_match(&fold_word("成效顯著")));
        assert!(parse("/显著.{0,4}成效/").is_match(&fold_word("取得顯著成效")));
    }

    #[test]
    fn finds_the_literals_a_regex_cannot_do_without() {
        let mut literals = Literals::default();
        let needs = |written: &str, literals: &mut Literals| {
            let pattern = Pattern::parse(written, literals).unwrap();
            pattern
                .needs()
                .map(|ids| ids.iter().map(|id| literals.texts()[*id as usize].to_string()).collect::<Vec<_>>())
        };
        assert_eq!(needs("/受.{1,12}影响/", &mut literals).unwrap(), ["影响"]);
        assert_eq!(needs("/(原因|由于).{0,3}/", &mut literals).unwrap(), ["原因", "由于"]);
        assert_eq!(needs("/[0-9]+(年底|月底)/", &mut literals).unwrap(), ["年底", "月底"]);
        assert_eq!(needs(r"/\p{Han}{3}/", &mut literals), None);
    }

    #[test]
    fn a_bad_regex_says_where() {
        let error = Pattern::parse("/高度重视|(狠抓/", &mut Literals::default()).unwrap_err();
        assert_eq!(error.span.of("/高度重视|(狠抓/"), "(");
        assert!(Pattern::parse("/a*/", &mut Literals::default()).is_err());
        assert!(Pattern::parse(" ", &mut Literals::default()).is_err());
    }

    #[test]
    fn starts_and_ends_look_at_the_edges_only() {
        let pattern = parse("/年底|月底/");
        assert!(pattern.starts("年底前完成") && !pattern.starts("到年底"));
        assert!(pattern.ends("截至年底") && !pattern.ends("年底前"));
    }
}
