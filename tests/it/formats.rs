//! Every format for other programs, on files whose names and words hold what such formats trip over.

use serde_json::Value;

use super::desk::{Desk, out};
use super::support::{root, snapshots};

/// Markup, quotes, and characters that are two units of UTF-16 and four bytes of UTF-8 before the words found.
const ODD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n\
    一、主要举措和成效\n\
    𠮷林路😀“<b>&amp;”截止年底，'办结'行政复议案件××件%0A，布署\"到位\"。\n\
    审结93件，其中纠错9件，纠错率12.5%。××\n";
const NOTICE: &str = "关于召开会议的通知\n各有关单位：\n定于明日召开会议，请准时参加。\n";

/// A name with a line end and all that XML, CSV and workflow commands treat specially.
#[cfg(unix)]
const NAME: &str = "稿,=&<>\"'`|:%#\n二.txt";
#[cfg(not(unix))]
const NAME: &str = "稿,=&'`%#二.txt";

fn desk() -> Desk {
    Desk::new().with(NAME, ODD).with("通知.txt", NOTICE)
}

fn made(desk: &Desk, format: &str) -> String {
    let rules = "struct/plan,struct/problems,term,release/placeholder,data,date/late,outline/ability";
    let output = desk.run(&["check", ".", "missing.txt", "--format", format, "--select", rules]);
    assert_eq!(output.status.code(), Some(3), "{format}");
    out(&output).to_owned()
}

#[test]
#[cfg(unix)]
fn formats_are_as_reviewed() {
    let desk = desk();
    let mut settings = snapshots();
    settings.add_filter(regex::escape(env!("CARGO_PKG_VERSION")).as_str(), "[version]");
    settings.bind(|| {
        for format in
            ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "jsonl", "markdown", "csv", "csv-findings"]
        {
            insta::assert_snapshot!(format!("format-{format}"), made(&desk, format));
        }
    });
}

#[test]
fn sarif_is_valid_by_the_official_schema() {
    let text = std::fs::read_to_string(root().join("tests/it/schema/sarif-2.1.0.json")).expect("it is there");
    // A bracket too many in a pattern, which JavaScript reads literally and Rust refuses.
    let text = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let samples = root().join("reports").display().to_string();
    let all = Desk::new().run(&["check", &samples, "--format", "sarif"]);
    for log in [
        made(&desk(), "sarif"),
        out(&all).to_owned(),
        out(&Desk::new().run(&["check", "missing.txt", "-f", "sarif"])).to_owned(),
    ] {
        let log: Value = serde_json::from_str(&log).expect("one JSON document");
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
    let mut broken: Value = serde_json::from_str(&made(&desk(), "sarif")).expect("one JSON document");
    broken["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!validator.is_valid(&broken), "the schema lets anything pass");
}

#[test]
fn sarif_results_have_places_rules_and_fingerprints_of_their_own() {
    let log: Value = serde_json::from_str(&made(&desk(), "sarif")).expect("one JSON document");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let mut fingerprints = Vec::new();
    for result in run["results"].as_array().expect("a list") {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string() && place["region"]["startLine"].is_u64(), "{result}");
        let index = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a number");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        if result["kind"] == "fail" {
            fingerprints.push(result["partialFingerprints"]["gangyao/v1"].as_str().expect("text").to_owned());
        }
    }
    let all = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert!(all > 4 && fingerprints.len() == all, "{fingerprints:?}");
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().is_some());
}

#[test]
fn sarif_fingerprints_stay_while_lines_move() {
    let prints = |text: &str| -> Vec<Value> {
        let desk = Desk::new().with("a.txt", text);
        let log: Value = serde_json::from_str(out(&desk.run(&["check", "a.txt", "-f", "sarif"]))).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("a list").clone();
        results
            .into_iter()
            .filter(|result| result["kind"] == "fail")
            .map(|mut result| result["partialFingerprints"].take())
            .collect()
    };
    assert_eq!(prints(ODD), prints(&ODD.replace("一、", "\n\n一、")));
}

/// The lines of a text in UTF-16 units and in bytes.
fn slice(line: &str, column: u64, end: u64, utf16: bool) -> String {
    let at = |number: u64| usize::try_from(number - 1).expect("columns are small");
    if utf16 {
        let units: Vec<u16> = line.encode_utf16().collect();
        return String::from_utf16(&units[at(column)..at(end)]).expect("columns lie between characters");
    }
    String::from_utf8(line.as_bytes()[at(column)..at(end)].to_vec()).expect("columns lie between characters")
}

