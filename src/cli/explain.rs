//! `gangyao explain`: one rule in full.

use clap::Args;

use super::console::Console;
use super::packs::Packs;
use super::settings::{self, Config};
use super::{Exit, Failure, usage};
use crate::output::{Look, wrap};
use crate::rule::pack::Sources;
use crate::rule::template::Template;
use crate::rule::{Example, Rule, RuleSet};

/// 讲解一条规则：管什么、依据、改法、正反例
#[derive(Debug, Args)]
#[command(override_usage = "gangyao explain [选项] <编号>", after_help = "示例：\n  gangyao explain struct/problems")]
pub(super) struct Explain {
    /// 规则编号，如 struct/problems（见 gangyao rules）
    #[arg(value_name = "编号", help_heading = "参数")]
    id: String,

    #[command(flatten)]
    config: Config,

    #[command(flatten)]
    packs: Packs,
}

impl Explain {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let (set, _) = settings::rules_here(&self.config, &self.packs, Sources::builtin_with_examples())?;
        let Some(rule) = set.rule(&self.id) else {
            let near = usage::nearest(&self.id, set.rules.iter().map(|rule| rule.id.0.as_str()));
            let message = format!("没有编号为“{}”的规则", self.id);
            return Err(Failure::Usage { message, help: Some(usage::meant_rule(near)) });
        };
        console.write(&page(&set, rule, console.look()))?;
        Ok(Exit::Clean)
    }
}

fn page(set: &RuleSet, rule: &Rule, look: Look) -> String {
    let pack = &set.packs[rule.pack];
    let mut out = format!("{} {}\n{} · {}（{}）\n", rule.id, rule.title, rule.severity.title(), pack.title, pack.name);
    if let Some(reason) = &rule.off {
        out += &format!("已停用：{reason}\n");
    }
    if !rule.changed_by.is_empty() {
        out += &format!("由规则包 {} 改动\n", rule.changed_by.join("、"));
    }
    if !rule.waivable {
        out += "不可豁免\n";
    }
    let mut part = |name: &str, paragraphs: &[String]| {
        if !paragraphs.is_empty() {
            out += &format!("\n{name}\n");
        }
        for paragraph in paragraphs {
            let lines = paragraph.lines().flat_map(|line| wrap::wrap(line, look.width - 4));
            for (at, line) in lines.enumerate() {
                let mark = if at == 0 && paragraphs.len() > 1 { "· " } else { "  " };
                out += &format!("{mark}{line}\n");
            }
        }
    };
    part("要求", &rule.requirement.iter().cloned().collect::<Vec<_>>());
    part("报告什么", &[readable(&rule.message)]);
    part("依据", &rule.basis_text(&set.norms, None));
    part("怎么改", &rule.help.iter().map(readable).collect::<Vec<_>>());
    let tuned = rule.parameters.iter().map(|(name, value)| format!("{name}：{value}")).collect::<Vec<_>>().join("，");
    let tuned = (!tuned.is_empty()).then(|| format!("{tuned}（在 gangyao.yaml 的 thresholds 里调）"));
    part("参数", &tuned.into_iter().collect::<Vec<_>>());
    part("会报告的例子", &texts(&rule.examples.bad));
    part("不会报告的例子", &texts(&rule.examples.good));
    out
}

/// A message with …… for what each document fills in.
fn readable(template: &Template) -> String {
    template.fill(|_| Some("……".to_string()))
}

fn texts(examples: &[Example]) -> Vec<String> {
    examples.iter().map(|example| example.text.trim_end().to_string()).collect()
}
