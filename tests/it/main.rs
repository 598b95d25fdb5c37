//! All integration tests in one binary; each module a subject.

mod command_line;
mod diff_rules;
mod fixes;
mod init;
mod keeping;
mod layers;
mod manual;
mod metamorphic;
mod mutate;
mod mutations;
mod pack_tests;
mod real_findings;
mod real_reports;
mod robust;
mod rule_errors;
mod rules;
mod samples;
mod support;
mod writing_rules;
