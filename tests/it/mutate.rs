//! `gangyao test --mutate`: the kill rate of the built-in packs, survivors, reasons, and what is wrong with a plan.

use super::keeping::Keeper;

const PLAN: &str = "清单/mutations.yaml";

#[test]
fn the_built_in_packs_kill_95_per_cent_and_say_why_the_rest_survives() {
    let told = Keeper::empty().json(&["test", "--mutate", "--format", "json"]);
    let summary = &told["summary"];
    assert_eq!(summary["passed"], true, "{summary}");
    assert!(summary["rate"].as_f64().is_some_and(|rate| rate >= 95.0), "{summary}");
    assert!(summary["mutations"].as_u64().is_some_and(|all| all > 350), "{summary}");
    for change in [
        "delete", "empty", "rename", "merge", "swap", "rate", "count", "limit", "announce", "date", "year", "cite",
        "replace",
    ] {
        assert!(told["by_change"][change]["killed"].as_u64() > Some(0), "nothing is killed by {change}");
    }
    let parts = ["struct/measures", "struct/problems", "struct/first-responsible", "struct/plan"];
    for rule in parts {
        // Each of the eight good reports loses each part once.
        assert!(told["by_rule"][rule]["killed"].as_u64() >= Some(8), "{rule}: {}", told["by_rule"][rule]);
    }
    let alive = told["mutations"].as_array().expect("mutations").iter().filter(|mutation| mutation["fate"] != "killed");
    for mutation in alive {
        assert!(mutation["reason"].as_str().is_some_and(|reason| reason.chars().count() > 8), "{mutation}");
    }
}

#[test]
fn a_mutation_run_is_the_same_every_time() {
    let keeper = Keeper::empty();
    let run = || keeper.run(&["test", "--mutate", "--format", "json"]).out;
    assert_eq!(run(), run());
}

#[test]
fn a_rule_that_sleeps_lets_its_mutants_survive() {
    let keeper = Keeper::new();
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    // The rule now takes anything for a mention.
    keeper.replace("清单/local.yaml", "12345热线] }", "12345热线, 服务] }");
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    for told in
        ["没有发现 good/示例.txt:11 replace", "12345热线", "应由 local/hotline 报告，实际：没有规则报告", "发现率 0.0%"]
    {
        assert!(ended.out.contains(told), "“{told}” is not in\n{}", ended.out);
    }
}

#[test]
fn a_reason_excuses_a_survivor_and_must_go_when_it_is_killed() {
    let keeper = Keeper::new();
    let rules = keeper.read("清单/local.yaml");
    keeper.replace(PLAN, "at-least: 95", "at-least: 0");
    keeper.replace("清单/local.yaml", "12345热线] }", "12345热线, 服务] }");
    assert_eq!(keeper.run(&["test", "清单", "--mutate"]).code, Some(1), "a survivor without a reason");
    let plan = keeper.read(PLAN);
    keeper.write(
        PLAN,
        &format!(
            "{plan}known:\n  - {{ report: good/示例.txt, change: replace, words: 12345热线全年, reason: 试一试 }}\n"
        ),
    );
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    assert!(ended.out.contains("原因：试一试"), "{}", ended.out);
    keeper.write("清单/local.yaml", &rules);
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("多余的 known"), "{}", ended.out);
}

#[test]
fn a_mutant_that_other_rules_tell_too_is_not_killed() {
    let keeper = Keeper::new();
    let rules = keeper.read("清单/local.yaml");
    keeper.write("清单/local.yaml", &(rules.clone() + &rules.replace("id: hotline", "id: again")));
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(ended.out.contains("牵连别的规则 good/示例.txt:11 replace"), "{}", ended.out);
    assert!(ended.out.contains("实际：local/again、local/hotline"), "{}", ended.out);
}

#[test]
fn errors_in_a_plan_are_all_shown_at_their_lines_by_any_test() {
    let keeper = Keeper::new();
    keeper.write(
        PLAN,
        "changes:\n  - change: { delete: { part: problem } }\n    fires: [local/hotlin]\n  \
         - change: { replace: { in: title, find: '(', with: '' } }\n    fires: [local/hotline]\n",
    );
    let ended = keeper.run(&["test", "清单"]);
    assert_eq!(ended.code, Some(2));
    for told in [
        "没有名为“problem”的部分",
        "mutations.yaml:2:",
        "没有名为“local/hotlin”的规则",
        "mutations.yaml:3:",
        "正则表达式有误",
        "mutations.yaml:4:",
    ] {
        assert!(ended.err.contains(told), "“{told}” is not in\n{}", ended.err);
    }
    keeper.write(PLAN, "changes:\n  - change: { dlete: { part: problems } }\n    fires: [local/hotline]\n");
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert!(ended.err.contains("是不是想写“delete”？"), "{}", ended.err);
}

#[test]
fn nothing_to_mutate_is_an_error_not_a_pass() {
    let keeper = Keeper::new();
    keeper.replace(PLAN, "12345热线'", "这里没有的文字'");
    assert_eq!(keeper.run(&["test", "清单", "--mutate"]).code, Some(2));
    std::fs::remove_file(keeper.path().join(PLAN)).expect("it can be removed");
    let ended = keeper.run(&["test", "清单", "--mutate"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("没有 mutations.yaml"), "{}", ended.err);
}

#[test]
fn without_a_folder_of_good_reports_those_without_findings_are_taken() {
    let keeper = Keeper::new();
    std::fs::rename(keeper.path().join("清单/reports/good/示例.txt"), keeper.path().join("清单/reports/示例.txt"))
        .expect("it can be moved");
    std::fs::remove_dir(keeper.path().join("清单/reports/good")).expect("it is empty");
    let told = keeper.json(&["test", "清单", "--mutate", "--format", "json"]);
    let reports: Vec<&str> = told["mutations"]
        .as_array()
        .expect("mutations")
        .iter()
        .filter_map(|mutation| mutation["report"].as_str())
        .collect();
    assert_eq!(reports, ["示例.txt"]);
}
