//! The kill table of a mutation run, as text and JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grid::grid;
use super::{Look, json, wrap};
use crate::mutate::{Fate, Kills, Tried};

/// For people: who was not killed and why, then tables by kind of change and by rule.
pub fn text(kills: &Kills, look: Look) -> String {
    let mut out = String::new();
    for (report, reason) in &kills.left_out {
        out += &format!("没有改 {report}：{reason}\n");
    }
    let alive: Vec<&Tried> = kills.tried.iter().filter(|tried| tried.fate != Fate::Killed).collect();
    for tried in &alive {
        out += &survivor(tried, look);
    }
    for known in &kills.stale {
        let words = wrap::one_line(&known.words);
        out += &format!("多余的 known：{} {}“{words}”：没有这处漏网的变异，请删去\n", known.report, known.change);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    if !look.quiet {
        out += &table("改法", &by(kills, |tried| vec![tried.change]), look);
        out += &table("规则", &by(kills, |tried| tried.must.iter().map(String::as_str).collect()), look);
    }
    let (all, killed) = (kills.tried.len(), kills.count(Fate::Killed));
    let unexplained = alive.iter().filter(|tried| tried.reason.is_none()).count();
    out += &format!(
        "改坏 {all} 处，恰好由所写的规则发现 {killed} 处，发现率 {}（要求 {}%）",
        percent(killed, all),
        kills.at_least
    );
    match unexplained {
        0 => out + "。\n",
        count => out + &format!("；{count} 处没有发现也没有写原因（known）。\n"),
    }
}

fn survivor(tried: &Tried, look: Look) -> String {
    let fate = match tried.fate {
        Fate::Survived => "没有发现",
        Fate::Noisy => "牵连别的规则",
        Fate::Killed => "发现",
    };
    let told = if tried.told.is_empty() { "没有规则报告".to_owned() } else { tried.told.join("、") };
    let mut out = format!("{fate} {}:{} {}\n", wrap::one_line(&tried.report), tried.line, tried.change);
    let mut line = |text: String| {
        for (at, piece) in wrap::wrap(&text, look.width.saturating_sub(6)).iter().enumerate() {
            out += &format!("  {}{piece}\n", if at == 0 { "" } else { "  " });
        }
    };
    line(format!("原文：{}", wrap::abridge(&tried.words, 40)));
    line(format!("改法：{}", wrap::abridge(&tried.deed, 80)));
    line(format!("应由 {} 报告，实际：{told}", tried.must.join("、")));
    if let Some(reason) = &tried.reason {
        line(format!("原因：{}", wrap::one_line(reason)));
    }
    out
}

/// Numbers of one row.
#[derive(Debug, Default, Clone, Serialize)]
struct Row {
    mutations: usize,
    killed: usize,
    survived: usize,
    noisy: usize,
}

fn by<'a>(kills: &'a Kills, keys: impl Fn(&'a Tried) -> Vec<&'a str>) -> BTreeMap<&'a str, Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for tried in &kills.tried {
        for key in keys(tried) {
            let row = rows.entry(key).or_default();
            row.mutations += 1;
            match tried.fate {
                Fate::Killed => row.killed += 1,
                Fate::Survived => row.survived += 1,
                Fate::Noisy => row.noisy += 1,
            }
        }
    }
    rows
}

fn table(name: &str, rows: &BTreeMap<&str, Row>, look: Look) -> String {
    let mut table = grid(&[name, "变异", "发现", "漏网", "牵连", "发现率"], look);
    for (key, row) in rows {
        table.add_row([
            (*key).to_owned(),
            row.mutations.to_string(),
            row.killed.to_string(),
            row.survived.to_string(),
            row.noisy.to_string(),
            percent(row.killed, row.mutations),
        ]);
    }
    format!("{}\n", table.trim_fmt())
}

fn percent(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[derive(Serialize)]
struct Wire<'a> {
    schema_version: u32,
    mutations: Vec<TriedWire<'a>>,
    by_change: BTreeMap<&'a str, Row>,
    by_rule: BTreeMap<&'a str, Row>,
    left_out: Vec<LeftOut<'a>>,
    stale_known: Vec<StaleWire<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct TriedWire<'a> {
    report: &'a str,
    line: usize,
    change: &'a str,
    words: &'a str,
    deed: &'a str,
    intended: &'a [String],
    told: &'a [String],
    fate: Fate,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    report: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct StaleWire<'a> {
    report: &'a str,
    change: &'a str,
    words: &'a str,
}

#[derive(Serialize)]
struct Summary {
    passed: bool,
    mutations: usize,
    killed: usize,
    /// Share of kills in percent, cut to two decimals.
    rate: f64,
    at_least: u32,
}

/// For other programs.
pub fn json(kills: &Kills) -> String {
    let document = Wire {
        schema_version: 1,
        mutations: kills.tried.iter().map(wire).collect(),
        by_change: by(kills, |tried| vec![tried.change]),
        by_rule: by(kills, |tried| tried.must.iter().map(String::as_str).collect()),
        left_out: kills.left_out.iter().map(|(report, reason)| LeftOut { report, reason }).collect(),
        stale_known: kills
            .stale
            .iter()
            .map(|known| StaleWire { report: &known.report, change: &known.change, words: &known.words })
            .collect(),
        summary: Summary {
            passed: !kills.fails(),
            mutations: kills.tried.len(),
            killed: kills.count(Fate::Killed),
            rate: kills.rate() as f64 / 100.0,
            at_least: kills.at_least,
        },
    };
    json::text(&document) + "\n"
}

fn wire(tried: &Tried) -> TriedWire<'_> {
    TriedWire {
        report: &tried.report,
        line: tried.line,
        change: tried.change,
        words: &tried.words,
        deed: &tried.deed,
        intended: &tried.must,
        told: &tried.told,
        fate: tried.fate,
        reason: tried.reason.as_deref(),
    }
}
