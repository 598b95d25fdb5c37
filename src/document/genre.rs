//! What a pack tells about the reports it is for: how they are recognised and which parts they have.
//!
//! Loaded from `rules/<pack>/pack.yaml` and `rules/reading.yaml` by `rule::reading`; here only the compiled form.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Level, Role};
use crate::text::pattern::Pattern;
use crate::text::pattern_set::{PatternSet, Sifted, Together};

/// One type of report.
#[derive(Debug)]
pub struct Genre {
    /// The pack's name: `fazhi`.
    pub name: String,
    /// Its Chinese name: 法治政府建设年度报告.
    pub title: String,
    /// A title that matches one of these is a title of this type. Matched against the folded title; what follows the match may
    /// only be a bracket, a date or the name of a site.
    pub titles: PatternSet,
    /// What looks alike and is not, in the order of trying.
    pub near_misses: Vec<NearMiss>,
    /// The required parts in their usual order.
    pub roles: Vec<RoleSpec>,
    /// Words of which one stands in the opening or the headings of a document of this type even where its title is missing.
    pub subject: PatternSet,
    /// What opens a document of this type whose title is missing: 现将…法治政府建设…报告如下 tells by itself, and what does not
    /// name the subject (现将有关情况报告如下) together with it.
    pub openings: PatternSet,
    /// What tells in one pass over a heading or a title which of the patterns can match it.
    pub sifting: Sifting,
}

/// The patterns of a genre made ready to be tried together, when first needed.
#[derive(Debug, Default)]
pub struct Sifting {
    headings: OnceLock<Together>,
    titles: OnceLock<Together>,
}

impl Genre {
    /// Which patterns of the roles can match a heading; those of a role are the sets that [`RoleSpec::sets`] gives, after those of
    /// the roles before.
    pub(super) fn sift_heading<'a>(&'a self, heading: &'a str) -> Sifted<'a> {
        let together = || Together::new(self.roles.iter().flat_map(RoleSpec::sets));
        self.sifting.headings.get_or_init(together).sift(heading)
    }

    /// The first near miss that a title is.
    pub(super) fn miss(&self, title: &str) -> Option<&NearMiss> {
        let sets = self.near_misses.iter().flat_map(|miss| [&miss.titles, &miss.unless]);
        let sifted = self.sifting.titles.get_or_init(|| Together::new(sets)).sift(title);
        let is_miss = |(at, miss): &(usize, &NearMiss)| {
            sifted.is_match(at * 2, &miss.titles) && !sifted.is_match(at * 2 + 1, &miss.unless)
        };
        self.near_misses.iter().enumerate().find(is_miss).map(|(_, miss)| miss)
    }
}

impl RoleSpec {
    /// What a heading is tried against.
    pub(super) fn sets(&self) -> [&PatternSet; 3] {
        [&self.headings, &self.never, &self.unless]
    }
}

/// A kind of document easily taken for the genre.
#[derive(Debug)]
pub struct NearMiss {
    /// Chinese name: 政策解读.
    pub name: String,
    /// Patterns on the folded title.
    pub titles: PatternSet,
    /// A title that matches one of these is not this near miss.
    pub unless: PatternSet,
}

/// How a required part is recognised.
#[derive(Debug)]
pub struct RoleSpec {
    /// Its name.
    pub role: Role,
    /// Official wording, for messages: 存在的不足和原因.
    pub title: String,
    /// Headings that may be used as they stand, for messages.
    pub suggestions: Vec<String>,
    /// Patterns on the folded heading, its number and closing mark left out.
    pub headings: PatternSet,
    /// A part of a heading (as divided by 、，和及与) that matches one of these is not this required part, whatever else it matches.
    pub unless: PatternSet,
    /// A heading that matches one of these is never this part, by its words or by its place.
    pub never: PatternSet,
    /// Unnamed level-1 sections standing before the first section of one of these roles are this part. A role that has such is
    /// the general one: its sections may hold nested parts, and it yields to `next_year`.
    pub before: Vec<Role>,
    /// Whether a sub-section of the general part may be this part (第一责任人 as an item of the measures).
    pub nested: bool,
    /// Whether a heading that names the year after the reporting year is this part even if its words are of the general part.
    pub next_year: bool,
}

/// How any document is read: page furniture, bylines, names of organs.
#[derive(Debug, Default)]
pub struct Reading {
    /// The types of report known, in the order of loading.
    pub genres: Vec<Genre>,
    /// A block that matches one of these is page furniture.
    pub furniture: PatternSet,
    /// A block outside the body that matches one of these is a byline.
    pub byline: PatternSet,
    /// Labels before a publication date in a byline, the most telling first: 发布日期, 时间.
    pub date_labels: PatternSet,
    /// Labels before the publishing organ in a byline, the most telling first: 发布机构, 来源.
    pub source_labels: PatternSet,
    /// Endings of organ names with what they tell of the level, longest first: 人民政府, 司法局.
    pub organs: Vec<Ending>,
    /// Endings of place names with the level they tell, longest first: 自治州, 县, 街道.
    pub places: Vec<Ending>,
    /// Names of prefecture-level cities without 市; any other 市 is county level.
    pub cities: Vec<String>,
    /// Names of provinces, regions and municipalities in full: 浙江省.
    pub provinces: Vec<String>,
    /// Further words a reader needs, by name.
    pub words: BTreeMap<String, PatternSet>,
}

impl Reading {
    /// Whether a folded text holds one of the named words.
    pub(super) fn has(&self, words: &str, folded: &str) -> bool {
        self.words.get(words).is_some_and(|patterns| patterns.is_match(folded))
    }

    /// The earliest place of one of the named words in a folded text, in bytes.
    pub(super) fn first(&self, words: &str, folded: &str) -> Option<usize> {
        self.words.get(words)?.first(folded)
    }

    /// A folded text without one of the named words at its end.
    pub(super) fn without_ending<'a>(&self, words: &str, folded: &'a str) -> &'a str {
        let endings = self.words.get(words).into_iter().flat_map(PatternSet::iter);
        let endings = endings.filter_map(Pattern::literal);
        endings.filter_map(|ending| folded.strip_suffix(ending)).min_by_key(|rest| rest.len()).unwrap_or(folded)
    }
}

/// The end of an organ's or a place's name.
#[derive(Debug)]
pub struct Ending {
    /// The ending: 司法局.
    pub ending: String,
    /// What it tells.
    pub tells: Tells,
}

/// What the end of a name tells of an organ's level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// The level itself.
    Level(Level),
    /// Nothing by itself; the place before it tells (人民政府).
    Place,
    /// Whether it is on the list of prefecture-level cities (市).
    CityList,
    /// That the level cannot be told (管委会).
    Nothing,
}
