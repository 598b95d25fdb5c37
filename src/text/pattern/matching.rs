//! Running a program on a text: backtracking, the first alternative that leads to a match wins, as regular expressions mean it.
//!
//! Compiling an expression for the regex crate takes as long as reading twenty reports; most rules need theirs once or never. Here a
//! match costs a few steps. An expression and a text on which the steps explode are left to the regex crate, which is linear.

use super::program::{Class, Op, Program};
use crate::text::span::Span;

/// The text took too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GaveUp;

impl Program {
    /// The first match that begins at or after byte `from` and no later than byte `last`. Both must be character boundaries.
    pub(super) fn find_between(&self, text: &str, from: usize, last: usize) -> Result<Option<Span>, GaveUp> {
        let mut run = Run::new(self, text);
        if self.anchored {
            return if from == 0 { run.match_at(0) } else { Ok(None) };
        }
        let first = self.class(self.first);
        for (offset, c) in text[from..].char_indices() {
            if from + offset > last {
                break;
            }
            if holds(first, c)
                && let Some(found) = run.match_at(from + offset)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Whether a match begins at the first byte.
    pub(super) fn starts(&self, text: &str) -> Result<bool, GaveUp> {
        Run::new(self, text).match_at(0).map(|found| found.is_some())
    }

    fn class(&self, class: Class) -> &[(char, char)] {
        let start = usize::from(class.start);
        self.ranges.get(start..start + usize::from(class.len)).unwrap_or_default()
    }
}

fn holds(ranges: &[(char, char)], c: char) -> bool {
    if ranges.len() <= 8 {
        return ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
    }
    let after = ranges.partition_point(|(first, _)| *first <= c);
    after > 0 && c <= ranges[after - 1].1
}

/// Where to go on when what was tried has failed.
#[derive(Debug, Clone, Copy)]
enum Retry {
    /// The other way of a fork.
    Other { op: u16, at: usize },
    /// One character less, down to byte `least`.
    Fewer { op: u16, at: usize, least: usize },
    /// One character of the class more, up to so many.
    More { op: u16, at: usize, class: Class, most: u16 },
}

/// A program on a text.
struct Run<'a> {
    program: &'a Program,
    text: &'a str,
    retries: Vec<Retry>,
    /// Steps that may still be taken.
    steps: usize,
}

impl<'a> Run<'a> {
    fn new(program: &'a Program, text: &'a str) -> Self {
        Run { program, text, retries: Vec::new(), steps: 2_000 + 40 * text.len() }
    }

