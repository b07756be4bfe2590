//! Schema language: each definition of a text is added to the types.

use apollo_compiler::ast::{
    Definition as Written, DirectiveDefinition, DirectiveList, EnumValueDefinition,
    FieldDefinition, InputValueDefinition, OperationType, Type,
};
use apollo_compiler::parser::Parser;
use apollo_compiler::{Name, Node};
use serde_json::Value;

use crate::base::yaml::{Position, Problem};
use crate::model::api::{
    Definition, EnumValue, ExternalDocs, Parameter, ParameterPlace, Property, Schema, SchemaId,
    SourcePosition,
};
use crate::parse::api::lines::Lines;

use super::types::Types;
use super::values::{applied, json};

/// How deep values and types of lists may be nested: the parser calls itself for each level.
const DEPTH: usize = 64;
/// Pieces of a text, white space among them: some ten megabytes of schema.
const TOKENS: usize = 3_000_000;

/// Mistakes of one file that are told one by one.
const TOLD: usize = 20;

/// What a text holds beside types.
pub(super) struct Gathered {
    /// What the parser did not understand, as far as it is told.
    pub problems: Vec<Problem>,
    /// How much that is in all.
    pub mistakes: usize,
    /// Whether it holds queries or fragments.
    pub has_queries: bool,
}

/// Adds what a text defines.
pub(super) fn gather(text: &str, file: u32, types: &mut Types) -> Gathered {
    let mut parser = Parser::new().recursion_limit(DEPTH).token_limit(TOKENS);
    let (document, problems, mistakes) = match parser.parse_ast(text, "") {
        Ok(document) => (document, Vec::new(), 0),
        // To the parser a text of comments lacks something; to us it is of no interest.
        Err(with) if says_nothing(text) => (with.partial, Vec::new(), 0),
        Err(with) => {
            let told = with.errors.iter().take(TOLD).map(problem).collect();
            (with.partial, told, with.errors.len())
        }
    };
    let mut reader = Reader { file, lines: Lines::new(text), types };
    let mut has_queries = false;
    for definition in &document.definitions {
        has_queries |= !reader.definition(definition);
    }
    Gathered { problems, mistakes, has_queries }
}

fn says_nothing(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

fn problem(
    error: apollo_compiler::diagnostic::Diagnostic<'_, apollo_compiler::validation::DiagnosticData>,
) -> Problem {
    let place = error.line_column_range().map(|range| range.start);
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let position = place.map_or(Position { line: 1, column: 1 }, |place| Position {
        line: number(place.line),
        column: number(place.column),
    });
    let message = error.error.to_string().replace("syntax error: ", "");
    let message = in_our_style(&message);
    Problem { position, message: crate::parse::text::shown(&message), over_budget: false }
}

/// Lower case at the beginning, no full stop at the end.
fn in_our_style(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut rest = message.chars();
    rest.next().map_or(String::new(), |first| first.to_lowercase().chain(rest).collect())
}

struct Reader<'a> {
    file: u32,
    lines: Lines<'a>,
    types: &'a mut Types,
}

