//! All integration tests in one binary; each module a subject.

mod browser;
mod command_line;
mod configuration;
mod desk;
mod docx;
mod fixes;
mod forms;
mod hostile;
mod html_page;
mod layers;
mod metamorphic;
mod mutations;
mod outputs;
mod pre_commit;
mod real_findings;
mod real_reports;
mod robust;
mod rule_errors;
mod rules;
mod samples;
mod support;
