//! `gangyao manual`: the rule manual.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::packs::Packs;
use super::schema::write;
use super::{Exit, Failure};
use crate::output::manual;
use crate::rule::pack::Sources;

/// 输出规则手册：每条规则管什么、依据、改法、例子
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao manual [选项]",
    after_help = "示例：\n  \
        gangyao manual > 规则手册.md\n  \
        gangyao manual --format html > 规则手册.html\n  \
        gangyao manual --output docs/rules    每个规则包一份 Markdown，另有一份 HTML"
)]
pub(super) struct Manual {
    /// 输出格式：markdown（默认）、html
    #[arg(
        short,
        long,
        value_name = "格式",
        default_value = "markdown",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "输出选项"
    )]
    format: Form,

    /// 写进这个文件夹：<规则包>.md 和 index.html
    #[arg(long, value_name = "文件夹", conflicts_with = "format", help_heading = "输出选项")]
    output: Option<PathBuf>,

    #[command(flatten)]
    packs: Packs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Markdown,
    Html,
}

impl Manual {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let sources = self.packs.beside(Sources::builtin_with_examples());
        let set = sources.and_then(|sources| sources.load()).map_err(Failure::Rules)?;
        let Some(folder) = &self.output else {
            let chapters = || set.packs.iter().map(|pack| manual::markdown(&set, pack)).collect::<Vec<_>>();
            console.write(&match self.format {
                Form::Markdown => chapters().join("\n"),
                Form::Html => manual::page(&set),
            })?;
            return Ok(Exit::Clean);
        };
        let chapters = set.packs.iter().map(|pack| (format!("{}.md", pack.name), manual::markdown(&set, pack)));
        for (name, text) in chapters.chain([("index.html".to_owned(), manual::page(&set))]) {
            let path = folder.join(name);
            write(&path, &text)?;
            console.complain(&format!("已写 {}\n", path.display()));
        }
        Ok(Exit::Clean)
    }
}
