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
use gangyao::rule::Selection;
use gangyao::rule::pack::Sources;

/// Times each thing is measured on each report; the shortest counts.
const RUNS: usize = 60;

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
    let reading = shortest(&texts, |text| drop(black_box(read(text))));
    show("reading", reading);
    let understanding = shortest(&texts, |text| drop(black_box(build(text))));
    show("understanding", understanding.saturating_sub(reading));
    let all = rules.select(&[], &[]).expect("all rules can be chosen");
    let only = |runs: &dyn Fn(usize) -> bool| {
        let mut selection = all.clone();
        (0..rules.rules.len()).for_each(|at| selection.switch(at, runs(at)));
        selection
    };
    let none = only(&|_| false);
    let scanner = Linter::new(&rules, &none);
    // What the others take beyond scanning, measured side by side.
    let beyond = |selection: &Selection| {
        let linter = Linter::new(&rules, selection);
        let lint =
            |linter: &Linter<'_>, document: &Document| drop(black_box(linter.lint(document, &Options::default())));
        let [time, scanning] =
            shortest_of(&documents, [&|document| lint(&linter, document), &|document| lint(&scanner, document)]);
        (time.saturating_sub(scanning), scanning)
    };
    let (judging, scanning) = beyond(&all);
    show("scanning", scanning);
    show("all rules", judging);
    let whole = (understanding + scanning + judging).as_secs_f64();
    println!("{:>9.1} MB/s without files and output", bytes as f64 / 1e6 / whole);

    let mut each: Vec<(Duration, &str)> = Vec::new();
    for (at, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.id.0.contains(&wanted)) {
        each.push((beyond(&only(&|other| other == at)).0, &rule.id.0));
    }
    each.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    let (together, _) = beyond(&only(&|at| rules.rules[at].id.0.contains(&wanted)));
    println!(
        "\nrules alone, {:.1} µs in all, {:.1} µs together",
        each.iter().map(|(time, _)| time.as_secs_f64()).sum::<f64>() * 1e6 / reports,
        together.as_secs_f64() * 1e6 / reports
    );
    for (time, id) in each {
        show(id, time);
    }
}

/// The time of work on all things.
fn shortest<T>(things: &[T], work: impl Fn(&T)) -> Duration {
    shortest_of(things, [&work])[0]
}

/// The times of several works on all things. Each is measured on each thing by itself, and in turn with the others, so that what
/// else runs on the machine falls into few of the times and touches all works alike.
fn shortest_of<T, const N: usize>(things: &[T], works: [&dyn Fn(&T); N]) -> [Duration; N] {
    let mut sums = [Duration::ZERO; N];
    for thing in things {
        let mut best = [Duration::MAX; N];
        for _ in 0..RUNS {
            for (best, work) in best.iter_mut().zip(works) {
                let start = Instant::now();
                work(thing);
                *best = start.elapsed().min(*best);
            }
        }
        sums.iter_mut().zip(best).for_each(|(sum, best)| *sum += best);
    }
    sums
}
