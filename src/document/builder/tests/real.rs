//! The hand labels of the real reports, which lie outside the project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Label {
    report_year: u16,
    issuer: String,
    published: Option<String>,
    roles: BTreeMap<usize, Vec<String>>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reports/real")
}

#[test]
fn the_labels_of_the_real_reports_hold() {
    let Ok(labels) = std::fs::read_to_string(folder().join("expect.json")) else {
        eprintln!("SKIPPED: no real reports in {}", folder().display());
        return;
    };
    let labels: BTreeMap<String, serde_json::Value> = serde_json::from_str(&labels).unwrap();
    for (file, label) in labels.into_iter().filter(|(file, _)| file.ends_with(".txt")) {
        let label: Label = serde_json::from_value(label).unwrap();
        let document = document(&std::fs::read_to_string(folder().join(&file)).unwrap());
        let identity = &document.identity;
        assert_eq!(document.kind, DocumentType::Genre("fazhi".to_owned()), "{file}");
        assert_eq!(identity.report_year.as_ref().map(|year| year.value), Some(label.report_year), "{file}");
        assert_eq!(identity.issuer.as_ref().map(|issuer| issuer.value.clone()), Some(label.issuer), "{file}");
        assert_eq!(identity.published.as_ref().map(|date| date.value.to_string()), label.published, "{file}");
        let tops = document.sections.iter().filter(|section| section.level == 1);
        let roles: BTreeMap<usize, Vec<String>> = tops
            .map(|section| {
                let line = document.position(document.original(section.heading).start).line;
                (line, section.roles.iter().map(Role::to_string).collect())
            })
            .collect();
        assert_eq!(roles, label.roles, "{file}");
    }
}

/// The roles of the level-1 sections in their order.
fn tops(document: &Document) -> Vec<Vec<String>> {
    let tops = document.sections.iter().filter(|section| section.level == 1);
    tops.map(|section| section.roles.iter().map(Role::to_string).collect()).collect()
}

#[test]
fn real_reports_keep_their_roles_when_their_page_changes() {
    let Ok(files) = std::fs::read_dir(folder()) else {
        eprintln!("SKIPPED: no real reports in {}", folder().display());
        return;
    };
    let texts = files.flatten().filter(|file| file.path().extension().is_some_and(|ext| ext == "txt"));
    for text in texts.map(|file| std::fs::read_to_string(file.path()).unwrap()) {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let usual = document(&text);
        let expected = tops(&usual);
        let head = lines.iter().position(|line| line.starts_with("一、")).unwrap();
        let one_line = format!("{}\n{}\n", lines[..head].join("\n"), lines[head..].join(""));
        let navigated = format!(
            "网站首页 政务公开\n您的位置：首页 > 政务公开 > 年度报告\n{text}\n上一篇：无\n版权所有：某单位 主办：某单位\n一、联系我们\n"
        );
        let crlf = text.replace('\n', "\r\n\r\n");
        let indented = lines.iter().map(|line| format!("　　{line}\n")).collect::<String>();
        for changed in [one_line, navigated, crlf, indented] {
            let changed = document(&changed);
            assert_eq!(tops(&changed), expected, "{:#?}", outline_of(&changed));
            assert_eq!(
                changed.identity.title.as_ref().map(|t| &t.value),
                usual.identity.title.as_ref().map(|t| &t.value)
            );
            assert_eq!(
                changed.identity.issuer.as_ref().map(|t| &t.value),
                usual.identity.issuer.as_ref().map(|t| &t.value)
            );
        }
    }
}
