//! Which required part a section is: by the words of its heading, by the year it names, by where it stands.
//!
//! The words come from the pack; here only how they are applied.

use super::genre::{Genre, RoleSpec};
use super::{MarkStyle, Role, RoleBy, Section};
use crate::text::pattern::Pattern;
use crate::text::pattern_set::Sifted;
use crate::text::span::Span;

/// The parts a heading names, its number left out. A merged heading names several.
pub(super) fn roles_named<'a>(name: &str, genre: &'a Genre) -> Vec<&'a RoleSpec> {
    let heading = Heading::new(name, genre);
    genre.roles.iter().enumerate().filter(|(at, _)| heading.names(*at)).map(|(_, spec)| spec).collect()
}

/// Whether a line without number is in substance the name of a required part.
pub(super) fn is_role_heading(line: &str, genre: &Genre) -> bool {
    let name = without_year(line.trim_end_matches(['。', '：', '；']));
    let len = name.chars().count();
    let heading = || Heading::new(name, genre);
    (4..=40).contains(&len) && heading().coverages().any(|coverage| coverage * 2 >= len)
}

/// A heading, its number left out, with what of the words of the required parts it holds.
struct Heading<'a> {
    name: Sifted<'a>,
    genre: &'a Genre,
}

impl<'a> Heading<'a> {
    fn new(name: &'a str, genre: &'a Genre) -> Self {
        Self { name: genre.sift_heading(name), genre }
    }

    /// Whether it speaks for the part at a place of the genre's roles.
    fn names(&self, at: usize) -> bool {
        self.spoken(at).next().is_some() && !self.is_never(at)
    }

    /// How many characters speak for the part at a place of the genre's roles; 0 if it is not this part.
    fn coverage(&self, at: usize) -> usize {
        let longest = self.spoken(at).map(|found| found.of(self.name.text()).chars().count()).max();
        longest.filter(|_| !self.is_never(at)).unwrap_or(0)
    }

    /// The coverage of each of the genre's roles.
    fn coverages(&self) -> impl Iterator<Item = usize> {
        (0..self.genre.roles.len()).map(|at| self.coverage(at))
    }

    fn is_never(&self, at: usize) -> bool {
        self.name.is_match(at * 3 + 1, &self.genre.roles[at].never)
    }

    /// What speaks for the part at a place of the genre's roles, of each pattern the first.
    fn spoken(&self, at: usize) -> impl Iterator<Item = Span> {
        let spec = &self.genre.roles[at];
        let unconditional = self.name.rules_out(at * 3 + 2, &spec.unless);
        let chances = self.name.chances(at * 3, &spec.headings);
        chances.filter_map(move |(pattern, from)| self.match_in(pattern, from, spec, unconditional))
    }

    fn match_in(&self, pattern: &Pattern, from: usize, spec: &RoleSpec, unconditional: bool) -> Option<Span> {
        let mut from = from;
        while let Some(found) = pattern.find_at(self.name.text(), from) {
            if unconditional || !spec.unless.is_match(part_around(self.name.text(), found)) {
                return Some(found);
            }
            from = found.end;
        }
        None
    }
}

/// The part of a merged heading around a match: between 、，和及与. A pattern may match the divider to see that a part ends there.
fn part_around(name: &str, found: Span) -> &str {
    let divides = |c: char| matches!(c, '、' | '，' | '；' | '和' | '及' | '与' | '暨');
    let matched = found.start + found.of(name).trim_end_matches(divides).len();
    let before = name[..found.start].char_indices().rev().find(|(_, c)| divides(*c));
    let start = before.map_or(0, |(at, c)| at + c.len_utf8());
    let end = name[matched..].find(divides).map_or(name.len(), |at| matched + at);
    &name[start..end]
}

fn without_year(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() + 4 == name.len() { rest.trim_start_matches(['年', '度']) } else { name }
}

/// Gives roles by the words of headings: to level-1 sections, and to second-level ones for parts that no level-1 section is.
pub(super) fn by_heading(sections: &mut [Section], text: &str, genre: &Genre) {
    for section in sections.iter_mut().filter(|section| section.level == 1) {
        let roles: Vec<Role> =
            roles_named(section.name.of(text), genre).into_iter().map(|spec| spec.role.clone()).collect();
        section.give(roles, RoleBy::Heading);
    }
    for (role, spec) in genre.roles.iter().enumerate().filter(|(_, spec)| !spec.nested && spec.before.is_empty()) {
        if sections.iter().any(|section| section.roles.contains(&spec.role)) {
            continue;
        }
        let covered = |section: &Section| {
            let name = without_year(section.name.of(text));
            let coverage = Heading::new(name, genre).coverage(role);
            coverage > 0 && coverage * 3 >= name.chars().count() * 2
        };
        let found = (0..sections.len()).find(|at| {
            let section = &sections[*at];
            let inside_own_kind = section.parent.is_none_or(|parent| sections[parent].is_general_or_unnamed(genre));
            let item = section.mark.as_ref().is_some_and(|mark| mark.style == MarkStyle::Ordinal);
            // 存在的不足和原因 without its number among numbered parts.
            let unnumbered = section.mark.is_none() && section.own_line;
            let placed = (section.level == 2 || unnumbered) && inside_own_kind || is_misnumbered(sections, *at);
            section.level > 1 && !item && placed && covered(section)
        });
        if let Some(found) = found {
            sections[found].give(vec![spec.role.clone()], RoleBy::Heading);
        }
    }
}

