//! What holds of every description, whatever it was read from: no place points beyond its end.

use crate::model::api::{
    Additional, ApiContent, Content, Operation, Parameter, Schema, SchemaId, SourcePosition,
};

struct Sound<'c>(&'c ApiContent);

/// Panics unless every place that a description names is there.
pub(super) fn check(content: &ApiContent) {
    let sound = Sound(content);
    for schema in &content.arena {
        sound.schema(schema);
    }
    for operation in &content.operations {
        assert!(!operation.groups.is_empty(), "{} is in no group", operation.key());
        sound.operation(operation);
    }
    let mut names: Vec<_> = content.named.iter().map(|id| &content.schema(*id).name).collect();
    assert!(names.is_sorted(), "the named schemas are sorted");
    names.dedup();
    assert_eq!(names.len(), content.named.len(), "names are unique");
    assert!(names.iter().all(|name| name.is_some()), "named schemas have names");
}

impl Sound<'_> {
    fn id(&self, id: SchemaId) {
        assert!((id.0 as usize) < self.0.arena.len(), "{id:?} is not in the arena");
    }

    fn ids<'i>(&self, ids: impl IntoIterator<Item = &'i SchemaId>) {
        ids.into_iter().for_each(|id| self.id(*id));
    }

    fn at(&self, at: SourcePosition) {
        assert!((at.file as usize) < self.0.files.len(), "{at:?} is in no file");
    }

    fn schema(&self, schema: &Schema) {
        self.at(schema.at);
        let single = [schema.refers, schema.property_names, schema.items, schema.contains];
        self.ids(single.iter().flatten());
        self.ids(schema.properties.iter().map(|property| &property.schema));
        self.ids(schema.patterns.iter().chain(&schema.conditions).map(|(_, id)| id));
        self.ids(schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of));
        self.ids(schema.prefix_items.iter().chain(&schema.not));
        if let Additional::Of(id) = schema.additional {
            self.id(id);
        }
        let mapping = schema.discriminator.iter().flat_map(|of| &of.mapping);
        self.ids(mapping.filter_map(|(_, id)| id.as_ref()));
        let (mut next, mut steps) = (schema.refers, 0);
        while let Some(id) = next {
            steps += 1;
            assert!(steps <= self.0.arena.len(), "references lead in a circle");
            next = self.0.schema(id).refers;
        }
    }

    fn operation(&self, operation: &Operation) {
        self.at(operation.at);
        for group in &operation.groups {
            assert!((*group as usize) < self.0.groups.len(), "group {group} is not there");
        }
        operation.parameters.iter().for_each(|parameter| self.parameter(parameter));
        operation.bodies.iter().for_each(|content| self.content(content));
        for response in &operation.responses {
            self.at(response.at);
            response.headers.iter().for_each(|header| self.parameter(header));
            response.contents.iter().for_each(|content| self.content(content));
            for link in &response.links {
                let place = link.operation.unwrap_or(0) as usize;
                assert!(place < self.0.operations.len(), "{} leads nowhere", link.name);
            }
        }
        for callback in &operation.callbacks {
            callback.operations.iter().for_each(|operation| self.operation(operation));
        }
    }

    fn parameter(&self, parameter: &Parameter) {
        self.at(parameter.at);
        self.ids(&parameter.schema);
    }

    fn content(&self, content: &Content) {
        self.at(content.at);
        self.ids(content.schema.iter().chain(&content.headers));
    }
}
