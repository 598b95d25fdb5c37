//! `gangyao check --watch`: checks again what has been saved, until Ctrl-C.
//!
//! The system only says that something has happened; what has changed is then seen by comparing the files with how they were. So it
//! does not matter whether an editor writes into a file or puts a new one in its place, nor whether a message gets lost among others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::check::Check;
use super::console::Console;
use super::settings::Known;
use super::today::time_of_day;
use super::{Exit, Failure, interrupt};
use crate::input::{Discovered, SourceKind};
use crate::settings::FILE_NAMES;

/// How long nothing may happen before what happened is looked at: editors save in several steps.
const QUIET: Duration = Duration::from_millis(300);
/// How many of these waits there are at most, so that a folder which is never quiet is checked too.
const WAITS: usize = 10;
/// Names told of changed files; of more only the number is.
const NAMED: usize = 5;

/// How a file is: size, time of the last change, and number on its disk where there is one.
type State = (u64, Option<SystemTime>, u64);
/// Files with their states.
type States = BTreeMap<PathBuf, State>;

/// A check that goes on.
pub(super) struct Watch<'a> {
    check: &'a Check,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders that are watched, and whether with those in them.
    folders: BTreeMap<PathBuf, bool>,
    known: Known,
    /// Inputs by their true path, with the name shown.
    inputs: BTreeMap<PathBuf, (String, State)>,
    /// Settings, rules, waivers and baselines.
    steering: States,
    /// Inputs that could not be read or found, as told.
    unread: BTreeSet<String>,
    /// Whether the last round was stopped by an error.
    stopped: bool,
}

/// What has changed since the last round.
#[derive(Default)]
struct Changes {
    /// Inputs to check.
    found: Discovered,
    changed: Vec<String>,
    gone: Vec<String>,
}

impl<'a> Watch<'a> {
    /// Refuses what makes no sense for a check that goes on.
    pub(super) fn new(check: &'a Check) -> Result<Self, Failure> {
        if let Some((what, why)) = senseless(check) {
            let help = Some(format!("{why}。请去掉 --watch 或者 {what}。"));
            return Err(Failure::Usage { message: format!("--watch 不能与 {what} 同用"), help });
        }
        let (to, events) = channel();
        let watcher = notify::recommended_watcher(to).map_err(|error| unwatchable(Path::new("."), &error))?;
        Ok(Self {
            check,
            watcher,
            events,
            folders: BTreeMap::new(),
            known: Known::default(),
            inputs: BTreeMap::new(),
            steering: States::new(),
            unread: BTreeSet::new(),
            stopped: false,
        })
    }

    /// Checks everything, then what changes; ends with Ctrl-C or when nobody reads any more.
    pub(super) fn run(mut self, console: &mut Console) -> Result<Exit, Failure> {
        interrupt::end_well_when_interrupted();
        self.watch_inputs()?;
        let found = self.check.discover()?;
        self.inputs = inputs(&found);
        self.unread = found.unread.iter().map(|unread| unread.path.clone()).collect();
        self.steering = self.steering_now();
        console.clear()?;
        match self.check.once(found, &mut self.known, console) {
            Err(failure @ (Failure::Usage { .. } | Failure::Write(_))) => return Err(failure),
            done => self.settle(done, console)?,
        }
        console.complain("正在监视，文件保存后自动检查；按 Ctrl-C 结束。\n");
        while self.wait(console) {
            match self.round(console) {
                Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => break,
                Ok(false) => {}
                done => self.settle(done, console)?,
            }
        }
        Ok(Exit::Clean)
    }

    /// Tells an error and goes on; watches what has been read.
    fn settle<T>(&mut self, done: Result<T, Failure>, console: &mut Console) -> Result<(), Failure> {
        self.stopped = done.is_err();
        if let Err(failure) = done {
            super::report(&failure, console);
            console.complain("改好后保存，会接着检查。\n");
        }
        console.finish()?;
        for path in self.steering_files() {
            // A pack that is not there yet has been told as an error.
            let _ = self.watch(&folder_of(&path), path.is_dir());
        }
        // What this round was the first to read; what it knew before may have changed meanwhile.
        for (path, state) in self.steering_now() {
            self.steering.entry(path).or_insert(state);
        }
        Ok(())
    }

