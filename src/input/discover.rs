//! What the user named becomes a list of sources: files, folders, globs, standard input.
//!
//! - A file named explicitly is always taken; if no reader knows its kind, that is an error.
//! - Of a folder the files of known kinds are taken, at any depth, links followed. Left out are hidden files, what
//!   `.gitignore` (also outside git) and `.gangyaoignore` say, and what [`Request::exclude`] matches.
//! - A path that does not exist and has wildcards is a glob, for shells that do not expand it; it is searched like a folder. A
//!   folder that a glob without `**` matches is searched whole.
//! - `-` is standard input.
//!
//! This is the only module of the reading side that touches the disk. It prints nothing.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::pattern::{Excludes, PathGlob};
use super::{Format, InputError, Label, MAX_BYTES, unknown_kind};

/// The name of a project's own ignore file, written like a `.gitignore`.
pub const IGNORE_FILE: &str = ".gangyaoignore";

/// The name standard input is shown by where the user gives none.
pub const STDIN: &str = "<stdin>";

/// What the user asked to have read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files, folders, globs and `-`, as given.
    pub paths: Vec<PathBuf>,
    /// Globs of what to leave out of folders, relative to `base`.
    pub exclude: Vec<String>,
    /// Name for standard input; its extension tells the format.
    pub stdin_name: Option<String>,
    /// The encoding the user insists on, for all files.
    pub encoding: Option<Label>,
    /// The current folder, absolute: relative paths start here.
    pub base: PathBuf,
}

/// What was found and what could not be.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Every file once, sorted by path.
    pub sources: Vec<Source>,
    /// What could not be found or entered, sorted by path.
    pub unread: Vec<Unread>,
}

/// A path with the reason why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// As shown to the user.
    pub path: String,
    /// Why.
    pub error: InputError,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// As shown to the user: as named, or below the folder as named. Bytes that are not Unicode are replaced for show.
    pub path: String,
    /// Where its bytes are.
    pub kind: SourceKind,
    /// The encoding the user insists on.
    pub encoding: Option<Label>,
}

/// Where the bytes of a source are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceKind {
    /// A file on disk.
    File(PathBuf),
    /// Already here: standard input, an editor's buffer, an upload.
    Bytes(Vec<u8>),
}

impl Source {
    /// A source whose bytes are at hand.
    pub fn from_bytes(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), kind: SourceKind::Bytes(bytes.into()), encoding: None }
    }

    /// The format by the name's extension. What is no file and has no extension is plain text.
    pub fn format(&self) -> Result<&'static Format, InputError> {
        let name = match &self.kind {
            SourceKind::File(path) => path,
            SourceKind::Bytes(_) if Path::new(&self.path).extension().is_none() => Path::new("-.txt"),
            SourceKind::Bytes(_) => Path::new(&self.path),
        };
        Format::of(name).ok_or_else(|| unknown_kind(name))
    }

    /// All bytes, at most [`MAX_BYTES`].
    pub fn bytes(&self) -> Result<Vec<u8>, InputError> {
        let bytes = match &self.kind {
            SourceKind::File(path) => bounded(&mut File::open(path)?)?,
            SourceKind::Bytes(bytes) => bytes.clone(),
        };
        if bytes.len() > MAX_BYTES { Err(InputError::TooLarge) } else { Ok(bytes) }
    }
}

/// Reads to the end, but no more than one byte past the limit.
fn bounded(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Finds all that was asked for. Only a bad pattern in [`Request::exclude`] is an error of the whole: it is a mistake in
/// the call, not in an input. `stdin` is read if `-` is among the paths.
pub fn discover(request: &Request, stdin: &mut dyn Read) -> Result<Discovered, InputError> {
    let excludes = Excludes::new(&request.exclude)?;
    let mut search =
        Search { request, excludes, found: BTreeMap::new(), folders: HashMap::new(), out: Discovered::default() };
    for path in &request.paths {
        if path.as_os_str() == "-" {
            search.stdin(stdin);
        } else {
            search.argument(path);
        }
    }
    Ok(search.finish())
}

struct Search<'a> {
    request: &'a Request,
    excludes: Excludes,
    /// By true path, so that no file counts twice.
    found: BTreeMap<PathBuf, Source>,
    /// True paths of folders, so that not every file costs a system call.
    folders: HashMap<PathBuf, PathBuf>,
    out: Discovered,
}

