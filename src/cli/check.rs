//! `gangyao check`: checks files and reports what was found.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::annotating::Annotating;
use super::batch::{Batch, Ended};
use super::console::Console;
use super::excuses::Excusing;
use super::inputs::Inputs;
use super::judge::Commanded;
use super::mending::{Deed, Extent, Mending};
use super::outputs::{self, Outputs, Wanted};
use super::packs::{Choice, Packs};
use super::settings::{self, Config, Known};
use super::watch::Watch;
use super::{Exit, Failure, own_pages, shown_settings, usage};
use crate::input::{self, Discovered};
use crate::output::{Asked, Close, Entry, FORMATS, Look, Run, Unread};
use crate::settings::FailOn;

/// 检查报告：逐条指出问题、依据和改法
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao check [选项] <路径>...",
    after_help = "示例：\n  \
        gangyao check 报告.txt\n  \
        gangyao check 各县报告/ --format json > 结果.json\n  \
        gangyao check 报告.txt --select struct,plan --fail-on warning",
    after_long_help = usage::check_notes()
)]
pub(super) struct Check {
    /// 文件、文件夹或通配符；“-”表示标准输入
    #[arg(value_name = "路径", help_heading = "参数")]
    pub(super) paths: Vec<PathBuf>,

    /// 输出格式，默认 full；各种格式见 --help
    #[arg(short, long, value_name = "格式", value_parser = formats(), hide_possible_values = true, help_heading = "输出选项")]
    format: Option<&'static Entry>,

    /// 把一种格式写到文件，如 sarif:结果.sarif（可重复）；
    /// 不写路径则写到标准输出
    #[arg(
        short, long, value_name = "格式[:路径]", value_parser = outputs::wanted, conflicts_with = "diff",
        help_heading = "输出选项"
    )]
    pub(super) output: Vec<Wanted>,

    /// 最后按规则统计问题，多的在前
    #[arg(long, help_heading = "输出选项")]
    statistics: bool,

    /// 只输出发现的问题，不输出核对表、汇总和进度
    #[arg(short, long, help_heading = "输出选项")]
    quiet: bool,

    /// 从哪一级起算不通过：error（默认）、warning、note
    #[arg(long, value_name = "级别", value_parser = levels(), hide_possible_values = true, help_heading = "输出选项")]
    fail_on: Option<FailOn>,

    /// 有问题也返回 0（未能检查的仍返回 2 或 3）
    #[arg(long, help_heading = "输出选项")]
    exit_zero: bool,

    /// 检查完不退出，文件保存后接着检查改动的文件，Ctrl-C 结束
    #[arg(long, help_heading = "输入选项")]
    watch: bool,

    /// 直接改正文件，再检查改后的文稿；safe（默认）只改不影响意思的，
    /// unsafe 全部改
    #[arg(
        long, value_name = "范围", num_args = 0..=1, require_equals = true, default_missing_value = "safe",
        hide_possible_values = true, help_heading = "改正选项"
    )]
    pub(super) fix: Option<Extent>,

    /// 只显示会怎样改（统一差异格式），不改动文件；可与 --fix=unsafe 同用
    #[arg(long, help_heading = "改正选项")]
    diff: bool,

    /// 另存一份加了批注的 Word 文件，每个问题一条批注；一次只查一个文件
    #[arg(long, value_name = "批注稿.docx", conflicts_with = "diff", help_heading = "输出选项")]
    pub(super) annotate: Option<PathBuf>,

    #[command(flatten)]
    pub(super) config: Config,

    #[command(flatten)]
    pub(super) excusing: Excusing,

    /// 只显示对这个文件生效的设置和各项的出处，不检查
    #[arg(long, value_name = "文件", help_heading = "设置选项")]
    show_settings: Option<PathBuf>,

    #[command(flatten)]
    pub(super) packs: Packs,

    #[command(flatten)]
    choice: Choice,

    #[command(flatten)]
    inputs: Inputs,
}

