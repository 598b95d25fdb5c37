//! Where the time of a report goes: reading, understanding, and each rule alone, in microseconds a report.
//!
//! `cargo bench --bench stages` prints it; a word after `--` leaves only rules whose id holds it. A rule alone pays for all that it
//! shares with others (figures, citations), so the rules add up to more than all of them together take, which is told too.

#[allow(dead_code)]
#[path = "../speed/files.rs"]
mod files;

use std::hint::black_box;
use std::time::{Duration, Instant};

use gangyao::document::{Document, builder};
use gangyao::input::{self, Source};
use gangyao::lint::{Linter, Options};
use gangyao::rule::RuleSet;
use gangyao::rule::pack::Sources;

/// Times each thing is measured; the shortest counts.
const RUNS: usize = 9;

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let rules = Sources::builtin().load().expect("the built-in packs load");
    let texts = files::texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    let reports = texts.len() as f64;
    let read = |text: &String| {
        input::read(&Source::from_bytes("报告.txt", text.as_bytes().to_vec())).expect("a sample is read")
    };
    let build = |text: &String| builder::build(read(text).draft, "报告.txt", &rules.reading);
    let documents: Vec<Document> = texts.iter().map(build).collect();
    let show = |name: &str, time: Duration| println!("{:>9.1} µs  {name}", time.as_secs_f64() * 1e6 / reports);

    println!("{} reports, {:.1} KB each", texts.len(), bytes as f64 / 1e3 / reports);
    let reading = shortest(|| texts.iter().for_each(|text| drop(black_box(read(text)))));
    show("reading", reading);
    let understanding = shortest(|| texts.iter().for_each(|text| drop(black_box(build(text)))));
    show("understanding", understanding.saturating_sub(reading));
    let all = rules.select(&[], &[]).expect("all rules can be chosen");
    let none = lint(&rules, &documents, &|_| false);
    show("scanning", none);
    let judging = shortest(|| lint_with(&Linter::new(&rules, &all), &documents)).saturating_sub(none);
    show("all rules", judging);
    let whole = (understanding + none + judging).as_secs_f64();
    println!("{:>9.1} MB/s without files and output", bytes as f64 / 1e6 / whole);

    let mut each: Vec<(Duration, &str)> = Vec::new();
    for (at, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.id.0.contains(&wanted)) {
        each.push((lint(&rules, &documents, &|other| other == at).saturating_sub(none), &rule.id.0));
    }
    each.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    let together = lint(&rules, &documents, &|at| rules.rules[at].id.0.contains(&wanted)).saturating_sub(none);
    println!(
        "\nrules alone, {:.1} µs in all, {:.1} µs together",
        each.iter().map(|(time, _)| time.as_secs_f64()).sum::<f64>() * 1e6 / reports,
        together.as_secs_f64() * 1e6 / reports
    );
    for (time, id) in each {
        show(id, time);
    }
}

/// The time of all documents with some rules only.
fn lint(rules: &RuleSet, documents: &[Document], runs: &dyn Fn(usize) -> bool) -> Duration {
    let mut selection = rules.select(&[], &[]).expect("all rules can be chosen");
    for at in 0..rules.rules.len() {
        selection.switch(at, runs(at));
    }
    let linter = Linter::new(rules, &selection);
    shortest(|| lint_with(&linter, documents))
}

fn lint_with(linter: &Linter<'_>, documents: &[Document]) {
    for document in documents {
        black_box(linter.lint(document, &Options::default()));
    }
}

fn shortest(mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..RUNS).map(|_| time(&mut work)).min().expect("it runs at least once")
}