    /// Checks what has changed; `false` where nothing has.
    fn round(&mut self, console: &mut Console) -> Result<bool, Failure> {
        let changes = self.changes()?;
        if changes.changed.is_empty() && changes.gone.is_empty() && changes.found.unread.is_empty() {
            return Ok(false);
        }
        console.clear()?;
        let now = time_of_day();
        for (verb, names) in [("已改动", &changes.changed), ("已删除", &changes.gone)] {
            if !names.is_empty() {
                console.complain(&format!("\n{now} {verb} {}\n", told(names)));
            }
        }
        if !changes.found.sources.is_empty() || !changes.found.unread.is_empty() {
            self.check.once(changes.found, &mut self.known, console)?;
        }
        console.finish()?;
        Ok(true)
    }

    /// Compares what is there with what was there, and remembers it.
    fn changes(&mut self) -> Result<Changes, Failure> {
        let mut found = self.check.discover()?;
        let steering = self.steering_now();
        let mut changes = Changes::default();
        let steered = self.steering.iter().filter(|(path, state)| steering.get(*path) != Some(*state));
        let added = steering.iter().filter(|(path, _)| !self.steering.contains_key(*path));
        let steered: BTreeSet<&PathBuf> = steered.chain(added).map(|(path, _)| path).collect();
        let all = !steered.is_empty() || self.stopped;
        changes.changed.extend(steered.into_iter().map(|path| shown(path)));
        let now = inputs(&found);
        let is_new = |path: &PathBuf| now.get(path).map(|now| now.1) != self.inputs.get(path).map(|was| was.1);
        changes.changed.extend(now.iter().filter(|(path, _)| is_new(path)).map(|(_, (name, _))| name.clone()));
        let gone = self.inputs.iter().filter(|(path, _)| !now.contains_key(*path));
        changes.gone.extend(gone.map(|(_, (name, _))| name.clone()));
        if !all {
            found.sources.retain(|source| match &source.kind {
                SourceKind::File(path) => is_new(&true_path(path)),
                SourceKind::Bytes(_) => false,
            });
        }
        // What was named and is gone has been told as gone; what could not be found before has been told then.
        let unread: BTreeSet<String> = found.unread.iter().map(|unread| unread.path.clone()).collect();
        found.unread.retain(|unread| !self.unread.contains(&unread.path) && !changes.gone.contains(&unread.path));
        if all {
            self.known.forget_rules();
        }
        (self.inputs, self.steering, self.unread) = (now, steering, unread);
        changes.found = found;
        Ok(changes)
    }

    /// Waits for something that concerns the check, and until it is over; `false` when the system tells nothing any more.
    fn wait(&self, console: &mut Console) -> bool {
        loop {
            match self.events.recv() {
                Err(_) => return false,
                Ok(Err(error)) => console.complain(&format!("监视文件时出错：{error}\n")),
                Ok(Ok(event)) if self.concerns(&event) => break,
                Ok(Ok(_)) => {}
            }
        }
        for _ in 0..WAITS {
            match self.events.recv_timeout(QUIET) {
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
                Ok(_) => std::thread::sleep(QUIET / 3),
            }
            while self.events.try_recv().is_ok() {}
        }
        true
    }

    /// Whether an event may mean that something is to be checked. Reading files makes events too.
    fn concerns(&self, event: &Event) -> bool {
        let is_reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        // The system had too many events: anything may have happened.
        event.need_rescan()
            || !is_reading && (event.paths.is_empty() || event.paths.iter().any(|path| self.is_near(path)))
    }

