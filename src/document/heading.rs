//! Finding headings in the blocks: on lines of their own, at the start of a paragraph, and inside one.
//!
//! Finds candidates and says how far a heading reaches. Which of them hang together is for [`super::outline`].

use super::genre::Genre;
use super::mark::{ReadMark, read_mark};
use super::page::Line;
use super::role::is_role_heading;
use super::{Hint, MarkStyle};
use crate::text::char_set::CharSet;
use crate::text::fold::is_han;

/// A place where a section may begin.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Index of its line.
    pub line: usize,
    /// First folded byte.
    pub start: usize,
    /// The mark, where it has one.
    pub mark: Option<ReadMark>,
    /// How it was told that a section begins here.
    pub told_by: ToldBy,
}

/// How a candidate was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ToldBy {
    /// A mark at the start of the line.
    Mark,
    /// A mark inside the line.
    InlineMark,
    /// The format says so, with a depth.
    Format(u8),
    /// Its words are those of a required part.
    Role,
    /// It stands between paragraphs like a heading.
    Shape,
}

/// Longest heading on a line of its own, in bytes (60 Chinese characters; level-1 headings may be half as long again).
const LONGEST: usize = 180;
/// Longest first sentence that is a run-in heading, in bytes.
const LONGEST_RUN_IN: usize = 150;

/// All candidates, in reading order.
pub(super) fn candidates(lines: &[Line<'_>], genres: &[Genre]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut inline = Inline::default();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_open() && line.hint != Hint::TableRow) {
        let before = found.len();
        if let Some(candidate) = at_start(lines, at, genres) {
            if let Some(mark) = candidate.mark {
                inline.accept(mark);
            }
            found.push(candidate);
        }
        let after = found.get(before).map(|candidate| candidate.mark.map_or(0, |mark| mark.len));
        inline.scan(line, at, after, &mut found);
    }
    found
}

