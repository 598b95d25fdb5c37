//! For people: what failed with what was expected and found, then a table.

use super::{Trial, place};
use crate::output::grid::grid;
use crate::output::{Look, wrap};
use crate::rule::case::{Expected, Wanted};
use crate::verify::snapshot::{Compared, Standing};
use crate::verify::{Tested, Verdict};

/// The whole page.
pub fn text(trial: &Trial, look: Look) -> String {
    let mut out = String::new();
    for (_, tested) in trial.cases.iter().filter(|(_, tested)| tested.verdict.fails()) {
        out += &failed(tested, look);
    }
    for compared in trial.snapshots.iter().filter(|compared| compared.standing() != Standing::Same) {
        out += &differs(compared, look);
    }
    for (_, coverage) in trial.coverage.iter().filter(|(_, coverage)| !coverage.is_full()) {
        out += &format!("{} {}：{}\n\n", paint("未覆盖", look), coverage.rule, coverage.lacking());
    }
    for verdict in [Verdict::Todo, Verdict::TodoPasses] {
        for (_, tested) in trial.cases.iter().filter(|(_, tested)| tested.verdict == verdict) {
            out += &waiting(tested);
        }
    }
    if !look.quiet {
        out += &table(trial, look);
    }
    out + &format!("{}\n", conclusion(trial))
}

fn paint(word: &str, look: Look) -> String {
    if look.color { format!("\u{1b}[31m{word}\u{1b}[0m") } else { word.to_owned() }
}

fn failed(tested: &Tested, look: Look) -> String {
    let case = &tested.case;
    let verdict = paint(tested.verdict.title(), look);
    let mut out = format!("{verdict} {}（{}）{}\n", case.rule, place(&case.origin), wrap::one_line(&case.name));
    let mut part = |name: &str, lines: Vec<String>| {
        out += &format!("  {name}\n");
        for line in lines {
            for (at, piece) in wrap::wrap(&line, look.width.saturating_sub(8)).iter().enumerate() {
                out += &format!("    {}{piece}\n", if at == 0 { "· " } else { "  " });
            }
        }
    };
    part("文字", vec![wrap::abridge(&case.example.text, 120)]);
    part("应当", expected(&case.wanted));
    part("实际", found(&tested.actual));
    out.push('\n');
    out
}

fn expected(wanted: &Wanted) -> Vec<String> {
    match wanted {
        Wanted::Some => vec!["至少报告一处".to_owned()],
        Wanted::Exactly(none) if none.is_empty() => vec!["不报告".to_owned()],
        Wanted::Exactly(findings) => findings.iter().map(finding).collect(),
    }
}

fn found(actual: &[Expected]) -> Vec<String> {
    match actual {
        [] => vec!["没有报告".to_owned()],
        findings => findings.iter().map(finding).collect(),
    }
}

fn finding(finding: &Expected) -> String {
    let section = finding.section.as_ref().map(|section| format!("（{section}）")).unwrap_or_default();
    let message = finding.message.as_ref().map(|message| format!("：{message}")).unwrap_or_default();
    wrap::one_line(&format!("“{}”{section}{message}", wrap::abridge(&finding.matched, 60)))
}

fn waiting(tested: &Tested) -> String {
    let case = &tested.case;
    let why = match tested.verdict {
        Verdict::TodoPasses => "，请删去 todo".to_owned(),
        _ => case.todo.as_ref().map(|todo| format!("：{}", wrap::one_line(todo))).unwrap_or_default(),
    };
    format!("{} {}（{}）{why}\n", tested.verdict.title(), case.rule, place(&case.origin))
}

fn differs(compared: &Compared, look: Look) -> String {
    let standing = compared.standing();
    let mut out = format!("{} {}：{}\n", paint(standing.title(), look), compared.pack, compared.report);
    if standing == Standing::Changed {
        out += &format!("  {}（- 快照，+ 现在）\n", compared.file);
        out += &difference(compared, look);
    }
    out.push('\n');
    out
}

/// The lines of a difference, indented, coloured where colours are used.
pub fn difference(compared: &Compared, look: Look) -> String {
    let line = |line: String| {
        let color = match line.chars().next() {
            Some('-') if look.color => Some("31"),
            Some('+') if look.color => Some("32"),
            _ => None,
        };
        let line: String = line.chars().map(wrap::printable).collect();
        match color {
            Some(color) => format!("    \u{1b}[{color}m{line}\u{1b}[0m\n"),
            None => format!("    {line}\n"),
        }
    };
    compared.difference().into_iter().map(line).collect()
}

/// Numbers by pack.
fn table(trial: &Trial, look: Look) -> String {
    let header = ["规则包", "用例", "通过", "漏报", "误报", "错处", "待办", "快照", "覆盖的规则"];
    let mut table = grid(&header, look);
    for pack in &trial.packs {
        let count = |verdict| trial.count(pack, verdict);
        let all: usize = Verdict::ALL.into_iter().map(count).sum();
        let same = trial.snapshots_of(pack).filter(|compared| compared.standing() == Standing::Same).count();
        let (full, rules) = trial.covered(pack);
        table.add_row([
            pack.clone(),
            all.to_string(),
            count(Verdict::Pass).to_string(),
            count(Verdict::Missing).to_string(),
            count(Verdict::Noisy).to_string(),
            count(Verdict::Wrong).to_string(),
            (count(Verdict::Todo) + count(Verdict::TodoPasses)).to_string(),
            format!("{same}/{}", trial.snapshots_of(pack).count()),
            format!("{full}/{rules}"),
        ]);
    }
    format!("{}\n", table.trim_fmt())
}

fn conclusion(trial: &Trial) -> String {
    let failed = trial.cases.iter().filter(|(_, tested)| tested.verdict.fails()).count();
    let differ = trial.snapshots.iter().filter(|compared| compared.standing() != Standing::Same).count();
    let uncovered = trial.coverage.iter().filter(|(_, coverage)| !coverage.is_full()).count();
    if !trial.fails() {
        return "全部通过。".to_owned();
    }
    let mut parts = Vec::new();
    if failed > 0 {
        parts.push(format!("{failed} 个用例没有通过"));
    }
    if differ > 0 {
        parts.push(format!("{differ} 份快照不符（逐条看过后，用 --update 或 --review 更新）"));
    }
    if uncovered > 0 {
        parts.push(format!("{uncovered} 条规则没有用例覆盖"));
    }
    format!("{}。", parts.join("，"))
}
