//! From YAML texts to a [`RuleSet`]: everything wrong in any file is collected before anything is refused.

mod building;
mod files;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::change::Change;
use super::pack::{Base, SourceFile};
use super::raw::{RawExample, RawRule, RawWords};
use super::template::Template;
use super::{Basis, Example, ExampleTrace, Examples, Pack, Rule, RuleId, RuleSet, When, reading};
use crate::check::link::{Linker, Names, Problem, Topic, unknown_name};
use crate::check::words::compile;
use crate::document::Reading;
use crate::finding::Severity;
use crate::norm::{Force, Norm, Norms};
use crate::text::located::{Located, place};
use crate::text::pattern::Literals;
use crate::text::span::Span;
use building::{Entry, Plans, of_change};

/// One error in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file as the user knows it.
    pub file: String,
    /// Its whole text.
    pub text: String,
    /// Bytes of the text, where known.
    pub span: Option<Span>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl LoadError {
    /// A problem of a file, its place counted from the start of the file.
    pub fn of(file: &SourceFile, problem: Problem) -> Self {
        Self {
            file: file.path.clone(),
            text: file.text.to_string(),
            span: problem.span,
            message: problem.message,
            help: problem.help,
        }
    }
}

/// All errors of all files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "规则有 {} 处错误", self.0.len())
    }
}

impl std::error::Error for LoadErrors {}

/// Loads all files. Files named `norms.yaml` and `reading.yaml` come first, then packs in the order given. `changes` are those
/// of a configuration.
pub(super) fn load(files: &[SourceFile], bases: &[Base], changes: &[Change]) -> Result<RuleSet, LoadErrors> {
    let mut loading = Loading::default();
    let named = |name: &str| files.iter().filter(move |file| file.file_name() == name).collect::<Vec<_>>();
    for file in named("norms.yaml") {
        loading.norms(file);
    }
    loading.registry = Norms::new(std::mem::take(&mut loading.norms));
    for file in named("reading.yaml") {
        loading.reading(file);
    }
    let mut packs: Vec<&str> = Vec::new();
    for file in files.iter().filter(|file| !file.pack.is_empty()) {
        if !packs.contains(&file.pack.as_str()) {
            packs.push(&file.pack);
        }
    }
    loading.plan(&packs, files, bases, changes);
    for pack in packs {
        let of_pack: Vec<&SourceFile> = files.iter().filter(|file| file.pack == pack).collect();
        loading.pack(pack, &of_pack);
    }
    loading.finish()
}

/// A requirement that a rule says its findings weaken.
#[derive(Debug)]
struct Weakening<'a> {
    rule: usize,
    requirement: String,
    file: &'a SourceFile,
    span: Option<Span>,
}

#[derive(Debug, Default)]
struct Loading<'a> {
    /// The norms until all are known.
    norms: Vec<Norm>,
    registry: Norms,
    reading: Reading,
    /// Those of the rules, which documents are scanned for.
    literals: Literals,
    /// Those of the patterns by which a document is read, which look for them themselves.
    reading_literals: Literals,
    packs: Vec<Pack>,
    rules: Vec<Rule>,
    /// `weakens` of each rule, checked when all rules are known.
    weakens: Vec<Weakening<'a>>,
    errors: Vec<LoadError>,
    plans: Plans<'a>,
}

impl<'a> Loading<'a> {
    fn error(&mut self, file: &SourceFile, offset: usize, problem: Problem) {
        self.errors
            .push(LoadError { span: problem.span.map(|span| span.shift(offset)), ..LoadError::of(file, problem) });
    }

    fn norms(&mut self, file: &SourceFile) {
        for (offset, entry) in file.entries::<Located<Norm>>() {
            match entry {
                Ok(norm) if self.norms.iter().any(|other| other.id == norm.value.id) => {
                    let problem = Problem::new(place(&norm), format!("规范“{}”登记了两次", norm.value.id));
                    self.error(file, offset, problem);
                }
                Ok(norm) => self.norms.push(norm.value),
                Err(problem) => self.error(file, 0, problem),
            }
        }
    }

    fn reading(&mut self, file: &SourceFile) {
        match file.whole::<reading::RawReading>() {
            Ok(raw) => {
                let genres = std::mem::take(&mut self.reading.genres);
                let (reading, problems) = raw.compile(&mut self.reading_literals);
                self.reading = Reading { genres, ..reading };
                problems.into_iter().for_each(|problem| self.error(file, 0, problem));
            }
            Err(problem) => self.error(file, 0, problem),
        }
    }

