//! From what files say to one description of the tree.

use crate::model::api::{
    ApiContent, Content, Group, Operation, OperationKind, Response, Schema, SchemaId, SchemaType,
    SourcePosition,
};

use super::facts::{fact, of_options, of_ranges};
use super::fields::{definitions, joined, property, value};
use super::syntax::{Enum, File, Message, Method, Service};
use super::types::{Scope, Types};

/// Builds the description of a tree.
pub(super) struct Builder<'a> {
    /// Where it is put.
    pub content: &'a mut ApiContent,
    /// Its schemas.
    pub types: Types,
    /// Names that are defined twice.
    pub repeated: Vec<(SourcePosition, String)>,
}

impl Builder<'_> {
    /// Gives every message and enumeration of a file its place, so that others can refer to it.
    pub(super) fn register(&mut self, file: &File) {
        self.register_within(&file.package, &file.messages, &file.enums);
    }

    fn register_within(&mut self, scope: &str, messages: &[Message], enums: &[Enum]) {
        for message in messages {
            let full = joined(scope, &message.name);
            self.register_name(&full);
            self.register_within(&full, &message.messages, &message.enums);
        }
        for enumeration in enums {
            self.register_name(&joined(scope, &enumeration.name));
        }
    }

    fn register_name(&mut self, full: &str) {
        if !self.types.named.contains_key(full) {
            let id = self.types.add(Schema::default());
            self.types.named.insert(full.to_owned(), id);
        }
    }

    /// Adds what a file says.
    pub(super) fn add(&mut self, file: &File, is_complete: bool) {
        let scope = Scope { name: &file.package, is_complete, at: SourcePosition::default() };
        self.add_within(scope, &file.messages, &file.enums);
        for extension in &file.extensions {
            self.content.definitions.extend(definitions(extension, &file.package));
        }
        for service in &file.services {
            self.service(service, scope);
        }
    }

    fn add_within(&mut self, scope: Scope<'_>, messages: &[Message], enums: &[Enum]) {
        for message in messages {
            let full = joined(scope.name, &message.name);
            let inner = Scope { name: &full, ..scope };
            self.message(message, inner);
            self.add_within(inner, &message.messages, &message.enums);
            for extension in &message.extensions {
                self.content.definitions.extend(definitions(extension, &full));
            }
        }
        for enumeration in enums {
            self.enumeration(enumeration, &joined(scope.name, &enumeration.name));
        }
    }

    /// The place of a name, if nothing stands there yet.
    fn free(&mut self, full: &str, at: SourcePosition) -> Option<SchemaId> {
        let id = *self.types.named.get(full)?;
        if self.types.arena[id.0 as usize].sort.is_empty() {
            return Some(id);
        }
        self.repeated.push((at, full.to_owned()));
        None
    }

    fn message(&mut self, message: &Message, scope: Scope<'_>) {
        let Some(id) = self.free(scope.name, message.at) else { return };
        let properties =
            message.fields.iter().map(|field| property(field, scope, &mut self.types)).collect();
        let (deprecated, mut facts) = of_options(&message.options);
        facts.extend(of_ranges(&message.ranges));
        for (name, description, options) in &message.choices {
            let label = format!("oneof {name}");
            facts.extend(description.as_ref().map(|said| fact(&label, said.as_str())));
            facts.extend(of_options(options).1);
        }
        self.types.arena[id.0 as usize] = Schema {
            name: Some(scope.name.to_owned()),
            sort: "message",
            description: message.description.clone(),
            types: vec![SchemaType::Object],
            properties,
            deprecated,
            facts,
            at: message.at,
            ..Schema::default()
        };
        self.content.counts.messages += 1;
        self.content.counts.schemas += 1;
    }

    fn enumeration(&mut self, enumeration: &Enum, full: &str) {
        let Some(id) = self.free(full, enumeration.at) else { return };
        let (deprecated, mut facts) = of_options(&enumeration.options);
        facts.extend(of_ranges(&enumeration.ranges));
        self.types.arena[id.0 as usize] = Schema {
            name: Some(full.to_owned()),
            sort: "enum",
            description: enumeration.description.clone(),
            types: vec![SchemaType::String],
            values: enumeration.values.iter().map(value).collect(),
            deprecated,
            facts,
            at: enumeration.at,
            ..Schema::default()
        };
        self.content.counts.schemas += 1;
    }

    fn service(&mut self, service: &Service, scope: Scope<'_>) {
        let full = joined(scope.name, &service.name);
        if self.content.groups.iter().any(|known| known.name == full) {
            self.repeated.push((service.at, full));
            return;
        }
        let group = u32::try_from(self.content.groups.len()).unwrap_or_default();
        let (deprecated, facts) = of_options(&service.options);
        self.content.groups.push(Group {
            name: full.clone(),
            title: Some(service.name.clone()),
            sort: "service",
            description: service.description.clone(),
            facts,
            at: service.at,
            ..Group::default()
        });
        for method in &service.methods {
            let mut operation = self.method(method, &full, scope);
            operation.groups = vec![group];
            operation.deprecated = operation.deprecated.or_else(|| deprecated.clone());
            self.content.operations.push(operation);
            self.content.counts.methods += 1;
        }
    }

    fn method(&mut self, method: &Method, service: &str, scope: Scope<'_>) -> Operation {
        let scope = Scope { at: method.at, ..scope };
        let mut content = |written: &str| Content {
            schema: Some(self.types.plain(written, scope)),
            at: method.at,
            ..Content::default()
        };
        let request = content(&method.request);
        let response = Response {
            status: "result".to_owned(),
            contents: vec![content(&method.response)],
            at: method.at,
            ..Response::default()
        };
        let (deprecated, facts) = of_options(&method.options);
        let address = format!("{service}/{}", method.name);
        Operation {
            description: method.description.clone(),
            deprecated,
            body_required: true,
            bodies: vec![request],
            responses: vec![response],
            facts,
            streams: method.streams,
            at: method.at,
            ..Operation::new(OperationKind::Rpc, "RPC", &address)
        }
    }
}
