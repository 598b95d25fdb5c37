//! Many files: read, checked and rendered in parallel, written in order, a chunk at a time, so that memory does not grow with
//! their number.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::Diagnostic;
use rayon::prelude::*;

use super::Failure;
use super::annotating::Annotating;
use super::console::Console;
use super::mending::{Deed, Mending};
use crate::document::builder;
use crate::input::{self, Discovered, InputError, Source, SourceKind};
use crate::lint::{Linter, Options};
use crate::output::{Checked, Format, Run, Tally, Unread};
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
    pub(super) format: &'static dyn Format,
    pub(super) jobs: Option<usize>,
    pub(super) mending: Option<Mending>,
    pub(super) annotating: Option<Annotating>,
}

/// What came of all files.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) tally: Tally,
    pub(super) unread: Vec<Unread>,
}

/// What came of one file.
type Rendered = Result<Piece, Unread>;

/// One file's part of the results.
struct Piece {
    text: String,
    tally: Tally,
    /// What to say beside the results.
    told: Option<String>,
    /// What was asked for beside the results and could not be done.
    undone: Option<Unread>,
}

impl Batch<'_> {
    pub(super) fn go(&self, found: Discovered, console: &mut Console) -> Result<Ended, Failure> {
        let sources = found.sources;
        let linter = Linter::new(self.run.rules, self.selection);
        let bar = self.bar(sources.len());
        let mut ended = Ended {
            tally: Tally::default(),
            unread: found.unread.iter().map(|unread| self::unread(&unread.path, &unread.error)).collect(),
        };
        let between = if self.shows_differences() { "" } else { self.format.between() };
        let mut writer = Pieces { between, any: false };
        // Starting threads takes longer than checking one report.
        if sources.len() == 1 || self.jobs == Some(1) {
            for source in &sources {
                let rendered = self.one(&linter, source);
                bar.suspend(|| writer.take(rendered, &mut ended, console))?;
                bar.inc(1);
            }
            return Ok(ended);
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.unwrap_or(0)).build();
        let threads = threads.map_err(|error| Failure::usage(format!("无法启动线程：{error}")))?;
        for chunk in sources.chunks(PER_THREAD * threads.current_num_threads()) {
            let work = || chunk.par_iter().map(|source| self.one(&linter, source)).inspect(|_| bar.inc(1)).collect();
            let rendered: Vec<Rendered> = threads.install(work);
            for piece in rendered {
                bar.suspend(|| writer.take(piece, &mut ended, console))?;
            }
        }
        bar.finish_and_clear();
        Ok(ended)
    }

    fn shows_differences(&self) -> bool {
        self.mending.is_some_and(|mending| mending.deed == Deed::Show)
    }

    fn one(&self, linter: &Linter<'_>, source: &Source) -> Rendered {
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
                (told, diff) = (mended.told, mended.diff);
                mended.read
            }
        };
        let draft = self.annotating.as_ref().map(|_| read.draft.clone());
        let document = builder::build(read.draft, &source.path, &self.run.rules.reading);
        let outcome = linter.lint(&document, &self.options);
        let checked = Checked { document: &document, outcome: &outcome };
        let text = if self.shows_differences() { diff } else { self.format.file(&self.run, &checked) };
        let mut undone = None;
        if let (Some(annotating), Some(draft)) = (&self.annotating, draft) {
            match annotating.write(source, &draft, &document, &outcome.findings) {
                Ok(written) => told = Some(told.into_iter().chain([written]).collect::<Vec<_>>().join("\n")),
                Err(unwritten) => undone = Some(unwritten),
            }
        }
        Ok(Piece { text, tally: Tally::of(&outcome), told, undone })
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
struct Pieces {
    between: &'static str,
    any: bool,
}

impl Pieces {
    fn take(&mut self, rendered: Rendered, ended: &mut Ended, console: &mut Console) -> io::Result<()> {
        match rendered {
            Err(unread) => ended.unread.push(unread),
            Ok(Piece { text, tally, told, undone }) => {
                ended.tally.add(tally);
                ended.unread.extend(undone);
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
