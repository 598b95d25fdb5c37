//! What is read and how: the options of every command that takes reports.

use std::path::PathBuf;

use clap::Args;
use miette::Diagnostic;

use super::{Failure, usage};
use crate::document::Date;
use crate::input::{self, Discovered, Request};

/// Many files, to be checked.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// 报告的公布日期，页面上没有时使用
    #[arg(long, value_name = "年-月-日", value_parser = usage::date, help_heading = "输入选项")]
    pub(super) published: Option<Date>,

    #[command(flatten)]
    reading: Reading,

    /// 在文件夹里跳过这样的文件（通配符，可重复）
    #[arg(long, value_name = "通配符", help_heading = "输入选项")]
    pub(super) exclude: Vec<String>,

    /// 同时检查几个文件（默认用全部处理器）
    #[arg(short, long, value_name = "个数", value_parser = usage::jobs, help_heading = "输入选项")]
    pub(super) jobs: Option<usize>,
}

impl Inputs {
    /// Finds `paths` as asked.
    pub(super) fn discover(&self, paths: &[PathBuf]) -> Result<Discovered, Failure> {
        self.reading.discover(paths, &self.exclude)
    }
}

/// How an input is read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// 标准输入的文件名，决定按什么格式读
    #[arg(long, value_name = "文件名", help_heading = "输入选项")]
    stdin_name: Option<String>,

    /// 指定编码，如 gb18030、big5（默认自动判断）
    #[arg(long, value_name = "编码", value_parser = usage::encoding, help_heading = "输入选项")]
    encoding: Option<input::Label>,
}

impl Reading {
    /// Finds `paths` as asked; only a bad pattern among `exclude` fails it.
    pub(super) fn discover(&self, paths: &[PathBuf], exclude: &[String]) -> Result<Discovered, Failure> {
        let request = Request {
            paths: paths.to_vec(),
            exclude: exclude.to_vec(),
            stdin_name: self.stdin_name.clone(),
            encoding: self.encoding,
            base: std::env::current_dir()?,
        };
        input::discover(&request, &mut std::io::stdin().lock()).map_err(|error| Failure::Usage {
            message: error.to_string(),
            help: error.help().map(|help| help.to_string()),
        })
    }
}
