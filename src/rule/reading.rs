//! The YAML forms of `reading.yaml` and of what a `pack.yaml` says of its type of report, and their compilation.
//!
//! Reading is strict: an unknown key is an error of the YAML reader. What can only be seen later (a bad pattern, an unknown role)
//! is collected, so that one run shows everything.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::check::link::Problem;
use crate::document::genre::{Ending, Genre, NearMiss, Reading, RoleSpec, Sifting, Tells};
use crate::document::{Level, Role};
use crate::text::fold::fold_word;
use crate::text::located::{Located, OneOrMany, place};
use crate::text::pattern::{Literals, Pattern};
use crate::text::pattern_set::PatternSet;

/// Patterns as written.
type Words = Vec<Located<String>>;

/// `reading.yaml`.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawReading {
    #[schemars(with = "Vec<String>")]
    furniture: Words,
    #[schemars(with = "Vec<String>")]
    byline: Words,
    #[schemars(with = "Vec<String>")]
    date_labels: Words,
    #[schemars(with = "Vec<String>")]
    source_labels: Words,
    organs: Vec<RawEnding>,
    places: Vec<RawEnding>,
    provinces: Vec<String>,
    cities: Vec<String>,
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    words: BTreeMap<String, Words>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawEnding {
    #[schemars(with = "String")]
    ending: Located<String>,
    tells: RawTells,
}

#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum RawTells {
    National,
    Province,
    City,
    County,
    Town,
    Department,
    Place,
    CityList,
    Nothing,
}

/// `pack.yaml`. A pack that is for a type of report declares it, or names another pack that does (`for`).
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPack {
    /// The pack's name.
    #[schemars(with = "String")]
    pub name: Located<String>,
    /// Its Chinese name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The packs it builds on: names, or paths relative to its folder.
    #[serde(default)]
    pub extends: OneOrMany,
    /// The pack that declares the type of report its rules are for; not needed beside `extends`.
    #[schemars(with = "Option<String>")]
    pub r#for: Option<Located<String>>,
    applies_to: Option<RawAppliesTo>,
    #[serde(default)]
    roles: Vec<RawRole>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawAppliesTo {
    #[schemars(with = "Vec<String>")]
    titles: Words,
    #[schemars(with = "Vec<String>")]
    subject: Words,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    openings: Words,
    #[serde(default)]
    near_misses: Vec<RawNearMiss>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawNearMiss {
    name: String,
    #[schemars(with = "Vec<String>")]
    titles: Words,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    unless: Words,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRole {
    #[schemars(with = "String")]
    role: Located<String>,
    title: String,
    suggest: Vec<String>,
    #[schemars(with = "Vec<String>")]
    headings: Words,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    unless: Words,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    never: Words,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    before: Vec<Located<String>>,
    #[serde(default)]
    nested: bool,
    #[serde(default)]
    next_year: bool,
}

impl RawReading {
    /// Compiles the patterns; types of report come from the packs.
    pub(super) fn compile(self, literals: &mut Literals) -> (Reading, Vec<Problem>) {
        let mut compiling = Compiling { literals, problems: Vec::new() };
        let reading = Reading {
            genres: Vec::new(),
            furniture: compiling.patterns(self.furniture),
            byline: compiling.patterns(self.byline),
            date_labels: compiling.patterns(self.date_labels),
            source_labels: compiling.patterns(self.source_labels),
            organs: compiling.endings(self.organs),
            places: compiling.endings(self.places),
            cities: self.cities.iter().map(|city| fold_word(city)).collect(),
            provinces: self.provinces.iter().map(|name| fold_word(name)).collect(),
            words: self.words.into_iter().map(|(name, words)| (name, compiling.patterns(words))).collect(),
        };
        (reading, compiling.problems)
    }
}

impl RawPack {
    /// Compiles the type of report the pack declares, if it declares one.
    pub(super) fn compile(self, literals: &mut Literals) -> (Option<Genre>, Vec<Problem>) {
        let mut compiling = Compiling { literals, problems: Vec::new() };
        let Some(applies_to) = self.applies_to else {
            if let Some(role) = self.roles.first() {
                compiling
                    .problems
                    .push(Problem::new(place(&role.role), "规则包写了 roles，却没有写 applies-to".to_owned()));
            }
            return (None, compiling.problems);
        };
        let near_misses = applies_to.near_misses.into_iter().map(|miss| NearMiss {
            name: miss.name,
            titles: compiling.patterns(miss.titles),
            unless: compiling.patterns(miss.unless),
        });
        let near_misses = near_misses.collect();
        let genre = Genre {
            name: self.name.value,
            title: self.title,
            titles: compiling.patterns(applies_to.titles),
            near_misses,
            roles: compiling.roles(self.roles),
            subject: compiling.patterns(applies_to.subject),
            openings: compiling.patterns(applies_to.openings),
            sifting: Sifting::default(),
        };
        (Some(genre), compiling.problems)
    }
}

struct Compiling<'a> {
    literals: &'a mut Literals,
    problems: Vec<Problem>,
}

impl Compiling<'_> {
    fn patterns(&mut self, words: Words) -> PatternSet {
        PatternSet::new(words.into_iter().filter_map(|word| self.pattern(&word)).collect())
    }

    fn pattern(&mut self, word: &Located<String>) -> Option<Pattern> {
        match Pattern::parse(&word.value, self.literals) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                self.problems.push(Problem::new(place(word), error.message));
                None
            }
        }
    }

    /// Endings, the longest first.
    fn endings(&mut self, raw: Vec<RawEnding>) -> Vec<Ending> {
        let mut endings: Vec<Ending> = Vec::with_capacity(raw.len());
        for ending in raw {
            let folded = fold_word(&ending.ending.value);
            if folded.is_empty() || endings.iter().any(|other| other.ending == folded) {
                self.problems
                    .push(Problem::new(place(&ending.ending), format!("名称结尾“{}”为空或重复", ending.ending.value)));
                continue;
            }
            endings.push(Ending { ending: folded, tells: ending.tells.into() });
        }
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.ending.len()));
        endings
    }

    fn roles(&mut self, raw: Vec<RawRole>) -> Vec<RoleSpec> {
        let names: Vec<String> = raw.iter().map(|role| role.role.value.clone()).collect();
        let mut roles: Vec<RoleSpec> = Vec::with_capacity(raw.len());
        for role in raw {
            if roles.iter().any(|other| *other.role.0 == *role.role.value) {
                self.problems.push(Problem::new(place(&role.role), format!("部分“{}”写了两次", role.role.value)));
                continue;
            }
            let mut before = Vec::new();
            for name in role.before {
                match names.contains(&name.value) {
                    true => before.push(Role(Arc::from(name.value.as_str()))),
                    false => self.problems.push(Problem::new(place(&name), format!("没有名为“{}”的部分", name.value))),
                }
            }
            roles.push(RoleSpec {
                role: Role(Arc::from(role.role.value.as_str())),
                title: role.title,
                suggestions: role.suggest,
                headings: self.patterns(role.headings),
                unless: self.patterns(role.unless),
                never: self.patterns(role.never),
                before,
                nested: role.nested,
                next_year: role.next_year,
            });
        }
        roles
    }
}

