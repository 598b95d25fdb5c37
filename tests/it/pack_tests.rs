//! `gangyao test`: verdicts, snapshots, the coverage gate, errors at their lines, formats and exit codes.

use super::keeping::Keeper;

const CASES: &str = "清单/tests/local/hotline.yaml";
const RULES: &str = "清单/local.yaml";

fn verdicts(keeper: &Keeper) -> Vec<String> {
    let told = keeper.json(&["test", "清单", "--format", "json"]);
    let cases = told["cases"].as_array().expect("cases").iter();
    cases
        .filter(|case| case["origin"] == "file")
        .map(|case| case["verdict"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_new_pack_passes_at_once_and_testing_writes_nothing() {
    let keeper = Keeper::new();
    let before = keeper.files();
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    assert!(ended.out.ends_with("全部通过。\n"));
    assert_eq!(keeper.files(), before);
}

#[test]
fn a_folder_of_packs_is_tried_pack_by_pack() {
    let keeper = Keeper::empty();
    keeper.run(&["init", "--pack", "包/甲"]);
    let told = keeper.json(&["test", "包", "--format", "json"]);
    assert_eq!(told["packs"], serde_json::json!(["甲"]));
    assert_eq!(told["summary"]["passed"], true);
}

#[test]
fn built_in_packs_pass_and_every_rule_is_covered() {
    let told = Keeper::empty().json(&["test", "--format", "json"]);
    assert_eq!(told["summary"]["passed"], true);
    assert_eq!(told["summary"]["rules"], told["summary"]["rules_covered"]);
    assert!(told["summary"]["rules"].as_u64().is_some_and(|rules| rules > 70), "{}", told["summary"]);
}

#[test]
fn packs_on_disk_take_the_place_of_the_built_in_ones() {
    let rules = super::support::root().join("rules").display().to_string();
    let ended = Keeper::empty().run(&["test", &rules]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
}

#[test]
fn each_way_to_fail_has_its_verdict() {
    let keeper = Keeper::new();
    keeper.write(
        CASES,
        "- { text: 办结案件12件。, expect: [] }\n\
         - { text: 12345热线受理诉求30件。, expect: [热线] }\n\
         - { text: 办结案件12件。, expect: [办结] }\n\
         - { text: 办结案件12件。, expect: [], todo: 还没有改 }\n\
         - { text: 12345热线受理诉求30件。, expect: [], todo: 早已改好 }\n\
         - { text: 12345热线受理诉求30件。, expect: [] }\n",
    );
    assert_eq!(verdicts(&keeper), ["noisy", "missing", "wrong", "todo", "todo-passes", "pass"]);
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!(ended.code, Some(1));
    for told in [
        "误报 local/hotline（清单/tests/local/hotline.yaml:1）",
        "漏报",
        "报错了地方",
        "待办 ",
        "请删去 todo",
        "3 个用例没有通过",
    ] {
        assert!(ended.out.contains(told), "“{told}” is not in\n{}", ended.out);
    }
}

#[test]
fn a_todo_that_fails_does_not_fail_the_run() {
    let keeper = Keeper::new();
    keeper.write(CASES, "- { text: 办结案件12件。, expect: [], todo: 还没有改 }\n");
    assert_eq!(keeper.run(&["test", "清单"]).code, Some(0));
}

#[test]
fn messages_and_headings_are_held_against_what_a_case_says() {
    let keeper = Keeper::new();
    let case = |message: &str, section: &str| {
        format!(
            "- {{ text: 办结案件12件。, expect: [{{ match: 一、主要举措和成效, message: {message}, section: {section} }}] }}\n"
        )
    };
    let right = "“一、主要举措和成效”没有写政务服务便民热线的办理情况";
    for (message, section, verdict) in [
        (right, "一、主要举措和成效", "pass"),
        ("别的说明", "一、主要举措和成效", "wrong"),
        (right, "二、不足", "wrong"),
    ] {
        keeper.write(CASES, &case(message, section));
        assert_eq!(verdicts(&keeper), [verdict], "{message} {section}");
    }
}

#[test]
fn a_rule_without_near_miss_or_without_firing_case_is_not_covered() {
    let keeper = Keeper::new();
    keeper.write(CASES, "- { text: 办结案件12件。, expect: [一、主要举措和成效] }\n");
    let rules = keeper.read(RULES);
    let without = rules.split("    good:").next().expect("the rule has examples").to_owned();
    keeper.write(RULES, &without);
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("未覆盖 local/hotline：没有不应报告的用例"), "{}", ended.out);
    // A failing case covers nothing.
    keeper.write(CASES, "- { text: 办结案件12件。, expect: [] }\n");
    assert!(keeper.run(&["test", "清单"]).out.contains("没有不应报告的用例"));
}

#[test]
fn every_error_of_every_case_file_is_shown_at_its_line() {
    let keeper = Keeper::new();
    keeper.write(CASES, "- { text: 甲, expct: [] }\n\n- { text: 乙, expect: [], rule: local/hotlin }\n- { text: 丙, expect: [], todo: '' }\n");
    keeper.write("清单/tests/local/other.yaml", "- text: 丁\n  expect: []\n");
    keeper.write("清单/tests/stray.yaml", "[]\n");
    keeper.write("清单/tests/local/blank.yaml", "# 空的\n");
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    for told in [
        "不认识的字段“expct”",
        "[清单/tests/local/hotline.yaml:1:",
        "没有名为“local/hotlin”的规则",
        "是不是想写“local/hotline”？",
        "[清单/tests/local/hotline.yaml:3:",
        "todo 要写明原因",
        "[清单/tests/local/hotline.yaml:4:",
        "没有名为“local/other”的规则（编号由文件位置推出）",
        "[清单/tests/local/other.yaml:1:",
        "用例文件放错了地方",
        "用例文件里没有用例",
    ] {
        assert!(ended.err.contains(told), "“{told}” is not in\n{}", ended.err);
    }
}

#[test]
fn missing_changed_and_stale_snapshots_fail_and_update_mends_them() {
    let keeper = Keeper::new();
    let lacking = "清单/snapshots/缺热线.txt.yaml";
    let snapshot = keeper.read(lacking);
    assert!(snapshot.contains("- rule: local/hotline") && snapshot.contains("  line: 5\n"), "{snapshot}");
    std::fs::remove_file(keeper.path().join(lacking)).expect("it can be removed");
    keeper.write("清单/snapshots/没有这份.txt.yaml", "[]\n");
    keeper.write("清单/snapshots/good/示例.txt.yaml", &snapshot);
    let before = keeper.files();
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!(ended.code, Some(1));
    for told in [
        "缺少快照 清单：缺热线.txt",
        "与快照不符 清单：good/示例.txt",
        "- - rule: local/hotline",
        "快照多余",
        "3 份快照不符",
    ] {
        assert!(ended.out.contains(told), "“{told}” is not in\n{}", ended.out);
    }
    assert_eq!(keeper.files(), before, "plain test must not write");
    let updated = keeper.run(&["test", "清单", "--update"]);
    assert_eq!(updated.code, Some(0), "{}{}", updated.out, updated.err);
    assert_eq!(keeper.read(lacking), snapshot);
    assert!(!keeper.path().join("清单/snapshots/没有这份.txt.yaml").exists());
    let again = keeper.run(&["test", "清单", "--update"]);
    assert!(again.err.contains("没有改动"), "{}", again.err);
}

#[test]
fn snapshots_written_with_other_line_ends_still_hold() {
    let keeper = Keeper::new();
    let file = "清单/snapshots/缺热线.txt.yaml";
    keeper.write(file, &keeper.read(file).replace('\n', "\r\n"));
    assert_eq!(keeper.run(&["test", "清单"]).code, Some(0));
}

#[test]
fn review_needs_a_terminal_and_update_a_pack_on_disk_with_all_its_rules() {
    let keeper = Keeper::new();
    keeper.replace("清单/snapshots/缺热线.txt.yaml", "line: 5", "line: 6");
    let ended = keeper.run(&["test", "清单", "--review"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("--review 要在终端里用"), "{}", ended.err);
    assert_eq!(keeper.run(&["test", "--update"]).code, Some(2));
    assert_eq!(keeper.run(&["test", "清单", "--update", "--select", "local"]).code, Some(2));
}

#[test]
fn an_unreadable_report_is_an_error_not_a_pass() {
    let keeper = Keeper::new();
    keeper.write("清单/reports/空.txt", "");
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!(ended.code, Some(2), "{}", ended.out);
    assert!(ended.err.contains("清单/reports/空.txt"), "{}", ended.err);
}

#[test]
fn junit_has_every_case_snapshot_and_rule() {
    let keeper = Keeper::new();
    keeper.write(CASES, "- { name: '<甲 & \"乙\">', text: 办结案件12件。, expect: [] }\n");
    let ended = keeper.run(&["test", "清单", "--format", "junit"]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.out.contains("<testsuite name=\"清单\" tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"0\">"),
        "{}",
        ended.out
    );
    assert!(
        ended.out.contains(
            "&lt;甲 &amp; &quot;乙&quot;&gt;\"><failure message=\"误报：应当不报告，实际“一、主要举措和成效”\""
        ),
        "{}",
        ended.out
    );
    assert_eq!(ended.out.matches("<testcase ").count(), 6);
}

#[test]
fn a_folder_without_a_pack_is_refused() {
    let keeper = Keeper::empty();
    keeper.write("空/a.txt", "甲");
    for folder in ["空", "没有"] {
        let ended = keeper.run(&["test", folder]);
        assert_eq!(ended.code, Some(2), "{folder}");
        assert!(ended.err.contains(folder), "{}", ended.err);
    }
}