/// A folder to search: where it is and how it is shown.
#[derive(Clone)]
struct Root {
    path: PathBuf,
    shown: PathBuf,
}

impl Root {
    /// How a path below the root is shown.
    fn shown(&self, path: &Path) -> PathBuf {
        self.shown.join(path.strip_prefix(&self.path).unwrap_or(path))
    }
}

impl Search<'_> {
    fn stdin(&mut self, stdin: &mut dyn Read) {
        let path = self.request.stdin_name.clone().unwrap_or_else(|| STDIN.to_owned());
        if self.out.sources.iter().any(|source| matches!(source.kind, SourceKind::Bytes(_))) {
            return;
        }
        match bounded(stdin) {
            Ok(bytes) => {
                let kind = SourceKind::Bytes(bytes);
                self.out.sources.push(Source { path, kind, encoding: self.request.encoding });
            }
            Err(error) => self.out.unread.push(Unread { path, error: error.into() }),
        }
    }

    fn argument(&mut self, argument: &Path) {
        let root = self.root(argument);
        let error = match fs::metadata(&root.path) {
            Ok(metadata) if metadata.is_dir() => {
                let count = self.folder(&root);
                if count > 0 {
                    return;
                }
                InputError::NoDrafts
            }
            Ok(_) if Format::of(&root.path).is_none() => unknown_kind(&root.path),
            Ok(_) => return self.take(root.path, &root.shown, true),
            Err(error) => match PathGlob::new(argument).filter(|_| is_absent(&error)) {
                None => error.into(),
                Some(Err(error)) => error,
                Some(Ok(glob)) => {
                    if self.glob(&glob) > 0 {
                        return;
                    }
                    InputError::NoMatch
                }
            },
        };
        self.fail(&root.shown, error);
    }

    fn root(&self, argument: &Path) -> Root {
        let plain: PathBuf = argument.components().filter(|part| *part != Component::CurDir).collect();
        Root { path: self.request.base.join(&plain), shown: plain }
    }

    /// Takes the drafts in a folder; returns how many drafts and errors there were.
    fn folder(&mut self, root: &Root) -> usize {
        self.walk(root, None, |_, entry| if is_file(entry) { Verdict::Take } else { Verdict::Pass })
    }

    fn glob(&mut self, glob: &PathGlob) -> usize {
        let root = self.root(&glob.folder);
        if !root.path.is_dir() {
            return 0;
        }
        self.walk(&root, glob.depth, |relative, entry| match (glob.holds(relative), is_file(entry)) {
            (true, true) => Verdict::Take,
            (true, false) if glob.depth.is_some() => Verdict::Enter,
            _ => Verdict::Pass,
        })
    }

    /// Walks below a root and does with every entry what `judge` says of its path below the root.
    fn walk(&mut self, root: &Root, depth: Option<usize>, judge: impl Fn(&Path, &DirEntry) -> Verdict) -> usize {
        let mut count = 0;
        for entry in self.walker(root, depth).build() {
            let entry = match entry {
                Ok(entry) if entry.depth() == 0 => continue,
                Ok(entry) => entry,
                Err(error) => {
                    count += usize::from(self.trouble(root, &error));
                    continue;
                }
            };
            let shown = root.shown(entry.path());
            match judge(entry.path().strip_prefix(&root.path).unwrap_or(entry.path()), &entry) {
                Verdict::Take if Format::of(entry.path()).is_some() => {
                    let linked = entry.path_is_symlink();
                    self.take(entry.into_path(), &shown, linked);
                    count += 1;
                }
                Verdict::Enter => count += self.folder(&Root { path: entry.into_path(), shown }),
                _ => {}
            }
        }
        count
    }

    fn walker(&self, root: &Root, depth: Option<usize>) -> WalkBuilder {
        let mut walker = WalkBuilder::new(&root.path);
        walker
            .max_depth(depth)
            .follow_links(true)
            .require_git(false)
            // What one machine or one person ignores must not change the answer.
            .git_global(false)
            .git_exclude(false)
            .ignore(false)
            .add_custom_ignore_filename(IGNORE_FILE)
            .current_dir(&self.request.base);
        let excludes = self.excludes.clone();
        let base = self.request.base.clone();
        walker.filter_entry(move |entry| entry.depth() == 0 || !excludes.holds(below(&base, entry.path())));
        walker
    }

    /// Notes an error of the walk, unless it is about something that would not have been looked at.
    fn trouble(&mut self, root: &Root, error: &ignore::Error) -> bool {
        let Some((path, reason)) = cause(error, None) else {
            let reason = error.to_string();
            self.fail(&root.shown, InputError::Unreadable { reason });
            return true;
        };
        let relative = path.strip_prefix(&root.path).unwrap_or(path);
        let hidden = relative.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        let excluded = relative
            .ancestors()
            .filter(|part| !part.as_os_str().is_empty())
            .any(|part| self.excludes.holds(below(&self.request.base, &root.path.join(part))));
        let error = match reason {
            Reason::Loop(ancestor) => InputError::LinkLoop { ancestor: name(&root.shown(ancestor)) },
            Reason::Io(error) => error.into(),
        };
        // A link to nothing is like a file of its name.
        let foreign = error == InputError::Missing && Format::of(path).is_none();
        if hidden || excluded || foreign {
            return false;
        }
        self.fail(&root.shown(path), error);
        true
    }

    fn take(&mut self, path: PathBuf, shown: &Path, linked: bool) {
        let truth = self.true_path(&path, linked);
        let path_shown = shown.to_string_lossy().into_owned();
        let encoding = self.request.encoding;
        self.found.entry(truth).or_insert(Source { path: path_shown, kind: SourceKind::File(path), encoding });
    }

    fn true_path(&mut self, path: &Path, linked: bool) -> PathBuf {
        let (Some(folder), Some(name), false) = (path.parent(), path.file_name(), linked) else {
            return fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        };
        if let Some(known) = self.folders.get(folder) {
            return known.join(name);
        }
        let truth = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let path = truth.join(name);
        self.folders.insert(folder.to_owned(), truth);
        path
    }

    fn fail(&mut self, shown: &Path, error: InputError) {
        self.out.unread.push(Unread { path: name(shown), error });
    }

    fn finish(mut self) -> Discovered {
        self.out.sources.extend(self.found.into_values());
        self.out.sources.sort_by(|a, b| Path::new(&a.path).cmp(Path::new(&b.path)));
        self.out.unread.sort_by(|a, b| a.path.cmp(&b.path));
        self.out.unread.dedup();
        self.out
    }
}

