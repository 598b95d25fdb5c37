//! What is wrong in a rule file is told all at once, each at its place.

use gangyao::rule::pack::Sources;

const FOUR_ERRORS: &str = "\
- id: one
  title: 甲
  severty: warning
  basis: [practice]
  check: { required-text: { any: [甲] } }
  message: 甲
- id: two
  title: 乙
  severity: warning
  basis: [practice]
  where: { role: problms }
  check: { required-text: { any: [乙] } }
  message: 乙
- id: three
  title: 丙
  severity: warning
  basis: [practice]
  check: { required-text: { any: ['/高度重视|(狠抓/'] } }
  message: 丙
- id: two
  title: 丁
  severity: warning
  basis: [practice]
  check: { required-text: { any: [丁] } }
  message: 丁
";

fn errors(yaml: &str) -> Vec<(String, String)> {
    let sources = Sources::builtin()
        .with_text("mine", "mine/pack.yaml", "name: mine\ntitle: 我的\nversion: '1'\nfor: fazhi\n")
        .with_text("mine", "mine/own.yaml", yaml);
    let Err(errors) = sources.load() else { return Vec::new() };
    errors
        .0
        .iter()
        .map(|e| (e.span.map_or_else(String::new, |span| span.of(&e.text).to_owned()), e.message.clone()))
        .collect()
}

#[test]
fn a_mistyped_key_an_unknown_section_a_bad_pattern_and_a_duplicate_id_are_four_errors_with_places() {
    let told = errors(FOUR_ERRORS);
    let places: Vec<&str> = told.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["severty", "problms", "(", "two"], "{told:#?}");
}

#[test]
fn the_same_file_without_the_errors_loads() {
    let mended = FOUR_ERRORS
        .replace("severty", "severity")
        .replace("problms", "problems")
        .replace("(狠抓", "狠抓")
        .replace("- id: two\n  title: 丁", "- id: four\n  title: 丁");
    assert_eq!(errors(&mended), []);
}

#[test]
fn unknown_kinds_placeholders_and_norms_are_told_with_what_is_meant() {
    let rule = |basis: &str, check: &str, message: &str| {
        format!(
            "- id: x\n  title: 甲\n  severity: warning\n  basis: [{basis}]\n  check: {{ {check} }}\n  message: '{message}'\n"
        )
    };
    let one = |yaml: String| {
        let told = errors(&yaml);
        assert_eq!(told.len(), 1, "{told:#?}");
        told[0].clone()
    };
    assert_eq!(one(rule("practise", "required-text: { any: [甲] }", "乙")).0, "practise");
    assert!(one(rule("practice", "required-txt: { any: [甲] }", "乙")).1.contains("required-txt"));
    assert!(one(rule("practice", "required-text: { any: [甲] }", "乙{oops}")).1.contains("oops"));
    assert!(one(rule("practice", "required-text: { any: [甲], al: 1 }", "乙")).1.contains("al"));
    assert_eq!(one(rule("practice", "required-text: { any: [{ term: causes }] }", "乙")).1, "没有名为“causes”的词表");
}

#[test]
fn what_needs_company_cannot_stand_directly_beside_a_word() {
    let rule = |beside: &str| {
        format!(
            "- id: x\n  title: 甲\n  severity: warning\n  basis: [practice]\n  check: {{ forbidden-text: {{ any: [乙], unless-after: [{beside}] }} }}\n  message: 丙\n"
        )
    };
    assert_eq!(errors(&rule("丁, '/^[0-9]+戊/'")), []);
    let told = errors(&rule("{ near: { a: [丁], b: [戊], within: 4 } }"));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].1.contains("near"), "{told:#?}");
    assert_eq!(errors(&rule("'/(/'"))[0].0, "(");
}

#[test]
fn practice_alone_cannot_carry_an_error() {
    let yaml = "- id: x\n  title: 甲\n  severity: error\n  basis: [practice]\n  check: { required-text: { any: [甲] } }\n  message: 乙\n";
    assert_eq!(errors(yaml)[0].0, "error");
}
