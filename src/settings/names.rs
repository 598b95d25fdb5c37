//! Names of rules in a configuration: what they choose, and those that no rule bears.

use super::effective::Effective;
use super::layer::Layer;
use crate::check::link::{Problem, unknown_name};
use crate::finding::Severity;
use crate::norm::Force;
use crate::rule::{LoadError, Rule, RuleSet, Selection};
use crate::text::located::{Located, place};

/// How grave a configuration wants findings to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As grave as this.
    As(Severity),
    /// Not reported at all.
    Off,
}

impl Grade {
    /// The names as written.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "note", "off"];

    /// Reads a name.
    pub fn named(name: &str) -> Option<Grade> {
        match name {
            "off" => Some(Grade::Off),
            name => [Severity::Error, Severity::Warning, Severity::Note]
                .into_iter()
                .find(|known| known.name() == name)
                .map(Grade::As),
        }
    }

    /// The name as written.
    pub fn name(self) -> &'static str {
        match self {
            Grade::As(severity) => severity.name(),
            Grade::Off => "off",
        }
    }
}

/// Everything wrong with the names of rules in a layer.
pub fn unknown_names(rules: &RuleSet, layer: &Layer) -> Vec<LoadError> {
    let raw = &layer.raw;
    let mut problems = Vec::new();
    let selects = raw.select.iter().chain(raw.overrides.iter().filter_map(|part| part.select.as_ref())).flatten();
    for name in selects {
        problems.extend(rules.named_and_on(&name.value).err().map(|unknown| told(name, unknown)));
    }
    let ignores = raw.ignore.iter().chain(raw.overrides.iter().flat_map(|part| &part.ignore));
    let graded = raw.severity.0.iter().chain(raw.overrides.iter().flat_map(|part| &part.severity.0));
    for name in ignores.chain(graded.clone().map(|(name, _)| name)) {
        problems.extend(rules.named(&name.value).err().map(|unknown| told(name, unknown)));
    }
    for (name, grade) in graded {
        let practice = rules.rule(&name.value).is_some_and(|rule| rests_on_practice(rules, rule));
        if practice && Grade::named(&grade.value) == Some(Grade::As(Severity::Error)) {
            let help = "只有通行做法作依据的规则，级别最高为 warning；要让它算不通过，请写 fail-on: warning".to_owned();
            problems.push(Problem::new(place(grade), "依据只是通行做法的规则不能定为错误").help(Some(help)));
        }
    }
    let tuned = raw.thresholds.0.iter().chain(raw.overrides.iter().flat_map(|part| &part.thresholds.0));
    for (name, _) in tuned.filter(|(name, _)| rules.rule(&name.value).is_none()) {
        let ids: Vec<String> = rules.rules.iter().map(|rule| rule.id.0.clone()).collect();
        problems.push(unknown_name("规则", &name.value, place(name), &ids));
    }
    problems.into_iter().map(|problem| layer.error(problem)).collect()
}

fn told(name: &Located<String>, unknown: crate::rule::select::UnknownName) -> Problem {
    Problem::new(place(name), unknown.message).help(Some(unknown.help))
}

fn rests_on_practice(rules: &RuleSet, rule: &Rule) -> bool {
    rule.basis.iter().all(|basis| rules.norms.norm(basis.norm).force == Force::Practice)
}

/// The rules that a configuration chooses, and how grave their findings are. `select` and `ignore` are those of the command line:
/// if it selects, what the configuration selects, ignores and switches off does not count.
///
/// Names that no rule bears choose nothing: see [`unknown_names`].
pub fn selection(rules: &RuleSet, effective: &Effective, select: &[String], ignore: &[String]) -> Selection {
    let commanded = !select.is_empty();
    let written = |names: &[super::Sourced<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).filter(|name| rules.named(name).is_ok()).collect()
    };
    let known =
        |names: &[String]| -> Vec<String> { names.iter().filter(|name| rules.named(name).is_ok()).cloned().collect() };
    let chosen = match (&effective.select, commanded) {
        (_, true) => known(select),
        (Some(names), false) => written(names),
        (None, false) => Vec::new(),
    };
    let mut left_out = known(ignore);
    if !commanded {
        left_out.extend(written(&effective.ignore));
    }
    // Where something was to be chosen, nothing chosen means none, not all.
    let nothing = chosen.is_empty() && (commanded || effective.select.is_some());
    let all = if nothing { None } else { rules.select(&chosen, &left_out).ok() };
    let mut selection = all.unwrap_or_else(|| Selection::none(rules.rules.len()));
    for (at, rule) in rules.rules.iter().enumerate() {
        match grade(rules, rule, effective) {
            Some(Grade::Off) if !commanded => selection.switch(at, false),
            Some(Grade::As(Severity::Error)) if rests_on_practice(rules, rule) => {
                selection.grade(at, Severity::Warning)
            }
            Some(Grade::As(severity)) => selection.grade(at, severity),
            Some(Grade::Off) | None => {}
        }
    }
    selection
}

