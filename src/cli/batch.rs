//! Many files: read, checked and rendered in parallel, written in order, a chunk at a time, so that memory does not grow with
//! their number.

use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::Diagnostic;
use rayon::prelude::*;

use super::Failure;
use super::console::Console;
use super::excuses::{Aside, Excuses, Heard, HeardOfAll};
use super::judge::{Commanded, Judge};
use super::mending::{Deed, Mending};
use super::settings::{Group, Settled};
use crate::document::builder;
use crate::input::{self, Discovered, InputError, Source, SourceKind};
use crate::output::{Checked, Format, Run, Tally, Unread};

/// Files in flight per thread.
const PER_THREAD: usize = 32;
/// From how many files on progress is shown.
const MANY: usize = 50;

/// What to do with each file.
pub(super) struct Batch<'a> {
    pub(super) run: Run<'a>,
    pub(super) settled: &'a Settled,
    pub(super) excuses: &'a Excuses,
    pub(super) commanded: Commanded,
    pub(super) format: &'static dyn Format,
    pub(super) jobs: Option<usize>,
    pub(super) mending: Option<Mending>,
}

/// What came of all files.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) tally: Tally,
    pub(super) unread: Vec<Unread>,
    /// Whether something was found that fails the run.
    pub(super) failed: bool,
}

/// What came of one file.
type Rendered = Result<Piece, Unread>;

/// One file's part of the results.
struct Piece {
    text: String,
    tally: Tally,
    failed: bool,
    /// What to say beside the results.
    told: Option<String>,
    group: usize,
    heard: Heard,
}

impl Batch<'_> {
    pub(super) fn go(&self, found: Discovered, console: &mut Console) -> Result<Ended, Failure> {
        let sources = found.sources;
        let judges: Vec<Judge<'_>> =
            self.settled.groups.iter().enumerate().map(|(at, group)| self.judge(at, group)).collect();
        let judged = |at: usize| {
            let group = self.settled.of[at];
            self.one((&judges[group], group), &sources[at], &self.settled.files[at])
        };
        let bar = self.bar(sources.len());
        let mut ended = Ended {
            tally: Tally::default(),
            unread: found.unread.iter().map(|unread| self::unread(&unread.path, &unread.error)).collect(),
            failed: false,
        };
        let between = if self.shows_differences() { "" } else { self.format.between() };
        let mut writer = Pieces { between, any: false, excuses: self.excuses, heard: self.excuses.nothing_heard() };
        // Starting threads takes longer than checking one report.
        if sources.len() == 1 || self.jobs == Some(1) {
            for at in 0..sources.len() {
                let rendered = judged(at);
                bar.suspend(|| writer.take(rendered, &mut ended, console))?;
                bar.inc(1);
            }
            return self.end(writer, &judges, ended, console);
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.unwrap_or(0)).build();
        let threads = threads.map_err(|error| Failure::usage(format!("无法启动线程：{error}")))?;
        let all: Vec<usize> = (0..sources.len()).collect();
        for chunk in all.chunks(PER_THREAD * threads.current_num_threads()) {
            let work = || chunk.par_iter().map(|at| judged(*at)).inspect(|_| bar.inc(1)).collect();
            let rendered: Vec<Rendered> = threads.install(work);
            for piece in rendered {
                bar.suspend(|| writer.take(piece, &mut ended, console))?;
            }
        }
        bar.finish_and_clear();
        self.end(writer, &judges, ended, console)
    }

    fn judge<'j>(&'j self, at: usize, group: &'j Group) -> Judge<'j> {
        Judge::new(group, at, self.excuses, self.commanded)
    }

    /// Tells what all documents together say of waivers and baselines.
    fn end(
        &self,
        mut writer: Pieces<'_>,
        judges: &[Judge<'_>],
        mut ended: Ended,
        console: &mut Console,
    ) -> Result<Ended, Failure> {
        if self.shows_differences() {
            return Ok(ended);
        }
        for Aside { group, document, outcome } in self.excuses.asides(self.settled, &writer.heard) {
            let checked = Checked { document: &document, outcome: &outcome };
            let mut tally = Tally::of(&outcome);
            tally.counts.files = 0;
            let text = self.format.file(&judges[group].run(), &checked);
            let failed = judges[group].fails(&outcome);
            let piece = Piece { text, tally, failed, told: None, group, heard: Heard::default() };
            writer.take(Ok(piece), &mut ended, console)?;
        }
        for told in self.excuses.update(writer.heard)? {
            console.complain(&told);
        }
        Ok(ended)
    }

    fn shows_differences(&self) -> bool {
        self.mending.is_some_and(|mending| mending.deed == Deed::Show)
    }

    fn one(&self, (judge, group): (&Judge<'_>, usize), source: &Source, file: &Path) -> Rendered {
        let failed = |error: InputError| unread(&source.path, &error);
        let mut told = None;
        let mut diff = String::new();
        let read = match self.mending {
            None => input::read(source).map_err(failed)?,
            Some(mending) => {
                let bytes = source.bytes().map_err(failed)?;
                let held = Source { kind: SourceKind::Bytes(bytes), ..source.clone() };
                let read = input::read(&held).map_err(failed)?;
                let SourceKind::Bytes(bytes) = held.kind else { unreachable!("made so above") };
                let mended = mending.apply(judge, (source, file), &bytes, read);
                (told, diff) = (mended.told, mended.diff);
                mended.read
            }
        };
        let document = builder::build(read.draft, &source.path, &judge.rules().reading);
        let (outcome, heard) = judge.new_in(&document, file);
        let checked = Checked { document: &document, outcome: &outcome };
        let text = if self.shows_differences() { diff } else { self.format.file(&judge.run(), &checked) };
        Ok(Piece { text, tally: Tally::of(&outcome), failed: judge.fails(&outcome), told, group, heard })
    }

    fn bar(&self, files: usize) -> ProgressBar {
        if files < MANY || self.run.look.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} 个文件，还需 {eta}");
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

/// An input error as the outputs know it.
pub(super) fn unread(path: &str, error: &InputError) -> Unread {
    Unread { path: path.to_string(), error: error.to_string(), help: error.help().map(|help| help.to_string()) }
}

/// Writes pieces with what stands between them.
struct Pieces<'a> {
    between: &'static str,
    any: bool,
    excuses: &'a Excuses,
    heard: HeardOfAll,
}

impl Pieces<'_> {
    fn take(&mut self, rendered: Rendered, ended: &mut Ended, console: &mut Console) -> io::Result<()> {
        match rendered {
            Err(unread) => ended.unread.push(unread),
            Ok(Piece { text, tally, failed, told, group, heard }) => {
                self.excuses.hear(&mut self.heard, group, heard);
                ended.tally.add(tally);
                ended.failed |= failed;
                if let Some(told) = told {
                    console.complain(&format!("{told}\n"));
                }
                if !text.is_empty() {
                    if std::mem::replace(&mut self.any, true) {
                        console.write(self.between)?;
                    }
                    console.write(&text)?;
                }
            }
        }
        Ok(())
    }
}
