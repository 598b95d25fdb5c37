//! Packs that build on packs: what they may do, what is wrong in them, and the example pack of `docs/`.

use gangyao::finding::Severity;
use gangyao::rule::RuleSet;
use gangyao::rule::pack::Sources;
use gangyao::verify;

use super::desk::Desk;
use super::support::root;

const PACK: &str = "name: own\ntitle: 甲\nversion: '1'\nextends: fazhi\n";

fn sources(files: &[(&str, &str)]) -> Sources {
    files.iter().fold(Sources::builtin(), |sources, (path, text)| {
        let pack = path.split('/').next().expect("a path has a first part");
        sources.with_text(pack, path, *text)
    })
}

fn loaded(files: &[(&str, &str)]) -> RuleSet {
    sources(files).load().unwrap_or_else(|errors| panic!("{:#?}", errors.0))
}

/// The places and messages of all errors.
fn errors(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let errors = sources(files).load().map(|_| ()).expect_err("something is wrong").0;
    let told = errors.into_iter().map(|error| {
        let line = error.span.map_or(0, |span| error.text[..span.start].lines().count().max(1));
        let place = error.span.map_or("", |span| span.of(&error.text)).to_owned();
        (format!("{}:{line} {place}", error.file), error.message)
    });
    told.collect()
}

#[test]
fn a_change_changes_what_it_names_and_nothing_else() {
    let change = "- change: struct/thin\n  severity: note\n  check: { section-size: { below: 300 } }\n";
    let rules = loaded(&[("own/pack.yaml", PACK), ("own/changes.yaml", change)]);
    let before = Sources::builtin().load().expect("the built-in packs load");
    let (new, old) =
        (rules.rule("struct/thin").expect("it is there"), before.rule("struct/thin").expect("it is there"));
    assert_eq!((new.severity, &new.changed_by[..]), (Severity::Note, &["own".to_owned()][..]));
    assert_eq!(format!("{:?}", new.check), format!("{:?}", old.check).replace("below: 200", "below: 300"));
    assert_eq!((new.message.written(), &rules.packs[new.pack].name), (old.message.written(), &"fazhi".to_owned()));
    assert_eq!(rules.rules.len(), before.rules.len());
}

#[test]
fn a_replacement_stands_where_the_old_rule_stood() {
    let rule = "- id: thin\n  replace: true\n  title: 甲\n  severity: note\n  basis: [practice]\n  where: { role: plan }\n  \
        check: { required-text: { any: [{ term: cause }] } }\n  message: 乙\n";
    let rules = loaded(&[("own/pack.yaml", PACK), ("own/struct.yaml", rule)]);
    let before = Sources::builtin().load().expect("the built-in packs load");
    let at = |rules: &RuleSet| rules.rules.iter().position(|rule| rule.id.0 == "struct/thin");
    assert_eq!(at(&rules), at(&before));
    let new = rules.rule("struct/thin").expect("it is there");
    assert_eq!((new.title.as_str(), rules.packs[new.pack].name.as_str(), new.weakens.len()), ("甲", "own", 0));
    assert_eq!(rules.packs[new.pack].genre.as_deref(), Some("fazhi"), "the genre comes from the pack built on");
}

#[test]
fn what_is_switched_off_does_not_run_and_cannot_be_selected_by_mistake() {
    let off = "- off: [struct/thin, weak]\n  reason: 另有办法\n";
    let rules = loaded(&[("own/pack.yaml", PACK), ("own/changes.yaml", off)]);
    let all = rules.select(&[], &[]).expect("choosing all works");
    let off: Vec<&str> =
        rules.rules.iter().enumerate().filter(|(at, _)| !all.holds(*at)).map(|(_, rule)| rule.id.0.as_str()).collect();
    assert_eq!(off, ["struct/thin", "weak/no-evidence", "weak/vague", "weak/generic-problem", "weak/slogan"]);
    let unknown = rules.select(&["struct/thin".to_owned()], &[]).expect_err("it is off");
    assert!(unknown.message.contains("已经停用：另有办法"));
}

#[test]
fn packs_build_on_packs_that_build_on_packs() {
    let city = "name: city\ntitle: 市\nversion: '1'\nextends: own\n";
    let files = [
        ("own/pack.yaml", PACK),
        ("own/changes.yaml", "- change: struct/thin\n  title: 省\n  severity: note\n"),
        ("city/pack.yaml", city),
        ("city/changes.yaml", "- change: struct/thin\n  title: 市\n"),
    ];
    let rules = loaded(&files);
    let thin = rules.rule("struct/thin").expect("it is there");
    assert_eq!((thin.title.as_str(), thin.severity, thin.changed_by.len()), ("市", Severity::Note, 2));
}

#[test]
fn everything_wrong_with_changes_is_told_at_its_line() {
    let changes = "- change: struct/thinn\n  severity: note\n- change: struct/order\n  severty: note\n- change: punct/space\n  \
        severity: note\n- change: struct/causes\n  check: { required-text: { any: ['/(/'] } }\n- change: struct/merged\n\
        - change: struct/empty\n  severity: fatal\n  id: other\n- off: [weeak]\n  reason: 甲\n- off: [weak]\n";
    let told = errors(&[("own/pack.yaml", PACK), ("own/changes.yaml", changes)]);
    let places: Vec<&str> = told.iter().map(|(place, _)| place.trim_start_matches("own/changes.yaml:")).collect();
    assert_eq!(
        places,
        [
            "1 struct/thinn",
            "4 severty",
            "5 punct/space",
            "8 check",
            "9 struct/merged",
            "11 severity",
            "12 id",
            "13 weeak",
            "15 off"
        ],
        "{told:#?}"
    );
    assert!(told[2].1.contains("没有以它为基础"), "{told:#?}");
}

