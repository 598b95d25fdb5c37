//! Whether a rule is for a document: by level, year and the norms it rests on.

use crate::document::Document;
use crate::finding::Severity;
use crate::norm::{Norms, Standing};
use crate::rule::{OutsideNorm, Rule};

/// How a rule stands to a document.
pub(super) enum Applies {
    Yes(Severity),
    No(String),
    Unknown(String),
}

/// How a rule of this severity stands to a document.
pub(super) fn applies(norms: &Norms, rule: &Rule, severity: Severity, document: &Document) -> Applies {
    let when = &rule.when;
    let identity = &document.identity;
    match identity.level {
        Some(level) if !when.levels.is_empty() && !when.levels.contains(&level) => {
            return Applies::No("不适用于本级机关".to_owned());
        }
        None if when.known_level => return Applies::No("不知道机关层级".to_owned()),
        _ => {}
    }
    let bases = || rule.basis.iter().map(|basis| norms.norm(basis.norm));
    let Some(year) = identity.report_year.as_ref().map(|year| year.value) else {
        let dated = when.to_year.is_some() || bases().all(|norm| norm.is_tied_to_a_period());
        return match dated {
            true => Applies::Unknown("不知道报告所述年度".to_owned()),
            false => Applies::Yes(severity),
        };
    };
    if when.from_year.is_some_and(|from| year < from) || when.to_year.is_some_and(|to| year > to) {
        return Applies::No(format!("不适用于{year}年度"));
    }
    if bases().all(|norm| norm.standing(year) == Standing::Outside) {
        return match when.outside_norm {
            OutsideNorm::Off => Applies::No(format!("依据不适用于{year}年度")),
            OutsideNorm::Note => Applies::Yes(Severity::Note),
        };
    }
    Applies::Yes(severity)
}
