//! Finding patterns in one folded text: one pass for the literals of all rules, then only what can match.

use std::ops::Range;

use super::literal_finder::LiteralFinder;
use super::pattern::{ListId, LiteralId, Literals, Pattern, WordId};
use super::span::Span;

/// The literals of the loaded rules, made ready to be found.
#[derive(Debug)]
pub struct Scanner {
    finder: LiteralFinder,
    lengths: Vec<u32>,
    /// Of each literal where its uses begin, and their end.
    first_use: Vec<u32>,
    /// The words that may stand where a literal stands, those of one literal together.
    uses: Vec<WordId>,
    /// A bit for each word: whether it may stand anywhere.
    always: Vec<u64>,
    /// Of each list the number of its first word, and one past that of the last.
    lists: Vec<WordId>,
}

impl Scanner {
    /// Makes the literals ready.
    pub fn new(literals: &Literals) -> Self {
        let lengths: Vec<u32> = literals.texts().iter().map(|text| text.len() as u32).collect();
        let lists = literals.lists().to_vec();
        let mut counts = vec![0; lengths.len() + 1];
        let of_literals = || literals.uses().iter().filter_map(|of| Some((of.literal?, of.word)));
        of_literals().for_each(|(literal, _)| counts[literal as usize + 1] += 1);
        let (first_use, uses) = sorted(counts, of_literals());
        let mut always = vec![0; lists.last().map_or(0, |words| *words as usize).div_ceil(WORD_BITS)];
        literals.uses().iter().filter(|of| of.literal.is_none()).for_each(|of| set(&mut always, of.word));
        let finder = LiteralFinder::new(literals.texts().iter().map(AsRef::as_ref));
        Self { finder, lengths, first_use, uses, always, lists }
    }

    /// Scans one folded text.
    pub fn scan<'a>(&'a self, folded: &'a str) -> Search<'a> {
        let mut found: Vec<(LiteralId, u32)> = Vec::with_capacity(folded.len() / 4);
        let mut counts = vec![0u32; self.lengths.len() + 1];
        self.finder.each(folded, |literal, start| {
            counts[literal as usize + 1] += 1;
            found.push((literal, start as u32));
            true
        });
        // Within one literal the scan already gives rising places.
        let (first, starts) = sorted(counts, found.into_iter());
        let mut candidates = self.always.clone();
        let present = first.windows(2).zip(self.first_use.windows(2)).filter(|(places, _)| places[0] < places[1]);
        for word in present.flat_map(|(_, uses)| &self.uses[uses[0] as usize..uses[1] as usize]) {
            set(&mut candidates, *word);
        }
        Search { text: folded, first, starts, lengths: &self.lengths, candidates, lists: &self.lists }
    }
}

/// Bits of one element of a list of bits.
const WORD_BITS: usize = u64::BITS as usize;

fn set(bits: &mut [u64], at: WordId) {
    bits[at as usize / WORD_BITS] |= 1 << (at as usize % WORD_BITS);
}

/// Counting sort: values by their keys, in the order given within a key; `counts` has of each key, one place after its own, how
/// many values there are. The first of the two lists tells of each key where its values begin, and their end.
fn sorted(counts: Vec<u32>, all: impl Iterator<Item = (u32, u32)>) -> (Vec<u32>, Vec<u32>) {
    let mut next = counts;
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let first = next.clone();
    let mut values = vec![0; first.last().copied().unwrap_or_default() as usize];
    for (key, value) in all {
        let slot = &mut next[key as usize];
        values[*slot as usize] = value;
        *slot += 1;
    }
    (first, values)
}

/// The bits of a range that are set, by number.
fn bits_in(bits: &[u64], range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < range.end {
            let rest = bits[at / WORD_BITS] >> (at % WORD_BITS);
            if rest != 0 {
                at += rest.trailing_zeros() as usize + 1;
                return (at <= range.end).then_some(at - 1);
            }
            at = (at / WORD_BITS + 1) * WORD_BITS;
        }
        None
    })
}

/// One folded text with the places of every literal in it.
#[derive(Debug)]
pub struct Search<'a> {
    text: &'a str,
    first: Vec<u32>,
    starts: Vec<u32>,
    lengths: &'a [u32],
    /// A bit for each word: whether it may stand in the text.
    candidates: Vec<u64>,
    lists: &'a [WordId],
}

