//! Validation, with GitLab's words for what crawlers run into: fields and arguments that an instance does not know.

use apollo_compiler::ast::{Definition, Document, Selection};
use apollo_compiler::executable::ExecutableDocument;
use apollo_compiler::parser::{Parser, SourceMap};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Node, Schema};
use serde_json::{Value, json};

use super::{Version, schema};

/// GitLab stops after so many messages.
const MESSAGES: usize = 5;

/// Returns the valid document, or the answer that refuses it.
pub fn validate(text: &str, version: Version) -> Result<Valid<ExecutableDocument>, Value> {
    let schema = schema(version);
    match ExecutableDocument::parse_and_validate(schema, text, "query.graphql") {
        Ok(document) => Ok(document),
        Err(refused) => {
            let mut errors = unknown(schema, text);
            if errors.is_empty() {
                let found = refused
                    .errors
                    .iter()
                    .filter_map(|one| serde_json::to_value(one.to_json()).ok());
                errors = found.collect();
            }
            errors.truncate(MESSAGES);
            Err(json!({ "errors": errors }))
        }
    }
}

/// Every field and argument that the schema does not have.
fn unknown(schema: &Schema, text: &str) -> Vec<Value> {
    let Ok(document) = Parser::new().parse_ast(text, "query.graphql") else { return Vec::new() };
    let mut search = Search { schema, document: &document, errors: Vec::new() };
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => {
                let root = schema.root_operation(operation.operation_type);
                let kind = operation.operation_type.name();
                let step = match &operation.name {
                    Some(name) => format!("{kind} {name}"),
                    None => kind.to_owned(),
                };
                search.selections(root, &operation.selection_set, &mut vec![step]);
            }
            Definition::FragmentDefinition(fragment) => {
                let mut path = vec![format!("fragment {}", fragment.name)];
                let ty = Some(&fragment.type_condition);
                search.selections(ty, &fragment.selection_set, &mut path);
            }
            _ => {}
        }
    }
    search.errors
}

struct Search<'a> {
    schema: &'a Schema,
    document: &'a Document,
    errors: Vec<Value>,
}

impl Search<'_> {
    fn selections(&mut self, ty: Option<&Name>, selections: &[Selection], path: &mut Vec<String>) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    path.push(field.alias.as_ref().unwrap_or(&field.name).to_string());
                    self.field(ty, field, path);
                    path.pop();
                }
                Selection::InlineFragment(inline) => {
                    let ty = inline.type_condition.as_ref().or(ty);
                    self.selections(ty, &inline.selection_set, path);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn field(
        &mut self,
        ty: Option<&Name>,
        field: &Node<apollo_compiler::ast::Field>,
        path: &mut Vec<String>,
    ) {
        let Some(ty) = ty else { return };
        let sources = &self.document.sources;
        let Ok(definition) = self.schema.type_field(ty, &field.name) else {
            let message = format!("Field '{}' doesn't exist on type '{ty}'", field.name);
            let extensions = json!({ "code": "undefinedField", "typeName": ty.as_str(), "fieldName": field.name.as_str() });
            let locations = locations(&field.name, sources);
            self.errors.push(
                json!({ "message": message, "locations": locations, "path": path, "extensions": extensions }),
            );
            return;
        };
        for argument in &field.arguments {
            if definition.argument_by_name(&argument.name).is_none() {
                let message =
                    format!("Field '{}' doesn't accept argument '{}'", field.name, argument.name);
                let extensions = json!({
                    "code": "argumentNotAccepted", "name": field.name.as_str(), "typeName": "Field",
                    "argumentName": argument.name.as_str(),
                });
                let mut path = path.clone();
                path.push(argument.name.to_string());
                let locations = locations(&argument.name, sources);
                self.errors.push(
                    json!({ "message": message, "locations": locations, "path": path, "extensions": extensions }),
                );
            }
        }
        let inner = definition.ty.inner_named_type().clone();
        self.selections(Some(&inner), &field.selection_set, path);
    }
}

fn locations(name: &Name, sources: &SourceMap) -> Value {
    let place = name.location().and_then(|span| span.line_column(sources));
    match place {
        Some(place) => json!([{ "line": place.line, "column": place.column }]),
        None => json!([]),
    }
}
