//! Snapshots on disk: taken from `reports/`, held against `snapshots/`, written when asked.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use miette::Diagnostic;
use rayon::prelude::*;

use super::Tried;
use crate::cli::batch::bar;
use crate::cli::console::Console;
use crate::cli::office;
use crate::cli::{Failure, writing};
use crate::document::builder;
use crate::input::{self, Request, Source};
use crate::lint::{Linter, Options};
use crate::output::tested::difference;
use crate::rule::pack::PackFolder;
use crate::rule::{LoadError, LoadErrors, RuleSet, Selection};
use crate::verify::snapshot::{Compared, Standing, write};

/// All snapshots of the packs that are tried.
pub(super) struct Snapshots {
    pub(super) compared: Vec<Compared>,
}

/// Extension of a snapshot, after the whole name of its report.
const EXTENSION: &str = ".yaml";

impl Snapshots {
    pub(super) fn none() -> Self {
        Self { compared: Vec::new() }
    }

    /// Reads every report of every pack and its snapshot.
    pub(super) fn take(tried: &Tried) -> Result<Self, Failure> {
        let (mut compared, mut errors) = (Vec::new(), Vec::new());
        for pack in &tried.folders {
            let sources = reports(&pack.path.join("reports"), &mut errors)?;
            let selection = tried.rules.in_force_with(&pack.name);
            compared.extend(of_pack(pack, &tried.rules, &selection, &sources, &mut errors));
        }
        if errors.is_empty() { Ok(Self { compared }) } else { Err(Failure::Rules(LoadErrors(errors))) }
    }

    /// Writes new and changed ones, removes stale ones.
    pub(super) fn update(mut self, console: &mut Console) -> Result<Vec<Compared>, Failure> {
        let mut told = 0;
        for compared in self.compared.iter().filter(|compared| compared.standing() != Standing::Same) {
            settle(compared)?;
            console.complain(&format!("{}：{}\n", deed(compared), compared.file));
            told += 1;
        }
        if told == 0 {
            console.complain("快照都是最新的，没有改动。\n");
        }
        Ok(settled(std::mem::take(&mut self.compared), |_| true))
    }

    /// Shows each difference and asks what to do with it.
    pub(super) fn review(mut self, console: &mut Console) -> Result<Vec<Compared>, Failure> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let message = "--review 要在终端里用：逐份显示改动，等您回答".to_owned();
            return Err(Failure::Usage {
                message,
                help: Some("不在终端里时，先看 gangyao test 的输出，再用 --update".to_owned()),
            });
        }
        let open: Vec<&Compared> = self.compared.iter().filter(|c| c.standing() != Standing::Same).collect();
        let mut accepted = BTreeSet::new();
        for (at, compared) in open.iter().enumerate() {
            let look = console.error_look();
            console.complain(&format!(
                "\n[{}/{}] {}：{}\n",
                at + 1,
                open.len(),
                compared.standing().title(),
                compared.file
            ));
            console.complain(&difference(compared, look));
            match ask(console)? {
                Reply::Yes => {
                    settle(compared)?;
                    accepted.insert(compared.file.clone());
                }
                Reply::No => {}
                Reply::Quit => break,
            }
        }
        console.complain(&format!("看了 {} 份，接受 {} 份。\n", open.len(), accepted.len()));
        Ok(settled(std::mem::take(&mut self.compared), |compared| accepted.contains(&compared.file)))
    }
}

/// What the user says to a difference.
enum Reply {
    Yes,
    No,
    Quit,
}

fn ask(console: &mut Console) -> Result<Reply, Failure> {
    loop {
        console.complain("接受这份快照吗？（y 接受，n 不接受，q 到此为止）");
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Reply::Quit);
        }
        match line.trim() {
            "y" | "Y" | "是" => return Ok(Reply::Yes),
            "n" | "N" | "否" => return Ok(Reply::No),
            "q" | "Q" => return Ok(Reply::Quit),
            _ => {}
        }
    }
}

