//! Writing files in one step: either the old file is there or the whole new one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes a file, links followed, making the folders it needs.
pub(super) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    prepared(path, bytes.as_ref())?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file where none is yet.
pub(super) fn write_new(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    prepared(path, bytes.as_ref())?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Puts new bytes in the place of a file, links followed and permissions kept, unless it has changed since it was read.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let file = prepared(&path, new)?;
    if fs::read(&path)? != old {
        return Err(io::Error::other("文件在检查期间被别的程序改过"));
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// A file in a folder that will take the place of another. Temporary files are for their owner alone; a finished one is a file like
/// any other.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gangyao-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// The whole file, with the permissions of the one it replaces.
fn prepared(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if let Ok(known) = fs::metadata(path) {
        fs::set_permissions(file.path(), known.permissions())?;
    }
    Ok(file)
}
