//! From the keywords of a schema to an entry of the arena: those that hold schemas.

use crate::base::Code;
use crate::base::yaml::{Entry, Node, Value};
use crate::model::api::{Additional, Constraint, Discriminator, Property, Schema, SchemaId};
use crate::parse::api::documents::Spot;
use crate::parse::api::reader::Reader;
use crate::parse::text::shown;

use super::Shape;

/// What OpenAPI 2.0 says of a parameter beside its type.
const OF_PARAMETERS: &[&str] =
    &["name", "in", "required", "description", "allowEmptyValue", "collectionFormat", "deprecated"];

/// A schema that is being read, with what becomes clear only at its end.
#[derive(Default)]
pub(super) struct Draft {
    pub schema: Schema,
    /// The names of the fields that must be there.
    pub required: Vec<String>,
    /// Draft 4: whether `minimum` and `maximum` are themselves excluded.
    pub excluded: [bool; 2],
    /// What a list holds behind a list of items, as drafts before 2020-12 say it.
    pub additional_items: Option<SchemaId>,
}

impl<'d> Reader<'d> {
    pub(super) fn keywords(&mut self, at: Spot<'d>, shape: Shape) -> Schema {
        let entries = match &at.node.value {
            Value::Mapping(entries) => entries,
            Value::Bool(true) | Value::Null => return Schema::default(),
            Value::Bool(false) => return Schema { is_never: true, ..Schema::default() },
            Value::Number(_) | Value::String(_) | Value::Sequence(_) => {
                self.tell_type(at, "a schema", "a mapping");
                let reason = format!("here stands {}, not a schema", at.node.type_name());
                return Schema { broken: Some(reason), ..Schema::default() };
            }
        };
        let mut at = at;
        let own_id = at.node.get("$id").and_then(Node::as_str);
        if own_id.is_some_and(|id| !id.starts_with('#')) {
            at.resource = at.node;
        }
        let mut draft = Draft::default();
        for entry in entries {
            let is_of_parameter =
                shape == Shape::Parameter && OF_PARAMETERS.contains(&entry.key.as_str());
            if !is_of_parameter && !self.keyword(&mut draft, at, entry) {
                self.word(&mut draft, at, entry);
            }
        }
        draft.finish()
    }

    /// Reads a keyword that holds schemas; whether it is one.
    fn keyword(&mut self, draft: &mut Draft, at: Spot<'d>, entry: &'d Entry) -> bool {
        let key = entry.key.as_str();
        let value = at.with(&entry.value);
        if entry.value.value == Value::Null && key != "default" && key != "const" {
            return true;
        }
        match key {
            "$ref" | "$dynamicRef" | "$recursiveRef" => self.refers(draft, value, key),
            "properties" => self.properties(draft, value),
            "patternProperties" => draft.schema.patterns = self.schemas_by_name(value, key),
            "additionalProperties" => draft.schema.additional = self.additional(value),
            "unevaluatedProperties" => self.unevaluated(draft, value, key),
            "propertyNames" => draft.schema.property_names = Some(self.schema(value)),
            "items" => self.list_items(draft, value),
            "prefixItems" => draft.schema.prefix_items = self.schema_list(value, key),
            "additionalItems" => draft.additional_items = Some(self.schema(value)),
            "unevaluatedItems" => self.unevaluated(draft, value, key),
            "contains" => draft.schema.contains = Some(self.schema(value)),
            "allOf" => draft.schema.all_of = self.schema_list(value, key),
            "anyOf" => draft.schema.any_of = self.schema_list(value, key),
            "oneOf" => draft.schema.one_of = self.schema_list(value, key),
            "not" => draft.schema.not = Some(self.schema(value)),
            "if" | "then" | "else" | "contentSchema" => {
                let schema = self.schema(value);
                draft.schema.conditions.push((key.to_owned(), schema));
            }
            "dependentSchemas" => {
                for (name, schema) in self.schemas_by_name(value, key) {
                    draft.schema.conditions.push((format!("dependentSchemas: {name}"), schema));
                }
            }
            "dependencies" => self.dependencies(draft, value),
            "discriminator" => draft.schema.discriminator = self.discriminator(value),
            _ => return false,
        }
        true
    }

    fn refers(&mut self, draft: &mut Draft, value: Spot<'d>, key: &str) {
        let Some(text) = value.node.as_str() else {
            self.tell_type(value, &format!("`{key}`"), "text");
            return;
        };
        match self.target(value, text) {
            Ok(target) => {
                self.name_target(value, text, target);
                draft.schema.refers = Some(self.schema(target));
            }
            Err(reason) => {
                self.tell(Code::ApiReference, value, value.node.position, reason.clone());
                draft.schema.broken = Some(reason);
            }
        }
    }

