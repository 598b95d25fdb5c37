//! Ctrl-C and an end asked for by the system: temporary files are taken away before the process ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, Once, PoisonError};

/// Exit code of a process ended by Ctrl-C, as shells count.
const INTERRUPTED: i32 = 130;

static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static CODE: AtomicI32 = AtomicI32::new(INTERRUPTED);
static HANDLER: Once = Once::new();

/// Has a temporary file removed when the process is interrupted. A file that has been given its final name is no longer there and
/// nothing happens to it.
pub(super) fn remove_when_interrupted(path: &Path) {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_path_buf());
    handle();
}

/// From now on Ctrl-C is the way to end the command, not a failure.
pub(super) fn end_well_when_interrupted() {
    CODE.store(0, Ordering::Relaxed);
    handle();
}

fn handle() {
    HANDLER.call_once(|| {
        // Without the handler the process ends all the same; only the temporary file stays.
        let _ = ctrlc::set_handler(|| {
            for path in TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                let _ = std::fs::remove_file(path);
            }
            std::process::exit(CODE.load(Ordering::Relaxed));
        });
    });
}
