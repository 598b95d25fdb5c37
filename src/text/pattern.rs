//! Patterns: what a rule looks for in folded text.
//!
//! A plain string is a literal; `/…/` is a regular expression. Both are checked when the rule loads, so a loaded pattern
//! cannot fail. Every literal a pattern needs is interned in [`Literals`], from which one automaton is built for all rules
//! ([`super::search`]); a regular expression is compiled when it is first needed.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::fold::{fold_word, simplify};
use super::span::Span;

/// The number of a literal in the automaton, 0-based.
pub type LiteralId = u32;

/// All literals of all loaded patterns, each once.
#[derive(Debug, Default)]
pub struct Literals {
    ids: HashMap<String, LiteralId>,
    texts: Vec<String>,
    sources: Vec<String>,
}

impl Literals {
    /// The number of a folded literal, the same for equal text.
    pub fn intern(&mut self, folded: &str) -> LiteralId {
        if let Some(id) = self.ids.get(folded) {
            return *id;
        }
        let id = self.texts.len() as LiteralId;
        self.ids.insert(folded.to_owned(), id);
        self.texts.push(folded.to_owned());
        id
    }

    /// Every pattern parsed so far as a regular expression, for tools that run the same patterns.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The literals in the order of their numbers.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

/// A literal or a regular expression over folded text.
#[derive(Debug)]
pub struct Pattern {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Literal { id: LiteralId, text: String },
    Regex { regex: LazyRegex, needs: Option<Vec<LiteralId>>, need_texts: Vec<String> },
}

#[derive(Debug)]
struct LazyRegex {
    source: String,
    compiled: OnceLock<Regex>,
}

impl LazyRegex {
    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| Regex::new(&self.source).expect("the source was parsed when the rule loaded"))
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
        let whole = Span::new(0, written.len());
        let kind = match written.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(source) => {
                literals.sources.push(simplify(source));
                regex_kind(source, literals)?
            }
            None => {
                let text = fold_word(written);
                if text.is_empty() {
                    return Err(PatternError { message: "词语为空".to_owned(), span: whole });
                }
                literals.sources.push(regex::escape(&text));
                Kind::Literal { id: literals.intern(&text), text }
            }
        };
        Ok(Pattern { kind })
    }

    /// The literals one of which must occur for the pattern to match; `None` where it must always be tried.
    pub fn needs(&self) -> Option<&[LiteralId]> {
        match &self.kind {
            Kind::Literal { id, .. } => Some(std::slice::from_ref(id)),
            Kind::Regex { needs, .. } => needs.as_deref(),
        }
    }

    /// The folded literal, `None` for a regular expression.
    pub fn literal(&self) -> Option<&str> {
        match &self.kind {
            Kind::Literal { text, .. } => Some(text),
            Kind::Regex { .. } => None,
        }
    }

    /// The literals one of which a regular expression cannot do without; empty where there are none, and for a literal.
    pub fn need_texts(&self) -> &[String] {
        match &self.kind {
            Kind::Literal { .. } => &[],
            Kind::Regex { need_texts, .. } => need_texts,
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
                folded[from..].find(text.as_str()).map(|at| Span::new(from + at, from + at + text.len()))
            }
            Kind::Regex { regex, need_texts, .. } => {
                if !need_texts.is_empty() && !need_texts.iter().any(|text| folded[from..].contains(text.as_str())) {
                    return None;
                }
                regex.regex().find_at(folded, from).map(|found| Span::new(found.start(), found.end()))
            }
        }
    }

    /// Whether a folded text begins with the pattern.
    pub fn starts(&self, folded: &str) -> bool {
        match &self.kind {
            Kind::Literal { text, .. } => folded.starts_with(text.as_str()),
            Kind::Regex { .. } => self.find_at(folded, 0).is_some_and(|span| span.start == 0),
        }
    }

    /// Whether a folded text ends with the pattern.
    pub fn ends(&self, folded: &str) -> bool {
        match &self.kind {
            Kind::Literal { text, .. } => folded.ends_with(text.as_str()),
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

    /// The regular expression, for a pattern that is one; compiled at the first call.
    pub fn regex(&self) -> Option<&Regex> {
        match &self.kind {
            Kind::Literal { .. } => None,
            Kind::Regex { regex, .. } => Some(regex.regex()),
        }
    }
}

fn next_boundary(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

fn regex_kind(source: &str, literals: &mut Literals) -> Result<Kind, PatternError> {
    // The slash is one byte, and folding the script keeps byte lengths, so places in the error are places as written.
    let folded = simplify(source);
    let hir = regex_syntax::parse(&folded).map_err(|error| syntax_error(&error, source.len()))?;
    if hir.properties().minimum_len() == Some(0) {
        return Err(PatternError {
            message: "正则表达式能匹配空文本，会处处命中".to_owned(),
            span: Span::new(0, source.len() + 2),
        });
    }
    let required = required_literals(&hir).filter(|texts| texts.iter().all(|text| is_telling(text)));
    let need_texts = required.unwrap_or_default();
    let needs = (!need_texts.is_empty()).then(|| need_texts.iter().map(|text| literals.intern(text)).collect());
    Ok(Kind::Regex { regex: LazyRegex { source: folded, compiled: OnceLock::new() }, needs, need_texts })
}

/// Whether a literal is rare enough to be worth looking for: a mark stands on every line.
fn is_telling(text: &str) -> bool {
    !text.is_empty() && !matches!(text, "，" | "。" | "、" | "；" | "：" | "（" | "）" | "“" | "”" | " ")
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

/// A set of literals one of which stands in every match; `None` where there is no such (small) set.
fn required_literals(hir: &Hir) -> Option<Vec<String>> {
    const MOST: usize = 64;
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok().map(|text| vec![text.to_owned()]),
        HirKind::Class(class) => small_class(class),
        HirKind::Repetition(repetition) if repetition.min >= 1 => required_literals(&repetition.sub),
        HirKind::Capture(capture) => required_literals(&capture.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(required_literals).max_by_key(|texts| {
            // Long literals are rare ones; of equals the smaller set.
            (texts.iter().map(|text| text.chars().count()).min().unwrap_or(0), std::cmp::Reverse(texts.len()))
        }),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(required_literals(part)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

fn small_class(class: &Class) -> Option<Vec<String>> {
    const MOST: usize = 12;
    let Class::Unicode(class) = class else { return None };
    let count: usize = class.ranges().iter().map(|range| range.end() as usize - range.start() as usize + 1).sum();
    (count <= MOST)
        .then(|| class.ranges().iter().flat_map(|range| (range.start()..=range.end()).map(String::from)).collect())
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
            pattern.needs().map(|ids| ids.iter().map(|id| literals.texts()[*id as usize].clone()).collect::<Vec<_>>())
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
