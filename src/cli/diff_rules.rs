//! `gangyao diff-rules`: what a change of rules does to a set of reports.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::batch::{bar, unread};
use super::console::Console;
use super::form::{Form, TextOrJson};
use super::inputs::Reading;
use super::office;
use super::{Exit, Failure};
use crate::document::{Document, builder};
use crate::input::{self, Source};
use crate::lint::{Linter, Options};
use crate::output::rule_changes::{self, Comparison};
use crate::output::{Unread, wrap};
use crate::rule::RuleSet;
use crate::rule::pack::Sources;
use crate::verify::changes::{Change, changes};

/// 比较两版规则对同一批报告的结果：新增、消失、改变、移位
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao diff-rules [选项] <旧规则> <新规则> <路径>...",
    after_help = "规则是规则包，或者放着几个规则包的文件夹；builtin 表示内置规则包。\n\
        与内置规则包同名的规则包顶替它，其余内置规则照用。\n\n\
        返回值：0 结果相同，1 结果不同，2 命令或规则有误，3 有文件读不了\n\n示例：\n  \
        gangyao diff-rules builtin 市级清单/ 各县报告/\n  \
        gangyao diff-rules 旧/fazhi 新/fazhi 各县报告/ --format json"
)]
pub(super) struct DiffRules {
    /// 旧规则：文件夹，或 builtin
    #[arg(value_name = "旧规则", help_heading = "参数")]
    old: PathBuf,

    /// 新规则：文件夹，或 builtin
    #[arg(value_name = "新规则", help_heading = "参数")]
    new: PathBuf,

    /// 报告：文件、文件夹或通配符；“-”表示标准输入
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    form: TextOrJson,

    /// 在文件夹里跳过这样的文件（通配符，可重复）
    #[arg(long, value_name = "通配符", help_heading = "输入选项")]
    exclude: Vec<String>,

    #[command(flatten)]
    reading: Reading,
}

impl DiffRules {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let (old, new) = (load(&self.old)?, load(&self.new)?);
        let found = self.reading.discover(&self.paths, &self.exclude)?;
        let mut unreadable: Vec<Unread> = found.unread.iter().map(|u| unread(&u.path, &u.error)).collect();
        let all = |rules: &RuleSet| rules.select(&[], &[]).map_err(|error| Failure::usage(error.to_string()));
        let (old_all, new_all) = (all(&old)?, all(&new)?);
        let sides = [Linter::new(&old, &old_all), Linter::new(&new, &new_all)];
        let bar = bar(found.sources.len(), "份报告");
        let one = |source: &Source| {
            let compared = compare(source, &sides);
            bar.inc(1);
            compared
        };
        let compared: Vec<Result<Vec<Change>, Unread>> = found.sources.par_iter().map(one).collect();
        bar.finish_and_clear();
        let mut comparison = Comparison { reports: 0, changes: Vec::new() };
        for compared in compared {
            match compared {
                Err(unread) => unreadable.push(unread),
                Ok(changes) => {
                    comparison.reports += 1;
                    comparison.changes.extend(changes);
                }
            }
        }
        console.write(&match self.form.format {
            Form::Text => rule_changes::text(&comparison, console.look()),
            Form::Json => rule_changes::json(&comparison),
        })?;
        for unread in &unreadable {
            console.complain(&format!(
                "未能读取 {}：{}\n",
                wrap::one_line(&unread.path),
                wrap::one_line(&unread.error)
            ));
        }
        if comparison.reports == 0 {
            let message = "没有找到可以读取的报告".to_owned();
            return Err(Failure::Incomplete { message, help: Some("请核对路径".to_owned()) });
        }
        Ok(match (unreadable.is_empty(), comparison.changes.is_empty()) {
            (false, _) => Exit::Incomplete,
            (true, false) => Exit::Findings,
            (true, true) => Exit::Clean,
        })
    }
}

/// The built-in packs, with those of a folder in the place of their namesakes.
fn load(folder: &Path) -> Result<RuleSet, Failure> {
    let builtin = Sources::builtin();
    let sources = match folder == Path::new("builtin") && !folder.exists() {
        true => Ok(builtin),
        false => builtin.with_folder_instead(folder),
    };
    sources.and_then(|sources| sources.load()).map_err(Failure::Rules)
}

/// What differs in one report. It is read anew for each side, since rules also say how reports are read.
fn compare(source: &Source, sides: &[Linter<'_>; 2]) -> Result<Vec<Change>, Unread> {
    let failed = |error| unread(&source.path, &error);
    let bytes = source.bytes().map_err(failed)?;
    let read = || -> Result<_, Unread> {
        let held = Source { kind: input::SourceKind::Bytes(bytes.clone()), ..source.clone() };
        office::read(&held).map_err(failed)
    };
    let document = |side: &Linter<'_>| -> Result<Document, Unread> {
        Ok(builder::build(read()?.draft, &source.path, &side.rules().reading))
    };
    let (old, new) = (document(&sides[0])?, document(&sides[1])?);
    let options = Options::default();
    let found = [sides[0].lint(&old, &options).findings, sides[1].lint(&new, &options).findings];
    Ok(changes((&old, &found[0]), (&new, &found[1])))
}
