//! `gangyao completions`: a script that completes the command line in a shell.

use clap::Args;
use clap_complete::Shell;

use super::console::Console;
use super::{Exit, Failure};

/// 生成命令行补全脚本
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao completions <外壳>",
    after_help = "示例：\n  \
        gangyao completions bash > ~/.local/share/bash-completion/completions/gangyao\n  \
        gangyao completions fish > ~/.config/fish/completions/gangyao.fish"
)]
pub(super) struct Completions {
    /// bash、zsh、fish、powershell 或 elvish
    #[arg(value_name = "外壳", hide_possible_values = true, help_heading = "参数")]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "gangyao", &mut script);
        console.write(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Clean)
    }
}
