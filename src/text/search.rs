//! Finding patterns in one folded text: one pass for the literals of all rules, then only what can match.

use super::literal_finder::LiteralFinder;
use super::pattern::{LiteralId, Literals, Pattern};
use super::span::Span;

/// The literals of the loaded rules, made ready to be found.
#[derive(Debug)]
pub struct Scanner {
    finder: LiteralFinder,
    lengths: Vec<u32>,
}

impl Scanner {
    /// Makes the literals ready.
    pub fn new(literals: &Literals) -> Self {
        let lengths = literals.texts().iter().map(|text| text.len() as u32).collect();
        Self { finder: LiteralFinder::new(literals.texts().iter().map(AsRef::as_ref)), lengths }
    }

    /// Scans one folded text.
    pub fn scan<'a>(&'a self, folded: &'a str) -> Search<'a> {
        let mut found: Vec<(LiteralId, u32)> = Vec::with_capacity(folded.len() / 16);
        self.finder.each(folded, |literal, start| {
            found.push((literal, start as u32));
            true
        });
        // Counting sort by literal; within one literal the scan already gives rising places.
        let mut first = vec![0u32; self.lengths.len() + 1];
        for (literal, _) in &found {
            first[*literal as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next = first.clone();
        let mut starts = vec![0u32; found.len()];
        for (literal, start) in found {
            let slot = &mut next[literal as usize];
            starts[*slot as usize] = start;
            *slot += 1;
        }
        Search { text: folded, first, starts, lengths: &self.lengths }
    }
}

/// One folded text with the places of every literal in it.
#[derive(Debug)]
pub struct Search<'a> {
    text: &'a str,
    first: Vec<u32>,
    starts: Vec<u32>,
    lengths: &'a [u32],
}

impl<'a> Search<'a> {
    /// The folded text searched.
    pub fn text(&self) -> &'a str {
        self.text
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
        self.find_where(pattern, within, &|_| true)
    }

    /// The first match of a pattern inside a folded span that is accepted.
    pub fn find_where(&self, pattern: &Pattern, within: Span, accept: &dyn Fn(Span) -> bool) -> Option<Span> {
        let mut first = None;
        self.each(pattern, within, &mut |span| {
            first = accept(span).then_some(span);
            first.is_none()
        });
        first
    }

    /// Calls `visit` with each match until it answers `false`.
    fn each(&self, pattern: &Pattern, within: Span, visit: &mut dyn FnMut(Span) -> bool) {
        if pattern.literal().is_some() {
            let mut from = within.start;
            for span in pattern.needs().unwrap_or_default().iter().flat_map(|id| self.literal(*id, within)) {
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
        let from = all.partition_point(|start| (*start as usize) < within.start);
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
        let start = bytes[within.start..at.start]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(within.start, |i| within.start + i + 1);
        let end = bytes[at.end..within.end].iter().position(|b| *b == b'\n').map_or(within.end, |i| at.end + i);
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