impl<'a> Search<'a> {
    /// The folded text searched.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The words of a list that may stand in the text, by their places in the list, in order.
    pub fn candidates(&self, list: ListId) -> impl Iterator<Item = usize> + '_ {
        let list = list as usize;
        let words = match (self.lists.get(list), self.lists.get(list + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        let from = words.start;
        bits_in(&self.candidates, words).map(move |word| word - from)
    }

    /// All matches of a pattern inside a folded span, in order, none overlapping another.
    pub fn find_all(&self, pattern: &Pattern, within: Span) -> Vec<Span> {
        let mut found = Vec::new();
        self.each(pattern, within, &mut |span| {
            found.push(span);
            true
        });
        found
    }

    /// The first match of a pattern inside a folded span.
    pub fn find(&self, pattern: &Pattern, within: Span) -> Option<Span> {
        self.find_before(pattern, within, usize::MAX, &|_| true)
    }

    /// The first match of a pattern inside a folded span that begins before a byte and is accepted.
    pub fn find_before(
        &self,
        pattern: &Pattern,
        within: Span,
        before: usize,
        accept: &dyn Fn(Span) -> bool,
    ) -> Option<Span> {
        let mut first = None;
        self.each(pattern, within, &mut |span| {
            let is_before = span.start < before;
            first = Some(span).filter(|span| is_before && accept(*span));
            is_before && first.is_none()
        });
        first
    }

    /// Calls `visit` with each match until it answers `false`.
    pub fn each(&self, pattern: &Pattern, within: Span, visit: &mut dyn FnMut(Span) -> bool) {
        if let Some(id) = pattern.literal_id() {
            let mut from = within.start;
            for span in self.literal(id, within) {
                if span.start >= from {
                    from = span.end;
                    if !visit(span) {
                        return;
                    }
                }
            }
            return;
        }
        if let (Some(ids), Some(lead)) = (pattern.needs(), pattern.lead()) {
            return self.each_around(pattern, ids, lead, within, visit);
        }
        for line in self.lines_to_try(pattern, within) {
            // Anchors and context see the line, not what lies around it.
            let text = line.of(self.text);
            let mut from = 0;
            while let Some(found) = pattern.find_at(text, from) {
                from = found.end;
                if !visit(found.shift(line.start)) {
                    return;
                }
            }
        }
    }

    /// Calls `visit` with each match of an expression that begins at most `lead` bytes before one of some literals.
    fn each_around(
        &self,
        pattern: &Pattern,
        ids: &[LiteralId],
        lead: usize,
        within: Span,
        visit: &mut dyn FnMut(Span) -> bool,
    ) {
        let mut places: Vec<Span> = ids.iter().flat_map(|id| self.literal(*id, within)).collect();
        if ids.len() > 1 {
            places.sort_unstable();
        }
        let mut line = Span::at(within.start);
        // Where a match may begin: behind the last one, and where none was looked for yet.
        let mut from = within.start;
        for place in places {
            if !line.contains(place) {
                line = self.line_around(place, within);
            }
            from = from.max(line.start).max(place.start.saturating_sub(lead));
            from += (0..4).take_while(|ahead| !self.text.is_char_boundary(from + ahead)).count();
            // Anchors and context see the line, not what lies around it.
            let text = line.of(self.text);
            while from <= place.start {
                let Some(found) = pattern.find_between(text, from - line.start, place.start - line.start) else {
                    from = place.start + 1;
                    break;
                };
                from = found.end + line.start;
                if !visit(found.shift(line.start)) {
                    return;
                }
            }
        }
    }

    /// The places of a literal that lie wholly inside a span.
    fn literal(&self, id: LiteralId, within: Span) -> impl Iterator<Item = Span> + '_ {
        let id = id as usize;
        let len = self.lengths.get(id).copied().unwrap_or(0) as usize;
        let all = match (self.first.get(id), self.first.get(id + 1)) {
            (Some(start), Some(end)) => &self.starts[*start as usize..*end as usize],
            _ => &[],
        };
        let from = match all.first() {
            Some(first) if (*first as usize) < within.start => {
                all.partition_point(|start| (*start as usize) < within.start)
            }
            _ => 0,
        };
        all[from..]
            .iter()
            .map(move |start| Span::new(*start as usize, *start as usize + len))
            .take_while(move |span| span.end <= within.end)
    }

