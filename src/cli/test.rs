//! `gangyao test`: tries rules on their examples, case files and whole reports.

mod mutations;
mod snapshots;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::batch::bar;
use super::console::Console;
use super::packs::Choice;
use super::{Exit, Failure};
use crate::output::Look;
use crate::output::tested::{self, Trial};
use crate::rule::case::{self, Case};
use crate::rule::pack::{PackFolder, Sources, case_files, pack_folders};
use crate::rule::{LoadErrors, RuleSet, Selection};
use crate::verify;
use crate::verify::coverage::coverage;
use snapshots::Snapshots;

/// 试规则：规则里的例子、用例文件、整篇报告的快照
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao test [选项] [文件夹]",
    after_help = "示例：\n  \
        gangyao test                  试内置规则包里的例子\n  \
        gangyao test 市级清单/        试一个规则包\n  \
        gangyao test 市级清单/ --update",
    after_long_help = NOTES
)]
pub(super) struct Test {
    /// 规则包，或者放着几个规则包的文件夹；不写则试内置规则包
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: Option<PathBuf>,

    /// 按现在的结果写快照，删去多余的
    #[arg(long, conflicts_with = "review", help_heading = "快照选项")]
    update: bool,

    /// 逐份看过快照的改动再决定写不写（需要终端）
    #[arg(long, help_heading = "快照选项")]
    review: bool,

    /// 变异测试：把好报告逐处改坏，看是不是恰好由该报告的规则报告
    #[arg(long, conflicts_with_all = ["update", "review"], help_heading = "变异选项")]
    mutate: bool,

    /// 变异测试所用的好报告（默认用规则包的 reports/good，
    /// 没有时用 reports 里没有问题的；内置规则包用自带的样例）
    #[arg(long, value_name = "文件夹", requires = "mutate", help_heading = "变异选项")]
    reports: Option<PathBuf>,

    /// 输出格式：text（默认）、json、junit
    #[arg(
        short,
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "输出选项"
    )]
    format: Form,

    /// 只输出没有通过的，不输出汇总表
    #[arg(short, long, help_heading = "输出选项")]
    quiet: bool,

    #[command(flatten)]
    choice: Choice,
}

/// How the results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Junit,
}

const NOTES: &str = "规则包里放什么：
  pack.yaml、<规则组>.yaml            规则，例子写在规则里
  tests/<规则组>/<名称>.yaml          用例文件
  reports/                            整篇报告，其中 good/ 是好报告
  snapshots/                          每份报告的快照，由 --update 写成
  mutations.yaml                      变异测试的改法

每个用例的结论：通过、漏报、误报、报错了地方、待办。
每条规则至少要有一个应报告的和一个不应报告的用例（规则里的例子也算）。
缺少、不符或者多余的快照算不通过；不加 --update、--review 时从不写文件。

变异测试（--mutate）按 mutations.yaml 把好报告逐处改坏：部分的删去、清空、
改名、合并、对调，能核对的比率、件数、总数、项数，日期、年份、所引名称。
应报告的规则都报告、别的都不报告，才算发现；发现率低于 at-least，或者有
没写原因的漏网者，算不通过。

返回值：
  0  全部通过
  1  有用例没有通过，有快照不符，或者有规则没有用例覆盖
  2  命令有误，或者规则、用例、报告文件读不了

示例：
  gangyao test
  gangyao test 市级清单/ --select 规则组
  gangyao test 市级清单/ --format junit > 结果.xml";

/// The rules to try and where their packs are.
pub(super) struct Tried {
    pub(super) sources: Sources,
    pub(super) rules: RuleSet,
    /// Names of the packs to try.
    pub(super) packs: Vec<String>,
    /// Their folders; none for the built-in packs.
    pub(super) folders: Vec<PackFolder>,
}

