//! Where results go: `--output FORMAT[:PATH]`, several at once, each rendered once a file and written in order.
//!
//! A file appears under its name only when it is whole: what is written goes to a temporary file beside it, which takes its place at
//! the end. What a format can tell only at the end but shows at the beginning is held back on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, SpooledTempFile};

use super::console::Console;
use super::{Failure, interrupt, writing};
use crate::output::{Checked, Close, Entry, FORMATS, Look, Run};

/// Columns of a page in a file.
const PAGE: usize = 100;
/// Bytes held in memory before they are held on disk.
const HELD: usize = 4 << 20;

/// A format and where it is to go.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) entry: &'static Entry,
    /// `None` for standard output.
    pub(super) path: Option<PathBuf>,
}

impl Wanted {
    /// A format on standard output.
    pub(super) fn shown(entry: &'static Entry) -> Self {
        Self { entry, path: None }
    }

    fn is_shown(&self) -> bool {
        self.path.is_none()
    }
}

/// Reads `FORMAT[:PATH]`.
pub(super) fn wanted(text: &str) -> Result<Wanted, String> {
    let (name, path) = match text.split_once(':') {
        Some((name, path)) => (name, Some(path)),
        None => (text, None),
    };
    let Some(entry) = Entry::named(name) else {
        let names: Vec<&str> = FORMATS.iter().map(|entry| entry.name).collect();
        let extension = Path::new(text).extension().and_then(|extension| extension.to_str());
        let meant = extension.and_then(Entry::named).filter(|_| path.is_none());
        return Err(match meant {
            Some(entry) => format!("请写成 {}:{text}", entry.name),
            None => format!("没有“{name}”这种格式；可以取：{}，后面可加“:路径”", names.join("、")),
        });
    };
    match path {
        Some("") => Err("冒号后面缺少路径".to_string()),
        Some("-") | None => Ok(Wanted::shown(entry)),
        Some(path) => Ok(Wanted { entry, path: Some(PathBuf::from(path)) }),
    }
}

/// A format with the run as it looks there: what workers need to render.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) entry: &'static Entry,
    pub(super) run: Run<'a>,
}

/// One document in one format.
pub(super) struct Rendered {
    text: String,
    /// Its line in the overview, for formats that have one.
    line: Option<String>,
}

impl Page<'_> {
    /// Renders one document; `run` says the rules and settings it was checked with.
    pub(super) fn render(&self, run: &Run<'_>, checked: &Checked<'_>) -> Rendered {
        let format = self.entry.format;
        let run = Run { look: self.run.look, asked: self.run.asked, ..*run };
        let line = format.overview().map(|overview| overview.line(&run, checked));
        Rendered { text: format.file(&run, checked), line }
    }
}

/// All formats wanted, open for writing.
pub(super) struct Outputs<'a> {
    pages: Vec<Page<'a>>,
    writers: Vec<Writer>,
    /// Whoever read standard output has gone.
    is_closed: bool,
}

/// Where one format is written.
struct Writer {
    to: Destination,
    /// Whether a document has been written.
    any: bool,
    /// What is held back until the overview is known.
    held: Option<Held>,
    /// The whole text of a format that makes something else of it at the end.
    unpacked: Option<String>,
}

enum Destination {
    Console,
    File {
        path: PathBuf,
        file: BufWriter<NamedTempFile>,
    },
    /// A device or pipe, which cannot be replaced by a file.
    Stream {
        path: PathBuf,
        file: BufWriter<File>,
    },
}

struct Held {
    lines: SpooledTempFile,
    files: SpooledTempFile,
}