/// What to do with an entry of a walk.
enum Verdict {
    Take,
    Enter,
    Pass,
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// A shown path as text; the current folder is a dot.
fn name(shown: &Path) -> String {
    if shown.as_os_str().is_empty() { ".".to_owned() } else { shown.to_string_lossy().into_owned() }
}

/// Whether an error may only mean that a path is a glob (Windows calls wildcards an invalid name).
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidFilename
            | io::ErrorKind::InvalidInput
    )
}

/// The path relative to the current folder; the path itself outside of it.
fn below<'a>(base: &Path, path: &'a Path) -> &'a Path {
    path.strip_prefix(base).unwrap_or(path)
}

enum Reason<'a> {
    Loop(&'a Path),
    Io(&'a io::Error),
}

/// The path and the reason inside an error of the walk.
fn cause<'a>(error: &'a ignore::Error, around: Option<&'a Path>) -> Option<(&'a Path, Reason<'a>)> {
    match error {
        ignore::Error::WithPath { path, err } => cause(err, Some(path)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => cause(err, around),
        ignore::Error::Partial(errors) => cause(errors.first()?, around),
        ignore::Error::Loop { ancestor, child } => Some((child, Reason::Loop(ancestor))),
        ignore::Error::Io(error) => Some((around?, Reason::Io(error))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