#[test]
fn columns_count_what_each_format_says() {
    let desk = desk();
    let line = ODD.lines().nth(2).expect("there are three");
    let number = |value: &Value| value.as_u64().expect("a number");

    let sarif: Value = serde_json::from_str(&made(&desk, "sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let it = results.iter().find(|result| result["ruleId"] == "term/jiezhi").expect("it is found");
    let region = &it["locations"][0]["physicalLocation"]["region"];
    assert_eq!(slice(line, number(&region["startColumn"]), number(&region["endColumn"]), true), "截止");

    let rdjson: Value = serde_json::from_str(&made(&desk, "rdjson")).expect("JSON");
    let diagnostics = rdjson["diagnostics"].as_array().expect("a list");
    let it = diagnostics.iter().find(|diagnostic| diagnostic["code"]["value"] == "term/jiezhi").expect("it is found");
    let range = &it["location"]["range"];
    assert_eq!(slice(line, number(&range["start"]["column"]), number(&range["end"]["column"]), false), "截止");
}

#[test]
fn json_formats_are_json_when_nothing_was_found_and_when_nothing_was_read() {
    let clean = Desk::new().with("通知.txt", NOTICE);
    for format in ["json", "sarif", "gitlab", "rdjson"] {
        for paths in [&["通知.txt"][..], &["missing.txt"], &["missing.txt", "keiner.txt"], &["通知.txt", "missing.txt"]]
        {
            let output = clean.run(&[&["check", "-f", format], paths].concat());
            let parsed: Result<Value, _> = serde_json::from_str(out(&output));
            assert!(parsed.is_ok(), "{format} {paths:?}: {}", out(&output));
        }
    }
}

#[test]
fn every_line_of_jsonl_is_an_object_and_the_last_is_the_summary() {
    let text = made(&desk(), "jsonl");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["type"].as_str().expect("a type")).collect();
    assert_eq!((kinds[0], kinds[kinds.len() - 1]), ("run", "summary"));
    let findings = lines.iter().filter(|line| line["type"] == "finding");
    let summary = &lines[lines.len() - 1];
    let sum = ["errors", "warnings", "notes"].iter().filter_map(|key| summary[*key].as_u64()).sum::<u64>();
    assert_eq!(u64::try_from(findings.count()).ok(), Some(sum));
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let issues: Value = serde_json::from_str(&made(&desk(), "gitlab")).expect("JSON");
    let issues = issues.as_array().expect("a list");
    let mut prints: Vec<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), issues.len());
}

#[test]
fn tables_have_the_same_number_of_cells_in_every_line() {
    for format in ["csv", "csv-findings"] {
        let text = made(&desk(), format);
        let table = text.strip_prefix('\u{feff}').expect("a byte order mark, for Excel");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("equally long rows")).collect();
        assert!(rows.iter().any(|row| &row[0] == "missing.txt"), "{format} hides what was not checked");
        assert!(rows.len() >= 4, "{format}");
    }
}

#[test]
fn files_with_settings_of_their_own_share_one_list_of_rules() {
    let desk = Desk::new()
        .with("甲/gangyao.yaml", "select: [struct/plan, term/jiezhi]\n")
        .with("甲/a.txt", ODD)
        .with("乙/gangyao.yaml", "select: [struct/problems, release]\n")
        .with("乙/a.txt", ODD)
        .with("乙/结果.md", "<!-- 由 gangyao 生成 -->\n");
    let output = desk.run(&["check", ".", "-f", "sarif", "-o", "csv:核对.csv", "-o", "markdown:乙/结果.md"]);
    let log: Value = serde_json::from_str(out(&output)).expect("JSON");
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let mut told = Vec::new();
    for result in log["runs"][0]["results"].as_array().expect("a list") {
        let index = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a number");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        told.push(result["ruleId"].as_str().expect("text"));
    }
    told.sort_unstable();
    told.dedup();
    assert_eq!(told, ["release/placeholder", "struct/plan", "struct/problems", "term/jiezhi"]);
    let table = std::fs::read_to_string(desk.path().join("核对.csv")).expect("it was written");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let column = |id: &str| columns.iter().position(|column| column.contains(id)).expect("a column");
    let (problems, plan) = (column("struct/problems"), column("struct/plan"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("equally long rows")).collect();
    assert_eq!((&rows[0][0], &rows[0][problems], &rows[0][plan]), ("乙/a.txt", "缺", ""));
    assert_eq!((&rows[1][0], &rows[1][problems], &rows[1][plan]), ("甲/a.txt", "", "缺"));
}

#[test]
fn what_does_not_count_is_told_where_a_format_can_and_never_as_a_failure() {
    let desk = Desk::new().with("a.txt", ODD);
    desk.run(&["check", "a.txt", "--baseline", "known.yaml", "--update-baseline"]);
    let made = |format: &str| {
        let output = desk.run(&["check", "a.txt", "--baseline", "known.yaml", "-f", format]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        out(&output).to_owned()
    };
    let log: Value = serde_json::from_str(&made("sarif")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("a list").clone();
    let failed: Vec<&Value> = results.iter().filter(|result| result["kind"] == "fail").collect();
    assert!(failed.len() > 4);
    assert!(failed.iter().all(|result| result["suppressions"][0]["justification"] == "基线中已有"));
    let quality: Value = serde_json::from_str(&made("gitlab")).expect("JSON");
    assert_eq!(quality, serde_json::json!([]));
    assert!(made("jsonl").lines().filter(|line| line.starts_with("{\"type\":\"excused\"")).count() == failed.len());
    assert!(!made("junit").contains("<failure") && made("junit").contains("基线中已有"));
    for format in ["html", "markdown"] {
        assert!(made(format).contains("不计入的问题"), "{format}");
    }
    for format in ["github", "concise"] {
        assert_eq!(made(format), "", "{format}");
    }
}