/// The last list that names the rule decides; in it the narrowest name.
fn grade(rules: &RuleSet, rule: &Rule, effective: &Effective) -> Option<Grade> {
    let names = [rule.id.0.as_str(), rule.id.group(), rules.packs[rule.pack].name.as_str()];
    effective.severity.iter().rev().find_map(|list| {
        let graded = |name: &str| list.iter().find(|graded| graded.value.0.trim_end_matches('/') == name);
        names.iter().find_map(|name| graded(name)).map(|graded| graded.value.1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::pack::Sources;
    use std::path::{Path, PathBuf};

    fn rules() -> RuleSet {
        let rule = |id: &str, basis: &str| {
            format!(
                "- id: {id}\n  title: 甲\n  severity: warning\n  basis: [{basis}]\n  check: {{ required-text: {{ any: [甲] }} }}\n  message: 乙\n"
            )
        };
        let norms = "- { id: fa, title: 某法, force: binding }\n- { id: practice, title: 惯例, force: practice }\n";
        let pack = "name: p\ntitle: 甲\nversion: '1'\n";
        let own = rule("one", "fa") + &rule("two", "practice");
        let sources = Sources::default().with_text("", "norms.yaml", norms).with_text("p", "p/pack.yaml", pack);
        let sources = sources.with_text("p", "p/own.yaml", own).with_text("p", "p/other.yaml", rule("three", "fa"));
        sources.load().unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    fn layer(text: &str) -> Layer {
        Layer::read("gangyao.yaml", PathBuf::from("/r"), text).unwrap()
    }

    fn chosen(text: &str, select: &[&str]) -> Vec<(bool, Option<Severity>)> {
        let rules = rules();
        let effective = Effective::of(&[layer(text)], Path::new("/r/a.md"));
        let select: Vec<String> = select.iter().map(|name| (*name).to_owned()).collect();
        let selection = selection(&rules, &effective, &select, &[]);
        // Files are loaded in the order given: own/one, own/two, other/three.
        (0..3).map(|at| (selection.holds(at), selection.severity(at))).collect()
    }

    #[test]
    fn the_narrower_name_decides_and_off_switches_off() {
        let (on, note) = ((true, None), (true, Some(Severity::Note)));
        assert_eq!(chosen("severity: { own/two: note, own: off }\n", &[]), [(false, None), note, on]);
        assert_eq!(chosen("select: [own]\nignore: [own/one]\n", &[]), [(false, None), on, (false, None)]);
        assert!(chosen("select: []\n", &[]).iter().all(|(runs, _)| !runs));
    }

    #[test]
    fn a_group_made_errors_leaves_practice_a_warning() {
        let told = chosen("severity: { own: error }\n", &[]);
        assert_eq!((told[0].1, told[1].1), (Some(Severity::Error), Some(Severity::Warning)));
    }

    #[test]
    fn what_the_command_line_selects_runs_whatever_the_configuration_says() {
        assert!(chosen("ignore: [own]\nseverity: { own: off }\n", &["own/one"])[0].0);
    }

    #[test]
    fn names_that_no_rule_bears_are_all_told() {
        let text = "select: [own/on]\nignore: [othr]\nseverity: { own/twoo: note, own/two: error }\nthresholds: { own/x1: { a: 1 } }\n";
        let errors = unknown_names(&rules(), &layer(text));
        let places: Vec<&str> = errors.iter().map(|e| e.span.map_or("", |span| span.of(text))).collect();
        assert_eq!(places, ["own/on", "othr", "own/twoo", "error", "own/x1"], "{errors:#?}");
        assert_eq!(errors[0].help.as_deref(), Some("是不是想写“own/one”？"));
    }
}
