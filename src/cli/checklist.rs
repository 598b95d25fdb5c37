//! `gangyao checklist`: the sheet that a reviewer signs.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::batch::Batch;
use super::check::unread_lines;
use super::console::Console;
use super::excuses::Excusing;
use super::inputs::Inputs;
use super::judge::Commanded;
use super::outputs::{Outputs, Wanted};
use super::packs::{Choice, Packs};
use super::settings::{self, Config};
use super::{Exit, Failure, own_pages};
use crate::output::checklist::FORMATS;
use crate::output::{Asked, Close, Entry, Run};

/// 生成核对表：逐项列出要求、依据、结论和证明的原句，供审核签字
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao checklist [选项] <路径>...",
    after_help = "示例：\n  \
        gangyao checklist 报告.txt\n  \
        gangyao checklist 报告.txt -o 核对表.html\n  \
        gangyao checklist 各县报告/ -f csv -o 核对表.csv\n\n\
        返回值：0 已生成；2 命令或规则有误；3 有文件不能读取，或者有要求未能判断"
)]
pub(super) struct Checklist {
    /// 文件、文件夹或通配符；“-”表示标准输入
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[arg(
        short, long, value_name = "格式", value_parser = formats(), hide_possible_values = true, help = format_help(),
        help_heading = "输出选项"
    )]
    format: Option<&'static Entry>,

    /// 写到这个文件（默认写到标准输出）
    #[arg(short, long, value_name = "路径", help_heading = "输出选项")]
    output: Option<PathBuf>,

    #[command(flatten)]
    config: Config,

    #[command(flatten)]
    packs: Packs,

    #[command(flatten)]
    choice: Choice,

    #[command(flatten)]
    inputs: Inputs,
}

fn formats() -> impl TypedValueParser<Value = &'static Entry> {
    PossibleValuesParser::new(FORMATS.iter().map(|entry| entry.name)).map(|name| named(&name).unwrap_or(&FORMATS[0]))
}

fn format_help() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|entry| entry.name).collect();
    format!("格式：{}\n（默认看 -o 的扩展名，都没有则为 {}）", names.join("、"), FORMATS[0].name)
}

fn named(name: &str) -> Option<&'static Entry> {
    FORMATS.iter().find(|entry| entry.name == name)
}

impl Checklist {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let wanted = [Wanted { entry: self.entry(), path: self.output.clone() }];
        let mut found = self.inputs.discover(&self.paths)?;
        own_pages::part(&wanted, &self.paths, &mut found.sources, console)?;
        let settled = settings::settle(&self.config, &self.packs, &self.choice, &mut found.sources, &self.paths)?;
        let asked = Asked::all(settled.groups.iter().map(|group| (group.rules, &group.selection)));
        let look = console.look();
        let run = Run { rules: settled.groups[0].rules, asked: &asked, look };
        let mut outputs = Outputs::open(&wanted, run)?;
        let commanded = Commanded { published: self.inputs.published, fail_on: None, look };
        // What the settings waive is told as waived.
        let excuses = Excusing::default().load(&settled)?;
        let batch = Batch {
            run,
            settled: &settled,
            excuses: &excuses,
            commanded,
            jobs: self.inputs.jobs,
            mending: None,
            annotating: None,
            counts_rules: false,
        };

        outputs.begin(console)?;
        let ended = batch.go(found, &mut outputs, console)?;
        let close = Close { tally: ended.tally, unread: &ended.unread, statistics: None };
        let written = outputs.end(&close, console)?;
        console.finish()?;
        for unread in &ended.unread {
            console.complain(&unread_lines(unread));
        }
        for path in written {
            console.complain(&format!("已写出 {}\n", path.display()));
        }
        let nothing = ended.tally.counts.files == 0;
        if nothing && ended.unread.is_empty() {
            console.complain("没有找到可以核对的文件。\n");
        }
        match nothing || !ended.unread.is_empty() || ended.tally.could_not_check > 0 {
            true => Ok(Exit::Incomplete),
            false => Ok(Exit::Clean),
        }
    }

    /// The format asked for, else the one that the file's name tells.
    fn entry(&self) -> &'static Entry {
        let extension = self.output.as_ref().and_then(|path| path.extension()).and_then(|extension| extension.to_str());
        let told = extension.and_then(|extension| match extension.to_ascii_lowercase().as_str() {
            "md" => named("markdown"),
            "htm" => named("html"),
            other => named(other),
        });
        self.format.or(told).unwrap_or(&FORMATS[0])
    }
}
