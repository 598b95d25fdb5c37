//! Packs that build on packs: what a pack changes, replaces and switches off of the packs it extends.
//!
//! Changes have to be known before the rules they change are loaded, so the files of such packs are looked through first.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{LoadError, Loading};
use crate::check::link::{Problem, unknown_name};
use crate::rule::change::{self, Change, Extent, Field};
use crate::rule::pack::{Base, Form, SourceFile};
use crate::rule::raw::{RawOff, RawRule};
use crate::rule::reading::RawPack;
use crate::rule::yaml::{self, Part};
use crate::text::located::{Located, place};
use crate::text::span::Span;

/// What is planned for rules of other packs.
#[derive(Debug, Default)]
pub(super) struct Plans<'a> {
    /// All packs in the order of loading.
    order: Vec<String>,
    /// Of each pack that extends others, all packs it rests on, however far.
    lineage: BTreeMap<String, Vec<String>>,
    changes: Vec<Planned>,
    replacements: Vec<(String, usize)>,
    pub(super) offs: Vec<Off<'a>>,
}

/// A change and who makes it.
#[derive(Debug)]
struct Planned {
    change: Change,
    /// Index of the pack in the order of loading; `None` for the configuration, which comes last.
    by: Option<usize>,
    met: bool,
}

/// A rule or group switched off.
#[derive(Debug)]
pub(super) struct Off<'a> {
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) pack: String,
    pub(super) file: &'a SourceFile,
    pub(super) span: Option<Span>,
}

/// What an entry of a rule file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    Rule,
    Change,
    Off,
}

/// Tells the entries apart by the key they have.
pub(super) fn kind_of((_, text): Part<'_>) -> EntryKind {
    let inner = text[1..].trim_start_matches(' ');
    let indent = text.len() - inner.len();
    let has = |key: &str| {
        let flow = inner.strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with(key));
        flow || inner.starts_with(key)
            || text.lines().skip(1).any(|line| {
                let content = line.trim_start_matches(' ');
                line.len() - content.len() == indent && content.starts_with(key)
            })
    };
    match () {
        () if has("change:") => EntryKind::Change,
        () if has("off:") => EntryKind::Off,
        () => EntryKind::Rule,
    }
}

impl<'a> Loading<'a> {
    /// Notes what the packs and the configuration plan.
    pub(super) fn plan(&mut self, packs: &[&str], files: &'a [SourceFile], bases: &[Base], changes: &[Change]) {
        self.plans.order = packs.iter().map(|name| (*name).to_owned()).collect();
        for (at, pack) in packs.iter().enumerate() {
            let of_pack = || files.iter().filter(|file| file.pack == *pack && file.form == Form::Yaml);
            let Some(declared) = of_pack().find(|file| file.file_name() == "pack.yaml") else { continue };
            // What is wrong with it is told when the pack is loaded.
            let Ok(raw) = declared.whole::<RawPack>() else { continue };
            self.lineage(at, declared, &raw, bases);
            for file in of_pack().filter(|file| file.is_rule_file()) {
                self.plans_of(at, file);
            }
        }
        let of_settings = changes.iter().map(|change| Planned { change: change.clone(), by: None, met: false });
        self.plans.changes.extend(of_settings);
    }

    fn lineage(&mut self, at: usize, file: &SourceFile, raw: &RawPack, bases: &[Base]) {
        let pack = self.plans.order[at].clone();
        let mut all = Vec::new();
        for written in &raw.extends.0 {
            let name = bases.iter().find(|base| base.pack == pack && base.written == written.value);
            let name = name.map_or(&written.value, |base| &base.name);
            match self.plans.order.iter().position(|other| other == name) {
                Some(base) if base < at => {
                    all.push(name.clone());
                    all.extend(self.plans.lineage.get(name).into_iter().flatten().cloned());
                }
                Some(base) if base == at => {
                    self.error(file, 0, Problem::new(place(written), "规则包不能以自己为基础"));
                }
                Some(_) => {
                    let problem =
                        Problem::new(place(written), format!("规则包“{name}”在本包之后载入，或者以本包为基础"))
                            .help(Some("先载入作基础的规则包，或者在 extends 里写它的相对路径".to_owned()));
                    self.error(file, 0, problem);
                }
                None => {
                    let problem = unknown_name("规则包", name, place(written), &self.plans.order[..at]);
                    self.error(file, 0, problem);
                }
            }
        }
        if !raw.extends.0.is_empty() {
            self.plans.lineage.insert(pack, all);
        }
    }

