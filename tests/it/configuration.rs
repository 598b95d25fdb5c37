//! `gangyao.yaml`: which one holds, what it changes, and what is wrong in it.

use super::desk::Desk;

const BAD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n";

const CONCISE: &[&str] = &["check", ".", "-f", "concise"];

/// The rules told of a file.
fn rules(desk: &Desk, file: &str, arguments: &[&str]) -> Vec<String> {
    let said = desk.says(arguments);
    let of_file = said.lines().filter(|line| line.starts_with(&format!("{file}:")));
    let mut rules: Vec<String> =
        of_file.filter_map(|line| Some(line.split_once(": ")?.1.split(']').next()?.replace('[', " "))).collect();
    rules.sort();
    rules.dedup();
    rules
}

#[test]
fn the_nearest_file_above_an_input_holds_alone() {
    let desk = Desk::new()
        .with("gangyao.yaml", "select: [struct/plan]\n")
        .with("a.txt", BAD)
        .with("县/gangyao.yaml", "select: [struct/problems]\n")
        .with("县/乡/b.txt", BAD);
    assert_eq!(rules(&desk, "a.txt", CONCISE), ["error struct/plan"]);
    assert_eq!(rules(&desk, "县/乡/b.txt", CONCISE), ["error struct/problems"]);
    let none = ["check", ".", "-f", "concise", "--no-config", "--select", "title,struct/plan"];
    assert_eq!(rules(&desk, "县/乡/b.txt", &none), ["error struct/plan"]);
    let given = ["check", ".", "-f", "concise", "--config", "gangyao.yaml"];
    assert_eq!(rules(&desk, "县/乡/b.txt", &given), ["error struct/plan"]);
}

#[test]
fn a_file_that_extends_another_adds_to_it() {
    let desk = Desk::new()
        .with("gangyao.yaml", "select: [struct/plan, struct/problems]\nseverity: { struct/plan: note }\n")
        .with("县/gangyao.yaml", "extends: ../gangyao.yaml\nseverity: { struct/problems: warning }\n")
        .with("县/a.txt", BAD);
    assert_eq!(rules(&desk, "县/a.txt", CONCISE), ["note struct/plan", "warning struct/problems"]);
    assert_eq!(desk.code(&["check", "."]), Some(0), "no error is left");
    desk.put("gangyao.yaml", "extends: 县/gangyao.yaml\n");
    let told = desk.complains(&["check", "."]);
    assert!(told.contains("互相以对方为基础") && told.contains("gangyao.yaml:1:10"), "{told}");
}

#[test]
fn overrides_hold_for_the_files_that_their_globs_name() {
    let config = "select: [struct/plan]\noverrides:\n- files: 旧/\n  severity: { struct: off }\n- files: '*.md'\n  select: [struct/problems]\n";
    let desk = Desk::new().with("gangyao.yaml", config).with("a.txt", BAD).with("旧/a.txt", BAD).with("新/a.md", BAD);
    assert_eq!(rules(&desk, "a.txt", CONCISE), ["error struct/plan"]);
    assert_eq!(rules(&desk, "旧/a.txt", CONCISE), Vec::<String>::new());
    assert_eq!(rules(&desk, "新/a.md", CONCISE), ["error struct/problems"]);
}

#[test]
fn the_command_line_goes_before_the_file() {
    let desk = Desk::new()
        .with(
            "gangyao.yaml",
            "select: [struct/problems]\nignore: [struct/plan]\nfail-on: note\nseverity: { plan: off }\n",
        )
        .with("a.txt", BAD);
    assert_eq!(
        rules(&desk, "a.txt", &["check", "a.txt", "-f", "concise", "--select", "struct/plan"]),
        ["error struct/plan"]
    );
    assert_eq!(desk.code(&["check", "a.txt", "--select", "indicators"]), Some(1), "a note fails");
    assert_eq!(desk.code(&["check", "a.txt", "--select", "indicators", "--fail-on", "error"]), Some(0));
}

#[test]
fn thresholds_change_what_a_check_asks() {
    let text = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n二、存在的不足和原因\n\
        两个乡镇的行政处罚案卷评查不合格，原因是法制审核人员由执法人员兼任，县司法局指导每半年才有一次，业务培训没有覆盖新任执法人员，部分案卷缺少集体讨论记录。\n";
    let desk = Desk::new().with("a.txt", text);
    let select = ["check", "a.txt", "-f", "concise", "--select", "struct/thin"];
    let before = rules(&desk, "a.txt", &select);
    desk.put("gangyao.yaml", "thresholds: { struct/thin: { below: 5000, share-below: 101 } }\n");
    let with_more = rules(&desk, "a.txt", &select);
    desk.put("gangyao.yaml", "thresholds: { struct/thin: { below: 1, above: 0 } }\n");
    let with_less = rules(&desk, "a.txt", &select);
    assert_eq!(with_more, ["warning struct/thin"], "before: {before:?}");
    assert_eq!(with_less, Vec::<String>::new());
}

