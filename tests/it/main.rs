//! All integration tests in one binary; each module a subject.

mod baseline;
mod command_line;
mod configuration;
mod desk;
mod documents;
mod fixes;
mod layers;
mod metamorphic;
mod mutations;
mod own_packs;
mod real_findings;
mod real_reports;
mod robust;
mod rule_errors;
mod rules;
mod samples;
mod support;
mod waivers;
