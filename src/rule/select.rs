//! Choosing rules by id, group or pack, and how grave their findings are.

use super::RuleSet;
use crate::check::link::did_you_mean;
use crate::finding::Severity;

/// Which rules of a [`RuleSet`] run, and how grave their findings are where that is not what the rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    chosen: Vec<bool>,
    graded: Vec<Option<Severity>>,
}

/// A name that chooses nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownName {
    /// The name as given.
    pub name: String,
    /// What is wrong with it, in Chinese.
    pub message: String,
    /// Advice.
    pub help: String,
}

impl Selection {
    /// None of so many rules.
    pub fn none(rules: usize) -> Self {
        Self { chosen: vec![false; rules], graded: vec![None; rules] }
    }

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

    /// How grave the findings of a rule are, `None` where that is what the rule says.
    pub fn severity(&self, rule: usize) -> Option<Severity> {
        self.graded.get(rule).copied().flatten()
    }

    /// Switches a rule on or off.
    pub fn switch(&mut self, rule: usize, runs: bool) {
        if let Some(chosen) = self.chosen.get_mut(rule) {
            *chosen = runs;
        }
    }

    /// Says how grave the findings of a rule are.
    pub fn grade(&mut self, rule: usize, severity: Severity) {
        if let Some(graded) = self.graded.get_mut(rule) {
            *graded = Some(severity);
        }
    }
}

impl RuleSet {
    /// Rules chosen by id (`struct/problems`), group (`struct`) or pack (`fazhi`): those of `select` (all, if it is empty)
    /// without those of `ignore` and without those that a pack switched off.
    ///
    /// # Errors
    /// A name that chooses no rule.
    pub fn select(&self, select: &[String], ignore: &[String]) -> Result<Selection, UnknownName> {
        let mut chosen = vec![select.is_empty(); self.rules.len()];
        for name in select {
            self.named_and_on(name)?.into_iter().for_each(|rule| chosen[rule] = true);
        }
        for name in ignore {
            self.named(name)?.into_iter().for_each(|rule| chosen[rule] = false);
        }
        for (chosen, rule) in chosen.iter_mut().zip(&self.rules) {
            *chosen &= rule.off.is_none();
        }
        Ok(Selection { chosen, graded: vec![None; self.rules.len()] })
    }

    /// Indices of the rules that an id, a group or a pack names.
    ///
    /// # Errors
    /// A name that names no rule.
    pub fn named(&self, name: &str) -> Result<Vec<usize>, UnknownName> {
        let bare = name.trim_end_matches('/');
        let is_named = |at: &usize| {
            let rule = &self.rules[*at];
            rule.id.0 == bare || rule.id.group() == bare || self.packs[rule.pack].name == bare
        };
        let named: Vec<usize> = (0..self.rules.len()).filter(is_named).collect();
        if named.is_empty() {
            let message = format!("没有名为“{name}”的规则、规则组或规则包");
            return Err(UnknownName { name: name.to_owned(), message, help: did_you_mean(bare, &self.names()) });
        }
        Ok(named)
    }

    /// The same, for a user who wants them to run: that none of them can is an error, lest it pass for a clean report.
    ///
    /// # Errors
    /// A name that names no rule, or only rules that a pack switched off.
    pub fn named_and_on(&self, name: &str) -> Result<Vec<usize>, UnknownName> {
        let named = self.named(name)?;
        match self.rules[named[0]].off.as_ref().filter(|_| named.iter().all(|at| self.rules[*at].off.is_some())) {
            None => Ok(named),
            Some(reason) => Err(UnknownName {
                name: name.to_owned(),
                message: format!("“{name}”已经停用：{reason}"),
                help: "去掉它，或者不载入停用它的规则包".to_owned(),
            }),
        }
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