    fn properties(&mut self, draft: &mut Draft, value: Spot<'d>) {
        for entry in self.own_entries(value, "properties") {
            let schema = self.schema(value.with(&entry.value));
            let mut property = Property::new(&entry.key, schema);
            property.at = value.position(entry.position);
            draft.schema.properties.push(property);
        }
    }

    fn schemas_by_name(&mut self, value: Spot<'d>, key: &str) -> Vec<(String, SchemaId)> {
        let entries = self.own_entries(value, key);
        let schema = |entry: &'d Entry| (entry.key.clone(), self.schema(value.with(&entry.value)));
        entries.iter().map(schema).collect()
    }

    fn schema_list(&mut self, value: Spot<'d>, key: &str) -> Vec<SchemaId> {
        let Some(items) = value.node.as_sequence() else {
            self.tell_type(value, &format!("`{key}`"), "a list");
            return Vec::new();
        };
        items.iter().map(|item| self.schema(value.with(item))).collect()
    }

    fn additional(&mut self, value: Spot<'d>) -> Additional {
        match &value.node.value {
            Value::Bool(true) => Additional::Any,
            Value::Bool(false) => Additional::None,
            Value::Mapping(entries) if entries.is_empty() => Additional::Any,
            _ => Additional::Of(self.schema(value)),
        }
    }

    fn unevaluated(&mut self, draft: &mut Draft, value: Spot<'d>, key: &str) {
        if let Value::Bool(flag) = value.node.value {
            draft
                .schema
                .constraints
                .push(Constraint { keyword: key.to_owned(), value: flag.into() });
        } else {
            let schema = self.schema(value);
            draft.schema.conditions.push((key.to_owned(), schema));
        }
    }

    fn list_items(&mut self, draft: &mut Draft, value: Spot<'d>) {
        match value.node.as_sequence() {
            // Drafts before 2020-12: a list is what lists begin with.
            Some(_) => draft.schema.prefix_items = self.schema_list(value, "items"),
            None => draft.schema.items = Some(self.schema(value)),
        }
    }

    /// Drafts before 2019-09: names or a schema, by the field that brings them in.
    fn dependencies(&mut self, draft: &mut Draft, value: Spot<'d>) {
        let mut required = serde_json::Map::new();
        for entry in self.own_entries(value, "dependencies") {
            if entry.value.as_sequence().is_some() {
                required.insert(entry.key.clone(), entry.value.to_json());
            } else {
                let schema = self.schema(value.with(&entry.value));
                let label = format!("dependentSchemas: {}", entry.key);
                draft.schema.conditions.push((label, schema));
            }
        }
        if !required.is_empty() {
            let keyword = "dependentRequired".to_owned();
            draft.schema.constraints.push(Constraint { keyword, value: required.into() });
        }
    }

    /// A name in version 2.0 and in AsyncAPI, an object since 3.0.
    fn discriminator(&mut self, value: Spot<'d>) -> Option<Discriminator> {
        if let Some(name) = value.node.as_str() {
            return Some(Discriminator { property: name.to_owned(), mapping: Vec::new() });
        }
        if value.node.as_mapping().is_none() {
            self.tell_type(value, "`discriminator`", "a mapping");
            return None;
        }
        let property = self.text(value, "propertyName")?;
        let mut mapping = Vec::new();
        for entry in self.entries(value, "mapping") {
            let schema = self.mapped(value.with(&entry.value));
            mapping.push((entry.key.clone(), schema));
        }
        Some(Discriminator { property, mapping })
    }

    /// What a value of the discriminator means: the name of a component, or a reference.
    fn mapped(&mut self, value: Spot<'d>) -> Option<SchemaId> {
        let Some(text) = value.node.as_str() else {
            self.tell_type(value, "an entry of `mapping`", "text");
            return None;
        };
        if !text.contains(['#', '/']) {
            for house in ["components/schemas", "definitions", "$defs"] {
                let reference = format!("#/{house}/{}", text.replace('~', "~0"));
                if let Ok(target) = self.target(value, &reference) {
                    return Some(self.schema(target));
                }
            }
        }
        match self.target(value, text) {
            Ok(target) => {
                self.name_target(value, text, target);
                Some(self.schema(target))
            }
            Err(_) => {
                let message = format!("`{}` names no schema", shown(text));
                self.tell(Code::ApiReference, value, value.node.position, message);
                None
            }
        }
    }
}
