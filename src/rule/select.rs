//! Choosing rules by id, group or pack.

use super::RuleSet;
use crate::check::link::did_you_mean;

/// Which rules of a [`RuleSet`] run.
#[derive(Debug, Clone)]
pub struct Selection {
    chosen: Vec<bool>,
}

/// A name that chooses nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{name}”的规则、规则组或规则包")]
pub struct UnknownName {
    /// The name as given.
    pub name: String,
    /// Advice.
    pub help: String,
}

impl Selection {
    /// Whether the rule of an index runs.
    pub fn holds(&self, rule: usize) -> bool {
        self.chosen.get(rule).copied().unwrap_or(false)
    }

    /// The same without rules of other packs than these.
    pub fn only_packs(mut self, rules: &RuleSet, packs: &[String]) -> Self {
        for (chosen, rule) in self.chosen.iter_mut().zip(&rules.rules) {
            *chosen &= packs.contains(&rules.packs[rule.pack].name);
        }
        self
    }

    /// How many rules run.
    pub fn count(&self) -> usize {
        self.chosen.iter().filter(|chosen| **chosen).count()
    }
}

impl RuleSet {
    /// Rules chosen by id (`struct/problems`), group (`struct`) or pack (`fazhi`): those of `select` (all, if it is empty)
    /// without those of `ignore`.
    ///
    /// # Errors
    /// A name that chooses no rule.
    pub fn select(&self, select: &[String], ignore: &[String]) -> Result<Selection, UnknownName> {
        let mut chosen = vec![select.is_empty(); self.rules.len()];
        for name in select {
            self.each(name, |rule| chosen[rule] = true)?;
        }
        for name in ignore {
            self.each(name, |rule| chosen[rule] = false)?;
        }
        Ok(Selection { chosen })
    }

    fn each(&self, name: &str, mut act: impl FnMut(usize)) -> Result<(), UnknownName> {
        let bare = name.trim_end_matches('/');
        let mut any = false;
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.id.0 == bare || rule.id.group() == bare || self.packs[rule.pack].name == bare {
                act(at);
                any = true;
            }
        }
        if any { Ok(()) } else { Err(UnknownName { name: name.to_owned(), help: did_you_mean(bare, &self.names()) }) }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.packs.iter().map(|pack| pack.name.clone()).collect();
        for rule in &self.rules {
            if !names.iter().any(|name| name == rule.id.group()) {
                names.push(rule.id.group().to_owned());
            }
        }
        names.extend(self.rules.iter().map(|rule| rule.id.0.clone()));
        names
    }
}
