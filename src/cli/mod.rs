//! The command line: what can be asked for, one file a command, and the exit codes.
//!
//! Commands write to the streams they are handed and return an [`Exit`]; only this module and `console` know of the process.

mod annotating;
mod batch;
mod check;
mod checklist;
mod completions;
mod console;
mod diff_rules;
mod excuses;
mod explain;
mod form;
mod init;
mod inputs;
mod interrupt;
mod judge;
mod kept;
mod manual;
mod mending;
mod office;
mod outline;
mod outputs;
mod own_pages;
mod packs;
mod rules;
mod schema;
mod settings;
mod shown_settings;
mod test;
mod today;
mod usage;
mod watch;
mod writing;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::output::draw::draw_load_errors;
use crate::rule::LoadErrors;
use console::Console;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for was done; nothing at or above `--fail-on`.
    Clean = 0,
    /// Checked, with findings at or above `--fail-on`.
    Findings = 1,
    /// Bad usage, configuration or rules; nothing was checked.
    Refused = 2,
    /// No inputs, an input that could not be read, or a requirement that could not be judged.
    Incomplete = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What was asked for makes no sense.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Rules could not be loaded.
    #[error("规则或者设置有错误")]
    Rules(LoadErrors),
    /// There is nothing to work on, or it could not be read.
    #[error("{message}")]
    Incomplete {
        /// What is missing.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Output could not be written.
    #[error("无法写出结果：{0}")]
    Write(#[from] io::Error),
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Failure::Usage { message: message.into(), help: None }
    }
}

/// 检查法治政府建设年度报告，逐条指出问题、依据和改法
#[derive(Debug, Parser)]
#[command(
    name = "gangyao",
    bin_name = "gangyao",
    version,
    override_usage = "gangyao <命令> [选项] [参数]",
    subcommand_help_heading = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    help_template = usage::TEMPLATE,
    after_help = usage::EXAMPLES
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// 何时使用颜色：auto（默认）、always、never
    #[arg(
        long,
        global = true,
        value_name = "何时",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "其他选项",
        display_order = 900
    )]
    color: Color,

    /// 显示帮助（-h 简要，--help 详细）
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = "其他选项", display_order = 901)]
    help: Option<bool>,

    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "其他选项", display_order = 902)]
    version: Option<bool>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Checklist(checklist::Checklist),
    Outline(outline::Outline),
    Rules(rules::Rules),
    Explain(explain::Explain),
    Test(test::Test),
    DiffRules(diff_rules::DiffRules),
    Init(init::Init),
    Manual(manual::Manual),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

/// The whole command line as clap knows it, in Chinese.
fn command() -> clap::Command {
    usage::in_chinese(Cli::command())
}

/// Parses, runs, and says what went wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let parsed = command().try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error),
    };
    let mut console = Console::new(cli.color);
    let done = match &cli.command {
        Command::Check(check) => check.run(&mut console),
        Command::Checklist(checklist) => checklist.run(&mut console),
        Command::Outline(outline) => outline.run(&mut console),
        Command::Rules(rules) => rules.run(&mut console),
        Command::Explain(explain) => explain.run(&mut console),
        Command::Test(test) => test.run(&mut console),
        Command::DiffRules(diff) => diff.run(&mut console),
        Command::Init(init) => init.run(&mut console),
        Command::Manual(manual) => manual.run(&mut console),
        Command::Schema(schema) => schema.run(&mut console),
        Command::Completions(completions) => completions.run(&mut console),
    };
    let done = done.and_then(|exit| console.finish().map(|()| exit).map_err(Failure::Write));
    done.unwrap_or_else(|failure| report(&failure, &mut console))
}

fn report(failure: &Failure, console: &mut Console) -> Exit {
    let help = match failure {
        // Whoever closed the pipe has seen enough.
        Failure::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => return Exit::Clean,
        Failure::Rules(errors) => {
            console.complain(&draw_load_errors(errors, console.error_look()));
            return Exit::Refused;
        }
        Failure::Write(_) => &None,
        Failure::Usage { help, .. } | Failure::Incomplete { help, .. } => help,
    };
    console.complain(&format!("错误：{failure}\n"));
    if let Some(help) = help {
        console.complain(&format!("{help}\n"));
    }
    match failure {
        Failure::Incomplete { .. } | Failure::Write(_) => Exit::Incomplete,
        Failure::Usage { .. } | Failure::Rules(_) => Exit::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn help_is_chinese_throughout_and_fits_the_page() {
        let mut command = command();
        let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
        let mut pages = vec![command.render_long_help().to_string()];
        for name in names {
            let sub = command.find_subcommand_mut(&name).unwrap();
            pages.push(sub.render_long_help().to_string());
        }
        for page in pages {
            for english in
                ["Usage", "Options", "Commands", "Arguments", "[default", "[possible", "Possible", "Print help"]
            {
                assert!(!page.contains(english), "“{english}” in\n{page}");
            }
            for line in page.lines() {
                assert!(crate::output::wrap::width(line) <= 100, "too wide: {line}");
            }
        }
    }
}
