//! `gangyao explain`: one rule in full.

use clap::Args;

use super::console::Console;
use super::packs::Packs;
use super::settings::{self, Config};
use super::{Exit, Failure, usage};
use crate::output::manual::{Article, article};
use crate::output::{Look, wrap};
use crate::rule::pack::Sources;

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
        console.write(&page(&article(&set, rule), console.look()))?;
        Ok(Exit::Clean)
    }
}

fn page(article: &Article, look: Look) -> String {
    let mut out = format!("{} {}\n{}\n", article.id, article.title, article.about);
    for part in &article.parts {
        out += &format!("\n{}\n", part.name);
        for paragraph in &part.paragraphs {
            let lines = paragraph.lines().flat_map(|line| wrap::wrap(line, look.width - 4));
            for (at, line) in lines.enumerate() {
                let mark = if at == 0 && part.paragraphs.len() > 1 { "· " } else { "  " };
                out += &format!("{mark}{line}\n");
            }
        }
    }
    out
}
