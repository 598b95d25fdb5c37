//! Waivers and baselines on disk: read before anything is checked, told of and written when everything has been.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;

use super::settings::{Settled, shown};
use super::{Failure, usage};
use crate::check::waiver::WaiverCheck;
use crate::document::{Date, Document, DocumentType, builder};
use crate::finding::Outcome;
use crate::input::plain;
use crate::rule::{LoadError, LoadErrors, RuleSet, Selection};
use crate::text::span::Span;
use crate::waiver::baseline::{Baseline, Compared, Known};
use crate::waiver::{Notice, Seen, Sitting, WaiverList, notices};

/// Which findings do not count.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Excusing {
    /// 用这份豁免清单（设置文件里也可以写 waivers）
    #[arg(long, value_name = "文件", help_heading = "设置选项")]
    waivers: Option<PathBuf>,

    /// 用这份基线：其中已有的问题不算不通过（设置文件里也可以写 baseline）
    #[arg(long, value_name = "文件", help_heading = "设置选项")]
    baseline: Option<PathBuf>,

    /// 把现有的问题写进基线，已经消除的从中去掉
    #[arg(long, help_heading = "设置选项")]
    update_baseline: bool,

    /// 以这一天为今天来判断豁免是否到期（用于试验）
    #[arg(long, value_name = "年-月-日", value_parser = usage::date, hide = true)]
    today: Option<Date>,
}

/// A baseline and where it is.
pub(super) struct Kept {
    path: PathBuf,
    /// As shown to the user.
    name: String,
    text: String,
    pub(super) baseline: Baseline,
}

/// Waivers and baselines of all groups.
pub(super) struct Excuses {
    lists: Vec<(PathBuf, WaiverList)>,
    baselines: Vec<Kept>,
    /// Of each group its list and its baseline.
    of: Vec<(Option<usize>, Option<usize>)>,
    pub(super) today: Date,
    pub(super) updating: bool,
}

/// What one document said of waivers and baseline.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) seen: Seen,
    /// With the document's name in the baseline.
    pub(super) compared: Option<(String, Compared)>,
}

/// What all documents said.
#[derive(Debug)]
pub(super) struct HeardOfAll {
    seen: Vec<Seen>,
    compared: Vec<BTreeMap<String, Compared>>,
}

/// A file that steers the check and has something wrong with it, made a document so that every format can show it.
pub(super) struct Aside {
    pub(super) group: usize,
    pub(super) document: Document,
    pub(super) outcome: Outcome,
}

impl Excusing {
    /// Reads what the groups need.
    pub(super) fn load(&self, settled: &Settled) -> Result<Excuses, Failure> {
        let today = self.today.unwrap_or_else(today);
        let (lists, baselines) = (Vec::new(), Vec::new());
        let mut out = Excuses { lists, baselines, of: Vec::new(), today, updating: self.update_baseline };
        let mut errors = Vec::new();
        for group in &settled.groups {
            let path = |given: &Option<PathBuf>, set: Option<&PathBuf>| {
                given.as_ref().map(|path| settled.base.join(path)).or(set.cloned())
            };
            let list = path(&self.waivers, group.effective.waivers.as_ref().map(|path| &path.value));
            let list = list.and_then(|path| out.list(path, &settled.base).map_err(|e| errors.extend(e.0)).ok());
            let baseline = path(&self.baseline, group.effective.baseline.as_ref().map(|path| &path.value));
            let baseline =
                baseline.and_then(|path| out.baseline(path, &settled.base).map_err(|e| errors.extend(e.0)).ok());
            out.of.push((list, baseline));
        }
        if self.update_baseline && out.baselines.is_empty() && errors.is_empty() {
            let help = Some("加上 --baseline 文件，或者在 gangyao.yaml 里写 baseline: 文件".to_owned());
            return Err(Failure::Usage { message: "没有说明基线写到哪个文件".to_owned(), help });
        }
        errors.extend(out.unknown_rules(settled));
        errors.dedup();
        if errors.is_empty() { Ok(out) } else { Err(Failure::Rules(LoadErrors(errors))) }
    }
}

impl Excuses {
    pub(super) fn list_of(&self, group: usize) -> Option<&WaiverList> {
        self.of[group].0.map(|at| &self.lists[at].1)
    }

    pub(super) fn baseline_of(&self, group: usize) -> Option<&Kept> {
        self.of[group].1.map(|at| &self.baselines[at])
    }

