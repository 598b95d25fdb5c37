//! Cited titles 《…》 and how they stand to the titles of the registry.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;

use super::{Norm, NormIndex};
use crate::text::fold::fold_word;
use crate::text::span::Span;

/// A title cited in a text, or a norm's, in a form that can be compared: year dashes, brackets and inner quotes one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(Vec<char>);

impl Hash for Title {
    /// One number for all characters: hashing them one by one takes longer than all else that is done with a title.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let step = |hash: u64, c: &char| (hash.rotate_left(5) ^ u64::from(*c)).wrapping_mul(0x517c_c1b7_2722_0a95);
        state.write_u64(self.0.iter().fold(0, step));
    }
}

impl Title {
    /// Of a title with or without 《》.
    pub fn new(written: &str) -> Self {
        let folded = fold_word(written);
        let bare = folded.trim_start_matches('《').trim_end_matches('》');
        let mut chars = Vec::with_capacity(bare.len() / 3 + 1);
        chars.extend(bare.chars().filter(|c| !c.is_whitespace()).map(one_form));
        Title(chars)
    }

    /// The title without the country in front, if it has that.
    fn without_country(&self) -> Option<Title> {
        let len = COUNTRY.chars().count();
        let has = COUNTRY.chars().eq(self.0.iter().copied().take(len));
        has.then(|| Title(self.0[len..].to_vec()))
    }

    /// Whether it differs from an official title as a slip does: words dropped or added inside, or one character changed; nothing before
    /// or behind, where the words make it another document (浙江省…, …实施办法).
    fn is_slip_of(&self, official: &Title) -> bool {
        const SHORTEST: usize = 9;
        const SHORTEST_LESS_ONE: usize = 7;
        const DROPPED: usize = 5;
        const ADDED: usize = 2;
        let (official, cited) = (&official.0, &self.0);
        let (longer, shorter) =
            (cited.len().saturating_sub(official.len()), official.len().saturating_sub(cited.len()));
        if longer > ADDED || shorter > DROPPED {
            return false;
        }
        let one_dropped = cited.len() >= SHORTEST_LESS_ONE && official.len() == cited.len() + 1;
        if (cited.len().min(official.len()) < SHORTEST && !one_dropped) || cited == official {
            return false;
        }
        let prefix = cited.iter().zip(official).take_while(|(a, b)| a == b).count();
        let most = cited.len().min(official.len()) - prefix;
        let suffix = cited.iter().rev().zip(official.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
        let (dropped, added) = (official.len() - prefix - suffix, cited.len() - prefix - suffix);
        // The difference must lie inside, so that the same words begin and end both.
        let inside = prefix >= 2 && suffix >= 1;
        let digits = |chars: &[char]| chars.iter().any(char::is_ascii_digit);
        let changed = &official[prefix..official.len() - suffix];
        let written = &cited[prefix..cited.len() - suffix];
        match (dropped, added) {
            // A year range that lost its dash is told by the rule about dates, a lost bracket by the one about pairs.
            (1..=DROPPED, 0) if changed.iter().all(|c| matches!(c, '—' | '（' | '）')) => false,
            (1..=DROPPED, 0) => inside && cited.len() * 3 >= official.len() * 2,
            (0, 1..=ADDED) => inside && !digits(written),
            (1, 1) => inside && !is_edition(changed, written),
            _ => false,
        }
    }

    /// Whether it is a statute's title with the country in front and one character of the name dropped. Short names are too much
    /// alike: 监察法 is not a slip of 监察官法.
    fn is_short_of(&self, statute: &Title) -> bool {
        const SHORTEST: usize = 5;
        let (statute, cited) = (&statute.0, &self.0);
        let country = COUNTRY.chars().count();
        statute.len() >= country + SHORTEST
            && cited.len() + 1 == statute.len()
            && cited.iter().zip(statute).take_while(|(a, b)| a == b).count() >= country
            && cited.last() == statute.last()
            && is_without_one(cited, statute)
    }
}

/// The titles of all norms, ready to be held against cited ones.
#[derive(Debug, Default)]
pub struct TitleIndex {
    /// Right names: in full, as a statute with or without the country, accepted short forms, without the bracketed period or edition.
    names: HashMap<Title, Vec<NormIndex>>,
    /// Known wrong forms.
    wrong: HashMap<Title, NormIndex>,
    /// Of each norm whether it has known wrong forms.
    has_wrong: Vec<bool>,
    /// Official titles in the order of the registry.
    official: Vec<Title>,
    /// Statutes with the country in front, and which norm each is.
    statutes: Vec<(Title, NormIndex)>,
    /// Plans for some years: their titles without them, the years, and which norm each is.
    plans: Vec<(Vec<char>, Years, NormIndex)>,
}

/// The years of a plan, both included.
type Years = RangeInclusive<u16>;

/// What stands before the titles of statutes.
const COUNTRY: &str = "中华人民共和国";

impl TitleIndex {
    /// The titles of some norms.
    pub(super) fn new(norms: &[Norm]) -> Self {
        let mut index =
            TitleIndex { has_wrong: norms.iter().map(|norm| !norm.wrong.is_empty()).collect(), ..Default::default() };
        for (at, norm) in norms.iter().enumerate() {
            let official = Title::new(&norm.title);
            let mut names = vec![official.clone(), Title(without_bracket(&official.0).to_vec())];
            names.extend(norm.short.iter().map(|short| Title::new(short)));
            let statute = norm.statute.then(|| Title::new(&format!("{COUNTRY}{}", norm.title)));
            index.statutes.extend(statute.clone().map(|title| (title, at)));
            names.extend(statute);
            names.dedup();
            for name in names {
                index.names.entry(name).or_default().push(at);
            }
            for wrong in &norm.wrong {
                index.wrong.entry(Title::new(wrong)).or_insert(at);
            }
            index.plans.extend(plan(&official.0).map(|(name, years)| (name.to_vec(), years, at)));
            index.official.push(official);
        }
        index
    }

