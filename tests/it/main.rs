//! All integration tests in one binary; each module a subject.

mod baseline;
mod browser;
mod checklist;
mod command_line;
mod configuration;
mod desk;
mod docx;
mod fixes;
mod formats;
mod forms;
mod html_page;
mod layers;
mod metamorphic;
mod mutations;
mod outputs;
mod own_packs;
mod pre_commit;
mod real_findings;
mod real_reports;
mod robust;
mod rule_errors;
mod rules;
mod samples;
mod support;
mod waivers;
