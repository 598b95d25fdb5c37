//! Reading YAML strictly, with every error placed and told in Chinese.
//!
//! With `text::located` the only user of the YAML crate.

use serde::de::DeserializeOwned;
use serde_yaml::{Error, Location};

use crate::check::link::{Problem, did_you_mean};
use crate::text::span::Span;

/// Reads one YAML text.
///
/// # Errors
/// The first error of the text, placed in it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let options = serde_yaml::options! { with_snippet: false, strict_booleans: true };
    serde_yaml::from_str_with_options(text, options).map_err(|error| problem(&error, text))
}

/// One entry of a sequence, or why it could not be read.
pub type EntryResult<T> = Result<T, Problem>;

/// Reads a text that is a sequence at its top level entry by entry, so that an error in one does not hide the others.
/// Each entry comes with the byte offset its own places count from.
pub fn read_entries<T: DeserializeOwned>(text: &str) -> Vec<(usize, EntryResult<T>)> {
    let starts = entry_starts(text);
    let lead_end = starts.first().copied().unwrap_or(text.len());
    let mut out = Vec::new();
    let is_blank =
        |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim_end() == "---";
    if let Some(line) = text[..lead_end].lines().find(|line| !is_blank(line)) {
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        let problem = Problem::new(Some(Span::new(at, at + line.len())), "规则文件应是一列条目，每条以“- ”开头")
            .help(Some("例如：\n- id: problems\n  title: …".to_owned()));
        return vec![(0, Err(problem))];
    }
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let entry = read::<Vec<T>>(&text[*start..end]).map_err(|mut problem| {
            problem.span = problem.span.map(|span| span.shift(*start));
            problem
        });
        match entry {
            Ok(items) => out.extend(items.into_iter().map(|item| (*start, Ok(item)))),
            Err(problem) => out.push((*start, Err(problem))),
        }
    }
    out
}

fn entry_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("- ") || line.trim_end() == "-" {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

fn problem(error: &Error, text: &str) -> Problem {
    let span = error.location().and_then(|location| span_of(location, text));
    let known = |expected: &[&'static str]| expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            Problem::new(span, format!("不认识的字段“{field}”")).help(Some(did_you_mean(field, &known(expected))))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Problem::new(span, format!("不认识的名称“{variant}”")).help(Some(did_you_mean(variant, &known(expected))))
        }
        Error::SerdeMissingField { field, .. } => Problem::new(span, format!("缺少字段“{field}”")),
        Error::DuplicateMappingKey { .. } => Problem::new(span, "同一个字段写了两次"),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            Problem::new(span, format!("此处的值不合要求：读到 {unexpected}，需要 {expected}"))
        }
        Error::ExpectedMappingEndAfterEnumVariantValue { .. } => Problem::new(span, "此处只能有一个名称")
            .help(Some("一条规则只写一种检查；要查两件事，请写成两条规则".to_owned())),
        Error::UnknownAnchor { .. } | Error::AliasError { .. } => {
            Problem::new(span, "别名（*）没有对应的锚点（&），且不能跨条目引用")
        }
        Error::IndentationError { .. } => Problem::new(span, "缩进有误：请用空格对齐，不要用制表符"),
        Error::Eof { .. } => Problem::new(span, "文件为空或在此处意外结束"),
        other => {
            let text = other.to_string();
            let message = match text.chars().any(crate::text::fold::is_han) {
                true => text,
                false => format!("YAML 写法有误：{text}"),
            };
            Problem::new(span, message)
                .help(Some("检查引号、冒号后的空格和缩进；含特殊字符的文字请加单引号".to_owned()))
        }
    }
}

/// The bytes of a place: by offset where known, else by line and column (1-based, characters), to the end of that word.
fn span_of(location: Location, text: &str) -> Option<Span> {
    let span = location.span();
    if let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) {
        let start = usize::try_from(start).ok()?.min(text.len());
        let end = (start + usize::try_from(len).ok()?).min(text.len());
        if text.is_char_boundary(start) && text.is_char_boundary(end) && start < end {
            return Some(Span::new(start, end));
        }
    }
    let line = usize::try_from(location.line()).ok()?.checked_sub(1)?;
    let column = usize::try_from(location.column()).ok()?.saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text[start.min(text.len())..].split('\n').next().unwrap_or_default();
    let at = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    let word = rest[at..].find([' ', ':', ',']).unwrap_or(rest.len() - at);
    Some(Span::new(start + at, start + at + word))
}
