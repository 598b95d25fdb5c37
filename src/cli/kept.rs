//! A baseline on disk: its names for files, what of it is gone, and writing it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::settings::shown;
use crate::waiver::baseline::{Baseline, Compared, Known};

/// A baseline and where it is.
pub(super) struct Kept {
    pub(super) path: PathBuf,
    /// As shown to the user.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) baseline: Baseline,
}

impl Kept {
    /// The name of a file in the baseline, by its absolute path.
    pub(super) fn name_of(&self, file: &Path) -> String {
        let folder = true_path(&self.path);
        shown(file, folder.parent().unwrap_or(Path::new("")))
    }

    /// What does not occur any more, with the file it was in.
    pub(super) fn gone(&self, compared: &BTreeMap<String, Compared>) -> Vec<(String, Known)> {
        let files = self.baseline.files.keys();
        files.flat_map(|file| self.gone_of(file, compared).into_iter().map(|known| (file.clone(), known))).collect()
    }

    pub(super) fn gone_of(&self, file: &str, compared: &BTreeMap<String, Compared>) -> Vec<Known> {
        if let Some(compared) = compared.get(file) {
            return compared.gone.clone();
        }
        // A file that was not checked may only be left out today; one that is no more has no findings.
        let folder = true_path(&self.path);
        let is_there = file.starts_with('<') || folder.parent().is_some_and(|folder| folder.join(file).exists());
        if is_there { Vec::new() } else { self.baseline.files.get(file).cloned().unwrap_or_default() }
    }
}

/// A path with links followed, also that of a file which is yet to be written.
pub(super) fn true_path(path: &Path) -> PathBuf {
    let whole = path.canonicalize().ok();
    // A file that is to be written is not there yet, but its folder is.
    let folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    whole.or_else(folder).unwrap_or_else(|| path.to_owned())
}

/// The text of a file, or why there is none.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        _ => error.to_string(),
    })?;
    String::from_utf8(bytes).map_err(|_| "不是 UTF-8 编码".to_owned())
}
