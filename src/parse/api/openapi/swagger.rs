//! What only version 2.0 has: bodies and forms among the parameters, media types by `consumes` and `produces`.

use crate::model::api::{
    Additional, Content, Example, Operation, Property, Schema, SchemaId, SchemaType,
};
use crate::parse::api::documents::Spot;

use super::description::Description;

/// More media types than that say nothing.
const MEDIA_TYPES: usize = 16;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<'d> Description<'d> {
    /// The body of an operation, or its form.
    pub(super) fn two_bodies(
        &mut self,
        operation: &mut Operation,
        at: Spot<'d>,
        body: Option<Spot<'d>>,
        form: &[Spot<'d>],
    ) {
        let mut consumes = self.media_types(at, "consumes");
        let schema = if let Some(body) = body {
            operation.body_description = self.reader.markdown(body, "description");
            operation.body_required = self.reader.flag(body, "required");
            self.reader.child(body, "schema").map(|schema| self.reader.schema(schema))
        } else if form.is_empty() {
            return;
        } else {
            consumes.retain(|media| [FORM, MULTIPART].contains(&media.as_str()));
            if consumes.is_empty() {
                let is_file = |at: &Spot<'d>| {
                    at.get("type").and_then(|sort| sort.node.as_str()) == Some("file")
                };
                let media = if form.iter().any(is_file) { MULTIPART } else { FORM };
                consumes.push(media.to_owned());
            }
            let (schema, is_required) = self.form(form);
            operation.body_required = is_required;
            Some(schema)
        };
        if consumes.is_empty() {
            consumes.push(JSON.to_owned());
        }
        let place = body.or(form.first().copied()).unwrap_or(at).at();
        let content = |media_type| Content { media_type, schema, at: place, ..Content::default() };
        operation.bodies = consumes.into_iter().map(content).collect();
    }

    /// The fields of a form as an object; whether one of them must be given.
    fn form(&mut self, fields: &[Spot<'d>]) -> (SchemaId, bool) {
        let mut properties: Vec<Property> = Vec::new();
        for field in fields {
            let Some(name) = self.reader.text(*field, "name") else { continue };
            let mut property = Property::new(&name, self.reader.parameter_schema(*field));
            property.required = self.reader.flag(*field, "required");
            property.description = self.reader.markdown(*field, "description");
            property.deprecated = self.reader.deprecated(*field);
            property.facts = self.reader.facts(*field, &["collectionFormat", "allowEmptyValue"]);
            property.at = field.at();
            properties.push(property);
        }
        let is_required = properties.iter().any(|property| property.required);
        let schema = self.reader.made_schema(Schema {
            types: vec![SchemaType::Object],
            properties,
            additional: Additional::Unsaid,
            at: fields.first().map(|field| field.at()).unwrap_or_default(),
            ..Schema::default()
        });
        (schema, is_required)
    }

    /// The bodies of a response, with its examples by media type.
    pub(super) fn two_contents(&mut self, operation: Spot<'d>, at: Spot<'d>) -> Vec<Content> {
        let schema = self.reader.child(at, "schema").map(|schema| self.reader.schema(schema));
        let examples = self.reader.entries(at, "examples");
        let mut produces = match schema {
            Some(_) => self.media_types(operation, "produces"),
            None => Vec::new(),
        };
        for entry in examples.iter().take(MEDIA_TYPES) {
            if !produces.contains(&entry.key) {
                produces.push(entry.key.clone());
            }
        }
        if produces.is_empty() && schema.is_some() {
            produces.push(JSON.to_owned());
        }
        let example = |media: &String| {
            let entry = examples.iter().find(|entry| entry.key == *media)?;
            Some(Example { value: Some(entry.value.to_json()), ..Example::default() })
        };
        let content = |media_type: String| Content {
            examples: example(&media_type).into_iter().collect(),
            media_type,
            schema,
            at: at.at(),
            ..Content::default()
        };
        produces.into_iter().map(content).collect()
    }

    /// What an operation says, else what the description says.
    fn media_types(&mut self, operation: Spot<'d>, key: &str) -> Vec<String> {
        let said = self.reader.child(operation, key).is_some();
        let of = if said { operation } else { self.root };
        let mut types = self.reader.texts(of, key);
        types.truncate(MEDIA_TYPES);
        types
    }
}
