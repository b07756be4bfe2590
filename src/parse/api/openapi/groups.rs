//! What operations are grouped by: tags as declared, then as used; the first part of the path for those without.

use std::collections::HashMap;

use crate::model::api::{Callback, Group, SourcePosition};

use super::description::Description;

/// Which group has which place.
#[derive(Default)]
pub(super) struct Groups {
    tags: HashMap<String, u32>,
    others: HashMap<String, u32>,
    /// By operation, its tags.
    wanted: Vec<Vec<String>>,
}

impl Description<'_> {
    /// The tags that the description lists, in its order, used or not.
    pub(super) fn declared_groups(&mut self) {
        for item in self.reader.items(self.root, "tags") {
            let at = self.root.with(item);
            let Some(at) = self.reader.follow(at) else { continue };
            let Some(name) = self.reader.text(at, "name") else { continue };
            let summary = self.reader.line(at, "summary");
            let title = summary.or_else(|| self.reader.line(at, "x-displayName"));
            let mut facts = self.reader.facts(at, &["parent", "kind"]);
            facts.extend(self.reader.extensions(at, &["x-displayName"]));
            let group = Group {
                title: title.filter(|title| *title != name),
                sort: "tag",
                description: self.reader.markdown(at, "description"),
                docs: self.reader.docs(at, "externalDocs"),
                facts,
                at: at.at(),
                name,
            };
            if !self.groups.tags.contains_key(&group.name) {
                let place = self.add_group(group.clone());
                self.groups.tags.insert(group.name, place);
            }
        }
    }

    fn add_group(&mut self, group: Group) -> u32 {
        self.content.groups.push(group);
        self.content.groups.len() as u32 - 1
    }

    /// Notes the tags of the next operation.
    pub(super) fn tagged(&mut self, tags: Vec<String>) {
        self.groups.wanted.push(tags);
    }

    /// Gives every operation its groups: undeclared tags follow those declared, paths follow the tags.
    pub(super) fn assign_groups(&mut self) {
        let wanted = std::mem::take(&mut self.groups.wanted);
        let mut places: Vec<Vec<u32>> = Vec::with_capacity(wanted.len());
        for (number, tags) in wanted.iter().enumerate() {
            let at = self.content.operations[number].at;
            let mut own = Vec::new();
            for tag in tags {
                let place = self.tag(tag, at);
                if !own.contains(&place) {
                    own.push(place);
                }
            }
            places.push(own);
        }
        for (number, mut own) in places.into_iter().enumerate() {
            if own.is_empty() {
                own.push(self.other(number));
            }
            let operation = &mut self.content.operations[number];
            share(&mut operation.callbacks, &own);
            operation.groups = own;
        }
    }

    fn tag(&mut self, name: &str, at: SourcePosition) -> u32 {
        if let Some(&place) = self.groups.tags.get(name) {
            return place;
        }
        let group = Group { name: name.to_owned(), sort: "tag", at, ..Group::default() };
        let place = self.add_group(group);
        self.groups.tags.insert(name.to_owned(), place);
        place
    }

    fn other(&mut self, number: usize) -> u32 {
        let operation = &self.content.operations[number];
        let is_path = operation.address.starts_with('/');
        let first = operation.address.split('/').find(|part| !part.is_empty());
        let (name, sort) = match first {
            Some(first) if is_path => (first.to_owned(), "path"),
            _ if is_path => ("/".to_owned(), "path"),
            _ => ("Webhooks".to_owned(), "webhook"),
        };
        if let Some(&place) = self.groups.others.get(&name) {
            return place;
        }
        let group = Group { name: name.clone(), sort, at: operation.at, ..Group::default() };
        let place = self.add_group(group);
        self.groups.others.insert(name, place);
        place
    }
}

/// What an operation calls in return stands where the operation stands.
fn share(callbacks: &mut [Callback], groups: &[u32]) {
    for operation in callbacks.iter_mut().flat_map(|callback| &mut callback.operations) {
        operation.groups = groups.to_vec();
        share(&mut operation.callbacks, groups);
    }
}
