//! Schemas that are said to be one another, in a circle: nothing is said of them at all. And those that are parts of
//! themselves, which says nothing more.

use std::collections::{BTreeSet, HashMap};

use crate::base::Code;
use crate::base::yaml::Position;
use crate::model::api::{Schema, SchemaId};
use crate::parse::api::reader::Reader;
use crate::parse::text::shown;

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

    /// Tells of schemas that `allOf` makes parts of themselves; whoever shows them shows each part once.
    ///
    /// A base that lists its variants by `oneOf`, each of which is `allOf` the base, is common and means well.
    pub(in crate::parse::api) fn tell_own_parts(&mut self) {
        let mut seen: Vec<Option<Seen>> = vec![None; self.arena.schemas.len()];
        let mut told = BTreeSet::new();
        for start in 0..seen.len() {
            let mut way = match seen[start] {
                None => vec![(start, 0)],
                Some(_) => continue,
            };
            seen[start] = Some(Seen::OnTheWay);
            while let Some((at, part)) = way.last_mut() {
                let schema = &self.arena.schemas[*at];
                let next = schema.refers.iter().chain(&schema.all_of).nth(*part);
                *part += 1;
                let Some(next) = next.map(|next| next.0 as usize) else {
                    seen[*at] = Some(Seen::Done);
                    way.pop();
                    continue;
                };
                match seen[next] {
                    None => {
                        seen[next] = Some(Seen::OnTheWay);
                        way.push((next, 0));
                    }
                    Some(Seen::OnTheWay) => {
                        told.insert(next);
                    }
                    Some(Seen::Done) => {}
                }
            }
        }
        for at in told {
            let schema = &self.arena.schemas[at];
            let message = format!("{} is a part of itself", called(schema));
            let at = schema.at;
            let position = Position { line: at.line, column: at.column };
            self.tell(Code::ApiReference, self.documents.root(at.file), position, message);
        }
    }

    fn break_circle(&mut self, members: &[SchemaId]) {
        let Some(first) = members.iter().min() else { return };
        let name = called(&self.arena.schemas[first.0 as usize]);
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

fn called(schema: &Schema) -> String {
    schema.name.as_ref().map_or("a schema".to_owned(), |name| format!("`{}`", shown(name)))
}
