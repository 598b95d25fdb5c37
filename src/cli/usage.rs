//! What clap says, said in Chinese: help pages, and what is wrong with a command line.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use miette::Diagnostic;

use super::Exit;
use crate::document::Date;
use crate::input::{InputError, Label};
use crate::output::{Audience, FORMATS};

/// The layout of every help page.
pub(super) const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// Below the help of the whole command.
pub(super) const EXAMPLES: &str = "示例：
  gangyao check 报告.txt              检查一份报告
  gangyao check 报告/ --format json   检查一个文件夹，输出 JSON
  gangyao outline 报告.txt            查看标题、机关、年度和各部分
  gangyao explain struct/problems     查看一条规则的依据和改法

全程离线，不上传任何内容。各命令的详细说明：gangyao <命令> --help";

/// Below the long help of `check`.
pub(super) fn check_notes() -> String {
    format!("{}{CHECK_NOTES}", formats())
}

/// The table of formats, by those they are for.
fn formats() -> String {
    let widest = FORMATS.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let mut out = String::from("输出格式：\n");
    for audience in Audience::ALL {
        out += &format!("  {}\n", audience.title());
        for entry in FORMATS.iter().filter(|entry| entry.audience == audience) {
            out += &format!("    {:widest$}  {}\n", entry.name, entry.title);
        }
    }
    out
}

const CHECK_NOTES: &str = "行、列都从 1 数起，列按字数计。结果写到标准输出，其余都写到标准错误。
要几种格式，就写几个 --output；文件写完整了才出现，只写文件时标准输出为空。

返回值：
  0  要求检查的都检查了，没有达到 --fail-on 级别的问题
  1  检查完毕，有达到该级别的问题（--exit-zero 时为 0）
  2  命令、设置或规则有误，没有检查任何文件
  3  没有检查完：没有找到文件，有文件不能读取，
     或者有要求未能判断（核对表中的“未能判断”）
同时出现几种情况时，按 2、3、1、0 的次序取前面的。

改正：--diff 先看会怎样改；--fix 改不影响意思的标点、空格和用字，
--fix=unsafe 连同需要核对的一起改。按原编码整份写回，写不回就不动；
数字、名称和法律用语从不自动改写。

批注稿：--annotate 批注稿.docx 在每个问题的文字上加一条 Word 批注。
输入是 Word 文件的，版式和文字原样保留；是其他格式的，按公文样式
另排一份。不改动输入的文件；同名文件已经存在的，只有它是 gangyao 写的、
之后没有再改过，才会覆盖。

设置：从每份报告所在文件夹逐级向上找 gangyao.yaml，最近的一份算数；
--waivers 和 --baseline 里的问题不算不通过，照样计数（docs/configuration.md）。

边改边查：--watch 检查后不退出。文件一保存（包括另存后改名），就只重新
检查改动的和新增的文件；规则包、设置、豁免清单或基线改了，就全部重新
检查。规则或设置写错了只报告错误，改好后接着检查。Ctrl-C 结束，返回 0。
不能与下列各项同用：“-”（标准输入读完就没有了）、--fix（程序改动正在编辑
的文件）、写到文件的 --output 和 --annotate（只查改动的文件，写出的不是
全部结果）、--update-baseline（每次保存都会改基线）。

颜色：--color 优先；其次 NO_COLOR 关闭，CLICOLOR_FORCE 打开。

示例：
  gangyao check 报告.txt
  gangyao check 各县报告/ --format json > 结果.json
  gangyao check 报告.txt --output html:检查结果.html
  gangyao check 各县报告/ -f full -o csv:核对.csv -o sarif:结果.sarif
  gangyao check 报告.txt --select struct,plan --fail-on warning
  gangyao check 报告.txt --diff
  gangyao check 各县报告/ --watch --format concise
  gangyao check 报告.docx --annotate 批注稿.docx
  cat 报告.txt | gangyao check - --stdin-name 报告.txt";

/// When `check` is called without paths.
pub(super) const NO_PATHS: &str = "
  gangyao check 报告.txt     检查一个文件
  gangyao check 报告/        检查一个文件夹
  gangyao check -            检查标准输入

详细说明：gangyao check --help";

/// Gives every command the layout and headings, down the tree.
pub(super) fn in_chinese(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    let command = command.help_template(TEMPLATE);
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_chinese))
}

/// Shows what clap has to say, help or complaint.
pub(super) fn answer(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp => shown(error, Exit::Clean),
        ErrorKind::DisplayVersion => shown(error, Exit::Clean),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => shown(error, Exit::Refused),
        _ => {
            let usage =
                text(error, ContextKind::Usage).map(|usage| format!("\n{}\n", usage.replace("Usage: ", "用法：")));
            let usage = usage.unwrap_or_default();
            let message = format!("错误：{}\n{usage}详细说明：加 --help\n", complaint(error));
            let _ = io::stderr().lock().write_all(message.as_bytes());
            Exit::Refused
        }
    }
}

/// Prints a page; whoever closed the pipe has seen enough.
fn shown(error: &clap::Error, exit: Exit) -> Exit {
    match error.print() {
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => Exit::Incomplete,
        _ => exit,
    }
}

