//! Generated documents: the rule manual and the JSON Schemas are those of today, and the schemas take what the loader takes.

use serde_json::Value;

use super::keeping::Keeper;
use super::support::{files_below, root};

/// Holds freshly generated files against those in `docs/`.
fn assert_fresh(arguments: &[&str], folder: &str) {
    let keeper = Keeper::empty();
    assert_eq!(keeper.run(arguments).code, Some(0));
    let written: Vec<(String, String)> = files_below(folder)
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("it can be read"))
        })
        .collect();
    let fresh: Vec<(String, String)> =
        keeper.files().into_iter().map(|(name, text)| (name.trim_start_matches("out/").to_owned(), text)).collect();
    assert!(!fresh.is_empty());
    let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&written), names(&fresh), "files in {folder}");
    for ((name, old), (_, new)) in written.iter().zip(&fresh) {
        assert!(old == new, "{folder}/{name} is stale: cargo run -- {} --output {folder}", arguments[0]);
    }
}

#[test]
fn the_manual_in_docs_is_fresh() {
    assert_fresh(&["manual", "--output", "out"], "docs/rules");
}

#[test]
fn the_schemas_in_docs_are_fresh() {
    assert_fresh(&["schema", "--output", "out"], "docs/schema");
}

#[test]
fn explain_says_what_the_manual_says() {
    let told = Keeper::empty().run(&["explain", "struct/problems"]).out;
    let manual = std::fs::read_to_string(root().join("docs/rules/fazhi.md")).expect("the manual is there");
    for paragraph in ["没有“存在的不足和原因”这一部分", "上一年度推进法治政府建设存在的不足和原因"]
    {
        assert!(told.contains(paragraph), "{told}");
        assert!(manual.contains(paragraph));
    }
}

fn validator(kind: &str) -> jsonschema::Validator {
    let told = Keeper::empty().json(&["schema", kind]);
    jsonschema::validator_for(&told).expect("a good schema")
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_built_in_file_is_valid_by_its_schema() {
    let mut checked = 0;
    for path in files_below("rules").into_iter().filter(|path| path.extension().is_some_and(|e| e == "yaml")) {
        let name = path.file_stem().expect("a file").to_string_lossy().into_owned();
        let kind = match name.as_str() {
            "pack" | "words" | "norms" | "reading" | "mutations" => name.as_str(),
            _ => "rules",
        };
        let value = yaml(&std::fs::read_to_string(&path).expect("it can be read"));
        let errors: Vec<String> =
            validator(kind).iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}:\n{}", path.display(), errors.join("\n"));
        checked += 1;
    }
    assert!(checked > 15, "only {checked} files");
}

#[test]
fn the_files_of_a_new_pack_are_valid_by_their_schemas() {
    let keeper = Keeper::new();
    for (file, kind) in [
        ("pack.yaml", "pack"),
        ("local.yaml", "rules"),
        ("mutations.yaml", "mutations"),
        ("tests/local/hotline.yaml", "cases"),
    ] {
        let value = yaml(&keeper.read(&format!("清单/{file}")));
        assert!(validator(kind).is_valid(&value), "{file}");
    }
}

#[test]
fn the_schemas_refuse_what_the_loader_refuses() {
    let rule = "- { id: a, title: 甲, severity: warning, basis: [practice], check: { numbering: {} }, message: 乙 }";
    let rules = validator("rules");
    assert!(rules.is_valid(&yaml(rule)));
    for (old, new) in [
        ("severity: warning", "severity: bad"),
        ("title: 甲, ", ""),
        ("message: 乙", "message: 乙, colour: red"),
        ("numbering", "numbring"),
        ("numbering: {}", "numbering: { deep: 1 }"),
        ("numbering: {}", "numbering: {}, ordinals: { forms: [甲] }"),
        ("numbering: {}", "required-text: { any: [{ near: { a: [甲], b: [乙] } }] }"),
    ] {
        assert!(!rules.is_valid(&yaml(&rule.replace(old, new))), "{new}");
    }
    assert!(!validator("cases").is_valid(&yaml("- { text: 甲 }")));
    assert!(!validator("mutations").is_valid(&yaml("changes: [{ change: { delete: {} }, fires: [a/b] }]")));
}
