//! Tables of Markdown: a region that scrolls by itself, cells aligned by class.

use pulldown_cmark::Alignment;

use super::writer::Writer;

/// The table being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    /// Where the head begins, while it is being written.
    head: Option<usize>,
    /// Whether a cell of the head holds something.
    has_head: bool,
    has_body: bool,
    /// Where the cell begins.
    cell: usize,
}

impl Table {
    /// Whether the head is being written.
    pub(super) fn is_head(&self) -> bool {
        self.head.is_some()
    }
}

impl Writer<'_> {
    /// Opens the region around a table. Each has a name of its own, as regions must.
    pub(super) fn table_region(&mut self) {
        self.tables += 1;
        self.out.push_str("<section class=\"table-scroll\" tabindex=\"0\" aria-label=\"Table ");
        self.out.push_str(&self.tables.to_string());
        self.out.push_str("\"><table>");
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table_region();
        self.out.push('\n');
        self.table = Table { alignments, head: Some(self.out.len()), ..Table::default() };
    }

    pub(super) fn start_row(&mut self) {
        self.table.column = 0;
        if self.table.head.is_some() {
            self.out.push_str("<thead>\n");
        } else if !std::mem::replace(&mut self.table.has_body, true) {
            self.out.push_str("<tbody>\n");
        }
        self.out.push_str("<tr>\n");
    }

    pub(super) fn start_cell(&mut self) {
        self.table.cell = self.out.len();
        let alignment = self.table.alignments.get(self.table.column);
        self.table.column += 1;
        self.out.push_str(if self.table.head.is_some() { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match alignment {
            Some(Alignment::Center) => " class=\"ta-c\">",
            Some(Alignment::Right) => " class=\"ta-r\">",
            Some(Alignment::Left | Alignment::None) | None => ">",
        });
    }

    pub(super) fn end_cell(&mut self) {
        let cell = self.stack.iter().rev().find(|open| open.is_own);
        let is_empty = cell.is_some_and(|cell| cell.content == self.content);
        self.end_own();
        if self.table.head.is_none() {
            self.out.push_str("</td>\n");
        } else if is_empty {
            // A heading without words heads nothing.
            self.out.truncate(self.table.cell);
            self.out.push_str("<td></td>\n");
        } else {
            self.table.has_head = true;
            self.out.push_str("</th>\n");
        }
    }

    pub(super) fn end_row(&mut self) {
        self.out.push_str("</tr>\n");
    }

    pub(super) fn end_head(&mut self) {
        let head = self.table.head.take().unwrap_or_default();
        if self.table.has_head {
            self.out.push_str("</tr>\n</thead>\n");
        } else {
            self.out.truncate(head);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_own();
        self.out.push_str(if self.table.has_body {
            "</tbody>\n</table></section>\n"
        } else {
            "</table></section>\n"
        });
    }
}