    fn list(&mut self, path: PathBuf, base: &Path) -> Result<usize, LoadErrors> {
        if let Some(at) = self.lists.iter().position(|(known, _)| *known == path) {
            return Ok(at);
        }
        let name = shown(&true_path(&path), base);
        let text = read(&path).map_err(|error| one(&name, format!("无法读取豁免清单：{error}")))?;
        let folder = true_path(&path).parent().unwrap_or(base).to_owned();
        let list = WaiverList::read(&name, folder, &text)?;
        self.lists.push((path, list));
        Ok(self.lists.len() - 1)
    }

    fn baseline(&mut self, path: PathBuf, base: &Path) -> Result<usize, LoadErrors> {
        if let Some(at) = self.baselines.iter().position(|known| known.path == path) {
            return Ok(at);
        }
        let name = shown(&true_path(&path), base);
        let kept = match read(&path) {
            Ok(text) => {
                let baseline = Baseline::read(&text).map_err(|message| one(&name, message))?;
                Kept { path, name, text, baseline }
            }
            Err(_) if self.updating && !path.exists() => {
                Kept { path, name, text: String::new(), baseline: Baseline::default() }
            }
            Err(error) => {
                let mut errors = one(&name, format!("无法读取基线文件：{error}"));
                errors.0[0].help = Some("第一次使用时加 --update-baseline，把现有的问题写进去".to_owned());
                return Err(errors);
            }
        };
        self.baselines.push(kept);
        Ok(self.baselines.len() - 1)
    }

    /// Names in lists that none of the rules used with them bears.
    fn unknown_rules(&self, settled: &Settled) -> Vec<LoadError> {
        let mut all = Vec::new();
        for (at, (_, list)) in self.lists.iter().enumerate() {
            let groups = settled.groups.iter().zip(&self.of).filter(|(_, of)| of.0 == Some(at));
            let unknown = groups.map(|(group, _)| list.unknown_rules(group.rules));
            let everywhere = unknown.reduce(|mut some, other| {
                some.retain(|error| other.iter().any(|same| same.span == error.span));
                some
            });
            all.extend(everywhere.unwrap_or_default());
        }
        all
    }

    pub(super) fn nothing_heard(&self) -> HeardOfAll {
        HeardOfAll {
            seen: vec![Seen::default(); self.lists.len()],
            compared: vec![BTreeMap::new(); self.baselines.len()],
        }
    }

    pub(super) fn hear(&self, all: &mut HeardOfAll, group: usize, heard: Heard) {
        let (list, baseline) = self.of[group];
        if let Some(at) = list {
            all.seen[at].add(&heard.seen);
        }
        if let (Some(at), Some((name, compared))) = (baseline, heard.compared) {
            all.compared[at].insert(name, compared);
        }
    }

    /// What is to be told after all documents.
    pub(super) fn asides(&self, settled: &Settled, all: &HeardOfAll) -> Vec<Aside> {
        let mut out = Vec::new();
        for (at, (_, list)) in self.lists.iter().enumerate() {
            let Some(group) = self.of.iter().position(|of| of.0 == Some(at)) else { continue };
            let (rules, selection) = (settled.groups[group].rules, &settled.groups[group].selection);
            let sitting = Sitting { rules, selection, list: Some(list), today: self.today };
            let told = sitting.of_list(&all.seen[at]);
            out.extend(aside(group, (rules, selection), (&list.name, &list.text, LIST), &told));
        }
        for (at, kept) in self.baselines.iter().enumerate().filter(|_| !self.updating) {
            let Some(group) = self.of.iter().position(|of| of.1 == Some(at)) else { continue };
            let gone = kept.gone(&all.compared[at]);
            let Some(first) = gone.first() else { continue };
            let count: usize = gone.iter().map(|(_, known)| known.count).sum();
            let at = kept.text.find(&first.1.fingerprint).unwrap_or(0);
            let span = Span::new(at, at + first.1.fingerprint.len().min(kept.text.len() - at));
            let mut entries: Vec<String> =
                gone.iter().take(SHOWN).map(|(file, known)| format!("{file} {}", known.rule)).collect();
            if gone.len() > SHOWN {
                entries.push("等".to_owned());
            }
            let notice = Notice::new(WaiverCheck::StaleBaseline, span).with("count", count);
            let told = [Notice { count, ..notice.with("entries", entries.join("、")) }];
            let group_rules = (settled.groups[group].rules, &settled.groups[group].selection);
            out.extend(aside(group, group_rules, (&kept.name, &kept.text, BASELINE), &told));
        }
        out
    }

