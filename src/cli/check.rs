//! `gangyao check`: checks files and reports what was found.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use miette::Diagnostic;

use super::annotating::Annotating;
use super::batch::{Batch, Ended};
use super::console::Console;
use super::mending::{Deed, Extent, Mending};
use super::packs::{Choice, Packs};
use super::{Exit, Failure, usage};
use crate::document::Date;
use crate::finding::Severity;
use crate::input::{self, Discovered, Request};
use crate::lint::Options;
use crate::output::{Close, FORMATS, Look, Run, Unread};

/// 检查报告：逐条指出问题、依据和改法
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao check [选项] <路径>...",
    after_help = "示例：\n  \
        gangyao check 报告.txt\n  \
        gangyao check 各县报告/ --format json > 结果.json\n  \
        gangyao check 报告.txt --select struct,plan --fail-on warning",
    after_long_help = usage::CHECK_NOTES
)]
pub(super) struct Check {
    /// 文件、文件夹或通配符；“-”表示标准输入
    #[arg(value_name = "路径", help_heading = "参数")]
    paths: Vec<PathBuf>,

    /// 输出格式：full（默认）、concise、json
    #[arg(
        short, long, value_name = "格式", default_value = FORMATS[0].name, value_parser = formats(),
        hide_default_value = true, hide_possible_values = true, help_heading = "输出选项"
    )]
    format: usize,

    /// 只输出发现的问题，不输出核对表、汇总和进度
    #[arg(short, long, help_heading = "输出选项")]
    quiet: bool,

    /// 从哪一级起算不通过：error（默认）、warning、note
    #[arg(
        long,
        value_name = "级别",
        default_value = "error",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "输出选项"
    )]
    fail_on: FailOn,

    /// 有问题也返回 0（未能检查的仍返回 2 或 3）
    #[arg(long, help_heading = "输出选项")]
    exit_zero: bool,

    /// 直接改正文件，再检查改后的文稿；safe（默认）只改不影响意思的，
    /// unsafe 全部改
    #[arg(
        long, value_name = "范围", num_args = 0..=1, require_equals = true, default_missing_value = "safe",
        hide_possible_values = true, help_heading = "改正选项"
    )]
    fix: Option<Extent>,

    /// 只显示会怎样改（统一差异格式），不改动文件；可与 --fix=unsafe 同用
    #[arg(long, help_heading = "改正选项")]
    diff: bool,

    /// 另存一份加了批注的 Word 文件，每个问题一条批注；一次只查一个文件
    #[arg(long, value_name = "批注稿.docx", conflicts_with = "diff", help_heading = "输出选项")]
    annotate: Option<PathBuf>,

    #[command(flatten)]
    packs: Packs,

    #[command(flatten)]
    choice: Choice,

    /// 报告的公布日期，页面上没有时使用
    #[arg(long, value_name = "年-月-日", value_parser = usage::date, help_heading = "输入选项")]
    published: Option<Date>,

    #[command(flatten)]
    reading: Reading,

    /// 在文件夹里跳过这样的文件（通配符，可重复）
    #[arg(long, value_name = "通配符", help_heading = "输入选项")]
    exclude: Vec<String>,

    /// 同时检查几个文件（默认用全部处理器）
    #[arg(short, long, value_name = "个数", value_parser = usage::jobs, help_heading = "输入选项")]
    jobs: Option<usize>,
}

/// How an input is read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// 标准输入的文件名，决定按什么格式读
    #[arg(long, value_name = "文件名", help_heading = "输入选项")]
    pub(super) stdin_name: Option<String>,

    /// 指定编码，如 gb18030、big5（默认自动判断）
    #[arg(long, value_name = "编码", value_parser = usage::encoding, help_heading = "输入选项")]
    pub(super) encoding: Option<input::Label>,
}

impl Reading {
    /// Finds `paths` as asked; only a bad pattern among `exclude` fails it.
    pub(super) fn discover(&self, paths: &[PathBuf], exclude: &[String]) -> Result<Discovered, Failure> {
        let request = Request {
            paths: paths.to_vec(),
            exclude: exclude.to_vec(),
            stdin_name: self.stdin_name.clone(),
            encoding: self.encoding,
            base: std::env::current_dir()?,
        };
        input::discover(&request, &mut std::io::stdin().lock()).map_err(|error| Failure::Usage {
            message: error.to_string(),
            help: error.help().map(|help| help.to_string()),
        })
    }
}

/// The gravity from which findings fail a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
}

impl FailOn {
    fn reached(self, ended: &Ended) -> bool {
        let counts = ended.tally.counts;
        let severity = match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        };
        let found =
            [(Severity::Error, counts.errors), (Severity::Warning, counts.warnings), (Severity::Note, counts.notes)];
        found.into_iter().any(|(level, count)| count > 0 && level <= severity)
    }
}

