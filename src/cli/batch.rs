//! Many files: read, checked and rendered in parallel, written in order, a chunk at a time, so that memory does not grow with
//! their number.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::Diagnostic;
use rayon::prelude::*;

use super::Failure;
use super::console::Console;
use super::judge::{Commanded, Judge};
use super::mending::{Deed, Mending};
use super::office;
use super::outputs::{Outputs, Page, Rendered};
use super::settings::Settled;
use crate::document::builder;
use crate::input::{Discovered, InputError, Source, SourceKind};
use crate::output::statistics::Statistics;
use crate::output::{Checked, Run, Tally, Unread};

/// Files in flight per thread.
const PER_THREAD: usize = 32;
/// From how many files on progress is shown.
const MANY: usize = 50;

/// What to do with each file.
pub(super) struct Batch<'a> {
    pub(super) run: Run<'a>,
    pub(super) settled: &'a Settled,
    pub(super) commanded: Commanded,
    pub(super) jobs: Option<usize>,
    pub(super) mending: Option<Mending>,
    /// Whether findings are counted by rule.
    pub(super) counts_rules: bool,
}

/// What came of all files.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) tally: Tally,
    pub(super) unread: Vec<Unread>,
    /// Empty unless asked for.
    pub(super) statistics: Statistics,
    /// Whether something was found that fails the run.
    pub(super) failed: bool,
}

/// What came of one file.
type Done = Result<Piece, Unread>;

/// One file's part of the results.
struct Piece {
    /// In each format wanted.
    rendered: Vec<Rendered>,
    /// What `--diff` shows.
    diff: String,
    tally: Tally,
    statistics: Statistics,
    failed: bool,
    /// What to say beside the results.
    told: Option<String>,
}

impl Batch<'_> {
    /// Checks everything found and hands it to the outputs.
    pub(super) fn go(
        &self,
        found: Discovered,
        outputs: &mut Outputs<'_>,
        console: &mut Console,
    ) -> Result<Ended, Failure> {
        let sources = found.sources;
        let pages = outputs.pages();
        let judges: Vec<Judge<'_>> =
            self.settled.groups.iter().map(|group| Judge::new(group, self.commanded)).collect();
        let judged = |at: usize| self.one(&judges[self.settled.of[at]], &sources[at], &pages);
        let bar = self.bar(sources.len());
        let mut ended = Ended {
            tally: Tally::default(),
            unread: found.unread.iter().map(|unread| self::unread(&unread.path, &unread.error)).collect(),
            statistics: Statistics::default(),
            failed: false,
        };
        // Starting threads takes longer than checking one report.
        if sources.len() == 1 || self.jobs == Some(1) {
            for at in 0..sources.len() {
                let done = judged(at);
                bar.suspend(|| ended.take(done, outputs, console))?;
                bar.inc(1);
            }
            return Ok(ended);
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.unwrap_or(0)).build();
        let threads = threads.map_err(|error| Failure::usage(format!("无法启动线程：{error}")))?;
        let all: Vec<usize> = (0..sources.len()).collect();
        for chunk in all.chunks(PER_THREAD * threads.current_num_threads()) {
            let work = || chunk.par_iter().map(|at| judged(*at)).inspect(|_| bar.inc(1)).collect();
            let done: Vec<Done> = threads.install(work);
            for done in done {
                bar.suspend(|| ended.take(done, outputs, console))?;
            }
        }
        bar.finish_and_clear();
        Ok(ended)
    }

    fn one(&self, judge: &Judge<'_>, source: &Source, pages: &[Page<'_>]) -> Done {
        let failed = |error: InputError| unread(&source.path, &error);
        let mut told = None;
        let mut diff = String::new();
        let read = match self.mending {
            None => office::read(source).map_err(failed)?,
            Some(mending) => {
                let bytes = source.bytes().map_err(failed)?;
                let held = Source { kind: SourceKind::Bytes(bytes), ..source.clone() };
                let read = office::read(&held).map_err(failed)?;
                let SourceKind::Bytes(bytes) = held.kind else { unreachable!("made so above") };
                let mended = mending.apply(judge, source, &bytes, read);
                told = mended.told;
                if mending.deed == Deed::Show {
                    diff = mended.diff;
                }
                mended.read
            }
        };
        let document = builder::build(read.draft, &source.path, &judge.rules().reading);
        let outcome = judge.of(&document);
        let checked = Checked { document: &document, outcome: &outcome };
        let rendered = pages.iter().map(|page| page.render(&judge.run(), &checked)).collect();
        let statistics = if self.counts_rules { Statistics::of(&outcome) } else { Statistics::default() };
        Ok(Piece { rendered, diff, tally: Tally::of(&outcome), statistics, failed: judge.fails(&outcome), told })
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

impl Ended {
    /// Counts one file and writes its part of the results.
    fn take(&mut self, done: Done, outputs: &mut Outputs<'_>, console: &mut Console) -> io::Result<()> {
        match done {
            Err(unread) => self.unread.push(unread),
            Ok(piece) => {
                self.tally.add(piece.tally);
                self.statistics.add(piece.statistics);
                self.failed |= piece.failed;
                if let Some(told) = piece.told {
                    console.complain(&format!("{told}\n"));
                }
                console.write(&piece.diff)?;
                outputs.take(piece.rendered, console)?;
            }
        }
        Ok(())
    }
}
