//! Waivers and baselines on disk: read before anything is checked, told of and written when everything has been.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::kept::{Kept, read, true_path};
use super::settings::{Settled, shown};
use super::today::today;
use super::writing;
use super::{Failure, usage};
use crate::check::waiver::WaiverCheck;
use crate::document::{Date, Document, DocumentType, builder};
use crate::finding::Outcome;
use crate::input::plain;
use crate::rule::{LoadError, LoadErrors, RuleSet, Selection};
use crate::text::span::Span;
use crate::waiver::baseline::{Baseline, Compared};
use crate::waiver::{Notice, Seen, Sitting, Waiver, WaiverList, notices};

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
    /// The files named.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.waivers.iter().chain(&self.baseline)
    }

    /// Whether the baseline is to be written.
    pub(super) fn updates(&self) -> bool {
        self.update_baseline
    }

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
            let list = list.and_then(|path| out.list(path, &settled.base, &mut errors));
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
        errors.sort_by_key(|error| (error.file.clone(), error.span.map(|span| span.start)));
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

    fn list(&mut self, path: PathBuf, base: &Path, errors: &mut Vec<LoadError>) -> Option<usize> {
        if let Some(at) = self.lists.iter().position(|(known, _)| *known == path) {
            return Some(at);
        }
        let name = shown(&true_path(&path), base);
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) => {
                errors.extend(one(&name, format!("无法读取豁免清单：{error}")).0);
                return None;
            }
        };
        let folder = true_path(&path).parent().unwrap_or(base).to_owned();
        let (list, mut wrong) = WaiverList::read(&name, folder, &text);
        errors.append(&mut wrong);
        self.lists.push((path, list));
        Some(self.lists.len() - 1)
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
            let told = sitting.of_list(&all.seen[at], |waiver| is_gone(&list.folder, waiver));
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
                writing::write(&kept.path, new.text())?;
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

/// Whether a waiver names single files by their paths, none of which is there.
fn is_gone(folder: &Path, waiver: &Waiver) -> bool {
    let is_path = |written: &String| written.contains('/') && !written.contains(['*', '?', '[', '{']);
    let files = &waiver.written_files;
    !files.is_empty() && files.iter().all(|written| is_path(written) && !folder.join(written).exists())
}

fn one(name: &str, message: String) -> LoadErrors {
    LoadErrors(vec![LoadError { file: name.to_owned(), text: String::new(), span: None, message, help: None }])
}
