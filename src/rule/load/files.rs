//! What a file of rules holds.

use super::building::{EntryKind, kind_of};
use crate::check::link::Problem;
use crate::rule::pack::{Form, SourceFile};
use crate::rule::yaml;

impl SourceFile {
    /// Whether it holds rules.
    pub(super) fn is_rule_file(&self) -> bool {
        !matches!(self.file_name(), "pack.yaml" | "words.yaml" | "norms.yaml" | "reading.yaml" | "mutations.yaml")
    }

    /// The group of its rules.
    pub(super) fn group(&self) -> &str {
        self.file_name().trim_end_matches(".yaml").trim_end_matches(".yml")
    }

    pub(super) fn whole<T: serde::de::DeserializeOwned>(&self) -> Result<T, Problem> {
        match self.form {
            Form::Yaml => yaml::read(&self.text),
            Form::Compiled => serde_json::from_str(&self.text).map_err(compiled_problem),
        }
    }

    pub(super) fn entries<T: serde::de::DeserializeOwned>(&self) -> Vec<(usize, Result<T, Problem>)> {
        match self.form {
            Form::Yaml => match yaml::parts(&self.text) {
                Err(problem) => vec![(0, Err(problem))],
                Ok(parts) => {
                    let rules = parts.into_iter().filter(|part| kind_of(*part) == EntryKind::Rule);
                    rules.map(|part| (part.0, yaml::read_part(part))).collect()
                }
            },
            Form::Compiled => match serde_json::from_str::<Vec<T>>(&self.text) {
                Ok(entries) => entries.into_iter().map(|entry| (0, Ok(entry))).collect(),
                Err(error) => vec![(0, Err(compiled_problem(error)))],
            },
        }
    }
}

pub(super) fn compiled_problem(error: serde_json::Error) -> Problem {
    Problem::new(None, format!("内置规则未能读取：{error}"))
}