#[test]
fn everything_wrong_is_told_in_one_run_at_its_line_and_nothing_is_checked() {
    let config = "selct: [struct]\nseverity:\n  struct/thin: fatal\nfail-on: eror\nexclude: ['{']\n";
    let desk = Desk::new().with("gangyao.yaml", config).with("县/gangyao.yaml", "ignore: 甲\n");
    let desk = desk.with("a.txt", BAD).with("县/a.txt", BAD);
    let output = desk.run(&["check", "."]);
    let told = super::desk::err(&output);
    for place in
        ["gangyao.yaml:1:1", "gangyao.yaml:3:16", "gangyao.yaml:4:10", "gangyao.yaml:5:11", "县/gangyao.yaml:1:9"]
    {
        assert!(told.contains(place), "{place} in\n{told}");
    }
    assert!(told.contains("是不是想写“select”？") && told.contains("5 处错误"), "{told}");
    assert_eq!((output.status.code(), super::desk::out(&output)), (Some(2), ""));
}

#[test]
fn names_and_parameters_that_no_rule_has_are_told_at_their_line() {
    let config = "select: [struct/problens]\nseverity: { plann: note, weak/vague: error }\nthresholds:\n  struct/thin: { belw: 1 }\n  \
        struct/thinn: { below: 1 }\n  struct/empty: { below: 很多 }\n";
    let desk = Desk::new().with("gangyao.yaml", config).with("a.txt", BAD);
    let told = desk.complains(&["check", "a.txt"]);
    for place in ["1:10", "2:13", "4:18", "5:3", "6:19"] {
        assert!(told.contains(&format!("gangyao.yaml:{place}")), "{place} in\n{told}");
    }
    for near in ["struct/problems", "plan", "below", "struct/thin"] {
        assert!(told.contains(&format!("是不是想写“{near}”？")), "{near} in\n{told}");
    }
    assert_eq!(desk.code(&["check", "a.txt"]), Some(2));
    assert_eq!(desk.code(&["check"]), Some(2), "also where nothing is to be checked");
}

#[test]
fn a_missing_file_to_extend_or_pack_is_told_where_it_is_named() {
    let desk = Desk::new().with("gangyao.yaml", "packs: [城市]\n").with("a.txt", BAD);
    assert!(desk.complains(&["check", "a.txt"]).contains("gangyao.yaml:1:9"));
    desk.put("gangyao.yaml", "extends: 没有.yaml\n");
    assert!(desk.complains(&["check", "a.txt"]).contains("gangyao.yaml:1:10"));
    assert!(desk.complains(&["check", "a.txt", "--config", "没有.yaml"]).contains("不存在"));
    desk.put("gangyao.yml", "ignore: []\n");
    assert!(desk.complains(&["check", "a.txt"]).contains("两份设置文件"));
}

#[test]
fn files_left_out_by_the_file_are_left_out_of_folders_only() {
    let desk = Desk::new().with("gangyao.yaml", "exclude: [旧]\nselect: [struct/plan]\n").with("a.txt", BAD);
    let desk = desk.with("旧/a.txt", BAD);
    assert_eq!(rules(&desk, "旧/a.txt", CONCISE), Vec::<String>::new());
    assert_eq!(rules(&desk, "旧/a.txt", &["check", "旧/a.txt", "-f", "concise"]), ["error struct/plan"]);
}

#[test]
fn settings_are_shown_with_their_places() {
    let desk = Desk::new()
        .with(
            "gangyao.yaml",
            "ignore: [term]\nfail-on: warning\noverrides:\n- files: '*.txt'\n  severity: { plan: note }\n",
        )
        .with("县/gangyao.yaml", "extends: ../gangyao.yaml\nthresholds: { struct/thin: { below: 300 } }\n")
        .with("县/a.txt", BAD);
    let page = desk.says(&["check", "--show-settings", "县/a.txt", "--ignore", "punct"]);
    let line = |words: &[&str]| page.lines().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(line(&["县/gangyao.yaml", "以之为基础：gangyao.yaml"]), "{page}");
    assert!(line(&["ignore", "term", "gangyao.yaml:1"]), "{page}");
    assert!(line(&["ignore", "punct", "命令行"]), "{page}");
    assert!(line(&["fail-on", "warning", "gangyao.yaml:2"]), "{page}");
    assert!(line(&["severity", "plan：note", "gangyao.yaml:5"]), "{page}");
    assert!(line(&["struct/thin：below = 300", "县/gangyao.yaml:2"]), "{page}");
    assert!(page.contains("使用 "), "{page}");
}

#[test]
fn the_list_of_rules_and_explanations_follow_the_file_of_the_current_folder() {
    let desk = Desk::new().with("gangyao.yaml", "select: [struct]\nseverity: { struct/plan: note }\n");
    let list = desk.says(&["rules"]);
    assert!(list.contains("struct/plan") && !list.contains("term/jiezhi"), "{list}");
    assert!(list.lines().any(|line| line.contains("struct/plan") && line.contains("提示")), "{list}");
    assert!(desk.says(&["rules", "--no-config"]).contains("term/jiezhi"));
    desk.put("gangyao.yaml", "selct: []\n");
    assert_eq!(desk.code(&["explain", "struct/plan"]), Some(2));
}
