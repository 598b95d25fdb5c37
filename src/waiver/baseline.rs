//! The baseline: findings that were there before, told apart from new ones by their fingerprints.
//!
//! A baseline is JSON, sorted, one finding kind a line of entries, so that it can be kept in a repository and reviewed as a
//! difference. A fingerprint does not change while its finding moves; it changes with the words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::finding::{Excuse, Excused, Finding, Outcome};

/// Version of the layout.
pub const SCHEMA_VERSION: u32 = 1;

/// Characters of the words shown beside a fingerprint.
const SHOWN: usize = 24;

/// Known findings of all files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Version of the layout.
    pub schema_version: u32,
    /// By path, relative to the folder of the baseline, with forward slashes.
    pub files: BTreeMap<String, Vec<Known>>,
}

/// A known finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its rule.
    pub rule: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// How often it is there.
    pub count: usize,
    /// The first words it is about, for those who review the baseline.
    pub text: String,
}

impl Default for Baseline {
    fn default() -> Self {
        Self { schema_version: SCHEMA_VERSION, files: BTreeMap::new() }
    }
}

/// What one document said of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// What is there now.
    pub now: Vec<Known>,
    /// Entries that did not occur, with the number of times they did not.
    pub gone: Vec<Known>,
    /// Rules of entries that were not asked, so that nobody knows.
    pub not_asked: Vec<String>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// What is wrong with it, in Chinese.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text)
            .map_err(|error| format!("基线文件有误（第 {} 行第 {} 列）：{error}", error.line(), error.column()))?;
        match baseline.schema_version {
            SCHEMA_VERSION => Ok(baseline),
            other => Err(format!("基线文件的版本是 {other}，本程序只认得 {SCHEMA_VERSION}")),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("the baseline holds only strings and numbers") + "\n"
    }

    /// How many findings it knows.
    pub fn count(&self) -> usize {
        self.files.values().flatten().map(|known| known.count).sum()
    }
}

/// Takes the known findings of a document out of an outcome. `ran` says which rules ran: of others nothing is gone.
pub fn compare(known: &[Known], document: &Document, outcome: &mut Outcome, ran: impl Fn(&str) -> bool) -> Compared {
    let mut left: Vec<Known> = known.to_vec();
    let mut now: Vec<Known> = Vec::new();
    let mut kept = Vec::new();
    for finding in std::mem::take(&mut outcome.findings) {
        if !may_be_known(&finding) {
            kept.push(finding);
            continue;
        }
        let fingerprint = finding.fingerprint(document);
        add(&mut now, &finding, &fingerprint, document);
        match left.iter_mut().find(|known| known.fingerprint == fingerprint && known.count > 0) {
            Some(known) => {
                known.count -= 1;
                outcome.excused.push(Excused { finding, by: Excuse::Baseline });
            }
            None => kept.push(finding),
        }
    }
    outcome.findings = kept;
    now.sort();
    left.retain(|known| known.count > 0);
    let not_asked = left.iter().filter(|known| !ran(&known.rule)).map(|known| known.rule.clone()).collect();
    left.retain(|known| ran(&known.rule));
    Compared { now, gone: left, not_asked }
}

/// What is wrong with a waiver is to be mended, not to be grown used to.
fn may_be_known(finding: &Finding) -> bool {
    !finding.rule.starts_with("waiver/")
}

fn add(now: &mut Vec<Known>, finding: &Finding, fingerprint: &str, document: &Document) {
    match now.iter_mut().find(|known| known.fingerprint == fingerprint) {
        Some(known) => known.count += 1,
        None => {
            let words = finding.span.of(&document.text).chars().map(|c| if c.is_whitespace() { ' ' } else { c });
            now.push(Known {
                rule: finding.rule.clone(),
                fingerprint: fingerprint.to_owned(),
                count: 1,
                text: words.take(SHOWN).collect(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        let known = Known { rule: "a/b".into(), fingerprint: "00".into(), count: 2, text: "甲".into() };
        let baseline =
            Baseline { files: BTreeMap::from([("县/a.md".to_owned(), vec![known])]), ..Baseline::default() };
        assert_eq!(Baseline::read(&baseline.text()), Ok(baseline.clone()));
        assert_eq!(baseline.count(), 2);
    }

    #[test]
    fn a_baseline_of_another_version_or_with_unknown_keys_is_refused() {
        assert!(Baseline::read("{\"schema_version\":2,\"files\":{}}").unwrap_err().contains('2'));
        assert!(Baseline::read("{\"schema_version\":1,\"files\":{},\"x\":1}").unwrap_err().contains("第 1 行"));
    }
}
