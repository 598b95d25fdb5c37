//! Finding and reading `gangyao.yaml`, and what it comes to for each input.
//!
//! The nearest file above an input holds, alone: a file further up counts only where the nearer one says `extends`. Everything wrong
//! in any of them is told in one run, before anything is checked.

mod search;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::packs::{Choice, Packs};
use crate::check::link::Problem;
use crate::input::{Source, SourceKind};
use crate::rule::pack::Sources;
use crate::rule::{LoadError, LoadErrors, RuleSet, Selection};
use crate::settings::{self, Effective, Layer};
use crate::text::located::place;
use search::Search;
pub(super) use search::shown;

/// Where settings come from.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Config {
    /// 用这份设置文件，不再从报告所在文件夹逐级向上找 gangyao.yaml
    #[arg(long, value_name = "文件", conflicts_with = "no_config", help_heading = "设置选项")]
    config: Option<PathBuf>,

    /// 不用任何设置文件
    #[arg(long, help_heading = "设置选项")]
    no_config: bool,
}

impl Config {
    /// The file named.
    pub(super) fn file(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// Whether settings are searched for from the inputs upwards.
    pub(super) fn is_searched(&self) -> bool {
        self.config.is_none() && !self.no_config
    }
}

/// Inputs that are checked alike.
pub(super) struct Group {
    /// What holds for them.
    pub(super) effective: Effective,
    /// The rules, loaded for them.
    pub(super) rules: &'static RuleSet,
    /// Those that are used.
    pub(super) selection: Selection,
}

/// Inputs with their groups.
pub(super) struct Settled {
    /// There is at least one, also without inputs.
    pub(super) groups: Vec<Group>,
    /// Of each input its group.
    pub(super) of: Vec<usize>,
    /// Of each input its absolute path.
    pub(super) files: Vec<PathBuf>,
    /// The current folder, its true path.
    pub(super) base: PathBuf,
}

/// What runs after one another keep: rules loaded, and the files and folders that settings and rules were read from.
#[derive(Default)]
pub(super) struct Known {
    loaded: Vec<Loaded>,
    /// Settings, packs, waivers and baselines that were named, whether they are there or not.
    pub(super) read: BTreeSet<PathBuf>,
}

impl Known {
    /// Rules are to be loaded afresh. The old ones stay in memory, which is why they are kept as long as their files do.
    pub(super) fn forget_rules(&mut self) {
        self.loaded.clear();
    }

    fn note(&mut self, search: &Search<'_>) {
        for layer in search.chains.iter().flatten() {
            self.read.insert(search.base.join(&*layer.name));
            let named = layer.raw.packs.iter().chain(&layer.raw.waivers).chain(&layer.raw.baseline);
            self.read.extend(named.map(|named| layer.folder.join(&named.value)));
        }
    }

    /// Takes back what was loaded, each kind once. What has errors is tried again.
    fn keep(&mut self, loaded: Vec<Loaded>) {
        for one in loaded.into_iter().filter(|one| one.rules.is_some()) {
            if !self.loaded.iter().any(|known| known.folders == one.folders && known.changes == one.changes) {
                // Names in the settings are looked at again: they may stand in other files now.
                self.loaded.push(Loaded { chain: Some(usize::MAX), ..one });
            }
        }
    }
}

/// Reads the settings of all inputs; those that the settings leave out are taken from `sources`. `named` are the paths that the
/// user named, which are never left out.
pub(super) fn settle(
    config: &Config,
    packs: &Packs,
    choice: &Choice,
    sources: &mut Vec<Source>,
    named: &[PathBuf],
) -> Result<Settled, Failure> {
    settle_again(config, packs, choice, (sources, named), &mut Known::default())
}

/// The same for a run that follows others.
pub(super) fn settle_again(
    config: &Config,
    packs: &Packs,
    choice: &Choice,
    (sources, named): (&mut Vec<Source>, &[PathBuf]),
    known: &mut Known,
) -> Result<Settled, Failure> {
    let mut search = Search::new(config)?;
    let mut places = Vec::new();
    sources.retain(|source| {
        let file = search.file(source);
        let chain = search.chain(&file);
        let is_named = named.iter().any(|path| path.as_path() == Path::new(&source.path));
        let left_out = !is_named && chain.iter().any(|chain| search.excludes(*chain, &file));
        if !left_out {
            places.push((file, chain));
        }
        !left_out
    });
    // Wrong settings are told even where nothing is to be checked.
    let nothing = places.is_empty();
    if nothing {
        let here = search.base.join("-");
        let chain = search.chain(&here);
        places.push((here, chain));
    }
    known.note(&search);
    let errors = std::mem::take(&mut search.errors);
    let loaded = std::mem::take(&mut known.loaded);
    let mut gathering = Gathering { search, packs, choice, loaded, groups: Vec::new(), errors };
    let of: Vec<usize> = places.iter().map(|(file, chain)| gathering.group(file, *chain)).collect();
    let checked = choice.check(gathering.loaded.iter().filter_map(|loaded| loaded.rules));
    known.keep(gathering.loaded);
    if !gathering.errors.is_empty() {
        return Err(Failure::Rules(in_order(gathering.errors)));
    }
    checked?;
    let of = if nothing { Vec::new() } else { of };
    let files = places.into_iter().map(|(file, _)| file).collect();
    Ok(Settled { groups: gathering.groups, of, files, base: gathering.search.base })
}

/// What holds for one file: the layers that say it, the outermost first.
pub(super) fn of_file(config: &Config, file: &Path) -> Result<(Vec<Layer>, Effective), Failure> {
    let mut search = Search::new(config)?;
    let kind = SourceKind::File(file.to_owned());
    let file = search.file(&Source { path: file.display().to_string(), kind, encoding: None });
    let chain = search.chain(&file);
    match search.errors.is_empty() {
        true => {
            let layers = chain.map(|chain| search.chains[chain].clone()).unwrap_or_default();
            let effective = Effective::of(&layers, &file);
            Ok((layers, effective))
        }
        false => Err(Failure::Rules(in_order(search.errors))),
    }
}

/// The rules with their examples, as the settings of the current folder and the command line give them.
pub(super) fn rules_here(config: &Config, packs: &Packs, builtin: Sources) -> Result<(RuleSet, Effective), Failure> {
    let (layers, effective) = of_file(config, Path::new("-"))?;
    let rules = load(packs, builtin, &effective, &layers).map_err(|errors| Failure::Rules(in_order(errors)))?;
    let errors: Vec<LoadError> = layers.iter().flat_map(|layer| settings::unknown_names(&rules, layer)).collect();
    if errors.is_empty() { Ok((rules, effective)) } else { Err(Failure::Rules(in_order(errors))) }
}

/// Rules loaded, and for what.
struct Loaded {
    chain: Option<usize>,
    folders: Vec<PathBuf>,
    changes: Vec<crate::rule::change::Change>,
    /// `None` where they could not be loaded.
    rules: Option<&'static RuleSet>,
}

struct Gathering<'a> {
    search: Search<'a>,
    packs: &'a Packs,
    choice: &'a Choice,
    loaded: Vec<Loaded>,
    groups: Vec<Group>,
    errors: Vec<LoadError>,
}