    /// The norms that a title names rightly.
    pub fn named(&self, title: &Title) -> &[NormIndex] {
        self.names.get(title).map_or(&[], Vec::as_slice)
    }

    /// The norm that a wrong title means: a known wrong form first, else the first of which it is a slip, else the plan of that name
    /// whose years are nearly those cited.
    pub fn meant(&self, title: &Title) -> Option<NormIndex> {
        let slip = || self.official.iter().position(|official| title.is_slip_of(official));
        let short = || self.statutes.iter().find(|(statute, _)| title.is_short_of(statute)).map(|(_, norm)| *norm);
        let wrong = || self.wrong.get(title).or_else(|| self.wrong.get(&title.without_country()?)).copied();
        wrong().or_else(slip).or_else(short).or_else(|| self.plan_meant(title))
    }

    /// The plan of the same name that governs most of the years a title names, at least two of them: an earlier or later plan may
    /// well be none of the registry's.
    fn plan_meant(&self, title: &Title) -> Option<NormIndex> {
        let (name, cited) = plan(&title.0)?;
        let of_name = self.plans.iter().filter(|(other, _, _)| other == name);
        let shared = of_name.map(|(_, years, norm)| (cited.clone().filter(|year| years.contains(year)).count(), *norm));
        shared.filter(|(count, _)| *count >= 2).max().map(|(_, norm)| norm)
    }

    /// Whether a title is a norm's own in full, or a wrong form or slip of it.
    pub fn is_of(&self, title: &Title, norm: NormIndex) -> bool {
        let official = &self.official[norm];
        let wrong = || self.has_wrong[norm] && self.wrong.get(title) == Some(&norm);
        let short = || self.statutes.iter().any(|(statute, of)| *of == norm && title.is_short_of(statute));
        title == official || wrong() || title.is_slip_of(official) || short()
    }
}

/// Whether some characters are others without one of them.
fn is_without_one(short: &[char], long: &[char]) -> bool {
    let prefix = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    short[prefix..] == long[prefix + 1..]
}

/// Years of editions and periods differ between documents, not by a slip.
fn is_edition(official: &[char], cited: &[char]) -> bool {
    official.iter().all(char::is_ascii_digit) && cited.iter().all(char::is_ascii_digit)
}

fn one_form(c: char) -> char {
    match c {
        // A dash that could not be written in some encoding became a question mark; the rule about dates tells it.
        '－' | '-' | '–' | '―' | '~' | '～' | '?' | '？' => '—',
        '“' | '”' | '‘' | '’' | '"' | '\'' => '“',
        '〈' => '《',
        '〉' => '》',
        c => c,
    }
}

fn without_bracket(title: &[char]) -> &[char] {
    match title.iter().rposition(|c| *c == '（') {
        Some(at) if title.ends_with(&['）']) => &title[..at],
        _ => title,
    }
}

/// A title that ends with its years in brackets （2021—2025年）: what stands before them, and they.
fn plan(title: &[char]) -> Option<(&[char], Years)> {
    let name = without_bracket(title);
    let inside: String = title.get(name.len() + 1..title.len().checked_sub(1)?)?.iter().collect();
    let (from, to) = inside.split_once('—')?;
    let year = |written: &str| written.trim_end_matches('年').parse().ok().filter(|year| (1949..2100).contains(year));
    Some((name, year(from)?..=year(to)?))
}

/// Spans of 《…》 in a folded span, with their marks; nested marks belong to the outer title.
pub fn cited_titles(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(start) = text[at..within.end].find('《').map(|i| at + i) {
        let end = closing(&text[start..within.end]).map(|len| start + len);
        if let Some(end) = end {
            found.push(Span::new(start, end));
        }
        at = end.unwrap_or(start + '《'.len_utf8());
    }
    found
}

/// Bytes up to and with the 》 that closes the 《 a text begins with, on the same line.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => return None,
            _ => continue,
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(title: &str, statute: bool) -> TitleIndex {
        let norm = serde_json::json!({ "id": "x", "title": title, "force": "binding", "statute": statute });
        TitleIndex::new(&[serde_json::from_value(norm).unwrap()])
    }

