//! The examples in `docs/configuration.md` and `docs/pipelines.md` work as they are.

use std::path::PathBuf;

use gangyao::rule::pack::Sources;
use gangyao::settings::{Layer, unknown_names};
use gangyao::waiver::WaiverList;

use super::desk::Desk;
use super::support::{RULES, root};

/// The YAML listing that begins with a comment.
fn listing(comment: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/configuration.md")).expect("the document is there");
    let listings = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let found: Vec<&str> = listings.filter(|listing| listing.starts_with(&format!("# {comment}\n"))).collect();
    assert_eq!(found.len(), 1, "{comment}");
    found[0].to_owned()
}

#[test]
fn the_settings_shown_are_settings_and_show_every_key() {
    let text = listing("gangyao.yaml");
    let (layer, mut errors) = Layer::read("gangyao.yaml", PathBuf::new(), &text);
    errors.extend(unknown_names(&RULES, &layer));
    assert!(errors.is_empty(), "{errors:#?}");
    let unknown = Layer::read("gangyao.yaml", PathBuf::new(), "x: 1\n").1;
    let keys = unknown[0].help.clone().unwrap_or_default();
    let keys: Vec<&str> = keys.trim_start_matches("可用：").split('、').collect();
    assert!(keys.len() >= 12, "{keys:?}");
    let missing: Vec<&&str> = keys.iter().filter(|key| !text.contains(&format!("\n{key}:"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_waivers_shown_are_waivers() {
    let (list, errors) = WaiverList::read("waivers.yaml", PathBuf::new(), &listing("waivers.yaml"));
    assert!(errors.is_empty() && list.unknown_rules(&RULES).is_empty(), "{errors:#?}");
    assert_eq!(list.waivers.len(), 2);
}

#[test]
fn the_pack_shown_is_a_pack() {
    let sources = Sources::builtin().with_text("qingxi", "qingxi/pack.yaml", listing("pack.yaml"));
    let loaded = sources.with_text("qingxi", "qingxi/struct.yaml", listing("规则文件")).load();
    let rules = loaded.unwrap_or_else(|errors| panic!("{:#?}", errors.0));
    assert!(rules.rule("struct/hotline").is_some());
    assert_eq!(rules.rule("struct/thin").map(|rule| rule.title.as_str()), Some("写得过少"));
}

/// The listings of `docs/pipelines.md` in this language.
fn pipelines(language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/pipelines.md")).expect("the document is there");
    let opening = format!("```{language}\n");
    let listings = text.split(&opening).skip(1);
    listings.filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

/// All texts in a YAML value.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => text.lines().collect(),
        serde_json::Value::Array(items) => items.iter().flat_map(texts).collect(),
        serde_json::Value::Object(entries) => entries.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The YAML listings of `docs/pipelines.md`, parsed.
fn pipeline_files() -> Vec<serde_json::Value> {
    let parse = |listing: &String| serde_yaml::from_str(listing).unwrap_or_else(|error| panic!("{error}\n{listing}"));
    pipelines("yaml").iter().map(parse).collect()
}

#[test]
fn the_commands_in_the_pipelines_are_commands() {
    let files = pipeline_files();
    assert_eq!(files.len(), 4);
    let shell = pipelines("sh");
    let lines = shell.iter().flat_map(|listing| listing.lines()).chain(files.iter().flat_map(texts));
    let commands: Vec<&str> = lines.filter(|line| line.starts_with("gangyao ")).collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        // `--watch` would not end, but settings that are not there end every check once the command line has been understood.
        let desk = Desk::new().with("reports/a.txt", "通知\n");
        let arguments: Vec<&str> = command.split(' ').skip(1).chain(["--config", "absent.yaml"]).collect();
        let arguments: Vec<&str> = arguments.into_iter().filter(|argument| *argument != "--watch").collect();
        let complaint = desk.complains(&arguments);
        assert!(complaint.contains("absent.yaml") && complaint.contains("无法读取设置文件"), "{command}: {complaint}");
        assert!(!command.contains("--watch") || desk.says(&["check", "--help"]).contains("--watch"), "{command}");
    }
}

#[test]
fn the_hooks_shown_are_those_there_are() {
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the hooks are there");
    let hooks: serde_json::Value = serde_yaml::from_str(&hooks).expect("they are YAML");
    let ids = |hooks: &serde_json::Value| -> Vec<String> {
        hooks.as_array().into_iter().flatten().map(|hook| hook["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let files = pipeline_files();
    let shown = files.iter().find_map(|file| file.get("repos")).expect("pre-commit has a listing");
    assert_eq!(ids(&shown[0]["hooks"]), ids(&hooks));
}
