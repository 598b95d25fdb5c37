//! `set-phrase`: an official enumeration that is quoted with an item wrong, missing, added or out of order.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::fold::fold_word;
use crate::text::pattern::Pattern;

/// The official enumeration.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetPhrase {
    /// Its items in order.
    items: Vec<String>,
    /// A run with so many of them (or look-alikes) is taken for a quotation.
    at_least: usize,
    #[serde(skip)]
    folded: Vec<String>,
    /// The items as patterns: a block with few of them word for word holds no quotation.
    #[serde(skip)]
    patterns: Vec<Pattern>,
}

impl Kind for SetPhrase {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.patterns = self.items.iter().filter_map(|item| linker.pattern(item, None)).collect();
        self.folded = self.items.iter().map(|item| fold_word(item)).collect();
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let items = self.places(cx);
        let holds_items = |part: &Span| {
            let next = items.get(items.partition_point(|item| item.start < part.start));
            self.at_least == 0 || next.is_some_and(|item| item.start < part.end)
        };
        let parts = scopes.iter().flat_map(|scope| cx.body_parts(scope.span));
        for part in parts.filter(|part| holds_items(part) && self.may_quote(cx, *part)) {
            for run in runs(cx.text(), part) {
                let phrases: Vec<(Span, bool)> =
                    run.iter().map(|span| (*span, self.resembles(span.of(cx.text())))).collect();
                if phrases.iter().filter(|(_, alike)| *alike).count() < self.at_least {
                    continue;
                }
                let from = phrases.iter().position(|(_, alike)| *alike).unwrap_or(0);
                let to = phrases.iter().rposition(|(_, alike)| *alike).unwrap_or(0);
                let quoted: Vec<&str> = phrases[from..=to].iter().map(|(span, _)| span.of(cx.text())).collect();
                if !self.is_exact(&quoted) {
                    let span =
                        self.without_lead(cx.text(), phrases[from].0).join(self.without_tail(cx.text(), phrases[to].0));
                    hits.at(span).with("expected", self.items.join("、"));
                }
            }
        }
    }
}

impl SetPhrase {
    /// Where the items stand word for word, in order.
    fn places(&self, cx: &Context<'_>) -> Vec<Span> {
        let whole = Span::new(0, cx.text().len());
        let mut places: Vec<Span> =
            self.patterns.iter().flat_map(|pattern| cx.search.find_all(pattern, whole)).collect();
        places.sort_unstable();
        places
    }

    /// Whether enough of the items stand in a block word for word to look closer: half of what makes a quotation.
    fn may_quote(&self, cx: &Context<'_>, part: Span) -> bool {
        let exact = self.patterns.iter().filter(|pattern| cx.search.find(pattern, part).is_some());
        exact.count() * 2 >= self.at_least
    }

    /// Equal to an item, or with it in one character short of equal, at the run's edges also with words around it.
    fn resembles(&self, phrase: &str) -> bool {
        self.folded.iter().any(|item| {
            phrase.contains(item.as_str())
                || strsim::generic_damerau_levenshtein(
                    &phrase.chars().collect::<Vec<_>>(),
                    &item.chars().collect::<Vec<_>>(),
                ) <= 1
        })
    }

    /// A phrase without the words that lead to the item in it: 加快建设职能科学.
    fn without_lead(&self, text: &str, phrase: Span) -> Span {
        let found = self.folded.iter().find_map(|item| phrase.of(text).find(item.as_str()));
        Span::new(phrase.start + found.unwrap_or(0), phrase.end)
    }

    /// A phrase without the words that follow the item in it: 人民满意的法治政府.
    fn without_tail(&self, text: &str, phrase: Span) -> Span {
        let found = self.folded.iter().find_map(|item| phrase.of(text).find(item.as_str()).map(|at| at + item.len()));
        Span::new(phrase.start, found.map_or(phrase.end, |at| phrase.start + at))
    }

    /// The first phrase may follow, the last precede other words without a mark between.
    fn is_exact(&self, quoted: &[&str]) -> bool {
        let last = self.folded.len().saturating_sub(1);
        quoted.len() == self.folded.len()
            && quoted.iter().zip(&self.folded).enumerate().all(|(at, (quoted, item))| match at {
                0 => quoted.ends_with(item.as_str()),
                at if at == last => quoted.starts_with(item.as_str()),
                _ => quoted == item,
            })
    }
}

/// Runs of short phrases joined by 、 or ，.
fn runs(text: &str, part: Span) -> Vec<Vec<Span>> {
    const LONGEST: usize = 40;
    let mut runs: Vec<Vec<Span>> = vec![Vec::new()];
    let mut start = part.start;
    let ends = part.of(text).char_indices().map(|(at, c)| (part.start + at, c)).chain([(part.end, '。')]);
    for (at, c) in ends {
        if !matches!(c, '、' | '，' | '。' | '；' | '！' | '？' | '：' | '“' | '”') {
            continue;
        }
        let phrase = Span::new(start, at);
        if phrase.of(text).chars().count() <= LONGEST && !phrase.is_empty() {
            runs.last_mut().expect("starts with one").push(phrase);
        } else {
            runs.push(Vec::new());
        }
        if !matches!(c, '、' | '，') {
            runs.push(Vec::new());
        }
        start = at + c.len_utf8();
    }
    runs.retain(|run| run.len() > 1);
    runs
}