impl Reader<'_> {
    /// Adds a definition; false if it is one of queries.
    fn definition(&mut self, definition: &Written) -> bool {
        use Written as W;
        match definition {
            W::OperationDefinition(_) | W::FragmentDefinition(_) => return false,
            W::DirectiveDefinition(is) => self.directive(is),
            W::SchemaDefinition(is) => {
                self.types.description = text(is.description.as_ref());
                self.schema(&is.directives, &is.root_operations);
                self.types.says_roots |= !is.root_operations.is_empty();
            }
            W::SchemaExtension(is) => self.schema(&is.directives, &is.root_operations),
            W::ScalarTypeDefinition(is) => {
                self.begin("scalar", &is.name, &is.directives, Some(is.description.as_ref()));
            }
            W::ScalarTypeExtension(is) => {
                self.begin("scalar", &is.name, &is.directives, None);
            }
            W::ObjectTypeDefinition(is) => {
                let id =
                    self.begin("object", &is.name, &is.directives, Some(is.description.as_ref()));
                self.fields(id, &is.implements_interfaces, &is.fields);
            }
            W::ObjectTypeExtension(is) => {
                let id = self.begin("object", &is.name, &is.directives, None);
                self.fields(id, &is.implements_interfaces, &is.fields);
            }
            W::InterfaceTypeDefinition(is) => {
                let id = self.begin(
                    "interface",
                    &is.name,
                    &is.directives,
                    Some(is.description.as_ref()),
                );
                self.fields(id, &is.implements_interfaces, &is.fields);
            }
            W::InterfaceTypeExtension(is) => {
                let id = self.begin("interface", &is.name, &is.directives, None);
                self.fields(id, &is.implements_interfaces, &is.fields);
            }
            W::UnionTypeDefinition(is) => {
                let id =
                    self.begin("union", &is.name, &is.directives, Some(is.description.as_ref()));
                self.members(id, &is.members);
            }
            W::UnionTypeExtension(is) => {
                let id = self.begin("union", &is.name, &is.directives, None);
                self.members(id, &is.members);
            }
            W::EnumTypeDefinition(is) => {
                let id =
                    self.begin("enum", &is.name, &is.directives, Some(is.description.as_ref()));
                self.values(id, &is.values);
            }
            W::EnumTypeExtension(is) => {
                let id = self.begin("enum", &is.name, &is.directives, None);
                self.values(id, &is.values);
            }
            W::InputObjectTypeDefinition(is) => {
                let id =
                    self.begin("input", &is.name, &is.directives, Some(is.description.as_ref()));
                self.inputs(id, &is.fields);
            }
            W::InputObjectTypeExtension(is) => {
                let id = self.begin("input", &is.name, &is.directives, None);
                self.inputs(id, &is.fields);
            }
        }
        true
    }

    fn schema(&mut self, directives: &DirectiveList, roots: &[Node<(OperationType, Name)>]) {
        self.types.schema_facts.extend(applied(directives).facts);
        for root in roots {
            let (operation, name) = (root.0, &root.1);
            let at = self.at(name);
            self.types.add_root(operation.name(), name, at);
        }
    }

    /// Begins a type; of an extension `description` is none.
    fn begin(
        &mut self,
        sort: &'static str,
        name: &Name,
        directives: &DirectiveList,
        description: Option<Option<&Node<str>>>,
    ) -> Option<SchemaId> {
        let at = self.at(name);
        let id = self.types.define(sort, name, at, description.is_none())?;
        let schema = self.types.get(id);
        if schema.description.is_none() {
            schema.description = text(description.flatten());
        }
        let applied = applied(directives);
        schema.facts.extend(applied.facts);
        schema.deprecated = applied.deprecated.or_else(|| schema.deprecated.take());
        if let Some(url) = applied.specified_by {
            schema.docs = Some(ExternalDocs { url, description: None });
        }
        Some(id)
    }

    fn fields(
        &mut self,
        id: Option<SchemaId>,
        interfaces: &[Name],
        fields: &[Node<FieldDefinition>],
    ) {
        let Some(id) = id else { return };
        for interface in interfaces {
            let at = self.at(interface);
            self.types.add_interface(id, interface, at);
        }
        for field in fields {
            let schema = self.reference(&field.ty);
            let applied = applied(&field.directives);
            let arguments = field.arguments.iter().map(|argument| self.argument(argument));
            let property = Property {
                arguments: arguments.collect(),
                required: field.ty.is_non_null(),
                description: text(field.description.as_ref()),
                deprecated: applied.deprecated,
                facts: applied.facts,
                at: self.at(&field.name),
                ..Property::new(&field.name, schema)
            };
            self.types.add_property(id, property);
        }
    }

    fn argument(&mut self, written: &InputValueDefinition) -> Parameter {
        let mut schema = self.reference(&written.ty);
        if let Some(default) = &written.default_value {
            schema = self.types.add(Schema {
                refers: Some(schema),
                written: Some(written.ty.to_string()),
                default: Some(json(default)),
                nullable: !written.ty.is_non_null(),
                at: self.at(&written.name),
                ..Schema::default()
            });
        }
        let applied = applied(&written.directives);
        Parameter {
            name: written.name.to_string(),
            place: ParameterPlace::Argument,
            required: written.is_required(),
            description: text(written.description.as_ref()),
            schema: Some(schema),
            media_type: None,
            examples: Vec::new(),
            deprecated: applied.deprecated,
            facts: applied.facts,
            at: self.at(&written.name),
        }
    }

    fn inputs(&mut self, id: Option<SchemaId>, fields: &[Node<InputValueDefinition>]) {
        let Some(id) = id else { return };
        for field in fields {
            let schema = self.reference(&field.ty);
            let applied = applied(&field.directives);
            let property = Property {
                required: field.is_required(),
                description: text(field.description.as_ref()),
                default: field.default_value.as_deref().map(json),
                deprecated: applied.deprecated,
                facts: applied.facts,
                at: self.at(&field.name),
                ..Property::new(&field.name, schema)
            };
            self.types.add_property(id, property);
        }
    }

    fn members(&mut self, id: Option<SchemaId>, members: &[Name]) {
        let Some(id) = id else { return };
        for member in members {
            let at = self.at(member);
            self.types.add_member(id, member, at);
        }
    }

    fn values(&mut self, id: Option<SchemaId>, values: &[Node<EnumValueDefinition>]) {
        let Some(id) = id else { return };
        for written in values {
            let at = self.at(&written.value);
            let applied = applied(&written.directives);
            let value = EnumValue {
                value: Value::String(written.value.to_string()),
                description: text(written.description.as_ref()),
                deprecated: applied.deprecated,
                facts: applied.facts,
                ..EnumValue::default()
            };
            self.types.add_value(id, value, at);
        }
    }

    fn directive(&mut self, written: &DirectiveDefinition) {
        if self.types.directives.iter().any(|known| known.name == written.name.as_str()) {
            return;
        }
        let at = self.at(&written.name);
        let without = DirectiveDefinition { description: None, ..written.clone() };
        self.types.directives.push(Definition {
            sort: "directive",
            name: written.name.to_string(),
            code: without.to_string(),
            description: text(written.description.as_ref()),
            at,
        });
    }

    fn reference(&mut self, written: &Type) -> SchemaId {
        let at = self.at(written.inner_named_type());
        self.types.reference(&written.to_string(), at)
    }

    fn at(&self, name: &Name) -> SourcePosition {
        let Some(location) = name.location() else {
            return SourcePosition { file: self.file, ..SourcePosition::default() };
        };
        let Position { line, column } = self.lines.at(location.offset());
        SourcePosition { file: self.file, line, column }
    }
}

/// A description, if anything is said.
fn text(written: Option<&Node<str>>) -> Option<String> {
    let text = written?.as_str().trim();
    (!text.is_empty()).then(|| text.to_owned())
}
