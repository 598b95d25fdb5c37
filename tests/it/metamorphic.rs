//! What must not matter does not, and what must matter gives exactly the finding it should.

use std::collections::HashMap;

use gangyao::document::Role;
use gangyao::text::fold::{fold_word, simplified};

use super::support::{Checked, check, check_bytes, files_below, root};

/// Rules about the very thing a change touches.
const ABOUT_SPELLING: &[&str] = &["punct/halfwidth", "punct/space", "term/conversion", "date/range-mark"];

fn sample(name: &str) -> String {
    std::fs::read_to_string(root().join("reports").join(name)).expect("the sample is there")
}

/// Rule and folded matched text of each finding, in order, without rules about spelling.
fn gist(checked: &Checked) -> Vec<(String, String)> {
    let findings = checked.outcome.findings.iter().filter(|f| !ABOUT_SPELLING.contains(&f.rule.as_str()));
    findings.map(|f| (f.rule.clone(), fold_word(f.span.of(&checked.document.text)))).collect()
}

fn plain_samples() -> Vec<(String, String)> {
    let paths = files_below("reports").into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("samples are UTF-8"))).collect()
}

fn assert_same_findings(change: &str, bytes_of: impl Fn(&str) -> Vec<u8>) {
    for (name, text) in plain_samples() {
        let before = gist(&check("a.txt", &text));
        let after = gist(&check_bytes("a.txt", &bytes_of(&text)));
        assert_eq!(before, after, "{change} changes the findings of {name}");
    }
}

#[test]
fn line_ends_byte_order_marks_and_encodings_do_not_matter() {
    assert_same_findings("CRLF", |text| text.replace('\n', "\r\n").into_bytes());
    assert_same_findings("a BOM", |text| format!("\u{feff}{text}").into_bytes());
    assert_same_findings("GB18030", |text| encoding_rs::GB18030.encode(text).0.into_owned());
    assert_same_findings("UTF-16LE", |text| {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    });
    assert_same_findings("UTF-16BE", |text| {
        [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    });
}

#[test]
fn blank_lines_and_indents_do_not_matter() {
    assert_same_findings("doubled blank lines", |text| text.replace('\n', "\n\n").into_bytes());
    let indent = |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("\u{3000}\u{3000}{line}") };
    assert_same_findings("indents", |text| text.split('\n').map(indent).collect::<Vec<_>>().join("\n").into_bytes());
}

#[test]
fn width_of_marks_and_script_do_not_matter() {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        c => c,
    };
    assert_same_findings("full-width digits", |text| {
        // Identity and phone numbers in full width are no identity and phone numbers any more; all else stays.
        text.chars().map(wide).collect::<String>().into_bytes()
    });
    let mut traditional: HashMap<char, char> = HashMap::new();
    for c in '\u{4e00}'..='\u{9fff}' {
        if simplified(c) != c && simplified(simplified(c)) == simplified(c) {
            traditional.entry(simplified(c)).or_insert(c);
        }
    }
    assert_same_findings("traditional characters", |text| {
        text.chars().map(|c| traditional.get(&c).copied().unwrap_or(c)).collect::<String>().into_bytes()
    });
    let narrow = |c: char| match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    assert_same_findings("half-width marks", |text| text.chars().map(narrow).collect::<String>().into_bytes());
}

/// The level-1 sections of a report as lines: heading name and body.
struct Parts {
    head: String,
    sections: Vec<(String, String, Vec<Role>)>,
    tail: String,
}

impl Parts {
    fn of(text: &str) -> Parts {
        let checked = check("a.txt", text);
        let document = &checked.document;
        let top: Vec<_> = document.sections.iter().filter(|section| section.level == 1).collect();
        let start = |at: usize| document.original(top[at].heading).start;
        let end = document.original(document.body).end;
        let sections = (0..top.len()).map(|at| {
            let stop = if at + 1 < top.len() { start(at + 1) } else { end };
            let name = document.original(top[at].name).of(text).to_owned();
            let body_start = document.original(top[at].heading).end;
            (name, text[body_start..stop].trim().to_owned(), top[at].roles.clone())
        });
        Parts { head: text[..start(0)].to_owned(), sections: sections.collect(), tail: text[end..].to_owned() }
    }

