//! What mending may and may not do to a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gangyao::document::{Document, Found, builder};
use gangyao::finding::{Finding, Fix};
use gangyao::fix::{Which, apply, choose, mend};
use gangyao::input;
use gangyao::lint::{Linter, Options};
use gangyao::rule::pack::Sources;
use gangyao::rule::{Example, FixSafety, RuleSet};
use gangyao::text::fold::{fold_lines, fold_word, is_han};
use gangyao::text::script::{is_simplified_form, is_traditional};
use gangyao::text::span::Span;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::support::{ALL, RULES, files_below};

static LINTER: LazyLock<Linter<'static>> = LazyLock::new(|| Linter::new(&RULES, &ALL));

/// Safe fixes of these rules change characters, each only so.
const NAMED_CHANGES: &[(&str, &[(&str, &str)])] = &[
    ("term/fazhi", &[("制", "治")]),
    ("term/jiezhi", &[("止", "至"), ("止到", "至"), ("止至", "至"), ("到", ""), ("至", "")]),
];

static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = files_below("reports").into_iter().filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| text.chars().any(is_han)).collect()
});

static LINES: LazyLock<Vec<&str>> =
    LazyLock::new(|| SAMPLES.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()).collect());

/// Defects that some rule mends, and things that only look like them.
const DEFECTS: &[&str] = &[
    "。。",
    "，，",
    "、、",
    "、，",
    ",",
    ";",
    "(含乡镇)",
    " ",
    "》、《",
    "”、“",
    "，截止2024年12月底，",
    "，截止到目前，",
    "建设法制政府，",
    "法制化营商环境",
    "（20212025年）",
    "2021-2025年",
    "2021——2025年",
    "2021?2025",
    "（一）、",
    "一. ",
    "2月30日",
    "2022131日",
    "台帐",
    "布署",
    "其它",
    "规范化文件",
    "習近平法製思想",
    "全麵",
    "製度",
    "《法治政府建设督察工作规定》",
    "重大执法决定合法性审核制度",
    "……",
    "——",
    "16:32",
    "1,200",
    "3:1",
    "2024-12-04",
    "法制審核",
    "报名截止2024年3月1日",
];

/// `None` for a text that says nothing.
fn read(text: &str) -> Option<Document> {
    let source = input::Source::from_bytes("a.txt", text.as_bytes());
    let read = input::read(&source).ok()?;
    Some(builder::build(read.draft, "a.txt", &RULES.reading))
}

fn findings(text: &str) -> Vec<Finding> {
    read(text).map(|document| LINTER.lint(&document, &Options::default()).findings).unwrap_or_default()
}

/// How many places each rule speaks of.
fn counted(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.as_str()).or_default() += finding.count;
    }
    counts
}

/// The folded text without what came from some original bytes. Blanks and the width of marks are left out of account, for folding
/// decides on them by their neighbours.
fn folded_outside(text: &str, spans: &[Span]) -> String {
    let folded = fold_lines(text);
    let chars = folded.text().char_indices().filter(|(at, c)| {
        let original = folded.original(Span::new(*at, at + c.len_utf8()));
        *c != ' ' && !spans.iter().any(|span| span.overlaps(original))
    });
    chars.map(|(_, c)| narrow(c)).collect()
}

fn narrow(mark: char) -> char {
    match mark {
        '，' | '：' | '；' | '（' | '）' | '？' | '！' => char::from_u32(mark as u32 - 0xfee0).unwrap_or(mark),
        c => c,
    }
}

/// Where edits are, before and after they are applied.
fn places(fixes: &[&Fix]) -> (Vec<Span>, Vec<Span>) {
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut shift = 0isize;
    let after = edits.iter().map(|edit| {
        let start = edit.span.start.saturating_add_signed(shift);
        shift += edit.replacement.len() as isize - edit.span.len() as isize;
        Span::new(start, start + edit.replacement.len())
    });
    let after = after.collect();
    (edits.iter().map(|edit| edit.span).collect(), after)
}

fn han(text: &str) -> String {
    text.chars().filter(|c| is_han(*c)).collect()
}

