//! `gangyao outline`: shows how a document was understood.

use std::path::PathBuf;

use clap::Args;

use super::batch::unread;
use super::console::Console;
use super::form::{Form, TextOrJson};
use super::inputs::Reading;
use super::office;
use super::packs::{Choice, Packs};
use super::settings::{self, Config};
use super::{Exit, Failure};
use crate::document::builder;
use crate::input::InputError;
use crate::output::json::{self, DocumentWire};
use crate::output::{Run, outline};

/// 查看报告是怎样被读懂的：标题、机关、年度、各部分
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao outline [选项] <文件>",
    after_help = "字数不含各级标题和空格；一级标题后注明它被认作哪个必备部分。\n\n示例：\n  gangyao outline 报告.txt"
)]
pub(super) struct Outline {
    /// 要看的文件；“-”表示标准输入
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    #[command(flatten)]
    form: TextOrJson,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    config: Config,

    #[command(flatten)]
    packs: Packs,
}

impl Outline {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let mut found = self.reading.discover(std::slice::from_ref(&self.file), &[])?;
        let none = Choice::default();
        let named = std::slice::from_ref(&self.file);
        let settled = settings::settle(&self.config, &self.packs, &none, &mut found.sources, named)?;
        let rules = settled.groups[0].rules;
        if let Some(missing) = found.unread.first() {
            return Err(incomplete(&missing.path, &missing.error));
        }
        let [source] = &found.sources[..] else {
            let message = format!("“{}”不是单个文件", self.file.display());
            return Err(Failure::Incomplete { message, help: Some("outline 一次看一个文件。".to_string()) });
        };
        let read = office::read(source).map_err(|error| incomplete(&source.path, &error))?;
        let document = builder::build(read.draft, &source.path, &rules.reading);
        let run = Run { rules, asked: &[], look: console.look() };
        let text = match self.form.format {
            Form::Text => outline::page(&run, &document, read.encoding.map(|encoding| encoding.label.to_string())),
            Form::Json => json::text(&DocumentWire::of(&document)) + "\n",
        };
        console.write(&text)?;
        Ok(Exit::Clean)
    }
}

fn incomplete(path: &str, error: &InputError) -> Failure {
    let unread = unread(path, error);
    Failure::Incomplete { message: format!("{}：{}", unread.path, unread.error), help: unread.help }
}
