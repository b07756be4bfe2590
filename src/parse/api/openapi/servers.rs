//! Where an API can be called; host, base path and schemes of version 2.0 are folded into addresses.

use crate::base::yaml::Node;
use crate::model::api::{Server, ServerVariable};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::scalar;

use super::description::Description;

/// More addresses than that come of no honest list of schemes.
const SCHEMES: usize = 8;

impl<'d> Description<'d> {
    pub(super) fn root_servers(&mut self) -> Vec<Server> {
        if self.is_two {
            let schemes = self.reader.texts(self.root, "schemes");
            self.hosts(&schemes)
        } else {
            self.servers(self.root)
        }
    }

    /// The servers of an operation, if it has its own.
    pub(super) fn operation_servers(&mut self, operation: Spot<'d>) -> Vec<Server> {
        if !self.is_two {
            return self.servers(operation);
        }
        let schemes = self.reader.texts(operation, "schemes");
        if schemes.is_empty() || schemes == self.reader.texts(self.root, "schemes") {
            return Vec::new();
        }
        self.hosts(&schemes)
    }

    fn hosts(&mut self, schemes: &[String]) -> Vec<Server> {
        let base = self.reader.line(self.root, "basePath").unwrap_or_default();
        let base = base.trim_end_matches('/');
        let server = |url: String| Server { url, ..Server::default() };
        let Some(host) = self.reader.line(self.root, "host") else {
            let is_said = !base.is_empty();
            return is_said.then(|| server(base.to_owned())).into_iter().collect();
        };
        // Unless said otherwise it is the scheme by which the description is read, and a portal is read by HTTPS.
        if schemes.is_empty() {
            return vec![server(format!("https://{host}{base}"))];
        }
        let urls = schemes.iter().take(SCHEMES).map(|scheme| format!("{scheme}://{host}{base}"));
        urls.map(server).collect()
    }

    pub(super) fn servers(&mut self, of: Spot<'d>) -> Vec<Server> {
        let items = self.reader.items(of, "servers");
        items.iter().filter_map(|item| self.server(of.with(item))).collect()
    }

    fn server(&mut self, at: Spot<'d>) -> Option<Server> {
        let at = self.reader.follow(at)?;
        if at.node.as_mapping().is_none() {
            self.reader.tell_type(at, "a server", "a mapping");
            return None;
        }
        let mut variables = Vec::new();
        for entry in self.reader.entries(at, "variables") {
            let inner = at.with(&entry.value);
            variables.push(ServerVariable {
                name: entry.key.clone(),
                default: entry.value.get("default").and_then(scalar),
                options: options(&entry.value),
                description: self.reader.markdown(inner, "description"),
            });
        }
        Some(Server {
            name: self.reader.line(at, "name"),
            url: self.reader.line(at, "url").unwrap_or_else(|| "/".to_owned()),
            protocol: None,
            description: self.reader.markdown(at, "description"),
            variables,
            facts: self.reader.extensions(at, &[]),
        })
    }
}

/// The values of an enumeration as text.
fn options(node: &Node) -> Vec<String> {
    let items = node.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    items.iter().filter_map(scalar).collect()
}
