//! From merged types to the finished description: operations, implementing types, what is missing.

use crate::base::{Code, nearest};
use crate::model::api::{
    ApiContent, ApiCounts, Content, Fact, Group, Operation, OperationKind, Property, Response,
    SchemaId, SourcePosition,
};

use super::types::{ROOTS, Types};

/// Names that are looked at for a slip of the pen: with all of a large schema it would take long.
const CANDIDATES: usize = 2_000;
/// Missing types that are told one by one.
const TOLD: usize = 50;

/// Takes a finding: its code, place, message and help.
pub(super) type Tell<'a> = dyn FnMut(Code, SourcePosition, String, Option<String>) + 'a;

/// Fills the description.
pub(super) fn conclude(mut types: Types, content: &mut ApiContent, tell: &mut Tell<'_>) {
    let roots = roots(&types);
    for (_, name, at) in &roots {
        types.named(name, *at);
    }
    for (at, message) in types.contradictions.drain(..).take(TOLD) {
        tell(Code::ApiInvalid, at, message, None);
    }
    mark_missing(&mut types, tell);
    add_implementing(&mut types);
    for (place, name, _) in &roots {
        let root = types.names[name];
        add_operations(&types, *place, root, content);
    }
    content.description = types.description;
    content.facts = types.schema_facts;
    content.definitions = types.directives;
    content.named = types
        .names
        .values()
        .filter(|id| types.arena[id.0 as usize].name.is_some())
        .copied()
        .collect();
    content.arena = types.arena;
    content.counts = ApiCounts {
        fields: content.operations.len(),
        schemas: content.named.len(),
        ..ApiCounts::default()
    };
}

/// The root types: those that the schema names, or else those of the usual names.
fn roots(types: &Types) -> Vec<(usize, String, SourcePosition)> {
    let mut roots = Vec::new();
    for (place, (word, usual)) in ROOTS.iter().enumerate() {
        match types.roots.get(word) {
            Some((name, at)) => roots.push((place, name.clone(), *at)),
            None if types.says_roots => {}
            None => {
                let usual_is_there = types.names.get(*usual).map(|id| &types.arena[id.0 as usize]);
                if let Some(schema) = usual_is_there.filter(|schema| schema.sort == "object") {
                    roots.push((place, (*usual).to_owned(), schema.at));
                }
            }
        }
    }
    roots
}

/// Makes the types that are named but not defined say so.
fn mark_missing(types: &mut Types, tell: &mut Tell<'_>) {
    let is_missing = |id: &SchemaId| types.arena[id.0 as usize].name.is_none();
    let missing: Vec<(String, SchemaId)> = types
        .names
        .iter()
        .filter(|(_, id)| is_missing(id))
        .map(|(name, id)| (name.clone(), *id))
        .collect();
    let known: Vec<String> = types
        .names
        .iter()
        .filter(|(_, id)| !is_missing(id))
        .map(|(name, _)| name.clone())
        .take(CANDIDATES)
        .collect();
    for (number, (name, id)) in missing.into_iter().enumerate() {
        let at = types.named_at.get(&id).copied().unwrap_or_default();
        let schema = types.get(id);
        schema.written = Some(name.clone());
        schema.at = at;
        if is_federal(&name) {
            continue;
        }
        schema.broken = Some(format!("type `{name}` does not exist"));
        if number < TOLD {
            let near = nearest(&name, known.iter().map(String::as_str));
            let help = near.map(|near| format!("the nearest name is `{near}`"));
            tell(Code::ApiReference, at, format!("type `{name}` does not exist"), help);
        }
    }
}

/// Whether the gateway of a federation defines the type.
fn is_federal(name: &str) -> bool {
    matches!(name, "_Any" | "_Entity" | "_Service" | "_FieldSet" | "FieldSet")
        || name.contains("__")
}

/// Makes interfaces know the types that implement them.
fn add_implementing(types: &mut Types) {
    let in_order: Vec<SchemaId> = types.names.values().copied().collect();
    for id in in_order {
        for interface in types.arena[id.0 as usize].implements.clone() {
            let interface = types.get(interface);
            if interface.sort == "interface" {
                interface.one_of.push(id);
            }
        }
    }
}

fn add_operations(types: &Types, place: usize, root: SchemaId, content: &mut ApiContent) {
    let (kind, verb) = match place {
        0 => (OperationKind::Query, "QUERY"),
        1 => (OperationKind::Mutation, "MUTATION"),
        _ => (OperationKind::Subscription, "SUBSCRIPTION"),
    };
    let schema = &types.arena[root.0 as usize];
    let Some(name) = &schema.name else { return };
    let group = u32::try_from(content.groups.len()).unwrap_or_default();
    content.groups.push(Group {
        name: name.clone(),
        sort: "root type",
        description: schema.description.clone(),
        facts: schema.facts.clone(),
        at: schema.at,
        ..Group::default()
    });
    let fields = schema.properties.iter().filter(|field| !field.name.starts_with("__"));
    content.operations.extend(fields.map(|field| operation(kind, verb, group, field)));
}

fn operation(kind: OperationKind, verb: &str, group: u32, field: &Property) -> Operation {
    let body = Content { schema: Some(field.schema), at: field.at, ..Content::default() };
    Operation {
        id: Some(field.name.clone()),
        groups: vec![group],
        description: field.description.clone(),
        deprecated: field.deprecated.clone(),
        parameters: field.arguments.clone(),
        responses: vec![Response {
            status: "result".to_owned(),
            contents: vec![body],
            at: field.at,
            ..Response::default()
        }],
        facts: field.facts.iter().map(Fact::clone).collect(),
        streams: (false, kind == OperationKind::Subscription),
        at: field.at,
        ..Operation::new(kind, verb, &field.name)
    }
}