    /// Writes the baselines that were to be updated; what to tell of each.
    pub(super) fn update(&self, all: HeardOfAll) -> Result<Vec<String>, Failure> {
        let mut told = Vec::new();
        for (kept, compared) in self.baselines.iter().zip(all.compared).filter(|_| self.updating) {
            let gone: usize = kept.gone(&compared).iter().map(|(_, known)| known.count).sum();
            let mut new = kept.baseline.clone();
            for (file, known) in &mut new.files {
                let gone = kept.gone_of(file, &compared);
                known.retain(|known| !gone.iter().any(|gone| gone.fingerprint == known.fingerprint));
            }
            for (file, compared) in compared {
                let ran_no_more = new.files.remove(&file).unwrap_or_default().into_iter();
                let mut known = compared.now;
                known.extend(ran_no_more.filter(|old| compared.not_asked.contains(&old.rule)));
                known.sort();
                new.files.insert(file, known);
            }
            new.files.retain(|_, known| !known.is_empty());
            let (before, now) = (kept.baseline.count(), new.count());
            let added = (now + gone).saturating_sub(before);
            if new.text() != kept.text {
                write(&kept.path, &new.text())?;
            }
            told.push(format!("基线 {} 共 {now} 条：新增 {added} 条，已消除 {gone} 条\n", kept.name));
        }
        Ok(told)
    }
}

/// Most entries named one by one.
const SHOWN: usize = 5;
/// What the documents are taken for.
const LIST: &str = crate::document::STEERING[0];
const BASELINE: &str = crate::document::STEERING[1];

impl Kept {
    /// The name of a file in the baseline, by its absolute path.
    pub(super) fn name_of(&self, file: &Path) -> String {
        let folder = true_path(&self.path);
        shown(file, folder.parent().unwrap_or(Path::new("")))
    }

    /// What does not occur any more, with the file it was in.
    fn gone(&self, compared: &BTreeMap<String, Compared>) -> Vec<(String, Known)> {
        let files = self.baseline.files.keys();
        files.flat_map(|file| self.gone_of(file, compared).into_iter().map(|known| (file.clone(), known))).collect()
    }

    fn gone_of(&self, file: &str, compared: &BTreeMap<String, Compared>) -> Vec<Known> {
        if let Some(compared) = compared.get(file) {
            return compared.gone.clone();
        }
        // A file that was not checked may only be left out today; one that is no more has no findings.
        let folder = true_path(&self.path);
        let is_there = file.starts_with('<') || folder.parent().is_some_and(|folder| folder.join(file).exists());
        if is_there { Vec::new() } else { self.baseline.files.get(file).cloned().unwrap_or_default() }
    }
}

fn aside(
    group: usize,
    (rules, selection): (&RuleSet, &Selection),
    (name, text, kind): (&str, &str, &str),
    told: &[Notice],
) -> Option<Aside> {
    let mut document = builder::build(plain::draft(text.to_owned()), name, &rules.reading);
    document.kind = DocumentType::NearMiss(kind.to_owned());
    let findings = notices(rules, selection, &document, told);
    let outcome = Outcome { findings, ..Outcome::default() };
    (!outcome.findings.is_empty()).then_some(Aside { group, document, outcome })
}

fn true_path(path: &Path) -> PathBuf {
    let whole = path.canonicalize().ok();
    // A file that is to be written is not there yet, but its folder is.
    let folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    whole.or_else(folder).unwrap_or_else(|| path.to_owned())
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        _ => error.to_string(),
    })?;
    String::from_utf8(bytes).map_err(|_| "不是 UTF-8 编码".to_owned())
}

fn one(name: &str, message: String) -> LoadErrors {
    LoadErrors(vec![LoadError { file: name.to_owned(), text: String::new(), span: None, message, help: None }])
}

/// Writes a file in one step: either the old one is there or the new one.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = true_path(path);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".gangyao-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if let Ok(metadata) = fs::metadata(&path) {
        fs::set_permissions(file.path(), metadata.permissions())?;
    } else {
        open_to_all(file.path())?;
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private; a new baseline is as public as other files of a repository.
#[cfg(unix)]
fn open_to_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Today in China, which is eight hours ahead of UTC all year.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) + 8 * 3600;
    civil(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The date so many days after 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> Date {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |number: i64| u8::try_from(number).unwrap_or(1);
    Date { year: u16::try_from(year).unwrap_or(u16::MAX), month: small(month), day: small(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, told) in [(0, "1970-01-01"), (11_016, "2000-02-29"), (20_453, "2025-12-31"), (20_513, "2026-03-01")]
        {
            assert_eq!(civil(days).to_string(), told);
        }
    }
}
