//! Options of every command that uses rules.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, usage};
use crate::rule::pack::Sources;
use crate::rule::{LoadErrors, RuleSet, Selection};
use crate::settings::{self, Effective};

/// Where rules come from.
#[derive(Debug, Args)]
pub(super) struct Packs {
    /// 另外载入这个文件夹里的规则包（可重复）
    #[arg(long, value_name = "文件夹", help_heading = "规则选项")]
    rules: Vec<PathBuf>,
}

impl Packs {
    /// The folders named.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.rules
    }

    /// Adds the packs of the command line to others.
    pub(super) fn beside(&self, others: Sources) -> Result<Sources, LoadErrors> {
        self.rules.iter().try_fold(others, |sources, folder| sources.with_folder(folder))
    }
}

/// Which of them to use.
#[derive(Debug, Default, Args)]
pub(super) struct Choice {
    /// 只用这些规则：编号、规则组或规则包（可重复，可用逗号）
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则选项")]
    select: Vec<String>,

    /// 不用这些规则：写法同 --select，并优先于它
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则选项")]
    ignore: Vec<String>,
}

impl Choice {
    /// What is to be used.
    pub(super) fn selected(&self) -> &[String] {
        &self.select
    }

    /// What is not to be used.
    pub(super) fn ignored(&self) -> &[String] {
        &self.ignore
    }

    /// Whether every name is known to some of the rules in use.
    pub(super) fn check<'a>(&self, sets: impl Iterator<Item = &'a RuleSet>) -> Result<(), Failure> {
        let sets: Vec<&RuleSet> = sets.collect();
        let Some(rules) = sets.first() else { return Ok(()) };
        for name in &self.select {
            if sets.iter().all(|rules| rules.named_and_on(name).is_err()) {
                return self.of(rules).map(|_| ());
            }
        }
        for name in &self.ignore {
            if sets.iter().all(|rules| rules.named(name).is_err()) {
                return self.of(rules).map(|_| ());
            }
        }
        Ok(())
    }

    /// What is chosen where a configuration chooses too.
    pub(super) fn under(&self, rules: &RuleSet, effective: &Effective) -> Selection {
        settings::selection(rules, effective, &self.select, &self.ignore)
    }

    /// Whether nothing is left out.
    pub(super) fn is_all(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty()
    }

    pub(super) fn of(&self, rules: &RuleSet) -> Result<Selection, Failure> {
        rules.select(&self.select, &self.ignore).map_err(|unknown| {
            let packs = rules.packs.iter().map(|pack| pack.name.as_str());
            let ids = rules.rules.iter().flat_map(|rule| [rule.id.group(), rule.id.0.as_str()]);
            let near = usage::nearest(&unknown.name, packs.chain(ids));
            let help = if rules.named(&unknown.name).is_ok() { unknown.help.clone() } else { usage::meant_rule(near) };
            Failure::Usage { message: unknown.to_string(), help: Some(help) }
        })
    }
}
