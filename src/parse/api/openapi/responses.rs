//! What may come back.

use crate::base::yaml::Entry;
use crate::model::api::Response;
use crate::parse::api::documents::Spot;

use super::description::Description;

impl<'d> Description<'d> {
    /// The responses of an operation, in the order written.
    pub(super) fn responses(&mut self, operation: Spot<'d>) -> Vec<Response> {
        let Some(responses) = self.reader.child(operation, "responses") else { return Vec::new() };
        let Some(below) = self.reader.follow(responses) else { return Vec::new() };
        let entries = self.reader.own_entries(below, "responses").iter();
        let entries = entries.filter(|entry| !entry.key.starts_with("x-"));
        entries.map(|entry| self.response(operation, below, entry)).collect()
    }

    fn response(&mut self, operation: Spot<'d>, below: Spot<'d>, entry: &'d Entry) -> Response {
        let written = below.with(&entry.value);
        let mut response = Response {
            status: entry.key.clone(),
            at: below.position(entry.position),
            ..Response::default()
        };
        let Some(at) = self.reader.follow(written) else { return response };
        if at.node.as_mapping().is_none() {
            self.reader.tell_type(at, "a response", "a mapping");
            return response;
        }
        response.summary = self.reader.line(at, "summary");
        // Since 3.1 a reference may describe what it refers to in its own words.
        response.description = self.reader.markdown(written, "description");
        if response.description.is_none() {
            response.description = self.reader.markdown(at, "description");
        }
        response.headers = self.headers(at);
        response.links = self.response_links(at);
        response.facts = self.reader.extensions(at, &[]);
        response.contents = match self.is_two {
            true => self.two_contents(operation, at),
            false => self.contents(at),
        };
        response
    }
}
