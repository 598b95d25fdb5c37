//! Waivers in comments of a Markdown or HTML report:
//! `<!-- gangyao: waive struct/thin until=2026-12-31 who="张三" why="另有专报" -->`.
//!
//! A comment before a heading is for its section, one before the title for the whole report, any other for the next paragraph. What a
//! reader of the report sees is never a waiver: in plain text such a line is text.

use memchr::memmem;

use crate::check::link::did_you_mean;
use crate::document::{BlockKind, Date, Document};
use crate::settings::date;
use crate::text::span::Span;

/// A waiver in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inline {
    /// Original bytes of the comment.
    pub(super) comment: Span,
    /// Original bytes it is for.
    pub(super) holds: Span,
    pub(super) rule: String,
    pub(super) who: String,
    pub(super) why: String,
    pub(super) until: Date,
    pub(super) basis: Option<String>,
}

/// A comment that should be a waiver and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    /// Original bytes of the comment.
    pub(super) comment: Span,
    /// Why, in Chinese.
    pub(super) reason: String,
}

/// All waivers in comments, in order.
pub(super) fn waivers(document: &Document) -> (Vec<Inline>, Vec<Malformed>) {
    let (mut found, mut malformed) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(open) = memmem::find(&document.text.as_bytes()[from..], b"<!--").map(|at| from + at) {
        let Some(len) = memmem::find(&document.text.as_bytes()[open..], b"-->") else { break };
        let comment = Span::new(open, open + len + 3);
        from = comment.end;
        let inner = document.text[open + 4..open + len].trim();
        let Some(order) = order(inner).filter(|_| !is_seen(document, comment)) else { continue };
        match read(order) {
            Ok(orders) => found.extend(orders.into_iter().map(|order| Inline {
                comment,
                holds: reach(document, comment),
                ..order
            })),
            Err(reason) => malformed.push(Malformed { comment, reason }),
        }
    }
    (found, malformed)
}

/// What follows `gangyao:`.
fn order(inner: &str) -> Option<&str> {
    let rest = inner.strip_prefix("gangyao")?.trim_start();
    rest.strip_prefix([':', '：']).map(str::trim)
}

/// Whether a reader sees the comment: it stands in plain text or in a listing.
fn is_seen(document: &Document, comment: Span) -> bool {
    let blocks =
        document.blocks.iter().filter(|block| block.span.start < comment.end && comment.start < block.span.end);
    blocks.into_iter().any(|block| block.folded.of(document.folded_text()).contains("gangyao"))
}

/// What a comment is for.
fn reach(document: &Document, comment: Span) -> Span {
    let whole = Span::new(0, document.text.len());
    let is_text = |kind: BlockKind| !matches!(kind, BlockKind::Furniture | BlockKind::Byline);
    let after = |block: &&crate::document::Block| block.span.start >= comment.end && is_text(block.kind);
    let inside = document.blocks.iter().find(|block| block.span.start < comment.start && comment.end < block.span.end);
    let Some(block) = inside.or_else(|| document.blocks.iter().find(after)) else { return Span::at(comment.end) };
    if block.kind == BlockKind::Title {
        return whole;
    }
    let begins = |section: &&crate::document::Section| section.heading.start == block.folded.start;
    match document.sections.iter().find(begins).filter(|_| block.kind == BlockKind::Heading) {
        Some(section) => document.original(section.span),
        None => block.span,
    }
}

/// Reads `waive a/b,c/d until=… who=… why=…`.
fn read(order: &str) -> Result<Vec<Inline>, String> {
    let mut words = words(order)?.into_iter();
    match words.next() {
        Some((None, verb)) if verb == "waive" => {}
        Some((_, verb)) => return Err(format!("不认识的指令“{verb}”，只有 waive")),
        None => return Err("没有写指令，应为 waive".to_owned()),
    }
    let rules = match words.next() {
        Some((None, rules)) => rules,
        _ => return Err("waive 后面要写规则编号".to_owned()),
    };
    let (mut until, mut who, mut why, mut basis) = (None, None, None, None);
    for (key, value) in words {
        let slot = match key.as_deref() {
            Some("until") => &mut until,
            Some("who") => &mut who,
            Some("why") => &mut why,
            Some("basis") => &mut basis,
            Some(other) => {
                let known = ["until", "who", "why", "basis"].map(str::to_owned);
                return Err(format!("不认识的“{other}”；{}", did_you_mean(other, &known)));
            }
            None => return Err(format!("多了“{value}”；含空格的文字要加引号")),
        };
        if slot.replace(value).is_some() {
            return Err(format!("“{}”写了两次", key.unwrap_or_default()));
        }
    }
    let missing = |what: &str| format!("没有写 {what}");
    let filled =
        |value: Option<String>, what: &str| value.filter(|value| !value.trim().is_empty()).ok_or_else(|| missing(what));
    let until = filled(until, "until（到哪一天为止）")?;
    let until = date(&until).ok_or_else(|| format!("until 的“{until}”不是日期，应写作 2026-12-31"))?;
    let (who, why) = (filled(who, "who（谁决定的）")?, filled(why, "why（为什么）")?);
    let of = |rule: &str| Inline {
        comment: Span::at(0),
        holds: Span::at(0),
        rule: rule.to_owned(),
        who: who.clone(),
        why: why.clone(),
        until,
        basis: basis.clone(),
    };
    Ok(rules.split([',', '，']).filter(|rule| !rule.is_empty()).map(of).collect())
}

/// Words and `key=value` pairs; values may stand in quotation marks.
fn words(order: &str) -> Result<Vec<(Option<String>, String)>, String> {
    let mut out = Vec::new();
    let mut rest = order.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else {
            out.push((None, word));
            rest = rest.trim_start();
            continue;
        };
        let close = match value.chars().next() {
            Some('"') => Some('"'),
            Some('\'') => Some('\''),
            Some('“') => Some('”'),
            _ => None,
        };
        let (value, after) = match close {
            Some(close) => {
                let inner = value.char_indices().nth(1).map_or("", |(at, _)| &value[at..]);
                let Some(end) = inner.find(close) else { return Err(format!("“{word}”的引号没有闭合")) };
                (&inner[..end], &inner[end + close.len_utf8()..])
            }
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        out.push((Some(word), value.to_owned()));
        rest = after.trim_start();
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rules_and_reasons() {
        let read = read("waive struct/thin,plan/year until=2026-12-31 who=“张三 李四” why=\"另有专报\"").unwrap();
        let told: Vec<(&str, &str, u16)> =
            read.iter().map(|one| (one.rule.as_str(), one.who.as_str(), one.until.year)).collect();
        assert_eq!(told, [("struct/thin", "张三 李四", 2026), ("plan/year", "张三 李四", 2026)]);
    }

    #[test]
    fn says_what_is_missing_or_wrong() {
        for (order, part) in [
            ("waive", "规则编号"),
            ("ignore struct/thin", "ignore"),
            ("waive a/b until=2026-12-31 why=甲", "who"),
            ("waive a/b until=明年 who=乙 why=甲", "明年"),
            ("waive a/b untl=2026-12-31 who=乙 why=甲", "until"),
            ("waive a/b until=2026-12-31 who=乙 why=甲 乙", "多了"),
            ("waive a/b until=2026-12-31 who=\"乙 why=甲", "引号"),
        ] {
            let reason = read(order).unwrap_err();
            assert!(reason.contains(part), "{order}: {reason}");
        }
    }

    #[test]
    fn other_comments_are_left_alone() {
        assert_eq!((order("待改"), order("gangyaotu: x"), order("gangyao: waive x")), (None, None, Some("waive x")));
    }
}
