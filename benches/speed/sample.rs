//! One run of a program: wall time, processor time, peak memory.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What one run took, in seconds.
pub(crate) struct Sample {
    /// From start to end.
    pub(crate) wall: f64,
    /// Processor time of the program and of what it started, user and system.
    pub(crate) cpu: f64,
}

/// Runs a program to its end, its output thrown away.
pub(crate) fn run(mut command: Command) -> Sample {
    let before = child_cpu();
    let start = Instant::now();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    Sample { wall: start.elapsed().as_secs_f64(), cpu: child_cpu() - before }
}

fn child_cpu() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system accounts for children");
    (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6
}

/// Peak resident memory of one run in kilobytes, by polling what the system says of it.
pub(crate) fn peak_of(mut command: Command) -> Option<u64> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    while child.try_wait().ok()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmHWM"));
        let now = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse().ok());
        peak = peak.max(now);
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

/// The middle value; of an even number the upper of the two.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
