//! Automatic numbers resolved to the text a reader sees: 一、 （一） 1. 第一条, restarts and levels included.
//!
//! Counters run per abstract list, as Word counts: two lists made of one abstract list go on counting, unless the second
//! overrides its start.

use std::collections::{HashMap, HashSet};

use super::ordinal::written;
use super::styles::Styles;
use super::xml::{Element, Space, Token, Tokens};
use crate::input::InputError;
use crate::text::fold::is_han;

/// Levels of a list.
const LEVELS: usize = 9;

/// One level of an abstract list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: String,
    /// `%1、`
    text: String,
    style: Option<String>,
    legal: bool,
    restart: Option<usize>,
    hidden: bool,
    spaced: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            style: None,
            legal: false,
            restart: None,
            hidden: false,
            spaced: true,
        }
    }
}

impl Level {
    fn take(&mut self, local: &str, element: &Element<'_>) {
        match local {
            "start" => self.start = element.number().unwrap_or(1),
            "numFmt" => self.format = element.attribute("val").unwrap_or_default(),
            "lvlText" => self.text = element.attribute("val").unwrap_or_default(),
            "pStyle" => self.style = element.attribute("val"),
            "isLgl" => self.legal = element.is_on(),
            "lvlRestart" => self.restart = element.number().and_then(|level| usize::try_from(level).ok()),
            "vanish" => self.hidden = element.is_on(),
            "suff" => self.spaced = element.attribute("val").as_deref() != Some("nothing"),
            _ => {}
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// A numbering style whose list this one is.
    linked: Option<String>,
}

/// A list in use: an abstract list with changes to it.
#[derive(Debug, Clone, Default)]
struct List {
    of: i64,
    starts: HashMap<usize, i64>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<i64, Abstract>,
    lists: HashMap<i64, List>,
    counters: HashMap<i64, [Option<i64>; LEVELS]>,
    /// Lists and levels whose own start has been used.
    started: HashSet<(i64, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: &str, xml: &str) -> Result<Self, InputError> {
        let mut tokens = Tokens::of(part, xml);
        let mut reading = Reading::default();
        loop {
            match tokens.read()? {
                Token::Start { element, empty } => {
                    reading.start(&element);
                    let word = element.space == Space::Word;
                    reading.names.push(if word { element.local().to_owned() } else { String::new() });
                    if empty {
                        reading.end();
                    }
                }
                Token::End(_) => reading.end(),
                Token::Done => return Ok(reading.numbering),
                Token::Text { .. } | Token::Entity(..) => {}
            }
        }
    }

    /// The label of the next paragraph of a list: what stands in front of its text, with a space where the two would run
    /// together. `style` is the paragraph style that names the list, `None` where the paragraph itself does.
    pub(super) fn next(&mut self, list: i64, level: Option<usize>, style: Option<&str>, styles: &Styles) -> String {
        let Some(of) = self.resolved(list, styles) else { return String::new() };
        let level = level.or_else(|| style.and_then(|style| self.level_of(of, style))).unwrap_or(0).min(LEVELS - 1);
        self.count(list, of, level);
        self.label(list, of, level)
    }

    /// The level of a list that a paragraph style stands for.
    pub(super) fn level_of_style(&self, list: i64, style: &str, styles: &Styles) -> Option<usize> {
        self.level_of(self.resolved(list, styles)?, style)
    }

    /// The abstract list of a list, links through numbering styles followed.
    fn resolved(&self, list: i64, styles: &Styles) -> Option<i64> {
        let mut of = self.lists.get(&list)?.of;
        for _ in 0..4 {
            let found = self.abstracts.get(&of)?;
            let Some(linked) = found.linked.as_deref().filter(|_| found.levels.is_empty()) else { break };
            let (_, place) = styles.place(Some(linked))?;
            of = self.lists.get(&place.list?)?.of;
        }
        Some(of)
    }

    fn level_of(&self, of: i64, style: &str) -> Option<usize> {
        let levels = &self.abstracts.get(&of)?.levels;
        levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at)
    }

    fn level(&self, list: i64, of: i64, at: usize) -> Option<&Level> {
        let own = self.lists.get(&list).and_then(|list| list.levels.get(&at));
        own.or_else(|| self.abstracts.get(&of)?.levels.get(&at))
    }

    fn start(&self, list: i64, of: i64, at: usize) -> i64 {
        self.level(list, of, at).map_or(1, |level| level.start)
    }

    fn count(&mut self, list: i64, of: i64, level: usize) {
        let start = self.start(list, of, level);
        let own = self.lists.get(&list).and_then(|list| list.starts.get(&level)).copied();
        let restarts: Vec<bool> = (0..LEVELS)
            .map(|at| match self.level(list, of, at).and_then(|level| level.restart) {
                Some(restart) => level < restart,
                None => true,
            })
            .collect();
        let counters = self.counters.entry(of).or_default();
        counters[level] = Some(match (own, counters[level]) {
            (Some(own), _) if self.started.insert((list, level)) => own,
            (_, Some(last)) => last.saturating_add(1),
            (own, None) => own.unwrap_or(start),
        });
        for deeper in (level + 1..LEVELS).filter(|at| restarts[*at]) {
            counters[deeper] = None;
        }
    }

    fn label(&self, list: i64, of: i64, at: usize) -> String {
        let Some(level) = self.level(list, of, at).filter(|level| !level.hidden && level.format != "bullet") else {
            return String::new();
        };
        let counters = self.counters.get(&of).copied().unwrap_or_default();
        let number = |other: usize| {
            let number = counters[other].unwrap_or_else(|| self.start(list, of, other));
            let format = self.level(list, of, other).map_or("decimal", |level| level.format.as_str());
            let arabic = level.legal && format != "none";
            written(if arabic { "decimal" } else { format }, number)
        };
        let mut out = String::new();
        let mut rest = level.text.chars().peekable();
        while let Some(c) = rest.next() {
            match rest.peek().and_then(|next| next.to_digit(10)) {
                Some(digit @ 1..=9) if c == '%' => {
                    out += &number(digit as usize - 1);
                    rest.next();
                }
                _ => out.push(c),
            }
        }
        let mut out = out.trim().to_owned();
        if level.spaced && out.ends_with(|c: char| is_han(c) || c.is_alphanumeric()) {
            out.push(' ');
        }
        out
    }
}

/// `numbering.xml` while it is read.
#[derive(Default)]
struct Reading {
    numbering: Numbering,
    names: Vec<String>,
    current: Option<Current>,
    level: Option<(usize, Level)>,
    /// The level that an override is about.
    overridden: Option<usize>,
}

enum Current {
    Abstract(i64, Abstract),
    List(i64, List),
}

impl Reading {
    fn start(&mut self, element: &Element<'_>) {
        if element.space != Space::Word {
            return;
        }
        let id = |name: &str| element.attribute(name).and_then(|id| id.trim().parse::<i64>().ok());
        let at = || id("ilvl").and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        match (element.local(), &mut self.current) {
            ("abstractNum", None) => {
                self.current = Some(Current::Abstract(id("abstractNumId").unwrap_or(-1), Abstract::default()));
            }
            ("num", None) => self.current = Some(Current::List(id("numId").unwrap_or(-1), List::default())),
            ("numStyleLink", Some(Current::Abstract(_, found))) => found.linked = element.attribute("val"),
            ("abstractNumId", Some(Current::List(_, list))) => list.of = element.number().unwrap_or(-1),
            ("lvlOverride", Some(Current::List(..))) => self.overridden = Some(at()),
            ("startOverride", Some(Current::List(_, list))) => {
                if let (Some(level), Some(start)) = (self.overridden, element.number()) {
                    list.starts.insert(level, start);
                }
            }
            ("lvl", Some(_)) => self.level = Some((at(), Level::default())),
            (local, Some(_)) => {
                if let Some((_, level)) = &mut self.level {
                    level.take(local, element);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        match self.names.pop().as_deref() {
            Some("lvl") => match (self.level.take(), &mut self.current) {
                (Some((at, level)), Some(Current::Abstract(_, found))) => drop(found.levels.insert(at, level)),
                (Some((at, level)), Some(Current::List(_, list))) => drop(list.levels.insert(at, level)),
                _ => {}
            },
            Some("lvlOverride") => self.overridden = None,
            Some("abstractNum" | "num") => match self.current.take() {
                Some(Current::Abstract(id, found)) => drop(self.numbering.abstracts.insert(id, found)),
                Some(Current::List(id, list)) => drop(self.numbering.lists.insert(id, list)),
                None => {}
            },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLINE: &str = "<w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='H1'/><w:lvlText w:val='%1、'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%3'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
        <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>";

    fn numbering(inner: &str) -> Numbering {
        let xml = format!(
            "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:numbering>"
        );
        Numbering::read("numbering.xml", &xml).unwrap()
    }

    #[test]
    fn counts_by_level_and_starts_again_below_a_new_heading() {
        let mut numbering = numbering(OUTLINE);
        let styles = Styles::default();
        let mut next = |list, level| numbering.next(list, Some(level), None, &styles);
        let labels: Vec<String> = [0, 1, 1, 0, 1, 2].into_iter().map(|level| next(1, level)).collect();
        assert_eq!(labels, ["一、", "（一）", "（二）", "二、", "（一）", "2.1 "]);
        assert_eq!([next(2, 0), next(2, 0), next(1, 0)], ["一、", "二、", "三、"]);
    }

    #[test]
    fn the_level_follows_from_the_style() {
        let mut numbering = numbering(OUTLINE);
        assert_eq!(numbering.next(1, None, Some("H1"), &Styles::default()), "一、");
    }

    #[test]
    fn a_word_in_front_keeps_its_distance_and_bullets_are_no_text() {
        let mut numbering = numbering(
            "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/>\
             <w:lvlText w:val='第%1条'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f06c}'/></w:lvl>\
             </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
        );
        assert_eq!(numbering.next(1, Some(0), None, &Styles::default()), "第一条 ");
        assert_eq!(numbering.next(1, Some(1), None, &Styles::default()), "");
        assert_eq!(numbering.next(9, Some(0), None, &Styles::default()), "");
    }
}