impl<'a> Outputs<'a> {
    /// Opens everything; a file that cannot be written stops the run before anything is checked.
    pub(super) fn open(wanted: &[Wanted], run: Run<'a>) -> Result<Self, Failure> {
        if wanted.iter().filter(|wanted| wanted.is_shown()).count() > 1 {
            let help = "给其中一种加上路径，如 --output sarif:结果.sarif".to_string();
            return Err(Failure::Usage { message: "标准输出只能写一种格式".to_string(), help: Some(help) });
        }
        let in_file = Run { look: Look { width: PAGE, color: false, ..run.look }, ..run };
        let mut outputs = Self { pages: Vec::new(), writers: Vec::new(), is_closed: false };
        let mut places: Vec<PathBuf> = Vec::new();
        for wanted in wanted {
            let to = match &wanted.path {
                None => Destination::Console,
                Some(path) => {
                    let place = place(path).map_err(|error| unwritable(path, &error))?;
                    if places.contains(&place) {
                        return Err(Failure::usage(format!("两种格式都要写到“{}”，请换一个路径", path.display())));
                    }
                    let opened = Destination::open(path.clone(), &place);
                    places.push(place);
                    opened.map_err(|error| unwritable(path, &error))?
                }
            };
            let run = if wanted.is_shown() { run } else { in_file };
            let held = wanted.entry.format.overview().map(|_| Held::new());
            outputs.pages.push(Page { entry: wanted.entry, run });
            let unpacked = wanted.entry.format.pack().map(|_| String::new());
            outputs.writers.push(Writer { to, any: false, held, unpacked });
        }
        Ok(outputs)
    }

    /// The formats, to render documents with.
    pub(super) fn pages(&self) -> Vec<Page<'a>> {
        self.pages.clone()
    }

    /// The format on standard output.
    pub(super) fn shown(&self) -> Option<&'static Entry> {
        let shown = self.pages.iter().zip(&self.writers).find(|(_, writer)| matches!(writer.to, Destination::Console));
        shown.map(|(page, _)| page.entry)
    }

    pub(super) fn begin(&mut self, console: &mut Console) -> io::Result<()> {
        for at in 0..self.pages.len() {
            self.put(at, &self.pages[at].entry.format.begin(&self.pages[at].run), console)?;
        }
        Ok(())
    }

    /// Takes one document in all formats, in the order of the pages.
    pub(super) fn take(&mut self, rendered: Vec<Rendered>, console: &mut Console) -> io::Result<()> {
        for (at, Rendered { text, line }) in rendered.into_iter().enumerate() {
            let mut piece = String::new();
            if !text.is_empty() {
                if std::mem::replace(&mut self.writers[at].any, true) {
                    piece += self.pages[at].entry.format.between();
                }
                piece += &text;
            }
            match &mut self.writers[at].held {
                None => self.put(at, &piece, console)?,
                Some(held) => {
                    held.lines.write_all(line.unwrap_or_default().as_bytes())?;
                    held.files.write_all(piece.as_bytes())?;
                }
            }
        }
        Ok(())
    }

    /// Writes what comes last and puts the files in their places; returns their paths.
    pub(super) fn end(mut self, close: &Close<'_>, console: &mut Console) -> Result<Vec<PathBuf>, Failure> {
        for at in 0..self.pages.len() {
            let Page { entry, run } = self.pages[at];
            if let (Some(overview), Some(held)) = (entry.format.overview(), self.writers[at].held.take()) {
                self.put(at, &overview.head(&run, close), console)?;
                self.pour(at, held.lines, console)?;
                self.put(at, overview.tail(), console)?;
                self.pour(at, held.files, console)?;
            }
            self.put(at, &entry.format.end(&run, close), console)?;
            if let (Some(pack), Some(text)) = (entry.format.pack(), self.writers[at].unpacked.take()) {
                self.put_bytes(at, &pack(text), console)?;
            }
        }
        let mut written = Vec::new();
        for writer in self.writers {
            written.extend(writer.to.finish()?);
        }
        Ok(written)
    }

    fn put(&mut self, at: usize, text: &str, console: &mut Console) -> io::Result<()> {
        if let Some(unpacked) = &mut self.writers[at].unpacked {
            unpacked.push_str(text);
            return Ok(());
        }
        self.put_bytes(at, text.as_bytes(), console)
    }

    fn put_bytes(&mut self, at: usize, bytes: &[u8], console: &mut Console) -> io::Result<()> {
        let named = |path: &Path, error: io::Error| io::Error::other(format!("{}：{error}", path.display()));
        match &mut self.writers[at].to {
            Destination::Console if self.is_closed => Ok(()),
            Destination::Console => match console.write_bytes(bytes) {
                // The other formats are still wanted.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe && self.pages.len() > 1 => {
                    self.is_closed = true;
                    Ok(())
                }
                done => done,
            },
            Destination::File { path, file } => file.write_all(bytes).map_err(|error| named(path, error)),
            Destination::Stream { path, file } => file.write_all(bytes).map_err(|error| named(path, error)),
        }
    }

    /// Writes what was held back, some at a time.
    fn pour(&mut self, at: usize, mut held: SpooledTempFile, console: &mut Console) -> io::Result<()> {
        held.rewind()?;
        let mut bytes = vec![0; 1 << 16];
        let mut open = 0;
        loop {
            let read = held.read(&mut bytes[open..])?;
            let whole = match std::str::from_utf8(&bytes[..open + read]) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            self.put(at, &String::from_utf8_lossy(&bytes[..whole]), console)?;
            bytes.copy_within(whole..open + read, 0);
            open = open + read - whole;
            if read == 0 {
                return Ok(());
            }
        }
    }
}

