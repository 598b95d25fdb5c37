//! Which rules are in force: `--rules`, `--select`, `--ignore`, shared by the commands that use rules.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, usage};
use crate::rule::pack::Sources;
use crate::rule::{RuleSet, Selection};

/// Where rules come from.
#[derive(Debug, Args)]
pub(super) struct Packs {
    /// 另外载入这个文件夹里的规则包（可重复）
    #[arg(long, value_name = "文件夹", help_heading = "规则选项")]
    rules: Vec<PathBuf>,
}

impl Packs {
    /// The rules as needed for checking. They stay until the process ends: giving back thousands of words one by one would take
    /// as long as checking a report.
    pub(super) fn load(&self) -> Result<&'static RuleSet, Failure> {
        self.beside(Sources::builtin()).map(|rules| &*Box::leak(Box::new(rules)))
    }

    /// The rules with their examples.
    pub(super) fn load_with_examples(&self) -> Result<RuleSet, Failure> {
        self.beside(Sources::builtin_with_examples())
    }

    fn beside(&self, builtin: Sources) -> Result<RuleSet, Failure> {
        let sources = self.rules.iter().try_fold(builtin, |sources, folder| sources.with_folder(folder));
        sources.and_then(|sources| sources.load()).map_err(Failure::Rules)
    }
}

/// Which of them to use.
#[derive(Debug, Args)]
pub(super) struct Choice {
    /// 只用这些规则：编号、规则组或规则包（可重复，可用逗号）
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则选项")]
    select: Vec<String>,

    /// 不用这些规则：写法同 --select，并优先于它
    #[arg(long, value_name = "规则", value_delimiter = ',', help_heading = "规则选项")]
    ignore: Vec<String>,
}

impl Choice {
    /// Whether nothing is left out.
    pub(super) fn is_all(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty()
    }

    pub(super) fn of(&self, rules: &RuleSet) -> Result<Selection, Failure> {
        rules.select(&self.select, &self.ignore).map_err(|unknown| {
            let packs = rules.packs.iter().map(|pack| pack.name.as_str());
            let ids = rules.rules.iter().flat_map(|rule| [rule.id.group(), rule.id.0.as_str()]);
            let near = usage::nearest(&unknown.name, packs.chain(ids));
            Failure::Usage { message: unknown.to_string(), help: Some(usage::meant_rule(near)) }
        })
    }
}
