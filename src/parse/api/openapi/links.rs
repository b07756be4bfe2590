//! What can be called next with what a response holds, and which operation that is.

use std::collections::HashMap;

use crate::base::Code;
use crate::base::yaml::Position;
use crate::model::api::{Operation, ResponseLink};
use crate::parse::api::documents::Spot;
use crate::parse::text::shown;

use super::description::Description;

/// Where operations stand, and which links wait for that to be known.
#[derive(Default)]
pub(super) struct Links<'d> {
    /// By address of the value, the operation's place.
    pub places: HashMap<usize, u32>,
    ids: HashMap<String, u32>,
    /// By reference as written, the address that it leads to.
    targets: HashMap<String, usize>,
    /// The links that name an operation by its id.
    by_id: Vec<(Spot<'d>, Position, String)>,
}

impl<'d> Description<'d> {
    /// The links of a response.
    pub(super) fn response_links(&mut self, of: Spot<'d>) -> Vec<ResponseLink> {
        let entries = self.reader.entries(of, "links").iter();
        let entries = entries.filter(|entry| !entry.key.starts_with("x-"));
        entries.filter_map(|entry| self.link(of.with(&entry.value), &entry.key)).collect()
    }

    fn link(&mut self, at: Spot<'d>, name: &str) -> Option<ResponseLink> {
        let at = self.reader.follow(at)?;
        let mut target = String::new();
        if let Some(id) = self.reader.line(at, "operationId") {
            self.links.by_id.push((at, at.node.position, id.clone()));
            target = id;
        } else if let Some(reference) = self.reader.line(at, "operationRef") {
            match self.reader.target(at, &reference) {
                Ok(operation) => {
                    self.links.targets.insert(reference.clone(), operation.address());
                }
                Err(reason) => {
                    self.reader.tell(Code::ApiReference, at, at.node.position, reason);
                }
            }
            target = reference;
        }
        Some(ResponseLink {
            name: name.to_owned(),
            operation: None,
            target,
            description: self.reader.markdown(at, "description"),
            facts: self.reader.facts(at, &["parameters", "requestBody", "server"]),
        })
    }

    /// Notes where an operation stands that may be linked to.
    pub(super) fn linkable(&mut self, operation: &Operation, at: Spot<'d>) {
        let place = self.content.operations.len() as u32;
        self.links.places.entry(at.address()).or_insert(place);
        if let Some(id) = &operation.id {
            self.links.ids.entry(id.clone()).or_insert(place);
        }
    }

    /// Now that all operations are read, finds those that links name.
    pub(super) fn resolve_links(&mut self) {
        for (at, position, id) in std::mem::take(&mut self.links.by_id) {
            if !self.links.ids.contains_key(&id) {
                let message = format!("no operation has the id `{}`", shown(&id));
                self.reader.tell(Code::ApiReference, at, position, message);
            }
        }
        let Links { places, ids, targets, .. } = &self.links;
        for operation in &mut self.content.operations {
            resolve(operation, &|target| {
                let by_address = || places.get(targets.get(target)?);
                ids.get(target).or_else(by_address).copied()
            });
        }
    }
}

fn resolve(operation: &mut Operation, place: &dyn Fn(&str) -> Option<u32>) {
    for link in operation.responses.iter_mut().flat_map(|response| &mut response.links) {
        link.operation = place(&link.target);
    }
    for inner in operation.callbacks.iter_mut().flat_map(|callback| &mut callback.operations) {
        resolve(inner, place);
    }
}