    /// The match that begins at a byte.
    fn match_at(&mut self, start: usize) -> Result<Option<Span>, GaveUp> {
        self.retries.clear();
        let mut state = Some((0, start));
        loop {
            self.steps = self.steps.checked_sub(1).ok_or(GaveUp)?;
            let Some((op, at)) = state else {
                match self.retries.pop() {
                    Some(retry) => state = self.retry(retry)?,
                    None => return Ok(None),
                }
                continue;
            };
            state = match self.program.ops[usize::from(op)] {
                Op::Match => return Ok(Some(Span::new(start, at))),
                Op::Char(wanted) => self.char_at(at).filter(|c| *c == wanted).map(|c| (op + 1, at + c.len_utf8())),
                Op::Any(class) => self.one_of(class, at).map(|next| (op + 1, next)),
                Op::Many { class, min, max, greedy } => self.many(op, at, class, (min, max), greedy)?,
                Op::Fork(first, second) if !self.may_go_on(first, at) => Some((second, at)),
                Op::Fork(first, second) => {
                    self.retries.push(Retry::Other { op: second, at });
                    Some((first, at))
                }
                Op::Jump(next) => Some((next, at)),
                Op::Start => (at == 0).then_some((op + 1, at)),
                Op::End => (at == self.text.len()).then_some((op + 1, at)),
            };
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The byte after a character of a class.
    fn one_of(&self, class: Class, at: usize) -> Option<usize> {
        self.char_at(at).filter(|c| holds(self.program.class(class), *c)).map(|c| at + c.len_utf8())
    }

    /// Whether the character at a byte speaks not against going on at an op.
    fn may_go_on(&self, op: u16, at: usize) -> bool {
        match self.program.ops[usize::from(op)] {
            Op::Char(wanted) => self.char_at(at) == Some(wanted),
            Op::Any(class) => self.one_of(class, at).is_some(),
            _ => true,
        }
    }

    fn many(
        &mut self,
        op: u16,
        start: usize,
        class: Class,
        (min, max): (u16, u16),
        greedy: bool,
    ) -> Result<Option<(u16, usize)>, GaveUp> {
        let mut at = start;
        for _ in 0..min {
            match self.one_of(class, at) {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        let least = at;
        let more = if max == u16::MAX { usize::MAX } else { usize::from(max - min) };
        if !greedy {
            if more > 0 {
                let most = u16::try_from(more).unwrap_or(u16::MAX);
                self.retries.push(Retry::More { op: op + 1, at, class, most });
            }
            return Ok(Some((op + 1, at)));
        }
        let ranges = self.program.class(class);
        for c in self.text[least..].chars().take(more).take_while(|c| holds(ranges, *c)) {
            at += c.len_utf8();
        }
        self.steps = self.steps.checked_sub((at - start) / 4).ok_or(GaveUp)?;
        self.retry(Retry::Fewer { op: op + 1, at, least })
    }

    fn retry(&mut self, retry: Retry) -> Result<Option<(u16, usize)>, GaveUp> {
        match retry {
            Retry::Other { op, at } => Ok(Some((op, at))),
            Retry::Fewer { op, mut at, least } => {
                // Down to the next place where the program may go on.
                while !self.may_go_on(op, at) {
                    self.steps = self.steps.checked_sub(1).ok_or(GaveUp)?;
                    if at == least {
                        return Ok(None);
                    }
                    at = self.before(at);
                }
                if at > least {
                    let before = self.before(at);
                    self.retries.push(Retry::Fewer { op, at: before, least });
                }
                Ok(Some((op, at)))
            }
            Retry::More { op, at, class, most } => Ok(self.one_of(class, at).map(|next| {
                if most == u16::MAX || most > 1 {
                    let most = if most == u16::MAX { most } else { most - 1 };
                    self.retries.push(Retry::More { op, at: next, class, most });
                }
                (op, next)
            })),
        }
    }

    /// The byte where the character before a byte begins.
    fn before(&self, at: usize) -> usize {
        let len = self.text[..at].chars().next_back().map_or(1, char::len_utf8);
        at.saturating_sub(len)
    }
}

#[cfg(test)]
mod tests {
    use super::super::program;
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    fn program(source: &str) -> Program {
        program::compile(&regex_syntax::parse(source).unwrap()).unwrap()
    }

    fn agrees(source: &str, text: &str) -> Result<(), TestCaseError> {
        let (program, regex) = (program(source), Regex::new(source).unwrap());
        for from in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let expected = regex.find_at(text, from).map(|found| Span::new(found.start(), found.end()));
            prop_assert_eq!(
                program.find_between(text, from, text.len()),
                Ok(expected),
                "/{}/ in {} from {}",
                source,
                text,
                from
            );
        }
        let starts = regex.find(text).is_some_and(|found| found.start() == 0);
        prop_assert_eq!(program.starts(text), Ok(starts), "/{}/ at {}", source, text);
        Ok(())
    }

    /// Expressions of all the forms that rules use.
    const SOURCES: &[&str] = &[
        "^甲",
        "[甲乙].*[甲乙]",
        "甲.{0,2}(乙|乙丙|甲甲)",
        "^(甲|乙)?(丙|甲乙|甲)",
        "(甲|甲乙)(丙|乙丙)?丁",
        "(^|[^甲])(乙|丙)([^丁]|$)",
        "^[^甲]{1,3}乙$",
        "[0-9]+余?[甲乙][^丙]{0,2}丁",
        "(甲的?)*乙",
        "(甲乙|乙甲){0,2}丙",
        "(甲(乙)?(丙)?)?丁",
        "甲+?乙??丙",
        "(甲|乙){2,}",
        r"\p{Han}{2,}1",
        "甲{3}|乙{1,2}$",
        "(甲|乙)*丙.*丁?甲",
    ];

    proptest! {
        #[test]
        fn finds_what_the_regex_crate_finds(text in "[甲乙丙丁的余01\n]{0,14}") {
            for source in SOURCES {
                agrees(source, &text)?;
            }
        }
    }

    #[test]
    fn what_the_matcher_does_not_know_is_not_compiled() {
        for source in [r"\b甲", "(甲*)*乙", "(?m)^甲", "甲{70000}"] {
            let hir = regex_syntax::ParserBuilder::new().build().parse(source).unwrap();
            assert!(program::compile(&hir).is_none(), "{source}");
        }
    }

    #[test]
    fn gives_up_where_steps_explode() {
        let text = "甲".repeat(60);
        assert_eq!(program("(甲|甲甲)+乙").find_between(&text, 0, text.len()), Err(GaveUp));
    }
}