fn at_start(lines: &[Line<'_>], at: usize, genres: &[Genre]) -> Option<Candidate> {
    let line = &lines[at];
    let candidate = |mark, told_by| Some(Candidate { line: at, start: line.folded.start, mark, told_by });
    if let Some(mark) = read_mark(line.text).filter(|mark| !mark.loose || is_short(line.text, LONGEST)) {
        return candidate(Some(mark), ToldBy::Mark);
    }
    if !is_short(line.text, LONGEST) {
        return None;
    }
    if let Hint::Heading(depth) = line.hint {
        return candidate(None, ToldBy::Format(depth.max(1)));
    }
    if line.text.len() <= 90
        && !line.text.ends_with(['。', '；'])
        && at + 1 < lines.len()
        && genres.iter().any(|genre| is_role_heading(line.text, genre))
    {
        return candidate(None, ToldBy::Role);
    }
    stands_as_heading(lines, at).then_some(())?;
    candidate(None, ToldBy::Shape)
}

/// Short and of one sentence.
fn is_short(text: &str, most: usize) -> bool {
    let body = text.trim_end_matches(['。', '；', '：']);
    text.len() <= most && !body.contains(['。', '；'])
}

/// A short line without end mark or comma between two paragraphs.
fn stands_as_heading(lines: &[Line<'_>], at: usize) -> bool {
    let text = lines[at].text;
    let plain = (12..=84).contains(&text.len())
        && text.starts_with(is_han)
        && text.ends_with(|c: char| is_han(c) || c == '”' || c == '》');
    let quiet = plain && !text.contains(['，', '。', '；', '：', '？', '|', '_', '/', '>', ' ', '年']);
    let open = |line: &&Line<'_>| line.is_open();
    let paragraph = |line: &Line<'_>| line.is_prose() && line.text.len() >= 120;
    quiet
        && lines[at + 1..].iter().find(open).is_some_and(paragraph)
        && lines[..at].iter().rev().find(open).is_some_and(|line| line.is_prose() && line.text.ends_with('。'))
}

/// What has been accepted so far, to know which number is due inside a paragraph.
#[derive(Debug, Default)]
struct Inline {
    /// Last number accepted by style, 0 where none is open.
    last: [u32; 7],
}

impl Inline {
    fn accept(&mut self, mark: ReadMark) {
        let style = mark.style as usize;
        self.last[style] = mark.number;
        self.last[style + 1..].fill(0);
    }

    /// Finds marks inside a line. `after` is the length of the mark that the line begins with, `None` if it begins no section.
    fn scan(&mut self, line: &Line<'_>, at: usize, after: Option<usize>, found: &mut Vec<Candidate>) {
        let text = line.text;
        // A short heading line holds no further marks, but for those that run on from it.
        let mut heading = after.is_some();
        let mut before = None;
        let started = found.last().filter(|last| last.line == at).and_then(|last| last.mark);
        let mut due_ordinal = started.filter(|mark| mark.style == MarkStyle::Ordinal).map_or(0, |mark| mark.number);
        let mut boundary = None;
        let mut skip = after.unwrap_or(0);
        if after.is_none() {
            // The first character of a line that begins no section has been tried already.
            skip = text.chars().next().map_or(0, char::len_utf8);
            before = text.chars().next();
        }
        let mut depth = 0usize;
        loop {
            // What says nothing is passed over; only the last of it may matter to what follows.
            let plain = skip + SILENT.leading(&text[skip..]);
            if plain > skip {
                boundary = None;
                before = text[skip..plain].chars().next_back();
            }
            let Some(c) = text[plain..].chars().next() else { break };
            let quoted = depth > 0;
            if self.may_be_due(c, boundary, quoted)
                && let Some(mark) = read_mark(&text[plain..])
                && !mark.loose
                && self.is_due(mark, Place { boundary, before, heading, due_ordinal, quoted })
            {
                self.accept(mark);
                due_ordinal = if mark.style == MarkStyle::Ordinal { mark.number } else { 0 };
                found.push(Candidate {
                    line: at,
                    start: line.folded.start + plain,
                    mark: Some(mark),
                    told_by: ToldBy::InlineMark,
                });
                skip = plain + mark.len;
                boundary = None;
                before = None;
                heading = true;
                continue;
            }
            skip = plain + c.len_utf8();
            match c {
                '《' | '“' | '（' => depth += 1,
                '》' | '”' | '）' => depth = depth.saturating_sub(1),
                _ => {}
            }
            match c {
                '。' | '；' | '！' | '？' => {
                    boundary = Some(c);
                    heading = false;
                    depth = 0;
                }
                '：' | '，' => boundary = Some(c),
                '”' | '）' | '》' if boundary.is_some() => {}
                _ => boundary = None,
            }
            before = Some(c);
        }
    }

    /// Whether a mark that begins with a character can be due at all; saves reading most numbers.
    fn may_be_due(&self, c: char, boundary: Option<char>, quoted: bool) -> bool {
        if c.is_ascii_digit() {
            return !quoted && matches!(boundary, Some('。' | '；' | '！' | '？' | '：'));
        }
        may_begin(c)
    }

    fn is_due(&self, mark: ReadMark, place: Place) -> bool {
        let last = self.last[mark.style as usize];
        let stop = matches!(place.boundary, Some('。' | '；' | '！' | '？'));
        let colon = place.boundary == Some('：');
        match mark.style {
            MarkStyle::Ordinal if place.quoted => false,
            MarkStyle::Ordinal if place.boundary.is_some() => true,
            // 二是 without a mark before it, where it is due
            MarkStyle::Ordinal => {
                let loose = place
                    .before
                    .is_some_and(|c| is_han(c) && !"第十之其统唯不万百千年月日项条款以即就都也才".contains(c));
                loose
                    && ((mark.number > 1 && mark.number == place.due_ordinal + 1)
                        || (mark.number == 1 && place.heading && last == 0))
            }
            MarkStyle::Part => false,
            MarkStyle::Chinese => (stop || colon) && mark.number == last + 1,
            MarkStyle::ChineseBracket if stop => {
                mark.number == 1 || (last > 0 && (last..=last + 2).contains(&mark.number))
            }
            MarkStyle::ChineseBracket => {
                mark.number == 1 && (colon || (place.heading && place.before.is_some_and(is_han) && last == 0))
            }
            MarkStyle::Arabic | MarkStyle::ArabicBracket => {
                (stop || colon) && !place.quoted && (mark.number == last + 1 || mark.number == 1)
            }
            MarkStyle::Circled => mark.number == last + 1 || (place.boundary.is_some() && mark.number == 1),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Place {
    /// The mark right before, closing quotes left out.
    boundary: Option<char>,
    /// The character right before.
    before: Option<char>,
    /// Whether a heading has begun on this line and no sentence ended since.
    heading: bool,
    /// The last 一是 of this line, 0 if none.
    due_ordinal: u32,
    /// Inside quotes or brackets.
    quoted: bool,
}

/// All characters but those that may begin a mark inside a line, or say what stands before one.
static SILENT: CharSet = CharSet::of(&[
    ('0', '9'),
    ('“', '”'),
    ('①', '⒛'),
    ('❶', '❿'),
    ('。', '。'),
    ('《', '》'),
    ('㈠', '㈩'),
    ('一', '一'),
    ('七', '七'),
    ('三', '三'),
    ('九', '九'),
    ('二', '二'),
    ('五', '五'),
    ('八', '八'),
    ('六', '六'),
    ('其', '其'),
    ('十', '十'),
    ('四', '四'),
    ('第', '第'),
    ('！', '！'),
    ('（', '）'),
    ('，', '，'),
    ('：', '；'),
    ('？', '？'),
])
.complement();

fn may_begin(c: char) -> bool {
    matches!(c, '（' | '第' | '其' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '0'..='9')
        || matches!(c, '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩')
}

/// How far a heading reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes from the start of its text.
    pub len: usize,
    /// Whether it has the line for itself.
    pub own_line: bool,
}

/// How far the heading of a candidate reaches in `text`, its part of the line. `leads` says whether a plain paragraph follows the
/// line, `alone` whether the candidate has the line for itself.
pub(super) fn extent(text: &str, candidate: &Candidate, alone: bool, leads: bool) -> Extent {
    let whole = Extent { len: text.len(), own_line: alone };
    let Some(mark) = candidate.mark else {
        return whole;
    };
    let outer = matches!(mark.style, MarkStyle::Part | MarkStyle::Chinese);
    let ends = Ends::of(text, mark.len);
    let closed = text.ends_with(['。', '；', '！', '？']);
    if ends.sentence.is_none_or(|end| end == text.len()) {
        let most = if outer {
            LONGEST * 3 / 2
        } else if mark.style == MarkStyle::Ordinal {
            120
        } else {
            LONGEST
        };
        let as_heading = match (closed, outer) {
            (false, _) => text.len() <= most && !text.ends_with(['，', '、']),
            (true, true) => text.len() <= LONGEST,
            (true, false) => text.len() <= 66 || (leads && text.len() <= LONGEST),
        };
        if alone && as_heading {
            return whole;
        }
        let len = ends.clause.filter(|end| *end < text.len()).unwrap_or(text.len());
        return Extent { len, own_line: alone && len == text.len() };
    }
    let sentence = ends.sentence.unwrap_or(text.len());
    let len = match ends.clause {
        Some(clause) if sentence > LONGEST_RUN_IN => clause,
        _ => sentence,
    };
    Extent { len, own_line: false }
}

struct Ends {
    /// End of the first sentence, its mark included.
    sentence: Option<usize>,
    /// End of the first clause, its mark included.
    clause: Option<usize>,
}

impl Ends {
    fn of(text: &str, from: usize) -> Ends {
        let mut ends = Ends { sentence: None, clause: None };
        let mut depth = 0usize;
        for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
            match c {
                '《' | '“' | '（' => depth += 1,
                '》' | '”' | '）' => depth = depth.saturating_sub(1),
                '，' | '：' if depth == 0 && ends.clause.is_none() => ends.clause = Some(at + c.len_utf8()),
                '。' | '！' | '？' | '；' => {
                    ends.sentence = Some(at + c.len_utf8());
                    break;
                }
                _ => {}
            }
        }
        ends
    }
}
