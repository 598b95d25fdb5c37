//! `check --show-settings`: what holds for one file, and who says so.

use std::io;
use std::path::{Path, PathBuf};

use super::settings::{Group, shown};
use crate::document::Date;
use crate::settings::{Effective, FailOn, Layer, Origin};

/// What the command line says.
pub(super) struct Said<'a> {
    pub(super) published: Option<Date>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) select: &'a [String],
    pub(super) ignore: &'a [String],
    pub(super) rules: &'a [PathBuf],
    pub(super) exclude: &'a [String],
}

/// One line a setting: what, its value, its source.
struct Lines(Vec<[String; 3]>);

impl Lines {
    fn add(&mut self, name: &str, value: impl ToString, origin: String) {
        self.0.push([name.to_owned(), value.to_string(), origin]);
    }
}

/// The page.
pub(super) fn page(
    file: &Path,
    layers: &[Layer],
    effective: &Effective,
    group: &Group,
    said: &Said<'_>,
) -> io::Result<String> {
    let base = std::env::current_dir()?;
    let base = base.canonicalize().unwrap_or(base);
    let near = |path: &Path| shown(&path.canonicalize().unwrap_or_else(|_| path.to_owned()), &base);
    let names: Vec<&str> = layers.iter().rev().map(|layer| &*layer.name).collect();
    let mut out = format!("对 {} 生效的设置\n", file.display());
    out += &match names.is_empty() {
        true => "设置文件：无\n".to_owned(),
        false => format!("设置文件：{}\n", names.join("，以之为基础：")),
    };
    let mut lines = Lines(Vec::new());
    for pack in &effective.packs {
        lines.add("packs", near(&pack.value), place(&pack.origin));
    }
    said.rules.iter().for_each(|folder| lines.add("packs", folder.display(), "命令行 --rules".to_owned()));
    choice(&mut lines, effective, said);
    for graded in effective.severity.iter().flatten() {
        lines.add("severity", format!("{}：{}", graded.value.0, graded.value.1.name()), place(&graded.origin));
    }
    for tuned in &effective.thresholds {
        let value = format!("{}：{} = {}", tuned.value.rule, tuned.value.name, tuned.value.value);
        lines.add("thresholds", value, place(&tuned.origin));
    }
    match (said.published, &effective.published) {
        (Some(date), _) => lines.add("published", date, "命令行".to_owned()),
        (None, Some(date)) => lines.add("published", date.value, place(&date.origin)),
        (None, None) => {}
    }
    match (said.fail_on, &effective.fail_on) {
        (Some(level), _) => lines.add("fail-on", level.severity().name(), "命令行".to_owned()),
        (None, Some(level)) => lines.add("fail-on", level.value.severity().name(), place(&level.origin)),
        (None, None) => lines.add("fail-on", FailOn::default().severity().name(), "默认".to_owned()),
    }
    for layer in layers {
        for glob in &layer.raw.exclude {
            lines.add("exclude", &glob.value, layer.name.to_string());
        }
    }
    said.exclude.iter().for_each(|glob| lines.add("exclude", glob, "命令行".to_owned()));
    for (name, path) in [("waivers", &effective.waivers), ("baseline", &effective.baseline)] {
        if let Some(path) = path {
            lines.add(name, near(&path.value), place(&path.origin));
        }
    }
    out += &table(&lines.0);
    let all = group.rules.rules.len();
    out += &format!("使用 {} 条规则，共 {all} 条。\n", group.selection.count());
    Ok(out)
}

fn choice(lines: &mut Lines, effective: &Effective, said: &Said<'_>) {
    match (&effective.select, said.select) {
        (_, [_, ..]) => {
            lines.add("select", said.select.join("、"), "命令行（设置文件的 select、ignore、off 不算）".to_owned())
        }
        (Some(names), []) => match names.first() {
            None => lines.add("select", "（不用任何规则）", "设置文件".to_owned()),
            Some(_) => names.iter().for_each(|name| lines.add("select", &name.value, place(&name.origin))),
        },
        (None, []) => lines.add("select", "全部", "默认".to_owned()),
    }
    if said.select.is_empty() {
        effective.ignore.iter().for_each(|name| lines.add("ignore", &name.value, place(&name.origin)));
    }
    said.ignore.iter().for_each(|name| lines.add("ignore", name, "命令行".to_owned()));
}

fn place(origin: &Origin) -> String {
    match (&origin.file, origin.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.to_string(),
        (None, _) => "默认".to_owned(),
    }
}

fn table(lines: &[[String; 3]]) -> String {
    use crate::output::wrap::width;
    let widest = |at: usize| lines.iter().map(|line| width(&line[at])).max().unwrap_or(0);
    let (names, values) = (widest(0), widest(1).min(60));
    let row = |line: &[String; 3]| {
        let pad = |text: &str, to: usize| " ".repeat(to.saturating_sub(width(text)));
        let [name, value, origin] = line;
        format!("  {name}{}  {value}{}  {origin}\n", pad(name, names), pad(value, values))
    };
    lines.iter().map(row).collect()
}