impl Gathering<'_> {
    /// The group of a file, made if it is the first of its kind.
    fn group(&mut self, file: &Path, chain: Option<usize>) -> usize {
        let layers = chain.map(|chain| self.search.chains[chain].as_slice()).unwrap_or_default();
        let effective = Effective::of(layers, file);
        if let Some(at) = self.groups.iter().position(|group| group.effective == effective) {
            return at;
        }
        let Some(rules) = self.rules(&effective, chain) else { return 0 };
        let selection = self.choice.under(rules, &effective);
        self.groups.push(Group { effective, rules, selection });
        self.groups.len() - 1
    }

    fn rules(&mut self, effective: &Effective, chain: Option<usize>) -> Option<&'static RuleSet> {
        let layers = chain.map(|chain| self.search.chains[chain].clone()).unwrap_or_default();
        let folders: Vec<PathBuf> = effective.packs.iter().map(|pack| pack.value.clone()).collect();
        let same = |loaded: &&Loaded| loaded.folders == folders && loaded.changes == effective.changes();
        let known = self.loaded.iter().find(same).map(|loaded| (loaded.rules, loaded.chain));
        let rules = match known {
            Some((rules, known)) if known == chain => return rules,
            Some((rules, _)) => rules,
            None => match load(self.packs, Sources::builtin(), effective, &layers) {
                // They stay until the process ends: giving back thousands of words one by one would take as long as checking a
                // report.
                Ok(rules) => Some(&*Box::leak(Box::new(rules))),
                Err(errors) => {
                    self.errors.extend(errors);
                    None
                }
            },
        };
        if let Some(rules) = rules {
            self.errors.extend(layers.iter().flat_map(|layer| settings::unknown_names(rules, layer)));
        }
        self.loaded.push(Loaded { chain, folders, changes: effective.changes().to_vec(), rules });
        rules
    }
}

/// Loads the packs of the settings and of the command line beside the built-in ones, with the changes of the settings.
fn load(packs: &Packs, builtin: Sources, effective: &Effective, layers: &[Layer]) -> Result<RuleSet, Vec<LoadError>> {
    let mut sources = builtin;
    for folder in &effective.packs {
        sources = sources.with_folder(&folder.value).map_err(|errors| of_layer(errors, &folder.value, layers))?;
    }
    let sources = packs.beside(sources).map_err(|errors| errors.0)?;
    let changed = effective.changes().iter().cloned().fold(sources.clone(), Sources::with_change);
    changed.load().map_err(|errors| {
        let mut errors = errors.0;
        // Names are told in the same run.
        if let Ok(rules) = sources.load() {
            errors.extend(layers.iter().flat_map(|layer| settings::unknown_names(&rules, layer)));
        }
        errors
    })
}

/// Errors of a folder that a layer names: those without a place get that of the name.
fn of_layer(errors: LoadErrors, folder: &Path, layers: &[Layer]) -> Vec<LoadError> {
    let names = |layer: &&Layer| layer.raw.packs.iter().any(|pack| layer.folder.join(&pack.value) == folder);
    let mut errors = errors.0;
    for error in errors.iter_mut().filter(|error| error.span.is_none() && error.text.is_empty()) {
        let Some(layer) = layers.iter().find(names) else { continue };
        let pack = layer.raw.packs.iter().find(|pack| layer.folder.join(&pack.value) == folder);
        let help = "packs 里写规则包文件夹的相对路径，从设置文件所在的文件夹算起".to_owned();
        let problem = Problem::new(pack.and_then(place), error.message.clone()).help(Some(help));
        *error = layer.error(problem);
    }
    errors
}

/// Each error once, in order of file and place.
fn in_order(mut errors: Vec<LoadError>) -> LoadErrors {
    let place = |error: &LoadError| (error.file.clone(), error.span.map(|span| span.start));
    errors.sort_by_key(place);
    errors.dedup_by(|a, b| place(a) == place(b) && (a.span.is_some() || a.message == b.message));
    LoadErrors(errors)
}
