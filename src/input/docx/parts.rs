//! The parts of a docx by what they are for, found through relationships, never by fixed names: strict files and WPS name them
//! as they please.

use super::xml::{Space, Token, Tokens};
use crate::input::InputError;
use crate::input::decode::TextEncoding;
use crate::input::package::Package;
use crate::input::signature::Kind;

/// What the format is called in errors.
pub(super) const FORMAT_NAME: &str = ".docx";

/// An XML part.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name in the package.
    pub name: String,
    /// Its text.
    pub xml: String,
    /// How it was encoded.
    pub encoding: TextEncoding,
}

/// A relationship of a part.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// The last segment of its type: `styles`.
    pub kind: String,
    /// Name of the part it leads to; `None` for what lies outside the package.
    pub target: Option<String>,
}

/// A docx with its main part.
pub struct Parts<'a> {
    /// The package.
    pub package: Package<'a>,
    /// The main part.
    pub main: Part,
    /// Its relationships.
    pub relations: Vec<Relation>,
}

impl<'a> Parts<'a> {
    /// Opens a docx.
    pub fn open(bytes: &'a [u8]) -> Result<Self, InputError> {
        let package = Package::open(bytes, FORMAT_NAME)?;
        let name = main_name(&package)?;
        let main = part(&package, &name)?.ok_or_else(|| damaged(&format!("缺少主文档 {name}")))?;
        if !is_document(&main)? {
            return Err(other_kind(Kind::OtherOffice));
        }
        let relations = relations(&package, &name)?;
        Ok(Self { package, main, relations })
    }

    /// The part of a kind: `styles`, `numbering`. `None` if the document names none; an error if the one it names is missing.
    pub fn of_kind(&self, kind: &str) -> Result<Option<Part>, InputError> {
        let Some(relation) = self.relations.iter().find(|relation| relation.kind == kind) else { return Ok(None) };
        let Some(name) = &relation.target else { return Ok(None) };
        self.required(name).map(Some)
    }

    /// The part a relationship of the main part leads to.
    pub fn by_id(&self, id: &str) -> Result<Option<Part>, InputError> {
        let Some(relation) = self.relations.iter().find(|relation| relation.id == id) else { return Ok(None) };
        relation.target.as_deref().map(|name| self.required(name)).transpose()
    }

    fn required(&self, name: &str) -> Result<Part, InputError> {
        part(&self.package, name)?.ok_or_else(|| damaged(&format!("缺少部件 {name}")))
    }
}

/// Name of the part that holds a part's relationships.
pub fn relations_name(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

fn part(package: &Package<'_>, name: &str) -> Result<Option<Part>, InputError> {
    let decoded = package.text(name)?;
    Ok(decoded.map(|decoded| Part { name: name.to_owned(), xml: decoded.text, encoding: decoded.encoding }))
}

fn main_name(package: &Package<'_>) -> Result<String, InputError> {
    let main = relations(package, "")?.into_iter().find(|relation| relation.kind == "officeDocument");
    if let Some(name) = main.and_then(|relation| relation.target) {
        let lower = name.to_ascii_lowercase();
        if OTHER_OFFICE.iter().any(|folder| lower.starts_with(folder)) {
            return Err(other_kind(Kind::OtherOffice));
        }
        return Ok(name);
    }
    const USUAL: &str = "word/document.xml";
    if package.holds(USUAL) {
        return Ok(USUAL.to_owned());
    }
    let kind = if package.holds("OFD.xml") {
        Kind::Ofd
    } else if package.holds("content.xml") {
        Kind::OpenDocument
    } else if OTHER_OFFICE.iter().any(|folder| package.holds_below(folder)) {
        Kind::OtherOffice
    } else if package.holds("[Content_Types].xml") {
        return Err(damaged("缺少主文档"));
    } else {
        Kind::Zip
    };
    Err(other_kind(kind))
}

/// Folders in which tables and slides keep their main part.
const OTHER_OFFICE: [&str; 2] = ["xl/", "ppt/"];

fn other_kind(kind: Kind) -> InputError {
    InputError::OtherKind { wanted: FORMAT_NAME, kind: kind.name() }
}

/// The error for a damaged docx.
pub fn damaged(reason: &str) -> InputError {
    InputError::Damaged { format: FORMAT_NAME, reason: reason.to_owned() }
}

/// Whether the root element is a document's.
fn is_document(part: &Part) -> Result<bool, InputError> {
    let mut tokens = Tokens::of(&part.name, &part.xml);
    loop {
        match tokens.read()? {
            Token::Start { element, .. } => return Ok(element.space == Space::Word && element.local() == "document"),
            Token::Done => return Ok(false),
            _ => {}
        }
    }
}

/// The relationships of a part, of the package where the name is empty.
pub fn relations(package: &Package<'_>, of: &str) -> Result<Vec<Relation>, InputError> {
    let name = if of.is_empty() { "_rels/.rels".to_owned() } else { relations_name(of) };
    let Some(part) = part(package, &name)? else { return Ok(Vec::new()) };
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut tokens = Tokens::of(&part.name, &part.xml);
    let mut found = Vec::new();
    loop {
        match tokens.read()? {
            Token::Start { element, .. } if element.local() == "Relationship" => {
                let kind = element.attribute("Type").unwrap_or_default();
                let outside = element.attribute("TargetMode").as_deref() == Some("External");
                let target = element.attribute("Target").filter(|_| !outside);
                found.push(Relation {
                    id: element.attribute("Id").unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: target.map(|target| resolved(folder, &target)),
                });
            }
            Token::Done => return Ok(found),
            _ => {}
        }
    }
}

/// A target seen from a folder, `..` and a leading `/` followed.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        assert_eq!(resolved("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word", "/word/a.xml"), "word/a.xml");
        assert_eq!(resolved("word", "../docs/./a.xml"), "docs/a.xml");
        assert_eq!(relations_name("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(relations_name("document.xml"), "_rels/document.xml.rels");
    }
}
