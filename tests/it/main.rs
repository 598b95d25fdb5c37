//! All integration tests in one binary; each module a subject.

mod browser;
mod command_line;
mod fixes;
mod formats;
mod html_page;
mod layers;
mod metamorphic;
mod mutations;
mod outputs;
mod real_findings;
mod real_reports;
mod robust;
mod rule_errors;
mod rules;
mod samples;
mod support;
