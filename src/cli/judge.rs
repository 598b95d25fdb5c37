//! What is asked of a document: the linter of its group, and what settings, waivers and baseline say of what it finds.

use std::path::Path;

use super::excuses::{Excuses, Heard};
use super::kept::Kept;
use super::settings::Group;
use crate::document::{Date, Document};
use crate::finding::Outcome;
use crate::lint::{Linter, Options};
use crate::output::{Look, Run};
use crate::rule::RuleSet;
use crate::settings::FailOn;
use crate::waiver::Sitting;
use crate::waiver::baseline::{self, Compared, Known};

/// Checks the documents of one group.
pub(super) struct Judge<'a> {
    linter: Linter<'a>,
    sitting: Sitting<'a>,
    baseline: Option<&'a Kept>,
    updating: bool,
    options: Options,
    fail_on: FailOn,
    look: Look,
}

/// What the command line says, which goes before the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Commanded {
    pub(super) published: Option<Date>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) look: Look,
}

impl<'a> Judge<'a> {
    /// The judge of a group, by its place among the groups.
    pub(super) fn new(group: &'a Group, at: usize, excuses: &'a Excuses, commanded: Commanded) -> Self {
        let settings = &group.effective;
        let published = commanded.published.or(settings.published.as_ref().map(|date| date.value));
        let fail_on = commanded.fail_on.or(settings.fail_on.as_ref().map(|level| level.value));
        let (rules, selection) = (group.rules, &group.selection);
        Self {
            linter: Linter::new(rules, selection),
            sitting: Sitting { rules, selection, list: excuses.list_of(at), today: excuses.today },
            baseline: excuses.baseline_of(at),
            updating: excuses.updating,
            options: Options { published },
            fail_on: fail_on.unwrap_or_default(),
            look: commanded.look,
        }
    }

    pub(super) fn rules(&self) -> &'a RuleSet {
        self.linter.rules()
    }

    /// What the outputs need to know of the group; which rules are asked in the whole run they know themselves.
    pub(super) fn run(&self) -> Run<'a> {
        Run { rules: self.linter.rules(), asked: &[], look: self.look }
    }

    /// Checks one document, waived findings apart; `file` is its absolute path. What is in the baseline is there.
    pub(super) fn of(&self, document: &Document, file: &Path) -> (Outcome, Heard) {
        self.settled(document, file, self.linter.lint(document, &self.options))
    }

    /// The same of several documents, with what is in the baseline apart.
    pub(super) fn new_in(&self, documents: &[(&Document, &Path)]) -> Vec<(Outcome, Heard)> {
        let outcomes = self.linter.lint_all(documents.iter().map(|(document, _)| *document), &self.options);
        documents.iter().zip(outcomes).map(|((document, file), outcome)| self.new_of(document, file, outcome)).collect()
    }

    fn settled(&self, document: &Document, file: &Path, mut outcome: Outcome) -> (Outcome, Heard) {
        let seen = self.sitting.settle(document, file, &mut outcome);
        (outcome, Heard { seen, compared: None })
    }

    fn new_of(&self, document: &Document, file: &Path, outcome: Outcome) -> (Outcome, Heard) {
        let (mut outcome, heard) = self.settled(document, file, outcome);
        let Some(kept) = self.baseline else { return (outcome, heard) };
        let name = kept.name_of(file);
        let known = kept.baseline.files.get(&name).map(Vec::as_slice).unwrap_or_default();
        let compared = self.compare(known, document, &mut outcome);
        (outcome, Heard { compared: Some((name, compared)), ..heard })
    }

    fn compare(&self, known: &[Known], document: &Document, outcome: &mut Outcome) -> Compared {
        let ran = |rule: &str| {
            let rules = &self.sitting.rules.rules;
            // A rule that there is no more finds nothing any more.
            rules.iter().position(|known| known.id.0 == rule).is_none_or(|at| self.sitting.selection.holds(at))
        };
        let compared = baseline::compare(known, document, outcome, ran);
        if self.updating {
            // What is found now is what will be known.
            baseline::compare(&compared.now, document, outcome, ran);
        }
        compared
    }

    /// Whether what was found fails the run.
    pub(super) fn fails(&self, outcome: &Outcome) -> bool {
        outcome.findings.iter().any(|finding| self.fail_on.fails(finding.severity))
    }
}