    fn names(cited: &str, index: &TitleIndex) -> bool {
        !index.named(&Title::new(cited)).is_empty()
    }

    fn is_slip(cited: &str, title: &str) -> bool {
        index(title, false).meant(&Title::new(cited)).is_some()
    }

    const PLAN: &str = "法治政府建设实施纲要（2021—2025年）";

    #[test]
    fn a_statute_may_be_cited_with_or_without_the_country() {
        let law = index("行政处罚法", true);
        assert!(names("《行政处罚法》", &law));
        assert!(names("《中华人民共和国行政处罚法》", &law));
        assert!(!names("《行政许可法》", &law));
    }

    #[test]
    fn dashes_and_brackets_of_a_period_do_not_matter_and_it_may_be_left_out() {
        let plan = index(PLAN, false);
        assert!(names("《法治政府建设实施纲要(2021-2025年)》", &plan));
        assert!(names("《法治政府建设实施纲要（2021？2025年）》", &plan));
        assert!(names("《法治政府建设实施纲要》", &plan));
    }

    #[test]
    fn words_dropped_or_added_inside_are_slips() {
        assert!(is_slip("《法治政府建设实施纲要（2021—2025）》", PLAN));
        assert!(is_slip("《法治政府实施纲要（2021—2025年）》", PLAN));
        let oversight = "法治政府建设与责任落实督察工作规定";
        assert!(is_slip("《法治政府建设督察工作规定》", oversight));
        assert!(is_slip("《法治政府建设与责任落实督查工作规定》", oversight));
        assert!(is_slip("《重大行政决策程序条例》", "重大行政决策程序暂行条例"));
    }

    #[test]
    fn other_documents_with_like_titles_are_no_slips() {
        assert!(!is_slip("《浙江省法治政府建设实施纲要（2021—2025年）》", PLAN));
        assert!(!is_slip("《法治政府建设实施纲要（2015—2020年）》", PLAN));
        assert!(!is_slip("《法治青川建设规划（2021—2025年）》", "法治中国建设规划（2020—2025年）"));
        let duties = "党政主要负责人履行推进法治建设第一责任人职责规定";
        assert!(!is_slip("《党政主要负责人履行推进法治建设第一责任人职责清单》", duties));
        assert!(!is_slip("《行政复议法》", "行政诉讼法"));
        assert!(!is_slip("《优化营商环境条例实施办法》", "优化营商环境条例"));
    }

    #[test]
    fn one_dropped_character_is_a_slip_in_shorter_titles_too() {
        assert!(is_slip("《优化营商境条例》", "优化营商环境条例"));
        let meant = |cited: &str, law: &str| index(law, true).meant(&Title::new(cited)).is_some();
        assert!(meant("《中华人民共和国行政议法》", "行政复议法"));
        assert!(meant("《中华人民共和国突发事应对法》", "突发事件应对法"));
        // Other laws, not slips.
        assert!(!meant("《中华人民共和国监察法》", "监察官法"));
        assert!(!meant("《中华人民共和国教育法》", "法治宣传教育法"));
        assert!(!meant("《中华人民共和国会计法》", "审计法"));
        assert!(!meant("《中华人民共和国保险法》", "社会保险法"));
    }

    #[test]
    fn years_that_no_plan_of_the_name_has_are_those_of_the_one_they_overlap() {
        let of = |title: &str| serde_json::json!({ "id": title, "title": title, "force": "policy" });
        let norms = ["法治政府建设实施纲要（2015—2020年）", PLAN, "法治中国建设规划（2020—2025年）"];
        let norms: Vec<Norm> = norms.iter().map(|title| serde_json::from_value(of(title)).unwrap()).collect();
        let index = TitleIndex::new(&norms);
        let meant = |years: &str| index.meant(&Title::new(&format!("法治政府建设实施纲要（{years}年）")));
        assert_eq!(
            [meant("2022—2025"), meant("2020—2025"), meant("2021—2026"), meant("2016—2020")],
            [Some(1), Some(1), Some(1), Some(0)]
        );
        assert_eq!([meant("2026—2030"), meant("2010—2014"), meant("2025—2030")], [None; 3], "plans that are not known");
        assert_eq!(index.meant(&Title::new("法治青溪建设规划（2021—2025年）")), None);
        assert!(index.named(&Title::new(PLAN)).contains(&1));
    }

    #[test]
    fn nested_titles_are_one() {
        let text = "学习《关于贯彻〈行政处罚法〉的通知》和《条例》，《未完";
        let titles: Vec<&str> = cited_titles(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(titles, ["《关于贯彻〈行政处罚法〉的通知》", "《条例》"]);
    }
}