    fn pack(&mut self, name: &str, files: &[&'a SourceFile]) {
        // A pack may use what earlier packs name.
        let mut names = Names::default();
        for earlier in &self.packs {
            names.roles.extend(earlier.names.roles.iter().cloned());
            names.terms.extend(earlier.names.terms.iter().map(|(name, words)| (name.clone(), Arc::clone(words))));
            names.topics.extend(earlier.names.topics.iter().cloned());
        }
        let bases = self.bases_of(name);
        // A pack for no type of report of its own is for that of the packs it builds on.
        let genre = self.packs.iter().filter(|pack| bases.contains(&pack.name)).find_map(|pack| pack.genre.clone());
        let mut pack =
            Pack { name: name.to_owned(), title: name.to_owned(), version: String::new(), genre, bases, names };
        let Some(declared) = files.iter().find(|file| file.file_name() == "pack.yaml") else {
            if let Some(file) = files.first() {
                let problem = Problem::new(None, format!("规则包“{name}”缺少 pack.yaml"))
                    .help(Some("写明 name、title、version".to_owned()));
                self.error(file, 0, problem);
            }
            return;
        };
        self.declaration(declared, &mut pack);
        if let Some(file) = files.iter().find(|file| file.file_name() == "words.yaml") {
            self.words(file, &mut pack.names);
        }
        self.packs.push(pack);
        for file in files.iter().filter(|file| file.is_rule_file()) {
            self.group(file);
        }
    }

    fn declaration(&mut self, file: &SourceFile, pack: &mut Pack) {
        let raw = match file.whole::<reading::RawPack>() {
            Ok(raw) => raw,
            Err(problem) => return self.error(file, 0, problem),
        };
        pack.title = raw.title.clone();
        pack.version = raw.version.clone();
        if let Some(genre) = &raw.r#for {
            let known: Vec<String> = self.reading.genres.iter().map(|genre| genre.name.clone()).collect();
            match known.contains(&genre.value) {
                true => pack.genre = Some(genre.value.clone()),
                false => self.error(file, 0, unknown_name("文种", &genre.value, place(genre), &known)),
            }
        }
        let (genre, problems) = raw.compile(&mut self.reading_literals);
        problems.into_iter().for_each(|problem| self.error(file, 0, problem));
        if let Some(genre) = genre {
            pack.genre = Some(genre.name.clone());
            pack.names.roles.extend(genre.roles.iter().map(|spec| spec.role.clone()));
            self.reading.genres.push(genre);
        }
    }

    fn words(&mut self, file: &SourceFile, names: &mut Names) {
        let raw = match file.whole::<RawWords>() {
            Ok(raw) => raw,
            Err(problem) => return self.error(file, 0, problem),
        };
        let mut problems = Vec::new();
        for (name, written) in raw.terms {
            let mut linker =
                Linker { names, norms: &self.registry, literals: &mut self.literals, problems: Vec::new() };
            let compiled = compile(written, &mut linker);
            problems.append(&mut linker.problems);
            names.terms.insert(name, compiled);
        }
        for (name, topic) in raw.topics {
            let mut linker =
                Linker { names, norms: &self.registry, literals: &mut self.literals, problems: Vec::new() };
            let terms = compile(topic.terms, &mut linker);
            problems.append(&mut linker.problems);
            names.topics.push(Topic { name, title: topic.title, terms });
        }
        problems.into_iter().for_each(|problem| self.error(file, 0, problem));
    }