#[test]
fn replacing_what_is_not_there_and_building_on_nothing_are_told() {
    let rule = |replace: &str| {
        format!(
            "- id: thinn\n  {replace}title: 甲\n  severity: note\n  basis: [practice]\n  check: {{ required-text: {{ any: [甲] }} }}\n  message: 乙\n"
        )
    };
    let own = rule("replace: true\n  ");
    assert_eq!(errors(&[("own/pack.yaml", PACK), ("own/struct.yaml", &own)])[0].0, "own/struct.yaml:1 thinn");
    let same = rule("").replace("thinn", "thin");
    assert!(errors(&[("own/pack.yaml", PACK), ("own/struct.yaml", &same)])[0].1.contains("重复"));
    let alone = PACK.replace("extends: fazhi\n", "");
    let change = "- change: struct/thin\n  severity: note\n";
    assert!(errors(&[("own/pack.yaml", &alone), ("own/changes.yaml", change)])[0].1.contains("没有以它为基础"));
    let unknown = PACK.replace("fazhi", "fazi");
    assert_eq!(errors(&[("own/pack.yaml", &unknown)])[0].0, "own/pack.yaml:4 fazi");
    let itself = PACK.replace("fazhi", "own");
    assert!(errors(&[("own/pack.yaml", &itself)])[0].1.contains("自己"));
}

#[test]
fn two_packs_that_know_nothing_of_each_other_may_not_change_the_same_rule() {
    let other = PACK.replace("own", "two");
    let change = "- change: struct/thin\n  severity: note\n";
    let told = errors(&[
        ("own/pack.yaml", PACK),
        ("own/changes.yaml", change),
        ("two/pack.yaml", &other),
        ("two/changes.yaml", change),
    ]);
    assert_eq!(told[0].0, "two/changes.yaml:1 struct/thin");
}

#[test]
fn packs_on_disk_are_found_by_their_paths_and_circles_are_told() {
    let pack = |name: &str, extends: &str| format!("name: {name}\ntitle: 甲\nversion: '1'\nextends: {extends}\n");
    let desk = Desk::new()
        .with("省/pack.yaml", pack("省", "fazhi"))
        .with("省/changes.yaml", "- change: struct/plan\n  title: 省里的说法\n")
        .with("市/pack.yaml", pack("市", "../省"))
        .with("gangyao.yaml", "packs: [市]\nselect: [struct/plan]\n")
        .with("a.txt", "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n");
    assert!(desk.says(&["check", "a.txt"]).contains("省里的说法"));
    assert!(desk.says(&["explain", "struct/plan"]).contains("由规则包 省 改动"));
    desk.put("省/pack.yaml", pack("省", "../市"));
    let told = desk.complains(&["check", "a.txt"]);
    assert!(told.contains("互相以对方为基础") && told.contains("pack.yaml:4:10"), "{told}");
    desk.put("市/pack.yaml", pack("市", "../县"));
    assert!(desk.complains(&["check", "a.txt"]).contains("pack.yaml:4:10"));
}

#[test]
fn configured_packs_hold_below_their_file_only() {
    let rule = "- id: hotline\n  title: 没有写热线\n  severity: warning\n  basis: [practice]\n  where: { role: measures }\n  \
        check: { required-text: { any: ['12345'] } }\n  message: 没有写12345热线\n";
    let text = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n";
    let desk = Desk::new()
        .with("市/gangyao.yaml", "packs: [../规则/市]\nselect: [own]\n")
        .with("规则/市/pack.yaml", PACK.replace("own", "市"))
        .with("规则/市/own.yaml", rule)
        .with("市/a.txt", text)
        .with("b.txt", text);
    let said = desk.says(&["check", ".", "-f", "concise"]);
    assert!(said.contains("市/a.txt:2:1: warning[own/hotline]"), "{said}");
    assert!(!said.contains("b.txt:2:1: warning[own/hotline]") && said.contains("b.txt"), "{said}");
}

#[test]
fn the_example_pack_keeps_its_examples_and_its_reports() {
    let folder = root().join("docs/example-pack/qingxi");
    let rules = Sources::builtin_with_examples().with_folder(&folder).and_then(|sources| sources.load());
    let rules = rules.unwrap_or_else(|errors| panic!("{:#?}", errors.0));
    let own = rules
        .rules
        .iter()
        .filter(|rule| rules.packs[rule.pack].name == "qingxi" || rule.changed_by.iter().any(|by| by == "qingxi"));
    let own: Vec<String> = own.map(|rule| rule.id.0.clone()).collect();
    assert_eq!(own.len(), 5, "{own:?}");
    let chosen = rules.select(&own, &[]).expect("they are there");
    let failures = verify::examples(&rules, &chosen);
    assert!(failures.is_empty(), "{failures:#?}");

    let folder = folder.display().to_string();
    let told = |name: &str| {
        let report = format!("{folder}/reports/{name}");
        let said = Desk::new().says(&["check", &report, "--rules", &folder, "-f", "concise"]);
        said.lines().filter_map(|line| Some(line.split_once(": ")?.1.split(']').next()?.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(told("good/栖川县.txt"), Vec::<String>::new());
    let flawed = ["warning[city/fair-competition", "error[city/hotline", "error[date/late"];
    assert_eq!(told("flawed/芦洲县.txt"), flawed);
}