impl Held {
    fn new() -> Self {
        Self { lines: SpooledTempFile::new(HELD), files: SpooledTempFile::new(HELD) }
    }
}

impl Destination {
    /// `place` is where `path` leads.
    fn open(path: PathBuf, place: &Path) -> io::Result<Self> {
        match fs::metadata(place) {
            Ok(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => {
                let file = BufWriter::new(fs::OpenOptions::new().write(true).open(place)?);
                return Ok(Destination::Stream { path, file });
            }
            Ok(there) if there.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        let folder = place.parent().unwrap_or(Path::new("."));
        let file = writing::temporary(folder)?;
        interrupt::remove_when_interrupted(file.path());
        Ok(Destination::File { path, file: BufWriter::new(file) })
    }

    /// Puts a file in its place and returns its path.
    fn finish(self) -> io::Result<Option<PathBuf>> {
        let named = |path: &Path, error: io::Error| io::Error::other(format!("{}：{error}", path.display()));
        match self {
            Destination::Console => Ok(None),
            Destination::Stream { path, mut file } => file.flush().map(|()| None).map_err(|error| named(&path, error)),
            Destination::File { path, file } => {
                let done = || -> io::Result<()> {
                    let file = file.into_inner().map_err(|error| error.into_error())?;
                    let place = place(&path)?;
                    if let Ok(old) = fs::metadata(&place) {
                        fs::set_permissions(file.path(), old.permissions())?;
                    }
                    file.persist(place).map(drop).map_err(|error| error.error)
                };
                done().map_err(|error| named(&path, error))?;
                Ok(Some(path))
            }
        }
    }
}

/// Where a path leads, links followed; the file need not be there, its folder must.
fn place(path: &Path) -> io::Result<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return Ok(there);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    Ok(fs::canonicalize(folder)?.join(name))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let (reason, help) = match error.kind() {
        io::ErrorKind::NotFound => ("文件夹不存在".to_string(), "请先建好文件夹，或者换一个路径。"),
        io::ErrorKind::PermissionDenied => ("没有写入权限".to_string(), "请核对权限，或者换一个路径。"),
        io::ErrorKind::IsADirectory => ("这是文件夹".to_string(), "请在后面写上文件名。"),
        _ => (error.to_string(), "请核对路径。"),
    };
    Failure::Usage { message: format!("无法写到“{}”：{reason}", path.display()), help: Some(help.to_string()) }
}
