//! What is asked of a document: the linter of its group, and what the settings say of what it finds.

use super::settings::Group;
use crate::document::{Date, Document};
use crate::finding::Outcome;
use crate::lint::{Linter, Options};
use crate::output::{Look, Run};
use crate::rule::RuleSet;
use crate::settings::FailOn;

/// Checks the documents of one group.
pub(super) struct Judge<'a> {
    linter: Linter<'a>,
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
    pub(super) fn new(group: &'a Group, commanded: Commanded) -> Self {
        let settings = &group.effective;
        let published = commanded.published.or(settings.published.as_ref().map(|date| date.value));
        let fail_on = commanded.fail_on.or(settings.fail_on.as_ref().map(|level| level.value));
        Self {
            linter: Linter::new(group.rules, &group.selection),
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

    /// Checks one document.
    pub(super) fn of(&self, document: &Document) -> Outcome {
        self.linter.lint(document, &self.options)
    }

    /// Whether what was found fails the run.
    pub(super) fn fails(&self, outcome: &Outcome) -> bool {
        outcome.findings.iter().any(|finding| self.fail_on.fails(finding.severity))
    }
}
