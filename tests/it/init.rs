//! `gangyao init`: what it writes, and that it overwrites nothing.

use super::keeping::Keeper;

#[test]
fn a_new_pack_finds_what_its_rule_is_for() {
    let keeper = Keeper::new();
    let check = |file: &str| {
        keeper.run(&[
            "check",
            file,
            "--rules",
            "清单",
            "--select",
            "local",
            "--format",
            "concise",
            "--fail-on",
            "warning",
        ])
    };
    let lacking = check("清单/reports/缺热线.txt");
    assert_eq!(lacking.code, Some(1), "{}{}", lacking.out, lacking.err);
    assert!(lacking.out.starts_with("清单/reports/缺热线.txt:5:1: warning[local/hotline]"), "{}", lacking.out);
    assert_eq!(check("清单/reports/good/示例.txt").code, Some(0));
}

#[test]
fn the_name_of_the_folder_is_the_name_of_the_pack() {
    let keeper = Keeper::new();
    assert!(keeper.read("清单/pack.yaml").contains("name: 清单\n"));
    assert!(keeper.files().iter().all(|(_, text)| !text.contains("{{")));
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let keeper = Keeper::new();
    let before = keeper.files();
    let ended = keeper.run(&["init", "--pack", "清单"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("清单 已经存在，没有改动"), "{}", ended.err);
    assert_eq!(keeper.run(&["init"]).code, Some(0));
    keeper.write("gangyao.yaml", "# 我的\n");
    assert_eq!(keeper.run(&["init"]).code, Some(2));
    assert_eq!(keeper.read("gangyao.yaml"), "# 我的\n");
    let files: Vec<_> = keeper.files().into_iter().filter(|(name, _)| name != "gangyao.yaml").collect();
    assert_eq!(files, before);
}

#[test]
fn the_name_of_a_built_in_pack_is_refused() {
    let ended = Keeper::empty().run(&["init", "--pack", "fazhi"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("“fazhi”是内置规则包的名称"), "{}", ended.err);
}

#[test]
fn the_configuration_says_nothing_until_somebody_takes_away_a_mark() {
    let keeper = Keeper::empty();
    keeper.run(&["init"]);
    let text = keeper.read("gangyao.yaml");
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    for key in [
        "extends",
        "packs",
        "select",
        "ignore",
        "severity",
        "thresholds",
        "overrides",
        "fail-on",
        "published",
        "exclude",
    ] {
        assert!(text.contains(&format!("\n# {key}:")), "{key}");
    }
}