/// What is wrong with the command line, and what was perhaps meant.
fn complaint(error: &clap::Error) -> String {
    let option = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{option}”这个选项{}", meant(error, ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => unknown_command(error),
        ErrorKind::InvalidValue if value.is_empty() => format!("选项“{option}”后面缺少取值{}", possible(error)),
        ErrorKind::InvalidValue => {
            format!("“{option}”不能取“{value}”{}{}", possible(error), meant(error, ContextKind::SuggestedValue))
        }
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error).map(|cause| format!("：{cause}"));
            format!("“{option}”不能取“{value}”{}", cause.unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {option}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_string(),
        ErrorKind::ArgumentConflict => {
            let prior = text(error, ContextKind::PriorArg).unwrap_or_default();
            match prior == option || prior.is_empty() {
                true => format!("“{option}”只能给一次"),
                false => format!("“{option}”不能与“{prior}”同时使用"),
            }
        }
        ErrorKind::TooManyValues => format!("“{option}”后面多了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{option}”的取值个数不对"),
        ErrorKind::NoEquals => format!("“{option}”与取值之间要用等号"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_string(),
        _ => "命令有误".to_string(),
    }
}

/// An unknown command is often a file that somebody wants checked.
fn unknown_command(error: &clap::Error) -> String {
    let name = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    let meant = meant(error, ContextKind::SuggestedSubcommand);
    if meant.is_empty() && (name.contains(['.', '/', '\\']) || name == "-") {
        return format!("没有“{name}”这个命令；要检查文件，请用 gangyao check {name}");
    }
    format!("没有“{name}”这个命令{meant}")
}

/// The name that was most likely meant; clap puts it last.
fn meant(error: &clap::Error, kind: ContextKind) -> String {
    // Of several the last is the nearest.
    let near = match error.get(kind) {
        Some(ContextValue::Strings(names)) => names.last().cloned(),
        _ => text(error, kind),
    };
    near.map(|near| format!("；是不是想用“{near}”？")).unwrap_or_default()
}

fn possible(error: &clap::Error) -> String {
    match text(error, ContextKind::ValidValue) {
        Some(values) => format!("；可以取：{values}"),
        None => String::new(),
    }
}

/// A piece of what clap knows, several joined by 、.
fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The known name nearest to what was typed, when it is near enough to have been meant.
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (score(typed, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (best.0 > 0.75).then_some(best.1)
}

/// Advice after the name of an unknown rule.
pub(super) fn meant_rule(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("是不是想写“{near}”？"),
        None => "运行 gangyao rules 可查看所有规则。".to_string(),
    }
}

/// Also compares with the part after the slash: `problems` means `struct/problems`.
fn score(typed: &str, name: &str) -> f64 {
    let last = name.rsplit('/').next().unwrap_or(name);
    strsim::jaro_winkler(typed, name).max(strsim::jaro_winkler(typed, last))
}

/// Reads `2024-01-31`.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let wrong = || "请写成 2024-01-31 这样的日期".to_string();
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(wrong()) };
    let number = |part: &str| part.parse::<u16>().map_err(|_| wrong());
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let small = |number: u16| u8::try_from(number).map_err(|_| wrong());
    let date = Date { year, month: small(month)?, day: small(day)? };
    if !(1900..=2999).contains(&year) || !date.is_possible() {
        return Err(wrong());
    }
    Ok(date)
}

/// Reads the name of an encoding.
pub(super) fn encoding(text: &str) -> Result<Label, String> {
    text.parse().map_err(|error: InputError| match error.help() {
        Some(help) => format!("{error}；{help}"),
        None => error.to_string(),
    })
}

/// Reads a number of threads.
pub(super) fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs @ 1..=1024) => Ok(jobs),
        _ => Err("请写 1 到 1024 之间的整数".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(arguments: &[&str]) -> String {
        let error =
            crate::cli::command().try_get_matches_from(std::iter::once(&"gangyao").chain(arguments)).unwrap_err();
        complaint(&error)
    }

    #[test]
    fn complains_in_chinese_and_guesses_what_was_meant() {
        assert_eq!(says(&["check", "--formt", "json"]), "没有“--formt”这个选项；是不是想用“--format”？");
        assert_eq!(says(&["chek"]), "没有“chek”这个命令；是不是想用“check”？");
        assert_eq!(says(&["报告.txt"]), "没有“报告.txt”这个命令；要检查文件，请用 gangyao check 报告.txt");
        assert_eq!(says(&["explain"]), "缺少 <编号>");
    }

    #[test]
    fn names_what_an_option_may_be() {
        let names = FORMATS.iter().map(|entry| entry.name).collect::<Vec<_>>().join("、");
        assert_eq!(says(&["check", "--format", "?"]), format!("“--format <格式>”不能取“?”；可以取：{names}"));
        let meant = format!("“--format <格式>”不能取“jso”；可以取：{names}；是不是想用“json”？");
        assert_eq!(says(&["check", "--format", "jso"]), meant);
        assert_eq!(says(&["check", "--format"]), format!("选项“--format <格式>”后面缺少取值；可以取：{names}"));
        assert_eq!(
            says(&["check", "--output", "报告.json"]),
            "“--output <格式[:路径]>”不能取“报告.json”：请写成 json:报告.json"
        );
        assert_eq!(
            says(&["check", "--published", "2023-02-30"]),
            "“--published <年-月-日>”不能取“2023-02-30”：请写成 2024-01-31 这样的日期"
        );
    }

    #[test]
    fn finds_a_rule_by_its_last_part_and_nothing_far_away() {
        let ids = ["struct/problems", "plan/year"];
        assert_eq!(nearest("problem", ids.into_iter()), Some("struct/problems"));
        assert_eq!(nearest("struct/problens", ids.into_iter()), Some("struct/problems"));
        assert_eq!(nearest("xyz", ids.into_iter()), None);
    }

    #[test]
    fn reads_real_dates_only() {
        assert_eq!(date("2024-02-29"), Ok(Date { year: 2024, month: 2, day: 29 }));
        assert!(
            ["2023-02-29", "2024-13-01", "2024-1", "24-01-01", "2024-00-10"].iter().all(|text| date(text).is_err())
        );
    }
}