    fn at(&self, role: &str) -> usize {
        self.sections
            .iter()
            .position(|(_, _, roles)| roles.iter().any(|r| r.0.as_ref() == role))
            .expect("the sample has the part")
    }

    fn write(&self) -> String {
        let numbers = ["一", "二", "三", "四", "五", "六"];
        let sections = self
            .sections
            .iter()
            .zip(numbers)
            .map(|((name, body, _), number)| format!("{number}、{name}\n\n{body}\n\n"));
        format!("{}{}{}", self.head, sections.collect::<String>(), self.tail)
    }
}

/// Rules that fire after a change of the complete sample and did not before.
fn new_rules(change: impl Fn(&mut Parts)) -> Vec<String> {
    let text = sample("good/complete-county.txt");
    let mut parts = Parts::of(&text);
    let before: Vec<String> = check("a.txt", &parts.write()).rules().iter().map(ToString::to_string).collect();
    change(&mut parts);
    let after = check("a.txt", &parts.write());
    after.rules().iter().filter(|rule| !before.iter().any(|b| b == *rule)).map(ToString::to_string).collect()
}

#[test]
fn a_removed_part_is_missed_and_nothing_else() {
    let removed = |role: &'static str| new_rules(move |parts| drop(parts.sections.remove(parts.at(role))));
    assert_eq!(removed("problems"), ["struct/problems"]);
    assert_eq!(removed("plan"), ["struct/plan"]);
    assert_eq!(removed("first_responsible"), ["struct/first-responsible"]);
}

#[test]
fn an_emptied_part_is_empty_and_nothing_else() {
    let emptied = |role: &'static str| {
        new_rules(move |parts| {
            let at = parts.at(role);
            parts.sections[at].1 = "有关情况如前所述。".to_owned();
        })
    };
    assert_eq!(emptied("problems"), ["struct/empty"]);
    assert_eq!(emptied("plan"), ["struct/empty"]);
    assert_eq!(emptied("first_responsible"), ["struct/empty"]);
}

#[test]
fn a_renamed_part_is_missed() {
    let renamed = new_rules(|parts| {
        let at = parts.at("problems");
        parts.sections[at].0 = "其他需要报告的情况".to_owned();
    });
    assert_eq!(renamed, ["struct/problems"]);
}

#[test]
fn merged_parts_are_told_as_merged_not_as_missing() {
    let merged = new_rules(|parts| {
        let (problems, plan) = (parts.at("problems"), parts.at("plan"));
        let (_, plan_body, _) = parts.sections.remove(plan);
        parts.sections[problems].0 = "存在的问题及下一步打算".to_owned();
        let renumbered = plan_body;
        parts.sections[problems].1 = format!("{}\n\n{renumbered}", parts.sections[problems].1);
    });
    assert!(merged.contains(&"struct/merged".to_owned()), "{merged:?}");
    assert!(!merged.iter().any(|rule| rule == "struct/problems" || rule == "struct/plan"), "{merged:?}");
}

#[test]
fn parts_in_unusual_order_are_noted_and_nothing_else() {
    let swapped = new_rules(|parts| {
        let (problems, plan) = (parts.at("problems"), parts.at("plan"));
        parts.sections.swap(problems, plan);
    });
    assert_eq!(swapped, ["struct/order"]);
    let first = new_rules(|parts| {
        let section = parts.sections.remove(parts.at("first_responsible"));
        parts.sections.insert(0, section);
    });
    assert_eq!(first, Vec::<String>::new(), "第一责任人 may well stand first");
}
