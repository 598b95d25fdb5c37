//! Finding headings in the blocks: on lines of their own, at the start of a paragraph, and inside one.
//!
//! Finds candidates and says how far a heading reaches. Which of them hang together is for [`super::outline`].

mod inline;

use super::genre::Genre;
use super::mark::ReadMark;
use super::page::Line;
use super::role::is_role_heading;
use super::{Hint, MarkStyle};
use crate::text::char_set::CharSet;
use crate::text::fold::is_han;
use crate::text::landmark::Landmarks;
use inline::Inline;

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
    /// The same, but it ends with a colon: where parts are numbered it only leads into what follows.
    Lead,
    /// It stands between paragraphs like a heading.
    Shape,
}

/// Longest heading on a line of its own, in bytes (60 Chinese characters; level-1 headings may be half as long again).
const LONGEST: usize = 180;
/// Longest first sentence that is a run-in heading, in bytes.
const LONGEST_RUN_IN: usize = 150;

/// All candidates, in reading order.
pub(super) fn candidates(lines: &[Line<'_>], landmarks: &Landmarks, genres: &[Genre]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut inline = Inline::default();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_open() && !line.is_row()) {
        let before = found.len();
        if let Some(candidate) = at_start(lines, at, genres) {
            if let Some(mark) = candidate.mark {
                inline.accept(mark);
            }
            found.push(candidate);
        }
        let started = found.get(before).map(|candidate| candidate.mark);
        inline.scan((line.text, line.folded), landmarks, started, |start, mark| {
            let start = line.folded.start + start;
            found.push(Candidate { line: at, start, mark: Some(mark), told_by: ToldBy::InlineMark });
        });
    }
    found
}

fn at_start(lines: &[Line<'_>], at: usize, genres: &[Genre]) -> Option<Candidate> {
    let line = &lines[at];
    let candidate = |mark, told_by| Some(Candidate { line: at, start: line.folded.start, mark, told_by });
    if let Some(mark) = line.mark.filter(|mark| !mark.loose || is_short(line.text, LONGEST)) {
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
        return match line.text.ends_with('：') {
            false => candidate(None, ToldBy::Role),
            // 存在的问题主要有：
            true if follows_numbered_heading(lines, at) => None,
            true => candidate(None, ToldBy::Lead),
        };
    }
    stands_as_heading(lines, at).then_some(())?;
    candidate(None, ToldBy::Shape)
}

/// Whether the line before is a numbered heading and no more.
fn follows_numbered_heading(lines: &[Line<'_>], at: usize) -> bool {
    let before = lines[..at].iter().rev().find(|line| line.is_open());
    before.is_some_and(|line| line.mark.is_some() && is_short(line.text, LONGEST))
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

/// How far a heading reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes from the start of its text.
    pub len: usize,
    /// Whether it has the line for itself.
    pub own_line: bool,
}

/// What comes after a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// It has the line for itself, and a plain paragraph follows.
    ByParagraph,
    /// It has the line for itself.
    Not,
    /// An item of its own follows on the line.
    ByItem,
    /// Something else follows on the line, or it stands inside the line itself.
    ByOther,
}

/// How far the heading of a candidate reaches in `text`, its part of the line.
pub(super) fn extent(text: &str, candidate: &Candidate, followed: Followed) -> Extent {
    let alone = matches!(followed, Followed::ByParagraph | Followed::Not);
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
            (true, false) => text.len() <= 66 || (followed == Followed::ByParagraph && text.len() <= LONGEST),
        };
        // （一）加强领导，压实责任。一是……
        let as_lead = followed == Followed::ByItem && mark.style != MarkStyle::Ordinal && text.len() <= LONGEST_RUN_IN;
        if alone && as_heading || closed && as_lead {
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
        let mut at = from;
        loop {
            at += UNENDING.leading(&text[at..]);
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            match c {
                '《' | '“' | '（' => depth += 1,
                '》' | '”' | '）' => depth = depth.saturating_sub(1),
                '，' | '：' if depth == 0 && ends.clause.is_none() => ends.clause = Some(at),
                '。' | '！' | '？' | '；' => {
                    ends.sentence = Some(at);
                    break;
                }
                _ => {}
            }
        }
        ends
    }
}

/// All characters but brackets, quotes and the marks that end sentences and clauses.
static UNENDING: CharSet = CharSet::of(&[
    ('“', '”'),
    ('。', '。'),
    ('《', '》'),
    ('！', '！'),
    ('（', '）'),
    ('，', '，'),
    ('：', '；'),
    ('？', '？'),
])
.complement();
