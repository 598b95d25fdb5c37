//! Speed of the whole program as a user starts it, beside other programs on the same files: one report, 1,000, 10,000, and one file of 10 MB.
//!
//! `cargo bench` prints medians of whole-process figures and ratios taken pair by pair in the same run (A B A B …), since machines
//! drift. `cargo bench -- --quick` leaves out the 10,000 files and the slow peers. The peers and how to have them are in
//! `docs/performance.md`; one that is not on the path is left out, and that is said.

mod files;
mod peers;
mod sample;

use std::path::Path;

use files::{Case, Reports};
use peers::Peer;
use sample::{Sample, median, peak_of, run};

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let peers = peers::all(folder.path());
    for case in Reports::new(folder.path()).cases(quick) {
        measure(&case, &peers, quick);
    }
    memory(folder.path());
}

/// Runs each program on the files of a case, in turn.
fn measure(case: &Case, peers: &[Peer], quick: bool) {
    println!("\n{} ({:.1} KB), {} runs of each", case.name, case.bytes as f64 / 1e3, case.runs);
    let ours = peers::gangyao();
    for threads in case.threads {
        let mut first = true;
        for peer in peers.iter().filter(|peer| peer.takes(case, threads, quick)) {
            let (mut own, mut other) = (Vec::new(), Vec::new());
            let runs = if peer.slow { 1 } else { case.runs };
            for _ in 0..=runs {
                own.push(run(ours.on(&case.path, threads)));
                other.push(run(peer.on(&case.path, threads)));
                if peer.slow {
                    break;
                }
            }
            // The first of each is a warm-up, but for what takes so long that starting makes no difference.
            let from = usize::from(!peer.slow);
            let (own, other) = (&own[from..], &other[from..]);
            if std::mem::take(&mut first) {
                show(ours.name, threads, own, case.bytes);
            }
            show(peer.name, threads, other, case.bytes);
            let ratios = |of: fn(&Sample) -> f64| median(own.iter().zip(other).map(|(a, b)| of(a) / of(b)).collect());
            println!(
                "    gangyao / {}: wall {:.2}, processor time {:.2}",
                peer.name,
                ratios(|sample| sample.wall),
                ratios(|sample| sample.cpu)
            );
        }
        if first {
            let samples: Vec<Sample> = (0..=case.runs).map(|_| run(ours.on(&case.path, threads))).collect();
            show(ours.name, threads, &samples[1..], case.bytes);
        }
    }
}

fn show(name: &str, threads: &str, samples: &[Sample], bytes: usize) {
    let wall = median(samples.iter().map(|sample| sample.wall).collect());
    let cpu = median(samples.iter().map(|sample| sample.cpu).collect());
    let threads = if threads == "1" { "one thread" } else { "all cores" };
    println!(
        "  {name:<11} {threads}: wall {:>9.2} ms, processor {:>9.2} ms, {:>6.2} MB/s per core",
        wall * 1e3,
        cpu * 1e3,
        bytes as f64 / cpu / 1e6
    );
}

/// Peak memory must not grow with the number of files.
fn memory(folder: &Path) {
    println!("\npeak memory of gangyao, one process each");
    for count in [100, 1_000, 4_000] {
        let reports = folder.join(format!("memory-{count}"));
        Reports::write(&reports, count);
        match peak_of(peers::gangyao().on(&reports, "0")) {
            Some(kilobytes) => println!("  {count:>5} files: {:.1} MB", kilobytes as f64 / 1e3),
            None => println!("  {count:>5} files: not measured on this system"),
        }
    }
}