    /// The lines of the span, clipped to it, on which a regular expression can match.
    fn lines_to_try(&self, pattern: &Pattern, within: Span) -> Vec<Span> {
        let mut lines: Vec<Span> = match pattern.needs() {
            Some(ids) => {
                ids.iter().flat_map(|id| self.literal(*id, within)).map(|at| self.line_around(at, within)).collect()
            }
            None => lines(self.text, within).collect(),
        };
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn line_around(&self, at: Span, within: Span) -> Span {
        let bytes = self.text.as_bytes();
        let start =
            memchr::memrchr(b'\n', &bytes[within.start..at.start]).map_or(within.start, |i| within.start + i + 1);
        let end = memchr::memchr(b'\n', &bytes[at.end..within.end]).map_or(within.end, |i| at.end + i);
        Span::new(start, end)
    }
}

/// The lines of a span of a folded text, line ends left out, empty ones skipped.
pub fn lines(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = within.start;
    within
        .of(text)
        .split('\n')
        .map(move |line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            span
        })
        .filter(|span| !span.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pattern::Need;
    use proptest::prelude::*;

    fn all(written: &[&str], text: &str) -> Vec<Vec<String>> {
        let mut literals = Literals::default();
        let patterns: Vec<Pattern> = written.iter().map(|w| Pattern::parse(w, &mut literals).unwrap()).collect();
        let scanner = Scanner::new(&literals);
        let search = scanner.scan(text);
        let whole = Span::new(0, text.len());
        patterns
            .iter()
            .map(|p| search.find_all(p, whole).into_iter().map(|s| s.of(text).to_owned()).collect())
            .collect()
    }

    #[test]
    fn finds_literals_that_overlap_other_literals() {
        assert_eq!(all(&["行政复议", "复议", "议决"], "行政复议决定"), [vec!["行政复议"], vec!["复议"], vec!["议决"]]);
    }

    proptest! {
        #[test]
        fn candidates_are_the_words_of_which_a_literal_stands_in_the_text(
            lists in proptest::collection::vec(proptest::collection::vec("[甲乙丙丁]{0,2}", 0..90), 1..5),
            text in "[甲乙丙丁戊]{0,12}",
        ) {
            let mut literals = Literals::default();
            let need = |word: &String, literals: &mut Literals| match word.is_empty() {
                true => Need::Nothing,
                false => Need::OneOf(vec![literals.intern("戊戊"), literals.intern(word)]),
            };
            let mut numbers = Vec::new();
            for list in &lists {
                let needs: Vec<Need> = list.iter().map(|word| need(word, &mut literals)).collect();
                numbers.push(literals.list(needs.into_iter()));
            }
            let scanner = Scanner::new(&literals);
            let search = scanner.scan(&text);
            for (list, number) in lists.iter().zip(numbers) {
                let may = |word: &String| word.is_empty() || text.contains(word.as_str()) || text.contains("戊戊");
                let expected: Vec<usize> = (0..list.len()).filter(|at| may(&list[*at])).collect();
                prop_assert_eq!(search.candidates(number).collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn a_regex_sees_one_line_at_a_time() {
        assert_eq!(
            all(&["/受.{1,12}影响/", "/^二、.*/"], "受疫情\n影响大\n二、受财力影响"),
            [vec!["受财力影响"], vec!["二、受财力影响"]]
        );
    }

    #[test]
    fn matches_around_literals_are_those_of_the_whole_line() {
        let expressions = [
            "/.{0,3}甲./",
            "/(乙|丙甲)+/",
            "/[甲乙]{1,2}丁/",
            "/^.?甲/",
            "/丙?乙[甲丙]*$/",
            "/甲.*丁/",
            "/[0-9]+(甲|乙)/",
        ];
        let mut literals = Literals::default();
        let patterns: Vec<Pattern> = expressions.iter().map(|w| Pattern::parse(w, &mut literals).unwrap()).collect();
        let scanner = Scanner::new(&literals);
        proptest!(|(text in "[甲乙丙丁1，\n]{0,24}")| {
            let search = scanner.scan(&text);
            for (pattern, written) in patterns.iter().zip(expressions) {
                let regex = regex::Regex::new(written.trim_matches('/')).unwrap();
                let of_line = |line: Span| regex.find_iter(line.of(&text)).map(move |m| Span::new(m.start(), m.end()).shift(line.start)).collect::<Vec<_>>();
                let whole = Span::new(0, text.len());
                let expected: Vec<Span> = lines(&text, whole).flat_map(of_line).collect();
                prop_assert_eq!(search.find_all(pattern, whole), expected, "{} in {:?}", written, text);
            }
        });
    }

    #[test]
    fn nothing_is_found_outside_the_span() {
        let mut literals = Literals::default();
        let pattern = Pattern::parse("/复议[0-9]+件/", &mut literals).unwrap();
        let scanner = Scanner::new(&literals);
        let text = "复议1件，复议2件";
        let search = scanner.scan(text);
        let second = Span::new(text.rfind("复议").unwrap(), text.len());
        assert_eq!(search.find(&pattern, second).unwrap().of(text), "复议2件");
        assert_eq!(search.find_all(&pattern, Span::new(0, 7)), []);
    }
}
