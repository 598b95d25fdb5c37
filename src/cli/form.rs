//! `--format text|json`, shared by the commands that print one page.

use clap::{Args, ValueEnum};

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Text,
    Json,
}

/// Which of the two.
#[derive(Debug, Args)]
pub(super) struct TextOrJson {
    /// 输出格式：text（默认）、json
    #[arg(
        short,
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "输出选项"
    )]
    pub(super) format: Form,
}
