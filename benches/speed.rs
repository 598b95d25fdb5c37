//! Speed of the whole program as a user starts it: one report, and many, beside ripgrep with the same patterns.
//!
//! `cargo bench` prints medians of whole-process figures and ratios taken pair by pair in the same run (A B A B …), since machines
//! drift. Reports are made from the samples in `reports/`. Where `rg` is not on the path its columns are left out, and that is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gangyao::rule::pack::Sources;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

const RUNS: usize = 9;
const MANY: usize = 1_000;
/// Put in the place of 县, so that reports differ and their figures still add up.
const PLACES: [&str; 4] = ["县", "旗", "州", "盟"];

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = env!("CARGO_BIN_EXE_gangyao");
    let patterns = folder.path().join("patterns.txt");
    let sources = Sources::builtin().load().expect("the built-in packs load");
    fs::write(&patterns, sources.literals.sources().join("\n")).expect("patterns are written");
    let rules = sources.rules.len();

    let one = folder.path().join("one");
    let many = folder.path().join("many");
    let one_bytes = write_reports(&one, 1);
    let many_bytes = write_reports(&many, MANY);
    let has_rg = Command::new("rg").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    println!("{rules} rules, {} patterns; {RUNS} runs of each, medians", sources.literals.sources().len());
    if !has_rg {
        println!("rg is not on the path: no yardstick in this run (cargo install ripgrep)");
    }

    let gangyao = |folder: &Path, jobs: &str| {
        let mut command = Command::new(program);
        command.args(["check", "--format", "concise", "--quiet", "--jobs", jobs]).arg(folder);
        command
    };
    let rg = |folder: &Path, threads: &str| {
        let mut command = Command::new("rg");
        command.args(["--no-config", "-o", "--threads", threads, "-f"]).arg(&patterns).arg(folder);
        command
    };
    for (name, folder, bytes, jobs) in [
        ("one report, one thread", &one, one_bytes, "1"),
        ("1,000 reports, one thread", &many, many_bytes, "1"),
        ("1,000 reports, all cores", &many, many_bytes, "0"),
    ] {
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..=RUNS {
            ours.push(run(gangyao(folder, jobs)));
            if has_rg {
                theirs.push(run(rg(folder, jobs)));
            }
        }
        // The first of each is a warm-up.
        let ours = &ours[1..];
        println!("\n{name} ({:.1} KB)", bytes as f64 / 1e3);
        show("gangyao", ours, bytes);
        if let Some(theirs) = theirs.get(1..) {
            show("rg", theirs, bytes);
            let ratios = |of: fn(&Sample) -> f64| median(ours.iter().zip(theirs).map(|(a, b)| of(a) / of(b)).collect());
            println!("  gangyao / rg: wall {:.2}, processor time {:.2}", ratios(|s| s.wall), ratios(|s| s.cpu));
        }
    }
    memory(&gangyao, folder.path());
}

/// Peak memory must not grow with the number of files.
fn memory(gangyao: &dyn Fn(&Path, &str) -> Command, folder: &Path) {
    println!("\npeak memory, one process each");
    for count in [100, 1_000, 4_000] {
        let reports = folder.join(format!("memory-{count}"));
        write_reports(&reports, count);
        match peak_of(gangyao(&reports, "0")) {
            Some(kilobytes) => println!("  {count:>5} files: {:.1} MB", kilobytes as f64 / 1e3),
            None => println!("  {count:>5} files: not measured on this system"),
        }
    }
}

/// Peak resident memory of one process in kilobytes, by polling what the system says of it.
fn peak_of(mut command: Command) -> Option<u64> {
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

struct Sample {
    wall: f64,
    cpu: f64,
}

fn run(mut command: Command) -> Sample {
    let before = child_cpu();
    let start = Instant::now();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    Sample { wall: start.elapsed().as_secs_f64(), cpu: child_cpu() - before }
}

fn child_cpu() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system accounts for children");
    (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6
}

fn show(name: &str, samples: &[Sample], bytes: usize) {
    let wall = median(samples.iter().map(|s| s.wall).collect());
    let cpu = median(samples.iter().map(|s| s.cpu).collect());
    println!(
        "  {name:<8} wall {:>8.2} ms, processor {:>8.2} ms, {:>6.1} MB/s, {:>6.1} MB/s per core",
        wall * 1e3,
        cpu * 1e3,
        bytes as f64 / wall / 1e6,
        bytes as f64 / cpu / 1e6
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Writes reports of about 10 KB each, made from the samples by taking them in turn with other places; returns their bytes.
fn write_reports(folder: &Path, count: usize) -> usize {
    fs::create_dir_all(folder).expect("the folder is made");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/good");
    let mut texts: Vec<String> = fs::read_dir(samples)
        .expect("samples are there")
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "txt"))
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .filter(|text| text.len() > 6_000)
        .collect();
    texts.sort();
    let mut bytes = 0;
    for at in 0..count {
        let text = texts[at % texts.len()].replace("县", PLACES[at % PLACES.len()]);
        fs::write(folder.join(format!("{at:05}.txt")), &text).expect("a report is written");
        bytes += text.len();
    }
    bytes
}