/// Which rules must not find more in a mended text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watched {
    /// All of them: for whole reports and safe fixes. An unsafe fix may take a word away that another rule counted, or make a date
    /// readable that another rule judges.
    All,
    /// Those that mend: for odds and ends of text, where one character more can make a line long enough to be judged.
    Mending,
}

impl Watched {
    fn holds(self, rule: &str, which: Which) -> bool {
        // A title with two slips is compared with official ones only once the dash of its years is back.
        if rule == "term/official-title" {
            return false;
        }
        let Some(rule) = RULES.rule(rule) else { return true };
        match self {
            Watched::All => which == Which::Safe || rule.fix.is_some(),
            Watched::Mending => rule.fix.is_some(),
        }
    }
}

/// Mends round by round, looking at each.
fn assert_sound(text: &str, which: Which, watched: Watched) {
    const ROUNDS: usize = 8;
    let first = findings(text);
    let (mut text, mut found) = (text.to_owned(), first.clone());
    for _ in 0..ROUNDS {
        let fixes = choose(&text, &found, which);
        if fixes.is_empty() {
            break;
        }
        let new = apply(&text, &found, which).text;
        let (old_places, new_places) = places(&fixes);
        assert_eq!(
            folded_outside(&text, &old_places),
            folded_outside(&new, &new_places),
            "text outside the edits changes:\n{text}\n{new}"
        );
        assert_line_ends_stay(&text, &fixes);
        assert_script_stays(&text, &fixes);
        if which == Which::Safe {
            assert_characters_stay(&text, &found, &fixes);
        }
        found = findings(&new);
        text = new;
    }
    assert!(choose(&text, &found, which).is_empty(), "mending does not settle:\n{text}");
    let once = mend(&text, which, findings);
    assert_eq!((once.applied, once.text.as_str()), (0, text.as_str()), "a second run changes the text");
    let before = counted(&first);
    for (rule, count) in counted(&found).into_iter().filter(|(rule, _)| watched.holds(rule, which)) {
        let earlier = before.get(rule).copied().unwrap_or_default();
        assert!(count <= earlier, "mending makes {rule} speak of {count} places instead of {earlier}:\n{text}");
    }
}

/// A line end is never touched.
fn assert_line_ends_stay(text: &str, fixes: &[&Fix]) {
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        let both = [edit.span.of(text), edit.replacement.as_str()];
        assert!(!both.iter().any(|part| part.contains(['\r', '\n'])), "{edit:?} touches a line end");
    }
}

/// A traditional text gets no simplified character.
fn assert_script_stays(text: &str, fixes: &[&Fix]) {
    if is_traditional(text) {
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            let new = edit.replacement.chars().find(|c| is_simplified_form(*c) && !edit.span.of(text).contains(*c));
            assert_eq!(new, None, "{edit:?} writes a simplified character into a traditional text");
        }
    }
}

/// Safe fixes leave characters alone but for the pairs their rule names.
fn assert_characters_stay(text: &str, found: &[Finding], fixes: &[&Fix]) {
    for finding in found.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fixes.contains(&fix))) {
        let named = NAMED_CHANGES.iter().find(|(rule, _)| *rule == finding.rule).map_or(&[][..], |(_, pairs)| *pairs);
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            let (old, new) = (fold_word(&han(edit.span.of(text))), fold_word(&han(&edit.replacement)));
            let told = old == new || named.contains(&(old.as_str(), new.as_str()));
            assert!(told, "{} changes {old} to {new}", finding.rule);
        }
    }
}

fn which() -> impl Strategy<Value = Which> {
    prop::sample::select(vec![Which::Safe, Which::All])
}

/// Pieces of lines of the samples, with defects and line ends between.
fn cut_up() -> impl Strategy<Value = String> {
    let piece = (any::<prop::sample::Index>(), 0.0..1.0f64, 0.0..1.0f64).prop_map(|(index, from, to)| {
        let line: Vec<char> = index.get(&LINES[..]).chars().collect();
        let (from, to) = ((from.min(to) * line.len() as f64) as usize, (from.max(to) * line.len() as f64) as usize);
        line[from..to].iter().collect::<String>()
    });
    let glue =
        prop_oneof![prop::sample::select(DEFECTS), prop::sample::select(vec!["", "\n", "\r\n", "\n\n", "，", "。"])];
    prop::collection::vec((piece, glue), 1..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b.to_owned()]).collect())
}

