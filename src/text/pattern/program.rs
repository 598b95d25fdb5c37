//! What a regular expression of a rule becomes: a short program for the matcher, and the literals it cannot do without.
//!
//! Depends on the syntax crate alone, since `build.rs` compiles the expressions of the built-in packs with it too.

use std::borrow::Cow;

use regex_syntax::hir::{self, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

/// A compiled regular expression.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// What to do, from the first on.
    pub(super) ops: Cow<'static, [Op]>,
    /// Ranges of characters, both ends included, those of one class together and rising.
    pub(super) ranges: Cow<'static, [(char, char)]>,
    /// The characters a match can begin with.
    pub(super) first: Class,
    /// Whether it matches at the start of the text only.
    pub(super) anchored: bool,
}

/// A set of characters: a stretch of [`Program::ranges`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    /// Its first range.
    pub(super) start: u16,
    /// The number of its ranges.
    pub(super) len: u16,
}

/// One step of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// This character.
    Char(char),
    /// A character of a class.
    Any(Class),
    /// Characters of a class, at least `min` and at most `max` ([`u16::MAX`]: any number), many of them rather than few if
    /// `greedy`.
    Many {
        /// The class.
        class: Class,
        /// Least number.
        min: u16,
        /// Greatest number.
        max: u16,
        /// Whether many are tried before few.
        greedy: bool,
    },
    /// The program goes on at the first op given, and if that fails at the second.
    Fork(u16, u16),
    /// The program goes on at another op.
    Jump(u16),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// A match ends here.
    Match,
}

/// Compiles an expression that does not match the empty text. `None` for what the matcher does not know: word boundaries, bytes,
/// loops over what may be empty, and programs too long.
pub(super) fn compile(hir: &Hir) -> Option<Program> {
    let mut compiler = Compiler::default();
    let first = compiler.class(&first(hir)?)?;
    compiler.expression(hir)?;
    compiler.push(Op::Match)?;
    let anchored = hir.properties().look_set_prefix().contains(Look::Start);
    Some(Program { ops: compiler.ops.into(), ranges: compiler.ranges.into(), first, anchored })
}

#[derive(Default)]
struct Compiler {
    ops: Vec<Op>,
    ranges: Vec<(char, char)>,
}

impl Compiler {
    /// Longest program.
    const MOST: usize = 4_000;

    fn push(&mut self, op: Op) -> Option<usize> {
        self.ops.push(op);
        (self.ops.len() <= Self::MOST).then(|| self.ops.len() - 1)
    }

    fn next(&self) -> u16 {
        self.ops.len() as u16
    }

