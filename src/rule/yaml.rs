//! Reading YAML strictly, with every error placed and told in Chinese.
//!
//! With `text::located` the only user of the YAML crate.

use serde::de::DeserializeOwned;
use serde_yaml::{Error, Location};

use crate::check::link::{Problem, did_you_mean};
use crate::text::located::Located;
use crate::text::span::Span;

/// Reads one YAML text.
///
/// # Errors
/// The first error of the text, placed in it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let options = serde_yaml::options! { with_snippet: false, strict_booleans: true };
    serde_yaml::from_str_with_options(text, options).map_err(|error| problem(&error, text))
}

/// A map as written: its keys with their places, in order. (A map type of the library would lose both.)
#[derive(Debug, Clone)]
pub struct Pairs<V>(pub Vec<(Located<String>, V)>);

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<V: schemars::JsonSchema> schemars::JsonSchema for Pairs<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Pairs_of_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<V>() })
    }
}

impl<'de, V: serde::Deserialize<'de>> serde::Deserialize<'de> for Pairs<V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor<V>(std::marker::PhantomData<V>);
        impl<'de, V: serde::Deserialize<'de>> serde::de::Visitor<'de> for PairsVisitor<V> {
            type Value = Pairs<V>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("若干行“名称: 值”")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(key) = map.next_key()? {
                    pairs.push((key, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor(std::marker::PhantomData))
    }
}

/// Reads a text that is a map at its top level, all of whose keys may be left out, so that an error below one key does not hide
/// the others.
///
/// # Errors
/// Everything that is wrong with it, each placed in the text.
pub fn read_settings<T: DeserializeOwned + Default>(text: &str) -> Result<T, Vec<Problem>> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(T::default());
    }
    let whole = match read::<T>(text) {
        Ok(whole) => return Ok(whole),
        Err(problem) => problem,
    };
    let starts = key_starts(text);
    let end = |at: usize| starts.get(at + 1).copied().unwrap_or(text.len());
    let mut problems = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        if let Err(mut problem) = read::<T>(&text[*start..end(at)]) {
            problem.span = problem.span.map(|span| span.shift(*start));
            problems.push(problem);
        }
    }
    // A key written twice, an anchor used elsewhere: wrong only as a whole.
    Err(if problems.is_empty() { vec![whole] } else { problems })
}

/// Blanks out the parts of a map that do not read, so that the rest can be looked at.
pub fn readable_settings<T: DeserializeOwned + Default>(text: &str) -> T {
    let starts = key_starts(text);
    let end = |at: usize| starts.get(at + 1).copied().unwrap_or(text.len());
    let mut rest = text[..starts.first().copied().unwrap_or(0)].to_owned();
    for (at, start) in starts.iter().enumerate() {
        let part = &text[*start..end(at)];
        let blank = |c: char| if c == '\n' { c.to_string() } else { " ".repeat(c.len_utf8()) };
        match read::<T>(part) {
            Ok(_) => rest.push_str(part),
            Err(_) => rest.extend(part.chars().map(blank)),
        }
    }
    read_settings(&rest).unwrap_or_default()
}

/// Where the top-level keys of a map begin.
fn key_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        let is_key = !plain.starts_with([' ', '#', '-', ']', '}', '[', '{', ',', '\t']) && plain.contains(':');
        if is_key {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

/// One entry of a sequence, or why it could not be read.
pub type EntryResult<T> = Result<T, Problem>;

/// A part of a text, with the byte offset at which it begins.
pub type Part<'a> = (usize, &'a str);

/// Cuts a text that is a sequence at its top level into its entries.
///
/// # Errors
/// Something before the first entry.
pub fn parts(text: &str) -> Result<Vec<Part<'_>>, Problem> {
    let starts = entry_starts(text);
    let lead_end = starts.first().copied().unwrap_or(text.len());
    let is_blank =
        |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim_end() == "---";
    if let Some(line) = text[..lead_end].lines().find(|line| !is_blank(line)) {
        let at = line.as_ptr() as usize - text.as_ptr() as usize;
        let problem = Problem::new(Some(Span::new(at, at + line.len())), "规则文件应是一列条目，每条以“- ”开头")
            .help(Some("例如：\n- id: problems\n  title: …".to_owned()));
        return Err(problem);
    }
    let end = |at: usize| starts.get(at + 1).copied().unwrap_or(text.len());
    Ok(starts.iter().enumerate().map(|(at, start)| (*start, &text[*start..end(at)])).collect())
}

/// Reads an entry that [`parts`] cut off. Places of the value count from the start of the part, those of a problem from the
/// start of the text.
///
/// # Errors
/// The first error of the part.
pub fn read_part<T: DeserializeOwned>((start, text): Part<'_>) -> EntryResult<T> {
    let items = read::<Vec<T>>(text).map_err(|mut problem| {
        problem.span = problem.span.map(|span| span.shift(start));
        problem
    })?;
    items.into_iter().next().ok_or_else(|| Problem::new(Some(Span::new(start, start + 1)), "这一条是空的"))
}

/// Reads a text that is a sequence at its top level entry by entry, so that an error in one does not hide the others.
/// Each entry comes with the byte offset its own places count from.
pub fn read_entries<T: DeserializeOwned>(text: &str) -> Vec<(usize, EntryResult<T>)> {
    match parts(text) {
        Ok(parts) => parts.into_iter().map(|part| (part.0, read_part(part))).collect(),
        Err(problem) => vec![(0, Err(problem))],
    }
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
