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

pub(super) fn folder() -> PathBuf {
    let shared = std::env::var_os("GANGYAO_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("reports/real")
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
        if std::env::var_os("GANGYAO_SHOW").is_some() {
            eprintln!("{file} {:?} {:#?}\n{}", document.kind, document.identity, outline_of(&document).join("\n"));
            for block in &document.blocks {
                eprintln!(
                    "{:?} {}",
                    block.kind,
                    block.folded.of(document.folded_text()).chars().take(30).collect::<String>()
                );
            }
        }
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
