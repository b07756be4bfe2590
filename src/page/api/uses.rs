//! Which operations and schemas refer to which named schemas.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::api::{Additional, ApiContent, Content, Operation, Parameter, Schema, SchemaId};

/// How many users of a schema are kept.
const MOST_USERS: usize = 200;

/// Who refers to a named schema.
#[derive(Debug, Default)]
pub(crate) struct Users {
    /// Places of operations.
    pub operations: Vec<u32>,
    /// Named schemas.
    pub schemas: Vec<SchemaId>,
    /// How many there are, if each counts as often as it refers.
    pub count: usize,
    /// How many are not kept.
    pub left_out: usize,
}

/// Returns the users of every named schema.
pub(super) fn uses(content: &ApiContent) -> BTreeMap<SchemaId, Users> {
    let mut uses: BTreeMap<SchemaId, Users> = BTreeMap::new();
    for (at, operation) in content.operations.iter().enumerate() {
        let mut found = BTreeMap::new();
        follow(content, roots(operation), &mut found);
        for (id, count) in found {
            let users = uses.entry(id).or_default();
            users.count += count;
            match users.operations.len() < MOST_USERS {
                true => users.operations.push(at as u32),
                false => users.left_out += 1,
            }
        }
    }
    for named in &content.named {
        let mut found = BTreeMap::new();
        follow(content, parts(content.schema(*named)), &mut found);
        found.remove(named);
        for (id, count) in found {
            let users = uses.entry(id).or_default();
            users.count += count;
            match users.schemas.len() < MOST_USERS {
                true => users.schemas.push(*named),
                false => users.left_out += 1,
            }
        }
    }
    uses
}

/// Counts the named schemas that are met on the way through those without a name.
fn follow(content: &ApiContent, roots: Vec<SchemaId>, found: &mut BTreeMap<SchemaId, usize>) {
    let mut seen = BTreeSet::new();
    let mut open = roots;
    while let Some(id) = open.pop() {
        if content.schema(id).name.is_some() {
            *found.entry(id).or_default() += 1;
        } else if seen.insert(id) {
            open.extend(parts(content.schema(id)));
        }
    }
}

/// The schemas that an operation names itself, in the order of its page.
fn roots(operation: &Operation) -> Vec<SchemaId> {
    let of_parameters = |parameters: &[Parameter]| -> Vec<SchemaId> {
        parameters.iter().filter_map(|parameter| parameter.schema).collect()
    };
    let of_contents = |contents: &[Content]| -> Vec<SchemaId> {
        let mut ids: Vec<SchemaId> = contents
            .iter()
            .flat_map(|one| one.headers.iter().chain(&one.schema))
            .copied()
            .collect();
        // The same form in several media types is shown once.
        ids.dedup();
        ids
    };
    let mut roots = of_parameters(&operation.parameters);
    roots.extend(of_contents(&operation.bodies));
    for response in &operation.responses {
        roots.extend(of_parameters(&response.headers));
        roots.extend(of_contents(&response.contents));
    }
    for callback in &operation.callbacks {
        // Callbacks of callbacks are not shown either.
        for called in &callback.operations {
            roots.extend(of_parameters(&called.parameters));
            roots.extend(of_contents(&called.bodies));
            for response in &called.responses {
                roots.extend(of_contents(&response.contents));
            }
        }
    }
    roots
}

/// The schemas that a schema names itself.
fn parts(schema: &Schema) -> Vec<SchemaId> {
    let mut ids: Vec<SchemaId> = Vec::new();
    for property in &schema.properties {
        ids.extend(property.arguments.iter().filter_map(|argument| argument.schema));
        ids.push(property.schema);
    }
    if let Additional::Of(id) = schema.additional {
        ids.push(id);
    }
    let lists =
        [&schema.prefix_items, &schema.all_of, &schema.any_of, &schema.one_of, &schema.implements];
    ids.extend(lists.into_iter().flatten());
    let single = [schema.refers, schema.property_names, schema.items, schema.contains, schema.not];
    ids.extend(single.into_iter().flatten());
    ids.extend(schema.patterns.iter().chain(&schema.conditions).map(|(_, id)| *id));
    ids
}