/// Names of severities, parsed.
fn levels() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::NAMES).map(|name| FailOn::named(&name).unwrap_or_default())
}

/// Names of the formats, parsed to their place in the table.
fn formats() -> impl TypedValueParser<Value = &'static Entry> {
    PossibleValuesParser::new(FORMATS.iter().map(|entry| entry.name))
        .map(|name| Entry::named(&name).unwrap_or(&FORMATS[0]))
}

impl Check {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        if let Some(file) = &self.show_settings {
            return self.show(file, console);
        }
        if self.paths.is_empty() {
            // What is wrong with the settings goes first.
            settings::settle(&self.config, &self.packs, &self.choice, &mut Vec::new(), &[])?;
            let message = "没有指定要检查的文件".to_string();
            return Err(Failure::Incomplete { message, help: Some(usage::NO_PATHS.to_string()) });
        }
        if self.watch {
            return Watch::new(self)?.run(console);
        }
        let found = self.discover()?;
        self.once(found, &mut Known::default(), console)
    }

    /// Finds what is to be checked.
    pub(super) fn discover(&self) -> Result<Discovered, Failure> {
        self.inputs.discover(&self.paths)
    }

    /// Checks what was found. `known` is what earlier runs of the same command have read.
    pub(super) fn once(
        &self,
        mut found: Discovered,
        known: &mut Known,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        let wanted = self.wanted();
        own_pages::part(&wanted, &self.paths, &mut found.sources, console)?;
        let sources = (&mut found.sources, self.paths.as_slice());
        let settled = settings::settle_again(&self.config, &self.packs, &self.choice, sources, known)?;
        let asked = Asked::all(settled.groups.iter().map(|group| (group.rules, &group.selection)));
        let look = Look { quiet: self.quiet, ..console.look() };
        // What stands around the documents speaks of the widest set of rules.
        let widest = settled.groups.iter().map(|group| group.rules).max_by_key(|rules| rules.packs.len());
        let run = Run { rules: widest.unwrap_or(settled.groups[0].rules), asked: &asked, look };
        let mut outputs = Outputs::open(&wanted, run)?;
        let commanded = Commanded { published: self.inputs.published, fail_on: self.fail_on, look };
        let excuses = self.excusing.load(&settled)?;
        let annotating = self.annotate.as_deref().map(|to| Annotating::new(to, &found)).transpose()?;
        let batch = Batch {
            run,
            settled: &settled,
            excuses: &excuses,
            commanded,
            jobs: self.inputs.jobs,
            mending: self.mending(),
            annotating,
            counts_rules: self.statistics,
        };

        outputs.begin(console)?;
        let ended = batch.go(found, &mut outputs, console)?;
        let shown = outputs.shown();
        let statistics = self.statistics.then_some(&ended.statistics);
        let close = Close { tally: ended.tally, unread: &ended.unread, statistics };
        let written = outputs.end(&close, console)?;
        console.finish()?;
        self.complain(&close, shown, console);
        for path in written.iter().filter(|_| !self.quiet) {
            console.complain(&format!("已写出 {}\n", path.display()));
        }
        Ok(self.exit(&ended))
    }

    /// The formats asked for. Differences are a document of their own; findings are left out beside them.
    fn wanted(&self) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> = self.format.into_iter().map(Wanted::shown).collect();
        wanted.extend(self.output.iter().cloned());
        match wanted.is_empty() {
            _ if self.diff => Vec::new(),
            true => vec![Wanted::shown(&FORMATS[0])],
            false => wanted,
        }
    }

    fn show(&self, file: &std::path::Path, console: &mut Console) -> Result<Exit, Failure> {
        let (layers, effective) = settings::of_file(&self.config, file)?;
        // Settings that cannot hold are told, not shown.
        let here = crate::input::Source {
            path: file.display().to_string(),
            kind: crate::input::SourceKind::File(file.to_owned()),
            encoding: None,
        };
        let settled = settings::settle(&self.config, &self.packs, &self.choice, &mut vec![here], &[file.to_owned()])?;
        let said = shown_settings::Said {
            published: self.inputs.published,
            fail_on: self.fail_on,
            select: self.choice.selected(),
            ignore: self.choice.ignored(),
            rules: self.packs.folders(),
            exclude: &self.inputs.exclude,
        };
        console.write(&shown_settings::page(file, &layers, &effective, &settled.groups[0], &said)?)?;
        Ok(Exit::Clean)
    }

    fn mending(&self) -> Option<Mending> {
        let which = self.fix.unwrap_or(Extent::Safe).into();
        match (self.fix, self.diff) {
            (_, true) => Some(Mending { which, deed: Deed::Show }),
            (Some(_), false) => Some(Mending { which, deed: Deed::Write }),
            (None, false) => None,
        }
    }

    /// Says beside the results what they do not hold. `shown` is the format on standard output.
    fn complain(&self, close: &Close<'_>, shown: Option<&Entry>, console: &mut Console) {
        let shown = shown.map(|entry| entry.name);
        if !close.unread.is_empty() {
            console.complain("\n未能检查的文件：\n");
        }
        for unread in close.unread {
            console.complain(&unread_lines(unread));
        }
        if close.tally.counts.files == 0 && close.unread.is_empty() {
            let known = input::known_extensions();
            let message = "请核对路径、--exclude 和 .gitignore。";
            console.complain(&format!("没有找到可以检查的文件。可以检查的扩展名：{known}；{message}\n"));
        } else if matches!(shown, None | Some("concise")) && !self.quiet {
            console.complain(&format!("{}\n", close.summary()));
        }
        if let Some(statistics) = close.statistics.filter(|_| shown != Some("full")) {
            console.complain(&format!("\n{}", statistics.table(console.error_look())));
        }
    }

    fn exit(&self, ended: &Ended) -> Exit {
        let nothing = ended.tally.counts.files == 0;
        if nothing || !ended.unread.is_empty() || ended.tally.could_not_check > 0 {
            return Exit::Incomplete;
        }
        match ended.failed && !self.exit_zero {
            true => Exit::Findings,
            false => Exit::Clean,
        }
    }
}

