//! Standard output and standard error: colours, width, and a pipe that closes early.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use super::Color;
use crate::output::Look;

/// Columns of a page that is not a terminal.
const PAGE: usize = 100;
/// Most columns used of a wide terminal: longer lines are hard to read.
const WIDEST: usize = 120;
/// Least columns assumed of a narrow one.
const NARROWEST: usize = 50;

/// The two streams. Findings go to the first, everything else to the second.
pub(super) struct Console {
    out: BufWriter<Stdout>,
    color: Color,
}

impl Console {
    pub(super) fn new(color: Color) -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, io::stdout()), color }
    }

    /// Writes results.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes results that are not text.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Empties the terminal; where results go elsewhere nothing happens.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if io::stdout().is_terminal() {
            self.out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
            self.out.flush()?;
        }
        Ok(())
    }

    /// Brings out what is still held back.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says something beside the results. A closed standard error is no reason to stop.
    pub(super) fn complain(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// How results look.
    pub(super) fn look(&self) -> Look {
        look(self.color, io::stdout().is_terminal())
    }

    /// How complaints look.
    pub(super) fn error_look(&self) -> Look {
        look(self.color, io::stderr().is_terminal())
    }
}

fn look(color: Color, terminal: bool) -> Look {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        // An empty NO_COLOR counts as not set, any other value as set: https://no-color.org
        Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        Color::Auto => set("CLICOLOR_FORCE") || terminal,
    };
    let columns = if terminal { comfy_table::Table::new().width().map(usize::from) } else { None };
    Look { width: columns.unwrap_or(PAGE).clamp(NARROWEST, WIDEST), color, quiet: false }
}