    fn expression(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for c in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.push(Op::Char(c))?;
                }
            }
            HirKind::Class(_) => {
                let class = self.class(&one_character(hir)?)?;
                self.push(Op::Any(class))?;
            }
            HirKind::Look(Look::Start) => drop(self.push(Op::Start)?),
            HirKind::Look(Look::End) => drop(self.push(Op::End)?),
            HirKind::Look(_) => return None,
            HirKind::Repetition(repetition) => self.repetition(repetition)?,
            HirKind::Capture(capture) => self.expression(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.expression(part))?,
            HirKind::Alternation(parts) => self.alternation(parts)?,
        }
        Some(())
    }

    fn alternation(&mut self, parts: &[Hir]) -> Option<()> {
        let (last, others) = parts.split_last()?;
        let mut ends = Vec::new();
        for part in others {
            let fork = self.push(Op::Fork(0, 0))?;
            self.expression(part)?;
            ends.push(self.push(Op::Jump(0))?);
            self.ops[fork] = Op::Fork(fork as u16 + 1, self.next());
        }
        self.expression(last)?;
        let end = self.next();
        ends.into_iter().for_each(|at| self.ops[at] = Op::Jump(end));
        Some(())
    }

    fn repetition(&mut self, repetition: &Repetition) -> Option<()> {
        let (min, greedy) = (u16::try_from(repetition.min).ok()?, repetition.greedy);
        let max = repetition.max.map(|max| u16::try_from(max).ok().filter(|max| *max < u16::MAX));
        if let Some(characters) = one_character(&repetition.sub) {
            let class = self.class(&characters)?;
            let max = max.unwrap_or(Some(u16::MAX))?;
            self.push(Op::Many { class, min, max, greedy })?;
            return Some(());
        }
        let once = min == 0 && repetition.max == Some(1);
        if !once && repetition.sub.properties().minimum_len().is_none_or(|len| len == 0) {
            return None;
        }
        (0..min).try_for_each(|_| self.expression(&repetition.sub))?;
        let mut forks = Vec::new();
        match max {
            None => {
                forks.push(self.push(Op::Fork(0, 0))?);
                self.expression(&repetition.sub)?;
                self.push(Op::Jump(forks[0] as u16))?;
            }
            Some(max) => {
                for _ in min..max? {
                    forks.push(self.push(Op::Fork(0, 0))?);
                    self.expression(&repetition.sub)?;
                }
            }
        }
        let end = self.next();
        for fork in forks {
            let body = fork as u16 + 1;
            self.ops[fork] = if greedy { Op::Fork(body, end) } else { Op::Fork(end, body) };
        }
        Some(())
    }

    /// The class of some characters, the same for the same characters.
    fn class(&mut self, characters: &ClassUnicode) -> Option<Class> {
        let ranges: Vec<(char, char)> = characters.ranges().iter().map(|range| (range.start(), range.end())).collect();
        let known = self.ranges.windows(ranges.len().max(1)).position(|known| known == ranges);
        let start = known.unwrap_or(self.ranges.len());
        if known.is_none() {
            self.ranges.extend_from_slice(&ranges);
        }
        Some(Class { start: u16::try_from(start).ok()?, len: u16::try_from(ranges.len()).ok()? })
    }
}

/// The characters of an expression that matches one character, whatever stands around it.
fn one_character(hir: &Hir) -> Option<ClassUnicode> {
    match hir.kind() {
        HirKind::Class(hir::Class::Unicode(class)) => Some(class.clone()),
        HirKind::Class(hir::Class::Bytes(class)) => class.to_unicode_class(),
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            let only = chars.next().filter(|_| chars.next().is_none())?;
            Some(ClassUnicode::new([ClassUnicodeRange::new(only, only)]))
        }
        HirKind::Capture(capture) => one_character(&capture.sub),
        _ => None,
    }
}

/// The characters a match of an expression can begin with, if it is not empty.
fn first(hir: &Hir) -> Option<ClassUnicode> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => ClassUnicode::empty(),
        HirKind::Literal(literal) => {
            let c = std::str::from_utf8(&literal.0).ok()?.chars().next()?;
            ClassUnicode::new([ClassUnicodeRange::new(c, c)])
        }
        HirKind::Class(_) => one_character(hir)?,
        HirKind::Repetition(repetition) => first(&repetition.sub)?,
        HirKind::Capture(capture) => first(&capture.sub)?,
        HirKind::Concat(parts) => {
            let mut all = ClassUnicode::empty();
            for part in parts {
                all.union(&first(part)?);
                if part.properties().minimum_len() != Some(0) {
                    break;
                }
            }
            all
        }
        HirKind::Alternation(parts) => {
            let mut all = ClassUnicode::empty();
            for part in parts {
                all.union(&first(part)?);
            }
            all
        }
    })
}

/// Literals one of which stands in every match of an expression.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needed {
    /// The literals; empty where there is no such (small) set.
    pub(super) texts: Vec<String>,
    /// Bytes of a match before the literal at most; [`u32::MAX`] where any number may be.
    pub(super) lead: u32,
}

/// The literals that a match of an expression cannot do without: of several such sets the one met least often in texts, as
/// `frequency` tells it of a literal.
pub(super) fn needed_literals(hir: &Hir, frequency: &dyn Fn(&str) -> usize) -> Needed {
    Needs { frequency }.of(hir).filter(|needed| needed.texts.iter().all(|text| !text.is_empty())).unwrap_or_default()
}

