//! Many files: read, checked and rendered in parallel, written in order, a chunk at a time, so that memory does not grow with
//! their number.

mod few;

use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::Diagnostic;
use rayon::prelude::*;

use super::Failure;
use super::annotating::Annotating;
use super::console::Console;
use super::excuses::{Aside, Excuses, Heard, HeardOfAll};
use super::judge::{Commanded, Judge};
use super::mending::{Deed, Mending};
use super::outputs::{Outputs, Page, Rendered};
use super::settings::{Group, Settled};
use crate::document::Document;
use crate::finding::Outcome;
use crate::input::{Discovered, InputError, Source};
use crate::output::statistics::Statistics;
use crate::output::{Checked, Run, Tally, Unread};

/// Files in flight per thread.
const PER_THREAD: usize = 256;
/// Files checked together at most; a rule is asked of all of them in turn.
const TOGETHER: usize = 32;
/// Groups of files a thread gets at least, where there are enough, so that none waits long for the others.
const GROUPS: usize = 4;
/// From how many files on progress is shown.
const MANY: usize = 50;

/// What to do with each file.
pub(super) struct Batch<'a> {
    pub(super) run: Run<'a>,
    pub(super) settled: &'a Settled,
    pub(super) excuses: &'a Excuses,
    pub(super) commanded: Commanded,
    pub(super) jobs: Option<usize>,
    pub(super) mending: Option<Mending>,
    /// Whether findings are counted by rule.
    pub(super) counts_rules: bool,
    pub(super) annotating: Option<Annotating>,
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
    group: usize,
    heard: Heard,
    /// What was asked for beside the results and could not be done.
    undone: Option<Unread>,
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
            self.settled.groups.iter().enumerate().map(|(at, group)| self.judge(at, group)).collect();
        let bar = self.bar(sources.len());
        let group = |at: &usize| self.settled.of[*at];
        let judged = |files: &[usize]| -> Vec<Done> {
            let alike = files.chunk_by(|one, other| group(one) == group(other));
            let of_alike = |files: &[usize]| {
                let group = group(&files[0]);
                let files: Vec<(&Source, &Path)> =
                    files.iter().map(|at| (&sources[*at], &*self.settled.files[*at])).collect();
                self.together((&judges[group], group), &files, &pages, &|more| bar.inc(more as u64))
            };
            alike.flat_map(of_alike).collect()
        };
        let mut heard = self.excuses.nothing_heard();
        let mut ended = Ended {
            tally: Tally::default(),
            unread: found.unread.iter().map(|unread| self::unread(&unread.path, &unread.error)).collect(),
            statistics: Statistics::default(),
            failed: false,
        };
        let all: Vec<usize> = (0..sources.len()).collect();
        // Starting threads takes longer than checking one report.
        if sources.len() == 1 || self.jobs == Some(1) {
            for few in all.chunks(TOGETHER) {
                for done in judged(few) {
                    bar.suspend(|| self.take(done, &mut ended, &mut heard, (outputs, console)))?;
                }
            }
            return self.end(heard, &judges, ended, (outputs, console));
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.unwrap_or(0)).build();
        let threads = threads.map_err(|error| Failure::usage(format!("无法启动线程：{error}")))?;
        for chunk in all.chunks(PER_THREAD * threads.current_num_threads()) {
            let together = chunk.len() / (GROUPS * threads.current_num_threads());
            let few = chunk.par_chunks(together.clamp(1, TOGETHER));
            let work = || few.map(judged).collect();
            let done: Vec<Vec<Done>> = threads.install(work);
            for done in done.into_iter().flatten() {
                bar.suspend(|| self.take(done, &mut ended, &mut heard, (outputs, console)))?;
            }
        }
        bar.finish_and_clear();
        self.end(heard, &judges, ended, (outputs, console))
    }

    fn judge<'j>(&'j self, at: usize, group: &'j Group) -> Judge<'j> {
        Judge::new(group, at, self.excuses, self.commanded)
    }

    /// Tells what all documents together say of waivers and baselines.
    fn end(
        &self,
        mut heard: HeardOfAll,
        judges: &[Judge<'_>],
        mut ended: Ended,
        (outputs, console): (&mut Outputs<'_>, &mut Console),
    ) -> Result<Ended, Failure> {
        if self.shows_differences() {
            return Ok(ended);
        }
        let pages = outputs.pages();
        for Aside { group, document, outcome } in self.excuses.asides(self.settled, &heard) {
            let mut piece = self.piece(&judges[group], &document, &outcome, &pages);
            piece.tally.counts.files = 0;
            self.take(Ok(piece), &mut ended, &mut heard, (outputs, console))?;
        }
        for told in self.excuses.update(heard)? {
            console.complain(&told);
        }
        Ok(ended)
    }

    fn shows_differences(&self) -> bool {
        self.mending.is_some_and(|mending| mending.deed == Deed::Show)
    }

    /// A document with its outcome, rendered and counted.
    fn piece(&self, judge: &Judge<'_>, document: &Document, outcome: &Outcome, pages: &[Page<'_>]) -> Piece {
        let checked = Checked { document, outcome };
        Piece {
            rendered: pages.iter().map(|page| page.render(&judge.run(), &checked)).collect(),
            diff: String::new(),
            tally: Tally::of(outcome),
            statistics: if self.counts_rules { Statistics::of(outcome) } else { Statistics::default() },
            failed: judge.fails(outcome),
            told: None,
            group: 0,
            heard: Heard::default(),
            undone: None,
        }
    }

    /// Counts one file and writes its part of the results.
    fn take(
        &self,
        done: Done,
        ended: &mut Ended,
        heard: &mut HeardOfAll,
        (outputs, console): (&mut Outputs<'_>, &mut Console),
    ) -> io::Result<()> {
        match done {
            Err(unread) => ended.unread.push(unread),
            Ok(piece) => {
                self.excuses.hear(heard, piece.group, piece.heard);
                ended.tally.add(piece.tally);
                ended.statistics.add(piece.statistics);
                ended.failed |= piece.failed;
                ended.unread.extend(piece.undone);
                if let Some(told) = piece.told {
                    console.complain(&format!("{told}\n"));
                }
                console.write(&piece.diff)?;
                outputs.take(piece.rendered, console)?;
            }
        }
        Ok(())
    }

    fn bar(&self, files: usize) -> ProgressBar {
        match self.run.look.quiet {
            true => ProgressBar::hidden(),
            false => bar(files, "个文件"),
        }
    }
}

/// A bar on standard error for so many things; hidden where they are few or nobody looks.
pub(super) fn bar(count: usize, things: &str) -> ProgressBar {
    if count < MANY || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {things}，还需 {{eta}}"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// An input error as the outputs know it.
pub(super) fn unread(path: &str, error: &InputError) -> Unread {
    Unread { path: path.to_string(), error: error.to_string(), help: error.help().map(|help| help.to_string()) }
}