    fn plans_of(&mut self, at: usize, file: &'a SourceFile) {
        let Ok(parts) = yaml::parts(&file.text) else { return };
        for part in parts {
            match kind_of(part) {
                EntryKind::Rule => {
                    // A rule that does not read is told when it is loaded.
                    if let Ok(raw) = yaml::read_part::<RawRule>(part)
                        && raw.replace
                    {
                        self.plans.replacements.push((format!("{}/{}", file.group(), raw.id.value), at));
                    }
                }
                EntryKind::Change => match change_of(part, file) {
                    Ok(change) => self.plans.changes.push(Planned { change, by: Some(at), met: false }),
                    Err(problem) => self.error(file, 0, problem),
                },
                EntryKind::Off => match yaml::read_part::<RawOff>(part) {
                    Ok(raw) => {
                        let pack = self.plans.order[at].clone();
                        self.plans.offs.extend(raw.off.into_iter().map(|name| Off {
                            span: place(&name).map(|span| span.shift(part.0)),
                            name: name.value,
                            reason: raw.reason.clone(),
                            pack: pack.clone(),
                            file,
                        }));
                    }
                    Err(problem) => self.error(file, 0, problem),
                },
            }
        }
    }

    /// Whether anything is planned for a rule of a pack.
    pub(super) fn is_changed(&self, id: &str) -> bool {
        self.plans.changes.iter().any(|planned| planned.change.rule == id)
    }

    /// Whether anything is planned for a rule of a group.
    pub(super) fn is_group_changed(&self, group: &str) -> bool {
        self.plans.changes.iter().any(|planned| planned.change.rule.split('/').next() == Some(group))
    }

    /// Makes the planned changes of a rule that a pack has just given, and says which packs made them.
    pub(super) fn change(&mut self, id: &str, pack: &str, tree: &mut Value) -> Changed {
        let own = self.plans.order.iter().position(|other| other == pack).unwrap_or(0);
        let replaced = self.plans.replacements.iter().filter(|(other, by)| other == id && *by > own);
        let replaced = replaced.map(|(_, by)| *by).min().unwrap_or(usize::MAX);
        let mut changed = Changed::default();
        let mut errors: Vec<LoadError> = Vec::new();
        let (order, lineage) = (&self.plans.order, &self.plans.lineage);
        for planned in self.plans.changes.iter_mut().filter(|planned| planned.change.rule == id) {
            let refusal = match planned.by {
                None if replaced < usize::MAX => continue,
                None => None,
                Some(by) if by == own => Some("这是本包自己的规则，请直接改".to_owned()),
                Some(by) if by < own || by > replaced => continue,
                Some(by) if !lineage.get(&order[by]).is_some_and(|bases| bases.iter().any(|base| base == pack)) => {
                    Some(format!("规则“{id}”属于规则包 {pack}，而本包没有以它为基础"))
                }
                Some(by) => changed
                    .by
                    .iter()
                    .find(|earlier| !lineage.get(&order[by]).is_some_and(|bases| bases.contains(earlier)))
                    .map(|earlier| format!("规则“{id}”已经由规则包 {earlier} 改过，而本包没有以它为基础")),
            };
            planned.met = true;
            let change = &planned.change;
            let problems = match refusal {
                Some(message) => {
                    let help = "在 pack.yaml 的 extends 中写明作基础的规则包".to_owned();
                    let help = planned.by.filter(|by| *by != own).map(|_| help);
                    vec![Problem::new(change.span, message).help(help)]
                }
                None => change.apply(tree),
            };
            errors.extend(problems.into_iter().map(|problem| of_change(change, problem)));
            changed.by.extend(planned.by.map(|by| order[by].clone()));
            changed.last = Some(change.clone());
        }
        self.errors.extend(errors);
        changed
    }

