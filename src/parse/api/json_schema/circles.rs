//! Schemas that are said to be one another, in a circle: nothing is said of them at all.

use std::collections::HashMap;

use crate::base::Code;
use crate::base::yaml::Position;
use crate::model::api::SchemaId;
use crate::parse::api::reader::Reader;

/// How far the search has come with a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// It is on the way that is being walked.
    OnTheWay,
    /// It leads to an end, or its circle is broken.
    Done,
}

impl Reader<'_> {
    /// Marks the members of each circle as broken, and tells of one of them.
    pub(in crate::parse::api) fn break_circles(&mut self) {
        let mut seen: HashMap<SchemaId, Seen> = HashMap::new();
        for start in 0..self.arena.schemas.len() as u32 {
            let mut way = Vec::new();
            let mut next = Some(SchemaId(start));
            while let Some(id) = next {
                match seen.get(&id) {
                    None => {}
                    Some(Seen::Done) => break,
                    Some(Seen::OnTheWay) => {
                        let from = way.iter().position(|on_way| *on_way == id).unwrap_or(0);
                        self.break_circle(&way[from..]);
                        break;
                    }
                }
                next = self.arena.schemas[id.0 as usize].refers;
                if next.is_some() {
                    seen.insert(id, Seen::OnTheWay);
                    way.push(id);
                }
            }
            seen.extend(way.into_iter().map(|id| (id, Seen::Done)));
        }
    }

    fn break_circle(&mut self, members: &[SchemaId]) {
        let Some(first) = members.iter().min() else { return };
        let name = self.arena.schemas[first.0 as usize].name.clone();
        let name = name.map_or("a schema".to_owned(), |name| format!("`{name}`"));
        let reason = format!("{name} refers to itself in a circle of {}", members.len());
        let at = self.arena.schemas[first.0 as usize].at;
        let spot = self.documents.root(at.file);
        let position = Position { line: at.line, column: at.column };
        self.tell(Code::ApiReference, spot, position, reason.clone());
        for id in members {
            let schema = &mut self.arena.schemas[id.0 as usize];
            schema.refers = None;
            schema.broken = Some(reason.clone());
        }
    }
}