/// Whether a section is numbered as the next part, but with a mark of the level below: （四）下一步工作安排 after 三、.
fn is_misnumbered(sections: &[Section], at: usize) -> bool {
    let number = |section: &Section| section.mark.as_ref().map(|mark| mark.number);
    let Some(parent) = sections[at].parent.filter(|parent| sections[*parent].level == 1) else { return false };
    let follows = number(&sections[parent]).is_some_and(|before| number(&sections[at]) == Some(before + 1));
    let first = |other: &Section| other.parent == Some(parent) && number(other) == Some(1);
    follows && !sections.iter().any(first)
}

/// A heading that names the next year is of the next year's part, though its words are the general ones (2024年主要举措).
pub(super) fn by_year(sections: &mut [Section], text: &str, genre: &Genre, report_year: u16) {
    let Some(spec) = genre.roles.iter().find(|spec| spec.next_year) else {
        return;
    };
    let (this, next) = (format!("{report_year}年"), format!("{}年", report_year + 1));
    for section in sections.iter_mut().filter(|section| section.level == 1) {
        let name = section.name.of(text);
        let general = section.roles.iter().all(|role| genre.is_general(role));
        if general && name.contains(&next) && !name.contains(&this) && name.starts_with(|c: char| c.is_ascii_digit()) {
            section.roles.clear();
            section.give(vec![spec.role.clone()], RoleBy::Heading);
        }
    }
}

/// Gives roles by place: unnamed level-1 sections before the problems are measures.
pub(super) fn by_position(sections: &mut [Section], text: &str, genre: &Genre) {
    for spec in genre.roles.iter().filter(|spec| !spec.before.is_empty()) {
        let limit = sections
            .iter()
            .position(|section| section.level == 1 && section.roles.iter().any(|role| spec.before.contains(role)));
        let limit = limit.unwrap_or(sections.len());
        for section in sections[..limit].iter_mut() {
            if section.level == 1 && section.roles.is_empty() && !spec.never.is_match(section.name.of(text)) {
                section.give(vec![spec.role.clone()], RoleBy::Position);
            }
        }
    }
}

/// Gives nested roles: a sub-section of the general part that is a required part of its own, where no section is.
pub(super) fn nested(sections: &mut [Section], text: &str, genre: &Genre) {
    /// Longest heading of a nested part, in characters; longer ones are sentences that mention it.
    const LONGEST: usize = 45;
    for (role, spec) in genre.roles.iter().enumerate().filter(|(_, spec)| spec.nested) {
        if sections.iter().any(|section| section.roles.contains(&spec.role)) {
            continue;
        }
        for at in 0..sections.len() {
            let section = &sections[at];
            let name = section.name.of(text);
            // What was cut at a clause is the beginning of a sentence that mentions it.
            let whole = !section.heading.of(text).ends_with('，');
            if section.level > 1
                && whole
                && name.len() <= LONGEST * 3
                && name.chars().count() <= LONGEST
                && ancestors(sections, at).all(|around| sections[around].is_general_or_unnamed(genre))
                && Heading::new(name, genre).names(role)
            {
                sections[at].give(vec![spec.role.clone()], RoleBy::Heading);
            }
        }
    }
}

fn ancestors(sections: &[Section], of: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(sections[of].parent, |at| sections[*at].parent)
}

impl Genre {
    /// Whether a role is the general one, which sections have by position.
    fn is_general(&self, role: &Role) -> bool {
        self.roles.iter().any(|spec| spec.role == *role && !spec.before.is_empty())
    }
}

impl Section {
    fn give(&mut self, roles: Vec<Role>, by: RoleBy) {
        if !roles.is_empty() {
            self.roles = roles;
            self.role_by = by;
        }
    }

    fn is_general_or_unnamed(&self, genre: &Genre) -> bool {
        self.roles.iter().all(|role| genre.is_general(role))
    }
}
