//! Where settings files are, and what they say together.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Config;
use crate::check::link::Problem;
use crate::cli::Failure;
use crate::input::{Source, SourceKind};
use crate::rule::LoadError;
use crate::settings::{FILE_NAMES, Layer};
use crate::text::located::place;

/// The search for configuration files.
pub(super) struct Search<'a> {
    config: &'a Config,
    /// The current folder, its true path.
    pub(super) base: PathBuf,
    /// Of each folder the chain that holds in it.
    folders: HashMap<PathBuf, Option<usize>>,
    /// By the path of its nearest file.
    known: HashMap<PathBuf, Option<usize>>,
    /// Layers, that which others extend first.
    pub(super) chains: Vec<Vec<Layer>>,
    pub(super) errors: Vec<LoadError>,
}

impl<'a> Search<'a> {
    pub(super) fn new(config: &'a Config) -> Result<Self, Failure> {
        let base = std::env::current_dir()?;
        let base = base.canonicalize().unwrap_or(base);
        let (folders, known) = (HashMap::new(), HashMap::new());
        Ok(Self { config, base, folders, known, chains: Vec::new(), errors: Vec::new() })
    }

    /// The path of an input with its folder's true path; that of standard input is where its name says.
    pub(super) fn file(&self, source: &Source) -> PathBuf {
        let path = match &source.kind {
            SourceKind::File(path) => self.base.join(path),
            SourceKind::Bytes(_) => self.base.join(&source.path),
        };
        let folder = path.parent().unwrap_or(&self.base);
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        folder.join(path.file_name().unwrap_or_default())
    }

    pub(super) fn excludes(&self, chain: usize, file: &Path) -> bool {
        self.chains[chain].iter().any(|layer| layer.excludes(file))
    }

    /// The chain of layers that holds for a file.
    pub(super) fn chain(&mut self, file: &Path) -> Option<usize> {
        if self.config.no_config {
            return None;
        }
        if let Some(path) = &self.config.config {
            let path = self.base.join(path);
            return self.read(&path);
        }
        let folder = file.parent()?;
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let nearest = folder.ancestors().find_map(|folder| self.in_folder(folder));
        let chain = nearest.and_then(|path| self.read(&path));
        self.folders.insert(folder.to_owned(), chain);
        chain
    }

    /// The configuration file of a folder.
    fn in_folder(&mut self, folder: &Path) -> Option<PathBuf> {
        let found: Vec<PathBuf> =
            FILE_NAMES.iter().map(|name| folder.join(name)).filter(|path| path.is_file()).collect();
        if let [first, _, ..] = &found[..] {
            let message = format!("同一个文件夹里有两份设置文件：{}", FILE_NAMES.join("、"));
            let error = self.unreadable(first, message, "留下一份");
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        found.into_iter().next()
    }

    fn read(&mut self, path: &Path) -> Option<usize> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let mut layers = Vec::new();
        let mut errors = self.layers(path, &mut layers, &mut Vec::new());
        self.errors.append(&mut errors);
        // Also of what has errors the names are looked at.
        self.chains.push(layers);
        let chain = Some(self.chains.len() - 1);
        self.known.insert(path.to_owned(), chain);
        chain
    }

    /// Reads a file after those that it extends, and says what is wrong with them; `open` are those that are being read.
    fn layers(&self, path: &Path, out: &mut Vec<Layer>, open: &mut Vec<PathBuf>) -> Vec<LoadError> {
        let text = match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                return vec![self.unreadable(path, "设置文件不是 UTF-8 编码".to_owned(), "请另存为 UTF-8")];
            }
            Err(error) => return vec![self.unreadable(path, unreadable(&error), "检查 --config 后的路径")],
        };
        let true_path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = true_path.parent().unwrap_or(&self.base).to_owned();
        let (layer, mut errors) = Layer::read(&self.shown(&true_path), folder, &text);
        open.push(true_path);
        if let Some(written) = &layer.raw.extends {
            match base_of(&layer, &written.value, open) {
                Ok(base) => errors.extend(self.layers(&base, out, open)),
                Err((message, help)) => {
                    errors.push(layer.error(Problem::new(place(written), message).help(Some(help.to_owned()))));
                }
            }
        }
        open.pop();
        out.push(layer);
        errors
    }

    fn unreadable(&self, path: &Path, message: String, help: &str) -> LoadError {
        LoadError { file: self.shown(path), text: String::new(), span: None, message, help: Some(help.to_owned()) }
    }

    /// A path as the user would write it from the current folder.
    fn shown(&self, path: &Path) -> String {
        shown(path, &self.base)
    }
}

/// The file that a layer extends, or what is wrong with its name and what to do.
fn base_of(layer: &Layer, written: &str, open: &[PathBuf]) -> Result<PathBuf, (String, &'static str)> {
    let help = "extends 写另一份设置文件的相对路径";
    match layer.folder.join(written).canonicalize() {
        Err(_) => Err((format!("没有“{written}”这个文件"), help)),
        Ok(base) if base.is_dir() => Err((format!("“{written}”是文件夹"), help)),
        Ok(base) if open.contains(&base) => Err(("设置文件互相以对方为基础".to_owned(), "去掉其中一个 extends")),
        Ok(base) => Ok(base),
    }
}

/// A true path as one would write it from a folder.
pub(in crate::cli) fn shown(path: &Path, base: &Path) -> String {
    let common = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().count() - common;
    // Far away a whole path says more.
    let is_near = path.components().take(common).any(|part| matches!(part, Component::Normal(_)));
    if !is_near || up > 3 {
        return path.display().to_string();
    }
    let rest: PathBuf = path.components().skip(common).collect();
    let rest = rest.display().to_string().replace('\\', "/");
    format!("{}{rest}", "../".repeat(up))
}

fn unreadable(error: &std::io::Error) -> String {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "不存在".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        std::io::ErrorKind::IsADirectory => "是一个文件夹".to_owned(),
        _ => error.to_string(),
    };
    format!("无法读取设置文件：{reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_one_would_write_them() {
        let told = |path| shown(Path::new(path), Path::new("/data/a/稿"));
        assert_eq!(told("/data/a/稿/x/gangyao.yaml"), "x/gangyao.yaml");
        assert_eq!(told("/data/a/gangyao.yaml"), "../gangyao.yaml");
        assert_eq!(told("/srv/gangyao.yaml"), "/srv/gangyao.yaml");
    }
}
