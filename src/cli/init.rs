//! `gangyao init`: writes a configuration to begin with, or a small pack that passes `gangyao test` at once.
//!
//! Nothing that exists is ever overwritten.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::{Exit, Failure, writing};

/// 写一份设置文件，或者新建一个规则包
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao init [选项]",
    after_help = "从不覆盖已有的文件。\n\n示例：\n  \
        gangyao init                     在当前文件夹写 gangyao.yaml\n  \
        gangyao init --pack 市级清单     新建规则包，接着可用 gangyao test 市级清单"
)]
pub(super) struct Init {
    /// 新建规则包：一条规则、它的用例、报告和快照
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,
}

/// The configuration, every key shown and explained, all of it in comments.
const CONFIG: &str = include_str!("init/gangyao.yaml");

/// What stands for the pack's name in the files.
const NAME: &str = "{{name}}";

/// The files of a new pack, by their path in it.
const FILES: &[(&str, &str)] = &[
    ("pack.yaml", include_str!("init/pack/pack.yaml")),
    ("local.yaml", include_str!("init/pack/local.yaml")),
    ("mutations.yaml", include_str!("init/pack/mutations.yaml")),
    ("tests/local/hotline.yaml", include_str!("init/pack/tests/local/hotline.yaml")),
    ("reports/good/示例.txt", include_str!("init/pack/reports/good/示例.txt")),
    ("reports/缺热线.txt", include_str!("init/pack/reports/缺热线.txt")),
    ("snapshots/good/示例.txt.yaml", include_str!("init/pack/snapshots/good/示例.txt.yaml")),
    ("snapshots/缺热线.txt.yaml", include_str!("init/pack/snapshots/缺热线.txt.yaml")),
];

impl Init {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        match &self.pack {
            None => config(console)?,
            Some(folder) => pack(folder, console)?,
        }
        Ok(Exit::Clean)
    }
}

fn config(console: &mut Console) -> Result<(), Failure> {
    let path = Path::new("gangyao.yaml");
    if path.exists() {
        return Err(exists(path, "要重新写一份，请先把它改名"));
    }
    create(path, CONFIG)?;
    console.write("已写 gangyao.yaml：各项设置都写在里面，去掉行首的“# ”就生效。\n")?;
    Ok(())
}

fn pack(folder: &Path, console: &mut Console) -> Result<(), Failure> {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || folder.is_file() {
        return Err(exists(folder, "请换一个名称，或者先移走原来的"));
    }
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
        return Err(Failure::usage("--pack 后面要写新文件夹的名称"));
    };
    let builtin = crate::rule::pack::Sources::builtin().load().map_err(Failure::Rules)?;
    if builtin.packs.iter().any(|pack| pack.name == name) {
        let message = format!("“{name}”是内置规则包的名称");
        return Err(Failure::Usage { message, help: Some("请换一个名称".to_owned()) });
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        create(&path, &text.replace(NAME, name))?;
        console.write(&format!("已写 {}\n", path.display()))?;
    }
    let shown = folder.display();
    console
        .write(&format!("\n试一试：gangyao test {shown}\n检查报告时使用：gangyao check 报告.txt --rules {shown}\n"))?;
    Ok(())
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    writing::write_new(path, text).map_err(|error| Failure::usage(format!("无法写 {}：{error}", path.display())))
}

fn exists(path: &Path, help: &str) -> Failure {
    Failure::Usage { message: format!("{} 已经存在，没有改动", path.display()), help: Some(help.to_owned()) }
}