/// Names of the formats, parsed to their place in the table.
fn formats() -> impl TypedValueParser<Value = usize> {
    PossibleValuesParser::new(FORMATS.iter().map(|entry| entry.name))
        .map(|name| FORMATS.iter().position(|entry| entry.name == name).unwrap_or(0))
}

impl Check {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let rules = self.packs.load()?;
        let selection = self.choice.of(rules)?;
        if self.paths.is_empty() {
            let message = "没有指定要检查的文件".to_string();
            return Err(Failure::Incomplete { message, help: Some(usage::NO_PATHS.to_string()) });
        }
        let found = self.reading.discover(&self.paths, &self.exclude)?;
        let look = Look { quiet: self.quiet, ..console.look() };
        let run = Run { rules, look };
        let format = FORMATS[self.format].format;
        let options = Options { published: self.published };
        let annotating = self.annotate.as_deref().map(|to| Annotating::new(to, &found)).transpose()?;
        let mending = self.mending();
        let batch = Batch { run, selection: &selection, options, format, jobs: self.jobs, mending, annotating };

        // Differences are a document of their own; findings are left out beside them.
        let begin = if self.diff { String::new() } else { format.begin(&run) };
        console.write(&begin)?;
        let ended = batch.go(found, console)?;
        let close = Close { tally: ended.tally, unread: &ended.unread };
        let end = if self.diff { String::new() } else { format.end(&run, &close) };
        console.write(&end)?;
        console.finish()?;
        self.complain(&close, console);
        Ok(self.exit(&ended))
    }

    fn mending(&self) -> Option<Mending> {
        let which = self.fix.unwrap_or(Extent::Safe).into();
        match (self.fix, self.diff) {
            (_, true) => Some(Mending { which, deed: Deed::Show }),
            (Some(_), false) => Some(Mending { which, deed: Deed::Write }),
            (None, false) => None,
        }
    }

    fn complain(&self, close: &Close<'_>, console: &mut Console) {
        if !close.unread.is_empty() {
            console.complain("\n未能检查的文件：\n");
        }
        for unread in close.unread {
            console.complain(&unread_lines(unread));
        }
        if close.tally.counts.files == 0 && close.unread.is_empty() {
            console.complain(&format!(
                "没有找到可以检查的文件。支持 {}；请核对路径、--exclude 和 .gitignore。\n",
                input::known_extensions()
            ));
        } else if (FORMATS[self.format].name == "concise" || self.diff) && !self.quiet {
            console.complain(&format!("{}\n", close.summary()));
        }
    }

    fn exit(&self, ended: &Ended) -> Exit {
        let nothing = ended.tally.counts.files == 0;
        if nothing || !ended.unread.is_empty() || ended.tally.could_not_check > 0 {
            return Exit::Incomplete;
        }
        match self.fail_on.reached(ended) && !self.exit_zero {
            true => Exit::Findings,
            false => Exit::Clean,
        }
    }
}

fn unread_lines(unread: &Unread) -> String {
    use crate::output::wrap::one_line;
    let help = unread.help.as_ref().map(|help| format!("    {}\n", one_line(help))).unwrap_or_default();
    format!("  {}：{}\n{help}", one_line(&unread.path), one_line(&unread.error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Counts;
    use crate::output::Tally;
    use clap::Parser;

    fn exit(arguments: &[&str], counts: Counts, could_not_check: usize, unread: usize) -> Exit {
        #[derive(Parser)]
        struct Only {
            #[command(flatten)]
            check: Check,
        }
        let only = Only::parse_from(["check"].iter().chain(arguments));
        let unread = vec![Unread { path: "a".into(), error: "b".into(), help: None }; unread];
        only.check.exit(&Ended { tally: Tally { counts, could_not_check }, unread })
    }

    const ONE_EACH: Counts = Counts { files: 1, errors: 1, warnings: 1, notes: 1 };
    const A_NOTE: Counts = Counts { files: 1, errors: 0, warnings: 0, notes: 1 };

    #[test]
    fn fails_from_the_chosen_severity_on() {
        assert_eq!(exit(&[], ONE_EACH, 0, 0), Exit::Findings);
        assert_eq!(exit(&[], A_NOTE, 0, 0), Exit::Clean);
        assert_eq!(exit(&["--fail-on", "warning"], A_NOTE, 0, 0), Exit::Clean);
        assert_eq!(exit(&["--fail-on", "note"], A_NOTE, 0, 0), Exit::Findings);
    }

    #[test]
    fn incomplete_outranks_findings() {
        assert_eq!(exit(&[], ONE_EACH, 0, 1), Exit::Incomplete);
        assert_eq!(exit(&[], ONE_EACH, 1, 0), Exit::Incomplete);
        assert_eq!(exit(&[], Counts::default(), 0, 0), Exit::Incomplete);
    }

    #[test]
    fn exit_zero_forgives_findings_only() {
        assert_eq!(exit(&["--exit-zero"], ONE_EACH, 0, 0), Exit::Clean);
        assert_eq!(exit(&["--exit-zero"], ONE_EACH, 0, 1), Exit::Incomplete);
    }
}
