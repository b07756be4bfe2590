//! Answers to introspection queries (GraphQL October 2021 §4).

use serde_json::Value;

use crate::base::yaml::{Node, Value as Tree};
use crate::model::api::{
    Definition, EnumValue, ExternalDocs, Parameter, ParameterPlace, Property, Schema,
    SourcePosition,
};

use super::types::{ROOTS, Types};

/// How deep lists of lists may be.
const DEPTH: usize = 32;
/// The directives that every schema has.
const BUILT_IN: &[&str] =
    &["skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream"];

/// Adds what an answer describes; nothing if it is no answer.
pub(super) fn gather(root: &Node, file: u32, types: &mut Types) {
    let schema = root.get("data").unwrap_or(root).get("__schema");
    let Some(schema) = schema else { return };
    for (word, _) in ROOTS {
        let node = schema.get(&format!("{word}Type"));
        if let Some(name) = node.and_then(|node| node.get("name")) {
            let at = at(name, file);
            types.add_root(word, name.as_str().unwrap_or_default(), at);
        }
    }
    types.says_roots = true;
    types.description = text(schema, "description").or_else(|| types.description.take());
    for node in list(schema, "types") {
        of_type(node, file, types);
    }
    for node in list(schema, "directives") {
        directive(node, file, types);
    }
}

fn of_type(node: &Node, file: u32, types: &mut Types) {
    let sort = match node.get("kind").and_then(Node::as_str) {
        Some("SCALAR") => "scalar",
        Some("OBJECT") => "object",
        Some("INTERFACE") => "interface",
        Some("UNION") => "union",
        Some("ENUM") => "enum",
        Some("INPUT_OBJECT") => "input",
        _ => return,
    };
    let (Some(name), place) = (text(node, "name"), at(node, file)) else { return };
    let Some(id) = types.define(sort, &name, place, false) else { return };
    let schema = types.get(id);
    schema.description = text(node, "description");
    let url = text(node, "specifiedByURL").or_else(|| text(node, "specifiedByUrl"));
    schema.docs = url.map(|url| ExternalDocs { url, description: None });
    for field in list(node, "fields") {
        let Some(property) = property(field, file, types) else { continue };
        types.add_property(id, property);
    }
    for field in list(node, "inputFields") {
        let Some(mut property) = property(field, file, types) else { continue };
        property.default = text(field, "defaultValue").map(default);
        property.required &= property.default.is_none();
        types.add_property(id, property);
    }
    for interface in list(node, "interfaces") {
        let Some(name) = text(interface, "name") else { continue };
        types.add_interface(id, &name, at(interface, file));
    }
    // Those of an interface are the types that implement it, which say so themselves.
    for member in list(node, "possibleTypes").iter().filter(|_| sort == "union") {
        let Some(name) = text(member, "name") else { continue };
        types.add_member(id, &name, at(member, file));
    }
    for value in list(node, "enumValues") {
        let Some(name) = text(value, "name") else { continue };
        let written = EnumValue {
            value: Value::String(name),
            description: text(value, "description"),
            deprecated: deprecated(value),
            ..EnumValue::default()
        };
        types.add_value(id, written, at(value, file));
    }
}

fn property(node: &Node, file: u32, types: &mut Types) -> Option<Property> {
    let name = text(node, "name")?;
    let written = written(node.get("type")?, DEPTH)?;
    let place = at(node, file);
    let schema = types.reference(&written, place);
    let arguments = list(node, "args").iter().filter_map(|node| argument(node, file, types));
    Some(Property {
        arguments: arguments.collect(),
        required: written.ends_with('!'),
        description: text(node, "description"),
        deprecated: deprecated(node),
        at: place,
        ..Property::new(&name, schema)
    })
}

fn argument(node: &Node, file: u32, types: &mut Types) -> Option<Parameter> {
    let name = text(node, "name")?;
    let written = written(node.get("type")?, DEPTH)?;
    let place = at(node, file);
    let mut schema = types.reference(&written, place);
    let default = text(node, "defaultValue").map(default);
    let required = written.ends_with('!') && default.is_none();
    if default.is_some() {
        schema = types.add(Schema {
            refers: Some(schema),
            nullable: !written.ends_with('!'),
            written: Some(written),
            default,
            at: place,
            ..Schema::default()
        });
    }
    Some(Parameter {
        name,
        place: ParameterPlace::Argument,
        required,
        description: text(node, "description"),
        schema: Some(schema),
        media_type: None,
        examples: Vec::new(),
        deprecated: deprecated(node),
        facts: Vec::new(),
        at: place,
    })
}

/// A reference as schema language writes it.
fn written(node: &Node, depth: usize) -> Option<String> {
    let inner = |node: &Node| written(node.get("ofType")?, depth.checked_sub(1)?);
    match node.get("kind").and_then(Node::as_str) {
        Some("NON_NULL") => Some(format!("{}!", inner(node)?)),
        Some("LIST") => Some(format!("[{}]", inner(node)?)),
        _ => text(node, "name"),
    }
}

fn directive(node: &Node, file: u32, types: &mut Types) {
    let Some(name) = text(node, "name") else { return };
    if BUILT_IN.contains(&name.as_str()) {
        return;
    }
    let mut code = format!("directive @{name}");
    let arguments: Vec<String> = list(node, "args")
        .iter()
        .filter_map(|argument| {
            let default = text(argument, "defaultValue");
            let default = default.map(|value| format!(" = {value}")).unwrap_or_default();
            let written = written(argument.get("type")?, DEPTH)?;
            Some(format!("{}: {written}{default}", text(argument, "name")?))
        })
        .collect();
    if !arguments.is_empty() {
        code += &format!("({})", arguments.join(", "));
    }
    if matches!(node.get("isRepeatable").map(|node| &node.value), Some(Tree::Bool(true))) {
        code += " repeatable";
    }
    let locations: Vec<&str> =
        list(node, "locations").iter().filter_map(|location| location.as_str()).collect();
    code += &format!(" on {}", locations.join(" | "));
    let description = text(node, "description");
    let at = at(node, file);
    types.directives.push(Definition { sort: "directive", name, code, description, at });
}

/// Defaults stand in answers as schema language; what is also JSON is taken as such.
fn default(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

fn deprecated(node: &Node) -> Option<String> {
    match node.get("isDeprecated").map(|node| &node.value) {
        Some(Tree::Bool(true)) => Some(text(node, "deprecationReason").unwrap_or_default()),
        _ => None,
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    let text = node.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).and_then(Node::as_sequence).unwrap_or_default()
}

fn at(node: &Node, file: u32) -> SourcePosition {
    SourcePosition { file, line: node.position.line, column: node.position.column }
}
