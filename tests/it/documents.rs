//! The examples in `docs/configuration.md` work as they are.

use std::path::PathBuf;

use gangyao::rule::pack::Sources;
use gangyao::settings::{Layer, unknown_names};
use gangyao::waiver::WaiverList;

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