/// An input that could not be read, and what to do about it.
pub(super) fn unread_lines(unread: &Unread) -> String {
    use crate::output::wrap::one_line;
    let help = unread.help.as_ref().map(|help| format!("    {}\n", one_line(help))).unwrap_or_default();
    format!("  {}：{}\n{help}", one_line(&unread.path), one_line(&unread.error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Counts;
    use crate::output::Tally;
    use crate::output::statistics::Statistics;
    use clap::Parser;

    fn exit(arguments: &[&str], failed: bool, files: usize, could_not_check: usize, unread: usize) -> Exit {
        #[derive(Parser)]
        struct Only {
            #[command(flatten)]
            check: Check,
        }
        let only = Only::parse_from(["check"].iter().chain(arguments));
        let unread = vec![Unread { path: "a".into(), error: "b".into(), help: None }; unread];
        let counts = Counts { files, ..Counts::default() };
        let tally = Tally { counts, could_not_check, ..Tally::default() };
        only.check.exit(&Ended { tally, unread, statistics: Statistics::default(), failed })
    }

    #[test]
    fn incomplete_outranks_findings() {
        assert_eq!(exit(&[], true, 1, 0, 1), Exit::Incomplete);
        assert_eq!(exit(&[], true, 1, 1, 0), Exit::Incomplete);
        assert_eq!(exit(&[], false, 0, 0, 0), Exit::Incomplete);
        assert_eq!(exit(&[], true, 1, 0, 0), Exit::Findings);
    }

    #[test]
    fn exit_zero_forgives_findings_only() {
        assert_eq!(exit(&["--exit-zero"], true, 1, 0, 0), Exit::Clean);
        assert_eq!(exit(&["--exit-zero"], true, 1, 0, 1), Exit::Incomplete);
    }
}
