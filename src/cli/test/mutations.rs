//! `gangyao test --mutate`: the plan and the good reports, and what came of them.

use std::path::Path;
use std::sync::OnceLock;

use indicatif::ProgressBar;

use super::snapshots::{reports, unreadable};
use super::{Form, Test, Tried};
use crate::cli::batch::bar;
use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::document::builder;
use crate::input::{self, Source};
use crate::lint::{Linter, Options};
use crate::mutate::plan::Plan;
use crate::mutate::{self, Good, Progress};
use crate::output::{Look, kills};
use crate::rule::pack::good_reports;
use crate::rule::{LoadError, LoadErrors, Selection};

/// The plans of all packs that are tried.
pub(super) fn plan(tried: &Tried) -> Result<Plan, Failure> {
    let (mut plan, mut errors) = (Plan::default(), Vec::new());
    for pack in &tried.packs {
        if let Some(file) = tried.sources.file(pack, "mutations.yaml") {
            plan.add(file, &tried.rules, &mut errors);
        }
    }
    if errors.is_empty() { Ok(plan) } else { Err(Failure::Rules(LoadErrors(errors))) }
}

impl Test {
    pub(super) fn mutate(
        &self,
        tried: &Tried,
        selection: &Selection,
        plan: &Plan,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        if plan.is_empty() {
            let message = "规则包里没有 mutations.yaml，不知道怎样改坏报告".to_owned();
            return Err(Failure::Usage { message, help: Some("写法见 docs/writing-rules.md".to_owned()) });
        }
        if self.format == Form::Junit {
            return Err(Failure::usage("变异测试的结果只有 text、json 两种格式"));
        }
        let good = self.good(tried, selection)?;
        if good.is_empty() {
            let message = "没有好报告可以改坏".to_owned();
            return Err(Failure::Usage {
                message, help: Some("把没有问题的报告放进规则包的 reports/good".to_owned())
            });
        }
        let progress = Shown::default();
        let kills = mutate::run(&tried.rules, selection, plan, &good, &progress);
        progress.end();
        let look = Look { quiet: self.quiet, ..console.look() };
        console.write(&match self.format {
            Form::Json => kills::json(&kills),
            Form::Text | Form::Junit => kills::text(&kills, look),
        })?;
        if kills.tried.is_empty() {
            return Err(Failure::usage("没有一处可以照 mutations.yaml 改坏：报告里没有所写的部分或者文字"));
        }
        Ok(if kills.fails() { Exit::Findings } else { Exit::Clean })
    }

    /// The good reports: of the folder given, of the packs, or the samples of the built-in packs.
    fn good(&self, tried: &Tried, selection: &Selection) -> Result<Vec<Good>, Failure> {
        let mut errors = Vec::new();
        let mut good = Vec::new();
        if let Some(folder) = &self.reports {
            if !folder.is_dir() {
                return Err(Failure::usage(format!("“{}”不是文件夹", folder.display())));
            }
            good = read(&reports(folder, &mut errors)?, folder.parent().unwrap_or(folder), &mut errors);
        } else if tried.folders.is_empty() {
            good = good_reports()
                .iter()
                .map(|(name, bytes)| Good { name: (*name).into(), bytes: bytes.to_vec() })
                .collect();
        } else {
            for pack in &tried.folders {
                let all = pack.path.join("reports");
                let chosen = all.join("good");
                match chosen.is_dir() {
                    true => good.extend(read(&reports(&chosen, &mut errors)?, &all, &mut errors)),
                    false => {
                        let all = read(&reports(&all, &mut errors)?, &all, &mut errors);
                        good.extend(all.into_iter().filter(|good| is_clean(good, tried, selection)));
                    }
                }
            }
        }
        if errors.is_empty() { Ok(good) } else { Err(Failure::Rules(LoadErrors(errors))) }
    }
}

fn read(sources: &[Source], folder: &Path, errors: &mut Vec<LoadError>) -> Vec<Good> {
    let mut good = Vec::new();
    for source in sources {
        let name = Path::new(&source.path).strip_prefix(folder).unwrap_or(Path::new(&source.path));
        match source.bytes() {
            Ok(bytes) => good.push(Good { name: name.display().to_string().replace('\\', "/"), bytes }),
            Err(error) => errors.push(unreadable(&source.path, &error)),
        }
    }
    good
}

/// Whether the rules that are tried find nothing in a report.
fn is_clean(good: &Good, tried: &Tried, selection: &Selection) -> bool {
    let source = Source::from_bytes(good.name.clone(), good.bytes.clone());
    let Ok(read) = input::read(&source) else { return false };
    let document = builder::build(read.draft, &good.name, &tried.rules.reading);
    Linter::new(&tried.rules, selection).lint(&document, &Options::default()).findings.is_empty()
}

/// A bar that begins when the number of mutations is known.
#[derive(Default)]
struct Shown(OnceLock<ProgressBar>);

impl Shown {
    fn end(&self) {
        if let Some(bar) = self.0.get() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Shown {
    fn begin(&self, mutations: usize) {
        let _ = self.0.set(bar(mutations, "处变异"));
    }

    fn done(&self) {
        if let Some(bar) = self.0.get() {
            bar.inc(1);
        }
    }
}