/// A sample with defects planted anywhere.
fn planted() -> impl Strategy<Value = String> {
    let defects = prop::collection::vec((0.0..1.0f64, prop::sample::select(DEFECTS)), 1..6);
    (prop::sample::select(SAMPLES.as_slice()), defects).prop_map(|(sample, defects)| {
        let mut text: Vec<char> = sample.chars().collect();
        for (at, defect) in defects {
            let at = (at * text.len() as f64) as usize;
            text.splice(at..at, defect.chars());
        }
        text.into_iter().collect()
    })
}

/// Arbitrary text with defects between.
fn arbitrary() -> impl Strategy<Value = String> {
    let glue = prop::sample::select(DEFECTS);
    prop::collection::vec(("[\\PC]{0,12}", glue), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b.to_owned()]).collect())
}

proptest! {
    // Always the same texts: rare ones on the edge of a threshold would make the run a matter of luck. To look further, raise the cases.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn mending_a_sample_with_defects_touches_nothing_else_and_settles(text in planted(), which in which()) {
        assert_sound(&text, which, Watched::All);
    }

    #[test]
    fn mending_cut_up_text_touches_nothing_else_and_settles(text in cut_up(), which in which()) {
        assert_sound(&text, which, Watched::Mending);
    }

    #[test]
    fn mending_arbitrary_text_touches_nothing_else_and_settles(text in arbitrary(), which in which()) {
        assert_sound(&text, which, Watched::Mending);
    }

    #[test]
    fn line_ends_of_a_mended_text_are_its_own(text in planted(), which in which()) {
        let text = text.replace('\n', "\r\n");
        let mended = mend(&text, which, findings).text;
        prop_assert_eq!(mended.matches('\n').count(), mended.matches("\r\n").count());
        prop_assert_eq!(mended.matches("\r\n").count(), text.matches("\r\n").count());
    }
}

#[test]
fn mending_the_samples_touches_nothing_else_and_settles() {
    for text in SAMPLES.iter() {
        for which in [Which::Safe, Which::All] {
            assert_sound(text, which, Watched::All);
        }
    }
}

/// The findings of one rule on an example's text.
fn of_rule(rules: &RuleSet, rule: &str, example: &Example, text: &str) -> Vec<Finding> {
    let alone = rules.select(&[rule.to_owned()], &[]).expect("the rule is there");
    let mut document = read(text).expect("examples say something");
    if let Some(year) = example.year {
        document.identity.report_year = Some(Found { value: year, span: Span::at(0) });
    }
    let linter = Linter::new(rules, &alone);
    linter.lint(&document, &Options { published: example.published }).findings
}

#[test]
fn every_rule_that_mends_silences_itself_on_a_bad_example() {
    let rules = Sources::builtin_with_examples().load().expect("the built-in packs load");
    let mut wrong = Vec::new();
    for rule in rules.rules.iter().filter(|rule| rule.fix.is_some()) {
        let id = rule.id.0.as_str();
        let mut mended_one = false;
        for example in &rule.examples.bad {
            let before = of_rule(&rules, id, example, &example.text);
            let all = !before.is_empty() && before.iter().all(|finding| finding.fix.is_some());
            let safe = rule.fix == Some(FixSafety::Safe);
            let which = if safe { Which::Safe } else { Which::All };
            let mended = mend(&example.text, which, |text| of_rule(&rules, id, example, text));
            let after = of_rule(&rules, id, example, &mended.text);
            if all && !after.is_empty() {
                wrong.push(format!("{id} still speaks after mending: {}", mended.text));
            }
            mended_one |= mended.applied > 0 && after.is_empty();
        }
        if !mended_one {
            wrong.push(format!("{id} mends none of its bad examples"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_rules_that_say_so_carry_fixes() {
    for text in SAMPLES.iter() {
        for finding in findings(text) {
            let said = RULES.rule(&finding.rule).is_some_and(|rule| rule.fix.is_some());
            assert!(said || finding.fix.is_none(), "{} mends without saying how far it can be trusted", finding.rule);
        }
    }
}