impl From<RawTells> for Tells {
    fn from(raw: RawTells) -> Tells {
        match raw {
            RawTells::National => Tells::Level(Level::National),
            RawTells::Province => Tells::Level(Level::Province),
            RawTells::City => Tells::Level(Level::City),
            RawTells::County => Tells::Level(Level::County),
            RawTells::Town => Tells::Level(Level::Town),
            RawTells::Department => Tells::Level(Level::Department),
            RawTells::Place => Tells::Place,
            RawTells::CityList => Tells::CityList,
            RawTells::Nothing => Tells::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_project_compile_without_a_problem() {
        let mut literals = Literals::default();
        let reading: RawReading = serde_yaml::from_str(include_str!("../../rules/reading.yaml")).unwrap();
        let (reading, problems) = reading.compile(&mut literals);
        assert_eq!(problems, []);
        assert!(reading.cities.len() > 280, "{}", reading.cities.len());
        let pack: RawPack = serde_yaml::from_str(include_str!("../../rules/fazhi/pack.yaml")).unwrap();
        let (genre, problems) = pack.compile(&mut literals);
        assert_eq!(problems, []);
        let roles: Vec<String> = genre.unwrap().roles.iter().map(|spec| spec.role.to_string()).collect();
        assert_eq!(roles, ["measures", "problems", "first_responsible", "plan"]);
    }

    #[test]
    fn every_problem_of_a_pack_is_found_at_its_place() {
        let text = "name: p\ntitle: 甲\nversion: '1'\napplies-to: { titles: ['/(/'], subject: [甲] }\nroles:\n  - { role: a, title: 甲, suggest: [甲], headings: ['/)/'], before: [b] }\n";
        let pack: RawPack = serde_yaml::from_str(text).unwrap();
        let (_, problems) = pack.compile(&mut Literals::default());
        let places: Vec<&str> = problems.iter().map(|problem| problem.span.map_or("", |span| span.of(text))).collect();
        assert_eq!(places.len(), 3);
        assert!(places.contains(&"b"), "{places:?}");
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(serde_yaml::from_str::<RawPack>("name: p\ntitle: 甲\nversion: '1'\nrole: []\n").is_err());
    }
}
