//! `gangyao diff-rules`: what a change of rules does to reports.

use super::keeping::Keeper;

/// A keeper whose pack has an old copy in 旧/清单.
fn keeper() -> Keeper {
    let keeper = Keeper::new();
    for (file, text) in keeper.files() {
        keeper.write(&format!("旧/{file}"), &text);
    }
    keeper
}

fn diff(keeper: &Keeper) -> serde_json::Value {
    keeper.json(&["diff-rules", "旧/清单", "清单", "清单/reports", "--format", "json"])
}

#[test]
fn the_same_rules_give_the_same_results() {
    let ended = keeper().run(&["diff-rules", "旧/清单", "清单", "清单/reports"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), "两版规则对 2 份报告的结果相同。\n"));
}

#[test]
fn new_gone_changed_and_moved_findings_are_told_with_their_places() {
    let keeper = keeper();
    let kind = |keeper: &Keeper| {
        let told = diff(keeper);
        let change = &told["changes"][0];
        assert_eq!(told["changes"].as_array().map(Vec::len), Some(1), "{told}");
        assert_eq!(change["rule"], "local/hotline");
        assert_eq!(change["path"], "清单/reports/缺热线.txt");
        change["kind"].as_str().unwrap_or_default().to_owned()
    };
    let rules = keeper.read("清单/local.yaml");
    keeper.replace("清单/local.yaml", "severity: warning", "severity: note");
    assert_eq!(kind(&keeper), "changed");
    keeper.write("清单/local.yaml", &rules.replace("12345热线]", "12345热线, 行政复议]"));
    assert_eq!(kind(&keeper), "gone");
    keeper.write("清单/local.yaml", &rules);
    keeper.replace("旧/清单/local.yaml", "12345热线]", "12345热线, 行政复议]");
    assert_eq!(kind(&keeper), "new");
    let ended = keeper.run(&["diff-rules", "旧/清单", "清单", "清单/reports"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("新增 清单/reports/缺热线.txt:5:1 警告“一、主要举措和成效”"), "{}", ended.out);
    assert!(ended.out.contains("2 份报告中有 1 份的结果不同"), "{}", ended.out);
}

#[test]
fn a_pack_is_held_against_the_built_in_rules() {
    let keeper = keeper();
    let told = keeper.json(&["diff-rules", "builtin", "清单", "清单/reports", "--format", "json"]);
    assert_eq!(told["reports"], 2);
    assert_eq!(
        told["rules"],
        serde_json::json!([{ "rule": "local/hotline", "new": 1, "gone": 0, "changed": 0, "moved": 0 }])
    );
}

#[test]
fn what_cannot_be_read_is_never_the_same() {
    let keeper = keeper();
    keeper.write("清单/reports/空.txt", "");
    let ended = keeper.run(&["diff-rules", "旧/清单", "清单", "清单/reports"]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.err.contains("未能读取 清单/reports/空.txt"), "{}", ended.err);
    assert_eq!(keeper.run(&["diff-rules", "旧/清单", "清单", "没有.txt"]).code, Some(3));
    keeper.replace("清单/local.yaml", "severity", "severty");
    assert_eq!(keeper.run(&["diff-rules", "旧/清单", "清单", "清单/reports"]).code, Some(2));
}
