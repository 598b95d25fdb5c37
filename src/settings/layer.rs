//! One configuration file, read: its settings with their places, and everything that is wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use super::effective::Origin;
use super::glob::Globs;
use super::raw::{FailOn, RawConfig};
use crate::check::link::{Problem, did_you_mean};
use crate::document::Date;
use crate::rule::yaml;
use crate::rule::{LoadError, LoadErrors};
use crate::text::located::{Located, place};
use crate::text::span::{LineIndex, Span};

/// One configuration file.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its name as the user knows it.
    pub name: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The folder it stands in: paths and globs start here.
    pub folder: PathBuf,
    /// What it says.
    pub raw: RawConfig,
    pub(super) exclude: Globs,
    /// The globs of each of its overrides.
    pub(super) overrides: Vec<Globs>,
}

impl Layer {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place.
    pub fn read(name: &str, folder: PathBuf, text: &str) -> Result<Layer, LoadErrors> {
        let mut problems = Vec::new();
        let raw = match yaml::read_settings::<RawConfig>(text) {
            Ok(raw) => raw,
            Err(found) => {
                problems = found;
                yaml::readable_settings(text)
            }
        };
        let exclude = Globs::new(&raw.exclude, &mut problems);
        let overrides = raw.overrides.iter().map(|part| Globs::new(&part.files.0, &mut problems)).collect();
        let dates = raw.published.iter().chain(raw.overrides.iter().filter_map(|part| part.published.as_ref()));
        let dates = dates.filter(|written| date(&written.value).is_none());
        problems.extend(dates.map(|written| {
            let message = format!("“{}”不是日期", written.value);
            Problem::new(place(written), message).help(Some("请写成 2024-01-31 这样的日期".to_owned()))
        }));
        let levels = raw.fail_on.iter().chain(raw.overrides.iter().filter_map(|part| part.fail_on.as_ref()));
        let levels = levels.filter(|written| FailOn::named(&written.value).is_none());
        problems.extend(levels.map(|written| unknown_word("级别", written, &FailOn::NAMES)));
        let graded = raw.severity.0.iter().chain(raw.overrides.iter().flat_map(|part| &part.severity.0));
        let graded = graded.filter(|(_, written)| super::Grade::named(&written.value).is_none());
        problems.extend(graded.map(|(_, written)| unknown_word("级别", written, &super::Grade::NAMES)));
        for part in raw.overrides.iter().filter(|part| part.files.0.is_empty()) {
            let message = "overrides 的这一项没有写对哪些文件（files）生效";
            problems.push(Problem::new(part.select.iter().flatten().find_map(place), message));
        }
        let layer = Layer { name: name.into(), text: text.into(), folder, raw, exclude, overrides };
        match problems.is_empty() {
            true => Ok(layer),
            false => Err(LoadErrors(problems.into_iter().map(|problem| layer.error(problem)).collect())),
        }
    }

    /// A problem of this file.
    pub fn error(&self, problem: Problem) -> LoadError {
        LoadError {
            file: self.name.to_string(),
            text: self.text.to_string(),
            span: problem.span,
            message: problem.message,
            help: problem.help,
        }
    }

    /// A place of this file.
    pub(super) fn origin(&self, span: Option<Span>) -> Origin {
        let line = span.map(|span| LineIndex::new(&self.text).position(&self.text, span.start).line);
        Origin { file: Some(Arc::clone(&self.name)), line }
    }
}

/// Reads `2024-01-31`.
pub fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let date = Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
    (parts.next().is_none() && (1900..=2999).contains(&year) && date.is_possible()).then_some(date)
}

fn unknown_word(what: &str, written: &Located<String>, known: &[&str]) -> Problem {
    let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let help = did_you_mean(&written.value, &known);
    Problem::new(place(written), format!("没有“{}”这个{what}", written.value)).help(Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, Option<String>)> {
        let errors = Layer::read("gangyao.yaml", PathBuf::new(), text).unwrap_err().0;
        let at = |error: LoadError| (error.span.map_or("", |span| span.of(text)).to_owned(), error.help);
        errors.into_iter().map(at).collect()
    }

    #[test]
    fn a_file_with_nothing_in_it_says_nothing() {
        for text in ["", "# 只有注释\n", "packs: []\n"] {
            assert!(Layer::read("gangyao.yaml", PathBuf::new(), text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn everything_wrong_is_told_at_its_place() {
        let text = "selct: [struct]\nseverity:\n  struct/thin: fatal\n  plan: warnin\npublished: 2024-02-30\n\
            overrides:\n- files: '['\n  ignor: [plan]\nignore: plan\nfail-on: eror\nexclude: ['{']\n";
        let told = told(text);
        let places: Vec<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["selct", "ignor", "plan", "'{'", "2024-02-30", "eror", "fatal", "warnin"]);
        assert_eq!(told[0].1.as_deref(), Some("是不是想写“select”？"));
        assert_eq!(told[7].1.as_deref(), Some("是不是想写“warning”？"));
    }

    #[test]
    fn a_key_written_twice_is_an_error_though_each_reads() {
        assert_eq!(told("ignore: [plan]\nselect: [struct]\nignore: [plan]\n").len(), 1);
    }
}
