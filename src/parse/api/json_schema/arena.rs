//! Which value of the files is which entry of the arena; entries are filled one after the other, not within each other.

use std::collections::{HashMap, VecDeque};

use crate::base::Code;
use crate::base::yaml::Position;
use crate::model::api::{Schema, SchemaId};
use crate::parse::api::documents::Spot;
use crate::parse::api::reader::{Reader, reference};
use crate::parse::text::shown;

use super::names::{Names, target_name};

/// How many schemas one description may have.
const SCHEMAS: usize = 500_000;

/// What stands for a reference while it is being followed.
const ON_THE_WAY: SchemaId = SchemaId(u32::MAX);

/// The schemas so far.
#[derive(Default)]
pub(in crate::parse::api) struct Arena<'d> {
    pub(super) schemas: Vec<Schema>,
    by_address: HashMap<usize, SchemaId>,
    open: VecDeque<(SchemaId, Spot<'d>, Shape)>,
    names: Names,
    /// The entry that stands for all that are too many.
    overflow: Option<SchemaId>,
}

/// Where a schema's keywords stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse::api) enum Shape {
    /// In a value of their own.
    Plain,
    /// Among those of a parameter or a header, as version 2.0 has it.
    Parameter,
}

impl<'d> Reader<'d> {
    /// The schema at a place; of a reference without siblings that of what it leads to.
    pub(in crate::parse::api) fn schema(&mut self, at: Spot<'d>) -> SchemaId {
        let mut passed = Vec::new();
        let mut at = at;
        let id = loop {
            match self.arena.by_address.get(&at.address()) {
                Some(&ON_THE_WAY) => break self.broken_circle(at),
                Some(&id) => break id,
                None => {}
            }
            let Some((text, position)) = bare_reference(at) else {
                break self.enter(at, Shape::Plain);
            };
            passed.push(at.address());
            self.arena.by_address.insert(at.address(), ON_THE_WAY);
            match self.target(at, text) {
                Ok(target) => {
                    self.name_target(at, text, target);
                    at = target;
                }
                Err(reason) => break self.broken(at, position, reason),
            }
        };
        self.arena.by_address.extend(passed.into_iter().map(|address| (address, id)));
        id
    }

    /// The schema that the keywords of a parameter or a header make.
    pub(in crate::parse::api) fn parameter_schema(&mut self, at: Spot<'d>) -> SchemaId {
        match self.arena.by_address.get(&at.address()) {
            Some(&id) => id,
            None => self.enter(at, Shape::Parameter),
        }
    }

    /// A named schema, which keeps its name even if it only refers to another.
    pub(in crate::parse::api) fn named_schema(
        &mut self,
        name: &str,
        at: Spot<'d>,
        key: Position,
    ) -> SchemaId {
        if let Some(&id) = self.arena.by_address.get(&at.address())
            && id != ON_THE_WAY
        {
            return id;
        }
        let id = self.enter(at, Shape::Plain);
        self.name(id, name, at);
        if let Some(schema) = self.arena.schemas.get_mut(id.0 as usize) {
            schema.at = at.position(key);
        }
        id
    }

    /// A schema that no value of the files is.
    pub(in crate::parse::api) fn made_schema(&mut self, schema: Schema) -> SchemaId {
        self.push(schema)
    }

    fn enter(&mut self, at: Spot<'d>, shape: Shape) -> SchemaId {
        if self.arena.schemas.len() >= SCHEMAS {
            return self.overflow(at);
        }
        let id = self.push(Schema { at: at.at(), ..Schema::default() });
        self.arena.by_address.insert(at.address(), id);
        self.arena.open.push_back((id, at, shape));
        id
    }

    fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(self.arena.schemas.len() as u32);
        self.arena.schemas.push(schema);
        id
    }

    fn overflow(&mut self, at: Spot<'d>) -> SchemaId {
        if let Some(id) = self.arena.overflow {
            return id;
        }
        let reason = format!("the description has more than {SCHEMAS} schemas");
        self.tell(Code::ApiInvalid, at, at.node.position, reason.clone());
        let id = self.push(Schema { broken: Some(reason), at: at.at(), ..Schema::default() });
        self.arena.overflow = Some(id);
        id
    }

    /// An entry that stands where a reference leads nowhere.
    pub(super) fn broken(&mut self, at: Spot<'d>, position: Position, reason: String) -> SchemaId {
        self.tell(Code::ApiReference, at, position, reason.clone());
        let at = at.position(position);
        self.push(Schema { broken: Some(reason), at, ..Schema::default() })
    }

    fn broken_circle(&mut self, at: Spot<'d>) -> SchemaId {
        let (text, position) = reference(at.node).unwrap_or(("", at.node.position));
        self.broken(at, position, format!("`{}` refers to itself in a circle", shown(text)))
    }

    /// Gives what a reference leads to the name that the reference speaks of.
    pub(super) fn name_target(&mut self, from: Spot<'d>, text: &str, target: Spot<'d>) {
        if bare_reference(target).is_some() {
            return;
        }
        let known = self.arena.by_address.get(&target.address()).copied();
        let is_named =
            |id: SchemaId| self.arena.schemas.get(id.0 as usize).is_none_or(|it| it.name.is_some());
        if known.is_some_and(is_named) {
            return;
        }
        if let Some(name) = target_name(text, from.file != target.file) {
            let id = known.unwrap_or_else(|| self.enter(target, Shape::Plain));
            self.name(id, &name, target);
        }
    }

    fn name(&mut self, id: SchemaId, name: &str, at: Spot<'d>) {
        let file = (at.file > 0).then(|| self.documents.path(at.file));
        if Some(id) == self.arena.overflow {
            return;
        }
        let name = self.arena.names.unique(name, file.as_ref());
        self.arena.schemas[id.0 as usize].name = Some(name);
    }

    /// Fills all entries, and those that they lead to.
    pub(in crate::parse::api) fn fill_all(&mut self) {
        while let Some((id, at, shape)) = self.arena.open.pop_front() {
            let read = self.keywords(at, shape);
            let entry = &mut self.arena.schemas[id.0 as usize];
            let (name, at) = (entry.name.take(), entry.at);
            *entry = Schema { name, at, ..read };
        }
    }
}

impl Arena<'_> {
    /// All schemas, and the named ones by name.
    pub(in crate::parse::api) fn into_schemas(self) -> (Vec<Schema>, Vec<SchemaId>) {
        let ids = (0..self.schemas.len() as u32).map(SchemaId);
        let mut named: Vec<SchemaId> =
            ids.filter(|id| self.schemas[id.0 as usize].name.is_some()).collect();
        named.sort_by(|a, b| {
            let name = |id: &SchemaId| self.schemas[id.0 as usize].name.as_deref();
            name(a).cmp(&name(b))
        });
        (self.schemas, named)
    }
}

/// A reference that stands alone.
fn bare_reference(at: Spot<'_>) -> Option<(&str, Position)> {
    at.node.as_mapping().filter(|entries| entries.len() == 1)?;
    reference(at.node)
}