impl Tried {
    /// The packs of a folder over the built-in ones, or the built-in ones.
    pub(super) fn load(folder: Option<&Path>) -> Result<Tried, Failure> {
        let builtin = Sources::builtin_with_examples();
        let Some(folder) = folder else {
            let rules = builtin.load().map_err(Failure::Rules)?;
            let packs = rules.packs.iter().map(|pack| pack.name.clone()).collect();
            return Ok(Tried { sources: builtin, rules, packs, folders: Vec::new() });
        };
        let folders = pack_folders(folder).map_err(Failure::Rules)?;
        let sources = builtin.with_folder_instead(folder).map_err(Failure::Rules)?;
        let rules = sources.load().map_err(Failure::Rules)?;
        let packs = folders.iter().map(|pack| pack.name.clone()).collect();
        Ok(Tried { sources, rules, packs, folders })
    }

    /// The cases of the chosen rules: their examples, then the case files.
    fn cases(&self, selection: &Selection) -> Result<Vec<Case>, Failure> {
        let mut cases = verify::examples(&self.rules, selection);
        let mut errors = Vec::new();
        for folder in &self.folders {
            let files = case_files(folder, &mut errors);
            for file in files {
                cases.extend(case::read(&file, &self.rules, &mut errors));
            }
        }
        if !errors.is_empty() {
            return Err(Failure::Rules(LoadErrors(errors)));
        }
        cases.retain(|case| {
            let at = self.rules.rules.iter().position(|rule| rule.id == case.rule);
            at.is_some_and(|at| selection.holds(at))
        });
        Ok(cases)
    }

    fn pack_of(&self, rule: &str) -> String {
        self.rules.rule(rule).map(|rule| self.rules.packs[rule.pack].name.clone()).unwrap_or_default()
    }
}

impl Test {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let tried = Tried::load(self.folder.as_deref())?;
        let plan = mutations::plan(&tried)?;
        let selection = self.choice.of(&tried.rules)?.only_packs(&tried.rules, &tried.packs);
        if self.mutate {
            return self.mutate(&tried, &selection, &plan, console);
        }
        let snapshots = match self.choice.is_all() {
            true => Snapshots::take(&tried)?,
            false => Snapshots::none(),
        };
        let snapshots = self.settle(snapshots, console)?;
        let cases = tried.cases(&selection)?;
        let bar = bar(cases.len(), "个用例");
        let results = verify::run(&tried.rules, cases, || bar.inc(1));
        bar.finish_and_clear();
        let coverage = coverage(&tried.rules, &selection, &results);
        let trial = Trial {
            packs: tried.packs.clone(),
            coverage: coverage.into_iter().map(|coverage| (tried.pack_of(&coverage.rule), coverage)).collect(),
            cases: results.into_iter().map(|tested| (tried.pack_of(&tested.case.rule.0), tested)).collect(),
            snapshots,
        };
        let look = Look { quiet: self.quiet, ..console.look() };
        console.write(&match self.format {
            Form::Text => tested::text(&trial, look),
            Form::Json => tested::json(&trial),
            Form::Junit => tested::junit(&trial),
        })?;
        if !self.choice.is_all() && !tried.folders.is_empty() {
            console.complain("用了 --select 或 --ignore，没有比对快照。\n");
        }
        Ok(if trial.fails() { Exit::Findings } else { Exit::Clean })
    }

    /// Writes what is to be written; gives back what is still to be told.
    fn settle(&self, snapshots: Snapshots, console: &mut Console) -> Result<Vec<verify::snapshot::Compared>, Failure> {
        if (self.update || self.review) && self.folder.is_none() {
            let message = "内置规则包的快照由程序自己的测试管理".to_owned();
            return Err(Failure::Usage {
                message,
                help: Some("写明规则包所在的文件夹，如 gangyao test 市级清单/ --update".to_owned()),
            });
        }
        if (self.update || self.review) && !self.choice.is_all() {
            let message = "更新快照时不能只用一部分规则".to_owned();
            return Err(Failure::Usage { message, help: Some("去掉 --select 和 --ignore".to_owned()) });
        }
        if self.update {
            snapshots.update(console)
        } else if self.review {
            snapshots.review(console)
        } else {
            Ok(snapshots.compared)
        }
    }
}
