//! Writing files in one step: either the old file is there or the whole new one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a text, making the folders it needs.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    prepared(path, text)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a text where no file is yet.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    prepared(path, text)?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

fn prepared(path: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".gangyao-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if let Some(permissions) = permissions(path) {
        fs::set_permissions(file.path(), permissions)?;
    }
    Ok(file)
}

/// The permissions of the file that is replaced; of a new one those that other new files get.
fn permissions(path: &Path) -> Option<fs::Permissions> {
    if let Ok(known) = fs::metadata(path) {
        return Some(known.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        Some(fs::Permissions::from_mode(0o644))
    }
    #[cfg(not(unix))]
    None
}