    fn rule(&mut self, entry: Entry<'a, '_>, mut raw: RawRule) {
        let Entry { file, group, offset, changed, parameters } = entry;
        let id = RuleId(format!("{group}/{}", raw.id.value));
        let mut problems = Vec::new();
        let pack = self.packs.len() - 1;
        let at = self.place_for(&id, pack, &raw, &mut problems);
        let mut linker = Linker {
            names: &self.packs[pack].names,
            norms: &self.registry,
            literals: &mut self.literals,
            problems: Vec::new(),
        };
        raw.scope.link(&mut linker);
        raw.check.link(&mut linker);
        let basis = raw.basis.iter().filter_map(|written| basis(written, &mut linker)).collect::<Vec<_>>();
        problems.append(&mut linker.problems);
        let only_practice = !basis.is_empty()
            && basis.iter().all(|basis: &Basis| self.registry.norm(basis.norm).force == Force::Practice);
        if raw.basis.is_empty() {
            problems.push(
                Problem::new(place(&raw.id), "规则没有依据")
                    .help(Some("basis 至少写一项；只是通行做法时写 practice".to_owned())),
            );
        }
        if raw.severity.value == Severity::Error && only_practice {
            let help = "只有通行做法作依据的规则，级别最高为 warning".to_owned();
            problems.push(Problem::new(place(&raw.severity), "依据只是通行做法的规则不能定为错误").help(Some(help)));
        }
        let known = |genre: &&Located<String>| self.reading.genres.iter().any(|known| known.name == genre.value);
        if let Some(genre) = raw.when.genre.as_ref().filter(|genre| !known(genre)) {
            let genres: Vec<String> = self.reading.genres.iter().map(|genre| genre.name.clone()).collect();
            problems.push(unknown_name("文种", &genre.value, place(genre), &genres));
        }
        let known: Vec<&str> = raw.check.placeholders().collect();
        let message = template(&raw.message, &known, &mut problems);
        let help = raw.help.as_ref().map(|help| template(help, &known, &mut problems));
        for weakened in raw.weakens {
            self.weakens.push(Weakening {
                rule: at,
                file,
                span: place(&weakened).map(|span| span.shift(offset)),
                requirement: weakened.value,
            });
        }
        for problem in problems {
            match &changed.last {
                None => self.error(file, offset, problem),
                Some(change) => self.errors.push(of_change(change, problem)),
            }
        }
        let rule = Rule {
            id,
            pack,
            title: raw.title,
            severity: raw.severity.value,
            basis,
            requirement: raw.requirement,
            weakens: Vec::new(),
            when: When {
                levels: raw.when.levels,
                known_level: raw.when.known_level,
                from_year: raw.when.years.from,
                to_year: raw.when.years.to,
                outside_norm: raw.when.outside_norm,
                genre: raw.when.genre.map(|genre| genre.value),
            },
            scope: raw.scope,
            check: raw.check,
            message,
            help,
            fix: raw.fix,
            settles: raw.settles,
            examples: Arc::new(Examples {
                bad: raw.examples.bad.into_iter().map(example).collect(),
                good: raw.examples.good.into_iter().map(example).collect(),
            }),
            waivable: raw.waivable,
            off: None,
            changed_by: changed.by,
            parameters,
        };
        match self.rules.get_mut(at) {
            Some(replaced) => *replaced = rule,
            None => self.rules.push(rule),
        }
    }

    fn finish(mut self) -> Result<RuleSet, LoadErrors> {
        self.unmet_changes();
        self.switch_off();
        let ids: Vec<String> = self.rules.iter().map(|rule| rule.id.0.clone()).collect();
        let known: HashSet<&str> = ids.iter().map(String::as_str).collect();
        for Weakening { rule, requirement, file, span } in std::mem::take(&mut self.weakens) {
            if known.contains(requirement.as_str()) {
                self.rules[rule].weakens.push(RuleId(requirement));
            } else {
                let problem = unknown_name("规则", &requirement, span, &ids);
                self.errors.push(LoadError::of(file, problem));
            }
        }
        if !self.errors.is_empty() {
            self.errors.sort_by(|a, b| (&a.file, a.span.map(|s| s.start)).cmp(&(&b.file, b.span.map(|s| s.start))));
            return Err(LoadErrors(self.errors));
        }
        Ok(RuleSet {
            packs: self.packs,
            rules: self.rules,
            reading: self.reading,
            norms: self.registry,
            literals: self.literals,
        })
    }
}

fn basis(written: &Located<String>, linker: &mut Linker<'_>) -> Option<Basis> {
    let (id, item) = match written.value.split_once('/') {
        Some((id, item)) => (id, Some(item)),
        None => (written.value.as_str(), None),
    };
    let norm =
        linker.norm(&Located { value: id.to_owned(), referenced: written.referenced, defined: written.defined })?;
    if let Some(item) = item {
        let known: BTreeMap<_, _> = linker.norms.norm(norm).items.iter().collect();
        if !known.contains_key(&item.to_owned()) {
            let names: Vec<String> = known.keys().map(|name| format!("{id}/{name}")).collect();
            linker.problems.push(unknown_name("依据条目", &written.value, place(written), &names));
            return None;
        }
    }
    Some(Basis { norm, item: item.map(str::to_owned) })
}

fn template(written: &Located<String>, known: &[&str], problems: &mut Vec<Problem>) -> Template {
    Template::parse(&written.value, known).unwrap_or_else(|message| {
        problems.push(Problem::new(place(written), message));
        Template::default()
    })
}

fn example(RawExample(map): RawExample) -> Example {
    Example {
        text: map.text,
        expect: map.expect,
        year: map.year,
        level: map.level,
        published: map.published.map(|day| day.0),
        traces: map
            .traces
            .into_iter()
            .map(|raw| ExampleTrace { kind: raw.kind, at: raw.at, text: raw.text, author: raw.author })
            .collect(),
    }
}