    /// Names in changes that no rule bears.
    pub(super) fn unmet_changes(&mut self) {
        let ids: Vec<String> = self.rules.iter().map(|rule| rule.id.0.clone()).collect();
        for planned in self.plans.changes.iter().filter(|planned| !planned.met) {
            let change = &planned.change;
            let problem = match ids.contains(&change.rule) {
                true => Problem::new(change.span, format!("规则“{}”不能由本包改动", change.rule))
                    .help(Some("只能改 extends 所列规则包的规则".to_owned())),
                false => unknown_name("规则", &change.rule, change.span, &ids),
            };
            self.errors.push(of_change(change, problem));
        }
    }

    /// Switches off what packs switch off.
    pub(super) fn switch_off(&mut self) {
        for off in std::mem::take(&mut self.plans.offs) {
            let none = Vec::new();
            let bases = self.plans.lineage.get(&off.pack).unwrap_or(&none);
            let mut met = false;
            for rule in self.rules.iter_mut().filter(|rule| rule.id.0 == off.name || rule.id.group() == off.name) {
                if bases.contains(&self.packs[rule.pack].name) {
                    rule.off = Some(off.reason.clone());
                    met = true;
                }
            }
            if !met {
                let of_bases = self.rules.iter().filter(|rule| bases.contains(&self.packs[rule.pack].name));
                let mut known: Vec<String> = of_bases.map(|rule| rule.id.0.clone()).collect();
                known.extend(known.clone().iter().filter_map(|id| id.split('/').next().map(str::to_owned)));
                let mut problem = unknown_name("可以停用的规则", &off.name, off.span, &known);
                if bases.is_empty() {
                    problem.help = Some("在 pack.yaml 的 extends 中写明作基础的规则包".to_owned());
                }
                self.errors.push(LoadError::of(off.file, problem));
            }
        }
    }

    /// All packs that a pack rests on.
    pub(super) fn bases_of(&self, pack: &str) -> Vec<String> {
        self.plans.lineage.get(pack).cloned().unwrap_or_default()
    }
}

/// What became of a rule.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// The packs that changed it.
    pub(super) by: Vec<String>,
    /// The last change, where problems of the changed rule are told.
    pub(super) last: Option<Change>,
}

impl Changed {
    /// Reads the changed tree.
    pub(super) fn read(&self, tree: &Value) -> Result<RawRule, Problem> {
        change::read(tree)
    }
}

/// A problem of a change, its place counted in the change's text.
pub(super) fn of_change(change: &Change, problem: Problem) -> LoadError {
    LoadError {
        file: change.file.clone(),
        text: change.text.clone(),
        // What is wrong only when everything is put together lies in the one field, where there is but one.
        span: problem.span.or(if let [field] = &change.fields[..] { field.span } else { None }).or(change.span),
        message: problem.message,
        help: problem.help,
    }
}

/// An entry that begins with `change: group/name`.
fn change_of(part: Part<'_>, file: &SourceFile) -> Result<Change, Problem> {
    let entries = yaml::read_part::<yaml::Pairs<Located<Value>>>(part)?.0;
    let mut change = Change {
        rule: String::new(),
        span: None,
        file: file.path.clone(),
        text: file.text.to_string(),
        extent: Extent::Rule,
        fields: Vec::new(),
    };
    for (key, value) in entries {
        let span = place_of(&key, part);
        match key.value.as_str() {
            "change" => {
                change.span = place_of(&value, part).or(span);
                change.rule = value.value.as_str().unwrap_or_default().to_owned();
            }
            _ => change.fields.push(Field { name: key.value, span, value: value.value }),
        }
    }
    let told = |message: &str| {
        let help = "例如：\n- change: struct/thin\n  severity: note".to_owned();
        Err(Problem::new(change.span, message).help(Some(help)))
    };
    match () {
        () if !change.rule.contains('/') => told("change 后面要写规则编号"),
        () if change.fields.is_empty() => told("没有写要改什么"),
        () => Ok(change),
    }
}

fn place_of<T>(written: &Located<T>, part: Part<'_>) -> Option<Span> {
    place(written).map(|span| span.shift(part.0))
}