    fn is_near(&self, path: &Path) -> bool {
        let in_watched = self.folders.iter().any(|(folder, below)| *below && path.starts_with(folder));
        let is_settings = path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known));
        let is_steering = || self.steering_files().contains(path);
        in_watched
            || is_settings
            || is_steering()
            || path.parent().is_some_and(|folder| self.input_folders().contains(folder))
    }

    /// True paths of the folders that files named as inputs stand in.
    fn input_folders(&self) -> BTreeSet<PathBuf> {
        self.check.paths.iter().map(|path| folder_of(path)).collect()
    }

    /// Watches the inputs and the folders above them, where settings may appear.
    fn watch_inputs(&mut self) -> Result<(), Failure> {
        for path in &self.check.paths {
            let is_pattern = !path.exists() && path.to_string_lossy().contains(['*', '?', '[', '{']);
            self.watch(&folder_of(path), path.is_dir() || is_pattern)?;
        }
        if self.check.config.is_searched() {
            for folder in self.input_folders().iter().flat_map(|folder| folder.ancestors().skip(1)) {
                // A folder that may not be read holds no settings that could be read.
                let _ = self.watch(folder, false);
            }
        }
        Ok(())
    }

    /// Watches a folder, with all in it if `below`.
    fn watch(&mut self, folder: &Path, below: bool) -> Result<(), Failure> {
        let is_watched = |(known, all): (&PathBuf, &bool)| {
            (known == folder && (*all || !below)) || (*all && folder.starts_with(known))
        };
        if self.folders.iter().any(is_watched) {
            return Ok(());
        }
        let mode = if below { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        self.watcher.watch(folder, mode).map_err(|error| unwatchable(folder, &error))?;
        self.folders.insert(folder.to_owned(), below);
        Ok(())
    }

    /// Files and folders that say how to check, as named.
    fn steering_files(&self) -> BTreeSet<PathBuf> {
        let named = self.check.packs.folders().iter().chain(self.check.excusing.files()).map(PathBuf::as_path);
        let named = named.chain(self.check.config.file()).map(true_path);
        named.chain(self.known.read.iter().map(|path| true_path(path))).collect()
    }

    fn steering_now(&self) -> States {
        let mut states = States::new();
        for path in self.steering_files() {
            gather(&path, &mut states);
        }
        if self.check.config.is_searched() {
            let inputs = self.inputs.keys().filter_map(|path| path.parent()).map(Path::to_owned);
            let folders: BTreeSet<PathBuf> = inputs.chain(self.input_folders()).collect();
            let all: BTreeSet<&Path> = folders.iter().flat_map(|folder| folder.ancestors()).collect();
            for folder in all {
                FILE_NAMES.iter().for_each(|name| gather(&folder.join(name), &mut states));
            }
        }
        states
    }
}

/// What cannot be meant together with `--watch`, and why.
fn senseless(check: &Check) -> Option<(&'static str, &'static str)> {
    let conflicts = [
        (
            check.paths.iter().any(|path| path.as_os_str() == "-"),
            "标准输入“-”",
            "标准输入读完就没有了，没有什么可以监视",
        ),
        (check.fix.is_some(), "--fix", "正在编辑的文件不能同时由程序改动；可以用 --diff 看会怎样改"),
        (
            check.output.iter().any(|wanted| wanted.path.is_some()),
            "写到文件的 --output",
            "保存后只检查改动的文件，写出的不会是全部结果",
        ),
        (check.annotate.is_some(), "--annotate", "批注稿要等稿子改完再写"),
        (check.excusing.updates(), "--update-baseline", "每次保存都会改动基线"),
    ];
    conflicts.into_iter().find(|(is_asked, ..)| *is_asked).map(|(_, what, why)| (what, why))
}

/// States of the inputs found.
fn inputs(found: &Discovered) -> BTreeMap<PathBuf, (String, State)> {
    let files = found.sources.iter().filter_map(|source| match &source.kind {
        SourceKind::File(path) => Some((path, &source.path)),
        SourceKind::Bytes(_) => None,
    });
    files.filter_map(|(path, name)| Some((true_path(path), (name.clone(), state(path)?)))).collect()
}

/// States of a file or of all YAML files below a folder.
fn gather(path: &Path, states: &mut States) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_yaml = |path: &PathBuf| path.extension().is_some_and(|end| end == "yaml" || end == "yml");
        entries.filter(|path| path.is_dir() || is_yaml(path)).for_each(|path| gather(&path, states));
    } else if let Some(state) = state(path) {
        states.insert(path.to_owned(), state);
    }
}

fn state(path: &Path) -> Option<State> {
    let metadata = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((metadata.len(), metadata.modified().ok(), number))
}

fn true_path(path: &Path) -> PathBuf {
    super::kept::true_path(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// The true path of a folder, or of the nearest folder above a file; files themselves are not watched, as editors replace them.
fn folder_of(path: &Path) -> PathBuf {
    let path = true_path(path);
    path.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new(".")).to_owned()
}

/// A path as one would write it from the current folder.
fn shown(path: &Path) -> String {
    super::settings::shown(path, &true_path(Path::new(".")))
}

fn told(names: &[String]) -> String {
    match names.len() {
        0..=NAMED => names.join("、"),
        many => format!("{} 等 {many} 个文件", names[..NAMED].join("、")),
    }
}

fn unwatchable(folder: &Path, error: &notify::Error) -> Failure {
    let help = match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "文件夹太多，超过了系统的上限；请只写要检查的文件夹，或者调高 fs.inotify.max_user_watches"
        }
        _ => "请核对路径和读取权限；网络盘等不支持监视的，请不用 --watch",
    };
    Failure::Incomplete {
        message: format!("无法监视“{}”：{error}", folder.display()), help: Some(help.to_owned())
    }
}
