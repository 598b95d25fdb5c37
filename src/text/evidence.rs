use super::span::Span;
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    Quantity,
    Percent,
    Date,
    DocumentNumber,
    CitedTitle,
    Quoted,
    Organ,
    Meeting,
}
pub fn evidence(_t: &str, _s: Span) -> Vec<(EvidenceKind, Span)> {
    vec![]
}
