//! Who may import whom.

use super::support::{files_below, root};

/// Layer -> layers it may use. A module not named here is a new layer: decide where it stands.
const ALLOWED: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("norm", &["text"]),
    ("document", &["text"]),
    ("input", &["document", "text"]),
    ("check", &["norm", "document", "text"]),
    ("rule", &["check", "norm", "document", "text", "finding"]),
    ("finding", &["document", "text"]),
    ("settings", &["finding", "rule", "check", "norm", "document", "text"]),
    ("lint", &["finding", "rule", "check", "norm", "document", "text"]),
    ("fix", &["finding", "document", "text", "lint", "input", "rule"]),
    ("verify", &["lint", "input", "rule", "check", "norm", "finding", "document", "text"]),
    ("mutate", &["lint", "input", "rule", "check", "norm", "finding", "document", "text"]),
    ("waiver", &["settings", "finding", "rule", "check", "document", "text"]),
    ("output", &["mutate", "verify", "finding", "rule", "check", "norm", "document", "input", "text"]),
    (
        "cli",
        &[
            "fix", "mutate", "verify", "lint", "settings", "waiver", "finding", "rule", "check", "norm", "document",
            "input", "output", "text",
        ],
    ),
];

#[test]
fn layers_import_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for path in files_below("src") {
        let shown = path.strip_prefix(root().join("src")).unwrap_or(&path).display().to_string();
        let layer = shown.split(['/', '.']).next().unwrap_or_default().to_owned();
        if matches!(layer.as_str(), "main" | "lib") || !shown.ends_with(".rs") || shown.contains("tests") {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{shown}: layer `{layer}` has no line in this test"));
            continue;
        };
        let source = std::fs::read_to_string(&path).expect("sources are UTF-8");
        let production = source.split("#[cfg(test)]").next().unwrap_or_default();
        for used in production.match_indices("crate::").map(|(at, word)| &production[at + word.len()..]) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used != layer && !allowed.contains(&used.as_str()) && used.starts_with(char::is_lowercase) {
                wrong.push(format!("{shown}: uses crate::{used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_below_the_command_line_reads_clock_environment_or_network() {
    let forbidden = ["std::time", "std::env", "std::net", "println!", "eprintln!", "SystemTime", "Instant::now"];
    let mut wrong = Vec::new();
    for path in files_below("src") {
        let shown = path.strip_prefix(root().join("src")).unwrap_or(&path).display().to_string();
        if shown.starts_with("cli") || shown == "main.rs" || !shown.ends_with(".rs") || shown.contains("tests") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("sources are UTF-8");
        let production = source.split("#[cfg(test)]").next().unwrap_or_default();
        wrong
            .extend(forbidden.iter().filter(|word| production.contains(**word)).map(|word| format!("{shown}: {word}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
