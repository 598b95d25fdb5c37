//! Linking: names in a rule become what they name, patterns are compiled, and everything wrong is collected.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::word_set::WordSet;
use crate::document::Role;
use crate::norm::{NormIndex, Norms};
use crate::text::located::{Located, place};
use crate::text::pattern::{Literals, Pattern, PatternError};
use crate::text::span::Span;

/// What a pack names once for all its rules.
#[derive(Debug, Default)]
pub struct Names {
    /// The required parts.
    pub roles: Vec<Role>,
    /// Word lists by name.
    pub terms: BTreeMap<String, Arc<WordSet>>,
    /// Topics in the order of the file.
    pub topics: Vec<Topic>,
}

/// A subject that a problem or a plan may be about.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The name rules use.
    pub name: String,
    /// Chinese name for messages.
    pub title: String,
    /// Its words.
    pub terms: Arc<WordSet>,
}

/// Something wrong in a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the file, where known.
    pub span: Option<Span>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(span: Option<Span>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    /// The same with advice.
    pub fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// Resolves the names of one rule.
#[derive(Debug)]
pub struct Linker<'a> {
    /// The pack's names.
    pub names: &'a Names,
    /// The registry of norms.
    pub norms: &'a Norms,
    /// Where literals are interned.
    pub literals: &'a mut Literals,
    /// What went wrong so far.
    pub problems: Vec<Problem>,
}

impl Linker<'_> {
    /// Compiles a pattern that documents are searched for.
    pub fn pattern(&mut self, written: &str, at: Option<Span>) -> Option<Pattern> {
        let parsed = Pattern::parse(written, self.literals);
        self.parsed(parsed, written, at)
    }

    /// Compiles a pattern that is only tried at places found by others.
    pub fn pattern_beside(&mut self, written: &str, at: Option<Span>) -> Option<Pattern> {
        let parsed = Pattern::parse_beside(written, self.literals);
        self.parsed(parsed, written, at)
    }

    fn parsed(&mut self, parsed: Result<Pattern, PatternError>, written: &str, at: Option<Span>) -> Option<Pattern> {
        match parsed {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                // Inside plain and single-quoted scalars the written text stands verbatim.
                let inner = at.map(|at| {
                    let quote = at.len().saturating_sub(written.len()) / 2;
                    let start = at.start + quote + error.span.start;
                    Span::new(start, (at.start + quote + error.span.end).min(at.end))
                });
                self.problems.push(Problem::new(inner, error.message));
                None
            }
        }
    }

    /// The role of a name.
    pub fn role(&mut self, name: &Located<String>) -> Option<Role> {
        let found = self.names.roles.iter().find(|role| *role.0 == *name.value).cloned();
        if found.is_none() {
            self.unknown("部分", name, &self.names.roles.iter().map(|role| role.0.to_string()).collect::<Vec<_>>());
        }
        found
    }

    /// The roles of several names.
    pub fn roles(&mut self, names: &[Located<String>]) -> Vec<Role> {
        names.iter().filter_map(|name| self.role(name)).collect()
    }

    /// The norm of an id.
    pub fn norm(&mut self, id: &Located<String>) -> Option<NormIndex> {
        let found = self.norms.find(&id.value);
        if found.is_none() {
            let known: Vec<String> = self.norms.ids().map(str::to_owned).collect();
            self.unknown("规范", id, &known);
        }
        found
    }

    /// The words of a term.
    pub fn term(&mut self, name: &str, at: Option<Span>) -> Option<Arc<WordSet>> {
        let found = self.names.terms.get(name).cloned();
        if found.is_none() {
            let known: Vec<String> = self.names.terms.keys().cloned().collect();
            self.problems.push(unknown_name("词表", name, at, &known));
        }
        found
    }

    /// The words of a topic.
    pub fn topic(&mut self, name: &str, at: Option<Span>) -> Option<Arc<WordSet>> {
        let found = self.names.topics.iter().find(|topic| topic.name == name).map(|topic| Arc::clone(&topic.terms));
        if found.is_none() {
            let known: Vec<String> = self.names.topics.iter().map(|topic| topic.name.clone()).collect();
            self.problems.push(unknown_name("主题", name, at, &known));
        }
        found
    }

    fn unknown(&mut self, what: &str, name: &Located<String>, known: &[String]) {
        self.problems.push(unknown_name(what, &name.value, place(name), known));
    }
}

/// The problem of a name nothing bears, with the nearest name that exists.
pub fn unknown_name(what: &str, name: &str, at: Option<Span>, known: &[String]) -> Problem {
    Problem::new(at, format!("没有名为“{name}”的{what}")).help(Some(did_you_mean(name, known)))
}

/// Advice that names the nearest of the known names, or lists them. A name with a slash is also known by its last part.
pub fn did_you_mean(name: &str, known: &[String]) -> String {
    /// A list of more names helps nobody.
    const MOST: usize = 60;
    let distance = |other: &String| {
        let last = other.rsplit('/').next().unwrap_or(other);
        strsim::damerau_levenshtein(name, other).min(strsim::damerau_levenshtein(name, last))
    };
    let near = known.iter().map(|other| (distance(other), other)).min();
    match near {
        Some((distance, other)) if distance <= 2.max(name.chars().count() / 3) => format!("是不是想写“{other}”？"),
        _ if known.is_empty() => "这里没有可用的名称".to_owned(),
        _ if known.len() > MOST => "用 gangyao rules 可以查看全部规则".to_owned(),
        _ => format!("可用：{}", known.join("、")),
    }
}
