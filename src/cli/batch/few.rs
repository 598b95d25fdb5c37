//! A few files of one group, each step taken for all of them before the next: its code and data are at hand then.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Batch, Done, Piece, unread};
use crate::cli::judge::Judge;
use crate::cli::mending::{Deed, Mended};
use crate::cli::office;
use crate::cli::outputs::Page;
use crate::document::{Document, Draft, builder};
use crate::finding::Outcome;
use crate::input::{InputError, Source, SourceKind};
use crate::output::Unread;

/// Bytes of text from which on files are checked without waiting for more: a hundred reports, or one large file.
const ENOUGH: usize = 1 << 20;
/// How long files are read before those at hand are checked: old word processor files take seconds each.
const LONG: Duration = Duration::from_millis(200);

/// A file that was read.
struct Taken {
    draft: Draft,
    /// What to say beside the results.
    told: Option<String>,
    /// What `--diff` shows.
    diff: String,
}

/// A file that was understood.
struct Opened {
    document: Document,
    /// What it was understood from, if it will be annotated.
    draft: Option<Draft>,
    /// What to say beside the results.
    told: Option<String>,
    /// What `--diff` shows.
    diff: String,
}

impl Batch<'_> {
    /// Files of one group, as many at once as are small enough and soon read. Calls `progress` with how many more are done.
    pub(super) fn together(
        &self,
        of: (&Judge<'_>, usize),
        files: &[(&Source, &Path)],
        pages: &[Page<'_>],
        progress: &dyn Fn(usize),
    ) -> Vec<Done> {
        let mut done = Vec::with_capacity(files.len());
        while done.len() < files.len() {
            let rest = &files[done.len()..];
            let (mut read, mut bytes, begun) = (Vec::with_capacity(rest.len()), 0, Instant::now());
            for file in rest {
                let taken = self.take_in(of.0, *file);
                bytes += taken.as_ref().map_or(0, |taken| taken.draft.text.len());
                read.push(taken);
                if bytes >= ENOUGH || begun.elapsed() >= LONG {
                    break;
                }
            }
            let now = &rest[..read.len()];
            done.extend(self.at_once(of, now, read, pages));
            progress(now.len());
        }
        done
    }

    /// Files that were read: all understood, then all checked, then all rendered.
    fn at_once(
        &self,
        (judge, group): (&Judge<'_>, usize),
        files: &[(&Source, &Path)],
        read: Vec<Result<Taken, Unread>>,
        pages: &[Page<'_>],
    ) -> Vec<Done> {
        let open = |(taken, (source, _)): (Result<Taken, Unread>, &(&Source, &Path))| {
            taken.map(|taken| self.open(judge, source, taken))
        };
        let opened: Vec<Result<Opened, Unread>> = read.into_iter().zip(files).map(open).collect();
        let documents: Vec<(&Document, &Path)> = opened
            .iter()
            .zip(files)
            .filter_map(|(opened, (_, file))| opened.as_ref().ok().map(|opened| (&opened.document, *file)))
            .collect();
        let mut judged = judge.new_in(&documents).into_iter();
        let sources = files.iter().map(|(source, _)| source);
        let done = opened.into_iter().zip(sources).map(|(opened, source)| {
            let opened = opened?;
            let (outcome, heard) = judged.next().expect("every opened document was judged");
            let piece = self.piece(judge, &opened.document, &outcome, pages);
            let piece = Piece { group, heard, ..piece };
            Ok(self.annotated(piece, source, opened, &outcome))
        });
        done.collect()
    }

    /// Reads a file, mended if that was asked for.
    fn take_in(&self, judge: &Judge<'_>, (source, file): (&Source, &Path)) -> Result<Taken, Unread> {
        let failed = |error: InputError| unread(&source.path, &error);
        let Some(mending) = self.mending else {
            let read = office::read(source).map_err(failed)?;
            return Ok(Taken { draft: read.draft, told: None, diff: String::new() });
        };
        let bytes = source.bytes().map_err(failed)?;
        let held = Source { kind: SourceKind::Bytes(bytes), ..source.clone() };
        let read = office::read(&held).map_err(failed)?;
        let SourceKind::Bytes(bytes) = held.kind else { unreachable!("made so above") };
        let Mended { read, diff, told } = mending.apply(judge, (source, file), &bytes, read);
        let diff = if mending.deed == Deed::Show { diff } else { String::new() };
        Ok(Taken { draft: read.draft, told, diff })
    }

    /// Understands what was read.
    fn open(&self, judge: &Judge<'_>, source: &Source, taken: Taken) -> Opened {
        let Taken { draft, told, diff } = taken;
        let kept = self.annotating.as_ref().map(|_| draft.clone());
        Opened { document: builder::build(draft, &source.path, &judge.rules().reading), draft: kept, told, diff }
    }

    /// Writes what was found into a copy of the file, if that was asked for.
    fn annotated(&self, mut piece: Piece, source: &Source, opened: Opened, outcome: &Outcome) -> Piece {
        let Opened { document, draft, mut told, diff } = opened;
        if let (Some(annotating), Some(draft)) = (&self.annotating, draft) {
            match annotating.write(source, &draft, &document, &outcome.findings) {
                Ok(written) => told = Some(told.into_iter().chain([written]).collect::<Vec<_>>().join("\n")),
                Err(unwritten) => piece.undone = Some(unwritten),
            }
        }
        Piece { diff, told, ..piece }
    }
}
