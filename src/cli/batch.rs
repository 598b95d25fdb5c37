//! Many files: read, checked and rendered in parallel, written in order, a chunk at a time, so that memory does not grow with
//! their number.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::Diagnostic;
use rayon::prelude::*;

use super::Failure;
use super::console::Console;
use super::mending::{Deed, Mending};
use super::outputs::{Outputs, Page, Rendered};
use crate::document::builder;
use crate::input::{self, Discovered, InputError, Source, SourceKind};
use crate::lint::{Linter, Options};
use crate::output::statistics::Statistics;
use crate::output::{Checked, Run, Tally, Unread};
use crate::rule::Selection;

/// Files in flight per thread.
const PER_THREAD: usize = 32;
/// From how many files on progress is shown.
const MANY: usize = 50;

/// What to do with each file.
pub(super) struct Batch<'a> {
    pub(super) run: Run<'a>,
    pub(super) selection: &'a Selection,
    pub(super) options: Options,
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
        let linter = Linter::new(self.run.rules, self.selection);
        let bar = self.bar(sources.len());
        let mut ended = Ended {
            tally: Tally::default(),
            unread: found.unread.iter().map(|unread| self::unread(&unread.path, &unread.error)).collect(),
            statistics: Statistics::default(),
        };
        // Starting threads takes longer than checking one report.
        if sources.len() == 1 || self.jobs == Some(1) {
            for source in &sources {
                let done = self.one(&linter, source, &pages);
                bar.suspend(|| ended.take(done, outputs, console))?;
                bar.inc(1);
            }
            return Ok(ended);
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.unwrap_or(0)).build();
        let threads = threads.map_err(|error| Failure::usage(format!("无法启动线程：{error}")))?;
        for chunk in sources.chunks(PER_THREAD * threads.current_num_threads()) {
            let one = |source| self.one(&linter, source, &pages);
            let work = || chunk.par_iter().map(one).inspect(|_| bar.inc(1)).collect();
            let done: Vec<Done> = threads.install(work);
            for done in done {
                bar.suspend(|| ended.take(done, outputs, console))?;
            }
        }
        bar.finish_and_clear();
        Ok(ended)
    }

    fn one(&self, linter: &Linter<'_>, source: &Source, pages: &[Page<'_>]) -> Done {
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
                let mended = mending.apply(linter, &self.options, source, &bytes, read);
                told = mended.told;
                if mending.deed == Deed::Show {
                    diff = mended.diff;
                }
                mended.read
            }
        };
        let document = builder::build(read.draft, &source.path, &self.run.rules.reading);
        let outcome = linter.lint(&document, &self.options);
        let checked = Checked { document: &document, outcome: &outcome };
        let rendered = pages.iter().map(|page| page.render(&checked)).collect();
        let statistics = if self.counts_rules { Statistics::of(&outcome) } else { Statistics::default() };
        Ok(Piece { rendered, diff, tally: Tally::of(&outcome), statistics, told })
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
