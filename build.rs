//! Embeds the rule packs of `rules/`: as written, and as JSON without examples, which is quicker to read at start-up; and compiles
//! their regular expressions.

#[path = "src/text/pattern/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/text/pattern/program.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut code = String::from("static EMBEDDED: &[(&str, &str, &str, &str)] = &[\n");
    let rules = root.join("rules");
    let mut expressions = BTreeSet::new();
    for path in files(&rules) {
        if path.is_dir() {
            let pack = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Its folders hold cases, reports and snapshots, which are no rules.
            for file in files(&path).into_iter().filter(|path| path.is_file()) {
                embed(&rules, &pack, &file, &out, &mut code, &mut expressions);
            }
        } else {
            embed(&rules, "", &path, &out, &mut code, &mut expressions);
        }
    }
    code.push_str("];\n");
    let reports = good_reports(&root.join("reports/good"));
    code.push_str(&table_of(&reports));
    fs::write(out.join("packs.rs"), code).expect("OUT_DIR can be written");
    // What is rare in them is worth looking for first.
    let samples: String = reports.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    fs::write(out.join("patterns.rs"), patterns(&expressions, &samples)).expect("OUT_DIR can be written");
}

/// The good sample reports in plain text.
fn good_reports(folder: &Path) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed=reports/good");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "md"));
    paths.sort();
    paths
}

/// The table of the good reports, which `gangyao test --mutate` breaks.
fn table_of(reports: &[PathBuf]) -> String {
    let mut code = String::from("static GOOD: &[(&str, &[u8])] = &[\n");
    for path in reports {
        let name = format!("good/{}", path.file_name().unwrap_or_default().to_string_lossy());
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("writing to a string");
    }
    code + "];\n"
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths
}

fn embed(rules: &Path, pack: &str, file: &Path, out: &Path, code: &mut String, expressions: &mut BTreeSet<String>) {
    let shown = file.strip_prefix(rules).unwrap_or(file).display().to_string().replace('\\', "/");
    let yaml = fs::read_to_string(file).unwrap_or_else(|error| panic!("rules/{shown}: {error}"));
    let options = serde_yaml::options! { with_snippet: false, strict_booleans: true };
    // A file that is not YAML is embedded as it is: loading it then says what is wrong with it, in the same words as for any
    // other pack.
    let compiled = match serde_yaml::from_str_with_options::<serde_json::Value>(&yaml, options) {
        Ok(mut value) => {
            strip_examples(&mut value);
            collect_expressions(&value, expressions);
            value.to_string()
        }
        Err(error) => {
            println!("cargo::warning=rules/{shown}: {error}");
            String::new()
        }
    };
    let name = shown.replace('/', "-");
    let compiled_path = out.join(format!("{name}.json"));
    fs::write(&compiled_path, compiled).expect("OUT_DIR can be written");
    writeln!(
        code,
        "    ({pack:?}, {:?}, include_str!({:?}), include_str!({:?})),",
        format!("rules/{shown}"),
        file.display().to_string(),
        compiled_path.display().to_string()
    )
    .expect("writing to a string");
}

fn strip_examples(value: &mut serde_json::Value) {
    for rule in value.as_array_mut().into_iter().flatten() {
        if let Some(map) = rule.as_object_mut() {
            map.remove("examples");
        }
    }
}

/// Every text that is written as a regular expression. One that is none is harmless: nobody will look it up.
fn collect_expressions(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.extend(text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).map(str::to_owned));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect_expressions(value, found)),
        serde_json::Value::Object(map) => map.values().for_each(|value| collect_expressions(value, found)),
        _ => {}
    }
}

/// The table of compiled expressions. What does not parse is left out: loading it says what is wrong.
fn patterns(expressions: &BTreeSet<String>, samples: &str) -> String {
    let in_ten_thousand = |count: usize| count * 10_000 / samples.chars().count().max(1);
    let frequency =
        |literal: &str| program::usual_frequency(literal).max(in_ten_thousand(samples.matches(literal).count()));
    let mut code = String::from("static PATTERNS: &[Embedded] = &[\n");
    for source in expressions {
        let hir = match regex_syntax::parse(source) {
            Ok(hir) if hir.properties().minimum_len() != Some(0) => hir,
            _ => continue,
        };
        let needs = program::needed_literals(&hir, &frequency);
        let groups = program::needed_groups(&hir, &frequency);
        let groups: String = groups.iter().map(|group| format!("&{group:?}, ")).collect();
        let compiled = match program::compile(&hir) {
            None => "None".to_owned(),
            Some(program) => {
                let ops: String = program.ops.iter().map(|op| format!("Op::{op:?}, ")).collect();
                format!(
                    "Some(Program {{ ops: Cow::Borrowed(&[{ops}]), ranges: Cow::Borrowed(&{:?}), first: {:?}, anchored: {} }})",
                    program.ranges.as_ref() as &[(char, char)],
                    program.first,
                    program.anchored
                )
            }
        };
        writeln!(
            code,
            "    Embedded {{ source: {source:?}, needs: &{:?}, groups: &[{groups}], lead: {}, program: {compiled} }},",
            needs.texts, needs.lead
        )
        .expect("writing to a string");
    }
    code.push_str("];\n");
    code
}
