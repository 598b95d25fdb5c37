//! `gangyao rules`: lists the rules in force.

use clap::Args;
use serde::Serialize;

use super::console::Console;
use super::form::{Form, TextOrJson};
use super::packs::{Choice, Packs};
use super::settings::{self, Config};
use super::{Exit, Failure};
use crate::finding::Severity;
use crate::output::{json, wrap};
use crate::rule::pack::Sources;
use crate::rule::{Rule, RuleSet};

/// 列出规则：编号、级别、标题
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao rules [选项]",
    after_help = "示例：\n  gangyao rules\n  gangyao rules --select struct\n  gangyao explain struct/problems"
)]
pub(super) struct Rules {
    #[command(flatten)]
    form: TextOrJson,

    #[command(flatten)]
    config: Config,

    #[command(flatten)]
    packs: Packs,

    #[command(flatten)]
    choice: Choice,
}

/// A rule as the settings have it.
struct Listed<'a> {
    rule: &'a Rule,
    severity: Severity,
}

#[derive(Serialize)]
struct RuleWire<'a> {
    id: &'a str,
    pack: &'a str,
    severity: Severity,
    title: &'a str,
    requirement: Option<&'a str>,
    basis: Vec<String>,
    help: Option<String>,
}

impl Rules {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let (set, effective) = settings::rules_here(&self.config, &self.packs, Sources::builtin())?;
        self.choice.check(std::iter::once(&set))?;
        let selection = self.choice.under(&set, &effective);
        let chosen: Vec<Listed<'_>> = (0..set.rules.len())
            .filter(|at| selection.holds(*at))
            .map(|at| Listed {
                rule: &set.rules[at],
                severity: selection.severity(at).unwrap_or(set.rules[at].severity),
            })
            .collect();
        let text = match self.form.format {
            Form::Json => json::text(&chosen.iter().map(|listed| wire(&set, listed)).collect::<Vec<_>>()) + "\n",
            Form::Text => list(&set, &chosen),
        };
        console.write(&text)?;
        Ok(Exit::Clean)
    }
}

fn wire<'a>(set: &'a RuleSet, listed: &Listed<'a>) -> RuleWire<'a> {
    let rule = listed.rule;
    RuleWire {
        id: &rule.id.0,
        pack: &set.packs[rule.pack].name,
        severity: listed.severity,
        title: &rule.title,
        requirement: rule.requirement.as_deref(),
        basis: rule.basis_text(&set.norms, None),
        help: rule.help.as_ref().map(|help| help.written()),
    }
}

/// The rules under their packs, ids in one column.
fn list(set: &RuleSet, rules: &[Listed<'_>]) -> String {
    let widest = rules.iter().map(|listed| wrap::width(&listed.rule.id.0)).max().unwrap_or(0);
    let mut out = String::new();
    for (at, pack) in set.packs.iter().enumerate() {
        let own: Vec<_> = rules.iter().filter(|listed| listed.rule.pack == at).collect();
        if own.is_empty() {
            continue;
        }
        out += &format!("{}（{}，第 {} 版，{} 条）\n", pack.title, pack.name, pack.version, own.len());
        for Listed { rule, severity } in own {
            let pad = widest - wrap::width(&rule.id.0);
            out += &format!("  {}{:pad$}  {}  {}\n", rule.id, "", severity.title(), rule.title);
        }
        out.push('\n');
    }
    out + &format!("共 {} 条规则。用 gangyao explain 编号 查看某一条。\n", rules.len())
}