/// The list after what was accepted has been written.
fn settled(all: Vec<Compared>, accepted: impl Fn(&Compared) -> bool) -> Vec<Compared> {
    let after = |mut compared: Compared| match (accepted(&compared), compared.new.is_some()) {
        (true, false) => None,
        (true, true) => {
            compared.old = compared.new.clone();
            Some(compared)
        }
        (false, _) => Some(compared),
    };
    all.into_iter().filter_map(after).collect()
}

fn settle(compared: &Compared) -> Result<(), Failure> {
    let path = Path::new(&compared.file);
    let done = match &compared.new {
        Some(text) => writing::write(path, text),
        None => fs::remove_file(path),
    };
    done.map_err(|error| Failure::usage(format!("无法写快照 {}：{error}", compared.file)))
}

fn deed(compared: &Compared) -> &'static str {
    match compared.standing() {
        Standing::New => "新写快照",
        Standing::Stale => "删去快照",
        Standing::Same | Standing::Changed => "更新快照",
    }
}

/// The reports below a folder; none where it does not exist. Files named README are about the folder.
pub(super) fn reports(folder: &Path, errors: &mut Vec<LoadError>) -> Result<Vec<Source>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let base = std::env::current_dir()?;
    let request = Request { paths: vec![folder.to_owned()], base, ..Request::default() };
    let found = input::discover(&request, &mut io::empty()).map_err(|error| Failure::usage(error.to_string()))?;
    errors.extend(found.unread.iter().map(|unread| unreadable(&unread.path, &unread.error)));
    let is_report = |source: &Source| Path::new(&source.path).file_stem().is_none_or(|stem| stem != "README");
    Ok(found.sources.into_iter().filter(is_report).collect())
}

/// An input error as an error of the pack.
pub(super) fn unreadable(path: &str, error: &input::InputError) -> LoadError {
    let help = error.help().map(|help| help.to_string());
    LoadError {
        file: path.to_owned(), text: String::new(), span: None, message: format!("报告读不了：{error}"), help
    }
}

fn of_pack(
    pack: &PackFolder,
    rules: &RuleSet,
    selection: &Selection,
    sources: &[Source],
    errors: &mut Vec<LoadError>,
) -> Vec<Compared> {
    let linter = Linter::new(rules, selection);
    let folder = pack.path.join("snapshots");
    let bar = bar(sources.len(), "份报告");
    let take = |source: &Source| {
        let read = office::read(source).map_err(|error| unreadable(&source.path, &error))?;
        let document = builder::build(read.draft, &source.path, &rules.reading);
        let outcome = linter.lint(&document, &Options::default());
        bar.inc(1);
        Ok(write(&document, &outcome.findings))
    };
    let taken: Vec<Result<String, LoadError>> = sources.par_iter().map(take).collect();
    let mut compared = Vec::new();
    let mut known = BTreeSet::new();
    for (source, taken) in sources.iter().zip(taken) {
        let report = below(Path::new(&source.path), &pack.path.join("reports"));
        let file = folder.join(format!("{report}{EXTENSION}"));
        known.insert(file.clone());
        match taken {
            Err(error) => errors.push(error),
            Ok(new) => compared.push(Compared {
                pack: pack.name.clone(),
                report,
                old: fs::read_to_string(&file).ok(),
                file: file.display().to_string(),
                new: Some(new),
            }),
        }
    }
    for file in files(&folder).into_iter().filter(|file| !known.contains(file)) {
        let report = below(&file, &folder);
        let report = report.strip_suffix(EXTENSION).unwrap_or(&report).to_owned();
        let old = fs::read_to_string(&file).unwrap_or_default();
        compared.push(Compared {
            pack: pack.name.clone(),
            report,
            file: file.display().to_string(),
            old: Some(old),
            new: None,
        });
    }
    bar.finish_and_clear();
    compared
}

/// A path below a folder, with `/`.
fn below(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string().replace('\\', "/")
}

/// All files below a folder that are not hidden.
fn files(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let walk = WalkBuilder::new(folder).standard_filters(false).hidden(true).sort_by_file_path(Ord::cmp).build();
    walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).map(|e| e.into_path()).collect()
}
