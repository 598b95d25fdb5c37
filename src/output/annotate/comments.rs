//! The comments part, its relationship and its content type: extended where they are there, made where they are not.

use std::collections::BTreeMap;

use super::Remark;
use crate::input::InputError;
use crate::input::docx::parts::{Part, Parts, damaged, relations_name};
use crate::input::docx::xml::{Token, Tokens};
use crate::output::docx::{escaped, run};

/// Who makes the comments.
const AUTHOR: &str = "gangyao";
/// The author's initials.
const INITIALS: &str = "gy";
/// Content type of the part.
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const TYPES: &str = "[Content_Types].xml";

/// A number that no comment of the document has, nor any above it.
pub(super) fn next_id(parts: &Parts<'_>) -> Result<u64, InputError> {
    let comments = parts.of_kind("comments")?;
    let mut next = 0;
    for part in [Some(&parts.main), comments.as_ref()].into_iter().flatten() {
        let mut tokens = Tokens::of(&part.name, &part.xml);
        loop {
            match tokens.read()? {
                Token::Start { element, .. } if element.local().starts_with("comment") => {
                    let id = element.attribute("id").and_then(|id| id.trim().parse::<u64>().ok());
                    next = next.max(id.map_or(0, |id| id + 1));
                }
                Token::Done => break,
                _ => {}
            }
        }
    }
    Ok(next)
}

/// One comment, its prefix `w`. `quoted` are the words it is about where it cannot stand on them.
pub(super) fn comment(id: u64, remark: &Remark, quoted: Option<&str>) -> String {
    let mut lines = remark.lines.clone();
    if let Some(words) = quoted {
        const MOST: usize = 40;
        let short: String = words.trim().chars().take(MOST).collect();
        let more = if short.len() < words.trim().len() { "…" } else { "" };
        lines.insert(1.min(lines.len()), format!("所指文字：“{short}{more}”"));
    }
    let paragraphs: String = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let line = crate::output::wrap::one_line(line);
            format!("<w:p>{}</w:p>", run(&line, if at == 0 { "<w:rPr><w:b/></w:rPr>" } else { "" }))
        })
        .collect();
    format!("<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"{INITIALS}\">{paragraphs}</w:comment>")
}

/// Puts comments into the package.
pub(super) fn add(
    parts: &Parts<'_>,
    comments: &[String],
    changed: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), InputError> {
    let space = word_space(&parts.main)?;
    let comments = comments.concat();
    if let Some(old) = parts.of_kind("comments")? {
        // The old part may call the vocabulary by another prefix; ours is bound at each comment.
        let bound = comments.replace("<w:comment ", &format!("<w:comment xmlns:w=\"{space}\" "));
        changed.insert(old.name.clone(), old.encoding.encode(&into_root(&old, &bound)?)?);
        return Ok(());
    }
    let folder = parts.main.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let free = ["comments.xml", "gangyao-comments.xml", "gangyao-comments-2.xml"];
    let file = free.into_iter().find(|file| !parts.package.holds(&format!("{folder}{file}")));
    let file = file.ok_or_else(|| damaged("批注部件的名字都被占用"))?;
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{space}\">{comments}</w:comments>"
    );
    changed.insert(format!("{folder}{file}"), xml.into_bytes());
    relate(parts, file, changed)?;
    declare(parts, &format!("/{folder}{file}"), changed)
}

/// The name of the vocabulary that the document is written in.
fn word_space(main: &Part) -> Result<&'static str, InputError> {
    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    const USUAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mut tokens = Tokens::of(&main.name, &main.xml);
    loop {
        match tokens.read()? {
            Token::Start { element, .. } => {
                return Ok(if main.xml[element.tag].contains(STRICT) { STRICT } else { USUAL });
            }
            Token::Done => return Ok(USUAL),
            _ => {}
        }
    }
}

fn relate(parts: &Parts<'_>, file: &str, changed: &mut BTreeMap<String, Vec<u8>>) -> Result<(), InputError> {
    let strict = word_space(&parts.main)?.contains("purl");
    let kind = match strict {
        true => "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
        false => "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    };
    const SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let taken = |id: &String| parts.relations.iter().any(|relation| relation.id == *id);
    let id = (1..).map(|n| format!("rIdGangyao{n}")).find(|id| !taken(id)).unwrap_or_default();
    let relation = format!("<Relationship xmlns=\"{SPACE}\" Id=\"{id}\" Type=\"{kind}\" Target=\"{file}\"/>");
    let name = relations_name(&parts.main.name);
    let xml = match part(parts, &name)? {
        Some(old) => old.encoding.encode(&into_root(&old, &relation)?)?,
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships xmlns=\"{SPACE}\">{relation}</Relationships>"
        )
        .into_bytes(),
    };
    changed.insert(name, xml);
    Ok(())
}

fn declare(parts: &Parts<'_>, name: &str, changed: &mut BTreeMap<String, Vec<u8>>) -> Result<(), InputError> {
    let types = part(parts, TYPES)?.ok_or_else(|| damaged(&format!("缺少部件 {TYPES}")))?;
    if types.xml.to_ascii_lowercase().contains(&format!("\"{}\"", name.to_ascii_lowercase())) {
        return Ok(());
    }
    const SPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    let declared = format!("<Override xmlns=\"{SPACE}\" PartName=\"{}\" ContentType=\"{TYPE}\"/>", escaped(name));
    changed.insert(TYPES.to_owned(), types.encoding.encode(&into_root(&types, &declared)?)?);
    Ok(())
}

fn part(parts: &Parts<'_>, name: &str) -> Result<Option<Part>, InputError> {
    let decoded = parts.package.text(name)?;
    Ok(decoded.map(|decoded| Part { name: name.to_owned(), xml: decoded.text, encoding: decoded.encoding }))
}

/// A part with something more at the end of its root element.
fn into_root(part: &Part, more: &str) -> Result<String, InputError> {
    let mut tokens = Tokens::of(&part.name, &part.xml);
    let mut depth = 0usize;
    loop {
        match tokens.read()? {
            Token::Start { element, empty: true } if depth == 0 => {
                // <a/> becomes <a>…</a>.
                let tag = &part.xml[element.tag.clone()];
                let open = tag.trim_end_matches("/>");
                let name = format!("{}{}", &part.xml[element.prefix()], element.local());
                let (before, after) = (&part.xml[..element.tag.start], &part.xml[element.tag.end..]);
                return Ok(format!("{before}{open}>{more}</{name}>{after}"));
            }
            Token::Start { empty: false, .. } => depth += 1,
            Token::End(range) => {
                depth -= 1;
                if depth == 0 {
                    return Ok(format!("{}{more}{}", &part.xml[..range.start], &part.xml[range.start..]));
                }
            }
            Token::Done => return Err(damaged(&format!("部件 {} 是空的", part.name))),
            _ => {}
        }
    }
}