/// Groups of literals: in every match of an expression stands one literal of each group. Characters alone say too little to make
/// a group, unless there is no other.
pub(super) fn needed_groups(hir: &Hir, frequency: &dyn Fn(&str) -> usize) -> Vec<Vec<String>> {
    const MOST: usize = 8;
    let says_much = |group: &Vec<String>| {
        group.iter().all(|text| !text.is_empty()) && group.iter().any(|text| text.chars().nth(1).is_some())
    };
    let mut groups: Vec<Vec<String>> = Vec::new();
    for part in parts(hir) {
        let group = Needs { frequency }.of(part).map(|needed| needed.texts);
        if let Some(group) = group.filter(says_much).filter(|group| !groups.contains(group)) {
            groups.push(group);
        }
    }
    if groups.is_empty() {
        groups.extend(Some(needed_literals(hir, frequency).texts).filter(|texts| !texts.is_empty()));
    }
    groups.truncate(MOST);
    groups
}

/// The parts of a sequence; an expression that is none is its only part.
fn parts(hir: &Hir) -> &[Hir] {
    match hir.kind() {
        HirKind::Concat(parts) => parts,
        HirKind::Capture(capture) => parts(&capture.sub),
        _ => std::slice::from_ref(hir),
    }
}

/// How often a literal is met in a text of ten thousand characters, as far as its length tells.
pub(super) fn usual_frequency(literal: &str) -> usize {
    let mut chars = literal.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('0'..='9' | '，' | '。' | '、' | '；' | '（' | '）' | '“' | '”' | '《' | '》'), None, _) => {
            100
        }
        (Some('\u{4e00}'..='\u{9fff}'), None, _) => 30,
        (_, None, _) => 2,
        (_, _, None) => 4,
        _ => 1,
    }
}

/// Looks for the literals that an expression needs.
struct Needs<'f> {
    frequency: &'f dyn Fn(&str) -> usize,
}

impl Needs<'_> {
    fn of(&self, hir: &Hir) -> Option<Needed> {
        match hir.kind() {
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                Some(Needed { texts: vec![text.to_owned()], lead: 0 })
            }
            HirKind::Class(class) => small_class(class).map(|texts| Needed { texts, lead: 0 }),
            HirKind::Repetition(repetition) if repetition.min >= 1 => self.of(&repetition.sub),
            HirKind::Capture(capture) => self.of(&capture.sub),
            HirKind::Concat(parts) => self.of_one(parts),
            HirKind::Alternation(parts) => self.of_any(parts),
            _ => None,
        }
    }

    /// Of the parts of a sequence that need literals, those of the part whose literals are rarest; of equals the later.
    fn of_one(&self, parts: &[Hir]) -> Option<Needed> {
        let frequency = |needed: &Needed| needed.texts.iter().map(|text| (self.frequency)(text)).sum::<usize>();
        let mut lead = Some(0u32);
        let mut best: Option<(usize, Needed)> = None;
        for part in parts {
            if let Some(mut needed) = self.of(part) {
                needed.lead = lead.map_or(u32::MAX, |lead| lead.saturating_add(needed.lead));
                let often = frequency(&needed);
                if best.as_ref().is_none_or(|(least, _)| often <= *least) {
                    best = Some((often, needed));
                }
            }
            let longest = part.properties().maximum_len().and_then(|len| u32::try_from(len).ok());
            lead = lead.zip(longest).and_then(|(lead, longest)| lead.checked_add(longest));
        }
        best.map(|(_, needed)| needed)
    }

    fn of_any(&self, parts: &[Hir]) -> Option<Needed> {
        const MOST: usize = 64;
        let mut all = Needed::default();
        for part in parts {
            let needed = self.of(part)?;
            all.texts.extend(needed.texts);
            all.lead = all.lead.max(needed.lead);
        }
        (all.texts.len() <= MOST).then_some(all)
    }
}

fn small_class(class: &hir::Class) -> Option<Vec<String>> {
    /// Both cases of the Latin letters.
    const MOST: usize = 52;
    let hir::Class::Unicode(class) = class else { return None };
    let count: usize = class.ranges().iter().map(|range| range.end() as usize - range.start() as usize + 1).sum();
    (count <= MOST)
        .then(|| class.ranges().iter().flat_map(|range| (range.start()..=range.end()).map(String::from)).collect())
}
