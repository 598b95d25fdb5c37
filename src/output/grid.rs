//! Tables of numbers for people: one look for all of them.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};

use super::Look;

/// An empty table with a header; all columns but the first hold numbers.
pub fn grid(header: &[&str], look: Look) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
    table.set_content_arrangement(ContentArrangement::Disabled);
    match look.color {
        true => table.enforce_styling(),
        false => table.force_no_tty(),
    };
    table.set_header(header);
    for (at, column) in table.column_iter_mut().enumerate() {
        if at > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
